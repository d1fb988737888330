"""The watchman's rounds over real runs: what sleeps is woken, what is stranded goes on, what a person holds is told and left."""

import signal
from uuid import UUID, uuid4

import psutil
import pytest
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import StateType
from prefect.states import AwaitingRetry, Cancelling, Paused
from sqlalchemy import text

from deployments import runs
from deployments.watchman import Watchman
from flows.process import health
from models.base import new_id
from models.cases import Case
from tasks.casework import cancel_case
from tests.engine.conftest import House, until

pytestmark = pytest.mark.engine


@pytest.fixture
def watchman(engine: House, monkeypatch: pytest.MonkeyPatch) -> Watchman:
    """One that takes for lost what has stood still for a moment."""
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    monkeypatch.setattr(health, "STRANDED", 0.5)
    return Watchman(engine.bureau, tick=1)


def state(house: House, run_id: UUID) -> str:
    found = house.client.read_flow_run(run_id).state_type
    return found.value if found else ""


def goes_on(house: House, watchman: Watchman, run_id: UUID) -> None:
    """The watchman goes round until he has set the run going."""

    def round_by_round() -> bool:
        watchman.round(house.client)
        return state(house, run_id) == "SCHEDULED"

    until(round_by_round)


def test_a_lost_wake_up_is_found(house: House, watchman: Watchman) -> None:
    case, run = house.convene("lost wake-up")
    assert house.stop("worker") == 0
    house.answer(house.questions(case)[0])  # nobody hears it
    goes_on(house, watchman, run.id)
    house.worker()
    house.paused(run.id, otherwise_than=run.state_name)
    assert [step.question for step in house.questions(case)] == ["agenda-review"]


def test_a_worker_killed_in_the_middle_of_a_walk_leaves_a_case_that_goes_on(house: House, watchman: Watchman) -> None:
    case, run = house.convene("killed in a walk")
    house.worker().send_signal(signal.SIGSTOP)
    house.answer(house.questions(case)[0])
    with house.bureau.store.engine.begin() as holding:
        holding.execute(text('SELECT 1 FROM "case" WHERE id = :id FOR UPDATE'), {"id": case.id})  # the walk cannot get past this
        house.worker().send_signal(signal.SIGCONT)
        until(lambda: state(house, run.id) == "RUNNING")
        house.stop("worker", signal.SIGKILL)
    goes_on(house, watchman, run.id)
    house.worker()
    house.paused(run.id, otherwise_than=run.state_name)
    assert [step.question for step in house.questions(case)] == ["agenda-review"]


def test_a_case_without_a_run_gets_one_and_one_only(house: House, watchman: Watchman) -> None:
    case, run = house.open("2021-Q3")
    house.client.delete_flow_run(run.id)  # as when Prefect's database is lost
    watchman.round(house.client)
    watchman.round(house.client)
    made = house.paused(until(lambda: (found := house.case("2021-Q3").run_id) != run.id and found))
    assert made.name == case.title
    assert runs.make(house.client, house.case("2021-Q3"), {"board_meeting": house.deployment}).id == made.id


def test_cancelling_in_prefect_is_a_hold_that_is_told_once_a_day_and_lifted_by_a_retry(house: House, watchman: Watchman) -> None:
    case, run = house.convene("held")
    house.client.set_flow_run_state(run.id, Cancelling())  # what the button of Prefect's page asks for
    until(lambda: state(house, run.id) == "CANCELLED")
    house.answer(house.questions(case)[0])
    for _ in range(3):
        watchman.round(house.client)
    assert state(house, run.id) == "CANCELLED"
    assert house.case(case.period or "").is_open
    told = [letter for letter in house.letters(kind="told") if f"held/{case.id}" in letter.key]
    assert len(told) == 1
    assert "đang bị giữ lại" in told[0].context["words"]["what"]
    house.client.set_flow_run_state(run.id, AwaitingRetry(), force=True)
    house.paused(run.id)
    assert [step.question for step in house.questions(case)] == ["agenda-review"]


def test_a_cancelled_case_ends_its_run(house: House) -> None:
    case, run = house.open("2022-Q1")
    with house.bureau.desk() as desk:
        cancel_case(desk, case.id, "Quý này không họp")
    over = house.ended(run.id)
    assert over.state_name == "Đã hủy"
    assert over.state is not None
    assert over.state.message == "Quý này không họp"


def test_a_hundred_waiting_cases_hold_no_thread(house: House) -> None:
    original, _ = house.open("2022-Q2")
    before = threads(house)
    clones = []
    with house.bureau.store.transaction() as session:
        for n in range(100):
            run = house.client.create_flow_run_from_deployment(
                house.deployment, state=Paused(name="Chờ", reschedule=True, pause_key=str(uuid4())), idempotency_key=f"clone {n}"
            )
            clone = original.model_copy(update={"id": new_id(), "period": f"clone {n}", "run_id": run.id, "walked": 1})
            session.add(Case.model_validate(clone.model_dump()))
            clones.append(run.id)
    assert threads(house) <= before
    found = house.client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=clones)), limit=200)
    assert [run.state_type for run in found] == [StateType.PAUSED] * 100


def threads(house: House) -> int:
    return psutil.Process(house.worker().pid).num_threads()
