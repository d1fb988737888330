"""The roster as the records have it, as rows of the workbook; and a change to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select

from documents.workbook import Sheet, Value, write_book
from models.agencies import Agency, Naming, Succession
from models.base import Record
from models.people import Absence, Holding, Officer, Seat, SeatRow
from regulation import Law
from regulation.committee import Seat as LawSeat
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.roster_sheets import ABSENCES, AGENCIES, HOLDINGS, OFFICERS, REORGANISATIONS, WORDS
from tasks.who import OUTSIDE, Role, roster

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One thing that an import does: ``fields`` are set on ``record`` (none: it is new). ``facts`` go to the journal, ids only."""

    line: int
    sheet: str
    act: str
    words: str
    record: Record
    fields: dict[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    dropped: bool = False  # the record goes: a plan whose day has not come

    @property
    def is_new(self) -> bool:
        """Whether the record is not there yet."""
        return not self.fields and not self.dropped


@dataclass(frozen=True)
class Known:
    """What the records say today."""

    today: date
    officers: dict[str, Officer]
    seats: dict[str, Seat]
    today_called: dict[str, SeatRow]  # the same, by what their agencies are called today
    holdings: dict[tuple[str, date], Holding]
    absences: list[Absence]
    agencies: dict[str, Agency]
    called: dict[str, str]  # agencies by what they are called today
    namings: dict[tuple[str, date], Naming]
    successions: dict[tuple[str, str], Succession]

    def head(self, agency_id: str) -> Seat | None:
        """The seat of an agency's head, if the regulation or an earlier workbook has given it one."""
        return next((seat for seat in self.seats.values() if seat.agency_id == agency_id and seat.role == Role.AGENCY_HEAD), None)

    def title(self, seat_id: str) -> str:
        """ "Ủy viên – Giám đốc Sở Y tế", "Giám đốc Sở Tư pháp"."""
        return _title(self._today_called(seat_id))

    def titles(self, seat_id: str) -> set[str]:
        """All that a seat may rightly be called beside its code: a workbook may be older than the names of today."""
        return {name for seat in (self.seats[seat_id], self._today_called(seat_id)) for name in (_title(seat), seat.title)}

    def _today_called(self, seat_id: str) -> Seat | SeatRow:
        return self.today_called.get(seat_id) or self.seats[seat_id]


def _title(seat: Seat | SeatRow | LawSeat) -> str:
    if seat.office is None or seat.role in OUTSIDE:
        return seat.office or seat.title
    return f"{seat.title} – {seat.office}"


def known(desk: Desk) -> Known:
    """Read it all: a roster is some hundred rows."""
    session = desk.session
    absences = _all(session, Absence)
    return Known(
        today=desk.today,
        officers={officer.id: officer for officer in _all(session, Officer)},
        seats={seat.id: seat for seat in _all(session, Seat)},
        today_called=roster(desk).seats,
        holdings={(holding.seat_id, holding.since): holding for holding in _all(session, Holding)},
        absences=sorted(absences, key=lambda absence: (absence.since, absence.officer_id, absence.id)),
        agencies={agency.id: agency for agency in _all(session, Agency)},
        called=names(desk),
        namings={(naming.agency_id, naming.since): naming for naming in _all(session, Naming)},
        successions={(one.predecessor_id, one.successor_id): one for one in _all(session, Succession)},
    )


def _all(session: Session, record: type[SQLModel]) -> list[Any]:
    return list(session.exec(select(record).execution_options(populate_existing=True)))


def exported(desk: Desk) -> bytes:
    """The workbook of today's roster, history included; importing it changes nothing."""
    now = known(desk)
    people = [now.officers[one].model_dump() for one in sorted(now.officers)]
    held = _held(now, [seat.id for seat in desk.law.committee.seats])
    away = [
        absence.model_dump() | {"name": now.officers[absence.officer_id].name, "back": absence.ended_at is not None or None}
        for absence in now.absences
    ]
    agencies = [agency.model_dump() | _head_of(now.head(agency.id)) for agency in now.agencies.values()]
    sheets = [(OFFICERS, people), (HOLDINGS, held), (ABSENCES, away), (AGENCIES, agencies), (REORGANISATIONS, _reorganised(now))]
    return write_book(WORDS, sheets)


def template(law: Law) -> bytes:
    """An empty workbook for this committee: its seats and agencies are there, its people are to be filled in."""
    committee = law.committee
    seats = [{"seat_id": seat.id, "title": _title(seat)} for seat in committee.seats]
    heads: dict[str, dict[str, Any]] = {
        seat.agency: {"head": seat.office, "head_seat": seat.id} for seat in committee.seats_of("agency_head")
    }
    agencies: list[dict[str, Any]] = [
        {"id": a.code, "name": a.name, "kind": a.kind, "reports": a.reports, "parent_id": a.parent} | heads.get(a.code, {})
        for a in committee.agencies
    ]
    return write_book(WORDS, [(OFFICERS, []), (HOLDINGS, seats), (ABSENCES, []), (AGENCIES, agencies), (REORGANISATIONS, [])])


def _head_of(head: Seat | None) -> dict[str, Value]:
    return {"head": head.office, "head_seat": head.id} if head is not None else {}


def _reorganised(now: Known) -> list[dict[str, Value]]:
    """Namings and successions, the earliest first."""
    rows: list[dict[str, Any]] = [
        {"effective": one.since, "agency_id": one.agency_id, "name": one.name, "decision": one.decision} for one in now.namings.values()
    ]
    rows += [
        {"agency_id": one.predecessor_id, "successor_name": now.called[one.successor_id], **one.model_dump()}
        for one in now.successions.values()
    ]
    rows.sort(key=lambda row: (row["effective"], row["agency_id"], str(row.get("successor_id"))))
    return [row | {"agency_name": now.called[row["agency_id"]]} for row in rows]


def _held(now: Known, order: list[str]) -> list[dict[str, Value]]:
    """Every holding, seat by seat in the regulation's order; a seat nobody ever held has a row to fill in."""
    rank = {seat: n for n, seat in enumerate(order)}
    rows: list[dict[str, Value]] = []
    for seat in sorted(now.seats, key=lambda seat: (rank.get(seat, len(rank)), seat)):
        held = sorted((holding for holding in now.holdings.values() if holding.seat_id == seat), key=lambda holding: holding.since)
        rows += [
            {
                "seat_id": seat,
                "title": now.title(seat),
                "officer_id": holding.officer_id,
                "name": now.officers[holding.officer_id].name,
                "since": holding.since,
                "last": holding.until - ONE_DAY if holding.until else None,
            }
            for holding in held
        ] or [{"seat_id": seat, "title": now.title(seat)}]
    return rows


def columns_of(record: type[Officer] | type[Agency], sheet: Sheet) -> list[str]:
    """The fields of a record that its sheet carries, but for its id."""
    return [column.key for column in sheet.columns if column.key != "id" and column.key in record.model_fields]
