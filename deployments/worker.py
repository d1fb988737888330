"""The warm worker: walks the cases of this home in one process that is already running. ``python -m deployments.worker``.

It polls its work pool as any worker does, and besides listens to the records: an answer is a NOTIFY with the case's id, on which
it makes the case's run if there is none, or resumes it, and walks at once. What it misses while it or a server is away it finds
when they are back; what is killed half-way is walked again.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any
from uuid import UUID

import anyio.abc
import httpx
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.context import SyncClientContext
from prefect.exceptions import Abort, ObjectNotFound, Pause
from prefect.flow_engine import run_flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from deployments import runs, timetable
from deployments.contact import Contact
from deployments.ear import Ear
from deployments.logbook import keep_log
from deployments.prefect_flows import FLOWS, bureau
from flows.process.walk import orphans
from models.cases import Case
from models.errors import Refused
from tasks.bureau import Bureau

log = logging.getLogger("nhip.worker")

POLL = 0.25  # seconds
SYNC = 30.0  # seconds between two signs of life to Prefect
GRACE = 8.0  # seconds; within what a supervisor allows
WALKERS = 4  # threads; a walk takes a fraction of a second and a waiting case none


class WarmWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Walks runs in threads of this process. ``flows`` by Prefect's flow id, ``deployments`` by the process's name."""

    type = timetable.POOL_TYPE
    job_configuration = BaseJobConfiguration

    def __init__(self, house: Bureau, flows: Mapping[UUID, Flow[..., Any]], deployments: Mapping[str, UUID]) -> None:
        super().__init__(work_pool_name=timetable.POOL, name=f"nhip@{socket.gethostname()}", prefetch_seconds=0)
        self._house, self._flows, self._deployments = house, flows, deployments
        self._prefect = Contact("Prefect", log)
        self._synced = -SYNC
        self._stopping = threading.Event()
        self._unheard = threading.Event()  # a case wanted us while Prefect or the database was away
        self._polling: asyncio.Task[None] | None = None
        self._walkers = ThreadPoolExecutor(WALKERS, "walker", initializer=_settle)

    async def work(self) -> None:
        """Until TERM or INT; the walks in hand are finished first."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        ear = Ear(self._house, lambda case_id: self._walkers.submit(self._wake, case_id), self._stopping, log)
        async with self:
            listening = asyncio.create_task(asyncio.to_thread(ear.listen))
            self._polling = asyncio.create_task(self._poll_on(ear))
            log.info("worker ready")
            try:
                with suppress(asyncio.CancelledError):
                    await self._polling
            finally:
                self._stopping.set()
                await listening
        self._walkers.shutdown()

    def stop(self) -> None:
        """Take nothing new, finish what is in hand, and go; whatever still holds us then (a server that is gone) is left."""
        self._stopping.set()
        if self._polling is not None:
            self._polling.cancel()
        last = threading.Timer(GRACE, os._exit, (0,))
        last.daemon = True
        last.start()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,  # noqa: ARG002 - there is no infrastructure to configure
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> BaseWorkerResult:
        """Walk a run that polling found."""
        if task_status is not None:
            task_status.started("")  # type: ignore[arg-type]  # no infrastructure id: cancelling a waiting run takes effect at once
        await asyncio.wrap_future(self._walkers.submit(self._walk, flow_run))
        return BaseWorkerResult(status_code=0, identifier=str(os.getpid()))

    async def _poll_on(self, ear: Ear) -> None:
        while not self._stopping.is_set():
            await asyncio.sleep(await self._poll(ear))

    async def _poll(self, ear: Ear) -> float:
        """Take what is scheduled; how long to wait before the next time."""
        try:
            if time.monotonic() - self._synced > SYNC:
                await self.sync_with_backend()
                self._synced = time.monotonic()
            await self.get_and_submit_flow_runs()
            if self._prefect.made() or self._unheard.is_set():
                self._unheard.clear()
                await asyncio.to_thread(ear.catch_up)
        except httpx.HTTPError as lost:
            return self._prefect.broke(lost)
        except OperationalError:
            self._unheard.set()
        return POLL

    def _wake(self, case_id: UUID) -> None:
        """Have the case walked, here and now if its run waits; a run under way sees for itself what came in."""
        try:
            with self._house.reading_desk() as desk:
                case = desk.session.get(Case, case_id)
            if case is None or case.walked >= case.stirred:
                return
            run = self._claim(case)
            if run is not None:
                self._walk(run)
        except (httpx.HTTPError, OperationalError):
            self._unheard.set()
        except ObjectNotFound:
            log.warning("case %s: its run is gone from Prefect; the watchman makes another", case_id)
        except Exception:  # one bad case must not stop the rest; the watchman speaks of it
            log.exception("case %s cannot be woken", case_id)

    def _claim(self, case: Case) -> FlowRun | None:
        """The case's run, if it is for us to walk it now; polling keeps away from it meanwhile."""
        client = _client()
        if case.run_id is None:
            made = runs.make(client, case, self._deployments)
            return None if made.id in self._submitting_flow_run_ids else made  # polling may have been quicker
        run = client.read_flow_run(case.run_id)
        if run.state is None or not run.state.is_paused():
            return None
        self._submitting_flow_run_ids.add(run.id)
        if runs.resume(client, run.id):
            run.empirical_policy.resuming = True  # as Prefect has it now; the flow hands this policy back when it begins
            return run
        self._submitting_flow_run_ids.discard(run.id)
        return None

    def _walk(self, run: FlowRun) -> None:
        self._submitting_flow_run_ids.add(run.id)
        try:
            while True:
                self._walk_once(run)
                if not self._stirred(run.id):
                    return
                # Something came in while it was being paused, and it has woken itself: walk on without going through the pool.
                run = _client().read_flow_run(run.id)
                if run.state is None or not run.state.is_scheduled():
                    return
        except httpx.HTTPError as lost:
            log.warning("run %s: Prefect went away (%s); the watchman has it walked again", run.id, type(lost).__name__)
        finally:
            self._submitting_flow_run_ids.discard(run.id)

    def _walk_once(self, run: FlowRun) -> None:
        # Without its deployment's id, or a run opens a websocket to hear of a suspension ordered meanwhile.
        alone = run.model_copy(update={"deployment_id": None})
        with suppress(Abort, Pause):  # the walk stopped at a wait
            run_flow(self._flows[run.flow_id], flow_run=alone, parameters=run.parameters, return_type="state")

    def _stirred(self, run_id: UUID) -> bool:
        mine = select(Case.id).where(col(Case.run_id) == run_id, col(Case.walked) < col(Case.stirred))
        with self._house.reading_desk() as desk:
            return desk.session.exec(mine).first() is not None


_contexts = threading.local()


def _settle() -> None:
    """What all walks of a thread share: one connection to Prefect, and no heartbeat (its thread holds an ended flow for a second)."""
    _contexts.kept = ExitStack()
    _contexts.kept.enter_context(temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}))
    _contexts.kept.enter_context(SyncClientContext.get_or_create())


def _client() -> SyncPrefectClient:
    context = SyncClientContext.get()
    assert context is not None
    return context.client


def enrol() -> tuple[dict[UUID, Flow[..., Any]], dict[str, UUID]]:
    """Apply the timetable and learn by which ids Prefect knows our flows and deployments; waits for Prefect to answer."""
    contact = Contact("Prefect", log)
    while True:
        try:
            deployments = timetable.apply()
            with get_client(sync_client=True) as client:
                return {client.create_flow(flow): flow for flow in FLOWS.values()}, deployments
        except httpx.TransportError as lost:
            time.sleep(contact.broke(lost))


def main() -> None:
    """One worker for this home, until TERM."""
    keep_log()
    try:
        house = bureau()
        with house.reading_desk() as desk:
            for missing in orphans(desk):
                raise missing
    except Refused as refused:
        sys.exit(f"{refused}")
    flows, deployments = enrol()
    asyncio.run(WarmWorker(house, flows, deployments).work())


if __name__ == "__main__":
    main()
