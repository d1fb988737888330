"""A year's attendance, seat by seat (khoản 5 Điều 6): a plain record, nobody is ranked by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from models.clock import at
from models.meetings import Attendance, Meeting, MeetingKind, Presence
from tasks.bureau import Desk
from tasks.who import COMMITTEE, roster


@dataclass(frozen=True)
class Figures:
    """How often a seat was at the meetings that counted it: ``held`` is the sum of the other four."""

    held: int
    present: int
    proxy: int
    consented: int
    unconsented: int

    @property
    def rate(self) -> int | None:
        """Share of meetings attended in person, in whole percent; None where there was no meeting."""
        return round(100 * self.present / self.held) if self.held else None

    def __add__(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(
            self.held + other.held,
            self.present + other.present,
            self.proxy + other.proxy,
            self.consented + other.consented,
            self.unconsented + other.unconsented,
        )


NONE = Figures(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Year:
    """A year's figures: how many meetings have their attendance on record, (seat, its figures) in order of precedence, and the totals."""

    meetings: int
    seats: Sequence[tuple[str, Figures]]
    total: Figures


def figures(rows: Iterable[Attendance]) -> dict[str, Figures]:
    """Seat → its figures over these rows."""
    found: dict[str, Figures] = {}
    for row in rows:
        found[row.seat_id] = found.get(row.seat_id, NONE) + _one(Presence(row.presence))
    return found


EXCUSED = (Presence.CONSENTED, Presence.STOOD_IN_FOR, Presence.REPORTED)
"""Absent as may be: with consent; the chair whom his deputy stood in for; in the group with the reason told (khoản 4 Điều 9)."""
UNEXCUSED = (Presence.UNCONSENTED, Presence.UNREPORTED)


def _one(presence: Presence) -> Figures:
    return Figures(
        1, int(presence == Presence.PRESENT), int(presence == Presence.PROXY), int(presence in EXCUSED), int(presence in UNEXCUSED)
    )


def year_of(desk: Desk, year: int) -> Year:
    """The figures of the committee's meetings held in a calendar year; seats that were counted once and are no more stand last."""
    first, after = at(date(year, 1, 1)), at(date(year + 1, 1, 1))
    wanted = select(Attendance).join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
    wanted = wanted.where(col(Meeting.kind) != MeetingKind.GROUP)
    rows = desk.session.exec(wanted.where(col(Meeting.starts_at) >= first, col(Meeting.starts_at) < after)).all()
    found = figures(rows)
    order = dict.fromkeys([seat.id for seat in roster(desk).by_role(*COMMITTEE)] + sorted(found))
    seats = [(seat, found.get(seat, NONE)) for seat in order]
    return Year(len({row.meeting_id for row in rows}), seats, sum((one for _, one in seats), NONE))
