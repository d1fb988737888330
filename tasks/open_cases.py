"""What is open, for the duties of the morning: one look at the cases of meetings, plans and reports, shared by all of them."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import col, select

from models.cases import Case
from models.meetings import Meeting
from models.plans import Plan
from tasks.bureau import Desk
from tasks.report_records import PROCESS

OPEN = (
    select(Case, Meeting, Plan)
    .join(Meeting, col(Meeting.case_id) == col(Case.id), isouter=True)
    .join(Plan, col(Plan.case_id) == col(Case.id), isouter=True)
    .where(
        col(Case.closed_at).is_(None),
        col(Case.cancelled_at).is_(None),
        or_(col(Meeting.id).is_not(None), col(Plan.id).is_not(None), col(Case.process) == PROCESS),
    )
    .order_by(col(Case.id))
)


@dataclass(frozen=True)
class OpenCases:
    """The open cases of a meeting, of a year's plans and of a quarter's report, the oldest first."""

    meetings: tuple[tuple[Meeting, Case], ...]
    plans: tuple[tuple[Plan, Case], ...]
    reports: tuple[Case, ...]


def open_cases(desk: Desk) -> OpenCases:
    """Read once a transaction."""
    return desk.once(OpenCases, lambda: _read(desk))


def _read(desk: Desk) -> OpenCases:
    rows = desk.session.execute(OPEN).all()
    return OpenCases(
        meetings=tuple((meeting, case) for case, meeting, _ in rows if meeting is not None),
        plans=tuple((plan, case) for case, _, plan in rows if plan is not None),
        reports=tuple(case for case, *_ in rows if case.process == PROCESS),
    )
