"""Looking after the Prefect runs of cases: makes the missing, wakes what slept through its call, sets stranded ones going again."""

import logging
from collections.abc import Iterator, Mapping
from time import monotonic
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from sqlalchemy import update
from sqlmodel import col, select

from deployments import runs
from flows.process.health import Cure, Stillness, cure
from models.cases import Case
from tasks.bureau import Bureau
from tasks.standing_office import Matter
from tasks.sweep import stirring

log = logging.getLogger("nhip.watchman")

_PAGE = 200  # Prefect's own limit of one answer
_ALL_EVERY = 3600.0  # seconds between two looks at every open case's run; what shows trouble is looked at on every round
_TROUBLED = [StateType.RUNNING, StateType.PENDING, StateType.CRASHED, StateType.FAILED, StateType.CANCELLED, StateType.CANCELLING]


class Healer:
    """Heals on each :meth:`round`; remembers between rounds only for how long things have looked the same."""

    def __init__(self, house: Bureau, client: SyncPrefectClient, deployments: Mapping[str, UUID]) -> None:
        self._house, self._client, self._deployments = house, client, deployments
        self._stillness = Stillness()
        self._looked_at_all = -_ALL_EVERY

    def round(self) -> list[Matter]:
        """Mend what can be mended; returns what a person has to look at."""
        matters = []
        seen: dict[UUID, FlowRun | None] = {}
        cases = list(self._cases(seen))
        for case in cases:
            try:
                matters += self._mend(case, seen.get(case.run_id) if case.run_id else None)
            except httpx.TransportError:
                raise  # Prefect is away: no use in asking about the others
            except Exception as broken:  # one bad case must not stop the rest; the operator is told
                log.exception("case %s cannot be mended", case.id)
                matters.append(Matter(f"case/{case.id}", f"Không khôi phục được lượt chạy của hồ sơ «{case.title}»: {broken}"))
        self._stillness.forget_all_but({case.id for case in cases})
        return matters

    def _cases(self, seen: dict[UUID, FlowRun | None]) -> Iterator[Case]:
        """The cases to look at, their runs read into ``seen``."""
        everything = monotonic() - self._looked_at_all >= _ALL_EVERY
        with self._house.reading_desk() as desk:
            wanted = {case.id: case for case in stirring(desk)}
            still_open = select(Case).where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
            if not everything:
                still_open = still_open.where(col(Case.run_id).is_(None))
            wanted |= {case.id: case for case in desk.session.exec(still_open)}
        troubled = {run.id: run for run in self._troubled()}
        with self._house.reading_desk() as desk:
            for case in desk.session.exec(select(Case).where(col(Case.run_id).in_(troubled))):
                wanted.setdefault(case.id, case)
        seen |= troubled
        seen |= self._read([case.run_id for case in wanted.values() if case.run_id and case.run_id not in troubled])
        if everything:
            self._looked_at_all = monotonic()
        yield from wanted.values()

    def _troubled(self) -> Iterator[FlowRun]:
        yield from self._pages(FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_TROUBLED))))

    def _read(self, ids: list[UUID]) -> dict[UUID, FlowRun | None]:
        found: dict[UUID, FlowRun | None] = dict.fromkeys(ids)
        for start in range(0, len(ids), _PAGE):
            wanted = FlowRunFilter(id=FlowRunFilterId(any_=ids[start : start + _PAGE]))
            found |= {run.id: run for run in self._client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE)}
        return found

    def _pages(self, wanted: FlowRunFilter) -> Iterator[FlowRun]:
        ours = DeploymentFilter(id=DeploymentFilterId(any_=list(self._deployments.values())))
        offset = 0
        while page := self._client.read_flow_runs(flow_run_filter=wanted, deployment_filter=ours, limit=_PAGE, offset=offset):
            yield from page
            offset += len(page)

    def _mend(self, case: Case, run: FlowRun | None) -> list[Matter]:
        state = run.state if run else None
        still = self._stillness.of(case.id, (case.stirred, case.walked, state.id if state else None))
        behind = case.walked < case.stirred
        found = cure(ended=not case.is_open, behind=behind, state=state.type.value if state else None, still=still)
        match found:
            case Cure.MAKE:
                self._make(case)
            case Cure.RESUME if run is not None:
                if runs.resume(self._client, run.id):
                    log.info("case %s: woken, its call was lost", case.id)
            case Cure.RECOVER if run is not None and state is not None:
                runs.recover(self._client, run.id)
                log.warning("case %s: its run was %s and is walked again", case.id, state.name)
            case Cure.SAY_FAILED if run is not None:
                return [Matter(f"failed/{case.id}", _FAILED.format(title=case.title, run=run.name, why=(state and state.message) or ""))]
            case Cure.SAY_HELD:
                return [Matter(f"held/{case.id}", _HELD.format(title=case.title))]
        return []

    def _make(self, case: Case) -> None:
        if case.run_id is not None:  # Prefect has lost it; what people decided is in our tables, and a new run goes on from there
            with self._house.desk() as desk:
                desk.session.execute(update(Case).where(col(Case.id) == case.id, col(Case.run_id) == case.run_id).values(run_id=None))
        made = runs.make(self._client, case, self._deployments)
        log.info("case %s: run %s made", case.id, made.id)


_FAILED = "Lượt chạy của hồ sơ «{title}» dừng vì lỗi: {why}. Sau khi sửa nguyên nhân, bấm «Retry» ở lượt chạy đó trên trang Prefect."
_HELD = (
    "Lượt chạy của hồ sơ «{title}» đang bị giữ lại (đã bấm Cancel trên trang Prefect). Bấm «Retry» để tiếp tục, "
    "hoặc hủy hẳn hồ sơ bằng «nhip case cancel» kèm lý do."
)
