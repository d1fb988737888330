"""The pages of what the working group's meetings and tasks ask."""

from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.group_tasks import TaskEnding
from models.papers import Upload
from models.steps import Answer, Step
from portal.forms import Option, typed_again
from portal.meeting_facts import meeting_facts
from portal.meeting_sheets import seat_options, usual_place
from portal.sheets import BRANCHES, PREPARE, Prepared
from tasks.agenda import open_directives
from tasks.bureau import Desk
from tasks.group_checks import GROUP, LEADERS
from tasks.group_forms import (
    MANDATORY,
    GroupMinutesForm,
    GroupRsvpForm,
    TaskConfirmForm,
    TaskExtensionForm,
    TaskReportForm,
)
from tasks.group_questions import GROUP_MINUTES, GROUP_RSVP, TASK_REPORT
from tasks.meetings import agenda_of
from tasks.office import QUARTER, meeting_of, task_of
from tasks.who import roster

USUAL_MINUTES = "30"
REPLIES = {"attend": "đã trả lời: dự họp", "leave": "đã báo cáo vắng mặt"}


def _agenda(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    """Begins with the mandatory items, or with what the leader wants to talk about."""
    meeting = meeting_of(desk, case)
    begins = meeting.starts_at.astimezone(OFFICE_ZONE)
    regular = bool(case.period and QUARTER.fullmatch(case.period))
    items = MANDATORY if regular else (case.subject["about"],)
    return Prepared(
        options={"presider": seat_options(roster(desk), *LEADERS)},
        start={
            "day": begins.date().isoformat(),
            "hour": f"{begins:%H:%M}",
            "place": meeting.place or usual_place(desk, meeting),
            "presider": meeting.presider_seat or "",
            "items": [{"item": item, "minutes": USUAL_MINUTES, "by": ""} for item in items],
        },
        facts=meeting_facts(desk, case) | {"overdue": [duty for duty in open_directives(desk) if duty.due and duty.due < desk.today]},
    )


def _choices(desk: Desk) -> dict[str, list[Option]]:
    group = seat_options(roster(desk), *GROUP)
    return {"present": group, "seat": group, "helpers": group}


def _minutes(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    """Begins with who said that he comes, and with the agenda's items."""
    meeting, replies = meeting_of(desk, case), _replies(desk, case)
    options = _choices(desk)
    options["present"] = [
        Option(one.value, one.label, f"{one.note}; {REPLIES[replies[one.value]]}") if one.value in replies else one
        for one in options["present"]
    ]
    there = [seat for seat, choice in replies.items() if choice == "attend"]
    presides = [meeting.presider_seat] if meeting.presider_seat else []
    matters = [{"item": row.item, "by": row.by} for row in agenda_of(desk, meeting)]
    return Prepared(options=options, start={"present": presides + there, "matters": matters}, facts=meeting_facts(desk, case))


def _replies(desk: Desk, case: Case) -> dict[str, str]:
    """Seat → what it replied."""
    wanted = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id))
    rows = desk.session.exec(wanted.where(col(Step.case_id) == case.id, col(Step.question) == GROUP_RSVP.key))
    return {step.about["seat"]: answer.choice for step, answer in rows}


def _notice(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    """Begins with the conclusions as the minutes have them."""
    wanted = select(Answer).join(Step, col(Step.id) == col(Answer.step_id)).where(col(Step.case_id) == case.id)
    said = desk.session.exec(wanted.where(col(Step.question) == GROUP_MINUTES.key).order_by(col(Step.id).desc())).first()
    start = {"tasks": typed_again(GroupMinutesForm, said.payload)["tasks"]} if said is not None else {}
    attendance = f"Dự họp có {len(said.payload['present']):02d} thành viên Tổ công tác." if said is not None else ""
    return Prepared(options=_choices(desk), start={**start, "attendance": attendance}, facts=meeting_facts(desk, case))


def _meeting(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=meeting_facts(desk, case))


def task_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """A task as it stands, with what was reported last."""
    task, people = task_of(desk, case), roster(desk)
    wanted = select(Answer).join(Step, col(Step.id) == col(Answer.step_id))
    said = wanted.where(col(Step.case_id) == case.id, col(Step.question) == TASK_REPORT.key, col(Answer.choice) != "extend")
    last = desk.session.exec(said.order_by(col(Answer.at).desc())).first()
    files = select(Upload).where(col(Upload.case_id) == case.id).order_by(col(Upload.id))
    return {
        "task": task,
        "owes": f"{people.name(people.holders.get(task.seat))}, {people.seats[task.seat].office}",
        "helpers": [people.name(people.holders.get(seat)) for seat in task.helpers],
        "giver": people.title(task.given_by),
        "reported": last.payload["done"] if last is not None else "",
        "files": desk.session.exec(files).all(),
        "ended": task.ending == TaskEnding.CONFIRMED,
    }


def _task(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=task_facts(desk, case))


PREPARE |= {
    "group-agenda": _agenda,
    "group-rsvp": _meeting,
    "group-minutes": _minutes,
    "group-notice": _notice,
    "task-report": _task,
    "task-confirm": _task,
    "task-extension": _task,
}
BRANCHES |= {
    GroupRsvpForm: {"attend": frozenset()},
    TaskReportForm: {
        "progress": frozenset({"done", "evidence"}),
        "submit": frozenset({"done", "evidence"}),
        "extend": frozenset({"new_due", "reason"}),
    },
    TaskConfirmForm: {"approve": frozenset()},
    TaskExtensionForm: {"grant": frozenset()},
}
