"""Việc giao trong Tổ công tác (khoản 5 Điều 5, khoản 11 Điều 7 Quy chế)."""

from functools import partial
from typing import Any

from flows.process import process
from models.group_tasks import GroupTask
from tasks import group_tasks
from tasks.group_questions import CLOSE_TASK, GIVE_TASK, TASK_CONFIRM, TASK_EXTENSION, TASK_REPORT
from tasks.office import Office, task_of
from tasks.verbs import ask, fix, open


@process("Việc trong Tổ công tác", clauses="Đ5.5 Đ7.11", opening=group_tasks.open_task, subject=task_of, version=group_tasks.VERSION)
def group_task(office: Office, task: GroupTask) -> str:
    """Theo dõi một việc lãnh đạo Tổ giao cho thành viên Tổ công tác, đến khi được xác nhận hoàn thành."""
    # Đ7.11: the member reports, who gave it confirms or returns it; silence is neither.
    fix(office, GIVE_TASK, lambda: group_tasks.given(office))
    returned: dict[str, Any] = {}
    n = 1
    while True:
        report = ask(office, task.seat, for_=TASK_REPORT, suffix=str(n), about=group_tasks.about(task) | returned)
        if report.choice == "extend":
            # Who set the day grants another; meanwhile the one that was set counts.
            open(office, task.given_by, TASK_EXTENSION, suffix=str(n), about=group_tasks.asks(task, report))
        if report.choice == "submit":
            about = {"draft": report.key, "seat": task.seat} | group_tasks.about(task)
            verdict = ask(office, task.given_by, for_=TASK_CONFIRM, suffix=str(n), about=about)
            if verdict.choice == "approve":
                return str(fix(office, CLOSE_TASK, partial(group_tasks.close, office, report)))
            returned = {"returned": verdict.payload["reason"], "returned_by": list(verdict.seats), "previous": report.key}
        n += 1
