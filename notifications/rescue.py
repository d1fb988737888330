"""What an operator may do with a letter that nothing moves any more; each is one conditional UPDATE, so of two operators one does it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlmodel import Session

from models.letters import ALERT, LetterState
from models.store import ring_postman
from notifications.outbox import TOGETHER_KIND

STRANDED = (LetterState.DOUBT, LetterState.PARKED, LetterState.FAILED)

# The row keeps its id, and with it its Message-ID. What was refused for good looks for its way anew, to the address of today; what is in
# doubt or parked goes the way it went, as does an alert, which has one way only. What a letter carries ends and begins again with it, and
# is not sent by itself.
RESEND = text("""
    WITH again AS (
        UPDATE letter SET state = 'queued', retry_at = now(), hold_until = NULL, ended_at = NULL, claimed_by = NULL, lease_until = NULL,
            address = COALESCE((SELECT email FROM officer WHERE officer.id = letter.officer_id), address),
            channel = CASE WHEN state = 'failed' AND kind <> :together AND channel <> :alert THEN NULL ELSE channel END,
            further = CASE WHEN state = 'failed' AND kind <> :together THEN '{}' ELSE further END,
            bundle = CASE WHEN state = 'failed' AND kind <> :together THEN NULL ELSE bundle END
        WHERE id = :id AND state = ANY(:stranded) AND carried_by IS NULL
        RETURNING id
    ), carried AS (
        UPDATE letter SET state = 'carried', ended_at = NULL FROM again WHERE carried_by = again.id AND letter.state = 'failed'
    )
    SELECT id FROM again
""")
SETTLE = text("""
    WITH settled AS (
        UPDATE letter SET state = 'accepted', ended_at = now(), claimed_by = NULL, lease_until = NULL
        WHERE id = :id AND state = ANY(:stranded) AND carried_by IS NULL
        RETURNING id
    ), carried AS (
        UPDATE letter SET state = 'accepted', ended_at = now() FROM settled
        WHERE carried_by = settled.id AND letter.state IN ('carried', 'failed')
    )
    SELECT id FROM settled
""")
# A sheet lies in the tray as soon as it is accepted; that it was handed over only people know.
HAND_OVER = text("""
    WITH given AS (
        UPDATE letter SET delivered_at = :at
        WHERE id = :id AND channel = 'paper' AND state = 'accepted' AND delivered_at IS NULL AND carried_by IS NULL
        RETURNING id
    ), carried AS (
        UPDATE letter SET delivered_at = :at FROM given WHERE carried_by = given.id AND letter.state = 'accepted'
    )
    SELECT id FROM given
""")


def resend(session: Session, letter_id: UUID) -> bool:
    """Put a stranded letter back in the queue; whether it was one."""
    done = _done(session, RESEND, letter_id, stranded=list(STRANDED), together=TOGETHER_KIND, alert=ALERT)
    if done:
        ring_postman(session)
    return done


def settle(session: Session, letter_id: UUID) -> bool:
    """Take a stranded letter as arrived; whether it was one."""
    return _done(session, SETTLE, letter_id, stranded=list(STRANDED))


def hand_over(session: Session, letter_id: UUID, at: datetime) -> bool:
    """Note that a sheet was handed over (``at``: office time); whether it was waiting for that."""
    return _done(session, HAND_OVER, letter_id, at=at)


def _done(session: Session, statement: TextClause, letter_id: UUID, **values: object) -> bool:
    return session.execute(statement, {"id": letter_id, **values}).first() is not None
