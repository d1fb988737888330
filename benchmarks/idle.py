"""What 10,000 waiting cases cost a house in which nothing happens: memory and processor of all its processes, before and with them.

``python -m benchmarks.idle [seconds]``. See README.md for the limits.
"""

import sys
import time
from dataclasses import dataclass

import psutil

from benchmarks.ground import table
from benchmarks.house import House, clone, running_house, waiting_case

CASES = 10_000
LIMITS = (50, 2.0)  # MB, % of a core
SETTLE = 45.0  # seconds after which start-up and cloning no longer show
PARTS = ("postgres", "prefect", "portal", "postman", "worker", "watchman")


@dataclass
class Cost:
    """Of one part, with all its children: memory that is its own share (PSS), and processor time."""

    megabytes: float
    seconds: float


def costs(house: House) -> dict[str, Cost]:
    """Of every part at this moment."""
    return {part: _cost(psutil.Process(house.pid(part))) for part in PARTS}


def _cost(root: psutil.Process) -> Cost:
    family = [root, *root.children(recursive=True)]
    times = [process.cpu_times() for process in family]
    return Cost(
        sum(process.memory_full_info().pss for process in family) / 1e6,
        sum(time.user + time.system for time in times) + times[0].children_user + times[0].children_system,
    )


def idle(house: House, seconds: float) -> dict[str, Cost]:
    """Memory at the end of a quiet stretch, and the share of a core (in per cent) used over it."""
    time.sleep(SETTLE)
    first = costs(house)
    time.sleep(seconds)
    last = costs(house)
    return {part: Cost(last[part].megabytes, (last[part].seconds - first[part].seconds) / seconds * 100) for part in PARTS}


def main() -> None:
    """Print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 90.0
    with running_house() as house:
        template = waiting_case(house)
        before = idle(house, seconds)
        clone(house, template, CASES)
        after = idle(house, seconds)
    rows = [(part, *_line(before[part], after[part])) for part in PARTS]
    whole = [Cost(sum(one.megabytes for one in side.values()), sum(one.seconds for one in side.values())) for side in (before, after)]
    rows.append(("whole house", *_line(*whole)))
    rows.append(("limit", "", "", f"+{LIMITS[0]}", "", "", f"+{LIMITS[1]:.1f}"))
    table(("part", "MB with 1", f"MB with {CASES:,}", "added", "% core with 1", f"% core with {CASES:,}", "added"), rows)


def _line(before: Cost, after: Cost) -> tuple[str, ...]:
    megabytes, core = after.megabytes - before.megabytes, after.seconds - before.seconds
    return (
        f"{before.megabytes:.0f}",
        f"{after.megabytes:.0f}",
        f"{megabytes:+.1f}",
        f"{before.seconds:.2f}",
        f"{after.seconds:.2f}",
        f"{core:+.2f}",
    )


if __name__ == "__main__":
    main()
