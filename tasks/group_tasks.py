"""Tasks inside the working group (khoản 5 Điều 5, khoản 11 Điều 7): born of its notice, reported by the member, confirmed by the giver."""

from textwrap import shorten
from typing import Any
from uuid import UUID

from models.cases import Case
from models.group_tasks import GroupTask, TaskEnding
from models.meetings import Meeting
from notifications.words import short_date
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.group_forms import GroupTaskLine
from tasks.office import Answered, Office, task_of
from tasks.presiding import presiding_seat
from tasks.who import roster

VERSION = 1  # of flows.group_task; a task is born where flows cannot be imported


def give(desk: Desk, parent: Case, meeting: Meeting, n: int, line: GroupTaskLine, notation: str) -> Case:
    """Open the case of a task; it is born once, in the transaction that issues the notice."""
    subject = line.model_dump(mode="json") | {
        "meeting": str(meeting.id),
        "seq": n,
        "given_by": presiding_seat(desk, meeting),
        "number": notation,
        "given_on": desk.today.isoformat(),
    }
    title = f"Việc của Tổ công tác: {shorten(line.text, 120, placeholder='…')}"
    made = NewCase("group_task", title, VERSION, subject=subject, parent_id=parent.id, birth_key=f"task/{n}", opening=open_task)
    return open_case(desk, made)[0]


def open_task(desk: Desk, case: Case) -> None:
    """Its record, from the line of the notice."""
    given = case.subject
    line = GroupTaskLine(**{name: given[name] for name in GroupTaskLine.model_fields})
    desk.session.add(
        GroupTask(
            case_id=case.id,
            meeting_id=UUID(given["meeting"]),
            seq=given["seq"],
            text=line.text,
            seat=line.seat,
            helpers=list(line.helpers),
            given_by=given["given_by"],
            source_number=given["number"],
            given_on=desk.today,
            due_original=line.due,
            due=line.due,
            product=line.product,
        )
    )
    desk.session.flush()


def about(task: GroupTask) -> dict[str, Any]:
    """What a question about a task says it is about."""
    return {"matter": task.text}


def asks(task: GroupTask, report: Answered) -> dict[str, Any]:
    """What the giver is asked to decide on: the later day, why, and whose matter it is."""
    said = {name: report.payload[name] for name in ("new_due", "reason")}
    return {"matter": f"{task.text} (đề nghị gia hạn đến {report.payload['new_due']}: {said['reason']})", "seat": task.seat} | said


def given(office: Office) -> list[str]:
    """Who helps is told; who owes it is asked for his report."""
    desk, case, people = office.desk, office.case, roster(office.desk)
    task = task_of(desk, case)
    who = people.name(people.holders.get(task.seat))
    helpers = [people.holders[seat] for seat in task.helpers if seat in people.holders]
    telling = Telling(
        key="helpers",
        kind="told",
        title="Phối hợp thực hiện việc của Tổ công tác",
        what=f"{who} thực hiện, Ông/Bà phối hợp. Thời hạn: {short_date(task.due)}. Nội dung: {task.text}",
        clauses=("Đ5.5b", "Đ7.11"),
        why=f"Ông/Bà được phân công phối hợp theo Thông báo số {task.source_number}.",
    )
    tell(desk, case, helpers, telling)
    return helpers


def close(office: Office, report: Answered) -> str:
    """Confirmed: the day the report came in is the day it was done, held against the first day it was given."""
    desk, case = office.desk, office.case
    task = task_of(desk, case)
    task.completed_on = report.at.astimezone(desk.now.tzinfo).date()
    task.ending, task.ended_on = TaskEnding.CONFIRMED, desk.today
    desk.session.add(task)
    desk.session.flush()
    in_time = task.completed_on <= desk.law.rules["group_task_day"].date_from(task.due_original, desk.law.calendar)
    said = f"Đã xác nhận hoàn thành, {'đúng hạn' if in_time else 'quá hạn giao ban đầu'}"
    officer = roster(desk).holders.get(task.seat)
    telling = Telling(
        key="confirmed",
        kind="told",
        title="Xác nhận hoàn thành việc được giao",
        what=f"{said}. Nội dung: {task.text}",
        clauses=("Đ5.5b",),
        why="Ông/Bà được giao việc này.",
    )
    tell(desk, case, [officer] if officer else [], telling)
    return said
