"""Asking Zalo what became of a template message, where the answer to sending it was lost but its ``msg_id`` is known."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from notifications.channels.zalo.codes import ACCEPTED
from notifications.channels.zalo.keys import NoKey
from notifications.channels.zalo.sending import ZaloService
from notifications.channels.zalo.webhook import moment_of
from notifications.channels.zalo.wire import Unanswered


class Reached(IntEnum):
    """Zalo's own numbers."""

    NOT_FOUND = -1
    PENDING = 0
    DELIVERED = 1


@dataclass(frozen=True)
class Report:
    """Where a message is; ``at``: when it reached the phone (Zalo's clock)."""

    reached: Reached
    at: datetime | None = None


def status(service: ZaloService, msg_id: str, phone: str) -> Report | None:
    """What Zalo says of a message; None where it says nothing that can be relied on now. Asking changes nothing.

    A message in doubt whose ``msg_id`` was lost with the answer cannot be asked for: only the webhook can tell of it.
    """
    try:
        answer = service.get(f"{service.account.business}/message/status", {"message_id": msg_id, "phone": phone})
    except (NoKey, Unanswered):
        return None
    data = answer.body.get("data")
    if answer.code != ACCEPTED or not isinstance(data, dict):
        return None
    try:
        reached = Reached(data.get("status", "none"))
    except ValueError:
        return None
    return Report(reached, moment_of(data.get("delivery_time")) if reached is Reached.DELIVERED else None)
