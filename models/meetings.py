"""Meetings of the committee and of its working group: time, agenda, who came, what was concluded."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment, words
from models.clock import OFFICE_ZONE


class MeetingKind(StrEnum):
    """Whose meeting it is, and how it comes about (khoản 1, 3 Điều 8)."""

    REGULAR = "regular"  # once a quarter
    GROUP = "group"  # of the working group (khoản 3 Điều 8): each quarter and when its leaders call it
    EXTRAORDINARY = "extraordinary"  # called by the chair or a deputy, the standing member may propose it


class Meeting(Record, table=True):
    """A meeting and the case that carries it. ``uid`` and ``sequence`` are those of its calendar invitation."""

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    kind: MeetingKind = Field(default=MeetingKind.REGULAR, sa_type=Text)
    period: str | None = None
    title: str
    starts_at: datetime = moment()
    minutes: int = 180
    place: str  # where the presider sits; empty: online only
    points: list[str] = words(default_factory=list)  # further places that take part (điểm cầu)
    online: str = ""  # how one joins from a distance; empty: nobody does
    presider_seat: str | None = Field(default=None, foreign_key="seat.id")  # None: whoever presides under Đ3.3, Đ4
    uid: str
    sequence: int = 0
    cancelled_at: datetime | None = moment(default=None)

    @property
    def day(self) -> date:
        """The day it takes place, at the office."""
        return self.starts_at.astimezone(OFFICE_ZONE).date()

    @property
    def is_urgent(self) -> bool:
        """Called out of turn: its papers carry KHẨN, its letters pass quiet hours."""
        return self.kind == MeetingKind.EXTRAORDINARY

    @property
    def whereabouts(self) -> str:
        """Where and how, as papers and letters say it: the main place, the further ones, the way in from a distance."""
        parts = [self.place] if self.place else []
        parts += [f"các điểm cầu: {'; '.join(self.points)}"] if self.points else []
        parts += [f"{'kết hợp trực tuyến' if self.place else 'họp trực tuyến'}: {self.online}"] if self.online else []
        return "; ".join(parts)


class AgendaItem(Record, table=True):
    """One line of the agenda as approved."""

    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="meeting.id")
    seq: int
    minutes: int
    item: str
    by: str = ""
    owner_seat: str | None = Field(default=None, foreign_key="seat.id")  # who hands in its papers; None: it has none
    withdrawn: str | None = None  # why the presider took it off again; it is left over for the next meeting


class Guest(Record, table=True):
    """Somebody invited to an extended meeting who holds no seat (khoản 2 Điều 8): he sees the items he is invited to and nothing else."""

    __table_args__ = (UniqueConstraint("meeting_id", "email"),)

    id: UUID = id_field()
    meeting_id: UUID = Field(foreign_key="meeting.id")
    name: str
    office: str
    email: str
    items: list[int] = Field(default_factory=list, sa_type=ARRAY(Integer))  # seq of the agenda's items


class Presence(StrEnum):
    """How a seat was represented (Đ6.5)."""

    PRESENT = "present"
    PROXY = "proxy"
    CONSENTED = "absent-consented"
    UNCONSENTED = "absent-unconsented"  # "vắng chưa được người chủ trì đồng ý"
    REPORTED = "absent-reported"  # of the working group: nobody's consent is asked there, only the reason (khoản 4 Điều 9)
    UNREPORTED = "absent-unreported"
    STOOD_IN_FOR = "absent-stood-in-for"  # the chair, whose deputy presided in his stead (Đ4): he asks nobody's consent


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
    accountable_seat: str | None = Field(default=None, foreign_key="seat.id")  # None: the head of the lead agency (Đ11)
    due: date | None = None
    product: str = ""
