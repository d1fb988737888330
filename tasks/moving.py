"""An open step whose day has moved: the same question, asked anew with the new day."""

from models.cases import Case
from models.steps import Step
from notifications import outbox
from tasks.asking import due_day, first_rung, write_to
from tasks.bureau import Desk
from tasks.questions import question
from tasks.withdrawal import revoke_links


def move_due(desk: Desk, case: Case, step: Step) -> None:
    """Give the step its rule's day of now, its ladder from there, and its officer a letter that says so. The caller holds the case's row.

    The revision rises, so that the rungs of the new day ring although those of the old one have rung.
    """
    asked = question(step.question)
    revoke_links(desk, [step.id])
    outbox.withdraw(desk.session, [step.id], "thời hạn đã thay đổi")
    step.due = due_day(desk, case, asked)
    step.rung, step.rings_at = first_rung(desk, asked, step.due)
    step.revision += 1
    desk.session.add(step)
    desk.session.flush()
    write_to(desk, case, [(step, asked)])
    desk.record("step.due", case.id, step=str(step.id), due=step.due)
