"""Tasks inside the working group (Đ5.5, Đ7.11): reported by the member, confirmed by who gave them, chased inside the group alone."""

from datetime import date

import pytest

from models.steps import StepState
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, YES, Office, sound
from tests.office.gatherings import told, what
from tests.office.groups import DONE, FINANCE, LEADER, given_task
from tests.office.trial import hand_over

PROGRESS = {"choice": "progress", "done": "Được một nửa."}
SUBMIT = {"choice": "submit", "done": "Đã rà soát."}
EXTEND = {"choice": "extend", "new_due": "2019-10-31", "reason": "Chờ số liệu"}


def test_it_is_reported_confirmed_and_held_against_its_first_day(office: Office) -> None:
    task = given_task(office)
    report = office.step(task, "task-report/1")
    assert (report.officer_id, report.due) == (FINANCE, date(2019, 10, 15))
    office.answer(report, PROGRESS)
    office.walk(task)
    office.answer(office.step(task, "task-report/2"), SUBMIT)
    office.walk(task)
    confirm = office.step(task, "task-confirm/2")
    assert confirm.officer_id == LEADER
    office.answer(confirm, {"choice": "return", "reason": "Thiếu phụ lục"})
    office.walk(task)
    assert office.step(task, "task-report/3").about["returned"] == "Thiếu phụ lục"
    office.play(task, DONE)
    assert office.case(task).end_reason == "Đã xác nhận hoàn thành, đúng hạn"
    assert told(office, task, "Xác nhận hoàn thành việc được giao")[0].officer_id == FINANCE
    sound(office)


def test_done_late_it_is_said_to_be(office: Office) -> None:
    task = given_task(office)
    office.move_to(date(2019, 10, 16))
    office.play(task, DONE)
    assert office.case(task).end_reason == "Đã xác nhận hoàn thành, quá hạn giao ban đầu"


def test_overdue_it_is_told_to_the_groups_leader_and_to_nobody_outside(office: Office) -> None:
    task = given_task(office)
    office.post_all()
    for day in (date(2019, 10, 8), date(2019, 10, 14), date(2019, 10, 16), date(2019, 10, 17), date(2019, 12, 2)):
        office.move_to(day)
        office.sweep()
    rungs = [(letter.key.split("/")[-2], letter.officer_id) for letter in office.queued(task)]
    assert rungs == [("early", FINANCE), ("remind", FINANCE), ("overdue", FINANCE), ("escalate", LEADER)]
    assert office.step(task, "task-report/1").state == StepState.OPEN


def test_more_time_is_granted_by_who_gave_it_and_moves_the_open_report(office: Office) -> None:
    task = given_task(office)
    with pytest.raises(Unacceptable, match="sau hạn hiện nay"):
        office.answer(office.step(task, "task-report/1"), EXTEND | {"new_due": "2019-10-15"})
    office.answer(office.step(task, "task-report/1"), EXTEND)
    office.walk(task)
    asked, report = office.step(task, "task-extension/1"), office.step(task, "task-report/2")
    assert (asked.officer_id, report.due) == (LEADER, date(2019, 10, 15))  # meanwhile the day that was set counts
    office.answer(asked, {"choice": "grant"})
    assert office.step(task, "task-report/2").due == date(2019, 10, 31)
    assert "được gia hạn đến 31/10/2019" in what(told(office, task, "Kết quả đề nghị gia hạn")[0])
    office.move_to(date(2019, 10, 30))
    office.play(task, DONE)
    assert office.case(task).end_reason == "Đã xác nhận hoàn thành, quá hạn giao ban đầu"


def test_refused_or_unanswered_the_day_stays(office: Office) -> None:
    task = given_task(office)
    office.answer(office.step(task, "task-report/1"), EXTEND)
    office.walk(task)
    with pytest.raises(Unacceptable, match="ghi lý do"):
        office.answer(office.step(task, "task-extension/1"), {"choice": "refuse"})
    assert office.step(task, "task-report/2").due == date(2019, 10, 15)
    office.answer(office.step(task, "task-extension/1"), {"choice": "refuse", "reason": "Đủ thời gian"})
    assert office.step(task, "task-report/2").due == date(2019, 10, 15)


def test_a_seat_that_changes_hands_takes_its_task_along(office: Office) -> None:
    task = given_task(office)
    hand_over(office, "group_finance", "P25")
    assert office.step(task, "task-report/1").officer_id == "P25"


def test_silence_confirms_nothing_and_the_chair_learns_of_the_leaders(office: Office) -> None:
    task = given_task(office)
    office.answer(office.step(task, "task-report/1"), SUBMIT)
    office.walk(task)
    for day in range(2, 7):
        office.move_to(date(2019, 12, day))
        office.sweep()
    office.walk(task)
    assert office.step(task, "task-confirm/1").state == StepState.OPEN
    assert CHAIR in {letter.officer_id for letter in office.letters(task) if letter.kind == "escalate"}
    office.answer(office.step(task, "task-confirm/1"), YES)
    office.walk(task)
    assert office.case(task).closed_at is not None
