"""How the house fares in figures, for whoever watches it: letters, attempts, channels, open steps. No name, no id, no address."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import text

from models.letters import LetterState
from tasks.bureau import Desk

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds of an attempt
SETTLING = timedelta(minutes=10)  # what ended longer ago than any transaction lasts is counted once and for all

NOW = text("SELECT now()")
ATTEMPTS = text("""
    SELECT channel, COALESCE(outcome, '-') AS outcome, width_bucket(seconds, CAST(:buckets AS float8[])) AS bucket, count(*) AS n,
        sum(seconds) AS seconds
    FROM (SELECT channel, outcome, CAST(extract(epoch FROM ended_at - started_at) AS float8) AS seconds FROM attempt
          WHERE ended_at IS NOT NULL AND ended_at >= :since AND ended_at < :until) AS ended
    GROUP BY 1, 2, 3
""")
# What was accepted stays so; everything else may move on, and is little.
ACCEPTED = text("""
    SELECT COALESCE(channel, '-') AS channel, count(*) AS n FROM letter
    WHERE state = 'accepted' AND ended_at >= :since AND ended_at < :until GROUP BY 1
""")
OTHERS = text("SELECT COALESCE(channel, '-') AS channel, state, count(*) AS n FROM letter WHERE state <> 'accepted' GROUP BY 1, 2")
OLDEST = text("""
    SELECT max(LEAST(now() - retry_at, CAST(:office AS timestamptz) - hold_until)) FROM letter
    WHERE state = 'queued' AND retry_at <= now() AND (hold_until IS NULL OR hold_until <= :office)
        AND (channel IS NULL OR channel NOT IN (SELECT channel FROM channelstate WHERE paused_until > now()))
""")
CHANNELS = text("SELECT channel, COALESCE(paused_until > now(), false) AS rests FROM channelstate")
STEPS = text("""
    SELECT process, count(*) AS n, count(*) FILTER (WHERE step.due < :today) AS late
    FROM step JOIN "case" ON "case".id = step.case_id
    WHERE step.state = 'open' AND step.kind = 'ask' AND "case".closed_at IS NULL AND "case".cancelled_at IS NULL GROUP BY 1
""")


@dataclass
class Tally:
    """Attempts that have ended, counted: by channel and outcome, and by channel how long they took (a count a bucket, seconds in all)."""

    outcomes: dict[tuple[str, str], int] = field(default_factory=dict)
    lasted: dict[str, list[int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, channel: str, outcome: str, bucket: int, n: int, seconds: float) -> None:
        """So many more; ``bucket`` counts from 0 those that lasted less than the first bound."""
        self.outcomes[channel, outcome] = self.outcomes.get((channel, outcome), 0) + n
        self.lasted.setdefault(channel, [0] * (len(BUCKETS) + 1))[bucket] += n
        self.seconds[channel] = self.seconds.get(channel, 0.0) + seconds


T = TypeVar("T")


class SoFar(Generic[T]):
    """Counts what has ended without reading again what ended long ago: that stays counted until this process ends.

    ``count(desk, so_far, since, until)`` adds to ``so_far`` what ended from ``since`` until before ``until`` (the database's clock).
    """

    def __init__(self, nothing: T, count: Callable[[Desk, T, str | datetime, str | datetime], None]) -> None:
        self.settled = nothing
        self.until: datetime | None = None
        self.count = count
        self._one_at_a_time = Lock()

    def now(self, desk: Desk) -> T:
        """All of it, as it stands."""
        with self._one_at_a_time:
            line: datetime = desk.session.execute(NOW).scalar_one() - SETTLING
            if self.until is None or self.until < line:
                settled = deepcopy(self.settled)
                self.count(desk, settled, self.until or "-infinity", line)
                self.settled, self.until = settled, line
            tally = deepcopy(self.settled)
            self.count(desk, tally, self.until, "infinity")
            return tally


def attempts_so_far() -> SoFar[Tally]:
    """Attempts that have ended."""
    return SoFar(Tally(), _count_attempts)


def accepted_so_far() -> SoFar[dict[str, int]]:
    """Letters that were accepted, by channel."""
    return SoFar({}, _count_accepted)


def _count_attempts(desk: Desk, tally: Tally, since: str | datetime, until: str | datetime) -> None:
    for row in desk.session.execute(ATTEMPTS, {"since": since, "until": until, "buckets": list(BUCKETS)}):
        tally.add(row.channel, row.outcome, row.bucket, row.n, row.seconds)


def _count_accepted(desk: Desk, counted: dict[str, int], since: str | datetime, until: str | datetime) -> None:
    for row in desk.session.execute(ACCEPTED, {"since": since, "until": until}):
        counted[row.channel] = counted.get(row.channel, 0) + row.n


def letters_by_state(desk: Desk, accepted: SoFar[dict[str, int]]) -> dict[tuple[str, LetterState], int]:
    """How many letters stand where, by channel ("-": not settled yet) and state."""
    found = {(channel, LetterState.ACCEPTED): n for channel, n in accepted.now(desk).items()}
    return found | {(row.channel, LetterState(row.state)): row.n for row in desk.session.execute(OTHERS)}


@dataclass
class Memory:
    """What one process need not count again."""

    accepted: SoFar[dict[str, int]] = field(default_factory=accepted_so_far)
    attempts: SoFar[Tally] = field(default_factory=attempts_so_far)


@dataclass(frozen=True)
class Figures:
    """One look at the house. ``oldest``: seconds the oldest letter that may leave has waited, 0 where none does."""

    letters: Mapping[tuple[str, LetterState], int]
    attempts: Tally
    oldest: float
    rests: Mapping[str, bool]
    steps: Mapping[str, tuple[int, int]]  # process → (open, overdue)


def figures(desk: Desk, memory: Memory) -> Figures:
    """Look once; ``memory`` holds what need not be looked at again."""
    oldest = desk.session.execute(OLDEST, {"office": desk.now}).scalar_one()
    return Figures(
        letters=letters_by_state(desk, memory.accepted),
        attempts=memory.attempts.now(desk),
        oldest=max(oldest.total_seconds(), 0.0) if oldest is not None else 0.0,
        rests={row.channel: row.rests for row in desk.session.execute(CHANNELS)},
        steps={row.process: (row.n, row.late) for row in desk.session.execute(STEPS, {"today": desk.today})},
    )


def running_totals(counted: Sequence[int]) -> list[tuple[str, float]]:
    """A count a bucket as Prometheus wants it: upper bound → how many lasted no longer than that."""
    bounds, so_far, found = [*map(str, BUCKETS), "+Inf"], 0, []
    for bound, n in zip(bounds, counted, strict=True):
        so_far += n
        found.append((bound, float(so_far)))
    return found
