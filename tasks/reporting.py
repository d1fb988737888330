"""Which agencies report to the committee today, the head who answers for each, and what a call asks of them (Đ7.7, Đ11.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from models.agencies import Agency
from regulation.indicators import Indicator
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.who import HEADS, roster


@dataclass(frozen=True)
class Reporting:
    """An agency that reports, what it is called today, and its head's seat."""

    code: str
    name: str
    kind: str
    seat: str


@dataclass(frozen=True)
class Call:
    """What a call asks for, as the records say it today: of whom, which indicators, of which day, by when.

    ``basis`` and ``purpose`` as the letter says them; ``matter`` as the agencies' questions do; ``late``: what becomes of late figures.
    """

    basis: str
    purpose: str
    matter: str
    agencies: Sequence[Reporting]
    indicators: Sequence[Indicator]
    cutoff: date
    reply_by: date
    late: str
    addressees: tuple[str, ...] = ("Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố")


def reporting(desk: Desk) -> list[Reporting]:
    """The agencies that report, in the committee's order, later ones after them; one that is no more is asked through who took over."""
    called, people = names(desk), roster(desk)
    rows = {row.id: row for row in desk.session.exec(select(Agency).where(col(Agency.reports).is_(True)))}
    found: dict[str, Reporting] = {}
    for seat in people.by_role(*HEADS):
        row = rows.get(seat.agency_id or "")
        if row is not None and row.id not in people.heirs and (row.since is None or row.since <= desk.today):
            found[row.id] = Reporting(row.id, called[row.id], row.kind, seat.id)
    return list(found.values())
