"""Steps: what was asked of whom, by which clause, by when; and the answers."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.base import Record, document, id_field, moment, new_id, words


class StepState(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"  # its gather closed without it; an answer is still taken and kept as late
    WITHDRAWN = "withdrawn"


TAKES_ANSWERS = (StepState.OPEN, StepState.LAPSED)  # a late answer is kept as late


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
        return self.due is not None and self.state in TAKES_ANSWERS and today > self.due

    @property
    def takes_answers(self) -> bool:
        """Whether an answer to it is taken now."""
        return self.kind == StepKind.ASK and self.state in TAKES_ANSWERS


def new_step(**given: Any) -> dict[str, Any]:
    """The row of a new step, for :mod:`models.rows`; what is not given is as a new record has it."""
    usual: dict[str, Any] = {
        "kind": StepKind.ASK,
        "seats": [],
        "officer_id": None,
        "standing_in": False,
        "about": {},
        "due": None,
        "due_rule": None,
        "state": StepState.OPEN,
        "revision": 0,
        "rung": 0,
        "rings_at": None,
        "cutoff_at": None,
    }
    return {"id": new_id(), **usual, **given}


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


class AskedRow(NamedTuple):
    """A step that asks an officer, as a row; as tracked objects the hundreds that walks open and officers answer cost too much."""

    id: UUID
    case_id: UUID
    key: str
    question: str
    title: str
    clauses: list[str]
    seats: list[str]
    officer_id: str | None
    standing_in: bool
    about: dict[str, Any]
    due: date | None
    due_rule: str | None
    opened_at: datetime
    state: str
    revision: int
    rung: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "AskedRow":
        """From the row that was just written."""
        return cls(*map(row.__getitem__, cls._fields))


# What was asked, as whoever checks or carries out the answer reads it; a row cannot be changed, so nobody changes a step by it.
AskedStep = Step | AskedRow


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
    def of(cls, row: Mapping[str, Any]) -> "StepRow":
        """From the row that was just written."""
        return cls(*map(row.__getitem__, cls._fields))


class AnswerRow(NamedTuple):
    """An answer as a walk reads it."""

    step_id: UUID
    choice: str
    payload: dict[str, Any]
    officer_id: str | None
    at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "AnswerRow":
        """From the row that was just written."""
        return cls(*map(row.__getitem__, cls._fields))
