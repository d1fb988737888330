"""What happened in the demo, read off the records."""

from collections import Counter
from typing import Any

from sqlmodel import col, select

from documents.blocks import short_date
from models.cases import Case
from models.clock import OFFICE_ZONE
from models.directives import Directive
from models.letters import Letter
from models.meetings import Attendance
from models.papers import Paper
from models.steps import Answer, Step, StepKind, StepState
from tasks.bureau import Bureau, Desk
from tasks.who import Roster, roster

NEED_NOT_ANSWER = ("propose", "comment")  # silence there says that one has nothing to say


def facts_of(bureau: Bureau, process: str, received: int) -> dict[str, Any]:
    """What the closing table tells: the first case of the process, papers, duties, letters; ``received``: how many the mailbox got."""
    with bureau.reading_desk() as desk:
        people = roster(desk)
        case = first_case(desk, process)
        assert case is not None
        steps = desk.session.exec(
            select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id), isouter=True).where(col(Step.case_id) == case.id)
        ).all()
        letters = desk.session.exec(select(Letter)).all()
        papers = desk.session.exec(select(Paper).where(col(Paper.issued_at).is_not(None)).order_by(col(Paper.issued_at))).all()
        duties = desk.session.exec(select(Directive).join(Case, col(Case.id) == col(Directive.case_id)).order_by(col(Case.birth_key))).all()
        theirs = (col(Case.id) == case.id) | (col(Case.parent_id) == case.id)  # what else the calendar opens is no part of the story
        still = select(Case).where(theirs, col(Case.closed_at).is_(None))
        return {
            "case": {"id": str(case.id), "title": case.title, "opened": case.opened_at, "closed": case.closed_at},
            "steps": dict(Counter(step.kind for step, _ in steps)),
            "letters": dict(Counter(letter.kind for letter in letters)),
            "letters_by_state": dict(Counter(letter.state for letter in letters)),
            "papers": [{"notation": paper.notation, "subject": paper.subject, "file": paper.file_name} for paper in papers],
            "directives": [_duty(desk, duty) for duty in duties],
            "open": [found.title for found in desk.session.exec(still.order_by(col(Case.id)))],
            "late": _late(steps, people),
            "answers": _answers(desk),
            "attendance": dict(Counter(desk.session.exec(select(Attendance.presence)).all())),
            "received": received,
        }


def _answers(desk: Desk) -> dict[str, int]:
    """Question and choice → how often it was answered so, in the whole house."""
    wanted = select(Step.question, Answer.choice).join(Answer, col(Answer.step_id) == col(Step.id)).where(col(Step.kind) == StepKind.ASK)
    return dict(Counter(f"{asked}: {choice}" for asked, choice in desk.session.exec(wanted)))


def first_case(desk: Desk, process: str) -> Case | None:
    """The case that a story is about: the first of its process that was opened."""
    return desk.session.exec(select(Case).where(col(Case.process) == process).order_by(col(Case.opened_at)).limit(1)).first()


def _duty(desk: Desk, duty: Directive) -> str:
    """How a conclusion ended, in one line."""
    lead = roster(desk).title(duty.lead_seat)
    first = f"hạn giao {short_date(duty.due_original)}" if duty.due_original else "thường xuyên"
    moved = f", gia hạn đến {short_date(duty.due)}" if duty.due and duty.due != duty.due_original else ""
    done = f"báo cáo hoàn thành {short_date(duty.completed_on)}" if duty.completed_on else "chưa hoàn thành"
    late = duty.completed_on and duty.due_original and duty.completed_on > duty.due_original
    return f"{lead} ({first}{moved}): {done}{', quá hạn giao ban đầu' if late else ''}"


def _late(steps: Any, people: Roster) -> list[dict[str, Any]]:
    """Who answered after the deadline, or never."""
    found = []
    for step, answer in steps:
        if step.kind != StepKind.ASK or step.due is None or step.state == StepState.WITHDRAWN or step.question in NEED_NOT_ANSWER:
            continue
        answered = answer.at.astimezone(OFFICE_ZONE).date() if answer else None
        if answered is None or answered > step.due:
            who = ", ".join(people.title(seat) for seat in step.seats)
            found.append({"who": who, "what": step.title, "due": step.due, "answered": answered})
    return found
