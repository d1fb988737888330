"""What only the records can tell about the answers of the working group, and what those answers change."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.group_tasks import GroupTask
from models.steps import AskedStep, Step, StepState
from notifications.words import short_date
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.group_forms import (
    MANDATORY,
    GroupAgendaForm,
    GroupMinutesForm,
    GroupNoticeForm,
    GroupTaskLine,
    TaskExtensionForm,
    TaskReportForm,
)
from tasks.meeting_checks import missing_upload
from tasks.meeting_forms import VerdictForm
from tasks.moving import move_due
from tasks.office import QUARTER, meeting_of, task_of
from tasks.paper_forms import ReleaseForm
from tasks.who import Role, Roster, roster

LEADERS = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER)
GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)
TASK_REPORT_KEY = "task-report"


def agenda(desk: Desk, step: AskedStep, form: GroupAgendaForm) -> dict[str, str]:
    """A working day still to come, in its own quarter; a leader of the group presides; nothing mandatory is missing (Đ8.3)."""
    wrong: dict[str, str] = {}
    period = desk.case(step.case_id).period or ""
    if form.presider not in [seat.id for seat in roster(desk).by_role(*LEADERS)]:
        wrong["presider"] = "Xin chọn người chủ trì: Tổ trưởng hoặc một Tổ phó."
    if not desk.law.calendar.is_working_day(form.day):
        wrong["day"] = f"Ngày {form.day:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."
    elif form.starts_at <= desk.now:
        wrong["day"] = f"Thời gian họp {form.starts_at:%H:%M ngày %d/%m/%Y} đã qua; hãy chọn thời gian khác."
    if QUARTER.fullmatch(period):
        quarter = Quarter.parse(period)
        missing = [item for item in MANDATORY if item.lower() not in {line.item.lower() for line in form.items}]
        if missing:
            wrong["items"] = f"Chương trình họp định kỳ còn thiếu nội dung bắt buộc: {'; '.join(missing)}."
        if form.day > quarter.last and desk.today <= quarter.last:
            wrong["day"] = f"Ngày họp phải trong {quarter.title}: Tổ công tác họp ba tháng một lần (khoản 3 Điều 8 Quy chế)."
    return wrong


def still_to_come(desk: Desk, step: AskedStep, form: VerdictForm | ReleaseForm) -> dict[str, str]:
    """A draft that waited past its own hour cannot be signed or sent out any more, only returned for another day."""
    meeting = meeting_of(desk, desk.case(step.case_id))
    if form.choice == "return" or meeting.starts_at > desk.now:
        return {}
    return {"choice": f"Giờ họp {meeting.starts_at:%H:%M ngày %d/%m/%Y} đã qua. Hãy trả lại để Thư ký trình ngày khác."}


def minutes(desk: Desk, step: AskedStep, form: GroupMinutesForm) -> dict[str, str]:
    """Members of the group were there; tasks can be owed."""
    known = {seat.id for seat in roster(desk).by_role(*GROUP)}
    if strangers := [seat for seat in form.present if seat not in known]:
        return {"present": f"Không phải chức danh của Tổ công tác: {', '.join(strangers)}. Hãy chọn trong danh sách."}
    return wrong_tasks(desk, step, form.tasks)


def notice(desk: Desk, step: AskedStep, form: GroupNoticeForm) -> dict[str, str]:
    """Tasks can be owed."""
    return wrong_tasks(desk, step, form.tasks)


def wrong_tasks(desk: Desk, step: AskedStep, lines: list[GroupTaskLine]) -> dict[str, str]:
    """Đ5.5, Đ7.11: each is given to another member of the group than who presides, for a day after the meeting."""
    people, meeting = roster(desk), meeting_of(desk, desk.case(step.case_id))
    gives = people.holders.get(meeting.presider_seat or "")
    wrong: dict[str, str] = {}
    for n, line in enumerate(lines):
        place = f"tasks.{n}."
        if line.seat not in _group(people) or set(line.helpers) - _group(people):
            wrong[place + "seat"] = f"Việc {n + 1}: xin chọn thành viên Tổ công tác trong danh sách."
        elif gives is not None and people.holders.get(line.seat) == gives:
            wrong[place + "seat"] = f"Việc {n + 1}: người chủ trì không tự giao việc cho mình, vì không ai tự xác nhận việc của mình."
        if line.due <= meeting.day:
            wrong[place + "due"] = f"Việc {n + 1}: thời hạn {line.due:%d/%m/%Y} phải sau ngày họp {meeting.day:%d/%m/%Y}."
    return wrong


def _group(people: Roster) -> set[str]:
    return {seat.id for seat in people.by_role(*GROUP)}


def task_report(desk: Desk, step: AskedStep, form: TaskReportForm) -> dict[str, str]:
    """A later day than the one that counts; a file that has come."""
    task = task_of(desk, desk.case(step.case_id))
    if form.choice == "extend" and form.new_due is not None and form.new_due <= max(task.due, desk.today):
        return {"new_due": f"Ngày đề nghị phải sau hạn hiện nay ({task.due:%d/%m/%Y}) và sau hôm nay."}
    return missing_upload(desk, step, form.evidence, "evidence", "minh chứng")


def decide_extension(desk: Desk, step: AskedStep, form: TaskExtensionForm) -> None:
    """Who gave the task answers; granted, the new day counts at once and the first one stays on record."""
    case = desk.case(step.case_id)
    task: GroupTask = task_of(desk, case)
    asked = date.fromisoformat(step.about["new_due"])
    if form.choice == "grant" and asked > task.due:
        task.due = asked
        desk.session.add(task)
        desk.session.flush()
        for one in desk.session.exec(_open_reports(case.id)):
            move_due(desk, case, one)
    officer = roster(desk).holders.get(task.seat)
    verdict = f"được gia hạn đến {short_date(task.due)}" if form.choice == "grant" else f"không được gia hạn. Lý do: {form.reason}"
    telling = Telling(
        key=f"{step.key}/said",
        kind="told",
        title="Kết quả đề nghị gia hạn việc được giao",
        what=f"Việc {verdict}. Nội dung: {task.text}",
        clauses=step.clauses,
        why="Ông/Bà được giao việc này.",
    )
    tell(desk, case, [officer] if officer else [], telling)


def _open_reports(case_id: UUID) -> Any:
    wanted = select(Step).where(col(Step.case_id) == case_id, col(Step.question) == TASK_REPORT_KEY, col(Step.state) == StepState.OPEN)
    return wanted.execution_options(populate_existing=True)
