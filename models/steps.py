"""Steps: what was asked of whom, by which clause, by when; and the answers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.base import Record, document, id_field, moment, words


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"  # its gather closed without it; an answer is still taken and kept as late
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """What a step is."""

    ASK = "ask"  # a person answers
    GATHER = "gather"  # closes when its members are in or its cut-off has come
    FIX = "fix"  # the house saw or did something once


class Step(Record, table=True):
    """One step of a case, unique on ``(case_id, key)``: walking twice opens it once."""

    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        Index("ix_step_rings", "rings_at", postgresql_where=text("state = 'open' AND rings_at IS NOT NULL")),
        Index("ix_step_cutoff", "cutoff_at", postgresql_where=text("state = 'open' AND cutoff_at IS NOT NULL")),
        Index("ix_step_officer", "officer_id", postgresql_where=text("state = 'open'")),
    )

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id")
    key: str
    kind: StepKind = Field(default=StepKind.ASK, sa_type=Text)
    question: str  # name in the catalogue of questions
    title: str  # "Phê duyệt chương trình, thành phần cuộc họp"
    clauses: list[str] = words()
    seats: list[str] = words(default_factory=list)  # the chức danh asked; two where one person holds both (Đ5)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    standing_in: bool = False  # the officer answers in another's place (Đ4)
    about: dict[str, Any] = document(default_factory=dict)
    due: date | None = None
    due_rule: str | None = None  # name in house_rules.yaml, the source of the deadline
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)
    state: StepState = Field(default=StepState.OPEN, sa_type=Text)
    revision: int = 0  # how often it moved to another officer
    rung: int = 0  # index of the next rung of its ladder
    rings_at: datetime | None = moment(default=None)  # when that rung rings (office time)
    cutoff_at: datetime | None = moment(default=None)  # when a gather closes without the silent ones (office time)

    def is_late(self, today: date) -> bool:
        """Late from 00:00 of the day after the deadline, while nobody has answered."""
        return self.due is not None and self.state in (StepState.OPEN, StepState.LAPSED) and today > self.due

    @property
    def takes_answers(self) -> bool:
        """Open, or lapsed: a late answer is kept as late."""
        return self.kind == StepKind.ASK and self.state in (StepState.OPEN, StepState.LAPSED)


class Via(StrEnum):
    """How an answer came in."""

    LINK = "link"  # "qua liên kết"
    SIGNED_IN = "signed-in"
    ZALO = "zalo"  # a button of a Zalo message, as Zalo reports it
    HOUSE = "house"  # the house itself (gather results, things fixed)
    SCRIPT = "script"  # a rehearsal


class Answer(Record, table=True):
    """The one answer of a step: ``choice`` names the branch, ``payload`` the rest of the form."""

    step_id: UUID = Field(foreign_key="step.id", primary_key=True)
    choice: str
    payload: dict[str, Any] = document(default_factory=dict)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    via: Via = Field(default=Via.SIGNED_IN, sa_type=Text)
    at: datetime = moment()


class StepRow(NamedTuple):
    """A step as a walk reads it: every walk reads all of its case, so only what it asks of them, and not as tracked objects."""

    id: UUID
    key: str
    question: str
    state: str
    seats: list[str]
    officer_id: str | None
    standing_in: bool
    about: dict[str, Any]
    due: date | None
    due_rule: str | None
    cutoff_at: datetime | None

    @classmethod
    def of(cls, step: Step) -> "StepRow":
        """From one that was just opened."""
        return cls(*(getattr(step, name) for name in cls._fields))


class AnswerRow(NamedTuple):
    """An answer as a walk reads it."""

    step_id: UUID
    choice: str
    payload: dict[str, Any]
    officer_id: str | None
    at: datetime

    @classmethod
    def of(cls, answer: Answer) -> "AnswerRow":
        """From one that was just written."""
        return cls(*(getattr(answer, name) for name in cls._fields))
