"""The year's calendar as it leaves the house: the sheet for a wall, and the events for others' calendars."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from textwrap import shorten
from uuid import NAMESPACE_URL, uuid5

from documents.diary import Entry
from documents.diary import ics as written
from documents.wall_calendar import LINES, SIGNS, WIDTH, Sign, Wall, WallDay, fit
from flows.yearbook.marks import Mark, MarkKind
from regulation import Law

_SIGN: dict[MarkKind, Sign] = {
    MarkKind.MEETING: "meeting",
    MarkKind.ISSUE: "issue",
    MarkKind.DEADLINE: "deadline",
    MarkKind.OPENING: "opening",
}


def wall(law: Law, year: int, seed: int, marks: tuple[Mark, ...]) -> Wall:
    """The sheet of a year; marks of other years find no place on it."""
    by_day: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    every = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    unsure = {found.date: found.reason for found in law.calendar.provisional(every[0], every[-1])}
    days = [_day(law, day, by_day[day], unsure) for day in every]
    waits = [f"Dự kiến: {reason}." for reason in dict.fromkeys(unsure.values())]
    return Wall(
        title=f"LỊCH CÔNG TÁC NĂM {year}",
        subtitle=f"{law.committee.identity.name} · {law.regulation} ({law.decision})",
        months=tuple(tuple(day for day in days if day.day.month == month) for month in range(1, 13)),
        foot=(f"Lịch lập từ lần diễn tập số {seed}; ngày họp, ngày ban hành là ngày đã đi qua khi diễn tập. {' '.join(waits)}",),
    )


def _day(law: Law, day: date, marks: list[Mark], unsure: dict[date, str]) -> WallDay:
    calendar = law.calendar
    name = shorten(calendar.day_off_name(day) or "", WIDTH, placeholder="…")
    makeup = day.weekday() >= 5 and calendar.is_working_day(day)
    entries = [(_SIGN[mark.kind], mark.short) for mark in marks]
    lines = fit(entries, LINES - 1 if name else LINES)
    return WallDay(day, not calendar.is_working_day(day), makeup, day in unsure, name, lines)


def ics(law: Law, year: int, seed: int, marks: tuple[Mark, ...]) -> bytes:
    """Meetings, papers and deadlines as all-day events; when a case opens is the house's own matter."""
    entries = [
        Entry(
            uid=f"{uuid5(NAMESPACE_URL, f'nhip/{law.committee.identity.code}/{year}/{seed}/{mark.key}')}@nhip",
            day=mark.day,
            summary=mark.short if mark.kind != MarkKind.DEADLINE or mark.short.startswith("Hạn") else f"Hạn: {mark.short}",
            description=mark.words,
            category=SIGNS[_SIGN[mark.kind]][1],
        )
        for mark in marks
        if mark.kind != MarkKind.OPENING
    ]
    return written(f"{law.committee.identity.short_name} {year}", entries, datetime(year, 1, 1, tzinfo=UTC))
