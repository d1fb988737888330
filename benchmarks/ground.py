"""What the benchmarks stand on: a durable PostgreSQL in a temporary home that is gone afterwards, and the table they print."""

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Self

from sqlmodel import Session

from deployments.postgres import Cluster
from models.clock import OFFICE_ZONE, Clock
from models.loading import load_committee
from models.schema import migrate
from models.store import Store
from regulation import load
from tasks.bureau import Bureau

LAW = load()
MORNING = datetime(2019, 8, 28, 8, tzinfo=OFFICE_ZONE)


class TickingClock:
    """Office time that moves one millisecond a transaction, so that everything written in one transaction carries a moment of its own."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def now(self, session: Session) -> datetime:  # noqa: ARG002 - the protocol's argument
        """A millisecond later than the last time."""
        self.at += timedelta(milliseconds=1)
        return self.at


class Stopwatch:
    """Adds up the time spent inside ``with watch:``; what the benchmark itself must look up lies outside."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._began


@contextmanager
def durable_cluster() -> Iterator[Cluster]:
    """A running cluster with the product's own settings and the sample committee in its database ``nhip``; removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="nhip-benchmark-"))
    try:
        with Cluster(home) as cluster:
            migrate(cluster.url("nhip_owner"))
            owner = Store(cluster.url("nhip_owner"))
            with owner.transaction() as session:
                load_committee(session, LAW)
            owner.close()
            yield cluster
    finally:
        shutil.rmtree(home)


def bureau_of(cluster: Cluster, database: str = "nhip", *, blob: bytes = b"", clock: Clock | None = None) -> Bureau:
    """A bureau under the product's role. Papers are ``blob``: typing Word files is no part of what is measured."""
    return Bureau(
        store=Store(cluster.url("nhip_app", database), clock or TickingClock()),
        law=LAW,
        files=cluster.home / database / "files",
        key=b"k" * 32,
        portal_url="http://127.0.0.1",
        typist=lambda form, paper, forms: blob,  # noqa: ARG005 - a typist's three arguments
    )


def milliseconds(seconds: Sequence[float]) -> str:
    """Median and, in brackets, the fastest."""
    return f"{median(seconds) * 1000:.0f} ({min(seconds) * 1000:.0f})"


def ratio(ours: Sequence[float], peer: Sequence[float]) -> float:
    """Median over the rounds of ours ÷ peer: both of a round ran one after the other, so a neighbour's noise hits both."""
    return median(a / b for a, b in zip(ours, peer, strict=True))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print it as Markdown, columns aligned."""
    lines = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
