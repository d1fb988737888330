"""What is done to the Prefect run of a case from outside it: making it, waking it, setting a stranded one going again.

Safe to do twice and from several processes at once: one run a case by its idempotency key, one winner a resume by Prefect's own
rules, and walking once too often changes nothing.
"""

from collections.abc import Mapping
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import SetStateStatus
from prefect.states import Scheduled

from models.cases import Case


def make(client: SyncPrefectClient, case: Case, deployments: Mapping[str, UUID]) -> FlowRun:
    """The run of a case that has none: one born of another case, opened by a form, or whose run was lost with Prefect's database.

    An idempotency key is for ever, so an ended run may come back; the case is open, so it goes on.
    """
    run = client.create_flow_run_from_deployment(
        deployments[case.process],
        parameters={"case": str(case.id)},
        name=case.title,
        tags=[case.process, f"case:{case.id}"] + ([case.period] if case.period else []),
        idempotency_key=f"case:{case.id}",
    )
    if run.state is not None and run.state.is_final():
        recover(client, run.id)
        return client.read_flow_run(run.id)
    return run


def resume(client: SyncPrefectClient, run_id: UUID) -> bool:
    """Whether the run was paused, and it was us who woke it."""
    return bool(client.resume_flow_run(run_id).status == SetStateStatus.ACCEPT)


def recover(client: SyncPrefectClient, run_id: UUID) -> None:
    """Have a run that nobody carries any more walked again from the top."""
    client.set_flow_run_state(run_id, Scheduled(name="Khôi phục"), force=True)
