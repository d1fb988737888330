"""One real Prefect server on the test cluster for all engine tests, beside it a committee's house with a clock that can be moved."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlmodel import col, select

import flows  # noqa: F401 - declares the processes
from deployments import prefect_flows, timetable
from deployments.house import open_bureau
from deployments.parts import answers
from deployments.postgres import Cluster
from deployments.surroundings import part_environment, server_environment
from documents import dossier
from models.cases import Case
from models.clock import House as HouseRow
from models.clock import at, move_to
from models.letters import Letter
from models.loading import load_committee
from models.settings import Settings
from models.steps import Step, StepKind, StepState, Via
from models.store import Store
from regulation import Law, load
from tasks.answering import Reply, answer
from tasks.bureau import Bureau
from tasks.extraordinary import Wanted, want
from tasks.handing_in import hand_in

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds a test waits for what must come
PORTAL = "https://cong.vi-du.vn"
FIRST_DAY = at(date(2019, 8, 28), hour(9))
MEETS = at(date(2019, 9, 27), hour(8))


def until(happens: Callable[[], Any]) -> Any:
    """What ``happens`` returns once it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := happens()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
    return found


class House:
    """The committee's house of the engine tests, and how its people act."""

    def __init__(self, home: Path, bureau: Bureau, client: SyncPrefectClient, environment: Mapping[str, str], deployment: UUID) -> None:
        self.home, self.bureau, self.client, self.environment, self.deployment = home, bureau, client, environment, deployment
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *argv: str, **environment: str) -> subprocess.Popen[bytes]:
        """A process of the house, unless it runs already; its output goes to ``<name>.log``."""
        running = self._children.get(name)
        if running is None or running.poll() is not None:
            with self.log(name).open("ab") as log:
                running = subprocess.Popen(
                    [sys.executable, "-m", *argv], cwd=ROOT, env={**self.environment, **environment}, stdout=log, stderr=log
                )
            self._children[name] = running
        return running

    def worker(self) -> subprocess.Popen[bytes]:
        """The warm worker, ready."""
        running = self._children.get("worker")
        if running is None or running.poll() is not None:
            seen = self.log("worker").stat().st_size if self.log("worker").exists() else 0
            running = self.start("worker", "deployments.worker")
            until(lambda: b"worker ready" in self.log("worker").read_bytes()[seen:])
        return running

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> int:
        """End a process of the house; its exit status."""
        child = self._children.pop(name, None)
        if child is None:
            return 0
        child.send_signal(number)
        return child.wait(PATIENCE)

    def stop_all(self) -> None:
        for name in list(self._children):
            self.stop(name)

    def log(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def run(self, deployment: UUID | None = None, **parameters: str) -> FlowRun:
        """A run as a schedule or an operator makes it."""
        return self.client.create_flow_run_from_deployment(deployment or self.deployment, parameters=parameters)

    def open(self, period: str) -> tuple[Case, FlowRun]:
        """A case that waits for its first answer, and its run."""
        made = self.run(period=period)
        run = self.paused(made.id)
        return self.case(period), run

    def convene(self, name: str) -> tuple[Case, FlowRun]:
        """A meeting out of turn, whose draft is asked for at once, and its run; for what happens to a case that waits for a person."""
        case = self.called(name)
        run = self.paused(until(lambda: self.case(case.period or "").run_id))
        return self.case(case.period or ""), run

    def called(self, name: str) -> Case:
        """The case of a meeting that the chair has called out of turn."""
        with self.bureau.desk() as desk:
            return want(desk, Wanted(MEETS, "Sự cố an toàn thông tin", "Cần xử lý ngay", "chair", "P01", name))[0]

    def case(self, period: str) -> Case:
        with self.bureau.reading_desk() as desk:
            return desk.session.exec(select(Case).where(col(Case.period) == period)).one()

    def paused(self, run_id: UUID, otherwise_than: str | None = None) -> FlowRun:
        """The run once it waits (under another name than ``otherwise_than``)."""

        def waits() -> FlowRun | None:
            run = self.client.read_flow_run(run_id)
            assert run.state is not None
            return run if run.state.is_paused() and run.state.name != otherwise_than else None

        found = until(waits)
        assert isinstance(found, FlowRun)
        return found

    def ended(self, run_id: UUID) -> FlowRun:
        def is_over() -> FlowRun | None:
            run = self.client.read_flow_run(run_id)
            return run if run.state is not None and run.state.is_final() else None

        found = until(is_over)
        assert isinstance(found, FlowRun)
        return found

    def questions(self, case: Case) -> list[Step]:
        with self.bureau.reading_desk() as desk:
            open_now = (col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN, col(Step.kind) == StepKind.ASK)
            return list(desk.session.exec(select(Step).where(*open_now).order_by(col(Step.id))))

    def answer(self, step: Step, **data: Any) -> None:
        """The officer asked answers, by default as one who agrees."""
        with self.bureau.desk() as desk:
            agreeing = data or self._agreeing(step.question)
            if step.question.endswith("-release"):
                sha256 = dossier.put(self.bureau.files, b"signed")
                signed = hand_in(desk, step, name="da-ky.pdf", media_type="application/pdf", size=6, sha256=sha256)
                agreeing = {"choice": "take", "signed": str(signed.id)}
            answer(desk, step.id, Reply(agreeing, step.officer_id or "", Via.SCRIPT))

    def _agreeing(self, question: str) -> dict[str, Any]:
        sample = self.law.sample.meeting if self.law.sample else None
        assert sample is not None
        agenda = {
            "choice": "submit",
            "day": "2019-09-27",
            "hour": "08:00",
            "place": sample.place,
            "items": [{"minutes": item.minutes, "item": item.item, "by": item.by} for item in sample.agenda],
            "attendees": [seat.id for seat in self.law.committee.members()],
        }
        return {"agenda": agenda, "rsvp": {"choice": "attend"}}.get(question, {"choice": "approve"})

    @property
    def law(self) -> Law:
        return self.bureau.law

    def letters(self, **about: Any) -> list[Letter]:
        with self.bureau.reading_desk() as desk:
            return list(desk.session.exec(select(Letter).filter_by(**about)))

    def move_clock(self, to: datetime) -> None:
        with self.bureau.store.transaction() as session:
            move_to(session, to)


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """Of a house whose databases are on the test cluster."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        free = trial.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="nhip-engine-") as home:
        yield Settings(home=Path(home), prefect_port=free)


@pytest.fixture(scope="session")
def server(cluster: Cluster, settings: Settings) -> Iterator[str]:
    """The Prefect server's API; a line of error in its log fails the tests."""
    environment = server_environment(settings, cluster.url("prefect", "prefect"))
    log = settings.home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "prefect", "server", "start"], env=environment, stdout=output, stderr=output)
    try:
        until(lambda: process.poll() is not None or answers("127.0.0.1", settings.prefect_port, "/api/health"))
        assert process.poll() is None, log.read_text()
        yield settings.prefect_url
    finally:
        process.terminate()
        process.wait(PATIENCE)
    wrong = [line for line in log.read_text().splitlines() if " ERROR " in line or " CRITICAL " in line or line.startswith("Traceback")]
    assert not wrong, "\n".join(wrong[:20])


@pytest.fixture(scope="session")
def standing_house(cluster: Cluster, server: str, settings: Settings) -> Iterator[House]:
    """The house, its timetable applied; each test opens cases of periods of its own."""
    database = "nhip_engine"
    cluster.create_database(database, "nhip_owner", template="nhip_template")
    owner = Store(cluster.url("nhip_owner", database))
    with owner.transaction() as session:
        row = session.get_one(HouseRow, 1)
        row.movable = True
        session.add(row)
        session.flush()
        move_to(session, FIRST_DAY)
        load_committee(session, load())
    owner.close()
    environment = part_environment(settings, cluster.url("nhip_app", database)) | {"NHIP_PUBLIC_URL": PORTAL}
    with in_surroundings(environment):
        bureau = open_bureau()
        prefect_flows.bureau.cache_clear()
        flows_bureau = prefect_flows.bureau()
    with temporary_settings({PREFECT_API_URL: server}), get_client(sync_client=True) as client:
        deployment = timetable.apply()["board_meeting"]
        house = House(settings.home, bureau, client, environment, deployment)
        try:
            yield house
        finally:
            house.stop_all()
            prefect_flows.bureau.cache_clear()
            flows_bureau.store.close()
            bureau.store.close()
            with suppress(Exception):
                cluster.drop_database(database)


@contextmanager
def in_surroundings(environment: Mapping[str, str]) -> Iterator[None]:
    """As a process of the house sees its environment; other tests of this process must not."""
    with patch.dict(os.environ, {name: value for name, value in environment.items() if name.startswith("NHIP_")}):
        yield


@pytest.fixture
def engine(standing_house: House) -> Iterator[House]:
    """The house, and this test among its surroundings."""
    with in_surroundings(standing_house.environment):
        yield standing_house


@pytest.fixture
def house(engine: House) -> House:
    """The house with its worker running."""
    engine.worker()
    return engine
