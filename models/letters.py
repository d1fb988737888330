"""Letters: the outbox. A letter is written in the transaction of the thing it tells of, and posted once per key."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.base import Record, document, id_field, moment


class LetterState(StrEnum):
    """Where a letter stands."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed under a lease
    ACCEPTED = "accepted"  # a mail server took it
    FAILED = "failed"  # refused for good
    DOUBT = "doubt"  # twice nobody can say whether it left; an operator decides
    PARKED = "parked"  # a code nobody has mapped; an operator decides
    WITHDRAWN = "withdrawn"  # its reason was gone before it left


class Letter(Record, table=True):
    """One letter to one officer.

    ``context`` is what its words need (no secret: the link's token is derived from ``link_id`` when the letter is written
    out), so the same row always gives the same bytes. ``retry_at``, ``lease_until`` run on the database's clock, ``queued_at``
    on the office's.
    """

    __table_args__ = (
        Index("ix_letter_queue", "retry_at", "id", postgresql_where=text("state = 'queued'")),
        Index("ix_letter_sending", "lease_until", postgresql_where=text("state = 'sending'")),
        Index("ix_letter_step", "step_id", postgresql_where=text("state = 'queued'")),
    )

    id: UUID = id_field()
    key: str = Field(unique=True)  # case/step/round/rung: rings once for ever
    kind: str  # folder in notifications/words
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    step_id: UUID | None = Field(default=None, foreign_key="step.id")
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    address: str | None = None
    context: dict[str, Any] = document(default_factory=dict)
    link_id: UUID | None = Field(default=None, foreign_key="link.id")
    channel: str = "mail"
    urgent: bool = False
    queued_at: datetime = moment()
    retry_at: datetime = moment(sa_column_kwargs={"server_default": text("now()")}, default=None)
    state: LetterState = Field(default=LetterState.QUEUED, sa_type=Text)
    attempts: int = 0
    doubts: int = 0  # how often it was sent without our knowing whether it arrived
    claimed_by: str | None = None
    lease_until: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)
    detail: str | None = None  # last reply, in the mail server's words


class Attempt(Record, table=True):
    """One try at one letter; ``outcome`` stays empty while it is under way or if its postman died."""

    __table_args__ = (UniqueConstraint("letter_id", "n"),)

    id: UUID = id_field()
    letter_id: UUID = Field(foreign_key="letter.id")
    n: int
    started_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)
    outcome: str | None = None
    code: int | None = None
    reply: str | None = None
