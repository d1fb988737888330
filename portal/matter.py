"""What an answer page says about the matter: by which clause, by when and why, what was returned, what is judged, who spoke before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.steps import Answer, Step, StepKind
from portal.labels import VIA
from portal.lines import Line, called, lines_of
from regulation import Law
from tasks.bureau import Desk
from tasks.correspondence import silence_of
from tasks.questions import Question, question
from tasks.who import roster

SOURCES = {"S": "theo Quy chế", "L": "theo quy định của pháp luật", "D": "theo lịch làm việc của cơ quan thường trực"}


@dataclass(frozen=True)
class Cited:
    """A clause: how it is cited in full words, and its text, verbatim."""

    citation: str
    text: str


@dataclass(frozen=True)
class Deadline:
    """A deadline and where it comes from, in words."""

    day: date
    source: str
    late: bool
    provisional: bool


@dataclass(frozen=True)
class Spoken:
    """An answer given before: which matter, as whom, what and when; ``lines`` is the rest of it."""

    title: str
    who: str
    said: str
    at: datetime
    via: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Matter:
    """Everything above the form."""

    case: Case
    step: Step
    question: Question
    asked_as: str
    by_right: str  # by what right he answers in another's place
    cited: Sequence[Cited]
    deadline: Deadline | None
    silence: str  # what no answer means
    returned: str
    returned_by: str
    draft: Step | None
    draft_payload: dict[str, Any]
    before: Sequence[Spoken]


def matter_of(desk: Desk, step: Step) -> Matter:
    """The matter of a step."""
    people = roster(desk)
    asked = question(step.question)
    drafted = _answered(desk, step, step.about.get("draft"))
    return Matter(
        case=desk.case(step.case_id),
        step=step,
        question=asked,
        asked_as=", ".join(people.title(seat) for seat in step.seats),
        by_right=people.by_what_right(step.seats[0]) if step.standing_in else "",
        cited=cited(desk.law, step.clauses),
        deadline=deadline_of(desk, step),
        silence=silence_of(step, asked),
        returned=step.about.get("returned", ""),
        returned_by=", ".join(people.called(seat) for seat in step.about.get("returned_by", [])),
        draft=drafted[0] if drafted else None,
        draft_payload=drafted[1].payload if drafted else {},
        before=_before(desk, step),
    )


def cited(law: Law, duties: Sequence[str]) -> list[Cited]:
    """The clauses behind duties (``Đ6.5b`` is a duty of ``Đ6.5``), each once, in order."""
    names = dict.fromkeys(law.duties[duty].clause if duty in law.duties else duty for duty in duties)
    return [Cited(law.clauses[name].citation, law.clauses[name].text) for name in names]


def deadline_of(desk: Desk, step: Step) -> Deadline | None:
    """The deadline with its source: what it counts from, who set it, and whether a holiday not yet announced may move it."""
    if step.due is None:
        return None
    source = ""
    if step.due_rule is not None:
        rule = desk.law.rules[step.due_rule]
        anchor = desk.law.anchors.get(rule.anchor, desk.law.rules[rule.anchor].title if rule.anchor in desk.law.rules else rule.anchor)
        source = f"{rule.phrase(anchor)}, {SOURCES[rule.source]}" + (" (cần xác nhận)" if rule.needs_confirming else "")
    first, last = sorted((desk.today, step.due))
    return Deadline(step.due, source, step.is_late(desk.today), bool(desk.law.calendar.provisional(first, last)))


def previous_payload(desk: Desk, step: Step) -> dict[str, Any]:
    """The draft this one mends, or nothing."""
    found = _answered(desk, step, step.about.get("previous"))
    return found[1].payload if found else {}


def _answered(desk: Desk, step: Step, key: str | None) -> tuple[Step, Answer] | None:
    if key is None:
        return None
    found = select(Step, Answer).where(col(Step.case_id) == step.case_id, col(Step.key) == key, col(Answer.step_id) == col(Step.id))
    return desk.session.exec(found).first()


def _before(desk: Desk, step: Step) -> list[Spoken]:
    """Who drafted and judged this very draft before; nobody else's answers belong on this page."""
    draft = step.about.get("draft")
    if draft is None:
        return []
    rows = desk.session.exec(
        select(Step, Answer)
        .where(
            col(Step.case_id) == step.case_id,
            col(Step.kind) == StepKind.ASK,
            col(Step.id) != step.id,
            (col(Step.key) == draft) | (col(Step.about)["draft"].astext == draft),
            col(Answer.step_id) == col(Step.id),
        )
        .order_by(col(Answer.at), col(Step.id))
    )
    return [spoken(desk, one, answer, brief=one.key == draft) for one, answer in rows]


def spoken(desk: Desk, step: Step, answer: Answer, *, brief: bool = False) -> Spoken:
    """An answer in words; ``brief`` leaves out everything but the choice."""
    people = roster(desk)
    form = question(step.question).form
    titles = called(desk, answer.at.date())  # as they were when he answered
    who = ", ".join(titles[seat] for seat in step.seats)
    if step.standing_in and answer.officer_id is not None:
        who = f"{', '.join(people.title(seat.id) for seat in people.seats_of(answer.officer_id)[:1])}, thay {who}"
    return Spoken(
        title=step.title,
        who=f"{who} ({people.name(answer.officer_id)})",
        said=form.CHOICES.get(answer.choice, answer.choice),
        at=answer.at,
        via=VIA.get(answer.via, ""),
        lines=[] if brief else lines_of(desk, form, answer.payload, answer.at.date()),
    )
