"""Zalo: the account's tokens, what was reported delivered, and the codes that tie an officer to his account there."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from models.base import Record, id_field, moment


class ZaloToken(Record, table=True):
    """The pair of tokens of an application: one row. On the database's clock, as everything that expires without the office.

    Both are locked away under the house's key (:mod:`models.sealed`). The refresh token is good once: who uses it holds the row's lock
    and commits the new pair before anybody sends with it. ``lost_at``: Zalo no longer takes the refresh token and only a person
    can begin a new chain; ``lost_why`` in Zalo's words.
    """

    app_id: str = Field(primary_key=True)
    access_token: bytes
    refresh_token: bytes
    rotated_at: datetime = moment()
    access_ends_at: datetime = moment()
    refresh_ends_at: datetime = moment()
    lost_at: datetime | None = moment(default=None)
    lost_why: str | None = None


class Delivery(Record, table=True):
    """Zalo says that a letter reached the phone: once per message, however often it says so. ``delivered_at`` is Zalo's clock."""

    id: UUID = id_field()
    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    tracking_id: str = Field(unique=True)
    msg_id: str = Field(unique=True)
    delivered_at: datetime = moment()
    recorded_at: datetime = moment()


class Enrolment(Record, table=True):
    """A code that ties an officer to the Zalo account it is sent from: good once, for a day, on the database's clock.

    ``sha256`` is keyed by the house's key (:func:`tasks.zalo_enrolment.seal`): forty bits alone are guessed from a bare hash.
    """

    id: UUID = id_field()
    officer_id: str = Field(foreign_key="officer.id", index=True)
    sha256: str = Field(unique=True)
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)


class WrongCode(Record, table=True):
    """How many codes that are none a Zalo account has sent since ``since``."""

    zalo_user_id: str = Field(primary_key=True)
    tries: int
    since: datetime = moment()
