"""How often one may knock: by address, by link, by account.

Counted in this process's memory on the machine's own clock (the ``limits`` library): a moved office clock changes nothing, and a
restart forgets no more than some minutes. The number of tries of a code is counted in the database.
"""

from dataclasses import dataclass, field

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portal.refusals import TooOften


@dataclass(frozen=True)
class Pace:
    """The limits, in the library's notation. A whole office may sit behind one address, so that one is wide."""

    address: str = "600/minute"
    link: str = "60/minute"
    account: str = "10/15 minute"  # codes asked for one account, known or not
    account_day: str = "60/day"  # with five tries each: one chance in three thousand a day
    renewal: str = "5/hour"  # new links asked for one account
    _limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()), compare=False)

    def knock(self, what: str, who: str) -> None:
        """Count one; raises :class:`TooOften`."""
        limit: RateLimitItem = parse(getattr(self, what))
        if not self._limiter.hit(limit, what, who):
            raise TooOften(TooOften.__doc__)
