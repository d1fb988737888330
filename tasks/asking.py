"""Opening steps: the step, its letter with its link, and the journal line, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models import rows
from models.access import Link, digest, token_of
from models.base import new_id
from models.cases import Act, Case
from models.clock import OFFICE_ZONE, RINGS_AT, at
from models.statements import Statement
from models.steps import AskedRow, AskedStep, Step, new_step
from notifications import outbox
from tasks.bureau import Desk
from tasks.correspondence import letter_row
from tasks.office import day_of
from tasks.questions import Question
from tasks.who import Asked, roster

LINK_OUTLIVES = timedelta(days=90)  # house rule: late answers are taken, also of a duty that has climbed its whole ladder

# How far the ladder of a question had been climbed for a day, the last step first; ``renewed``: after how many acts, as keys carry it.
RUNGS = Statement("""
    SELECT rung FROM step
    WHERE case_id = :case AND question = :question AND due = :due AND split_part(key, '@', 2) = :renewed
    ORDER BY id DESC LIMIT 1
""")


@dataclass(frozen=True)
class Wanted:
    """A step to open: the question, of whom, under which key, about what."""

    question: Question
    asked: Asked
    key: str
    about: dict[str, Any] = field(default_factory=dict)


def due_day(desk: Desk, case: Case, question: Question) -> date:
    """The deadline under the house rule the question names; never before today, but for a directive's own day, which stays past."""
    rule, day = desk.law.rules[question.due], day_of(desk, case, question.due)
    if question.no_later is not None:
        day = min(day, day_of(desk, case, question.no_later))
    return day if rule.anchor == "directive_due" else max(day, desk.today)


def ring_at(desk: Desk, question: Question, foot: date, rung: int) -> datetime | None:
    """When rung ``rung`` of the ladder that stands on day ``foot`` rings: at opening hour of its working day; None past the last."""
    if rung >= len(question.ladder):
        return None
    rule = desk.law.rules[question.ladder[rung].rule]
    return at(rule.date_from(foot, desk.law.calendar), RINGS_AT)


def foot_of(desk: Desk, question: Question, due: date, acts: Sequence[datetime]) -> date:
    """The day the ladder counts from: the due day; the day of the last act that renewed the question where every rung had passed by then.

    Who takes over that late is chased like everybody, and for no day on which another owed it.
    """
    late = bool(acts) and first_rung(desk, question, due, since=acts[-1])[1] is None
    return acts[-1].astimezone(OFFICE_ZONE).date() if late else due


def next_ring(desk: Desk, case: Case, question: Question, step: AskedStep) -> datetime | None:
    """When the rung after the one the step has got to rings; only what an act has asked anew may count from another day than the due."""
    due = step.due or desk.today
    asked_anew = question.climbs_on and "@" in step.key
    return ring_at(desk, question, foot_of(desk, question, due, renewals(desk, case, question)) if asked_anew else due, step.rung + 1)


def first_rung(desk: Desk, question: Question, foot: date, since: datetime | None = None) -> tuple[int, datetime | None]:
    """The first rung that has not passed already when the step opens, or by ``since``."""
    for rung in range(len(question.ladder)):
        when = ring_at(desk, question, foot, rung)
        if when is not None and when > (since or desk.now):
            return rung, when
    return len(question.ladder), None


def open_steps(desk: Desk, case: Case, wanted: Sequence[Wanted]) -> list[AskedRow]:
    """Open these steps and write to those asked. A second walker doing the same conflicts on the key and walks again."""
    if not wanted:
        return []
    questions = {want.question.key: want.question for want in wanted}
    deadlines = {key: _deadline(desk, case, asked) for key, asked in questions.items()}
    deadlines |= {key: _climbed(desk, case, asked, deadlines[key]) for key, asked in questions.items() if asked.climbs_on}
    new = [_step(desk, case, want, deadlines[want.question.key]) for want in wanted]
    steps = [AskedRow.of(row) for row in new]
    asked = [(step, want.question) for step, want in zip(steps, wanted, strict=True)]
    rows.write(desk.session, rows.New(Step, new), *letters_to(desk, case, asked))
    for step in steps:
        desk.record("step.open", case.id, step=str(step.id), key=step.key, officer=step.officer_id, due=step.due)
    return steps


@dataclass(frozen=True)
class _Deadline:
    """When a question is due, and the first rung of its ladder from there."""

    due: date
    rung: int
    rings_at: datetime | None


def _deadline(desk: Desk, case: Case, question: Question) -> _Deadline:
    due = due_day(desk, case, question)
    return _Deadline(due, *first_rung(desk, question, due))


def _climbed(desk: Desk, case: Case, question: Question, plain: _Deadline) -> _Deadline:
    """Where the last step of this question and day had got to: an answer that was returned must not have saved its giver a rung.

    A reminder whose time went by meanwhile is past; what is told to others or done rings late rather than never. An act that renews the
    question begins its ladder anew, from the act: whoever it is asked of now answers for no rung that rang for another.
    """
    acts = renewals(desk, case, question)
    foot = foot_of(desk, question, plain.due, acts)
    now = _Deadline(plain.due, *first_rung(desk, question, foot))
    renewed = str(len(acts)) if acts else ""
    last = RUNGS.first(desk.session, case=case.id, question=question.key, due=plain.due, renewed=renewed)
    before = last.rung if last is not None else None
    if before is None and acts:
        before, _ = first_rung(desk, question, foot, since=acts[-1])
    for rung in range(before if before is not None else now.rung, now.rung):
        if question.ladder[rung].to is not None or question.ladder[rung].does is not None:
            return _Deadline(plain.due, rung, ring_at(desk, question, foot, rung))
    return now


def renewals(desk: Desk, case: Case, question: Question) -> list[datetime]:
    """When the acts were done that made the question be asked anew, in their order."""
    if not case.acts:
        return []
    wanted = select(Act.at).where(col(Act.case_id) == case.id, col(Act.kind).in_(question.renewed_by))
    return list(desk.session.exec(wanted.order_by(col(Act.n))))


def _step(desk: Desk, case: Case, want: Wanted, deadline: _Deadline) -> dict[str, Any]:
    return new_step(
        case_id=case.id,
        key=want.key,
        question=want.question.key,
        title=want.question.title,
        clauses=list(want.question.clauses),
        seats=list(want.asked.seats),
        officer_id=want.asked.officer_id,
        standing_in=want.asked.standing_in,
        about=want.about,
        due=deadline.due,
        due_rule=want.question.due,
        opened_at=desk.now,
        rung=deadline.rung,
        rings_at=deadline.rings_at,
    )


def write_to(desk: Desk, case: Case, asked: Sequence[tuple[AskedStep, Question]], because: str = "") -> None:
    """Queue the letter of each step to its officer, with a fresh link. The key carries the revision: a moved step writes anew.

    ``because``: one more sentence on why it comes to him.
    """
    rows.write(desk.session, *letters_to(desk, case, asked, because))


def letters_to(desk: Desk, case: Case, asked: Sequence[tuple[AskedStep, Question]], because: str = "") -> tuple[rows.New, rows.New]:
    """The rows of :func:`write_to`: links, and letters."""
    links: list[dict[str, Any]] = []
    letters: list[dict[str, Any]] = []
    for step, question in asked:
        if step.officer_id is None:
            continue
        link = new_link(desk, step)
        links.append(link)
        letters.append(
            letter_row(
                desk,
                case,
                step,
                question,
                rung="ask",
                kind=question.letter,
                officer_id=step.officer_id,
                link_id=link["id"],
                because=because,
            )
        )
    return rows.New(Link, links), outbox.posting(desk.session, letters)


def new_link(desk: Desk, step: AskedStep) -> dict[str, Any]:
    """A link row for a step; its token is derived, never stored."""
    link_id: UUID = new_id()
    last_day = max(step.due or desk.today, desk.today)  # what is asked anew long after its day can still be answered
    return {
        "id": link_id,
        "sha256": digest(token_of(desk.bureau.key, link_id)),
        "officer_id": step.officer_id,
        "purpose": "answer",
        "step_id": step.id,
        "revision": step.revision,
        "expires_at": at(last_day) + LINK_OUTLIVES,
    }


def holders_of(desk: Desk, *seats: str) -> Asked:
    """Who answers for these seats today."""
    return roster(desk).answerer(*seats)
