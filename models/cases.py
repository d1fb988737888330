"""Cases: one walk of one process, from opening to its end, and the acts done to it on the way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Record, document, id_field, moment


class Case(Record, table=True):
    """A case.

    ``stirred`` counts what has happened to the case (opened, answered, acted on, cut-off reached); ``walked`` is the count
    the last finished walk had read. ``walked < stirred`` means: walk it again. A lost wake-up is therefore never lost: the
    watchman finds it with one indexed query.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("process", "period"),
        UniqueConstraint("parent_id", "birth_key"),
        CheckConstraint("(parent_id IS NULL) = (birth_key IS NULL)", name="birth"),
        CheckConstraint("closed_at IS NULL OR cancelled_at IS NULL", name="one_end"),
        Index("ix_case_stirring", "id", postgresql_where=text("walked < stirred AND closed_at IS NULL AND cancelled_at IS NULL")),
        Index("ix_case_open", "id", postgresql_where=text("closed_at IS NULL AND cancelled_at IS NULL")),
    )

    id: UUID = id_field()
    process: str
    version: int = 1
    period: str | None = None  # "2026-Q4": unique per process
    title: str
    regulation: str  # content hash of the regulation it was opened under
    parent_id: UUID | None = Field(default=None, foreign_key="case.id")
    birth_key: str | None = None  # which child of its parent it is
    subject: dict[str, Any] = document(default_factory=dict)  # what a form or a parent handed over; never changed afterwards
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)
    cancelled_at: datetime | None = moment(default=None)
    end_reason: str | None = None
    stirred: int = Field(default=1, sa_type=BigInteger)
    walked: int = Field(default=0, sa_type=BigInteger)
    acts: int = 0  # how many acts have been done to it; the number of the last
    run_id: UUID | None = Field(default=None, index=True)  # its Prefect flow run; a picture, never the truth

    @property
    def is_open(self) -> bool:
        """Neither closed nor cancelled."""
        return self.closed_at is None and self.cancelled_at is None


class Act(Record, table=True):
    """Something done to a case from outside its line: a new time, a cancellation, a change of holder (rule 4 of the walk).

    ``n`` numbers the acts of a case from 1; keys of the steps an act renews carry how many such acts there were.
    """

    __table_args__ = (UniqueConstraint("case_id", "n"),)

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id")
    n: int
    kind: str
    reason: str
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    payload: dict[str, Any] = document(default_factory=dict)
    at: datetime = moment()
