"""The peer of ``wake``: a plain Prefect flow under ``serve()`` that suspends itself and, once resumed, writes one row.

Run as ``python -m benchmarks.stock`` it serves the flow; imported, it is the other side.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from prefect import flow, get_run_logger, suspend_flow_run
from prefect.client.orchestration import SyncPrefectClient
from prefect.runtime import flow_run

from benchmarks.house import House, eventually

NAME = "stock"


class Effects:
    """The database in which the flow leaves its row; the address reaches the flow's process by the environment."""

    _VARIABLE = "BENCHMARK_EFFECTS"

    def get(self) -> str:
        """Where."""
        return os.environ[self._VARIABLE]

    @contextmanager
    def made(self, house: House) -> Iterator[None]:
        """The database is there for as long as the house is."""
        with house.connect("postgres", "postgres") as connection:
            connection.execute("CREATE DATABASE effects")
        with house.connect("postgres", "effects") as connection:
            connection.execute("CREATE TABLE effect (run uuid)")
            os.environ[self._VARIABLE] = house.plain("postgres", "effects")
        try:
            yield
        finally:
            del os.environ[self._VARIABLE]


EFFECTS = Effects()


@flow(name=NAME, persist_result=False)
def waits_once() -> None:
    """Suspend; on the way on, leave the row."""
    suspend_flow_run(timeout=3600, key="answer")
    get_run_logger().info("resumed")
    with psycopg.connect(EFFECTS.get()) as connection:
        connection.execute("INSERT INTO effect VALUES (%s)", [flow_run.id])


def begin() -> UUID:
    """A new run of the served flow."""
    with _prefect() as client:
        deployment = client.read_deployment_by_name(f"{NAME}/{NAME}")
        return client.create_flow_run_from_deployment(deployment.id).id


def wait_until_suspended(run: UUID) -> None:
    """Until the run waits and its process is gone."""
    with _prefect() as client:

        def waits() -> bool:
            state = client.read_flow_run(run).state
            return state is not None and state.is_paused()

        eventually(waits)


def resume(run: UUID) -> None:
    """What the portal's click would do."""
    with _prefect() as client:
        client.resume_flow_run(run)


def _prefect() -> SyncPrefectClient:
    return SyncPrefectClient(os.environ["PREFECT_API_URL"])


if __name__ == "__main__":
    waits_once.serve(name=NAME)
