"""The hand-over through Apprise: payload in, receipt out.

``Apprise.notify`` takes a title and a body and gives back yes or no. The finished payload and the receipt therefore travel beside
it in a context variable, which is private to the calling thread.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from apprise import Apprise

from notifications.channels.receipt import Outcome, Receipt

NOT_REACHED = Receipt(Outcome.PARKED, reply="Apprise không chuyển thư tới kênh gửi.")


@dataclass
class Cargo:
    """One payload on its way through Apprise, and the receipt it comes back with."""

    payload: Any
    receipt: Receipt = NOT_REACHED


_on_board: ContextVar[Cargo] = ContextVar("cargo")


def on_board() -> Cargo:
    """The cargo of the calling thread; for plug-ins. ``LookupError`` outside :func:`hand_over`."""
    return _on_board.get()


def hand_over(service: Apprise, payload: Any) -> Receipt:
    """Send ``payload`` by the one plug-in that ``service`` holds.

    The body is a placeholder (Apprise refuses an empty one). Apprise swallows what a plug-in raises; a plug-in therefore writes
    an UNKNOWN receipt before the first byte leaves and the true one afterwards.
    """
    cargo = Cargo(payload)
    token = _on_board.set(cargo)
    try:
        service.notify(body="letter")
    finally:
        _on_board.reset(token)
    return cargo.receipt
