"""The dates of a quarter, worked out from the rules, each with where it comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from regulation.calendar import ProvisionalDay, Quarter
from regulation.errors import LawError
from regulation.law import Law
from regulation.rules import Confidence, Source


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of the quarter. ``rule`` says in Vietnamese how it is counted; ``name`` is the rule's name.

    ``clause`` is the regulation's clause id or, for another law, its citation. ``provisional``: the unconfirmed days between
    its anchor and itself; while there are any, the date may move.
    """

    name: str
    title: str
    date: date
    rule: str
    source: Source
    confidence: Confidence
    clause: str | None
    provisional: tuple[ProvisionalDay, ...]


class Opening(Protocol):
    """When the case of a period opens. ``period`` names it ("2027-Q1", "2027"); past its ``last`` day nobody opens it any more."""

    @property
    def opens(self) -> date:
        """The day the case opens."""

    @property
    def period(self) -> str:
        """The period, unique for its process."""

    @property
    def last(self) -> date:
        """The last day of the period."""


@dataclass(frozen=True, slots=True)
class MeetingOpening:
    """When the case of a quarter's regular meeting opens, and the day the meeting is then expected."""

    quarter: Quarter
    opens: date
    meeting: date
    provisional: tuple[ProvisionalDay, ...]

    @property
    def period(self) -> str:
        """``2027-Q1``."""
        return str(self.quarter)

    @property
    def last(self) -> date:
        """The quarter's last day."""
        return self.quarter.last


@dataclass(frozen=True, slots=True)
class YearOpening:
    """When the case of a year's programme and plans opens: in the year before."""

    year: int
    opens: date
    provisional: tuple[ProvisionalDay, ...]

    @property
    def period(self) -> str:
        """``2027``."""
        return str(self.year)

    @property
    def last(self) -> date:
        """The year's last day."""
        return date(self.year, 12, 31)


def date_of(law: Law, rule: str, anchor: date) -> date:
    """The day ``rule`` falls on, counted from the day of its anchor; ``LawError`` for an unknown rule or one in hours."""
    if rule not in law.rules:
        raise LawError(f"Không có quy định về thời hạn tên là “{rule}”")
    return law.rules[rule].date_from(anchor, law.calendar)


def default_meeting_day(law: Law, quarter: Quarter) -> date:
    """The day the committee meets unless someone says otherwise: the third-last working day of the quarter (D)."""
    return _span(law, quarter, "meeting_default_day")[0]


def quarter_dates(law: Law, quarter: Quarter) -> list[PlannedDate]:
    """Every date of the quarter's timetable, in the order of the days, the meeting being held on its default day."""
    dates = [_planned(law, quarter, name) for name in law.timetable]
    return sorted(dates, key=lambda planned: planned.date)


def meeting_openings(law: Law, year: int) -> list[MeetingOpening]:
    """The four openings of the year's regular meetings; schedules are made from them."""
    return _openings(law, year, "meeting_opens")


def meeting_watch_openings(law: Law, year: int) -> list[MeetingOpening]:
    """When a quarter's own case opens that sees whether the committee meets in it (khoản 1 Điều 8)."""
    return _openings(law, year, "no_meeting_warning")


def report_openings(law: Law, year: int) -> list[MeetingOpening]:
    """When the cases of the year's quarterly reports open: in time for the letter that asks for figures (khoản 7, 9 Điều 7)."""
    return _openings(law, year, "data_call_opens")


def group_meeting_openings(law: Law, year: int) -> list[MeetingOpening]:
    """When the cases of the working group's three-monthly meetings open (khoản 3 Điều 8)."""
    return _openings(law, year, "group_meeting_opens")


def default_group_day(law: Law, quarter: Quarter) -> date:
    """The day the working group meets unless its leader says otherwise: when the quarter's report is drafted (D)."""
    return day_in_quarter(law, quarter, "group_meeting_day")


def plan_openings(law: Law, year: int) -> list[YearOpening]:
    """When the case of the programme and plans of ``year`` opens: the day agencies are asked for proposals (khoản 1 Điều 7)."""
    opens, nominal = (
        date_of(law, "programme_call", date(year - 1, 1, 1)),
        law.rules["programme_call"].nominal(date(year - 1, 1, 1), law.calendar),
    )
    return [YearOpening(year, opens, tuple(law.calendar.provisional(opens, nominal)))]


def day_in_quarter(law: Law, quarter: Quarter, rule: str) -> date:
    """The day a rule of the quarter's timetable falls on, the meeting being held on its default day; ``LawError`` for any other rule."""
    return _span(law, quarter, rule)[0]


def _openings(law: Law, year: int, rule: str) -> list[MeetingOpening]:
    openings = []
    for quarter in (Quarter(year, number) for number in (1, 2, 3, 4)):
        opens, first, last = _span(law, quarter, rule)
        waiting = tuple(law.calendar.provisional(first, last))
        openings.append(MeetingOpening(quarter, opens, default_meeting_day(law, quarter), waiting))
    return openings


def _planned(law: Law, quarter: Quarter, name: str) -> PlannedDate:
    rule = law.rules[name]
    day, first, last = _span(law, quarter, name)
    anchor = f"“{law.rules[rule.anchor].title}”" if rule.anchor in law.rules else law.anchors[rule.anchor]
    return PlannedDate(
        name=name,
        title=rule.title,
        date=day,
        rule=rule.phrase(anchor),
        source=rule.source,
        confidence=rule.confidence,
        clause=rule.clause or rule.citation,
        provisional=tuple(law.calendar.provisional(first, last)),
    )


def _span(law: Law, quarter: Quarter, name: str) -> tuple[date, date, date]:
    """The day of the rule, and the first and last of the days that its counting went over."""
    if name not in law.rules:
        raise LawError(f"Không có quy định về thời hạn tên là “{name}”")
    rule = law.rules[name]
    if rule.anchor == "meeting_day":
        anchor, first, last = _span(law, quarter, "meeting_default_day")
    elif rule.anchor in law.rules:
        anchor, first, last = _span(law, quarter, rule.anchor)
    else:
        anchor = first = last = _anchor(law, quarter, name)
    day = rule.date_from(anchor, law.calendar)
    if rule.unit == "day_of_month":  # a date stands where it stands: only its rolling goes over days
        first = last = rule.nominal(anchor, law.calendar)
    return day, min(first, day), max(last, day)


def _anchor(law: Law, quarter: Quarter, name: str) -> date:
    anchors = {
        "next_quarter_start": quarter.day_after,
        "quarter_end": quarter.last,
        "quarter_last_month": quarter.last.replace(day=1),
    }
    anchor = law.rules[name].anchor
    if anchor not in anchors:
        raise LawError(f"Quy định “{law.rules[name].title}” tính từ {law.anchors[anchor]}, không có ngày trong lịch quý")
    return anchors[anchor]
