"""A house that is started as an operator starts it, the mail server beside it, and what can be seen of both from outside."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from pydantic import SecretStr

from deployments.database import socket_directory
from deployments.demo.run import make
from deployments.parts import answers, with_ports
from deployments.spawn import spawn
from models.settings import Settings

CHECKOUT = Path(__file__).parents[2]
STARTS_WITHIN = 240.0  # seconds
PORTS = ("prefect_port", "portal_port", "mailbox_port", "smtp_port")
FROM = "nhip@stttt.kiengiang.example"


@dataclass(frozen=True)
class House:
    """A home whose clock can be moved, and the processes we started for it."""

    settings: Settings
    home: Path
    mailbox: Path

    def process(self, name: str, *argv: str, last: signal.Signals) -> subprocess.Popen[bytes]:
        """A process of ours, its output in ``<name>.log``; it cannot outlive us."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("NHIP_", "PREFECT_", "PG"))}
        ours = {f"NHIP_{port.upper()}": str(getattr(self.settings, port)) for port in PORTS}
        assert self.settings.mail_url is not None
        ours |= {"NHIP_HOME": str(self.home), "NHIP_MAIL_URL": self.settings.mail_url.get_secret_value(), "NHIP_MAIL_FROM": FROM}
        with (self.home.parent / f"{name}.log").open("ab") as log:
            return spawn([sys.executable, "-m", *argv], env=clean | ours, output=log, last_signal=last, cwd=CHECKOUT)

    def tell(self, line: str) -> None:
        """Write a line of the night's story."""
        with (self.home.parent / "night.log").open("a") as story:
            story.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def up(self) -> bool:
        """Every part is ready."""
        children = self._children()
        return len(children) == 6 and all(child["ready"] for child in children.values())

    def pid(self, part: str) -> int:
        """The process of a part."""
        return int(self._children()[part]["pid"])

    def _children(self) -> dict[str, dict[str, Any]]:
        with suppress(FileNotFoundError):
            return dict(json.loads((self.home / "run.json").read_text())["children"])
        return {}

    def ask(self, database: str, query: str) -> list[tuple[Any, ...]]:
        """A look into a database of the house."""
        with psycopg.connect(host=str(socket_directory(self.home)), user="postgres", dbname=database) as line:
            return line.execute(query).fetchall()

    def logs(self) -> str:
        """What everybody said last."""
        found = [*self.home.parent.glob("*.log"), *(self.home / "logs").glob("*.log")]
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in sorted(found))


class Never(Exception):
    """What must come has not."""


def until(happens: Callable[[], Any], within: float, alive: Callable[[], Any] = lambda: True) -> None:
    deadline = time.monotonic() + within
    while not happens():
        if time.monotonic() > deadline:
            raise Never(f"it did not happen within {within:.0f} s")
        if not alive():
            raise Never("a process of the night has ended")
        time.sleep(0.1)


@contextmanager
def house() -> Iterator[House]:
    """A house that is up, beside it the outside world's mail server, which nobody kills. At the end nothing is left of either."""
    with tempfile.TemporaryDirectory(prefix="nhip-crash-") as root:
        home = Path(root) / "home"
        settings = with_ports(Settings(home=home, prefect_port=0, portal_port=0, mailbox_port=0, smtp_port=0, mail_from=FROM), PORTS)
        settings = settings.model_copy(update={"mail_url": SecretStr(f"nhipmail://127.0.0.1:{settings.smtp_port}")})
        make(settings)
        made = House(settings, home, Path(root) / "mailbox")
        mail = ["--smtp-port", str(settings.smtp_port), "--web-port", str(settings.mailbox_port), "--folder", str(made.mailbox)]
        sink = made.process("mailbox", "deployments.mailbox", *mail, last=signal.SIGKILL)
        run = made.process("up", "deployments.cli", "up", last=signal.SIGTERM)
        try:
            until(lambda: answers("127.0.0.1", settings.mailbox_port, "/"), STARTS_WITHIN, lambda: sink.poll() is None)
            until(made.up, STARTS_WITHIN, lambda: run.poll() is None)
            yield made
        except BaseException:  # whatever ended it, the logs go with it; raised again below
            sys.stderr.write(made.logs())
            raise
        finally:
            _end(run, sink)
        assert not socket_directory(home).exists()


def _end(run: subprocess.Popen[bytes], sink: subprocess.Popen[bytes]) -> None:
    family = [psutil.Process(sink.pid), *(psutil.Process(run.pid).children(recursive=True) if run.poll() is None else [])]
    run.send_signal(signal.SIGTERM)
    try:
        status: int | None = run.wait(90)
    except subprocess.TimeoutExpired:
        status = None
    sink.kill()
    sink.wait()
    _, left = psutil.wait_procs(family, timeout=0)
    for process in (run, *left):
        process.kill()
    run.wait()
    assert status == 0, "the house did not stop when it was told"
    assert not left, f"left behind: {left}"
