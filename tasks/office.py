"""The office: the desk one walk of a case sits at, with what was answered so far."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Uuid, bindparam, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from models.base import Record, table_of
from models.cases import Act, Case
from models.consultations import Consultation
from models.directives import Directive
from models.funding import FundingRequest
from models.group_tasks import GroupTask
from models.meetings import Meeting
from models.people import Absence
from models.plans import Plan
from models.statements import Records, Statement
from models.steps import Answer, AnswerRow, Step, StepRow
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.funding_clock import clock_start, council_session
from tasks.questions import Deed, Question

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)

QUARTER = re.compile(r"\d{4}-Q[1-4]")
OF_CASE = bindparam("case", type_=Uuid)
_STEP = [table_of(Step).c[name] for name in StepRow._fields]
_ANSWER = [table_of(Answer).c[name] for name in AnswerRow._fields]


def _read(row: tuple[Any, ...]) -> tuple[StepRow, AnswerRow | None]:
    """A step with its answer. Made without counting the columns: a rehearsed year reads thirty thousand."""
    return tuple.__new__(StepRow, row[: len(_STEP)]), tuple.__new__(AnswerRow, row[len(_STEP) :]) if row[-1] is not None else None


STEPS = Statement(
    columns(*_STEP, *_ANSWER).select_from(table_of(Step).outerjoin(table_of(Answer))).where(table_of(Step).c.case_id == OF_CASE), _read
)
ACTS = Records(select(Act).where(col(Act.case_id) == OF_CASE).order_by(col(Act.n)))
MEETING = Records(select(Meeting).where(col(Meeting.case_id) == OF_CASE))
TASK = Records(select(GroupTask).where(col(GroupTask.case_id) == OF_CASE))
ABSENCE = Records(select(Absence).where(col(Absence.case_id) == OF_CASE))
PLAN = Records(select(Plan).where(col(Plan.case_id) == OF_CASE))
DIRECTIVE = Records(select(Directive).where(col(Directive.case_id) == OF_CASE))
FUNDING = Records(select(FundingRequest).where(col(FundingRequest.case_id) == OF_CASE))


class Waiting(Exception):
    """The walk stops here; ``label`` says in the committee's words for whom or what, with the deadline."""

    def __init__(self, label: str, due: date | None = None) -> None:
        self.label = label if due is None else f"{label} · hạn {due:%d/%m}"
        super().__init__(self.label)


class Stage(Protocol):
    """Where the deeds of a walk are done: plainly (rehearsal, tests) or before an operator's eyes, in Prefect's timeline."""

    def perform(self, key: str, deed: Deed, act: Callable[[], T]) -> T:
        """Do something once, as one visible task; ``key`` is the step's."""


class Unseen:
    """No stage: verbs are plain calls."""

    def perform(self, key: str, deed: Deed, act: Callable[[], T]) -> T:  # noqa: ARG002 - the protocol's arguments
        """Just do it."""
        return act()


@dataclass(frozen=True)
class Answered:
    """What a flow may branch on: the answer of a step."""

    key: str
    choice: str
    payload: dict[str, Any]
    seats: tuple[str, ...]
    officer_id: str | None
    at: datetime
    about: dict[str, Any]

    @classmethod
    def of(cls, step: StepRow, answer: AnswerRow) -> "Answered":
        """From its two rows."""
        return cls(step.key, answer.choice, answer.payload, tuple(step.seats), answer.officer_id, answer.at, step.about)

    @property
    def suffix(self) -> str:
        """What tells its step from others of the same question, without the renewals."""
        return self.key.partition("/")[2].partition("@")[0]


@dataclass
class Office:
    """A walk in progress. Steps and answers were read in one query; what the walk opens is kept in ``pending`` until it stops."""

    desk: Desk
    case: Case
    stage: Stage = field(default_factory=Unseen)
    steps: dict[str, tuple[StepRow, AnswerRow | None]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    pending: list[Any] = field(default_factory=list)  # tasks.asking.Wanted

    @classmethod
    def at(cls, desk: Desk, case: Case, stage: Stage | None = None) -> "Office":
        """The office of a case: its steps with their answers (one query), and its acts where it has any."""
        # Acts first: one that is done between the two is then seen to be missing when the walk ends.
        acts = ACTS.all(desk.session, case=case.id) if case.acts else []
        found = STEPS.all(desk.session, case=case.id)
        return cls(desk, case, stage or Unseen(), {step.key: (step, answer) for step, answer in found}, acts)

    def value(self, deed: Deed, suffix: str = "") -> Any:
        """What a deed of this walk returned when it was done; ``None`` while it has not been."""
        answer = self.steps.get(self.key(deed, suffix), (None, None))[1]
        return answer.payload["value"] if answer is not None else None

    def key(self, item: Question | Deed, suffix: str = "") -> str:
        """The step's key. It carries how many acts have renewed it, so that an act has it asked anew (rule 4)."""
        renewals = sum(1 for act in self.acts if act.kind in item.renewed_by)
        parts = [item.key, suffix] if suffix else [item.key]
        return "/".join(parts) + (f"@{renewals}" if renewals else "")


def anchor_of(desk: Desk, case: Case, anchor: str) -> date:
    """The day a house rule counts from, as the case's records stand now; what no record knows counts from today, the day of asking.

    A rule that counts from another rule's day counts from the day that one falls on.
    """
    if (found := ANCHORS.get(anchor)) is not None:
        return found(desk, case)
    return day_of(desk, case, anchor) if anchor in desk.law.rules else desk.today


def _opinions_due(desk: Desk, case: Case) -> date:
    """The day by which the opinions of a written consultation were due; today where none is known."""
    closes = select(func.max(Consultation.closes_on)).where(col(Consultation.case_id) == case.id)
    return desk.session.execute(closes).scalar_one_or_none() or desk.today


def day_of(desk: Desk, case: Case, rule: str) -> date:
    """The day a house rule falls on for a case, as its records and the calendar stand now."""
    counts = desk.law.rules[rule]
    return counts.date_from(anchor_of(desk, case, counts.anchor), desk.law.calendar)


def _plan_year(desk: Desk, case: Case) -> int:
    """The year whose plans a case is about; for one that is about none, the year to come."""
    plan = PLAN.first(desk.session, case=case.id)
    return plan.year if plan is not None else desk.today.year + 1


def _quarter(desk: Desk, case: Case) -> Quarter:
    """The quarter a case is about; for one that is about none, today's."""
    return Quarter.parse(case.period) if case.period and QUARTER.fullmatch(case.period) else Quarter.of(desk.today)


def _of_case(desk: Desk, case: Case, record: type[RecordT], statement: Records[RecordT]) -> RecordT:
    """The record a case is about. A transaction has one object for it, so it need be looked up only once."""
    return desk.once((record, case.id), lambda: statement.one(desk.session, case=case.id))


def absence_of(desk: Desk, case: Case) -> Absence:
    """The absence a case follows."""
    return _of_case(desk, case, Absence, ABSENCE)


def directive_of(desk: Desk, case: Case) -> Directive:
    """The directive a case follows."""
    return _of_case(desk, case, Directive, DIRECTIVE)


def funding_of(desk: Desk, case: Case) -> FundingRequest:
    """The request for spending that a case carries."""
    return _of_case(desk, case, FundingRequest, FUNDING)


def task_of(desk: Desk, case: Case) -> GroupTask:
    """The working group's task a case follows."""
    return _of_case(desk, case, GroupTask, TASK)


def plan_of(desk: Desk, case: Case) -> Plan:
    """The version of a year's plans that a case carries."""
    return _of_case(desk, case, Plan, PLAN)


def meeting_of(desk: Desk, case: Case) -> Meeting:
    """The meeting a case carries."""
    return _of_case(desk, case, Meeting, MEETING)


ANCHORS: Mapping[str, Callable[[Desk, Case], date]] = {
    "meeting_day": lambda desk, case: meeting_of(desk, case).day,
    "group_meeting_day": lambda desk, case: meeting_of(desk, case).day,
    "task_due": lambda desk, case: task_of(desk, case).due,
    "directive_due": lambda desk, case: directive_of(desk, case).due or desk.today,
    "call_due": lambda desk, case: date.fromisoformat(case.subject["due"]) if "due" in case.subject else desk.today,
    "absence_start": lambda desk, case: absence_of(desk, case).since,
    "absence_end": lambda desk, case: absence_of(desk, case).until,
    "consultation": lambda desk, case: _opinions_due(desk, case),
    "opinion_clock": lambda desk, case: clock_start(desk, funding_of(desk, case)),
    "council_session": lambda desk, case: council_session(desk),  # noqa: ARG005 - every anchor is asked in this shape
    "plan_year": lambda desk, case: date(_plan_year(desk, case), 1, 1),
    "year_before": lambda desk, case: date(_plan_year(desk, case) - 1, 1, 1),
    "next_quarter_start": lambda desk, case: _quarter(desk, case).day_after,
    "quarter_end": lambda desk, case: _quarter(desk, case).last,
    "quarter_last_month": lambda desk, case: _quarter(desk, case).last.replace(day=1),
}
