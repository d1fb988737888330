"""Whether the run of a case fares as it should, and what mends it. Pure judgement; who looks and who mends is the watchman."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic

PATIENCE = 5.0  # seconds a wake-up may take before it counts as lost
STRANDED = 30.0  # seconds a run may stay Running or Pending; a walk takes a fraction of one


class Cure(Enum):
    """What is to be done about a run."""

    NOTHING = auto()
    MAKE = auto()  # an open case without a run
    RESUME = auto()  # a wake-up was lost
    RECOVER = auto()  # nobody carries it any more
    SAY_FAILED = auto()  # an error of ours: an operator looks, then retries
    SAY_HELD = auto()  # cancelled in Prefect: a hold, until an operator retries it


def cure(*, ended: bool, behind: bool, state: str | None, still: float) -> Cure:
    """The cure for a case (``ended``: closed or cancelled; ``behind``: something happened that no walk has read).

    ``state`` is the type of its run's state, None when it has no run; ``still`` for how many seconds nothing about it has changed.
    Our tables win: an open case goes on, whatever ended its run, except where a person wanted it so.
    """
    match state:
        case None:
            return Cure.NOTHING if ended else Cure.MAKE
        case "PAUSED" if behind and still > PATIENCE:
            return Cure.RESUME
        case "RUNNING" | "PENDING" if still > STRANDED:
            return Cure.RECOVER
        case "CRASHED" if still > PATIENCE:
            return Cure.RECOVER
        case "COMPLETED" if not ended and still > PATIENCE:
            return Cure.RECOVER
        case "FAILED" if not ended:
            return Cure.SAY_FAILED
        case "CANCELLED" | "CANCELLING" if not ended:
            return Cure.SAY_HELD
    return Cure.NOTHING


@dataclass
class Stillness:
    """For how long things have looked the same, by this process's own clock, which nobody moves."""

    _seen: dict[Hashable, tuple[Hashable, float]] = field(default_factory=dict)

    def of(self, thing: Hashable, looks: Hashable) -> float:
        """Seconds since ``thing`` was first seen looking so."""
        before, since = self._seen.get(thing, (None, 0.0))
        if before != looks:
            since = monotonic()
            self._seen[thing] = looks, since
        return monotonic() - since

    def forget_all_but(self, things: set[Hashable]) -> None:
        """Keep only what is still looked at."""
        self._seen = {thing: seen for thing, seen in self._seen.items() if thing in things}
