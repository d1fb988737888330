"""The timetable: the work pool, one deployment a process, and one schedule a period of the coming year, as Prefect shows them.

Applying it again changes nothing while the calendar stays the same; a changed calendar moves what it touches.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate, WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterId
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import RRuleSchedule
from prefect.exceptions import ObjectNotFound
from sqlalchemy import text

from deployments.prefect_flows import FLOWS, bureau
from flows.process import Process, newest
from flows.process.periods import YEAR_AHEAD, openings
from models.clock import OFFICE_ZONE, SystemClock
from regulation import Law

POOL = "nhip"
POOL_TYPE = "nhip-warm"
OPENS_AT = time(7)  # before the office opens at 07:30


def apply(today: date | None = None) -> dict[str, UUID]:
    """Bring Prefect's deployments and schedules to the timetable from ``today`` on; returns deployment ids by process.

    ``today`` is real time even in a demo's home, for Prefect's schedules run on it.
    """
    house = bureau()
    with house.store.reading() as session, get_client(sync_client=True) as client:
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('nhip.timetable'))"))  # worker and watchman start side by side
        today = today or SystemClock().now(session).date()
        make_pool(client)
        return {name: deploy(client, flow, house.law, newest(name), today) for name, flow in FLOWS.items()}


def make_pool(client: SyncPrefectClient) -> None:
    """The pool of the warm worker."""
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type=POOL_TYPE, description="Các hồ sơ của Ban Chỉ đạo", base_job_template={}))


def deploy(client: SyncPrefectClient, flow: Flow[..., Any], law: Law, process: Process, today: date) -> UUID:
    """One process: its deployment and its schedules. A pool an operator has moved it to is left as it is."""
    flow_id = client.create_flow(flow)
    wanted: dict[str, Any] = {
        "entrypoint": f"deployments.prefect_flows.{process.name}",
        "description": flow.description,
        "tags": [process.name],
        "parameter_openapi_schema": flow.parameters.model_dump_for_openapi(),
    }
    found = deployment_of(client, flow_id)
    if found is None:
        found = client.read_deployment(client.create_deployment(flow_id, process.title, work_pool_name=POOL, **wanted))
    elif any(getattr(found, name) != value for name, value in wanted.items()):
        client.update_deployment(found.id, DeploymentUpdate(**wanted))
    if process.openings is not None:
        schedule(client, found.id, schedules_of(law, process, today))
    return found.id


def deployment_of(client: SyncPrefectClient, flow_id: UUID) -> DeploymentResponse | None:
    """The deployment of a flow; it has one."""
    found = client.read_deployments(flow_filter=FlowFilter(id=FlowFilterId(any_=[flow_id])), limit=1)
    return found[0] if found else None


def schedules_of(law: Law, process: Process, today: date) -> Mapping[str, DeploymentScheduleCreate]:
    """The openings of the coming year, by slug ("2027-q1"): each fires once, on its day."""
    return {
        opening.period.lower(): DeploymentScheduleCreate(
            slug=opening.period.lower(),
            schedule=RRuleSchedule(
                rrule=f"DTSTART:{opening.opens:%Y%m%d}T{OPENS_AT:%H%M%S}\nRRULE:FREQ=DAILY;COUNT=1", timezone=OFFICE_ZONE.key
            ),
            parameters={"period": opening.period},
        )
        for opening in openings(law, process, today, today + YEAR_AHEAD)
    }


def schedule(client: SyncPrefectClient, deployment_id: UUID, wanted: Mapping[str, DeploymentScheduleCreate]) -> None:
    """Make the schedules that are missing, move those whose day changed, drop those that are over. What an operator switched off
    stays off."""
    there = {found.slug: found for found in client.read_deployment_schedules(deployment_id)}
    for slug, found in there.items():
        new = wanted.get(slug or "")
        if new is None:
            client.delete_deployment_schedule(deployment_id, found.id)
        elif _differs(found, new):
            client.update_deployment_schedule(deployment_id, found.id, schedule=new.schedule, parameters=new.parameters)
    missing = [made for slug, made in wanted.items() if slug not in there]
    if missing:
        client.create_deployment_schedules(deployment_id, missing)


def _differs(found: DeploymentSchedule, wanted: DeploymentScheduleCreate) -> bool:
    return found.schedule != wanted.schedule or found.parameters != wanted.parameters
