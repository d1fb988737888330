"""What Zalo reports, taken down: a letter delivered, a button pressed, an officer who tied his account. Twice changes nothing."""

import logging
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from models.base import new_id
from models.errors import Refused
from models.letters import Letter
from models.steps import Step, Via
from models.zalo import Delivery
from notifications import outbox
from notifications.channels.zalo.webhook import Came, Delivered, Event, Left, Pressed, Wrote, letter_of
from regulation.letters import ChannelName
from tasks.answering import Reply, answer
from tasks.bureau import Bureau, Desk
from tasks.questions import CATALOGUE, Question
from tasks.zalo_enrolment import code_in, enrol, release, seen

log = logging.getLogger("nhip.zalo")

RECEIVED = "Đã nhận"  # the button of the template «acknowledge»
_WAITS = "1200ms"  # Zalo gives two seconds; what cannot be written in this time it reports again


def take(bureau: Bureau, event: Event) -> None:
    """Write the event down. What it names and we do not know, or do not allow, is logged and changes nothing.

    ``OperationalError`` when the database is away or another transaction holds what this one needs: the caller answers that it was
    not taken.
    """
    try:
        with bureau.desk() as desk:
            desk.session.execute(text(f"SET LOCAL lock_timeout = '{_WAITS}'"))
            _take(desk, event)
    except Refused as refused:  # an answer that is not taken: the transaction is gone, Zalo is told nothing of it
        log.info("%s ignored: %s", type(event).__name__, refused)


def _take(desk: Desk, event: Event) -> None:
    match event:
        case Delivered():
            _delivered(desk, event)
        case Pressed():
            _pressed(desk, event)
        case Wrote(user_id, words):
            seen(desk, user_id)
            code = code_in(words)
            if code is not None and enrol(desk, user_id, code) is None:
                log.info("a code that is none")
        case Came(user_id):
            seen(desk, user_id)
        case Left(user_id):
            release(desk, user_id)


def _delivered(desk: Desk, event: Delivered) -> None:
    letter = _letter(desk, event.tracking_id)
    if letter is None:
        return
    now = desk.session.execute(select(func.now())).scalar_one()
    row = {
        "id": new_id(),
        "letter_id": letter.id,
        "tracking_id": event.tracking_id,
        "msg_id": event.msg_id,
        "delivered_at": event.at or now,
        "recorded_at": now,
    }
    desk.session.execute(insert(Delivery).values(row).on_conflict_do_nothing())
    outbox.delivered(desk.session, letter.id, ChannelName.ZALO, desk.now)


def _pressed(desk: Desk, event: Pressed) -> None:
    letter = _letter(desk, event.tracking_id)
    if letter is None or letter.step_id is None or letter.officer_id is None:
        return
    step = desk.session.get_one(Step, letter.step_id)
    asked = CATALOGUE.get(step.question)
    choice = answered_by(asked, event.words) if isinstance(asked, Question) else None
    if choice is None:
        log.info("the button «%s» answers nothing of %s", event.words[:40], step.question)
        return
    answer(desk, step.id, Reply({"choice": choice}, letter.officer_id, Via.ZALO))


def answered_by(asked: Question, words: str) -> str | None:
    """The choice a button stands for, only where the link alone would be enough too: «Đã nhận» for the one choice there is, or a
    choice's own words. None for anything else."""
    if asked.sign_in:
        return None
    choices = asked.form.CHOICES
    if words == RECEIVED and len(choices) == 1:
        return next(iter(choices))
    return next((value for value, label in choices.items() if label == words), None)


def _letter(desk: Desk, tracking: str) -> Letter | None:
    letter_id: UUID | None = letter_of(tracking)
    found = desk.session.exec(select(Letter).where(col(Letter.id) == letter_id)).first() if letter_id else None
    if found is None:
        log.info("an event about a letter that is not ours")
    return found
