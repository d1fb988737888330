"""The working group for tests: its meetings and tasks, played by a script."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.cases import Case
from models.clock import at
from models.group_tasks import GroupTask
from tasks.group_forms import MANDATORY
from tasks.group_meetings import Wanted, want
from tests.office.cast import STANDING, TAKEN, YES, Office

LEADER, DEPUTY_LEADER, OTHER_DEPUTY = STANDING, "P16", "P17"  # the standing member leads the group (Đ5)
FINANCE, SECURITY, PLANNING = "P22", "P23", "P24"
ITEMS = [{"minutes": 30, "item": item, "by": "Thư ký Tổ công tác"} for item in MANDATORY]
GROUP_AGENDA: dict[str, Any] = {
    "choice": "submit",
    "day": "2019-09-19",
    "hour": "14:00",
    "place": "Phòng họp Sở Thông tin và Truyền thông",
    "presider": "group_leader",
    "items": ITEMS,
}
TASK: dict[str, Any] = {
    "text": "Rà soát dự toán năm 2020.",
    "seat": "group_finance",
    "helpers": ["group_planning"],
    "due": "2019-10-15",
    "product": "Bảng dự toán",
}
OTHER_TASK = TASK | {"text": "Kiểm tra an toàn thông tin.", "seat": "group_security", "helpers": [], "product": ""}
THERE = ["group_leader", "deputy_group_leader_1", "secretary", "group_centre", "group_finance", "group_security"]
GROUP_MINUTES: dict[str, Any] = {
    "choice": "submit",
    "present": THERE,
    "ended": "16:00",
    "matters": [{"item": MANDATORY[0], "by": "Thư ký", "discussed": "Còn 03 nhiệm vụ quá hạn."}],
    "tasks": [TASK, OTHER_TASK],
}
ABSENT = {"choice": "leave", "reason": "Đi công tác"}
MEET: dict[str, Any] = {
    "group-agenda": GROUP_AGENDA,
    "group-convene": YES,
    "group-convocation-release": TAKEN,
    "group-rsvp": {"choice": "attend"},
    "group-minutes": GROUP_MINUTES,
    "group-minutes-sign": YES,
    "group-minutes-release": TAKEN,
    "group-notice": {"choice": "submit", "attendance": "Dự họp có 06 thành viên Tổ công tác.", "tasks": [TASK, OTHER_TASK]},
    "group-notice-sign": YES,
    "group-notice-release": TAKEN,
}
DONE: dict[str, Any] = {
    "task-report": {"choice": "submit", "done": "Đã rà soát."},
    "task-confirm": YES,
    "task-extension": {"choice": "grant"},
}


def quarterly(office: Office, period: str = "2019-Q3") -> UUID:
    return office.open("group_meeting", period)


def on_demand(office: Office, by: str = DEPUTY_LEADER, **changes: Any) -> UUID:
    """A meeting that one of the leaders wants."""
    given: dict[str, Any] = {
        "starts_at": moment(date(2019, 9, 3)),
        "about": "Sự cố trục liên thông",
        "officer_id": by,
        "entry": str(uuid4()),
    }
    with office.bureau.desk() as desk:
        return want(desk, Wanted(**(given | changes)))[0].id


def moment(day: date, hour: int = 14) -> datetime:
    return at(day, time(hour))


def tasks_of(office: Office, parent: UUID) -> list[GroupTask]:
    with office.bureau.reading_desk() as desk:
        born = select(Case.id).where(col(Case.parent_id) == parent)
        return list(desk.session.exec(select(GroupTask).where(col(GroupTask.case_id).in_(born)).order_by(col(GroupTask.seq))))


def given_task(office: Office) -> UUID:
    """The case of the first task of a meeting that was held."""
    case_id = quarterly(office)
    office.play(case_id, MEET)
    task = tasks_of(office, case_id)[0].case_id
    office.walk(task)
    return task
