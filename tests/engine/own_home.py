"""A home of its own, and ``./nhip up`` in it, for tests that need the whole house."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 200.0  # seconds; the whole house starts here, twice
NAMES = {"postgres", "prefect", "portal", "postman", "worker", "watchman"}
TROUBLE = ("ERROR", "CRITICAL", "Traceback")
# Two of Prefect's recorders may meet at one new task run. PostgreSQL writes down the loser's attempt and Prefect makes it
# again (record_bulk_task_run_events); one it could not make well leaves a traceback in its own log.
RETRIED_BY_PREFECT = 'duplicate key value violates unique constraint "pk_task_run"'


def until(happens: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := happens()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)
    return found


class House:
    """A home of its own, and ``up`` in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        settings = {"HOME": str(home), "PREFECT_PORT": "0", "PORTAL_PORT": "0", "MAIL_URL": "nhipmail://127.0.0.1:9"}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("NHIP_", "PREFECT_"))}
        self.environment = clean | {f"NHIP_{name}": value for name, value in settings.items()}
        self.running: list[subprocess.Popen[str]] = []

    def begin(self, *line: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "deployments.cli", *line],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(process)
        return process

    def up(self) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
        """Start it; when the door is open, the process and those it started."""
        process = self.begin("up")
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Cửa đã mở"):
                break
        state = json.loads((self.home / "run.json").read_text())
        assert state["children"].keys() == NAMES, self.words()
        assert all(child["ready"] for child in state["children"].values())
        family = psutil.Process(process.pid).children(recursive=True)
        assert {child["pid"] for child in state["children"].values()} <= {child.pid for child in family}
        return process, family

    def does(self, *line: str) -> str:
        """Run a line of the command line to its end; what it said."""
        with self.begin(*line) as process:
            said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    def troubles(self) -> list[str]:
        """The lines of the logs that tell of something gone wrong."""
        lines = (line for log in sorted((self.home / "logs").glob("*.log")) for line in log.read_text().splitlines())
        return [line for line in lines if any(word in line for word in TROUBLE) and not line.endswith(RETRIED_BY_PREFECT)]

    def words(self) -> str:
        """What the logs say last."""
        return "\n".join(f"{log.name}: {log.read_text()[-500:]}" for log in sorted((self.home / "logs").glob("*.log")))


@contextmanager
def own_home() -> Iterator[House]:
    """A home that does not exist yet; whatever runs at the end is killed."""
    root = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    made = House(root / "var")
    try:
        yield made
    finally:
        for process in made.running:
            with process:
                process.kill()
        shutil.rmtree(root)


def ended(family: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in family)
