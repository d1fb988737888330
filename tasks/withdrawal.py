"""Taking back what was asked: the steps, their links, their letters that have not left, and a word to those who had been asked.

A paper whose release is asked no more will not be issued: a number it had taken is void, and stays on the register.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, update
from sqlmodel import col, select

from models.access import Link
from models.cases import Case
from models.letters import Letter, LetterState
from models.meetings import Meeting
from models.statements import Records
from models.steps import AskedStep, Step, StepState
from notifications import outbox
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.papers import drop_unissued, papers_about

CANCEL = "CANCEL"  # the method of a calendar entry that takes an invitation back
UNSETTLED = (StepState.OPEN, StepState.LAPSED)  # what still takes an answer
IS_UNSETTLED = or_(*(col(Step.state) == state for state in UNSETTLED))
OPEN = Records(
    select(Step)
    .where(col(Step.case_id) == bindparam("case"), IS_UNSETTLED)
    .order_by(col(Step.id))
    .execution_options(populate_existing=True)
)


def open_steps_of(desk: Desk, case_id: UUID) -> list[Step]:
    """Open and lapsed steps of a case: what an act may withdraw."""
    return OPEN.all(desk.session, case=case_id)


def withdraw_steps(desk: Desk, steps: Sequence[AskedStep], why: str) -> None:
    """Withdraw steps, their links and their letters that have not left. The caller holds the case's row."""
    ids = [step.id for step in steps]
    if not ids:
        return
    desk.session.execute(
        update(Step)
        .where(col(Step.id).in_(ids), col(Step.state).in_(UNSETTLED))
        .values(state=StepState.WITHDRAWN, closed_at=desk.now, rings_at=None, cutoff_at=None)
    )
    desk.withdrawn.update(ids)
    revoke_links(desk, ids)
    outbox.withdraw(desk.session, ids, why)
    drop_unissued(desk, [UUID(one) for step in steps for one in papers_about(step.about)], why)


def tell_withdrawn(desk: Desk, case: Case, steps: Sequence[AskedStep], why: str) -> None:
    """Tell those who were written to about these steps that they are asked no more; whose letter never left is told nothing."""
    if not steps:
        return
    left = select(col(Letter.step_id)).where(
        col(Letter.case_id) == case.id,
        col(Letter.step_id).in_([step.id for step in steps]),
        col(Letter.state) != LetterState.WITHDRAWN,
    )
    written = set(desk.session.exec(left))
    for step in steps:
        if step.id in written and step.officer_id is not None:
            telling = Telling(
                key=f"{step.key}/{step.revision}/withdrawn",
                kind="withdrawn",
                title=step.title,
                what="Việc này không còn được hỏi Ông/Bà nữa; liên kết trong thư trước đã hết hiệu lực.",
                clauses=step.clauses,
                why="Trước đó Ông/Bà đã được đề nghị trả lời việc này.",
                extra={"reason": why},
            )
            tell(desk, case, [step.officer_id], telling)


def calendar_holders(desk: Desk, case: Case) -> dict[str, dict[str, Any]]:
    """Officers whose calendar may hold this case's meeting, each with the facts of the last invitation he was sent.

    Whose entry has been cancelled since, because he is invited no more, holds none.
    """
    sent = select(Letter).where(
        col(Letter.case_id) == case.id, col(Letter.state) != LetterState.WITHDRAWN, func.jsonb_exists(Letter.context, "calendar")
    )
    entries = {letter.officer_id: letter.context["calendar"] for letter in desk.session.exec(sent.order_by(col(Letter.id)))}
    return {officer: entry for officer, entry in entries.items() if officer is not None and entry.get("method") != CANCEL}


def next_sequence(desk: Desk, case: Case) -> int:
    """The number of the next change to the calendar entries of this case's meeting. The caller holds the case's row."""
    risen = update(Meeting).where(col(Meeting.case_id) == case.id).values(sequence=Meeting.sequence + 1).returning(col(Meeting.sequence))
    sequence: int = desk.session.execute(risen).scalar_one()
    return sequence


def cancelled(desk: Desk, entry: dict[str, Any], sequence: int) -> dict[str, Any]:
    """The calendar's facts that take this entry off again: the same UID, ``sequence`` above that of the entry (RFC 5546 §2.1.4)."""
    return entry | {"sequence": sequence, "stamp": desk.now.isoformat(), "method": CANCEL}


def uninvite(desk: Desk, case: Case, entries: Mapping[str, dict[str, Any]], *, key: str, sequence: int, why: str) -> None:
    """Tell these officers that they are invited no more, and take the meeting off their calendars."""
    for officer, entry in entries.items():
        telling = Telling(
            key=key,
            kind="withdrawn",
            title=case.title,
            what="Giấy mời họp gửi Ông/Bà được thu hồi; các đề nghị kèm theo không còn hiệu lực.",
            clauses=("Đ8.1c",),
            why="Trước đó Ông/Bà đã nhận giấy mời họp.",
            extra={"reason": why},
            enclosed={"calendar": cancelled(desk, entry, sequence)},
        )
        tell(desk, case, [officer], telling)


def revoke_links(desk: Desk, step_ids: Sequence[UUID]) -> None:
    """No link to these steps opens any more."""
    desk.session.execute(
        update(Link)
        .where(col(Link.step_id).in_(step_ids), col(Link.used_at).is_(None), col(Link.revoked_at).is_(None))
        .values(revoked_at=desk.now)
    )
