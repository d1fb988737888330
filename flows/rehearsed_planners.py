"""What the officers of a rehearsal answer about a year's programme and plans; a few agencies propose, a unit or two is inspected."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from flows.rehearsed_files import handed_in
from models.consultations import Consultation
from models.plans import InspectionLine, Plan, PlanPaper
from models.steps import AskedStep
from regulation import Law
from tasks.bureau import Desk
from tasks.office import plan_of
from tasks.plan_release import signed_papers
from tasks.plans import inspections_of
from tasks.releasing import PDF
from tasks.who import Role, roster

Reply = Callable[[Law, Desk, AskedStep], dict[str, Any]]

PROPOSES = ("member_vp", "member_nv", "member_tc", "head_stp")  # seats whose agencies propose a duty each; the others propose nothing
INSPECTED = (("SXD", 3), ("HKH", 3), ("STNMT", 2))  # which unit, in which quarter


def _call(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:  # noqa: ARG001 - every reply has this shape
    return {"choice": "submit"}


def _proposal(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:
    if step.seats[0] not in PROPOSES:
        return {"choice": "none"}
    year, n = plan_of(desk, desk.case(step.case_id)).year, PROPOSES.index(step.seats[0])
    due = law.calendar.roll_back(date(year, 3 + 2 * n, 20))
    lead = roster(desk).seats[step.seats[0]].agency_id
    line = {"text": f"Nâng cấp dịch vụ công trực tuyến của ngành, đợt {n + 1}.", "lead": lead, "product": "Báo cáo", "due": due.isoformat()}
    return {"choice": "propose", "lines": [line]}


def _draft(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:
    """The secretary adds the units to inspect, where there are none yet."""
    plan = plan_of(desk, desk.case(step.case_id))
    if not inspections_of(desk, plan):
        desk.session.add_all(_units(law, desk, plan))
        desk.session.flush()
    return {"choice": "submit", "note": "Đã tiếp thu ý kiến của các thành viên."}


def _units(law: Law, desk: Desk, plan: Plan) -> list[InspectionLine]:
    team = [seat.id for seat in roster(desk).by_role(Role.STANDING_MEMBER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY)]
    there = {agency.code for agency in law.committee.agencies}
    return [
        InspectionLine(
            plan_id=plan.id, position=n, agency_id=code, contents=list(law.plan_outline.inspection_contents), quarter=quarter, team=team
        )
        for n, (code, quarter) in enumerate(INSPECTED, start=1)
        if code in there
    ]


def _opinion(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:  # noqa: ARG001 - as above
    asked = desk.session.exec(select(Consultation).where(col(Consultation.case_id) == step.case_id)).one()
    return {"choice": "send", "opinions": [{"n": n, "stance": "agree"} for n in range(1, len(asked.questions) + 1)]}


def _summary(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "submit", "proposal": "Trình Trưởng ban ký ban hành theo dự thảo đã hoàn thiện."}


def _released(law: Law, desk: Desk, step: AskedStep) -> dict[str, Any]:  # noqa: ARG001 - as above
    files = {
        PlanPaper(paper.matrix).value: handed_in(desk, step, f"Bản đã ký: {paper.subject}", PDF) for paper in signed_papers(desk, step)
    }
    return {"choice": "take"} | files


PLANNING: Mapping[str, Reply] = {
    "plan-call": _call,
    "plan-proposal": _proposal,
    "plan-draft": _draft,
    "plan-final": _draft,
    "plan-change-final": _draft,
    "programme-opinion": _opinion,
    "programme-opinion-summary": _summary,
    "plan-release": _released,
    "plan-change-release": _released,
}
