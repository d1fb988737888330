"""A notice of conclusions that is late (QĐ 45/2018/QĐ-TTg: five working days) is told of every working day until it is out."""

from datetime import date

from sqlmodel import col, select

from models.cases import Case
from models.clock import RINGS_AT
from models.meetings import Meeting
from models.steps import Step, StepState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.meeting_checks import day_has_come
from tasks.office import meeting_of
from tasks.open_cases import open_cases
from tasks.presiding import presider_of
from tasks.who import Role, roster


def tell_late_notices(desk: Desk) -> int:
    """Tell presider and standing member of each meeting whose notice should be out; once a working day each. Returns how many are late."""
    if not desk.law.calendar.is_working_day(desk.today) or desk.now.time() < RINGS_AT:
        return 0
    ripe = [desk.case(case) for case, starts_at in open_cases(desk).meetings if _alarm_day(desk, starts_at.date()) <= desk.today]
    late = [(case, meeting) for case in ripe if day_has_come(desk, meeting := meeting_of(desk, case)) and _is_owed(desk, case)]
    for case, meeting in late:
        _tell(desk, case, meeting)
    return len(late)


def _is_owed(desk: Desk, case: Case) -> bool:
    """Whether the meeting's day has come for its line and the notice is not out."""
    marks = select(Step.question).where(col(Step.case_id) == case.id, col(Step.state) == StepState.ANSWERED)
    done = set(desk.session.exec(marks.where(col(Step.question).in_(("meeting-day", "issue-notice")))))
    return done == {"meeting-day"}


def _alarm_day(desk: Desk, meeting_day: date) -> date:
    issue, alarm = desk.law.rules["notice_issue"], desk.law.rules["notice_alarm"]
    return alarm.date_from(issue.date_from(meeting_day, desk.law.calendar), desk.law.calendar)


def _tell(desk: Desk, case: Case, meeting: Meeting) -> None:
    people, due = roster(desk), desk.law.rules["notice_issue"].date_from(meeting.day, desk.law.calendar)
    standing = people.answerer(people.by_role(Role.STANDING_MEMBER)[0].id).officer_id
    secretary = people.answerer(people.by_role(Role.SECRETARY)[0].id).officer_id
    waits = select(Step.title).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN, col(Step.question).like("notice-%"))
    doing = desk.session.exec(waits.limit(1)).first()
    telling = Telling(
        key=f"notice-late/{desk.today}",
        kind="told",
        title="Cảnh báo quá hạn: thông báo kết luận chưa phát hành",
        what=f"Thông báo kết luận {meeting.title[:1].lower()}{meeting.title[1:]} phải phát hành chậm nhất ngày {due:%d/%m/%Y} "
        f"(05 ngày làm việc sau cuộc họp), đến nay chưa phát hành." + (f" Đang chờ: {doing.lower()}." if doing else ""),
        clauses=("Đ5.4b",),
        why="Ông/Bà chủ trì cuộc họp, ký hoặc soạn thông báo kết luận.",
    )
    told = [standing, presider_of(desk, meeting).officer_id, secretary]
    tell(desk, case, [officer for officer in told if officer is not None], telling)
