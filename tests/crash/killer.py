"""Looks into the house from outside and kills its parts at the moments a schedule names."""

import json
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from kill_schedules import SERVERS, Glance, Kill

from deployments.database import socket_directory

LOOK = 0.002  # seconds between two glances
UNMET = 120.0  # seconds after which a moment that will not come is given up, and the part killed as it stands

OURS = """
    SELECT (SELECT array_agg(DISTINCT application_name) FROM pg_stat_activity
            WHERE datname = 'nhip' AND application_name LIKE 'nhip %' AND backend_xid IS NOT NULL),
        (SELECT array_agg(id) FROM letter WHERE state = 'sending'),
        (SELECT count(*) FROM answer WHERE via <> 'house'),
        (SELECT array_agg(run_id) FROM "case"
            WHERE walked >= stirred AND run_id IS NOT NULL AND closed_at IS NULL AND cancelled_at IS NULL)
"""
PREFECTS = "SELECT id, state_type::text FROM flow_run WHERE state_type IN ('RUNNING', 'PAUSED')"


@dataclass(frozen=True)
class Struck:
    """A kill that was carried out; ``met``: at the very moment it was meant for."""

    kill: Kill
    met: bool


@dataclass
class Killer:
    """Carries out ``kills``: each part's in their order, the parts beside each other, the servers one after the other."""

    home: Path
    mailbox: Path
    kills: Iterable[Kill]
    posting: threading.Event  # set while an officer waits for the receipt of his answer
    tell: Callable[[str], None]
    struck: list[Struck] = field(default_factory=list)
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="killer", daemon=True)
        self._queues: dict[str, deque[Kill]] = {}
        for kill in self.kills:
            self._queues.setdefault("servers" if kill.part in SERVERS else kill.part, deque()).append(kill)
        self._gone: dict[str, int] = {}  # part → the process we killed last
        self._armed: dict[str, float] = {}  # queue → since when its first kill waits for its moment
        self._lines: list[psycopg.Connection[Any]] = []
        self._seen: dict[str, UUID] = {}  # file in the mailbox → letter

    @property
    def exhausted(self) -> bool:
        """Every kill has been carried out (or the killer himself fell)."""
        return self.fault is not None or not any(self._queues.values())

    def begin(self) -> None:
        """In a thread of its own."""
        self._thread.start()

    def leave(self) -> None:
        """Stop, whatever is left to do."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as broken:  # noqa: BLE001 - the edge of the thread: the test that waits for us must hear of it
            self.fault = broken
        finally:
            self._hang_up()

    def _work(self) -> None:
        before = Glance()
        while any(self._queues.values()) and not self._stop.is_set():
            now = self._look()
            if now is None:
                self._stop.wait(0.1)
                continue
            for name, queue in self._queues.items():
                if queue and self._is_armed(name, queue[0]) and self._strike(name, queue[0], before, now):
                    queue.popleft()
                    self._armed.pop(name)
                    break  # what we saw was before the blow
            before = now
            self._stop.wait(LOOK)

    def _is_armed(self, name: str, kill: Kill) -> bool:
        """Whether the part is up, and has been for its rest."""
        if self._pid(kill.part) is None:
            self._armed.pop(name, None)
            return False
        return time.monotonic() >= self._armed.setdefault(name, time.monotonic() + kill.rest)

    def _strike(self, name: str, kill: Kill, before: Glance, now: Glance) -> bool:
        unmet = time.monotonic() - self._armed[name] > UNMET
        if not unmet and not kill.moment.came(before, now):
            return False
        pid = self._pid(kill.part)
        if pid is None:
            return False
        met = not unmet
        if kill.delay:
            self._stop.wait(kill.delay)
        elif met and kill.moment.lasting and not self._holds_still(pid, kill, before):
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # it fell by itself: its next process is the one meant
            return False
        self._gone[kill.part] = pid
        self.struck.append(Struck(kill, met))
        self.tell(f"seed {kill.seed}: {kill.part} killed, {kill.moment.name}{'' if met else ' (given up)'}")
        return True

    def _holds_still(self, pid: int, kill: Kill, before: Glance) -> bool:
        """Stop it, and look again: what we saw may have been over by then, and it goes on."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            held = self._look()
            if held is not None and kill.moment.came(before, held):
                return True
            os.kill(pid, signal.SIGCONT)
        return False

    def _pid(self, part: str) -> int | None:
        """The process of a part that is ready; None while there is none but the one we killed."""
        with suppress(FileNotFoundError):
            child = json.loads((self.home / "run.json").read_text())["children"].get(part)
            if child is not None and child["ready"] and child["pid"] != self._gone.get(part):
                return int(child["pid"])
        return None

    def _look(self) -> Glance | None:
        """None while PostgreSQL is away."""
        try:
            if not self._lines:
                where = socket_directory(self.home)
                self._lines = [
                    psycopg.connect(host=str(where), user="postgres", dbname=name, autocommit=True) for name in ("nhip", "prefect")
                ]
            ours = self._lines[0].execute(OURS, prepare=True).fetchone()
            states = self._lines[1].execute(PREFECTS, prepare=True).fetchall()
        except psycopg.OperationalError:
            self._hang_up()
            return None
        assert ours is not None
        writing, sending, answers, settled = ours
        return Glance(
            writing=frozenset(name.removeprefix("nhip ") for name in writing or ()),
            sending=frozenset(sending or ()),
            arrived=frozenset(sending or ()) & (set(self._arrivals()) if sending else set()),
            answers=answers,
            settled=frozenset(settled or ()),
            running=frozenset(run for run, state in states if state == "RUNNING"),
            paused=frozenset(run for run, state in states if state == "PAUSED"),
            posting=self.posting.is_set(),
        )

    def _arrivals(self) -> Iterator[UUID]:
        """Letters that lie in the mailbox, by their Message-ID."""
        for path in (self.mailbox / "new").iterdir():
            if path.name not in self._seen:
                head = path.read_bytes().partition(b"\r\n\r\n")[0]
                line = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
                self._seen[path.name] = UUID(line.partition(b"<")[2].partition(b"@")[0].decode())
        return iter(self._seen.values())

    def _hang_up(self) -> None:
        for line in self._lines:
            line.close()
        self._lines = []
