"""``/metrics``: the house's figures for Prometheus, read from the database when it asks."""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.responses import Response

from models.letters import LetterState
from portal.refusals import NotHere
from tasks.bureau import Bureau
from tasks.figures_of_the_house import Figures, Memory, figures, running_totals

router = APIRouter()

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")  # somebody else asks, by way of a proxy on this machine


class House(Collector):
    """Reads everything at scrape, in a handful of statements."""

    def __init__(self, bureau: Bureau, memory: Memory) -> None:
        self.bureau, self.memory = bureau, memory

    def describe(self) -> Iterator[Metric]:
        """Nothing is read when the registry takes it in."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The figures as they stand."""
        with self.bureau.reading_desk() as desk:
            found = figures(desk, self.memory)
        yield from _of_letters(found)
        yield from _of_attempts(found)
        yield from _of_steps(found)


def _of_letters(found: Figures) -> Iterator[Metric]:
    letters = GaugeMetricFamily("nhip_letters", "Số thư theo kênh và tình trạng", labels=["channel", "state"])
    waiting = {LetterState.DOUBT: 0, LetterState.PARKED: 0}
    for (channel, state), n in sorted(found.letters.items()):
        letters.add_metric([channel, state], n)
        if state in waiting:
            waiting[state] += n
    yield letters
    undecided = GaugeMetricFamily("nhip_letters_waiting_for_operator", "Số thư chờ người vận hành quyết định", labels=["state"])
    for state, n in waiting.items():
        undecided.add_metric([state], n)
    yield undecided
    yield GaugeMetricFamily("nhip_oldest_letter_seconds", "Thư gửi được mà chờ lâu nhất đã chờ bao nhiêu giây", value=found.oldest)
    rests = GaugeMetricFamily("nhip_channel_rests", "Kênh đang nghỉ (1) hay không (0)", labels=["channel"])
    for channel, resting in sorted(found.rests.items()):
        rests.add_metric([channel], int(resting))
    yield rests


def _of_attempts(found: Figures) -> Iterator[Metric]:
    outcomes = CounterMetricFamily("nhip_attempts", "Số lần gửi theo kênh và kết quả", labels=["channel", "outcome"])
    for (channel, outcome), n in sorted(found.attempts.outcomes.items()):
        outcomes.add_metric([channel, outcome], n)
    yield outcomes
    lasted = HistogramMetricFamily("nhip_attempt_seconds", "Thời gian một lần gửi theo kênh (giây)", labels=["channel"])
    for channel, counted in sorted(found.attempts.lasted.items()):
        lasted.add_metric([channel], running_totals(counted), found.attempts.seconds[channel])
    yield lasted


def _of_steps(found: Figures) -> Iterator[Metric]:
    still = GaugeMetricFamily("nhip_open_steps", "Số việc đang chờ người trả lời, theo quy trình", labels=["process"])
    late = GaugeMetricFamily("nhip_overdue_steps", "Số việc quá hạn chưa trả lời, theo quy trình", labels=["process"])
    for process, (n, overdue) in sorted(found.steps.items()):
        still.add_metric([process], n)
        late.add_metric([process], overdue)
    yield still
    yield late


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures, for this machine or who shows the token; for everybody else there is no such page."""
    if not (_from_this_machine(request) or _shows_the_token(request)):
        raise NotHere(NotHere.__doc__)
    registry: CollectorRegistry = request.app.state.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _from_this_machine(request: Request) -> bool:
    """Straight from here: a proxy on this machine speaks for somebody elsewhere, and says so."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _shows_the_token(request: Request) -> bool:
    expected: str | None = request.app.state.metrics_token
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    return bool(expected) and kind.lower() == "bearer" and hmac.compare_digest(shown.strip().encode("latin-1"), (expected or "").encode())


def registry_of(bureau: Bureau, memory: Memory) -> CollectorRegistry:
    """A registry of this house's own: nothing of the process or of Python, which the supervisor knows already."""
    registry = CollectorRegistry()
    registry.register(House(bureau, memory))
    return registry
