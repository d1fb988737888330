"""A quarter's report for tests: who reports what, and officers who answer for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.papers import Paper
from models.reports import AgencyReport, ReportedFigure
from models.steps import Step
from tests.office.cast import RETURNED, TAKEN, YES, Office

OPENS, ASKED, CUTOFF, DUE, LATE, BOOKS, ISSUE = (
    date(2019, 8, 27),
    date(2019, 8, 30),  # ten working days before the cut-off, a Saturday, over the national day
    date(2019, 9, 14),
    date(2019, 9, 18),
    date(2019, 9, 19),
    date(2019, 9, 20),
    date(2019, 9, 25),
)
COUNTS = {"I10": "0", "I11": "60"}
AGENCIES = 37


def lines(step: Step, **changes: Any) -> list[dict[str, Any]]:
    """A line an indicator: 80 of 100 everywhere, unless ``I01=…`` says otherwise."""
    found = []
    for code in step.about["indicators"]:
        told = {"numerator": COUNTS[code]} if code in COUNTS else {"numerator": "80", "denominator": "100"}
        found.append({"indicator": code} | told if code not in changes else {"indicator": code} | changes[code])
    return found


def figures(step: Step, **changes: Any) -> dict[str, Any]:
    """What an agency reports."""
    return {"choice": "submit", "figures": lines(step, **changes), "obstacles": "Thiếu cán bộ chuyên trách."}


DRAFTED = {
    "choice": "submit",
    "group_not_met": "Tổ trưởng đi công tác",
    "group_work": "Đôn đốc các cơ quan thực hiện kết luận.",
    "programmes": "Kế hoạch số 45/KH-UBND đạt 70% khối lượng.",
    "next_tasks": "Chuẩn bị họp quý IV.",
}
CALLED = {"data-call": {"choice": "submit", "notes": "Rà soát trước khi gửi."}, "data-call-sign": YES, "data-call-release": TAKEN}
PROMPT: dict[str, Any] = CALLED | {
    "figures": figures,
    "explain": lambda step: {"choice": "submit", "figures": [explained(code) for code in step.about["indicators"]]},
    "quarterly-draft": DRAFTED,
    "quarterly-review": YES,
    "quarterly-leader": YES,
    "quarterly-sign": YES,
    "quarterly-release": TAKEN,
}


# One agency is silent, one is asked again and explains, one is asked again and keeps silent; everything is sent back once.
PATCHY: dict[str, Any] = PROMPT | {
    "data-call-sign": [RETURNED, YES],
    "data-call-release": [TAKEN, RETURNED, TAKEN],
    "figures/head_hgt": None,
    "figures/head_syt": lambda step: figures(step, I01={}),
    "figures/head_stc": lambda step: figures(step, I02={}),
    "explain/head_stc/1": None,
    "quarterly-review": [RETURNED, YES],
    "quarterly-sign": [YES, RETURNED, YES],
    "quarterly-release": [TAKEN, TAKEN, RETURNED, TAKEN],
}


def explained(code: str, words: str = "Số liệu đúng, do mở rộng dịch vụ.", **numbers: str) -> dict[str, Any]:
    """A figure that was asked about, explained as it stands."""
    told = numbers or ({"numerator": COUNTS[code]} if code in COUNTS else {"numerator": "80", "denominator": "100"})
    return {"indicator": code, "words": words} | told


def asked(office: Office, period: str = "2019-Q3", day: date = ASKED) -> UUID:
    """A report whose data call has gone out on its last day."""
    office.move_to(day)
    case_id = office.open("quarterly_report", period)
    office.play_to(case_id, "figures", CALLED)
    return case_id


def sent(office: Office, case_id: UUID, seat: str, **changes: Any) -> None:
    """An agency reports."""
    step = office.step(case_id, f"figures/{seat}")
    office.answer(step, figures(step, **changes))
    office.walk(case_id)


def versions(office: Office, case_id: UUID, agency: str) -> list[AgencyReport]:
    with office.bureau.reading_desk() as desk:
        wanted = select(AgencyReport).where(col(AgencyReport.case_id) == case_id, col(AgencyReport.agency_id) == agency)
        return list(desk.session.exec(wanted.order_by(col(AgencyReport.version))))


def kept(office: Office, report: AgencyReport) -> Mapping[str, ReportedFigure]:
    with office.bureau.reading_desk() as desk:
        rows = desk.session.exec(select(ReportedFigure).where(col(ReportedFigure.report_id) == report.id))
        return {row.indicator: row for row in rows}


def said(step: Step, **changes: Any) -> Mapping[str, Any]:
    """An answer to a question to explain: ``I01={"words": …}``."""
    told = [explained(code) | changes.get(code, {}) for code in step.about["indicators"]]
    return {"choice": "submit", "figures": told}


def paper_of(office: Office, case_id: UUID) -> Paper:
    """The report that was issued."""
    with office.bureau.reading_desk() as desk:
        issued = (col(Paper.issued_at).is_not(None), col(Paper.matrix) == "quarterly_report")
        wanted = select(Paper).where(col(Paper.case_id) == case_id, *issued)
        return desk.session.exec(wanted).one()
