"""Officers, the seats they hold and when they are away."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment, words


class Officer(Record, table=True):
    """A person with a registered address. ``id`` is the roster's own code."""

    id: str = Field(primary_key=True)
    name: str
    office: str | None = None  # chức vụ where no seat names it
    email: str | None = Field(default=None, unique=True)
    phone: str | None = None  # E.164 since it is checked; older rows as they were typed
    email_refused: str | None = None  # why the address was marked bad, in the mail server's words
    zalo_refused: str | None = None  # why his phone takes no Zalo, in Zalo's words
    zalo_user_id: str | None = Field(default=None, unique=True)  # his account as the committee's OA knows it, tied by a code he sent
    zalo_seen_at: datetime | None = moment(default=None)  # when he last did something there (database's clock): opens Zalo's window


class Seat(Record, table=True):
    """A chức danh of the committee or its working group; who holds it changes, the seat stays."""

    id: str = Field(primary_key=True)
    role: str = Field(index=True)  # chair, deputy_chair, standing_member, member, group_leader, … as in committee.yaml
    title: str  # "Trưởng ban"
    office: str | None = None  # "Chủ tịch UBND tỉnh"
    agency_id: str | None = Field(default=None, foreign_key="agency.id", index=True)
    acting_order: int | None = None  # Đ4: who stands in first
    field: str | None = None


class OfficerRow(NamedTuple):
    """An officer as the roster of a day has him: read by every click, and never written back."""

    id: str
    name: str
    office: str | None = None
    email: str | None = None
    phone: str | None = None


class SeatRow(NamedTuple):
    """A seat as the roster of a day has it."""

    id: str
    role: str
    title: str
    office: str | None = None
    agency_id: str | None = None
    acting_order: int | None = None
    field: str | None = None


class Holding(Record, table=True):
    """An officer holds a seat for a period (``until`` is the first day he no longer does)."""

    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="period"),
        UniqueConstraint("seat_id", "since"),
    )

    id: UUID = id_field()
    seat_id: str = Field(foreign_key="seat.id")
    officer_id: str = Field(foreign_key="officer.id", index=True)
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the seat is held on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


_columns = Holding.__table__.c  # type: ignore[attr-defined]
Holding.__table__.append_constraint(  # type: ignore[attr-defined]
    # One holder at a time: two overlapping periods of one seat are refused by the database (needs btree_gist).
    ExcludeConstraint(
        (Column("seat_id"), "="),
        (func.daterange(_columns.since, _columns.until, type_=DATERANGE), "&&"),
        name="ex_holding_one_holder",
        using="gist",
    )
)


class Absence(Record, table=True):
    """Đ4: a holder is away from ``since`` to ``until`` inclusive.

    Of the chair: ``reserved`` names the reserved powers he delegated (duties of ``committee.yaml``), ``delegation`` the paper that
    says so. Of the standing member: ``acting_seat`` is who signs and accepts meanwhile, once the chair has decided. ``case_id`` is
    the case that follows it; other members' absences have none.
    """

    __table_args__ = (CheckConstraint("until >= since", name="period"),)

    id: UUID = id_field()
    officer_id: str = Field(foreign_key="officer.id", index=True)
    since: date
    until: date
    reason: str
    reserved: list[str] = words(default_factory=list)
    delegation: str = ""  # number and date of the written delegation
    acting_seat: str | None = Field(default=None, foreign_key="seat.id")
    case_id: UUID | None = Field(default=None, foreign_key="case.id", unique=True)
    recorded_by: str | None = Field(default=None, foreign_key="officer.id")
    recorded_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)

    def covers(self, day: date) -> bool:
        """Whether the officer is away on ``day``."""
        return self.ended_at is None and self.since <= day <= self.until
