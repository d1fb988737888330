"""What a year's draft begins with: open directives, last year's unfinished lines, the computed calendar, what was proposed (Đ7.1)."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.directives import Directive
from models.figures import worded
from models.plans import Origin, Plan, PlanLine, PlanPaper, PlanTarget
from models.steps import Answer, Step
from regulation.calendar import Quarter
from regulation.year_calendar import YearEvent, year_events
from tasks.bureau import Desk
from tasks.directives import SOURCES
from tasks.office import Office, plan_of
from tasks.plan_forms import MainstreamedLine, PlanProposalForm, ProposedLine
from tasks.plans import follow, lines_of, plan_in_force
from tasks.report_facts import together
from tasks.report_records import books_are_closed, case_of
from tasks.who import Role, roster

ROMAN = ("I", "II", "III", "IV")
MIDYEAR, YEAREND = 2, 4  # quarters whose report is the review of the half year and of the year as well


def prefill(office: Office) -> dict[str, int]:
    """Write the lines the drafter begins with; returns how many of each origin there are."""
    desk, plan = office.desk, plan_of(office.desk, office.case)
    lines = [*_calendar(desk, plan), *_unfinished(desk, plan)]
    lines += _owed(desk, plan, {line.directive_id for line in lines})
    lines += _proposed(desk, plan)
    for n, line in enumerate(lines, start=1):
        line.position = n
    desk.session.add_all(lines)
    desk.session.add_all(_targets(desk, plan))
    desk.session.flush()
    follow(desk, plan)  # what was proposed, or planned last year, may name an agency that is no more
    return {origin.value: sum(line.origin == origin for line in lines) for origin in Origin}


def _calendar(desk: Desk, plan: Plan) -> list[PlanLine]:
    """What the regulation itself puts on the year's calendar; it is owed by the committee and followed by processes of its own."""
    return [
        PlanLine(
            plan_id=plan.id,
            paper=PlanPaper.PROGRAMME,
            section=event.kind,
            position=0,
            text=event_text(event, plan.year),
            product=_event_product(event),
            due=event.day,
            origin=Origin.CALENDAR,
            note="Theo lịch tính từ Quy chế",
        )
        for event in year_events(desk.law, plan.year)
    ]


def event_text(event: YearEvent, year: int) -> str:
    """What the year's programme calls it."""
    if event.kind == "session":
        return f"Trưởng ban, Phó Trưởng ban làm việc với Ủy viên thường trực, Tổ công tác giúp việc, tháng {event.number:02d}/{year}"
    quarter = f"quý {ROMAN[event.number - 1]} năm {year}"
    if event.kind == "board_meeting":
        return f"Họp Ban Chỉ đạo {quarter}"
    if event.kind == "group_meeting":
        return f"Họp Tổ công tác giúp việc {quarter}"
    review = {MIDYEAR: f", sơ kết 06 tháng đầu năm {year}", YEAREND: f", tổng kết năm {year}"}.get(event.number, "")
    return f"Báo cáo tình hình, kết quả hoạt động của Ban Chỉ đạo, Tổ công tác giúp việc {quarter}{review}"


def _event_product(event: YearEvent) -> str:
    return {"session": "Thông báo ý kiến chỉ đạo", "report": "Báo cáo"}.get(event.kind, "Thông báo kết luận")


def _unfinished(desk: Desk, plan: Plan) -> list[PlanLine]:
    """Lines of the year before that are still owed, or that nobody was ever made to answer for."""
    former = plan_in_force(desk, plan.year - 1)
    if former is None:
        return []
    found = []
    for line in lines_of(desk, former):
        duty = desk.find(Directive, line.directive_id)
        if line.origin == Origin.CALENDAR or (duty is not None and duty.ending is not None):
            continue
        kept = line.model_dump(include={"paper", "section", "text", "lead_agency", "product", "coordinating"}, warnings=False)
        if duty is not None:
            kept |= _as_owed(duty)
        note = f"Chưa xong của kế hoạch năm {former.year}"
        more: dict[str, Any] = {"due": duty.due if duty else None, "directive_id": duty.id if duty else None}
        found.append(PlanLine(plan_id=plan.id, position=0, origin=Origin.UNFINISHED, note=note, **kept, **more))
    return found


def _as_owed(duty: Directive) -> dict[str, Any]:
    return {"text": duty.text, "lead_agency": duty.lead_agency, "product": duty.product, "coordinating": list(duty.coordinating)}


def _owed(desk: Desk, plan: Plan, already: set[UUID | None]) -> list[PlanLine]:
    """Every directive that is still owed, with what it is owed by: the plan carries it over, its own case goes on following it."""
    wanted = select(Directive).where(col(Directive.ending).is_(None)).order_by(col(Directive.due).nulls_last(), col(Directive.id))
    return [
        PlanLine(
            plan_id=plan.id,
            paper=PlanPaper.WORK_PLAN,
            position=0,
            due=duty.due,
            origin=Origin.DIRECTIVE,
            note=_where_from(duty),
            directive_id=duty.id,
            **_as_owed(duty),
        )
        for duty in desk.session.exec(wanted)
        if duty.id not in already
    ]


def _where_from(duty: Directive) -> str:
    number = f" số {duty.source_number}" if duty.source_number else ""
    return f"{duty.source_text or SOURCES[duty.source]}{number}, ngày {duty.source_date:%d/%m/%Y}"


def _proposed(desk: Desk, plan: Plan) -> list[PlanLine]:
    people = roster(desk)
    return [
        PlanLine(
            plan_id=plan.id,
            paper=PlanPaper.WORK_PLAN,
            position=0,
            text=line.text,
            lead_agency=line.lead or people.seats[step.seats[0]].agency_id,
            coordinating=list(line.coordinating),
            product=line.product,
            due=line.due,
            origin=Origin.PROPOSAL,
            note=f"{people.called(step.seats[0])} đề xuất" + (f": {line.reason}" if line.reason else ""),
        )
        for step, line in proposals(desk, plan)
    ]


def proposals(desk: Desk, plan: Plan) -> list[tuple[Step, ProposedLine]]:
    """What members and agencies proposed, in the order it came."""
    return [(step, line) for step, form in answers_about(desk, plan) for line in form.lines]


def answers_about(desk: Desk, plan: Plan) -> list[tuple[Step, PlanProposalForm]]:
    """Every answer to the call for proposals of this plan's case."""
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Step.case_id) == plan.case_id, col(Step.question) == "plan-proposal", col(Answer.choice) == "propose")
        .order_by(col(Answer.at), col(Step.id))
    )
    return [(step, PlanProposalForm(choice=said.choice, **said.payload)) for step, said in rows]


def mainstreamed(desk: Desk, plan: Plan) -> list[tuple[str, MainstreamedLine]]:
    """Đ6.2: where members and agencies take e-government into their own plans: (whose, the line), also for a change of it."""
    first = plan
    while first.replaces_id is not None:
        first = desk.found(Plan, first.replaces_id)
    people = roster(desk)
    return [(people.called(step.seats[0]), line) for step, form in answers_about(desk, first) for line in form.mainstreamed]


def _targets(desk: Desk, plan: Plan) -> list[PlanTarget]:
    """The year's indicators with the targets they have; the standing office answers for what no other agency does."""
    known = [one for one in desk.law.indicators if any(one.holds_in(Quarter(plan.year, n)) for n in range(1, 5))]
    lead = roster(desk).seats[roster(desk).by_role(Role.STANDING_MEMBER)[0].id].agency_id
    reached = _reached(desk, plan.year - 1)
    return [
        PlanTarget(
            plan_id=plan.id,
            position=n,
            name=one.name,
            unit=one.unit,
            before=reached.get(one.code, ""),
            target="" if one.target is None else str(one.target),
            lead_agency=lead,
        )
        for n, one in enumerate(known, start=1)
    ]


def _reached(desk: Desk, year: int) -> dict[str, str]:
    """Indicator → the province's figure in the last quarter of a year whose books are closed, with the quarter it is of."""
    for number in (4, 3, 2, 1):
        quarter = Quarter(year, number)
        case = case_of(desk, quarter)
        if case is not None and books_are_closed(desk, case.id):
            totals = [(result.indicator, result.total.value) for result in together(desk, case).results]
            return {
                one.code: f"{worded(value, one.unit, ratio=one.is_ratio)} (quý {ROMAN[number - 1]})"
                for one, value in totals
                if value is not None
            }
    return {}
