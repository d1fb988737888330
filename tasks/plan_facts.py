"""A plan as its papers say it."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from documents import blocks
from documents.plans import Inspected, InspectionPlan, Mainstreamed, PlanEntry, PlanGroup, Target, WorkPlan, YearPaper, YearProgramme
from models.papers import Paper
from models.plans import Plan, PlanLine, PlanPaper
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.meetings import common
from tasks.papers import Head
from tasks.plan_prefill import mainstreamed
from tasks.plans import PAPER_TITLES, inspections_of, lines_of, sections_of, targets_of
from tasks.who import roster

FORMS = {
    PlanPaper.PROGRAMME: "chuong_trinh_cong_tac",
    PlanPaper.WORK_PLAN: "ke_hoach_cong_tac",
    PlanPaper.INSPECTION: "ke_hoach_kiem_tra",
}
THE_GROUP = "Tổ công tác giúp việc"  # prepares what the committee itself does (Đ5.4, Đ7)


def subject_of(plan: Plan, paper: PlanPaper) -> str:
    """What a paper is called on lists: "Kế hoạch công tác năm 2027 (điều chỉnh)"."""
    return f"{PAPER_TITLES[paper]} năm {plan.year}" + (" (điều chỉnh)" if plan.version > 1 else "")


def facts_of(desk: Desk, plan: Plan, paper: PlanPaper, head: Head, number: int | None = None, day: date | None = None) -> YearPaper:
    """The paper as the plan's records stand now."""
    shared: dict[str, Any] = common(head, number, day) | {
        "year": plan.year,
        "purpose": _words(plan, paper, "purpose"),
        "organisation": _words(plan, paper, "organisation"),
        "replaces": _former(desk, plan, paper),
        "reason": plan.reason,
    }
    if paper == PlanPaper.PROGRAMME:
        return YearProgramme(**shared, groups=groups(desk, plan, paper))
    if paper == PlanPaper.INSPECTION:
        return InspectionPlan(**shared, contents=_contents(desk, plan), units=_units(desk, plan), method=_words(plan, paper, "method"))
    called = names(desk)
    targets = [
        Target(
            name=one.name,
            before=one.before,
            target=_figure(one.target, one.unit),
            lead=called.get(one.lead_agency or "", ""),
        )
        for one in targets_of(desk, plan)
    ]
    meetings = [f"{line.text}: {blocks.figure_date(line.due)}" for line in lines_of(desk, plan, PlanPaper.PROGRAMME) if line.due]
    return WorkPlan(
        **shared,
        targets=tuple(targets),
        groups=groups(desk, plan, paper),
        meetings=tuple(meetings),
        funding=_words(plan, paper, "funding"),
        mainstreamed=tuple(
            Mainstreamed(whose=who, scheme=one.scheme, content=one.content, when=one.due) for who, one in mainstreamed(desk, plan)
        ),
    )


def groups(desk: Desk, plan: Plan, paper: PlanPaper) -> tuple[PlanGroup, ...]:
    """The lines of a paper under the titles of its sections; a section without lines is left out."""
    lines, called = lines_of(desk, plan, paper), names(desk)
    sections = sections_of(desk, paper)
    return tuple(
        PlanGroup(title=title, entries=tuple(_entry(line, called) for line in lines if line.section == code))
        for code, title in sections.items()
        if any(line.section == code for line in lines)
    )


def _entry(line: PlanLine, called: dict[str, str]) -> PlanEntry:
    return PlanEntry(
        text=line.text,
        lead=called[line.lead_agency] if line.lead_agency else THE_GROUP if line.paper == PlanPaper.PROGRAMME else "",
        coordinating=tuple(called[code] for code in line.coordinating),
        product=line.product,
        due=line.due,
    )


def _figure(figure: str, unit: str) -> str:
    return f"{figure} {unit}".strip() if figure and unit != "%" else f"{figure}{unit}" if figure else ""


def _words(plan: Plan, paper: PlanPaper, place: str) -> tuple[str, ...]:
    return blocks.paragraphs(plan.words.get(paper.value, {}).get(place, ""))


def _contents(desk: Desk, plan: Plan) -> tuple[str, ...]:
    """What any unit is inspected on, in the outline's order, then what is special to one."""
    wanted = dict.fromkeys(content for one in inspections_of(desk, plan) for content in one.contents)
    usual = [content for content in desk.law.plan_outline.inspection_contents if content in wanted]
    return tuple(dict.fromkeys([*usual, *wanted]))


def _units(desk: Desk, plan: Plan) -> tuple[Inspected, ...]:
    called, people = names(desk), roster(desk)
    return tuple(
        Inspected(
            unit=called[one.agency_id],
            quarter=one.quarter,
            covers_since=one.covers_since,
            contents=tuple(one.contents),
            team=tuple(people.called(seat) for seat in one.team if seat in people.seats),
        )
        for one in inspections_of(desk, plan)
    )


def _former(desk: Desk, plan: Plan, paper: PlanPaper) -> str:
    """The issued paper of the version before, as a changed one names it."""
    found = former_paper(desk, plan, paper)
    if found is None or found.issued_at is None:
        return ""
    return f"{PAPER_TITLES[paper]} số {found.notation} {blocks.short_date(found.issued_at.astimezone(desk.now.tzinfo).date())}"


def former_paper(desk: Desk, plan: Plan, paper: PlanPaper) -> Paper | None:
    """The paper in force that this version's would take the place of; it may be of any version before."""
    former = desk.find(Plan, plan.replaces_id)
    while former is not None:
        wanted = select(Paper).where(col(Paper.case_id) == former.case_id, col(Paper.matrix) == paper.value)
        found = desk.session.exec(wanted.where(col(Paper.issued_at).is_not(None))).first()
        if found is not None:
            return found
        former = desk.find(Plan, former.replaces_id)
    return None


def changed_papers(desk: Desk, plan: Plan) -> list[PlanPaper]:
    """Which papers are issued: all of a first version; of a change, those that say anything else than before."""
    former = desk.find(Plan, plan.replaces_id)
    if former is None:
        return list(PlanPaper)
    return [paper for paper in PlanPaper if _said(desk, plan, paper) != _said(desk, former, paper)]


def _said(desk: Desk, plan: Plan, paper: PlanPaper) -> Any:
    """Everything a paper of a plan says, without its number, day and signature."""
    if paper == PlanPaper.INSPECTION:
        rows: list[Any] = [one.model_dump(exclude={"id", "plan_id"}) for one in inspections_of(desk, plan)]
    else:
        kept = {"section", "text", "lead_agency", "coordinating", "product", "due"}
        rows = [line.model_dump(include=kept, warnings=False) for line in lines_of(desk, plan, paper)]
    if paper == PlanPaper.WORK_PLAN:
        rows += [target.model_dump(exclude={"id", "plan_id"}) for target in targets_of(desk, plan)]
        rows += [(line.text, line.due) for line in lines_of(desk, plan, PlanPaper.PROGRAMME)]
    return rows, plan.words.get(paper.value)
