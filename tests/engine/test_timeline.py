"""The picture of a run as a worker first asks Prefect for it."""

from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from prefect.client.orchestration import SyncPrefectClient

from flows.process.timeline import Timeline


class Growing:
    """A server that writes a task run down, at the head of the list, after every answer: Prefect does so when it finds the time."""

    def __init__(self, written: list[str], coming: list[str]) -> None:
        self.written, self.coming = written, coming
        self.asked = 0

    def read_task_runs(self, *, limit: int, offset: int, **_: Any) -> list[Any]:
        self.asked += 1
        assert self.asked < 10, "it asks for ever"
        page = [SimpleNamespace(dynamic_key=key) for key in self.written[offset : offset + limit]]
        self.written = self.coming[:1] + self.written
        self.coming = self.coming[1:]
        return page

    def read_artifacts(self, **_: Any) -> list[Any]:
        return []


def test_a_step_written_down_while_the_steps_are_read_does_not_have_them_read_for_ever() -> None:
    server = Growing(written=["agenda/1", "agenda-review/1"], coming=["convene/1"])
    assert Timeline(cast(SyncPrefectClient, server), uuid4())._ask().steps == {"agenda/1", "agenda-review/1"}
