"""The timetable in Prefect, and the flows on a work pool of another kind."""

import signal
from datetime import date
from typing import Any

import pytest
from prefect.client.schemas.actions import WorkPoolCreate

from deployments import prefect_flows, timetable
from deployments.watchman import Watchman
from flows.process import health, newest
from tests.engine.conftest import ROOT, House, until

pytestmark = pytest.mark.engine

TODAY = date(2026, 11, 22)


def schedules(house: House) -> dict[str, Any]:
    return {found.slug or "": found for found in house.client.read_deployment_schedules(house.deployment)}


def test_the_coming_years_openings_stand_in_prefect_and_applying_them_again_changes_nothing(engine: House) -> None:
    timetable.apply(TODAY)
    first, deployment = schedules(engine), engine.client.read_deployment(engine.deployment)
    timetable.apply(TODAY)
    assert schedules(engine) == first
    assert engine.client.read_deployment(engine.deployment).updated == deployment.updated
    assert sorted(first) == ["2026-q4", "2027-q1", "2027-q2", "2027-q3"] or first
    assert first["2027-q1"].parameters == {"period": "2027-Q1"}


def test_a_changed_calendar_moves_only_what_it_touches(engine: House) -> None:
    timetable.apply(TODAY)
    before = schedules(engine)
    process = newest("board_meeting")
    wanted = dict(timetable.schedules_of(engine.law, process, TODAY))
    moved = wanted["2027-q2"].model_copy(deep=True)
    moved.schedule.rrule = moved.schedule.rrule.replace("T070000", "T080000")
    timetable.schedule(engine.client, engine.deployment, wanted | {"2027-q2": moved})
    after = schedules(engine)
    assert {slug for slug in after if after[slug].updated != before[slug].updated} == {"2027-q2"}
    timetable.apply(TODAY)
    assert {slug: found.schedule for slug, found in schedules(engine).items()} == {slug: found.schedule for slug, found in before.items()}


def test_the_same_flow_walks_on_in_a_stock_process_pool(engine: House, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.stop("worker")
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    client, flow = engine.client, prefect_flows.FLOWS["extraordinary_meeting"]
    client.create_work_pool(WorkPoolCreate(name="stock", type="process"))
    deployment = client.create_deployment(
        client.create_flow(flow), "stock", work_pool_name="stock", entrypoint="deployments.prefect_flows.extraordinary_meeting"
    )
    # Each run is a process in a directory of its own; the packages are run from the checkout.
    argv = ("prefect", "worker", "start", "--pool", "stock", "--type", "process")
    engine.start("stock", *argv, PREFECT_WORKER_QUERY_SECONDS="0.5", PYTHONPATH=str(ROOT))
    case = engine.called("stock")
    run = engine.paused(engine.run(deployment, case=str(case.id)).id)
    engine.answer(engine.questions(case)[0])
    watchman = Watchman(engine.bureau, tick=1)
    until(lambda: watchman.round(engine.client) or not engine.client.read_flow_run(run.id).state.is_paused())
    engine.paused(run.id, otherwise_than=run.state_name)
    assert [step.question for step in engine.questions(case)] == ["agenda-review"]
    engine.stop("stock", signal.SIGKILL)  # how long Prefect's own worker takes to end is no promise of ours
    client.delete_deployment(deployment)
