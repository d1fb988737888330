"""What Zalo reports: whether it was Zalo that did, and what it says. Loads nothing that sends, so that the portal may use it."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from models.zalo_account import ZaloAccount

MOST_BYTES = 64 * 1024
_TRACKING = re.compile(r"n-([0-9a-f]{32})-v([1-9][0-9]{0,5})")
_LONGEST_ID = 128


def tracking_id(letter_id: UUID, attempt: int) -> str:
    """What a template message is tracked by: the letter and which try this is (≤ 48 characters, as Zalo wants)."""
    return f"n-{letter_id.hex}-v{attempt}"


def letter_of(tracking: str) -> UUID | None:
    """The letter behind a tracking id; None where it is none of ours."""
    found = _TRACKING.fullmatch(tracking)
    return UUID(found.group(1)) if found else None


def signed(account: ZaloAccount, raw: bytes, timestamp: str, signature: str) -> bool:
    """Whether the event is Zalo's: ``mac=`` and hex SHA-256 of application id, body, timestamp and the OA's secret."""
    expected = hashlib.sha256(account.app_id.encode() + raw + timestamp.encode() + account.oa_secret.encode()).hexdigest()
    return bool(timestamp) and hmac.compare_digest(signature.encode(), f"mac={expected}".encode())


@dataclass(frozen=True)
class Delivered:
    """A message reached the phone."""

    tracking_id: str
    msg_id: str
    at: datetime | None


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed a quick-reply button; ``words`` is what stands on it."""

    tracking_id: str
    words: str


@dataclass(frozen=True)
class Wrote:
    """Somebody wrote to the OA."""

    user_id: str
    words: str


@dataclass(frozen=True)
class Came:
    """Somebody follows the OA, or did something else there that keeps its window open."""

    user_id: str


@dataclass(frozen=True)
class Left:
    """Somebody follows the OA no more."""

    user_id: str


Event = Delivered | Pressed | Wrote | Came | Left


def read(raw: bytes) -> Event | None:
    """What the event says; None for one that we have no use for, or that is not shaped as Zalo's are."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    part = told.get("message")
    message = part if isinstance(part, dict) else {}
    match told.get("event_name"):
        case "user_received_message":
            tracking, msg_id = _id(told.get("tracking_id")), _id(told.get("msg_id"))
            return Delivered(tracking, msg_id, moment_of(told.get("delivery_time"))) if tracking and msg_id else None
        case "user_click_response_button":
            tracking = _id(message.get("tracking_id")) or _id(told.get("tracking_id"))
            words = message.get("data")
            return Pressed(tracking, words.strip()) if tracking and isinstance(words, str) else None
        case "user_send_text":
            user, words = _person(told.get("sender")), message.get("text")
            return Wrote(user, words) if user and isinstance(words, str) else None
        case "follow" | "user_send_image" | "user_send_sticker" | "user_click_button":
            user = _person(told.get("follower")) or _person(told.get("sender"))
            return Came(user) if user else None
        case "unfollow":
            user = _person(told.get("follower"))
            return Left(user) if user else None
    return None


def _person(told: Any) -> str:
    return _id(told.get("id")) if isinstance(told, dict) else ""


def _id(told: Any) -> str:
    """An id as text; nothing for what is none (a NUL would not even go into the database)."""
    return told if isinstance(told, str) and 0 < len(told) <= _LONGEST_ID and told.isprintable() else ""


def moment_of(milliseconds: Any) -> datetime | None:
    """Zalo's instants are milliseconds since 1970, as text; None for what is none."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
