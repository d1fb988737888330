"""Reading what mail servers send back (RFC 3464): whose letter it was, and whether it failed for good.

What is no delivery status report to one of our signed addresses is nobody's bounce: an out-of-office reply, a person's mail, a
report that somebody forwards.
"""

import logging
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses
from uuid import UUID

from notifications.channels.receipt import Outcome
from notifications.channels.replies import Stage, one_line, outcome_of
from notifications.return_address import ReturnAddress

MOST_BYTES = 1024 * 1024  # a report stands at the beginning; what follows is our own letter come back
ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")  # where servers leave the address it came to
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"(\d{3})[ -]\s*(.*)\Z", re.DOTALL)

log = logging.getLogger("nhip.returns")


@dataclass(frozen=True)
class Failure:
    """Why a letter was not delivered. ``address_is_bad``: the address itself is refused, not this letter or this week."""

    code: int | None
    reply: str
    address_is_bad: bool


@dataclass(frozen=True)
class Returned:
    """A report about one of our letters; without a failure nothing follows from it (delayed, relayed, delivered)."""

    letter_id: UUID
    failure: Failure | None = None


def read(raw: bytes, address: ReturnAddress) -> Returned | None:
    """The report, None for all other mail. Never raises: whatever strangers send, the next message is read."""
    try:
        return _read(message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32), address)
    except Exception:  # the parser meets what no server should send; such mail waits for a person
        log.exception("a returned message cannot be read")
        return None


def _read(message: Message, address: ReturnAddress) -> Returned | None:
    kind = collapse_rfc2231_value(message.get_param("report-type") or "")
    if message.get_content_type() != "multipart/report" or kind.lower() != "delivery-status":
        return None
    letter_id = _letter(message, address)
    parts = message.get_payload()
    if letter_id is None or not isinstance(parts, list):
        return None
    status = next((part for part in parts if isinstance(part, Message) and part.get_content_type() == "message/delivery-status"), None)
    groups = status.get_payload() if status is not None else None
    if not isinstance(groups, list):
        return None
    failures = [_failure(group) for group in groups if isinstance(group, Message) and _action(group) == "failed"]
    return Returned(letter_id, next((one for one in failures if one.address_is_bad), failures[0] if failures else None))


def _letter(message: Message, address: ReturnAddress) -> UUID | None:
    headers = [str(value) for name in ADDRESSED for value in message.get_all(name, [])]
    found = (address.letter_of(one) for _, one in getaddresses(headers))
    return next((letter_id for letter_id in found if letter_id is not None), None)


def _action(group: Message) -> str:
    words = str(group.get("Action", "")).lower().split()
    return words[0].rstrip(";(") if words else ""


def _failure(group: Message) -> Failure:
    """What the SMTP dialogue would have said, judged as a refusal in it is (:mod:`notifications.channels.replies`)."""
    status = _ENHANCED.search(str(group.get("Status", "")))
    said = one_line(str(group.get("Diagnostic-Code", "")).partition(";")[2])
    reply = _REPLY.match(said)
    code, words = (int(reply[1]), reply[2]) if reply else (None, said)
    if status is not None and _ENHANCED.match(words) is None:
        words = f"{status[0]} {words}".strip()
    judged = code or (450 if words.startswith("4.") else 500)
    outcome = outcome_of(Stage.RECIPIENT, judged, words)
    return Failure(code, words, outcome is Outcome.PERMANENT)
