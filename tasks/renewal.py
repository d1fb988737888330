"""A new link for somebody whose old one no longer opens anything."""

from sqlalchemy import insert
from sqlmodel import col, select

from models.access import Link
from models.cases import Case
from models.letters import Letter, LetterState
from models.steps import Step, StepKind, StepState
from notifications import outbox
from tasks.asking import LINK_OUTLIVES, new_link
from tasks.bureau import Desk
from tasks.correspondence import letter_row
from tasks.questions import question

MOST = 20  # letters for one request; more open steps than that are better found on the portal's own list


def renew_links(desk: Desk, officer_id: str) -> int:
    """Write to the officer again about each of his open steps, with a fresh link; returns how many letters were queued.

    A step about which a letter still waits to leave is passed over, so that asking twice sends nothing twice.
    """
    waiting = select(Letter.step_id).where(col(Letter.state) == LetterState.QUEUED, col(Letter.officer_id) == officer_id)
    steps = desk.session.exec(
        select(Step)
        .where(
            col(Step.officer_id) == officer_id,
            col(Step.kind) == StepKind.ASK,
            col(Step.state).in_((StepState.OPEN, StepState.LAPSED)),
            col(Step.id).notin_(waiting.where(col(Letter.step_id).is_not(None))),
        )
        .order_by(col(Step.due), col(Step.id))
        .limit(MOST)
    ).all()
    links, letters = [], []
    for step in steps:
        link = new_link(desk, step)
        link["expires_at"] = max(link["expires_at"], desk.now + LINK_OUTLIVES)  # the deadline may have passed long ago
        links.append(link)
        case = desk.session.get_one(Case, step.case_id)
        letters.append(
            letter_row(
                desk,
                case,
                step,
                question(step.question),
                rung=f"link-{link['id']}",
                kind="ask",
                officer_id=officer_id,
                link_id=link["id"],
            )
        )
    if links:
        desk.session.execute(insert(Link), links)
        outbox.post(desk.session, letters)
        desk.record("links.renew", officer=officer_id, letters=len(letters))
    return len(letters)
