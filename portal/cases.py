"""Cases: the list, and the page of one with its timeline, its papers, its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import and_
from sqlmodel import col, select
from starlette.responses import Response

from models.cases import Act, Case
from models.directives import Directive
from models.letters import Letter
from models.meetings import Meeting, MeetingKind
from models.papers import Upload
from models.steps import Answer, Step, StepKind, StepState
from portal.access import Role, cases_seen, may
from portal.consultation_sheets import poll_facts, polls_of
from portal.directive_sheets import directive_facts
from portal.door import bureau_of, visitor_of
from portal.funding_facts import funding_facts, is_funding
from portal.group_sheets import task_facts
from portal.labels import DONE, STATES
from portal.lines import called
from portal.matter import Cited, cited
from portal.meeting_facts import case_facts, meeting_facts
from portal.pages import page
from portal.paper_pages import verifier_of
from portal.paper_sheets import papers_of, tone_of
from portal.report_sheets import reporting_of
from tasks import absence_questions, authorisation
from tasks.acts import ATTENDEES, NEW_TIME
from tasks.bureau import Desk
from tasks.directive_acts import ACT_TITLES
from tasks.letter_words import standing
from tasks.office import PLAN
from tasks.questions import CATALOGUE, Question
from tasks.standing_in import why_not_taken_over
from tasks.succession import SUCCEEDED, SUCCEEDED_TITLE
from tasks.who import roster

router = APIRouter()

ACTS = (
    ACT_TITLES
    | authorisation.ACT_TITLES
    | absence_questions.ACT_TITLES
    | {NEW_TIME: "Đổi thời gian, địa điểm họp", ATTENDEES: "Thay đổi thành phần dự họp", SUCCEEDED: SUCCEEDED_TITLE}
)
MOST = 200  # cases on one list
TONES = {StepState.ANSWERED: "done", StepState.WITHDRAWN: "gone", StepState.LAPSED: "late"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. ``tone``: done, open, late, gone."""

    step: Step
    cited: Sequence[Cited]
    who: str
    state: str
    tone: str
    about: str
    said: str
    at: datetime | None
    mine: bool


@dataclass(frozen=True)
class Bundle:
    """Steps of one question side by side (fifteen replies), or a single step."""

    title: str
    entries: Sequence[Entry]

    @property
    def done(self) -> int:
        """How many have been answered."""
        return sum(1 for entry in self.entries if entry.step.state == StepState.ANSWERED)


@router.get("/ho-so")
def case_list(request: Request) -> Response:
    """The cases I may open, open ones first."""
    officer_id = visitor_of(request).officer_id or ""
    with bureau_of(request).reading_desk() as desk:
        mine = select(Case).where(col(Case.id).in_(cases_seen(desk, officer_id)))
        still = (col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
        newest = (col(Case.opened_at).desc(), col(Case.id))
        running = desk.session.exec(mine.where(*still).order_by(*newest).limit(MOST)).all()
        ended = desk.session.exec(mine.where(~and_(*still)).order_by(*newest).limit(MOST)).all()
        roles, waiting = visitor_of(request).roles, _waiting(desk, running)
        pages = {
            "enter": "/nhiem-vu/moi",
            "read_register": "/van-ban-di",
            "exchange": "/lien-thong",
            "call": "/hop-dot-xuat",
            "ask": "/lay-y-kien",
            "collect": "/so-lieu/yeu-cau",
            "read_ledger": "/kinh-phi",
            "call_group": "/hop-to",
            "count": "/du-hop",
            "watch": "/bang-theo-doi",
            "read_letters": "/thu",
        }
        rights = {f"may_{what}": may(roles, path) for what, path in pages.items()}
        return page(request, "cases", open=running, ended=ended, waiting=waiting, **rights)


def _waiting(desk: Desk, cases: Sequence[Case]) -> dict[UUID, str]:
    """What each case waits for, the nearest deadline first."""
    steps = desk.session.exec(
        select(Step)
        .where(col(Step.case_id).in_([case.id for case in cases]), col(Step.state) == StepState.OPEN)
        .order_by(col(Step.kind), col(Step.due), col(Step.id))  # what people are asked before what the house waits for
    )
    titles: dict[UUID, list[str]] = {case.id: [] for case in cases}
    for step in steps:
        if step.title not in titles[step.case_id]:
            titles[step.case_id].append(step.title)
    return {case_id: "; ".join(found[:2]) + (" …" if len(found) > 2 else "") or "Đang chuyển bước" for case_id, found in titles.items()}


@router.get("/ho-so/{case_id}")
def case_page(request: Request, case_id: UUID) -> Response:
    """One case. What each reader sees of it is in the table of ``portal.access``."""
    visitor = visitor_of(request)
    with bureau_of(request).reading_desk() as desk:
        case = desk.case(case_id)
        sees_answers = may(visitor.roles, "case: answers")
        meeting = desk.session.exec(select(Meeting).where(col(Meeting.case_id) == case_id)).first()
        of_committee = meeting is not None and meeting.kind != MeetingKind.GROUP
        return page(
            request,
            "case",
            case=case,
            bundles=_timeline(desk, case, visitor.officer_id or "", sees_answers),
            facts=meeting_facts(desk, case) if meeting else None,
            held=case_facts(desk, case, sees_answers=sees_answers) if meeting else None,
            reporting=reporting_of(desk, case, visitor.officer_id or "", sees_answers=sees_answers),
            duty=directive_facts(desk, case) if _is_followed(desk, case_id) else None,
            polls=[poll_facts(desk, one, sees_answers=sees_answers) for one in polls_of(desk, case_id)],
            money=funding_facts(desk, case) if is_funding(desk, case) else None,
            task=task_facts(desk, case) if case.process == "group_task" else None,
            plan=PLAN.first(desk.session, case=case_id),
            children=desk.session.exec(select(Case).where(col(Case.parent_id) == case_id).order_by(col(Case.id))).all(),
            papers=papers_of(desk, case, verifier_of(request), drafts=may(visitor.roles, "case: drafts")),
            tone_of=tone_of,
            may_handle=may(visitor.roles, "/ho-so/{case_id}/van-ban/{paper_id}/xu-ly"),
            uploads=desk.session.exec(select(Upload).where(col(Upload.case_id) == case_id)).all() if sees_answers else [],
            acts=[(ACTS.get(act.kind, act.kind), act) for act in _acts(desk, case_id)],
            letters=_letters(desk, case_id) if may(visitor.roles, "case: letters") else None,
            people=roster(desk),
            may_move=of_committee and case.is_open and may(visitor.roles, "/ho-so/{case_id}/doi-lich"),
            may_invite=of_committee and case.is_open and may(visitor.roles, "/ho-so/{case_id}/thanh-phan"),
            may_adjust=case.is_open and may(visitor.roles, "/ho-so/{case_id}/dieu-chinh"),
            may_authorise=case.is_open and may(visitor.roles, "/ho-so/{case_id}/uy-quyen-gia-han"),
            may_cancel=case.is_open and may(visitor.roles, "/ho-so/{case_id}/huy"),
            may_take_over=_may_take_over(desk, case, meeting, visitor.roles),
            may_record_absence=case.is_open and may(visitor.roles, "/vang-mat"),
        )


def _may_take_over(desk: Desk, case: Case, meeting: Meeting | None, roles: frozenset[Role]) -> bool:
    """Whether a deputy could preside this meeting in the chair's sudden absence, and this reader take it down."""
    taken = may(roles, "/ho-so/{case_id}/chu-tri-thay")
    return taken and meeting is not None and case.is_open and not why_not_taken_over(desk, meeting)


def _is_followed(desk: Desk, case_id: UUID) -> bool:
    """Whether the case follows a directive."""
    return desk.session.exec(select(Directive.id).where(col(Directive.case_id) == case_id)).first() is not None


def _acts(desk: Desk, case_id: UUID) -> Sequence[Act]:
    return desk.session.exec(select(Act).where(col(Act.case_id) == case_id).order_by(col(Act.n))).all()


def _timeline(desk: Desk, case: Case, officer_id: str, sees_answers: bool) -> list[Bundle]:
    """The steps in the order they were opened; those of one question that stand side by side make one bundle."""
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id), isouter=True)
        .where(col(Step.case_id) == case.id)
        .order_by(col(Step.opened_at), col(Step.id))
    )
    bundles: list[Bundle] = []
    for step, answer in rows:
        entry = _entry(desk, step, answer, officer_id, sees_answers)
        last = bundles[-1].entries[0].step if bundles else None
        if last is not None and step.kind == StepKind.ASK and last.question == step.question and last.revision == step.revision:
            bundles[-1] = Bundle(step.title, [*bundles[-1].entries, entry])
        else:
            bundles.append(Bundle(step.title, [entry]))
    return bundles


def _entry(desk: Desk, step: Step, answer: Answer | None, officer_id: str, sees_answers: bool) -> Entry:
    people, today = roster(desk), desk.today
    mine = officer_id in (step.officer_id, answer.officer_id if answer else None)
    asked = CATALOGUE.get(step.question)
    said = ""
    if answer is not None and isinstance(asked, Question) and (mine or sees_answers):
        said = asked.form.CHOICES.get(answer.choice, answer.choice)
    state, tone = STATES[step.state], TONES.get(step.state, "open")
    if step.state == StepState.ANSWERED:
        state = DONE.get(step.kind, state)
        if step.kind == StepKind.ASK and answer is not None and step.due is not None and _office_day(desk, answer.at) > step.due:
            state = "Đã trả lời, sau hạn"
    elif step.state == StepState.LAPSED and isinstance(asked, Question) and asked.silence_means is not None:
        state, tone = f"Không trả lời: {asked.form.CHOICES[asked.silence_means].lower()}", "done"
    elif step.is_late(today) and step.kind == StepKind.ASK:
        state, tone = "Quá hạn", "late"
    titles = called(desk, _office_day(desk, step.closed_at or desk.now))  # what is over is shown with the names it was done under
    who = ", ".join(titles[seat] for seat in step.seats) or "Hệ thống"
    if step.standing_in and step.officer_id:
        who = f"{', '.join(people.title(seat.id) for seat in people.seats_of(step.officer_id)[:1])} (thay {who})"
    about = step.about.get("matter", "")
    return Entry(step, cited(desk.law, step.clauses), who, state, tone, about, said, answer.at if answer else None, mine)


def _office_day(desk: Desk, at: datetime) -> date:
    return at.astimezone(desk.now.tzinfo).date()


def _letters(desk: Desk, case_id: UUID) -> list[tuple[str, str, Letter, str]]:
    """(to whom, about what, the letter, its state in words), the latest first."""
    people = roster(desk)
    rows = desk.session.exec(select(Letter).where(col(Letter.case_id) == case_id).order_by(col(Letter.queued_at).desc(), col(Letter.id)))
    return [(people.name(row.officer_id), row.context.get("words", {}).get("title", row.kind), row, standing(row)) for row in rows]
