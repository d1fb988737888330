"""A year told from its records: the story, the calendar, who had how much to do, what clashed, what broke a rule, clause by clause.

Nothing here is noted while the year is walked, and nothing knows a process by name: whatever cases, steps, letters, papers and
directives there are, are told alike.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from documents import wall_calendar
from flows.yearbook.breaches import Breach, breaches
from flows.yearbook.clashes import Clash, clashes
from flows.yearbook.compliance import ClauseRow, compliance
from flows.yearbook.load import Load, loads
from flows.yearbook.marks import Mark, marks
from flows.yearbook.records import read_records
from flows.yearbook.sheets import ics, wall
from flows.yearbook.story import Day, story
from regulation import Law
from tasks.bureau import Desk


@dataclass(frozen=True)
class Yearbook:
    """The pages of a year; equal for two walks with one seed."""

    law: Law
    year: int
    seed: int
    story: tuple[Day, ...]
    marks: tuple[Mark, ...]
    loads: tuple[Load, ...]
    clashes: tuple[Clash, ...]
    breaches: tuple[Breach, ...]
    compliance: tuple[ClauseRow, ...]

    def html(self) -> bytes:
        """The wall calendar as a page to print on A3."""
        return wall_calendar.html(wall(self.law, self.year, self.seed, self.marks)).encode()

    def png(self) -> bytes:
        """The wall calendar as a picture; loads matplotlib."""
        from documents.wall_picture import png

        return png(wall(self.law, self.year, self.seed, self.marks))

    def ics(self) -> bytes:
        """The year for others' calendars."""
        return ics(self.law, self.year, self.seed, self.marks)

    def as_json(self) -> dict[str, Any]:
        """The same for a machine; what people would read stands beside it as ``words``."""
        return {
            "story": [asdict(day) | {"letters": dict(day.letters)} for day in self.story],
            "calendar": [asdict(mark) for mark in self.marks],
            "load": [asdict(load) for load in self.loads],
            "clashes": _worded(self.clashes),
            "breaches": _worded(self.breaches),
            "compliance": _worded(self.compliance),
        }


def _worded(rows: Sequence[Clash | Breach | ClauseRow]) -> list[dict[str, Any]]:
    return [asdict(row) | {"words": row.words} for row in rows]


def yearbook(desk: Desk, year: int, seed: int) -> Yearbook:
    """The year's pages, read off the records as they stand."""
    records = read_records(desk, year)
    broken = breaches(records)
    return Yearbook(
        law=desk.law,
        year=year,
        seed=seed,
        story=story(records),
        marks=marks(records),
        loads=loads(records),
        clashes=clashes(records),
        breaches=broken,
        compliance=compliance(records, broken),
    )
