"""Directives: what somebody who may has ordered, which agency owes it, and what it has reported since."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment, words


class Source(StrEnum):
    """Where a directive comes from (Đ5.1d, Đ7.6b)."""

    CONCLUSION = "conclusion"  # of a meeting
    COMMITTEE = "committee"  # a directive of the chair or a deputy
    PLAN = "plan"  # a line of the year's programme or plans, as they were issued
    PROVINCE = "province"  # of the chairman or a vice chairman of the UBND


class Ending(StrEnum):
    """How a directive ended; none while it is owed."""

    CONFIRMED = "confirmed"  # "xác nhận hoàn thành", never "nghiệm thu"
    STOPPED = "stopped"  # by who issued it
    SPLIT = "split"  # by who issued it, into others that are owed instead


class Directive(Record, table=True):
    """One duty of one lead agency, and the case that follows it.

    ``due`` moves with extensions and changes; ``due_original`` never does (the database refuses it) and stands in every figure.
    Neither: a standing duty, without an end. ``completed_on`` is the day the report that was confirmed came in.
    """

    __table_args__ = (
        CheckConstraint("(due IS NULL) = (due_original IS NULL)", name="standing"),
        CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ending"),
        CheckConstraint("(granter_seat IS NULL) = (granter_document = '')", name="authorised"),
    )

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    source: Source = Field(sa_type=Text)
    source_text: str  # "Kết luận cuộc họp Ban Chỉ đạo quý III năm 2019"
    source_number: str | None = None  # of the paper, once it has one
    source_date: date
    issuer_seat: str = Field(foreign_key="seat.id")
    granter_seat: str | None = Field(default=None, foreign_key="seat.id")  # who may grant more time in the issuer's stead
    granter_document: str = ""  # by which the issuer authorised him: "Công văn số 12/UBND-VX ngày 03/10/2019"
    conclusion_id: UUID | None = Field(default=None, foreign_key="conclusion.id", unique=True)
    parent_id: UUID | None = Field(default=None, foreign_key="directive.id", index=True)  # the one it was split from
    entry_id: UUID | None = Field(default=None, unique=True)  # the form that entered it: sent twice it is entered once
    text: str
    lead_agency: str = Field(foreign_key="agency.id", index=True)
    lead_seat: str = Field(foreign_key="seat.id")  # who answers for the agency (Đ11)
    coordinating: list[str] = words(default_factory=list)
    product: str = ""
    due_original: date | None = None
    due: date | None = None
    doer: str = ""  # whom the head has named to do it
    assigned_on: date
    completed_on: date | None = None
    ending: Ending | None = Field(default=None, sa_type=Text)
    ended_on: date | None = None

    @property
    def is_standing(self) -> bool:
        """A duty without an end ("thường xuyên")."""
        return self.due is None


class Progress(Record, table=True):
    """What the owning agency reported (Đ2.2: nobody reports for it); one a step."""

    step_id: UUID = Field(foreign_key="step.id", primary_key=True)
    directive_id: UUID = Field(foreign_key="directive.id", index=True)
    officer_id: str = Field(foreign_key="officer.id")
    reported_at: datetime = moment()
    done: str
    obstacles: str = ""
    product_number: str = ""
    evidence: UUID | None = Field(default=None, foreign_key="upload.id")
    complete: bool = False  # submitted as done


class Extension(Record, table=True):
    """A later day asked for, and what was decided; undecided it changes nothing."""

    __table_args__ = (
        UniqueConstraint("directive_id", "n"),
        CheckConstraint("granted IS NULL OR decided_at IS NOT NULL", name="decided"),
    )

    id: UUID = id_field()
    directive_id: UUID = Field(foreign_key="directive.id")
    n: int
    due_before: date
    due_asked: date
    reason: str
    asked_at: datetime = moment()
    decided_at: datetime | None = moment(default=None)
    decided_by: str | None = Field(default=None, foreign_key="officer.id")
    granted: date | None = None
    note: str = ""
