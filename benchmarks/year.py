"""A rehearsed year: seconds of a home's whole year, and what a day costs as more steps are open in it, for 1, 10 and 100 homes.

``python -m benchmarks.year [homes …]``: every home has a database of its own in one throwaway cluster, as ``./nhip year`` makes it; homes
are walked one after the other with seeds of their own, and stay. See README.md.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, linear_regression, median

from sqlalchemy import text

from benchmarks.ground import LAW, table
from deployments.one_core import one_core
from deployments.postgres import Cluster
from flows import rehearsal
from models.schema import migrate
from models.scratch import scratch
from tasks.bureau import Bureau, Desk

YEAR = 2027
A_YEAR = 5.0  # seconds of one home's year after start-up
BEND = 1.5  # how much more a day's open step may cost where there are many homes than where there is one
TEMPLATE = "nhip_template"
BANDS = 4
OPEN = text("""
    SELECT count(*) FROM step
    WHERE kind = 'ask' AND opened_at < :tomorrow AND (state = 'open' OR closed_at >= :today)
""")


@dataclass(frozen=True)
class Day:
    """One day of one home: how many questions were open in it, at its end or answered in it, and its seconds."""

    steps: int
    seconds: float


DAYS: list[Day] = []


class TimedBureau(Bureau):
    """Times every transaction of a rehearsal, which is one day, its commit included; counting the steps is not timed."""

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The day's desk."""
        began, aside, steps = time.perf_counter(), 0.0, 0
        with super().desk() as desk:
            yield desk
            paused = time.perf_counter()
            midnight = desk.now.replace(hour=0, minute=0)
            steps = desk.session.execute(OPEN, {"today": midnight, "tomorrow": desk.now}).scalar_one()
            aside = time.perf_counter() - paused
        DAYS.append(Day(steps, time.perf_counter() - began - aside))


def walk(cluster: Cluster, homes: int) -> tuple[list[float], list[Day]]:
    """Seconds of each home's year, its pages included, and all their days."""
    DAYS.clear()
    seconds = []
    for seed in range(1, homes + 1):
        name = f"nhip_of_{homes}_{seed}"
        cluster.create_database(name, "nhip_owner", template=TEMPLATE)
        began = time.perf_counter()
        report = rehearsal.rehearse(YEAR, cluster.url("nhip_app", name), seed=seed, law=LAW)
        seconds.append(time.perf_counter() - began)
        assert report.journal_clean
        assert report.left_open == ()
    return seconds, [day for day in DAYS if day.steps]


def bands(days: Sequence[Day]) -> list[Sequence[Day]]:
    """The days in bands of equal size, from those with fewest open steps to those with most."""
    ranked = sorted(days, key=lambda day: day.steps)
    size = len(ranked) / BANDS
    return [ranked[round(n * size) : round((n + 1) * size)] for n in range(BANDS)]


Line = tuple[float, float]


def line(days: Sequence[Day]) -> Line:
    """Milliseconds a day costs anyhow, and those of each open step (least squares)."""
    slope, base = linear_regression([day.steps for day in days], [day.seconds * 1000 for day in days])
    return base, slope


def banded(homes: int, days: Sequence[Day], fitted: Line) -> Iterator[tuple[str, ...]]:
    """Days from the quietest to the busiest, beside what the line says of them: a bend would show in the last."""
    base, slope = fitted
    for band in bands(days):
        steps, cost = fmean(day.steps for day in band), fmean(day.seconds for day in band) * 1000
        yield f"{homes}", f"{band[0].steps}–{band[-1].steps}", f"{steps:.0f}", f"{cost:.0f}", f"{base + slope * steps:.0f}"


def main() -> None:
    """Print the tables."""
    wanted = [int(argument) for argument in sys.argv[1:]] or [1, 10, 100]
    rehearsal.Bureau = TimedBureau  # type: ignore[misc]
    home = Path(tempfile.mkdtemp(prefix="nhip-benchmark-", dir=scratch()))
    rows: list[tuple[str, ...]] = []
    busy: list[tuple[str, ...]] = []
    single = 0.0  # milliseconds of an open step's day where there is one home
    try:
        with one_core(), Cluster(home, durable=False) as cluster:  # as the command does
            cluster.create_database(TEMPLATE, "nhip_owner")
            migrate(cluster.url("nhip_owner", TEMPLATE))
            for homes in wanted:
                seconds, days = walk(cluster, homes)
                fitted = line(days)
                steps, spent = sum(day.steps for day in days), sum(day.seconds for day in days) * 1000
                single = single or spent / steps
                rows.append(
                    (
                        f"{homes}",
                        f"{median(seconds):.1f} ({min(seconds):.1f})",
                        f"{steps:,}",
                        f"{spent:,.0f}",
                        f"{spent / steps:.1f}",
                        f"{spent / steps / single:.2f}",
                        f"{fitted[0]:.0f} + {fitted[1]:.1f} × n",
                    )
                )
                busy += banded(homes, days, fitted)
    finally:
        shutil.rmtree(home)
    head = (
        "homes",
        "s a year: median (best)",
        "open steps × days",
        "ms, all days",
        "ms a step and day",
        "× the first",
        "ms of a day, n steps open",
    )
    table(head, rows)
    print(f"limit {A_YEAR:.0f} s a year, {BEND} × the first\n")
    table(("homes", "open steps", "mean", "ms a day", "the line says"), busy)


if __name__ == "__main__":
    main()
