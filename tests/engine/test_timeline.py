"""What a worker takes as drawn already in the picture of a run."""

from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock
from uuid import uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType

from flows.process.timeline import Drawn, Timeline
from tasks.proceedings_questions import ISSUE_NOTICE


class Server:
    """Prefect, which writes another task run down, at the head of its list, after every answer it gives."""

    def __init__(self, written: list[str], coming: list[str] | None = None, state: StateType = StateType.COMPLETED) -> None:
        self.written, self.coming, self.state = written, coming or [], state
        self.asked = 0

    def read_task_runs(self, *, limit: int, offset: int, **_: Any) -> list[Any]:
        self.asked += 1
        assert self.asked < 10, "it asks for ever"
        page = [SimpleNamespace(dynamic_key=key, state_type=self.state) for key in self.written[offset : offset + limit]]
        self.written = self.coming[:1] + self.written
        self.coming = self.coming[1:]
        return page

    def read_artifacts(self, **_: Any) -> list[Any]:
        return []


def timeline(server: Server) -> Timeline:
    return Timeline(cast(SyncPrefectClient, server), uuid4())


def test_a_step_written_down_while_the_steps_are_read_does_not_have_them_read_for_ever() -> None:
    asked = timeline(Server(["agenda/1", "agenda-review/1"], coming=["convene/1"]))
    assert asked._drawn().steps == {"agenda/1", "agenda-review/1"}


@pytest.mark.parametrize("state", [StateType.RUNNING, StateType.FAILED])
def test_a_step_left_running_or_failed_is_drawn_again(state: StateType) -> None:
    assert timeline(Server(["agenda/1"], state=state))._drawn().steps == set()


def test_a_deed_that_failed_because_a_quicker_walk_had_done_it_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slower = timeline(Server([]))
    monkeypatch.setattr(Timeline, "_memory", {slower._run: Drawn({"issue-notice", "notice-sign/1"})})  # as the quicker one drew it
    monkeypatch.setattr(Timeline, "_put", lambda *_: None)
    monkeypatch.setattr("flows.process.timeline.progress", lambda *_: [])
    answered = [SimpleNamespace(key=key, title="", clauses=[], state="answered", closed_at=1) for key in ("issue-notice", "notice-sign/1")]
    monkeypatch.setattr("flows.process.timeline.steps_of", lambda *_: answered)
    again = []

    def overtaken(key: str, *_: object) -> None:
        raise KeyError(key)

    monkeypatch.setattr(slower, "_task", overtaken)
    with pytest.raises(KeyError):
        slower.perform("issue-notice", ISSUE_NOTICE, lambda: None)
    monkeypatch.setattr(slower, "_task", lambda key, *_: again.append(key))
    slower.draw(MagicMock(), MagicMock())
    assert again == ["issue-notice"]
