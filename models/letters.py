"""Letters: the outbox. A letter is written in the transaction of the thing it tells of, and posted once per key."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from models.base import Record, document, id_field, moment, words

ALERT = "alert"  # the channel of operators' alerts: it has addresses and no readers, so that nobody can choose it


class LetterState(StrEnum):
    """Where a letter stands."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed under a lease
    ACCEPTED = "accepted"  # a mail server took it
    FAILED = "failed"  # refused for good
    DOUBT = "doubt"  # twice nobody can say whether it left; an operator decides
    PARKED = "parked"  # a code nobody has mapped; an operator decides
    CARRIED = "carried"  # goes with others to the same person in one letter
    WITHDRAWN = "withdrawn"  # its reason was gone before it left


TITLE_WORDS = "to_tsvector('simple', translate(COALESCE(context #>> '{words,title}', ''), '/-.:@_+', '       '))"
"""The words of a letter's title, whatever their case, "III/2019" as two; in no language, for PostgreSQL knows no Vietnamese."""
AT_REST = "state IN ('accepted', 'failed', 'withdrawn', 'carried')"
ON_ITS_WAY = "(state = 'queued' OR state = 'sending' OR state IN ('doubt', 'parked'))"
"""Every letter is one or the other; each part of the second has an index of its own."""


class Letter(Record, table=True):
    """One letter to one officer; or one alert, whose ``address`` is the name of an address of operators, never the address itself.

    ``context`` is what its words need (no secret: the link's token is derived from ``link_id`` when the letter is written
    out), so the same row always gives the same bytes. ``retry_at``, ``lease_until`` run on the database's clock, ``queued_at``
    and ``hold_until`` on the office's.

    Its way is settled when it is first claimed: ``channel`` is the one it goes by now, ``further`` those it may go by after that.
    """

    __table_args__ = (
        Index("ix_letter_queue", "retry_at", "id", postgresql_where=text("state = 'queued'")),
        Index("ix_letter_sending", "lease_until", postgresql_where=text("state = 'sending'")),
        Index("ix_letter_step", "step_id", postgresql_where=text("state IN ('queued', 'carried')")),
        Index("ix_letter_bundle", "bundle", postgresql_where=text("state = 'queued' AND bundle IS NOT NULL")),
        Index("ix_letter_carried", "carried_by", postgresql_where=text("carried_by IS NOT NULL")),
        # The log: newest first, one reader's, those that wait for an operator; how many there are; what their titles say.
        Index("ix_letter_newest", text("queued_at DESC"), text("id DESC")),
        Index("ix_letter_reader", "officer_id", text("queued_at DESC"), text("id DESC")),
        Index(
            "ix_letter_trouble", text("queued_at DESC"), text("id DESC"), postgresql_where=text("state IN ('doubt', 'parked', 'failed')")
        ),
        Index(
            "ix_letter_sheets",
            "id",
            postgresql_where=text("channel = 'paper' AND state = 'accepted' AND delivered_at IS NULL AND carried_by IS NULL"),
        ),
        Index("ix_letter_counts", "channel", "state", postgresql_where=text("state <> 'accepted'")),
        Index("ix_letter_ended", "ended_at", "channel", postgresql_where=text("state = 'accepted'")),
        # Dear to write, so only of those that are at rest: what is on its way is updated with every try.
        Index("ix_letter_title", text(TITLE_WORDS), postgresql_using="gin", postgresql_where=text(AT_REST)),
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
    channel: str | None = None  # None: not settled yet
    further: list[str] = words(default_factory=list)
    urgent: bool = False  # KHẨN: leaves in quiet hours too
    hold_until: datetime | None = moment(default=None)  # quiet hours, or the hour of the digest
    bundle: str | None = None  # what leaves at the same time under one name goes in one letter
    carried_by: UUID | None = Field(default=None, foreign_key="letter.id")
    queued_at: datetime = moment()
    retry_at: datetime = moment(sa_column_kwargs={"server_default": text("now()")}, default=None)
    state: LetterState = Field(default=LetterState.QUEUED, sa_type=Text)
    attempts: int = 0
    doubts: int = 0  # how often it was sent without our knowing whether it arrived
    claimed_by: str | None = None
    lease_until: datetime | None = moment(default=None)
    ended_at: datetime | None = moment(default=None)
    delivered_at: datetime | None = moment(default=None)  # the receiving side says so; office time
    detail: str | None = None  # last reply, in the other side's words


class Attempt(Record, table=True):
    """One try at one letter; ``outcome`` stays empty while it is under way or if its postman died."""

    __table_args__ = (
        UniqueConstraint("letter_id", "n"),
        Index("ix_attempt_ended", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )

    id: UUID = id_field()
    letter_id: UUID = Field(foreign_key="letter.id")
    n: int
    channel: str = "mail"
    started_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)
    outcome: str | None = None
    code: int | None = None
    reply: str | None = None
    remote_id: str | None = None  # under which the other side keeps it: a mail server's queue id, Zalo's message id


class LetterAct(Record, table=True):
    """What an operator did with a letter: sent it again, took it as arrived, handed a sheet over. Written once, never changed.

    ``attempts``: how many tries it had had by then, which is its place among them. ``at`` is office time.
    """

    __table_args__ = (UniqueConstraint("letter_id", "n"),)

    id: UUID = id_field()
    letter_id: UUID = Field(foreign_key="letter.id")
    n: int
    kind: str  # resend | settle | handed-over
    officer_id: str | None = Field(default=None, foreign_key="officer.id")  # None: at the command line
    reason: str
    attempts: int
    at: datetime = moment()


class ChannelState(Record, table=True):
    """What the house knows of a channel. E-mail and paper need no row to be in use; a channel that has to be set up has one.

    ``paused_until`` runs on the database's clock.
    """

    channel: str = Field(primary_key=True)
    enabled: bool = True
    paused_until: datetime | None = moment(default=None)
    reason: str | None = None


class LetterChoice(Record, table=True):
    """By which channels, in order, and when somebody wants a group of letters (:class:`regulation.letters.LetterGroup`)."""

    __table_args__ = (CheckConstraint("timing = 'now' OR \"group\" IN ('information', 'receipts')", name="official_letters_come"),)

    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    group: str = Field(primary_key=True)
    channels: list[str] = words()
    timing: str = "now"  # now | digest | never


class LetterHours(Record, table=True):
    """Somebody's own quiet hours and the hour of his digest (``weekday`` 0 is Monday)."""

    officer_id: str = Field(primary_key=True, foreign_key="officer.id")
    quiet_since: time
    quiet_until: time
    digest_weekday: int
    digest_at: time
