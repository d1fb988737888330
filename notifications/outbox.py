"""The outbox: a letter is posted once per key, claimed by one postman, and every try ends with a known outcome.

Claim and mark are two short transactions; the network lies between them, outside any. Leases and backoff run on the
database's clock.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert as core_insert
from sqlalchemy import text, update
from sqlmodel import Session, col

from models import rows
from models.base import new_id
from models.letters import Attempt, Letter, LetterState
from models.store import ring_postman

LEASE = timedelta(seconds=120)  # longer than every network timeout of a channel together
MAX_ATTEMPTS = 12
BACKOFF = (timedelta(seconds=30), timedelta(hours=2))  # first wait and longest wait between two tries

CLAIM = text("""
    UPDATE letter SET state = 'sending', attempts = attempts + 1, claimed_by = :me, lease_until = now() + :lease
    WHERE id = (SELECT id FROM letter WHERE state = 'queued' AND retry_at <= now()
                ORDER BY retry_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts
""")

# E-mail in doubt goes out once more with the same Message-ID; the second doubt is for an operator to settle.
EXPIRE = text("""
    UPDATE letter SET doubts = doubts + 1, state = CASE WHEN doubts = 0 THEN 'queued' ELSE 'doubt' END,
        retry_at = now(), claimed_by = NULL, lease_until = NULL,
        detail = 'Người phát thư dừng giữa chừng, chưa rõ thư đã đi hay chưa'
    WHERE id IN (SELECT id FROM letter WHERE state = 'sending' AND (lease_until < now() OR claimed_by = :mine)
                 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts, state
""")


# Whether the house that was backed up has sent them since, nobody here can know.
DOUBT_UNSENT = text("""
    UPDATE letter SET state = 'doubt', detail = :why, claimed_by = NULL, lease_until = NULL WHERE state IN ('queued', 'sending')
    RETURNING id
""")


def withdrawing(steps: str) -> str:
    """SQL that takes back what has not left about these ``steps`` (a query of ids); it wants the parameter ``why``."""
    return f"UPDATE letter SET state = 'withdrawn', detail = :why WHERE step_id IN ({steps}) AND state = 'queued'"  # noqa: S608 - ours


WITHDRAW = text(withdrawing("SELECT unnest(CAST(:steps AS uuid[]))"))


@dataclass(frozen=True)
class Claimed:
    """A letter that is ours to send: its id and which try this is (from 1)."""

    letter_id: UUID
    n: int


def post(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    """Put letters in the outbox (rows of :class:`Letter` as dicts); one whose key was posted before stays as it was."""
    rows.write(session, posting(session, letters))


def posting(session: Session, letters: Sequence[dict[str, Any]]) -> rows.New:
    """The same, to be written together with other rows (:func:`models.rows.write`)."""
    if letters:
        ring_postman(session)
    return rows.New(Letter, [{"id": new_id()} | row for row in letters], once_per="key")


def withdraw(session: Session, step_ids: Sequence[UUID], why: str) -> None:
    """Take back the letters about these steps that have not left yet."""
    if step_ids:
        session.execute(WITHDRAW, {"steps": list(step_ids), "why": why})


def doubt_unsent(session: Session, why: str) -> int:
    """Put every letter that waits or is under way in doubt, and return how many: none of them goes out by itself any more."""
    return len(session.execute(DOUBT_UNSENT, {"why": why}).all())


def claim(session: Session, me: str, lease: timedelta = LEASE) -> Claimed | None:
    """Take one queued letter, or None. Commit before sending: the claim is what makes a second sender keep away."""
    row = session.execute(CLAIM, {"me": me, "lease": lease}).first()
    if row is None:
        return None
    session.execute(core_insert(Attempt).values(id=new_id(), letter_id=row.id, n=row.attempts, started_at=text("now()")))
    return Claimed(row.id, row.attempts)


def mark(session: Session, claimed: Claimed, outcome: str, *, code: int | None = None, reply: str = "") -> LetterState | None:
    """Write down how the try ended; returns the letter's new state, or None when the lease had passed to somebody else."""
    state, retry = _after(outcome, claimed.n)
    session.execute(
        update(Attempt)
        .where(col(Attempt.letter_id) == claimed.letter_id, col(Attempt.n) == claimed.n)
        .values(ended_at=text("now()"), outcome=outcome, code=code, reply=reply[:1000])
    )
    values: dict[str, Any] = {"state": state, "detail": reply[:1000], "claimed_by": None, "lease_until": None}
    if retry is not None:
        values["retry_at"] = text(f"now() + interval '{retry.total_seconds():.3f} seconds'")
    if state in (LetterState.ACCEPTED, LetterState.FAILED):
        values["ended_at"] = text("now()")
    if outcome == "unknown":
        values |= {"doubts": Letter.doubts + 1, "state": text("CASE WHEN doubts = 0 THEN 'queued' ELSE 'doubt' END")}
    ours = (col(Letter.id) == claimed.letter_id, col(Letter.state) == LetterState.SENDING, col(Letter.attempts) == claimed.n)
    row = session.execute(update(Letter).where(*ours).values(**values).returning(col(Letter.state))).first()
    return LetterState(row.state) if row else None


def _after(outcome: str, n: int) -> tuple[LetterState, timedelta | None]:
    """The state an outcome leads to, and how long to wait where the letter is tried again."""
    match outcome:
        case "accepted":
            return LetterState.ACCEPTED, None
        case "permanent":
            return LetterState.FAILED, None
        case "transient" | "config" | "quota" if n < MAX_ATTEMPTS:
            return LetterState.QUEUED, backoff(n)
        case "transient" | "config" | "quota" | "parked":
            return LetterState.PARKED, None
        case "unknown":
            return LetterState.QUEUED, timedelta(0)
    raise ValueError(f"no such outcome: {outcome}")


def backoff(n: int) -> timedelta:
    """Wait after try ``n``: doubling from the first wait to the longest, with jitter so that a recovered server is not stormed."""
    first, longest = BACKOFF
    wait: timedelta = min(first * 2 ** (n - 1), longest)
    return wait * random.uniform(0.75, 1.25)


def expire(session: Session, mine: str | None = None) -> list[tuple[UUID, LetterState]]:
    """Letters whose postman died while they were under way; each is now in doubt (state returned: queued once more, or doubt).

    ``mine``: also what was claimed under this name. A postman that alone may bear the name says so when it starts, so that what
    its predecessor left need not wait for the lease.
    """
    return [(row.id, LetterState(row.state)) for row in session.execute(EXPIRE, {"mine": mine})]
