"""A year's plans for tests: the case played by a script, lines as the drafter would write them, and what came of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.directives import Directive, Source
from models.papers import Paper
from models.plans import InspectionLine, Origin, Plan, PlanLine, PlanPaper
from tasks.office import plan_of
from tasks.plans import lines_of, next_position, want_change
from tests.office.cast import RETURNED, STANDING, TAKEN, YES, Handed, Office
from tests.office.polls import says

YEAR = "2020"
OPENS = date(2019, 10, 15)
SIGNED = {
    "choice": "take",
    "work_programme": Handed("ctr.pdf"),
    "work_plan": Handed("kh.pdf"),
    "inspection_plan": Handed("kt.pdf"),
}
DRAFT = {"choice": "submit", "note": "Đã tiếp thu các ý kiến."}
AGREED = says("agree", "agree", "agree")
SUMMED = {"choice": "submit", "proposal": "Ban hành theo dự thảo đã chỉnh lý."}
PROPOSED = {
    "choice": "propose",
    "lines": [
        {
            "text": "Số hóa hồ sơ bệnh án tại các bệnh viện tuyến tỉnh.",
            "lead": "SYT",
            "coordinating": ["STTTT"],
            "product": "Báo cáo",
            "due": "2020-09-30",
        }
    ],
    "mainstreamed": [{"scheme": "Đề án bệnh viện thông minh", "content": "Hồ sơ bệnh án điện tử", "due": "Quý II"}],
}
PLANNING: dict[str, Any] = {
    "plan-call": {"choice": "submit", "focus": "Ưu tiên dịch vụ công trực tuyến."},
    "plan-call-sign": YES,
    "plan-call-release": TAKEN,
    "plan-proposal": {"choice": "none"},
    "plan-proposal/member_yt": PROPOSED,
    "plan-draft": DRAFT,
    "plan-opinions-sign": YES,
    "plan-opinions-release": TAKEN,
    "programme-opinion": AGREED,
    "programme-opinion-summary": SUMMED,
    "programme-summary-sign": YES,
    "programme-summary-release": TAKEN,
    "plan-final": DRAFT,
    "plan-submit": YES,
    "plan-submit-release": TAKEN,
    "plan-sign": YES,
    "plan-release": SIGNED,
    "plan-change-final": DRAFT,
    "plan-change-submit": YES,
    "plan-change-submit-release": TAKEN,
    "plan-change-sign": YES,
    "plan-change-release": SIGNED,
}

SENT_BACK = {"choice": "return", "reason": "Chữ ký chưa đúng"}
HARD: dict[str, Any] = PLANNING | {  # everybody returns once, one member is silent, one objects
    "plan-call-sign": [RETURNED, YES],
    "plan-call-release": [TAKEN, SENT_BACK, TAKEN],
    "plan-proposal/member_gd": None,
    "plan-opinions-sign": [RETURNED, YES],
    "plan-opinions-release": [TAKEN, SENT_BACK, TAKEN],
    "programme-opinion/member_tc": None,
    "programme-summary-sign": [RETURNED, YES],
    "programme-summary-release": [TAKEN, SENT_BACK, TAKEN],
    "plan-submit": [RETURNED, YES],
    "plan-submit-release": [TAKEN, SENT_BACK, TAKEN],
    "plan-sign": [YES, YES, RETURNED, YES],
    "plan-release": [SIGNED, SIGNED, SIGNED, SENT_BACK, SIGNED],
    "plan-change-submit": [RETURNED, YES],
    "plan-change-submit-release": [TAKEN, SENT_BACK, TAKEN],
    "plan-change-sign": [YES, YES, RETURNED, YES],
    "plan-change-release": [SIGNED, SIGNED, SIGNED, SENT_BACK, SIGNED],
}


def opened(office: Office, year: str = YEAR) -> UUID:
    """The case of a year, on the day it opens by the calendar."""
    office.move_to(date(int(year) - 1, 10, 15))
    return office.open("annual_plan", year)


def drafting(office: Office, script: dict[str, Any] = PLANNING) -> UUID:
    """Until the draft is asked for, with a unit to inspect in it, so that it can be put forward."""
    case_id = opened(office)
    office.play_to(case_id, "plan-draft", script)
    inspect(office, case_id)
    return case_id


def planned(office: Office) -> UUID:
    """The case of a year with a unit and a duty in it already, so that any script can put its draft forward."""
    case_id = opened(office)
    inspect(office, case_id)
    add(office, case_id)
    return case_id


def changing(office: Office) -> UUID:
    """A year's plans in force, and a change of them that gives a duty another day."""
    case_id = planned(office)
    office.play(case_id, PLANNING)
    office.move_to(date(2020, 3, 2))
    with office.bureau.desk() as desk:
        changed = want_change(desk, plan_of(desk, desk.case(case_id)).id, "Tỉnh bổ sung nhiệm vụ.", by=STANDING).id
    add(office, changed, "Kiểm thử an toàn trục liên thông.", section="security", due=date(2020, 8, 31))
    return changed


def issued(office: Office, script: dict[str, Any] = PLANNING) -> UUID:
    """A year's plans in force."""
    case_id = drafting(office, script)
    office.play(case_id, script)
    return case_id


def plan(office: Office, case_id: UUID) -> Plan:
    with office.bureau.reading_desk() as desk:
        return plan_of(desk, desk.case(case_id))


def lines(office: Office, case_id: UUID, origin: Origin | None = None) -> list[PlanLine]:
    with office.bureau.reading_desk() as desk:
        found = lines_of(desk, plan_of(desk, desk.case(case_id)))
        return [line for line in found if origin is None or line.origin == origin]


def add(office: Office, case_id: UUID, text: str = "Nâng cấp cổng dịch vụ công.", **changes: Any) -> UUID:
    """A line of the work plan, as the drafter adds it."""
    given: dict[str, Any] = {
        "paper": PlanPaper.WORK_PLAN,
        "section": "online_services",
        "lead_agency": "STTTT",
        "coordinating": ["VPUBND"],
        "product": "Quyết định",
        "due": date(2020, 6, 30),
    }
    with office.bureau.desk() as desk:
        there = plan_of(desk, desk.case(case_id))
        line = PlanLine(plan_id=there.id, position=next_position(desk, there), text=text, **(given | changes))
        desk.session.add(line)
        desk.session.flush()
        return line.id


def inspect(office: Office, case_id: UUID, agency: str = "STNMT", **changes: Any) -> None:
    """A unit of the inspection plan."""
    given: dict[str, Any] = {"contents": ["An toàn thông tin"], "quarter": 2, "team": ["standing_member", "secretary"]}
    with office.bureau.desk() as desk:
        there = plan_of(desk, desk.case(case_id))
        desk.session.add(InspectionLine(plan_id=there.id, position=1, agency_id=agency, **(given | changes)))


def edit(office: Office, line_id: UUID, **changes: Any) -> None:
    with office.bureau.desk() as desk:
        line = desk.session.get_one(PlanLine, line_id)
        for name, value in changes.items():
            setattr(line, name, value)
        desk.session.add(line)


def duties(office: Office, source: Source = Source.PLAN) -> list[Directive]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Directive).where(col(Directive.source) == source).order_by(col(Directive.text))))


def notations(office: Office, case_id: UUID) -> list[str]:
    """The numbers of the case's issued papers, in the order they came out."""
    with office.bureau.reading_desk() as desk:
        wanted = select(Paper).where(col(Paper.case_id) == case_id, col(Paper.issued_at).is_not(None))
        return [paper.notation for paper in desk.session.exec(wanted.order_by(col(Paper.issued_at), col(Paper.id)))]


def papers_of(office: Office, case_id: UUID) -> list[Paper]:
    """Every paper of a case, in the order they were typed."""
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id).order_by(col(Paper.id))))
