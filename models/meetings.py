"""Meetings of the committee: time, agenda, who came, what was concluded."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment, words
from models.clock import OFFICE_ZONE


class Meeting(Record, table=True):
    """A meeting and the case that carries it. ``uid`` and ``sequence`` are those of its calendar invitation."""

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    kind: str = "regular"
    period: str | None = None
    title: str
    starts_at: datetime = moment()
    minutes: int = 180
    place: str
    presider_seat: str | None = Field(default=None, foreign_key="seat.id")  # None: whoever presides under Đ3.3, Đ4
    uid: str
    sequence: int = 0
    cancelled_at: datetime | None = moment(default=None)

    @property
    def day(self) -> date:
        """The day it takes place, at the office."""
        return self.starts_at.astimezone(OFFICE_ZONE).date()


class AgendaItem(Record, table=True):
    """One line of the agenda as approved."""

    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="meeting.id")
    seq: int
    minutes: int
    item: str
    by: str = ""


class Presence(StrEnum):
    """How a seat was represented (Đ6.5)."""

    PRESENT = "present"
    PROXY = "proxy"
    CONSENTED = "absent-consented"
    UNCONSENTED = "absent-unconsented"  # "vắng chưa được người chủ trì đồng ý"


class Attendance(Record, table=True):
    """One seat at one meeting, as the minutes record it."""

    meeting_id: UUID = Field(foreign_key="meeting.id", primary_key=True)
    seat_id: str = Field(foreign_key="seat.id", primary_key=True)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    presence: Presence = Field(sa_type=Text)
    proxy_name: str | None = None


class Conclusion(Record, table=True):
    """One conclusion: one lead agency, one due date, one product."""

    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="meeting.id")
    seq: int
    text: str
    lead_agency: str = Field(foreign_key="agency.id")
    coordinating: list[str] = words(default_factory=list)
    due: date | None = None
    product: str = ""
