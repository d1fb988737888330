"""Links in letters, one-time codes and sessions. Only hashes of secrets are stored."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.base import Record, id_field, moment


def token_of(key: bytes, link_id: UUID) -> str:
    """The link's 256-bit token: HMAC-SHA256 of its id under the house's key.

    Derived rather than drawn, so that the letter can be written out again byte for byte while the database holds only a
    hash; without the key a copy of the database opens nothing.
    """
    return urlsafe_b64encode(hmac.digest(key, link_id.bytes, "sha256")).rstrip(b"=").decode()


def code_of(key: bytes, code_id: UUID) -> str:
    """The six digits of a sign-in code, derived from its id under the house's key as a link's token is."""
    return f"{int.from_bytes(hmac.digest(key, b'code' + code_id.bytes, 'sha256')[:8]) % 1_000_000:06d}"


def seal(key: bytes, code_id: UUID, code: str) -> str:
    """A code as stored: under the house's key, because a bare hash of six digits is guessed in no time."""
    return hmac.new(key, b"seal" + code_id.bytes + code.encode(), "sha256").hexdigest()


def digest(secret: str) -> str:
    """SHA-256 of a link's or a session's token, as stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Link(Record, table=True):
    """A signed, one-purpose link: one person, one step, one revision; or a guest and his part of a meeting."""

    __table_args__ = (
        Index("ix_link_step", "step_id", postgresql_where=text("revoked_at IS NULL AND used_at IS NULL")),
        CheckConstraint("(officer_id IS NULL) <> (guest_id IS NULL)", name="one_person"),
    )

    id: UUID = id_field()
    sha256: str = Field(unique=True)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    guest_id: UUID | None = Field(default=None, foreign_key="guest.id")
    purpose: str
    step_id: UUID | None = Field(default=None, foreign_key="step.id")
    revision: int = 0
    expires_at: datetime = moment()
    opened_at: datetime | None = moment(default=None)  # its page was first shown, be it to a scanner of mail; nothing depends on it
    used_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)


class OneTimeCode(Record, table=True):
    """A sign-in code mailed to the registered address; good once, for minutes, for a few tries.

    ``sha256`` is :func:`seal`. Codes and sessions run on the database's clock: moving a demo's office time a month ahead must neither
    sign everybody out nor, moved back, give a spent secret new life.
    """

    id: UUID = id_field()
    officer_id: str = Field(foreign_key="officer.id", index=True)
    sha256: str
    made_at: datetime = moment()
    expires_at: datetime = moment()
    tries: int = 0
    used_at: datetime | None = moment(default=None)


class PortalSession(Record, table=True):
    """A signed-in browser, on the database's clock as codes are."""

    sha256: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id", index=True)
    csrf: str
    began_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)


class CalendarFeed(Record, table=True):
    """The secret address under which somebody's calendar program reads his calendar; one at a time lives. ``made_at``: database's clock."""

    __table_args__ = (Index("ix_calendarfeed_living", "officer_id", unique=True, postgresql_where=text("revoked_at IS NULL")),)

    sha256: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id")
    made_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None)
