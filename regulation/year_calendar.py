"""What the regulation puts on a year's calendar by itself: meetings, reports, working sessions (Đ7.9, Đ8.1, Đ8.3, Đ9.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from regulation.calendar import ProvisionalDay, Quarter
from regulation.law import Law
from regulation.timetable import date_of, day_in_quarter

EventKind = Literal["board_meeting", "group_meeting", "report", "session"]

RULES: dict[EventKind, str] = {
    "board_meeting": "meeting_default_day",
    "group_meeting": "group_meeting_day",
    "report": "report_issue",
    "session": "working_session_day",
}


@dataclass(frozen=True, slots=True)
class YearEvent:
    """One day of the year: what takes place, the how many-eth (quarter 1 to 4, month 1 to 12), and whether its day may still move."""

    kind: EventKind
    number: int
    day: date
    provisional: tuple[ProvisionalDay, ...]


def year_events(law: Law, year: int) -> list[YearEvent]:
    """The year's meetings of the committee and of its group, its reports and monthly sessions, in the order of their days."""
    quarters = [Quarter(year, number) for number in (1, 2, 3, 4)]
    by_quarter: tuple[EventKind, ...] = ("board_meeting", "group_meeting", "report")
    found = [(kind, one.number, day_in_quarter(law, one, RULES[kind])) for kind in by_quarter for one in quarters]
    found += [("session", month, date_of(law, RULES["session"], date(year, month, 1))) for month in range(1, 13)]
    events = [YearEvent(kind, number, day, tuple(law.calendar.provisional(day, day))) for kind, number, day in found]
    return sorted(events, key=lambda event: (event.day, event.kind))
