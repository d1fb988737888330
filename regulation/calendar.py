"""Working days of the Vietnamese public sector: the ``holidays`` package, corrected by the overlay in ``calendar.yaml``."""

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import total_ordering
from typing import Self

import holidays

from regulation.errors import LawError
from regulation.overlay import Overlay

FIRST_YEAR, LAST_YEAR = 2010, 2099
"""The years whose public holidays the ``holidays`` package knows with their make-up days, to the end of its lunar tables."""


@dataclass(frozen=True, slots=True)
class ProvisionalDay:
    """A day that may still change, and why (a Vietnamese phrase)."""

    date: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class _Year:
    off: Mapping[date, str]
    working: tuple[date, ...]
    members: frozenset[date]
    provisional: tuple[ProvisionalDay, ...]


class WorkingCalendar:
    """Counts in working days. A year is worked out once; afterwards every question is a look-up.

    Dates outside ``FIRST_YEAR`` to ``LAST_YEAR`` raise ``LawError``.
    """

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._years: dict[int, _Year] = {}

    @property
    def office_hours(self) -> Sequence[tuple[time, time]]:
        """From when to when the offices work on a working day; rules in hours count only these."""
        return self._overlay.office_hours

    def is_working_day(self, day: date) -> bool:
        """Weekdays that are no holiday, and the Saturdays worked in return for one."""
        return day in self._year(day.year).members

    def day_off_name(self, day: date) -> str | None:
        """The holiday's Vietnamese name; ``None`` on plain weekends and working days."""
        return self._year(day.year).off.get(day)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (the next working day is day 1), before it when n is negative.

        With n = 0 a working day stays and a day off ends on the next working day (Civil Code on terms).
        """
        if n == 0:
            return self.roll_forward(day)
        year = day.year
        days = self._year(year).working
        index = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
        while index < 0:
            year -= 1
            days = self._year(year).working
            index += len(days)
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._year(year).working
        return days[index]

    def count(self, start: date, end: date) -> int:
        """How many working days ``end`` is after ``start``: those in (start, end], or minus those in [end, start).

        The inverse of ``add``: ``count(a, add(a, n)) == n`` for every n but 0 on a day off.
        """
        if end < start:
            return -(self._rank(start, bisect_left) - self._rank(end, bisect_left) + self._whole_years(end.year, start.year))
        return self._rank(end, bisect_right) - self._rank(start, bisect_right) + self._whole_years(start.year, end.year)

    def roll_back(self, day: date) -> date:
        """``day`` itself when it is worked, else the working day before."""
        return day if self.is_working_day(day) else self.add(day, -1)

    def roll_forward(self, day: date) -> date:
        """``day`` itself when it is worked, else the working day after."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def provisional(self, first: date, last: date) -> list[ProvisionalDay]:
        """The days from ``first`` to ``last``, both included, that nobody has confirmed yet, in order."""
        years = range(first.year, last.year + 1)
        return [found for year in years for found in self._year(year).provisional if first <= found.date <= last]

    def _rank(self, day: date, bisect: Callable[[Sequence[date], date], int]) -> int:
        return bisect(self._year(day.year).working, day)

    def _whole_years(self, first: int, last: int) -> int:
        return sum(len(self._year(year).working) for year in range(first, last))

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            # Two threads may both work it out; both come to the same year.
            found = self._years[year] = self._work_out(year)
        return found

    def _work_out(self, year: int) -> _Year:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise LawError(f"Lịch làm việc chỉ tính được từ năm {FIRST_YEAR} đến năm {LAST_YEAR}, không có năm {year}")
        public = holidays.country_holidays("VN", years=year, language="vi")
        cancelled = {entry.date for entry in self._overlay.cancel_library_days}
        makeup = {entry.date for entry in self._overlay.makeup_workdays} | set(public.weekend_workdays)
        off = {day: name for day, name in public.items() if day.year == year and day not in cancelled}
        off |= {entry.date: entry.reason for entry in self._overlay.days_off if entry.date.year == year}
        every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        working = tuple(day for day in every if day.year == year and day not in off and (day.weekday() < 5 or day in makeup))
        return _Year(off, working, frozenset(working), self._unconfirmed(year, off))

    def _unconfirmed(self, year: int, off: Mapping[date, str]) -> tuple[ProvisionalDay, ...]:
        overlay = self._overlay
        open_days: dict[date, str] = {}
        if year > overlay.confirmed_through:
            chosen = overlay.chosen_yearly
            named = [day for day, name in off.items() if any(part in name for part in chosen.names)]
            dated = [day for day in off if f"{day:%m-%d}" in chosen.dates]
            open_days |= {day: f"{off[day]}: {chosen.reason}" for day in named + dated}
        for entry in overlay.unconfirmed:
            span = (entry.first + timedelta(days=n) for n in range((entry.last - entry.first).days + 1))
            open_days |= {day: entry.reason for day in span if day.year == year}
        listed = [(entry.date, entry.status, entry.reason) for entry in overlay.days_off]
        listed += [(entry.date, entry.status, entry.reason) for entry in overlay.cancel_library_days]
        listed += [(entry.date, entry.status, f"làm bù cho ngày {entry.for_:%d/%m/%Y}") for entry in overlay.makeup_workdays]
        open_days |= {day: reason for day, status, reason in listed if status == "provisional" and day.year == year}
        return tuple(ProvisionalDay(day, open_days[day]) for day in sorted(open_days))


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter: ``Quarter(2026, 4)``, written ``2026-Q4``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and FIRST_YEAR <= self.year <= LAST_YEAR):
            raise LawError(f"Không có quý {self.number} năm {self.year}; hãy ghi quý 1 đến 4 của năm {FIRST_YEAR} đến {LAST_YEAR}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads ``2026-Q4`` (or ``2026-q4``); anything else raises ``LawError``."""
        found = re.fullmatch(r"(\d{4})-[Qq]([1-4])", text.strip(), flags=re.ASCII)
        if not found:
            raise LawError(f"Kỳ “{text}” không đọc được; hãy ghi năm và quý như 2026-Q4")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter in which ``day`` falls."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day, worked or not."""
        return self.day_after - timedelta(days=1)

    @property
    def day_after(self) -> date:
        """The first day of the next quarter; offsets from the quarter's end count back from here."""
        return date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    @property
    def slug(self) -> str:
        """``2026-q4``, for addresses and schedules."""
        return f"{self.year}-q{self.number}"

    @property
    def title(self) -> str:
        """``quý IV năm 2026``, as papers write it."""
        return f"quý {('I', 'II', 'III', 'IV')[self.number - 1]} năm {self.year}"

    def next(self) -> "Quarter":
        """The quarter after."""
        return Quarter.of(self.day_after)

    def previous(self) -> "Quarter":
        """The quarter before."""
        return Quarter.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)
