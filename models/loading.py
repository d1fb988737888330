"""Loading a committee's data into the records: seats and agencies of the regulation, people of a roster."""

from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, SQLModel

from models.agencies import Agency, Succession
from models.people import Holding, Officer, Seat
from regulation import Law
from regulation.sample import Sample


def load_committee(session: Session, law: Law) -> None:
    """Agencies, seats and, from the sample, officers and holdings. Loading again adds what is new and changes nothing that is there."""
    committee = law.committee
    _add(
        session,
        Agency,
        [{"id": a.code, "name": a.name, "kind": a.kind, "reports": a.reports, "parent_id": a.parent} for a in committee.agencies],
    )
    successions = [
        {
            "predecessor_id": a.code,
            "successor_id": s.agency,
            "effective": s.since,
            "decision": s.decision,
            "remainder": s.remainder,
        }
        for a in committee.agencies
        for s in a.successors
    ]
    _add(session, Succession, successions)
    _add(
        session,
        Seat,
        [
            {
                "id": seat.id,
                "role": seat.role,
                "title": seat.title,
                "office": seat.office,
                "agency_id": seat.agency,
                "acting_order": seat.acting_order,
                "field": seat.field,
            }
            for seat in committee.seats
        ],
    )
    if law.sample is not None:
        _load_people(session, law.sample)


def _load_people(session: Session, sample: Sample) -> None:
    _add(session, Officer, [{"id": p.id, "name": p.name, "email": p.email} for p in sample.people])
    holdings = [
        Holding(
            seat_id=h.seat,
            officer_id=h.holder,
            since=h.valid_from,
            until=h.valid_to + timedelta(days=1) if h.valid_to else None,  # the file names the last day held
        ).model_dump()
        for h in sample.holdings
    ]
    _add(session, Holding, holdings)


def _add(session: Session, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(insert(table).on_conflict_do_nothing(), rows)
