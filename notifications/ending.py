"""How a try ends: what its outcome means for the letter, and writing it down."""

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import column, text
from sqlmodel import Session

from models.letters import ALERT, LetterState
from notifications.channels.receipt import Outcome, Receipt
from notifications.outgoing import Outgoing
from regulation.letters import ChannelName

MAX_ATTEMPTS = 12  # by one channel
BACKOFF = (timedelta(seconds=30), timedelta(hours=2))  # first wait and longest wait between two tries
PAUSE = timedelta(seconds=60)  # a channel rests after its account or certificate was refused
USED_UP = timedelta(hours=1)  # and so long after its quota was: most are daily
REPORT_WAIT = timedelta(minutes=10)  # a paid message in doubt waits so long for its delivery report before e-mail takes over
PAID = (ChannelName.ZALO, ChannelName.ZALO_OA, ALERT)  # never repeated blindly: paid for, or read by many at once
BY_HAND = (ChannelName.PAPER,)

# Whoever else has the letter by now (n has moved on) is not disturbed; what it carries ends as it does.
MARKED = """
    tried AS (
        UPDATE attempt SET ended_at = now(), outcome = :outcome, code = :code, reply = :reply, remote_id = :remote
        WHERE letter_id = :id AND n = :n
    ), marked AS (
        UPDATE letter SET state = :state, channel = :channel, further = :further, doubts = doubts + :doubt, detail = :reply,
            retry_at = now() + :wait, ended_at = CASE WHEN :state IN ('accepted', 'failed') THEN now() END,
            claimed_by = NULL, lease_until = NULL
        WHERE id = :id AND state = 'sending' AND attempts = :n
        RETURNING id, state
    ), carried AS (
        UPDATE letter SET state = marked.state, channel = :channel, detail = :reply, ended_at = now() FROM marked
        WHERE carried_by = marked.id AND letter.state = 'carried' AND marked.state IN ('accepted', 'failed')
    )
"""
MARK = text(f"WITH {MARKED} SELECT state FROM marked").columns(column("state"))  # noqa: S608 - ours
REST = text("""
    INSERT INTO channelstate (channel, enabled, paused_until, reason) VALUES (:channel, true, now() + :pause, :reason)
    ON CONFLICT (channel) DO UPDATE SET paused_until = excluded.paused_until, reason = excluded.reason
""")


@dataclass(frozen=True)
class Sent:
    """A letter that was sent, and what came of it; to be marked."""

    letter: Outgoing
    receipt: Receipt


def mark(session: Session, sent: Sent) -> LetterState | None:
    """Write down how the try ended; returns the letter's new state, or None when the lease had passed to somebody else."""
    row = session.execute(MARK, marks(sent)).first()
    receipt = sent.receipt
    if receipt.outcome in (Outcome.CONFIG, Outcome.QUOTA):
        pause = USED_UP if receipt.outcome is Outcome.QUOTA else PAUSE
        session.execute(REST, {"channel": sent.letter.channel, "pause": pause, "reason": receipt.reply[:300]})
    return LetterState(row.state) if row else None


def marks(sent: Sent) -> dict[str, Any]:
    """What :data:`MARKED` wants to know."""
    letter, receipt = sent.letter, sent.receipt
    end = after(letter, receipt.outcome)
    return {
        "id": letter.id,
        "n": letter.n,
        "outcome": receipt.outcome,
        "code": receipt.code,
        "reply": receipt.reply[:1000],
        "remote": receipt.queue_id,
        "state": end.state,
        "channel": end.channel,
        "further": list(end.further),
        "wait": end.wait,
        "doubt": int(receipt.outcome is Outcome.UNKNOWN),
    }


@dataclass(frozen=True)
class End:
    """Where a try leaves its letter: its state, the channel it goes by next and those after it, and how long it waits."""

    state: LetterState
    channel: str
    further: tuple[str, ...]
    wait: timedelta = timedelta(0)


def after(letter: Outgoing, outcome: str) -> End:
    """What follows an outcome: the end, another try, or the next channel.

    Refused for good: the next channel, paper the last. An account or a quota that is refused: the next channel by wire, else it waits.
    A paid message in doubt: e-mail, after the time a delivery report may take; other mail in doubt: once more, then an operator.
    """
    here = End(LetterState.QUEUED, letter.channel, letter.further)
    hop = End(LetterState.QUEUED, letter.further[0], letter.further[1:]) if letter.further else None
    by_wire = hop if hop is not None and hop.channel not in BY_HAND else None
    later = replace(here, wait=backoff(letter.tries))
    match outcome:
        case "accepted":
            return replace(here, state=LetterState.ACCEPTED)
        case "permanent":
            return hop or replace(here, state=LetterState.FAILED)
        case "config" | "quota" if by_wire is not None:
            return by_wire
        case "transient" | "config" | "quota" if letter.tries < MAX_ATTEMPTS:
            return later
        case "transient" | "config" | "quota":
            return hop or replace(here, state=LetterState.PARKED)
        case "parked":
            return replace(here, state=LetterState.PARKED)
        case "unknown" if letter.channel in PAID:
            mail = letter.further.index(ChannelName.MAIL) if ChannelName.MAIL in letter.further else None
            if mail is None:
                return replace(here, state=LetterState.DOUBT)
            return End(LetterState.QUEUED, ChannelName.MAIL, letter.further[mail + 1 :], REPORT_WAIT)
        case "unknown":
            return here if letter.doubts == 0 else replace(here, state=LetterState.DOUBT)
    raise ValueError(f"no such outcome: {outcome}")


def backoff(n: int) -> timedelta:
    """Wait after try ``n``: doubling from the first wait to the longest, with jitter so that a recovered server is not stormed."""
    first, longest = BACKOFF
    wait: timedelta = min(first * 2 ** (n - 1), longest)
    return wait * random.uniform(0.75, 1.25)
