"""«Việc của tôi»: what is asked of the one who is signed in, and answering it."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.cases import Case
from models.steps import Answer, Step, StepKind, StepState, Via
from portal.answering import Place, receipt, show, take
from portal.door import Form, bureau_of, visitor_of
from portal.matter import Deadline, deadline_of
from portal.pages import page, see
from portal.refusals import NotHere
from tasks.answering import AlreadyAnswered, NoLongerAsked
from tasks.bureau import Desk
from tasks.questions import question
from tasks.who import Roster, roster

router = APIRouter()

RECENT = 10


@dataclass(frozen=True)
class Task:
    """A line of the list."""

    step: Step
    case: Case
    asked_as: str
    about: str  # what it is about where one is asked several, or whom it concerns where that is somebody else
    deadline: Deadline | None


@dataclass(frozen=True)
class Done:
    """A recent answer."""

    step: Step
    case: Case
    about: str
    said: str
    answer: Answer


@router.get("/")
def my_work(request: Request) -> Response:
    """Open steps of mine, the most urgent first, and what I answered lately."""
    officer_id = visitor_of(request).officer_id
    with bureau_of(request).reading_desk() as desk:
        people = roster(desk)
        rows = desk.session.exec(
            select(Step, Case)
            .join(Case, col(Case.id) == col(Step.case_id))
            .where(col(Step.officer_id) == officer_id, col(Step.kind) == StepKind.ASK)
            .where(col(Step.state).in_((StepState.OPEN, StepState.LAPSED)))
            .order_by(col(Step.due).nulls_last(), col(Step.id))
        )
        tasks = [
            Task(step, case, ", ".join(people.title(seat) for seat in step.seats), _about(people, step), deadline_of(desk, step))
            for step, case in rows
        ]
        return page(request, "home", tasks=tasks, done=_done(desk, officer_id), seats=_seats(desk, officer_id))


def _about(people: Roster, step: Step) -> str:
    if matter := step.about.get("matter"):
        return str(matter)
    seat = step.about.get("seat")
    return people.called(seat) if seat in people.seats and seat not in step.seats else ""


def _done(desk: Desk, officer_id: str | None) -> list[Done]:
    rows = desk.session.exec(
        select(Step, Case, Answer)
        .join(Case, col(Case.id) == col(Step.case_id))
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Answer.officer_id) == officer_id)
        .order_by(col(Answer.at).desc())
        .limit(RECENT)
    )
    return [
        Done(step, case, str(step.about.get("matter", "")), question(step.question).form.CHOICES.get(answer.choice, ""), answer)
        for step, case, answer in rows
    ]


def _seats(desk: Desk, officer_id: str | None) -> str:
    people = roster(desk)
    return "; ".join(people.title(seat.id) for seat in people.seats_of(officer_id or ""))


def _place(request: Request, step_id: UUID) -> Place:
    visitor = visitor_of(request)
    assert visitor.officer_id is not None
    return Place(f"/viec/{step_id}", visitor.csrf, visitor.officer_id, Via.SIGNED_IN)


@router.get("/viec/{step_id}")
def step_page(request: Request, step_id: UUID) -> Response:
    """The form while it is asked, the receipt afterwards."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get(Step, step_id)
        if step is None:
            raise NotHere(NotHere.__doc__)
        if step.state == StepState.WITHDRAWN:
            raise NoLongerAsked(NoLongerAsked.__doc__)
        answered = step.state == StepState.ANSWERED
    return receipt(request, step_id) if answered else show(request, _place(request, step_id), step_id)


@router.post("/viec/{step_id}")
def answer_step(request: Request, step_id: UUID, form: Form) -> Response:
    """Answer, signed in."""
    try:
        refused = take(request, _place(request, step_id), step_id, form)
    except AlreadyAnswered:  # a second click: the receipt says what counts
        refused = None
    return refused or see(f"/viec/{step_id}")
