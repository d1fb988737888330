"""What an SMTP reply means for a letter (RFC 5321 §4.2, enhanced codes of RFC 3463)."""

import re
from enum import StrEnum

from notifications.channels.receipt import Outcome, Receipt


class Stage(StrEnum):
    """Where in the dialogue the reply came."""

    GREETING = "greeting"  # connection, EHLO
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO
    DATA = "data"  # the DATA command, before any byte of the letter
    CONTENT = "content"  # after the final dot


# Before a recipient is named, a refusal is about us, not about the person written to.
ABOUT_US = frozenset({Stage.GREETING, Stage.TLS, Stage.LOGIN, Stage.SENDER})

# Authentication wanted, too weak or refused (RFC 4954 §6), whenever the server chooses to say so.
LOGIN_CODES = frozenset({432, 530, 534, 535, 538})

# The address does not exist or takes no mail (RFC 5321 §4.2.3; 521 and 556: RFC 7504; 510-511: common relays).
NO_SUCH_ADDRESS = frozenset({510, 511, 521, 550, 551, 553, 556})

_ENHANCED: tuple[tuple[re.Pattern[str], Outcome], ...] = tuple(
    (re.compile(pattern), outcome)
    for pattern, outcome in (
        (r"5\.4\.5", Outcome.QUOTA),  # daily sending limit
        (r"5\.1\.[78]", Outcome.CONFIG),  # our own sender address
        (r"5\.1\.\d+", Outcome.PERMANENT),  # the recipient's address
        (r"5\.2\.1", Outcome.PERMANENT),  # mailbox disabled
        (r"5\.2\.2", Outcome.TRANSIENT),  # mailbox full: people do empty them
        (r"5\.(2\.3|3\.4|6\.\d+)", Outcome.PARKED),  # too large, content: this letter, not this address
        (r"5\.7\.\d+", Outcome.PARKED),  # policy: neither this address nor surely our account
    )
)
_LEADING_CODE = re.compile(r"5\.\d{1,3}\.\d{1,3}\b")
_QUEUE_ID = re.compile(r"(?:\bqueued as\s+|\bid=)([A-Za-z0-9._-]+)", re.IGNORECASE)


def outcome_of(stage: Stage, code: int, reply: str = "") -> Outcome:
    """The outcome of a reply; whatever the rules do not name is PARKED.

    550 → permanent, 421 and 451 → transient, a refused password → config. A 4yz reply is transient by definition (RFC 5321
    §4.2.1). Refusals before RCPT are about our account or sender address. After that an enhanced code, where the server gives
    one, says more than the three digits.
    """
    if stage is Stage.CONTENT and 200 <= code <= 299:
        return Outcome.ACCEPTED
    if code in LOGIN_CODES:
        return Outcome.CONFIG
    if 400 <= code <= 499:
        return Outcome.TRANSIENT
    if not 500 <= code <= 599:
        return Outcome.PARKED
    said = _by_enhanced_code(reply)
    if stage in ABOUT_US:
        size = stage is Stage.SENDER and (code == 552 or said is Outcome.PARKED)
        return Outcome.QUOTA if said is Outcome.QUOTA else Outcome.PARKED if size else Outcome.CONFIG
    if said is not None:
        return said
    if code in NO_SUCH_ADDRESS or (stage is Stage.RECIPIENT and code == 501):
        return Outcome.PERMANENT
    return Outcome.PARKED


def _by_enhanced_code(reply: str) -> Outcome | None:
    found = _LEADING_CODE.match(reply)
    if found is None:
        return None
    return next((outcome for pattern, outcome in _ENHANCED if pattern.fullmatch(found.group())), None)


def receipt_of(stage: Stage, code: int, reply: bytes | str) -> Receipt:
    """The receipt of a reply."""
    text = one_line(reply)
    outcome = outcome_of(stage, code, text)
    queued = _QUEUE_ID.search(text) if outcome is Outcome.ACCEPTED else None
    return Receipt(outcome, code, text, queued.group(1) if queued else None)


def one_line(reply: bytes | str) -> str:
    """The other side's words, printable, on one line, ≤ 300 characters."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
