"""A process as a Prefect flow whose waits suspend the run: a case is one flow run.

While the case waits for a person its run is Paused, under a name the committee would say, and holds no process, thread or slot.
What people decided is in our tables; here is only what operators watch. Everything may be killed at any point: the walk is one
transaction, and walking again changes nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import OrchestrationResult, SetStateStatus
from prefect.context import FlowRunContext
from prefect.exceptions import Abort, Pause
from prefect.states import Cancelled, Completed, Crashed, Paused
from sqlalchemy import update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import col

from flows.process import Process
from flows.process.timeline import Timeline
from flows.process.walk import Outcome, open_period, walk
from models.cases import Case
from models.errors import Refused
from tasks.bureau import Bureau, Desk
from tasks.casework import NoSuchCase

OpenBureau = Callable[[], Bureau]


class Nothing(Refused):
    """Lượt chạy này không nói phải làm hồ sơ nào: điền «period» (ví dụ 2026-Q4) hoặc «case» (mã hồ sơ)."""


def flow_of(process: Process, open_bureau: OpenBureau) -> Flow[..., Any]:
    """The flow of a process. ``{"period": "2026-Q4"}`` opens or finds the case of the period, ``{"case": "<uuid>"}`` names one.

    The run takes the case's title. It ends Completed or Cancelled as the case does; a second run for a case that has one ends at
    once and says so.
    """

    def run(period: str | None = None, case: UUID | None = None) -> State[Any]:
        here = FlowRunContext.get()
        assert here is not None
        assert here.flow_run is not None
        client = here.client
        assert isinstance(client, SyncPrefectClient)
        try:
            return carry(process, open_bureau(), client, here.flow_run, period, case)
        except (OperationalError, InterfaceError, httpx.TransportError) as lost:
            return Crashed(name="Mất liên lạc", message=f"Mất liên lạc với cơ sở dữ liệu hoặc Prefect: {type(lost).__name__}")
        except httpx.HTTPStatusError as lost:
            if lost.response.status_code < 500:
                raise
            return Crashed(name="Mất liên lạc", message=f"Prefect chưa trả lời được ({lost.response.status_code})")

    run.__name__ = run.__qualname__ = process.name
    run.__module__ = process.line.__module__
    run.__doc__ = process.line.__doc__
    return Flow(run, name=process.title, description=process.line.__doc__, persist_result=False)


def carry(
    process: Process, bureau: Bureau, client: SyncPrefectClient, run: FlowRun, period: str | None, case_id: UUID | None
) -> State[Any]:
    """Walk the case to its next wait, or to its end. Raises :class:`prefect.exceptions.Pause` at a wait.

    Crashed is what the watchman mends by itself; Failed (any other error) waits for an operator.
    """
    case, ours = take_up(bureau, process, run.id, period, case_id)
    if not ours:
        what = "Kỳ này đã có hồ sơ" if period else "Hồ sơ này đã có lượt chạy"
        return Completed(name=what, message=f"{what} «{case.title}», đang theo dõi ở lượt chạy {case.run_id}.")
    introduce(client, run, case)
    timeline = Timeline(client, run.id)
    while True:
        outcome = walk(bureau, case.id, timeline)
        timeline.draw(bureau, case)
        if not behind(bureau, case.id):
            break
    if outcome.waiting is None:
        return ended(bureau, outcome)
    result: OrchestrationResult[Any] = client.set_flow_run_state(
        run.id, Paused(name=outcome.waiting, reschedule=True, pause_key=str(uuid4()))
    )
    if result.status != SetStateStatus.ACCEPT:  # held by an operator, or paused by a quicker walker: leave it as it is
        raise Abort(f"paused in vain: {result.details}")
    if behind(bureau, case.id):  # what came in before the pause took effect could not resume it
        client.resume_flow_run(run.id)
    raise Pause(state=result.state)


def take_up(bureau: Bureau, process: Process, run_id: UUID, period: str | None, case_id: UUID | None) -> tuple[Case, bool]:
    """Open or find the case and make this run its run, in one transaction; False when it has another."""
    with bureau.desk() as desk:
        case = open_period(desk, process.name, period)[0] if period else _named(desk, process, case_id)
        if case.run_id != run_id:
            desk.session.execute(
                update(Case)
                .where(col(Case.id) == case.id, col(Case.run_id).is_(None))
                .values(run_id=run_id)
                .execution_options(synchronize_session=False)
            )
            desk.session.refresh(case)
        return case, case.run_id == run_id


def _named(desk: Desk, process: Process, case_id: UUID | None) -> Case:
    if case_id is None:
        raise Nothing(Nothing.__doc__)
    case = desk.session.get(Case, case_id)
    if case is None or case.process != process.name:
        raise NoSuchCase(NoSuchCase.__doc__)
    return case


def introduce(client: SyncPrefectClient, run: FlowRun, case: Case) -> None:
    """Give the run its case's title and tags (ids and a title, never a person's data)."""
    tags = {case.process, f"case:{case.id}"} | ({case.period} if case.period else set())
    if run.name != case.title or not tags <= set(run.tags):
        client.update_flow_run(run.id, name=case.title, tags=sorted(tags | set(run.tags)))
        run.name = case.title


def behind(bureau: Bureau, case_id: UUID) -> bool:
    """Whether something has happened to the case that no walk has read."""
    with bureau.reading_desk() as desk:
        case = desk.case(case_id)
        return case.walked < case.stirred


def ended(bureau: Bureau, outcome: Outcome) -> State[Any]:
    """The run's end, as the case ended."""
    with bureau.reading_desk() as desk:
        reason = desk.case(outcome.case_id).end_reason
    return Cancelled(name="Đã hủy", message=reason) if outcome.cancelled else Completed(name="Đã hoàn thành", message=reason)
