"""A plan as pages show it: its lines under their sections, each with what is wrong and what clashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.plans import InspectionLine, Origin, Plan, PlanLine, PlanPaper
from models.steps import Answer, Step
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.office import plan_of
from tasks.plan_checks import inspection_faults, inspection_warnings, line_faults, line_warnings
from tasks.plan_facts import subject_of
from tasks.plan_prefill import mainstreamed
from tasks.plans import duty_of, inspections_of, lines_of, sections_of, targets_of
from tasks.who import roster

ORIGINS = {
    Origin.CALENDAR: "Theo lịch Quy chế",
    Origin.DIRECTIVE: "Nhiệm vụ đang theo dõi",
    Origin.UNFINISHED: "Chưa xong của năm trước",
    Origin.PROPOSAL: "Đề xuất",
    Origin.ADDED: "Tổ công tác bổ sung",
}
ROMAN = ("I", "II", "III", "IV")
WORDS = {
    "purpose": "Mục đích, yêu cầu",
    "funding": "Kinh phí",
    "method": "Phương pháp kiểm tra",
    "organisation": "Tổ chức thực hiện",
}


@dataclass(frozen=True)
class ShownLine:
    """A line with its agencies by name, where it comes from, what is wrong with it and what clashes."""

    line: PlanLine
    lead: str
    coordinating: tuple[str, ...]
    origin: str
    duty: Any  # the directive that follows it, once there is one
    faults: Sequence[str]
    warnings: Sequence[str]


@dataclass(frozen=True)
class ShownSection:
    """A section of a paper."""

    title: str
    lines: Sequence[ShownLine]

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.lines)


@dataclass(frozen=True)
class ShownInspection:
    """A unit that is inspected."""

    line: InspectionLine
    unit: str
    quarter: str
    team: tuple[str, ...]
    faults: Sequence[str]
    warnings: Sequence[str]


def plan_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """Everything a plan's page shows."""
    plan = plan_of(desk, case)
    return {
        "plan": plan,
        "papers": [
            (subject_of(plan, PlanPaper.PROGRAMME), PlanPaper.PROGRAMME.value, _sections(desk, plan, PlanPaper.PROGRAMME)),
            (subject_of(plan, PlanPaper.WORK_PLAN), PlanPaper.WORK_PLAN.value, _sections(desk, plan, PlanPaper.WORK_PLAN)),
        ],
        "inspections": _inspections(desk, plan),
        "inspection_title": subject_of(plan, PlanPaper.INSPECTION),
        "targets": [(one, names(desk).get(one.lead_agency or "", "")) for one in targets_of(desk, plan)],
        "mainstreamed": mainstreamed(desk, plan),
        "versions": versions(desk, plan),
        "words": [
            (subject_of(plan, paper), [(WORDS.get(name, name), text) for name, text in plan.words.get(paper.value, {}).items()])
            for paper in PlanPaper
        ],
    }


def _sections(desk: Desk, plan: Plan, paper: PlanPaper) -> list[ShownSection]:
    lines, called, draft = lines_of(desk, plan, paper), names(desk), plan.issued_on is None
    shown = [
        ShownLine(
            line=line,
            lead=called.get(line.lead_agency or "", ""),
            coordinating=tuple(called.get(code, code) for code in line.coordinating),
            origin=line.note or ORIGINS[Origin(line.origin)],
            duty=duty_of(desk, line),
            faults=line_faults(desk, plan, line) if draft else (),
            warnings=line_warnings(desk, line, lines) if draft else (),
        )
        for line in lines
    ]
    titles = sections_of(desk, paper)
    found = [ShownSection(title, [one for one in shown if one.line.section == code]) for code, title in titles.items()]
    strange = [one for one in shown if one.line.section not in titles]
    return [section for section in [*found, ShownSection("Chưa xếp mục", strange)] if section.lines]


def _inspections(desk: Desk, plan: Plan) -> list[ShownInspection]:
    people, called, every = roster(desk), names(desk), inspections_of(desk, plan)
    draft = plan.issued_on is None
    return [
        ShownInspection(
            line=one,
            unit=called.get(one.agency_id, one.agency_id),
            quarter=f"Quý {ROMAN[one.quarter - 1]}",
            team=tuple(people.called(seat) if seat in people.seats else seat for seat in one.team),
            faults=inspection_faults(desk, one, every) if draft else (),
            warnings=inspection_warnings(desk, plan, one) if draft else (),
        )
        for one in every
    ]


def versions(desk: Desk, plan: Plan) -> list[Plan]:
    """The versions of the year, the first one first."""
    return list(desk.session.exec(select(Plan).where(col(Plan.year) == plan.year).order_by(col(Plan.version))))


def proposers(desk: Desk, case: Case) -> tuple[int, int]:
    """How many were asked for proposals, and how many answered."""
    asked = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id), isouter=True)
    rows = desk.session.exec(asked.where(col(Step.case_id) == case.id, col(Step.question) == "plan-proposal")).all()
    return len(rows), sum(answer is not None for _, answer in rows)
