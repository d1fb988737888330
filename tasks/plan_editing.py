"""Editing a draft plan: lines, inspections, words. Only who is asked for the draft edits it, while he is asked (Đ7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.plans import InspectionLine, Origin, Plan, PlanLine, PlanPaper
from models.steps import Step, StepState
from tasks.bureau import Desk
from tasks.office import plan_of
from tasks.plans import NotADraft, inspections_of, lines_of, next_position

DRAFTING = ("plan-draft", "plan-final", "plan-change-final")


@dataclass(frozen=True)
class LineDraft:
    """A line as it was typed; ``section`` of its paper, ``lead`` an agency's code or empty."""

    paper: PlanPaper
    section: str
    text: str
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    product: str = ""
    due: date | None = None


@dataclass(frozen=True)
class InspectionDraft:
    """An inspection as it was typed; ``team``: seats, the one who leads it first."""

    agency: str
    quarter: int
    contents: tuple[str, ...]
    team: tuple[str, ...]
    covers_since: date | None = None


def drafts(desk: Desk, case_id: UUID, officer_id: str | None) -> bool:
    """Whether this officer is asked for the draft of this case now."""
    wanted = select(Step.id).where(col(Step.case_id) == case_id, col(Step.question).in_(DRAFTING), col(Step.state) == StepState.OPEN)
    return officer_id is not None and desk.session.exec(wanted.where(col(Step.officer_id) == officer_id)).first() is not None


def edited(desk: Desk, case_id: UUID, officer_id: str | None) -> Plan:
    """The draft, its case's row locked, for the officer who is asked for it; raises :class:`tasks.plans.NotADraft`."""
    case = desk.locked_case(case_id)
    if not case.is_open or not drafts(desk, case_id, officer_id):
        raise NotADraft(NotADraft.__doc__)
    desk.actor = officer_id
    plan = plan_of(desk, case)
    desk.session.refresh(plan)
    if plan.issued_on is not None:
        raise NotADraft(NotADraft.__doc__)
    return plan


def save_line(desk: Desk, plan: Plan, typed: LineDraft, line_id: UUID | None = None) -> PlanLine:
    """Write a line as it was typed: a new one at the end of its paper, or one that is there."""
    line = (
        _line(desk, plan, line_id) if line_id else PlanLine(plan_id=plan.id, paper=typed.paper, position=next_position(desk, plan), text="")
    )
    line.paper, line.section, line.text = typed.paper, typed.section, typed.text
    line.lead_agency, line.coordinating = typed.lead or None, list(typed.coordinating)
    line.product, line.due = typed.product, typed.due
    if line_id is None:
        line.origin = Origin.ADDED
    return _written(desk, plan, line, "plan.line")


def drop_line(desk: Desk, plan: Plan, line_id: UUID) -> None:
    """Take a line out of the draft; the directive it carried over goes on all the same."""
    line = _line(desk, plan, line_id)
    desk.session.delete(line)
    desk.session.flush()
    desk.record("plan.line.drop", plan.case_id, line=str(line_id), text=line.text)


def move_line(desk: Desk, plan: Plan, line_id: UUID, *, up: bool) -> None:
    """Change places with the line above or below in its section; at the end of it nothing happens."""
    line = _line(desk, plan, line_id)
    section = [one for one in lines_of(desk, plan, PlanPaper(line.paper)) if one.section == line.section]
    at = next(n for n, one in enumerate(section) if one.id == line.id)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(section):
        return
    section[at], section[to] = section[to], section[at]
    for position, one in zip(sorted(one.position for one in section), section, strict=True):
        one.position = position
        desk.session.add(one)
    desk.session.flush()
    desk.record("plan.line.move", plan.case_id, line=str(line_id), up=up)


def save_inspection(desk: Desk, plan: Plan, typed: InspectionDraft, line_id: UUID | None = None) -> InspectionLine:
    """Write an inspection as it was typed."""
    there = inspections_of(desk, plan)
    new = InspectionLine(plan_id=plan.id, position=len(there) + 1, agency_id=typed.agency, quarter=typed.quarter)
    line = _inspection(desk, plan, line_id) if line_id else new
    line.agency_id, line.quarter, line.covers_since = typed.agency, typed.quarter, typed.covers_since
    line.contents, line.team = list(typed.contents), list(typed.team)
    desk.session.add(line)
    desk.session.flush()
    desk.record("plan.inspection", plan.case_id, line=str(line.id), agency=line.agency_id)
    return line


def drop_inspection(desk: Desk, plan: Plan, line_id: UUID) -> None:
    """Take a unit out of the draft."""
    line = _inspection(desk, plan, line_id)
    desk.session.delete(line)
    desk.session.flush()
    desk.record("plan.inspection.drop", plan.case_id, line=str(line_id), agency=line.agency_id)


def save_words(desk: Desk, plan: Plan, words: Mapping[str, Mapping[str, str]]) -> None:
    """Write the papers' own words: paper → place in it → text; places the outline does not have are not read."""
    known = {paper: {name: words.get(paper, {}).get(name, text) for name, text in places.items()} for paper, places in plan.words.items()}
    plan.words = known
    desk.session.add(plan)
    desk.session.flush()
    desk.record("plan.words", plan.case_id, plan=str(plan.id))


def _line(desk: Desk, plan: Plan, line_id: UUID) -> PlanLine:
    line = desk.session.get(PlanLine, line_id)
    if line is None or line.plan_id != plan.id:
        raise NotADraft("Dòng này không còn trong dự thảo; Ông/Bà mở lại trang dự thảo.")
    return line


def _inspection(desk: Desk, plan: Plan, line_id: UUID) -> InspectionLine:
    line = desk.session.get(InspectionLine, line_id)
    if line is None or line.plan_id != plan.id:
        raise NotADraft("Đơn vị này không còn trong dự thảo; Ông/Bà mở lại trang dự thảo.")
    return line


def _written(desk: Desk, plan: Plan, line: PlanLine, act: str) -> PlanLine:
    desk.session.add(line)
    desk.session.flush()
    desk.record(act, plan.case_id, line=str(line.id), text=line.text)
    return line
