"""From an answer that is committed to the next letter in the outbox, through the real server and worker, with many cases open.

``python -m benchmarks.wake [answers]``. See README.md for what is measured and for the limits.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from statistics import median, quantiles
from typing import Any, LiteralString
from unittest.mock import patch
from uuid import UUID

import psycopg

from benchmarks.ground import table
from benchmarks.house import House, asked, child, clone, eventually, hear, reply, running_house, waiting_case
from benchmarks.stock import EFFECTS, begin, resume, wait_until_suspended

OPEN = (100, 10_000)
LIMITS = (0.3, 0.6)  # seconds: median, 95th percentile
STOCK_RUNS = 4
WAITING = "SELECT case_id FROM step WHERE state = 'open' AND question = 'agenda-review' AND case_id <> %s ORDER BY random() LIMIT %s"
NEXT_LETTER = "SELECT 1 FROM letter JOIN step ON step.id = letter.step_id WHERE step.case_id = %s AND step.question = 'convene'"
PAUSE = 0.3  # seconds between two answers: officers do not answer in step with the worker


def wakes(house: House, cases: Sequence[UUID]) -> Iterator[float]:
    """Seconds from each case's answer, committed, to the letter that asks the next officer, as another session sees it."""
    with house.connect("postgres") as looking:
        for case in cases:
            step = asked(house, case, "agenda-review")
            assert step is not None
            reply(house, step, {"choice": "approve"})
            began = time.perf_counter()
            eventually(partial(_seen, looking, NEXT_LETTER, case, prepare=True), pause=0.002)
            yield time.perf_counter() - began
            time.sleep(PAUSE)


def _seen(looking: psycopg.Connection[Any], query: LiteralString, of: UUID, *, prepare: bool) -> Any:
    return looking.execute(query, [of], prepare=prepare).fetchone()


def stock_wakes(poll: int | None) -> Iterator[float]:
    """The same with a plain flow under ``serve()``: suspended, resumed, a row written. ``poll``: seconds between polls."""
    often = {"PREFECT_RUNNER_POLL_FREQUENCY": str(poll)} if poll else {}
    with patch.dict(os.environ, often), child("benchmarks.stock") as served, psycopg.connect(EFFECTS.get()) as looking:
        looking.autocommit = True
        hear(served, "Your flow")
        for _ in range(STOCK_RUNS):
            run = begin()
            wait_until_suspended(run)
            time.sleep(1)
            resume(run)
            began = time.perf_counter()
            eventually(partial(_seen, looking, "SELECT 1 FROM effect WHERE run = %s", run, prepare=False), pause=0.01)
            yield time.perf_counter() - began


def row(name: str, seconds: Sequence[float], limits: tuple[float, float] | None) -> tuple[object, ...]:
    """A line of the table."""
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    told = " · ".join(f"{limit:.1f}" for limit in limits) if limits else ""
    return name, len(seconds), f"{median(seconds):.2f}", f"{p95:.2f}", f"{max(seconds):.2f}", told


def main() -> None:
    """Print the table."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    rows = []
    with running_house() as house:
        template = waiting_case(house)
        before = 1
        for wanted in OPEN:
            clone(house, template, wanted + answers - before)
            with house.connect("postgres") as ours:
                cases = [case for (case,) in ours.execute(WAITING, [template, answers + 3])]
            _, _, _, *seconds = wakes(house, cases)  # the first three warm the worker up
            rows.append(row(f"Nhịp, {wanted:,} open cases", seconds, LIMITS))
            before = wanted
        with EFFECTS.made(house):
            for poll, name in ((None, "as it comes"), (1, "polling every second")):
                rows.append(row(f"serve(), {name}", list(stock_wakes(poll)), None))
    table(("answer committed → next effect", "n", "p50 s", "p95 s", "max s", "limits"), rows)


if __name__ == "__main__":
    main()
