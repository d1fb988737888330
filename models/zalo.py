"""Zalo: the committee's account there, its tokens, what it reported delivered, and the codes that tie an officer to his Zalo account."""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Field

from models.base import Record, id_field, moment
from models.errors import Refused

OPENAPI = "https://openapi.zalo.me"
BUSINESS = "https://business.openapi.zalo.me"
OAUTH = "https://oauth.zaloapp.com"


class BadZaloUrl(Refused):
    """Địa chỉ máy chủ Zalo không dùng được."""


@dataclass(frozen=True)
class ZaloAccount:
    """The application through which the committee's Official Account (OA) is spoken for.

    ``app_secret`` proves that a call is ours, ``oa_secret`` that an event is Zalo's; neither ever shows. The three base addresses
    stand without a trailing slash. ``timeout``: seconds an answer may take. :class:`BadZaloUrl` for a base that would carry the
    secrets in the clear.
    """

    app_id: str
    app_secret: str = field(repr=False)
    oa_secret: str = field(repr=False)
    openapi: str = OPENAPI
    business: str = BUSINESS
    oauth: str = OAUTH
    timeout: float = 15.0

    def __post_init__(self) -> None:
        for base in (self.openapi, self.business, self.oauth):
            parts = urlsplit(base)
            if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
                raise BadZaloUrl(
                    f"Địa chỉ {parts.hostname or base} phải bắt đầu bằng https://: mã Zalo không đi trên đường truyền không mã hóa."
                )


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


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
