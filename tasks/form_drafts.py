"""Forms that were begun and not sent: what was typed waits for its officer until he sends it."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from models.base import table_of
from models.reports import FormDraft
from models.steps import Step
from tasks.answering import refusal
from tasks.bureau import Desk


def save_draft(desk: Desk, step_id: UUID, officer_id: str, typed: dict[str, Any]) -> FormDraft:
    """Keep what was typed into a step's form; the last one saved stays. Refused where the step takes no answer of this officer.

    It is no answer and no decision, so the journal does not tell of it and nobody but its officer sees it.
    """
    step = desk.session.get_one(Step, step_id)
    if step.officer_id != officer_id or not step.takes_answers:
        raise refusal(desk, step_id, officer_id)
    row = FormDraft(step_id=step_id, officer_id=officer_id, typed=typed, saved_at=desk.now)
    anew = insert(table_of(FormDraft)).values(row.model_dump())
    desk.session.execute(anew.on_conflict_do_update(index_elements=["step_id", "officer_id"], set_={"typed": typed, "saved_at": desk.now}))
    return row


def draft_of(desk: Desk, step_id: UUID, officer_id: str) -> FormDraft | None:
    """What the officer has typed and not sent."""
    return desk.session.get(FormDraft, (step_id, officer_id))


def forget_drafts(desk: Desk, step_id: UUID) -> None:
    """The answer is taken: nothing waits any more."""
    desk.session.execute(delete(FormDraft).where(col(FormDraft.step_id) == step_id))
