"""When who is killed: schedules drawn from seeds, and the moments they wait for. Pure; who looks and who kills is ``killer``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from uuid import UUID

SERVERS = ("prefect", "postgres")


@dataclass(frozen=True)
class Glance:
    """What the house is at, seen from outside at one moment."""

    writing: frozenset[str] = frozenset()  # parts with an open transaction that has written something
    sending: frozenset[UUID] = frozenset()  # letters claimed and not marked
    arrived: frozenset[UUID] = frozenset()  # those of them that lie in the mailbox
    answers: int = 0  # by people, committed
    settled: frozenset[UUID] = frozenset()  # runs of open cases whose walk has committed
    running: frozenset[UUID] = frozenset()  # runs by Prefect's word
    paused: frozenset[UUID] = frozenset()
    posting: bool = False  # an officer's answer is on its way, its receipt has not come


@dataclass(frozen=True)
class Moment:
    """A moment to strike at: whether it has come between two glances. ``lasting``: the victim, held still, must still be in it."""

    name: str
    came: Callable[[Glance, Glance], bool]
    lasting: bool = False


def amid(part: str) -> Moment:
    """A part has written and not committed."""
    return Moment(f"{part} amid a transaction", lambda _, now: part in now.writing, lasting=True)


CLAIMED = Moment("letter claimed, not sent", lambda _, now: bool(now.sending - now.arrived), lasting=True)
SENT = Moment("letter sent, not marked", lambda _, now: bool(now.arrived), lasting=True)
WALKED = Moment("walk committed, run not paused", lambda _, now: bool(now.settled & now.running), lasting=True)
PAUSED = Moment("run paused, pause not seen by the worker", lambda before, now: bool(before.running & now.paused))
REPLYING = Moment("answer committed, reply not given", lambda before, now: now.answers > before.answers and now.posting, lasting=True)
ANSWERED = Moment("right after an answer", lambda before, now: now.answers > before.answers)
POSTING_LETTERS = Moment("while a letter is being sent", lambda _, now: bool(now.sending))
WALKING = Moment("while a walk runs", lambda _, now: bool(now.running - now.settled))
ANY = Moment("at any time", lambda _, now: True)

AIMED: tuple[tuple[str, Moment], ...] = (
    ("postman", CLAIMED),
    ("worker", amid("worker")),
    ("portal", amid("portal")),
    ("watchman", amid("watchman")),
    ("postman", SENT),
    ("worker", WALKED),
    ("portal", REPLYING),
    ("worker", PAUSED),
)
"""What must have been hit once the night is over."""

BLIND = (ANSWERED, POSTING_LETTERS, WALKING, ANY)
AT_SERVERS: tuple[tuple[str, Moment], ...] = (("prefect", WALKING), ("postgres", amid("worker")), ("postgres", POSTING_LETTERS))
FIRST_SERVER, EVERY = 5, 6  # of twenty schedules three strike a server


@dataclass(frozen=True)
class Kill:
    """SIGKILL to a part: ``rest`` seconds after it was last ready at the earliest, ``delay`` seconds after the moment came."""

    seed: int
    part: str
    moment: Moment
    rest: float
    delay: float = 0.0


def schedule_of(seed: int) -> list[Kill]:
    """One schedule: an aimed kill (or, every sixth, one of a server), and mostly a second one somewhere else, blindly."""
    draw = Random(seed)
    turn, at_server = divmod(seed - FIRST_SERVER, EVERY)
    if not at_server:
        return [Kill(seed, *AT_SERVERS[turn % len(AT_SERVERS)], rest=0.0, delay=draw.uniform(0, 0.1))]
    servers_before = max(0, (seed - FIRST_SERVER) // EVERY + 1)
    part, moment = next(islice(cycle(AIMED), seed - servers_before, None))
    kills = [Kill(seed, part, moment, rest=draw.uniform(0, 3))]
    if draw.random() < 0.6:
        other = draw.choice([name for name in ("postman", "portal", "watchman") if name != part])
        kills.append(Kill(seed, other, draw.choice(BLIND), rest=draw.uniform(0, 5), delay=draw.uniform(0, 0.3)))
    return kills


def schedules(count: int) -> Iterator[Kill]:
    """The kills of the first ``count`` seeds, in order."""
    for seed in range(count):
        yield from schedule_of(seed)
