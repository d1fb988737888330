"""A quarter's report that is late (khoản 9 Điều 7: due by the 25th of the quarter's last month) is told of every working day."""

from sqlmodel import col, select

from models.cases import Case
from models.clock import RINGS_AT
from models.papers import Paper
from models.steps import Step, StepState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.office import day_of
from tasks.open_cases import open_cases
from tasks.report_records import PROCESS
from tasks.who import Role, roster

CALL = ("data-call", "data-call-sign", "data-call-release")
LINE = (*CALL, "quarterly-draft", "quarterly-review", "quarterly-leader", "quarterly-sign", "quarterly-release")


def tell_late_reports(desk: Desk) -> int:
    """Tell standing member, deputy group leader and secretary of each report that should be out; once a working day each.

    Returns how many are late.
    """
    if not desk.law.calendar.is_working_day(desk.today) or desk.now.time() < RINGS_AT:
        return 0
    late = [case for case in map(desk.case, open_cases(desk).reports) if _is_late(desk, case)]
    for case in late:
        _tell(desk, case)
    return len(late)


def _is_late(desk: Desk, case: Case) -> bool:
    if day_of(desk, case, "report_alarm") > desk.today:
        return False
    issued = select(Paper.id).where(col(Paper.case_id) == case.id, col(Paper.matrix) == PROCESS, col(Paper.issued_at).is_not(None))
    return desk.session.exec(issued.limit(1)).first() is None


def _tell(desk: Desk, case: Case) -> None:
    people, due = roster(desk), day_of(desk, case, "report_issue")
    waits = select(Step.title).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN, col(Step.question).in_(LINE))
    doing = desk.session.exec(waits.limit(1)).first()
    telling = Telling(
        key=f"report-late/{desk.today}",
        kind="told",
        title="Cảnh báo quá hạn: báo cáo quý chưa phát hành",
        what=f"{case.title} phải phát hành chậm nhất ngày {due:%d/%m/%Y}, đến nay chưa phát hành."
        + (f" Đang chờ: {doing.lower()}." if doing else ""),
        clauses=("Đ7.9",),
        why="Ông/Bà ký, rà soát hoặc soạn báo cáo quý.",
    )
    seats = people.by_role(Role.STANDING_MEMBER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY)
    told = [people.answerer(seat.id).officer_id for seat in seats]
    tell(desk, case, [officer for officer in told if officer is not None], telling)
