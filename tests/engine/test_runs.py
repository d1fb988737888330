"""A case is one flow run: it pauses under the committee's words, wakes at an answer, and shows what was done."""

import signal
from typing import Any

import pytest
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun

from tests.engine.conftest import PORTAL, House, until

pytestmark = pytest.mark.engine


def test_the_scheduled_run_is_the_cases_run_and_waits_under_the_committees_words(house: House) -> None:
    case, run = house.open("2022-Q4")
    assert case.run_id == run.id
    assert run.name == case.title
    assert {"board_meeting", f"case:{case.id}", "2022-Q4"} <= set(run.tags)
    assert run.state_name == "Chờ đến ngày đề nghị đăng ký nội dung họp · hạn 07/12"
    assert not run.infrastructure_pid  # nothing is held: cancelling it takes effect at once


def test_a_case_called_out_of_turn_gets_its_run_and_waits_for_a_person(house: House) -> None:
    case, run = house.convene("called")
    [step] = house.questions(case)
    assert (case.run_id, run.name) == (run.id, case.title)
    assert {"extraordinary_meeting", f"case:{case.id}"} <= set(run.tags)
    assert step.due is not None
    assert run.state_name == f"Chờ Thư ký Tổ công tác lập dự thảo chương trình cuộc họp · hạn {step.due:%d/%m}"


def test_an_answer_wakes_the_run_and_the_next_step_opens(house: House) -> None:
    case, run = house.convene("woken")
    house.answer(house.questions(case)[0])
    after = house.paused(run.id, otherwise_than=run.state_name)
    [step] = house.questions(case)
    assert step.question == "agenda-review"
    assert "Ủy viên thường trực rà soát" in (after.state_name or "")
    assert [letter.step_id for letter in house.letters(case_id=case.id)].count(step.id) == 1


def test_a_second_run_of_the_same_period_ends_at_once_and_says_so(house: House) -> None:
    case, run = house.open("2020-Q1")
    second = house.ended(house.run(period="2020-Q1").id)
    assert second.state_name == "Kỳ này đã có hồ sơ"
    assert second.state is not None
    assert case.title in (second.state.message or "")
    assert house.client.read_flow_run(run.id).state_name == run.state_name
    assert house.case("2020-Q1").run_id == run.id


def test_every_finished_step_is_one_task_run_even_after_a_kill(house: House) -> None:
    case, run = house.convene("killed")
    waiting = run.state_name
    for question in ("agenda", "agenda-review", "convene", "invitation-sign", "invitation-release"):
        [step] = house.questions(case)
        assert step.question == question
        house.answer(step)
        waiting = house.paused(run.id, otherwise_than=waiting).state_name
        if question == "convene":
            house.stop("worker", signal.SIGKILL)
            house.worker()
    rsvps = [step for step in house.questions(case) if step.question == "rsvp"]
    for step in rsvps:  # in a burst: what comes in while the case is being walked must count too
        house.answer(step)
    house.paused(run.id, otherwise_than=waiting)

    names = until(lambda: (found := task_names(house, run)) and "rsvp-closed" in [key for _, key in found] and found)
    keys = [key for _, key in names]
    assert len(set(keys)) == len(keys)
    assert {"agenda/1", "agenda-review/1", "convene/1", "invitation-sign/1", "issue-invitation", "rsvp-closed"} <= set(keys)
    assert all(name.isascii() for name, _ in names)
    assert "Phat hanh giay moi hop (D5.4, D8.1)" in [name for name, _ in names]


def task_names(house: House, run: FlowRun) -> list[tuple[str, str]]:
    mine = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
    found = house.client.read_task_runs(flow_run_filter=mine, limit=200)
    return [(task_run.name, task_run.dynamic_key) for task_run in found if task_run.state_name == "Completed"]


def test_the_progress_table_names_seats_and_never_a_person_and_the_link_leads_to_the_portal(house: House) -> None:
    case, run = house.convene("shown")
    house.answer(house.questions(case)[0])
    house.paused(run.id, otherwise_than=run.state_name)
    shown: dict[str, Any] = {artifact.key or "": artifact.data for artifact in artifacts(house, run)}
    assert len(shown) == len(artifacts(house, run)) == 2
    assert f"{PORTAL}/ho-so/{case.id}" in shown[f"ho-so-{case.id}"]
    table = str(shown[f"tien-do-{case.id}"])
    assert "Thư ký Tổ công tác" in table
    assert "khoản 4 Điều 5 Quy chế" in table
    assert "Đã xong 28/08/2019" in table
    assert "Đang chờ" in table
    people = house.law.sample.people if house.law.sample else []
    assert not [person.name for person in people if person.name in table]


def artifacts(house: House, run: FlowRun) -> list[Any]:
    return house.client.read_artifacts(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])))
