"""The records of a year, read off the database once; the pages of the yearbook are worked out from them alone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select as columns  # SQLModel's takes no more than four
from sqlmodel import col, select

from models.agencies import Agency
from models.cases import Act, Case
from models.clock import OFFICE_ZONE
from models.directives import Directive
from models.letters import Letter
from models.meetings import Attendance, Meeting
from models.papers import Paper
from models.people import Absence, Holding
from models.statements import Statement
from models.steps import StepState
from regulation import Law
from tasks.bureau import Desk
from tasks.questions import CATALOGUE, Question
from tasks.who import Roster, roster_on


@dataclass(frozen=True)
class Post:
    """A letter without its words: what it was, about what, to whom, on which day."""

    key: str
    kind: str
    case_id: UUID | None
    step_id: UUID | None
    officer_id: str | None
    queued_at: datetime


class YearStep(NamedTuple):
    """A step, as far as the pages tell of it."""

    id: UUID
    case_id: UUID
    key: str
    kind: str
    question: str
    title: str
    clauses: list[str]
    seats: list[str]
    officer_id: str | None
    standing_in: bool
    about: dict[str, Any]
    due: date | None
    due_rule: str | None
    opened_at: datetime
    closed_at: datetime | None
    state: str
    revision: int


class Said(NamedTuple):
    """An answer without its words: what was chosen, and when."""

    choice: str
    at: datetime


STEPS = Statement(f"SELECT {', '.join(YearStep._fields)} FROM step ORDER BY opened_at, id", YearStep._make)  # noqa: S608 - ours
SAID = Statement("SELECT step_id, choice, at FROM answer", lambda row: (row[0], Said(*row[1:])))


@dataclass(frozen=True)
class Records:
    """One home's year. ``today`` is the day the records are looked at: what is due by then and not done is late.

    ``roster`` is the roster at the year's beginning (who is called what); everything else is in the order it came to be.
    """

    law: Law
    year: int
    today: date
    roster: Roster
    agencies: Mapping[str, str]  # code → name
    cases: tuple[Case, ...]
    steps: tuple[YearStep, ...]
    answers: Mapping[UUID, Said]  # by step
    letters: tuple[Post, ...]
    papers: tuple[Paper, ...]
    meetings: tuple[Meeting, ...]
    attendance: tuple[Attendance, ...]
    directives: tuple[Directive, ...]
    acts: tuple[Act, ...]
    absences: tuple[Absence, ...]
    holdings: tuple[Holding, ...]

    @cached_property
    def case(self) -> Mapping[UUID, Case]:
        """By id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def step(self) -> Mapping[UUID, YearStep]:
        """By id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def steps_of(self) -> Mapping[UUID, list[YearStep]]:
        """The steps of a case."""
        found: dict[UUID, list[YearStep]] = defaultdict(list)
        for step in self.steps:
            found[step.case_id].append(step)
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {seat: self.roster.called(seat) for seat in self.roster.seats}

    def title(self, seat: str) -> str:
        """What a seat is called in a list; one that came later by its id."""
        return self._titles.get(seat, seat)

    def asked(self, step: YearStep) -> str:
        """Who was asked, by seat."""
        return ", ".join(self.title(seat) for seat in step.seats)

    def name(self, officer_id: str | None) -> str:
        """An officer's name."""
        return self.roster.name(officer_id)

    def occasion(self, case: Case) -> str:
        """What tells a case from others in every rehearsal with the same seed; its id is another each time."""
        parent = self.case.get(case.parent_id) if case.parent_id else None
        born = f"{self.occasion(parent)}/{case.birth_key}" if parent is not None else case.period or _day(case.opened_at).isoformat()
        return f"{case.process}/{born}"

    def answered_on(self, step: YearStep) -> date | None:
        """The day it was answered."""
        answer = self.answers.get(step.id)
        return _day(answer.at) if answer is not None else None

    def days_late(self, step: YearStep) -> int:
        """Working days past its deadline, until it was answered, its gather closed without it, or today.

        0: in time, not yet due, withdrawn, without a deadline, or unanswered where silence is an answer.
        """
        answered = self.answered_on(step)
        if step.due is None or step.state == StepState.WITHDRAWN or (answered is None and silence_answers(step)):
            return 0
        lapsed = answered is None and step.state == StepState.LAPSED
        ended = answered or (_day(step.closed_at) if lapsed and step.closed_at is not None else self.today)
        return max(1, self.law.calendar.count(step.due, ended)) if lapsed or ended > step.due else 0


def silence_answers(step: YearStep) -> bool:
    """Whether one need not answer: who says nothing has said something (:attr:`tasks.questions.Question.silence_means`)."""
    asked = CATALOGUE.get(step.question)
    return isinstance(asked, Question) and asked.silence_means is not None


def local(moment: datetime) -> datetime:
    """The office's time."""
    return moment.astimezone(OFFICE_ZONE)


def _day(moment: datetime) -> date:
    return local(moment).date()


def read_records(desk: Desk, year: int) -> Records:
    """Everything a year's pages are made of; a dozen queries, no letter's words, no answer written out."""
    session = desk.session
    told = (Letter.key, Letter.kind, Letter.case_id, Letter.step_id, Letter.officer_id, Letter.queued_at)
    post = columns(*map(col, told)).order_by(col(Letter.queued_at), col(Letter.id))
    return Records(
        law=desk.law,
        year=year,
        today=desk.today,
        roster=roster_on(desk, date(year, 1, 1)),
        agencies={agency.id: agency.name for agency in session.exec(select(Agency))},
        cases=tuple(session.exec(select(Case).order_by(col(Case.opened_at), col(Case.id)))),
        steps=tuple(STEPS.all(session)),
        answers=dict(SAID.all(session)),
        letters=tuple(Post(*row) for row in session.execute(post)),
        papers=tuple(session.exec(select(Paper).order_by(col(Paper.recorded_at), col(Paper.id)))),
        meetings=tuple(session.exec(select(Meeting).order_by(col(Meeting.starts_at), col(Meeting.id)))),
        attendance=tuple(session.exec(select(Attendance).order_by(col(Attendance.meeting_id), col(Attendance.seat_id)))),
        directives=tuple(session.exec(select(Directive).order_by(col(Directive.assigned_on), col(Directive.id)))),
        acts=tuple(session.exec(select(Act).order_by(col(Act.at), col(Act.case_id), col(Act.n)))),
        absences=tuple(session.exec(select(Absence).order_by(col(Absence.recorded_at), col(Absence.id)))),
        holdings=tuple(session.exec(select(Holding).order_by(col(Holding.since), col(Holding.seat_id)))),
    )
