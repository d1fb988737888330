"""One night: a house with its mailbox, officers who play in it, and a killer who walks about. What is left of it is the evidence."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psutil
import psycopg
from kill_schedules import schedules
from killer import Killer, Struck
from pydantic import SecretStr
from sqlmodel import select
from troupe import Receipt, Troupe, script

from deployments.database import socket_directory
from deployments.demo.director import Stuck
from deployments.demo.player import Inbox, Lost
from deployments.demo.run import make
from deployments.mailbox import Mailbox, Received
from deployments.parts import answers, with_ports
from deployments.reach import own
from deployments.spawn import spawn
from models.letters import Letter
from models.settings import Settings
from tasks.bureau import Bureau

T = TypeVar("T")

CHECKOUT = Path(__file__).parents[2]
STARTS_WITHIN = 240.0  # seconds
STAYS_BUSY = 200.0  # seconds for which nothing may come of the house being killed and mended
SETTLES_WITHIN = 150.0  # seconds in which the last runs are mended
DRAWS_WITHIN = 30.0  # seconds in which Prefect has written down what the worker told it of the last steps
CODE_WAIT = 15.0  # seconds after which an officer asks for another code
PORTS = ("prefect_port", "portal_port", "mailbox_port", "smtp_port")
FROM = "nhip@stttt.kiengiang.example"
RUNS = "SELECT id, state_type::text, tags FROM flow_run"
DRAWN = "SELECT flow_run_id, dynamic_key, state_type::text FROM task_run"
FINISHED = "SELECT 1 FROM step WHERE state = 'answered'"
UNDER_WAY = "SELECT id FROM flow_run WHERE state_type NOT IN ('COMPLETED', 'PAUSED') AND NOT auto_scheduled"
UNSAID = """
    SELECT 1 FROM letter WHERE state IN ('queued', 'sending')
    UNION ALL SELECT 1 FROM "case" WHERE walked < stirred
    UNION ALL SELECT 1 FROM letter WHERE state = 'doubt' AND NOT EXISTS (SELECT 1 FROM letter WHERE key LIKE 'house/letter/doubt/%')
"""


@dataclass(frozen=True)
class Night:
    """What the night left behind."""

    schedules: int
    unfinished: str | None  # why it did not come to its end
    struck: Sequence[Struck]
    meetings: int  # opened
    receipts: Sequence[Receipt]
    troubles: Sequence[str]  # what the officers saw go wrong
    bureau: Bureau
    letters: Sequence[Letter]  # of the outbox
    arrived: Sequence[Received]
    runs: Sequence[tuple[UUID, str, list[str]]]  # Prefect's: id, state, tags
    drawn: Sequence[tuple[UUID, str, str]]  # Prefect's task runs: run, step key, state
    seconds: float

    def all(self, record: type[T]) -> Sequence[T]:
        """Every row of a table."""
        with self.bureau.reading_desk() as desk:
            return desk.session.exec(select(record)).all()


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
        try:
            children = json.loads((self.home / "run.json").read_text())["children"]
        except FileNotFoundError:
            return False
        return len(children) == 6 and all(child["ready"] for child in children.values())

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
        except BaseException:
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


def play(here: House, kills: int) -> Iterator[Night]:
    """Play through the schedules of ``kills`` seeds, let the house settle, and show what is left while its database is up."""
    begun = time.monotonic()
    bureau = Bureau.of(here.settings, own(here.settings).app)
    posting = threading.Event()
    killer = Killer(here.home, here.mailbox, list(schedules(kills)), posting, here.tell)
    inbox = Inbox(f"http://127.0.0.1:{here.settings.mailbox_port}", CODE_WAIT)
    troupe = Troupe(bureau, inbox, script(bureau), here.tell, patience=STAYS_BUSY, over=lambda: killer.exhausted, posting=posting)
    killer.begin()
    unfinished = None
    try:
        troupe.play()
        until(lambda: here.up() and _settled(here), SETTLES_WITHIN)
    except (Stuck, Lost, Never) as why:
        unfinished = f"{type(why).__name__}: {why}"
        sys.stderr.write(here.logs())
    finally:
        killer.leave()
        troupe.close()
        bureau.store.close()
    if killer.fault is not None:
        raise killer.fault
    with bureau.reading_desk() as desk:
        letters = desk.session.exec(select(Letter)).all()
    yield Night(
        schedules=kills,
        unfinished=unfinished,
        struck=killer.struck,
        meetings=troupe.opened,
        receipts=troupe.receipts,
        troubles=troupe.troubles,
        bureau=bureau,
        letters=letters,
        arrived=Mailbox(here.mailbox).letters(),
        runs=_ask(here, "prefect", RUNS),
        drawn=_drawn(here),
        seconds=round(time.monotonic() - begun, 1),
    )
    bureau.store.close()


def _settled(here: House) -> bool:
    """No run is under way, no letter either, and what is in doubt has been said."""
    return not _ask(here, "prefect", UNDER_WAY) and not _ask(here, "nhip", UNSAID)


def _drawn(here: House) -> list[tuple[Any, ...]]:
    """Prefect's task runs, once there is one for every finished step, or when waiting for more is of no use."""
    deadline = time.monotonic() + DRAWS_WITHIN
    finished = len(_ask(here, "nhip", FINISHED))
    while len(drawn := _ask(here, "prefect", DRAWN)) < finished and time.monotonic() < deadline:
        time.sleep(0.5)
    return drawn


def _ask(here: House, database: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(host=str(socket_directory(here.home)), user="postgres", dbname=database) as line:
        return line.execute(query).fetchall()
