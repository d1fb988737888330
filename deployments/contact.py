"""Contact with another server that may go away and come back: said once when it is lost, once when it is there again."""

import logging
from time import monotonic

_FIRST, _LONGEST = 0.25, 10.0  # seconds between two tries, doubling


class Contact:
    """How we stand with the server called ``name``; ``pause`` is how long to wait before the next try."""

    def __init__(self, name: str, log: logging.Logger) -> None:
        self._name, self._log = name, log
        self.pause = _FIRST
        self.lost = False
        self._since = 0.0

    @property
    def lost_for(self) -> float:
        """For how many seconds it has not answered; 0 while it does."""
        return monotonic() - self._since if self.lost else 0.0

    def made(self) -> bool:
        """It answered. True when it had been lost."""
        again, self.lost, self.pause = self.lost, False, _FIRST
        if again:
            self._log.info("%s answers again", self._name)
        return again

    def broke(self, error: Exception) -> float:
        """It did not answer. Returns how many seconds to wait."""
        if not self.lost:
            self._log.warning("%s does not answer (%s); trying again", self._name, type(error).__name__)
            self._since = monotonic()
        self.lost, wait = True, self.pause
        self.pause = min(self.pause * 2, _LONGEST)
        return wait
