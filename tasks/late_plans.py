"""A year's plans that are not issued on 5 January are told of every working day until they are; standing duties go on meanwhile."""

from datetime import date

from sqlmodel import col, select

from models.cases import Case
from models.clock import RINGS_AT
from models.steps import Step, StepState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.open_cases import open_cases
from tasks.who import Role, roster


def tell_late_plans(desk: Desk) -> int:
    """Tell chair, standing member and secretary of each year whose plans should be in force; each working day. Returns how many."""
    if not desk.law.calendar.is_working_day(desk.today) or desk.now.time() < RINGS_AT:
        return 0
    unissued = [
        (plan.id, plan.year) for plan in open_cases(desk).plans if plan.year is not None and not plan.is_issued and plan.version == 1
    ]
    late = [(case, year) for case, year in unissued if _alarm_day(desk, year) <= desk.today]
    for case, year in late:
        _tell(desk, desk.case(case), year)
    return len(late)


def _alarm_day(desk: Desk, year: int) -> date:
    return desk.law.rules["programme_alarm"].date_from(date(year, 1, 1), desk.law.calendar)


def _tell(desk: Desk, case: Case, year: int) -> None:
    people, due = roster(desk), desk.law.rules["programme_issue"].date_from(date(year - 1, 1, 1), desk.law.calendar)
    told = [people.answerer(people.by_role(role)[0].id).officer_id for role in (Role.CHAIR, Role.STANDING_MEMBER, Role.SECRETARY)]
    doing = desk.session.exec(select(Step.title).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN).limit(1)).first()
    telling = Telling(
        key=f"plan-late/{desk.today}",
        kind="told",
        title=f"Cảnh báo quá hạn: chương trình, kế hoạch năm {year} chưa ban hành",
        what=f"Chương trình, kế hoạch năm {year} phải ban hành chậm nhất ngày {due:%d/%m/%Y}, đến nay chưa ban hành."
        + (f" Đang chờ: {doing[:1].lower()}{doing[1:]}." if doing else "")
        + " Các nghĩa vụ định kỳ theo Quy chế (họp, báo cáo, theo dõi nhiệm vụ) vẫn thực hiện theo lịch.",
        clauses=("Đ3.1c",),
        why="Ông/Bà ký, trình hoặc soạn chương trình, kế hoạch năm.",
    )
    tell(desk, case, [officer for officer in told if officer is not None], telling)
