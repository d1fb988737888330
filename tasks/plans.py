"""A year's plans as records: how they open, their lines in order, what one version takes over from another."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from models.cases import Case
from models.directives import Directive
from models.errors import Refused
from models.plans import InspectionLine, Plan, PlanLine, PlanPaper, PlanTarget
from models.statements import Records
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.who import roster

CHANGE_VERSION = 1  # of flows.plan_change; a change is born where flows cannot be imported
PAPER_TITLES = {
    PlanPaper.PROGRAMME: "Chương trình công tác",
    PlanPaper.WORK_PLAN: "Kế hoạch công tác",
    PlanPaper.INSPECTION: "Kế hoạch kiểm tra",
}
PROGRAMME_SECTIONS = {  # as the year's calendar calls what it puts there, in the order of the paper
    "board_meeting": "Họp Ban Chỉ đạo",
    "group_meeting": "Họp Tổ công tác giúp việc",
    "session": "Làm việc định kỳ của Trưởng ban, Phó Trưởng ban",
    "report": "Báo cáo",
    "other": "Nội dung khác",
}
CARRIED_ON = "Nhiệm vụ chuyển tiếp, nhiệm vụ khác"  # of the work plan: what stands in none of the outline's sections
MEETINGS = ("board_meeting", "group_meeting", "session")

LINES = select(PlanLine).where(col(PlanLine.plan_id) == bindparam("plan")).order_by(col(PlanLine.position), col(PlanLine.id))
INSPECTIONS = Records(
    select(InspectionLine)
    .where(col(InspectionLine.plan_id) == bindparam("plan"))
    .order_by(col(InspectionLine.quarter), col(InspectionLine.position), col(InspectionLine.id))
)
TARGETS = Records(
    select(PlanTarget).where(col(PlanTarget.plan_id) == bindparam("plan")).order_by(col(PlanTarget.position), col(PlanTarget.id))
)


class NotADraft(Refused):
    """Chương trình, kế hoạch này không còn là dự thảo đang soạn nên không sửa được. Ông/Bà xem trang hồ sơ."""

    status = 409


def case_title(desk: Desk, period: str) -> str:
    """What the case of a year is called."""
    return f"Chương trình, kế hoạch năm {int(period)} của {desk.law.committee.identity.short_name}"


def open_plan(desk: Desk, case: Case) -> None:
    """The first version of a year's plans, with the outline's words and nothing else yet."""
    assert case.period is not None
    year = int(case.period)
    desk.session.add(Plan(case_id=case.id, year=year, words=_first_words(desk, year)))
    desk.session.flush()


def _first_words(desk: Desk, year: int) -> dict[str, dict[str, str]]:
    words = desk.law.plan_outline.words
    return {paper: {name: text.format(year=year, before=year - 1) for name, text in places.items()} for paper, places in words.items()}


def open_change(desk: Desk, case: Case) -> None:
    """The next version: everything of the version in force, line by line, to be changed; under agencies of today."""
    former = desk.found(Plan, UUID(case.subject["plan"]))
    plan = Plan(
        case_id=case.id,
        year=former.year,
        version=former.version + 1,
        replaces_id=former.id,
        reason=case.subject["reason"],
        words=former.words,
    )
    desk.session.add(plan)
    desk.session.flush()
    for line in lines_of(desk, former):
        kept = line.model_dump(exclude={"id", "plan_id", "former_id"}, warnings=False)
        desk.session.add(PlanLine(plan_id=plan.id, former_id=line.id, **kept))
    for one in inspections_of(desk, former):
        desk.session.add(InspectionLine(plan_id=plan.id, **one.model_dump(exclude={"id", "plan_id"})))
    for target in targets_of(desk, former):
        desk.session.add(PlanTarget(plan_id=plan.id, **target.model_dump(exclude={"id", "plan_id"})))
    desk.session.flush()
    follow(desk, plan)


def want_change(desk: Desk, plan_id: UUID, reason: str, *, by: str | None) -> Case:
    """Đ3.1, Đ5.1: the plan in force is to be changed; a new document comes over it, the old one is kept.

    Raises ``Refused`` where no reason is given, where the plan is not the one in force, or where it is being changed already.
    """
    plan = desk.found(Plan, plan_id)
    desk.locked_case(plan.case_id)
    if not reason.strip():
        raise Refused("Điều chỉnh chương trình, kế hoạch phải ghi lý do.")
    if plan.issued_on is None:
        raise Refused("Chương trình, kế hoạch này chưa ban hành nên chưa có gì để điều chỉnh; hãy sửa ở dự thảo.")
    if desk.session.exec(select(Plan.id).where(col(Plan.replaces_id) == plan.id)).first() is not None:
        raise Refused("Chương trình, kế hoạch này đã có bản điều chỉnh; hãy mở bản mới nhất của năm.")
    desk.actor = by
    title = f"Điều chỉnh chương trình, kế hoạch năm {plan.year} (lần {plan.version})"
    subject = {"plan": str(plan.id), "reason": reason.strip(), "by": by}
    made = NewCase(
        "plan_change",
        title,
        CHANGE_VERSION,
        subject=subject,
        parent_id=plan.case_id,
        birth_key=f"change/{plan.version}",
        opening=open_change,
    )
    return open_case(desk, made)[0]


def lines_of(desk: Desk, plan: Plan, paper: PlanPaper | None = None) -> Sequence[PlanLine]:
    """The lines of a plan in order, by paper and section."""
    order = section_order(desk)
    found = [line for line in desk.session.execute(LINES, {"plan": plan.id}).scalars() if paper in (None, line.paper)]
    return sorted(found, key=lambda line: (line.paper, order.get(line.section, len(order)), line.position))


def section_order(desk: Desk) -> dict[str, int]:
    """Section → its place in its paper."""
    codes = [*PROGRAMME_SECTIONS, *(section.code for section in desk.law.plan_outline.sections)]
    return {code: n for n, code in enumerate(codes)}


def sections_of(desk: Desk, paper: PlanPaper) -> dict[str, str]:
    """Code → title of the sections a paper has; none where it is not divided."""
    if paper == PlanPaper.PROGRAMME:
        return PROGRAMME_SECTIONS
    if paper == PlanPaper.INSPECTION:
        return {}
    return {section.code: section.title for section in desk.law.plan_outline.sections} | {"": CARRIED_ON}


def inspections_of(desk: Desk, plan: Plan) -> Sequence[InspectionLine]:
    """The inspections of a plan, by quarter and order."""
    return INSPECTIONS.all(desk.session, plan=plan.id)


def targets_of(desk: Desk, plan: Plan) -> Sequence[PlanTarget]:
    """The targets of a plan in order."""
    return TARGETS.all(desk.session, plan=plan.id)


def plan_in_force(desk: Desk, year: int) -> Plan | None:
    """The latest issued version of a year."""
    wanted = select(Plan).where(col(Plan.year) == year, col(Plan.issued_on).is_not(None))
    return desk.session.exec(wanted.order_by(col(Plan.version).desc())).first()


def duty_of(desk: Desk, line: PlanLine) -> Directive | None:
    """The directive that follows a line, once there is one."""
    return desk.find(Directive, line.directive_id)


def next_position(desk: Desk, plan: Plan) -> int:
    """A place after the last line."""
    last = desk.session.exec(select(func.max(PlanLine.position)).where(col(PlanLine.plan_id) == plan.id)).one()
    return (last or 0) + 1


def gone_in(desk: Desk, plan: Plan) -> list[str]:
    """Codes of the agencies that are no more which it still names, where who took over can be written instead."""
    gone, named = roster(desk).heirs, [one.agency_id for one in _inspections_to_move(desk, plan, roster(desk).heirs)]
    for line in lines_of(desk, plan) if gone else ():
        named += [line.lead_agency or "", *line.coordinating]
    named += [one.lead_agency or "" for one in targets_of(desk, plan)] if gone else []
    return [code for code in dict.fromkeys(named) if code in gone]


def follow(desk: Desk, plan: Plan) -> list[str]:
    """Write who took over into the draft's lines, targets and inspections; returns what was changed, in words. Twice changes nothing.

    A unit whose successor is inspected in the same year already stays as it is, for no unit is inspected twice: who drafts
    drops one of the two.
    """
    gone = roster(desk).heirs
    lines = [line for line in lines_of(desk, plan) if _follow_line(line, gone)]
    targets = [one for one in targets_of(desk, plan) if one.lead_agency in gone]
    for one in targets:
        one.lead_agency = gone[str(one.lead_agency)]
    units = _inspections_to_move(desk, plan, gone)
    for unit in units:
        unit.agency_id = gone[unit.agency_id]
    found: Sequence[PlanLine | PlanTarget | InspectionLine] = [*lines, *targets, *units]
    desk.session.add_all(found)
    desk.session.flush()
    if found:
        desk.record("plan.succeed", plan.case_id, lines=[str(one.id) for one in found])
    called = names(desk)
    return [
        *(f"nhiệm vụ «{line.text}»" for line in lines),
        *(f"chỉ tiêu «{one.name}»" for one in targets),
        *(f"kiểm tra {called[unit.agency_id]} quý {unit.quarter}" for unit in units),
    ]


def _follow_line(line: PlanLine, gone: Mapping[str, str]) -> bool:
    lead = gone.get(line.lead_agency or "", line.lead_agency)
    helpers = [code for code in dict.fromkeys(gone.get(code, code) for code in line.coordinating) if code != lead]
    if lead == line.lead_agency and gone.keys().isdisjoint(line.coordinating):
        return False
    line.lead_agency, line.coordinating = lead, helpers
    return True


def _inspections_to_move(desk: Desk, plan: Plan, gone: Mapping[str, str]) -> list[InspectionLine]:
    """Units that are no more, the first of those that one successor has taken over, where it is not inspected itself."""
    there = {one.agency_id for one in inspections_of(desk, plan)}
    found = []
    for one in inspections_of(desk, plan):
        heir = gone.get(one.agency_id)
        if heir is not None and heir not in there:
            there.add(heir)
            found.append(one)
    return found
