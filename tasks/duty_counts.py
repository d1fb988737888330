"""How directives stood in a quarter, the one count of it: for the quarter's report (khoản 1 Điều 7) and for the scorecard.

A directive stands where it stood at the quarter's end, or stands today where the quarter is not over. The first day it was given
counts, whatever was granted later; what was stopped or split is owed no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from models.cases import Act, Case
from models.clock import OFFICE_ZONE
from models.directives import Directive, Ending, Progress
from models.steps import Step, StepState
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.directive_questions import NEW_LEAD
from tasks.directives import on_time
from tasks.succession import SUCCEEDED


class Standing(StrEnum):
    """How a directive stood, in the order in which a report tells them."""

    ON_TIME = "on-time"  # confirmed, its report in by the first day it was given
    LATE = "late"  # confirmed, its report in after that
    OPEN = "open"  # owed, and not yet late; or its report was in by that day and waits to be confirmed
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Followed:
    """A directive with what its own row does not tell.

    ``reported_on``: the day its last report of completion came in, where it was confirmed or still waits for that; ``led``: by whom
    until which day (exclusive), the oldest first, before its lead agency of today.
    """

    duty: Directive
    given_on: date
    cancelled_on: date | None
    reported_on: date | None
    led: Sequence[tuple[date, str]] = ()

    def lead_on(self, day: date) -> str:
        """The agency that led it at the end of a day."""
        return next((agency for until, agency in self.led if day < until), self.duty.lead_agency)


def last_day(desk: Desk, quarter: Quarter) -> date:
    """The day a quarter is looked at: its last, or today."""
    return min(desk.today, quarter.last)


def followed(desk: Desk, first: Quarter) -> list[Followed]:
    """The directives that were owed, or ended, in this quarter or since, the oldest first; three queries."""
    ended = col(Directive.ended_on)
    counted = col(Directive.ending).is_(None) | (col(Directive.ending) == Ending.CONFIRMED)
    wanted = select(Directive, Case).join(Case, col(Case.id) == col(Directive.case_id)).order_by(col(Directive.id))
    waiting, led = _waiting(desk), _led(desk)
    return [
        Followed(
            duty=duty,
            given_on=_day(case.opened_at),
            cancelled_on=_day(case.cancelled_at) if case.cancelled_at is not None else None,
            reported_on=duty.completed_on or waiting.get(duty.id),
            led=led.get(duty.case_id, ()),
        )
        for duty, case in desk.session.exec(wanted.where(counted, ended.is_(None) | (ended >= first.first)))
    ]


def standing_in(desk: Desk, one: Followed, quarter: Quarter) -> Standing | None:
    """How it stood in a quarter; None where it was not given yet, had ended before, or its case was called off."""
    duty, day = one.duty, last_day(desk, quarter)
    if one.given_on > day or (one.cancelled_on is not None and one.cancelled_on <= day):
        return None
    if duty.ended_on is not None and duty.ended_on <= day:
        return None if duty.ended_on < quarter.first else Standing.ON_TIME if on_time(desk, duty) else Standing.LATE
    return Standing.OVERDUE if is_overdue(desk, one, day) else Standing.OPEN


def is_overdue(desk: Desk, one: Followed, day: date) -> bool:
    """Whether it was owed on that day and late; a day off counts to the next working day. Who confirms it may take his time."""
    if one.duty.due_original is None:
        return False
    due = desk.law.rules["directive_day"].date_from(one.duty.due_original, desk.law.calendar)
    return due < day and (one.reported_on is None or one.reported_on > due)


def _waiting(desk: Desk) -> dict[UUID, date]:
    """Directive → the day of its last report of completion, where somebody is asked to confirm it now."""
    asked = select(Step.case_id).where(col(Step.question) == "confirm", col(Step.state) == StepState.OPEN)
    reported = select(Progress.directive_id, func.max(Progress.reported_at)).join(
        Directive, col(Directive.id) == col(Progress.directive_id)
    )
    reported = reported.where(col(Progress.complete).is_(True), col(Directive.case_id).in_(asked)).group_by(col(Progress.directive_id))
    return {directive: _day(at) for directive, at in desk.session.exec(reported)}


def _led(desk: Desk) -> dict[UUID, list[tuple[date, str]]]:
    """Case → by which agency its directive was led until which day, where it has changed hands."""
    acts = select(Act).where(col(Act.kind).in_((NEW_LEAD, SUCCEEDED))).order_by(col(Act.case_id), col(Act.n))
    found: dict[UUID, list[tuple[date, str]]] = {}
    for act in desk.session.exec(acts):
        before = act.payload["from"] if act.kind == NEW_LEAD else act.payload.get("lead")
        if before is not None:  # acts of before this was written down tell only who was touched
            found.setdefault(act.case_id, []).append((_day(act.at), before))
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()
