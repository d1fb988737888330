"""What the working group's officers answer in a rehearsed year: its meetings, and the tasks that come of them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.group_checks import GROUP
from tasks.group_forms import MANDATORY
from tasks.office import meeting_of
from tasks.who import roster

if TYPE_CHECKING:
    from flows.rehearsed_officers import Officers

GROUP_SPEAKS = {"group-rsvp": 0.9}  # share that answers
COMES = 0.8
PLACE = "Phòng họp Sở Thông tin và Truyền thông"


def _agenda(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - every reply has this shape
    day = meeting_of(desk, desk.case(step.case_id)).day
    calendar = desk.law.calendar
    day = day if day > desk.today else calendar.add(desk.today, 2)
    return {
        "choice": "submit",
        "day": day.isoformat(),
        "hour": "14:00",
        "place": PLACE,
        "presider": "group_leader",
        "items": [{"minutes": 30, "item": item, "by": "Thư ký Tổ công tác"} for item in MANDATORY],
    }


def _rsvp(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "attend"} if officers.chance(step, period) < COMES else {"choice": "leave", "reason": "Đi công tác"}


def _tasks(desk: Desk, step: AskedStep) -> list[dict[str, Any]]:
    due = meeting_of(desk, desk.case(step.case_id)).day + timedelta(days=21)
    return [{"text": "Lập danh sách nhiệm vụ quá hạn.", "seat": "secretary", "due": due.isoformat(), "product": "Danh sách"}]


def _minutes(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {
        "choice": "submit",
        "present": [seat.id for seat in roster(desk).by_role(*GROUP)][:8],
        "ended": "16:00",
        "matters": [{"item": item, "by": "Thư ký Tổ công tác", "discussed": "Đã trao đổi, thống nhất."} for item in MANDATORY],
        "tasks": _tasks(desk, step),
    }


def _notice(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "submit", "attendance": "Dự họp có các thành viên Tổ công tác.", "tasks": _tasks(desk, step)}


def _report(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "submit", "done": "Đã hoàn thành."}


def _confirm(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "approve"}


def _reason(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    return {"choice": "submit", "reason": "Các thành viên tham gia phòng, chống bão."}


GROUP_REPLIES: Mapping[str, Callable[["Officers", Desk, AskedStep, str], dict[str, Any]]] = {
    "group-agenda": _agenda,
    "group-rsvp": _rsvp,
    "group-minutes": _minutes,
    "group-notice": _notice,
    "group-no-meeting-reason": _reason,
    "task-report": _report,
    "task-confirm": _confirm,
}
