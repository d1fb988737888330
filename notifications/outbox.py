"""The outbox: a letter is posted once per key, claimed by one postman, and every try ends with a known outcome.

Claim and mark are two short transactions; the network lies between them, outside any. A letter's way (its channels, whether it
waits, what it goes together with) is settled when it is first claimed, by what its reader has chosen by then. Leases and backoff
run on the database's clock, quiet hours and digests on the office's.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from models import rows
from models.base import new_id
from models.letters import Letter, LetterState
from models.statements import Statement
from models.store import ring_postman
from notifications.choice import TOGETHER, Way, way_of
from notifications.claims import CARRIED, CLAIM, MARK_AND_CLAIM, outgoing
from notifications.ending import BY_HAND, PAID, REPORT_WAIT, Sent, marks
from notifications.outgoing import Outgoing
from regulation.letters import LetterDefaults

LEASE = timedelta(seconds=120)  # longer than every network timeout of a channel together
BY_DEFAULT = LetterDefaults()
TOGETHER_KIND = "bundle"  # the kind of letter that carries others

# E-mail in doubt goes out once more with the same Message-ID; the second doubt is for an operator to settle. A paid message in doubt
# is not sent again: when no report has come, e-mail takes over where there is any.
EXPIRE = text("""
    UPDATE letter SET doubts = doubts + 1, retry_at = now() + CASE WHEN channel = ANY(:paid) THEN :wait ELSE interval '0' END,
        state = CASE WHEN channel = ANY(:paid) AND 'mail' = ANY(further) OR channel <> ALL(:paid) AND doubts = 0
                     THEN 'queued' ELSE 'doubt' END,
        further = CASE WHEN channel = ANY(:paid) AND 'mail' = ANY(further)
                       THEN further[array_position(further, 'mail') + 1:] ELSE further END,
        channel = CASE WHEN channel = ANY(:paid) AND 'mail' = ANY(further) THEN 'mail' ELSE channel END,
        claimed_by = NULL, lease_until = NULL,
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


def withdrawing(which: str) -> str:
    """SQL that takes back what has not left of ``which`` letters (a condition on ``step_id``); it wants the parameter ``why``.

    What goes with others in one letter is taken out of it, unless that letter may have arrived already: it is then sent again as it was.
    """
    return f"""
        UPDATE letter SET state = 'withdrawn', detail = :why WHERE {which} AND (state = 'queued' OR state = 'carried'
            AND EXISTS (SELECT FROM letter AS whole WHERE whole.id = letter.carried_by AND whole.state = 'queued' AND whole.doubts = 0))
    """  # noqa: S608 - ours


WITHDRAW = Statement(withdrawing("step_id = ANY (CAST(:steps AS uuid[]))"))
# Those that would leave with this one: reminders whose own way is not settled yet, and what waits for the same digest.
COMPANIONS = text("""
    SELECT id FROM letter WHERE state = 'queued' AND attempts = 0 AND id <> :id AND retry_at <= now()
        AND (bundle = :bundle OR channel IS NULL AND kind = :together AND officer_id = :officer)
    ORDER BY id FOR UPDATE SKIP LOCKED
""")
CARRY = text("""
    UPDATE letter SET state = 'carried', carried_by = :whole, bundle = :bundle, channel = :channel WHERE id = ANY(:ids)
""")
PUT_BACK = text("""
    UPDATE letter SET state = :state, channel = :channel, further = :further, bundle = :bundle, hold_until = :hold, detail = :why
    WHERE id = :id
""")
EMPTIED = text("""
    UPDATE letter SET state = 'withdrawn', detail = 'Các việc nêu trong thư đã có trả lời' WHERE id = :id
""")
# One UPDATE a claim: every one of a letter writes each of its indexes anew.
CLAIMED = text("""
    WITH claimed AS (
        UPDATE letter SET state = 'sending', attempts = :n, claimed_by = :me, lease_until = now() + :lease,
            channel = :channel, further = :further, bundle = :bundle
        WHERE id = :letter
    )
    INSERT INTO attempt (id, letter_id, n, channel, started_at) VALUES (:id, :letter, :n, :channel, now())
""")
# The other side says that it arrived, whatever we made of it meanwhile.
DELIVERED = text("""
    WITH arrived AS (
        UPDATE letter SET delivered_at = coalesce(delivered_at, :at), ended_at = coalesce(ended_at, now()),
            channel = CASE WHEN state IN ('queued', 'doubt') THEN :channel ELSE channel END,
            state = CASE WHEN state IN ('queued', 'doubt') THEN 'accepted' ELSE state END
        WHERE id = :id AND state IN ('queued', 'doubt', 'sending', 'accepted')
        RETURNING id, state, channel
    ), carried AS (
        UPDATE letter SET state = 'accepted', channel = arrived.channel, ended_at = now() FROM arrived
        WHERE carried_by = arrived.id AND letter.state = 'carried' AND arrived.state = 'accepted'
    )
    SELECT id FROM arrived
""")


def post(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    """Put letters in the outbox (rows of :class:`Letter` as dicts); one whose key was posted before stays as it was."""
    rows.write(session, posting(session, letters))


def posting(session: Session, letters: Sequence[dict[str, Any]]) -> rows.New:
    """The same, to be written together with other rows (:func:`models.rows.write`)."""
    if letters:
        ring_postman(session)
    return rows.New(Letter, [{"id": new_id(), "further": []} | row for row in letters], once_per="key")


def withdraw(session: Session, step_ids: Sequence[UUID], why: str) -> None:
    """Take back the letters about these steps that have not left yet."""
    if step_ids:
        WITHDRAW.run(session, steps=list(step_ids), why=why)


def doubt_unsent(session: Session, why: str) -> int:
    """Put every letter that waits or is under way in doubt, and return how many: none of them goes out by itself any more."""
    return len(session.execute(DOUBT_UNSENT, {"why": why}).all())


def claim(
    session: Session,
    me: str,
    office: datetime,
    defaults: LetterDefaults = BY_DEFAULT,
    lease: timedelta = LEASE,
    accepted: Sent | None = None,
) -> Outgoing | None:
    """Take one letter that may leave now, or None. Commit before sending: the claim is what makes a second sender keep away.

    ``office``: office time, for what waits for the morning or for a digest; ``defaults``: for who has chosen nothing; ``accepted``:
    what went out before and is still to be marked. A letter that turns out to have to wait, or that its reader does not want, is put
    back and the next one is looked at.
    """
    while True:
        values = {"office": office}
        row = session.execute(MARK_AND_CLAIM, values | marks(accepted)).first() if accepted else session.execute(CLAIM, values).first()
        accepted = None
        if row is None:
            return None
        letter, in_use, bundle = outgoing(row), frozenset(row.in_use), row.bundle
        if row.channel is None:
            way = way_of(letter.kind, letter.reader, defaults, in_use, office, urgent=row.urgent)
            way = _past_those_that_rest(way, row.resting)
            if way.unwanted or way.hold_until is not None or way.channels[0] in row.resting:
                _put_back(session, letter.id, way)
                continue
            bundle, letter = way.bundle, replace(letter, channel=way.channels[0], further=way.channels[1:])
        elif letter.kind == TOGETHER_KIND:
            letter = replace(letter, carries=carried(session, letter.id))
            if not letter.carries:
                session.execute(EMPTIED, {"id": letter.id})
                continue
        if bundle is not None and letter.n == 1:
            letter = _with_companions(session, letter, bundle)
        settled = {"channel": letter.channel, "further": list(letter.further), "bundle": None if letter.carries else bundle}
        tried = {"id": new_id(), "letter": letter.id, "n": letter.n, "me": me, "lease": lease}
        session.execute(CLAIMED, settled | tried)
        return letter


def _past_those_that_rest(way: Way, resting: Sequence[str]) -> Way:
    """Beginning with the first channel by wire that does not rest, where there is one; paper is for who has no address."""
    awake = next((n for n, one in enumerate(way.channels) if one not in resting and one not in BY_HAND), 0)
    return replace(way, channels=way.channels[awake:])


def _put_back(session: Session, letter_id: UUID, way: Way) -> None:
    values = {"id": letter_id, "channel": way.channels[0], "further": list(way.channels[1:]), "bundle": way.bundle, "hold": way.hold_until}
    why = "Người nhận đã chọn không nhận loại thư này" if way.unwanted else None
    session.execute(PUT_BACK, values | {"state": "withdrawn" if way.unwanted else "queued", "why": why})


def _with_companions(session: Session, letter: Outgoing, bundle: str) -> Outgoing:
    """The letter itself where it goes alone; else one that carries it and those that leave with it."""
    together = TOGETHER if bundle.startswith(TOGETHER) else None
    found = session.execute(COMPANIONS, {"id": letter.id, "bundle": bundle, "together": together, "officer": letter.officer_id})
    ids = sorted([letter.id, *(row.id for row in found)])
    if len(ids) == 1:
        return letter
    whole = replace(letter, id=new_id(), kind=TOGETHER_KIND, case_id=None, link_id=None, context={})
    row = {
        "id": whole.id,
        "key": f"{bundle}/{whole.id}",
        "kind": whole.kind,
        "officer_id": whole.officer_id,
        "address": whole.address,
        "channel": whole.channel,
        "further": list(whole.further),
        "queued_at": whole.queued_at,
        "context": {},
    }
    rows.write(session, rows.New(Letter, [row]))
    session.execute(CARRY, {"ids": ids, "whole": whole.id, "bundle": bundle, "channel": whole.channel})
    return replace(whole, key=f"{bundle}/{whole.id}", n=1, tries=1, carries=carried(session, whole.id))


def carried(session: Session, whole: UUID) -> tuple[Outgoing, ...]:
    """What goes in a letter that carries others, the oldest first."""
    return tuple(outgoing(row) for row in session.execute(CARRIED, {"whole": whole}))


def expire(session: Session, mine: str | None = None) -> list[tuple[UUID, LetterState]]:
    """Letters whose postman died while they were under way; each is now in doubt (state returned: queued once more, or doubt).

    ``mine``: also what was claimed under this name. A postman that alone may bear the name says so when it starts, so that what
    its predecessor left need not wait for the lease.
    """
    found = session.execute(EXPIRE, {"mine": mine, "paid": list(PAID), "wait": REPORT_WAIT})
    return [(row.id, LetterState(row.state)) for row in found]


def delivered(session: Session, letter_id: UUID, channel: str, at: datetime) -> bool:
    """The receiving side reports that the letter arrived (``at``: office time); whether there is such a letter. Twice is as once."""
    return session.execute(DELIVERED, {"id": letter_id, "channel": channel, "at": at}).first() is not None
