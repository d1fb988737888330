"""What a call to Zalo needs to be let in, and how it says that there is none."""

from typing import Protocol

from notifications.channels.receipt import Receipt


class NoKey(Exception):
    """No usable access token; nothing of the letter has left. ``receipt`` is what the attempt ended as."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.reply)
        self.receipt = receipt


class Keys(Protocol):
    """Where access tokens come from. Thread-safe; both raise :class:`NoKey`."""

    def current(self) -> str:
        """The token in use."""

    def fresh(self, stale: str) -> str:
        """The token that took the place of ``stale``; however many ask at once, Zalo is asked for it once."""
