"""A letter that came back: it is on its story, and the letter goes on by its next channel."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from models.base import new_id
from models.letters import Attempt, Letter, LetterState
from models.steps import StepState
from models.store import ring_postman
from notifications.ending import after
from notifications.outbox import TOGETHER_KIND
from notifications.outgoing import Outgoing
from regulation.letters import ChannelName

BOUNCED = "bounced"  # an attempt's outcome, beside those of :class:`notifications.channels.receipt.Outcome`
MAY_COME_BACK = (LetterState.ACCEPTED, LetterState.QUEUED, LetterState.SENDING, LetterState.DOUBT)
SETTLED = (StepState.ANSWERED, StepState.WITHDRAWN)

# A postman that has it in hand for a second try finds that n has moved on, and marks nothing.
COME_BACK = text("""
    UPDATE letter SET state = :state, channel = :channel, further = :further, attempts = :n, detail = :reply, retry_at = now(),
        ended_at = CASE WHEN :state = 'failed' THEN now() END, claimed_by = NULL, lease_until = NULL
    WHERE id = :id
""")
# What was in it goes with it again, except what has been answered meanwhile.
UNPACKED = text("""
    UPDATE letter SET detail = :reply, ended_at = CASE WHEN :state = 'failed' THEN now() END,
        state = CASE WHEN :state = 'failed' THEN 'failed'
            WHEN EXISTS (SELECT FROM step WHERE step.id = letter.step_id AND step.state = ANY(:settled)) THEN 'withdrawn' ELSE 'carried' END
    WHERE carried_by = :id AND state IN ('carried', 'accepted')
""")
STILL_ASKED = text("SELECT NOT EXISTS (SELECT FROM step WHERE id = :step AND state = ANY(:settled))")


def cases_of(session: Session, letter: Letter) -> list[UUID]:
    """The cases a letter tells of, in the order their rows are locked."""
    carried = select(col(Letter.case_id)).where(col(Letter.carried_by) == letter.id)
    found = {letter.case_id, *session.exec(carried)} if letter.kind == TOGETHER_KIND else {letter.case_id}
    return sorted(one for one in found if one is not None)


def bounced(session: Session, letter_id: UUID, *, code: int | None, reply: str) -> LetterState | None:
    """Take back what a mail server returned; the letter's new state, or None where that changes nothing.

    It changes nothing the second time, or once another channel has the letter. What is no longer asked does not go on. The caller
    holds the rows of :func:`cases_of`, so that no answer comes in between.
    """
    wanted = select(Letter).where(col(Letter.id) == letter_id).with_for_update().execution_options(populate_existing=True)
    letter = session.exec(wanted).first()
    if letter is None or letter.channel != ChannelName.MAIL or letter.attempts == 0 or letter.state not in MAY_COME_BACK:
        return None
    end = after(_in_hand(letter), "permanent")
    settled = [str(one) for one in SETTLED]
    asked = session.execute(STILL_ASKED, {"step": letter.step_id, "settled": settled}).scalar_one()
    state = end.state if asked else LetterState.FAILED
    n = letter.attempts + 1
    moment = text("now()")
    session.execute(
        Attempt.__table__.insert().values(  # type: ignore[attr-defined]
            id=new_id(), letter_id=letter.id, n=n, channel=letter.channel, started_at=moment, ended_at=moment, outcome=BOUNCED,
            code=code, reply=reply,
        )
    )  # fmt: skip
    values = {"id": letter.id, "state": state, "channel": end.channel, "further": list(end.further), "n": n, "reply": reply}
    session.execute(COME_BACK, values)
    session.execute(UNPACKED, {"id": letter.id, "state": state, "reply": reply, "settled": settled})
    session.expire(letter)
    if state == LetterState.QUEUED:
        ring_postman(session)
    return state


def _in_hand(letter: Letter) -> Outgoing:
    return Outgoing(
        letter.id, letter.key, letter.kind, letter.context, letter.address, letter.queued_at, letter.channel or "",
        further=tuple(letter.further),
    )  # fmt: skip
