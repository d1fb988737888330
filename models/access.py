"""Links in letters, one-time codes and sessions. Only hashes of secrets are stored."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from models.base import Record, id_field, moment


def token_of(key: bytes, link_id: UUID) -> str:
    """The link's 256-bit token: HMAC-SHA256 of its id under the house's key.

    Derived rather than drawn, so that the letter can be written out again byte for byte while the database holds only a
    hash; without the key a copy of the database opens nothing.
    """
    return urlsafe_b64encode(hmac.digest(key, link_id.bytes, "sha256")).rstrip(b"=").decode()


def digest(secret: str) -> str:
    """SHA-256 of a token or code, as stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Link(Record, table=True):
    """A signed, one-purpose link: one person, one step, one revision."""

    __table_args__ = (Index("ix_link_step", "step_id", postgresql_where=text("revoked_at IS NULL AND used_at IS NULL")),)

    id: UUID = id_field()
    sha256: str = Field(unique=True)
    officer_id: str = Field(foreign_key="officer.id")
    purpose: str
    step_id: UUID | None = Field(default=None, foreign_key="step.id")
    revision: int = 0
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)


class OneTimeCode(Record, table=True):
    """A sign-in code mailed to the registered address; good once, for minutes, for a few tries."""

    id: UUID = id_field()
    officer_id: str = Field(foreign_key="officer.id", index=True)
    sha256: str
    made_at: datetime = moment()
    expires_at: datetime = moment()
    tries: int = 0
    used_at: datetime | None = moment(default=None)


class PortalSession(Record, table=True):
    """A signed-in browser."""

    sha256: str = Field(primary_key=True)
    officer_id: str = Field(foreign_key="officer.id", index=True)
    csrf: str
    began_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)
