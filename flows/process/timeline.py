"""What Prefect shows of a case beside its state: each finished step as one task run, a progress table, a link to the case's page.

All of it is a picture. It is drawn after the walk has committed, from the records, so losing it loses nothing.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from uuid import UUID, uuid5

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import State, StateDetails, StateType, TaskRun
from prefect.states import Pending
from prefect.task_engine import run_task_sync
from text_unidecode import unidecode

from models.cases import Case
from models.steps import StepState
from tasks.bureau import Bureau
from tasks.progress import progress, steps_of
from tasks.questions import Deed

T = TypeVar("T")

_REMEMBERED = 4096  # runs whose picture a worker remembers; a forgotten one is asked of Prefect again
_PAGE = 200  # Prefect's own limit of one answer


def _do(act: Callable[[], T]) -> T:
    return act()


STEP: Task[..., Any] = Task(_do, name="viec", cache_policy=NO_CACHE, persist_result=False)


@dataclass
class Drawn:
    """What a run's picture holds already: the keys of the steps shown as done, and each artifact's id and content."""

    steps: set[str] = field(default_factory=set)
    artifacts: dict[str, tuple[UUID, str]] = field(default_factory=dict)


class Timeline:
    """The picture of one flow run; its ``perform`` is the stage on which a walk's deeds are done.

    A step's task run has the step's key as its dynamic key, which Prefect keeps unique within a flow run: drawn twice (after a kill,
    after a walk that lost to a quicker one) it is still one task run.
    """

    _memory: OrderedDict[UUID, Drawn] = OrderedDict()  # noqa: RUF012 - shared by all walks of this process, on purpose

    def __init__(self, client: SyncPrefectClient, flow_run_id: UUID) -> None:
        self._client = client
        self._run = flow_run_id
        self._performed: set[str] = set()
        self._failed: set[str] = set()

    def perform(self, key: str, deed: Deed, act: Callable[[], T]) -> T:
        """Do the deed as a task, so that an operator sees it run, and sees it fail."""
        try:
            done = cast(T, self._task(key, task_name(key, deed.title, deed.clauses), act))
        except BaseException:  # it shows as failed now, also where a quicker walk has done it and drawn it
            self._performed.discard(key)
            self._failed.add(key)
            raise
        self._failed.discard(key)
        self._performed.add(key)
        return done

    def draw(self, bureau: Bureau, case: Case) -> None:
        """Draw the case as the records have it now."""
        with bureau.reading_desk() as desk:
            steps = steps_of(desk, case.id)
            table = json.dumps(progress(desk, steps), ensure_ascii=False)
        drawn = self._drawn()
        drawn.steps -= self._failed
        drawn.steps |= self._performed
        self._failed.clear()
        fresh = [step for step in steps if step.state == StepState.ANSWERED and step.key not in drawn.steps]
        for step in sorted(fresh, key=lambda step: (step.closed_at is None, step.closed_at)):
            self._task(step.key, task_name(step.key, step.title, step.clauses), lambda: None)
            drawn.steps.add(step.key)
        page = f"[{case.title}]({bureau.portal_url}/ho-so/{case.id})"
        self._put(f"ho-so-{case.id}", "markdown", page, "Trang hồ sơ trên Cổng công việc")
        self._put(f"tien-do-{case.id}", "table", table, f"Tiến độ: {case.title}")

    def _task(self, key: str, name: str, act: Callable[[], Any]) -> Any:
        task_run_id = uuid5(self._run, key)
        state: State[Any] = Pending(state_details=StateDetails(flow_run_id=self._run, task_run_id=task_run_id))
        task_run = TaskRun(
            id=task_run_id,
            name=name,
            flow_run_id=self._run,
            task_key=STEP.task_key,
            dynamic_key=key,
            expected_start_time=state.timestamp,
            state_id=state.id,
            state_type=state.type,
            state_name=state.name,
            state=state,
        )
        return run_task_sync(STEP, task_run=task_run, parameters={"act": act})

    def _put(self, key: str, kind: str, data: str, description: str) -> None:
        drawn = self._drawn()
        if key not in drawn.artifacts:
            made = self._client.create_artifact(
                ArtifactCreate(key=key, type=kind, data=data, description=description, flow_run_id=self._run)
            )
            drawn.artifacts[key] = made.id, data
        artifact_id, content = drawn.artifacts[key]
        if content != data:
            self._client.update_artifact(artifact_id, ArtifactUpdate(data=data))
            drawn.artifacts[key] = artifact_id, data

    def _drawn(self) -> Drawn:
        if self._run not in self._memory:
            self._memory[self._run] = self._ask()
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return self._memory[self._run]

    def _ask(self) -> Drawn:
        """What Prefect shows of this run; asked once by each process that walks it."""
        mine = FlowRunFilter(id=FlowRunFilterId(any_=[self._run]))
        found = Drawn()
        seen = 0  # not the keys: a task run that Prefect writes down meanwhile shows one of them once more
        while page := self._client.read_task_runs(flow_run_filter=mine, limit=_PAGE, offset=seen):
            found.steps |= {task_run.dynamic_key for task_run in page if task_run.state_type == StateType.COMPLETED}
            seen += len(page)
        for artifact in self._client.read_artifacts(flow_run_filter=mine, limit=_PAGE):
            if artifact.key is not None:
                found.artifacts[artifact.key] = artifact.id, str(artifact.data)
        return found


def task_name(key: str, title: str, clauses: Sequence[str]) -> str:
    """ "Phat hanh giay moi hop (D5.4, D8.1)", then what tells it from others of its kind (the seat, the round).

    The canvas on which Prefect draws the timeline has no Vietnamese letters.
    """
    cited = dict.fromkeys(re.sub(r"(?<=\d)[a-z]$", "", clause) for clause in clauses)
    which = key.partition("/")[2]
    return unidecode(f"{title} ({', '.join(cited)})") + (f" {which}" if which else "")
