"""One process of the house, as the supervisor sees it: what it is, and how it fares now."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deployments.spawn import spawn

_SETTLED = 1.0  # seconds: one that says nothing about itself is taken as ready when it has stayed up this long
_STABLE = 60.0  # seconds: after this long without a fall earlier falls are forgiven
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 30.0  # seconds before it is started again, doubling
_LOG_LIMIT = 5_000_000  # bytes
_LOGS_KEPT = 3


@dataclass(frozen=True)
class Part:
    """A line of the table of what a house runs.

    It is ready when ``ready`` is true, asked again and again, or when it has written ``says`` to its log (neither: when it has stayed
    up for a moment). A :class:`Refused` that ``ready`` raises ends the house with that sentence.

    ``prepare`` runs before each start; ``after`` names the parts that must be ready before the first start; ``environment`` is asked
    at each start; ``launch`` starts something that wants more than these; ``tidy`` runs after its end when the house stops.
    """

    name: str
    title: str
    argv: Sequence[str | Path] = ()
    environment: Callable[[], Mapping[str, str]] | None = None
    after: tuple[str, ...] = ()
    prepare: Callable[[], None] | None = None
    launch: Callable[[int], subprocess.Popen[bytes]] | None = None
    ready: Callable[[], bool] | None = None
    says: str | None = None
    tidy: Callable[[], None] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 180  # seconds it may take to be ready
    grace: float = 10  # seconds it may take to stop


@dataclass
class Child:
    """A part and its process."""

    part: Part
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    ever_ready: bool = False
    falls: int = 0  # in a row
    restarts: int = 0
    started: float = 0  # time.monotonic()
    not_before: float = 0
    _began_at: int = 0  # how long the log was when the process started

    def start(self) -> None:
        """Start the process, its output appended to the log."""
        if self.part.prepare is not None:
            self.part.prepare()
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._began_at = os.fstat(descriptor).st_size
        try:
            if self.part.launch is not None:
                self.process = self.part.launch(descriptor)
            else:
                environment = self.part.environment() if self.part.environment is not None else None
                # SIGKILL: if the supervisor is gone nobody waits for an orderly end, and every part survives a disorderly one.
                self.process = spawn(self.part.argv, env=environment, output=descriptor, last_signal=signal.SIGKILL)
        finally:
            os.close(descriptor)
        self.started = time.monotonic()
        self.ready = False

    def check(self) -> bool:
        """Whether it became ready just now."""
        if self.part.ready is not None:
            self.ready = self.part.ready()
        elif self.part.says is not None:
            self.ready = self.part.says.encode() in self._written()
        else:
            self.ready = time.monotonic() - self.started > _SETTLED
        self.ever_ready |= self.ready
        return self.ready

    def _written(self) -> bytes:
        """What this process has written so far."""
        with self.log.open("rb") as log:
            log.seek(self._began_at)
            return log.read()

    def overdue(self) -> bool:
        """Whether it has been starting for longer than it may."""
        return not self.ready and time.monotonic() - self.started > self.part.patience

    def forgive(self) -> None:
        """Forget earlier falls of one that has long been well."""
        if self.ready and time.monotonic() - self.started > _STABLE:
            self.falls = 0

    def bury(self) -> None:
        """After it died: clear what it left running, and say when it may be started again."""
        self.kill()
        self.ready = False
        self.not_before = time.monotonic() + min(_FIRST_PAUSE * 2**self.falls, _LONGEST_PAUSE)
        self.falls += 1
        self.restarts += 1

    def stop(self, hurry: Callable[[], bool]) -> None:
        """Ask it to stop, then kill it when its grace is over or ``hurry()`` says so."""
        if self.process is None:
            return
        self.process.send_signal(self.part.stop_signal)
        deadline = time.monotonic() + self.part.grace
        while self.process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        self.kill()
        if self.part.tidy is not None:
            self.part.tidy()

    def kill(self) -> None:
        """End it and every process it started that is still in its session."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.ready = False

    def turn_log(self) -> None:
        """Keep the log bounded: set the full one aside and begin anew.

        The child keeps its descriptor (it appends), so the file is copied and emptied rather than renamed; what is written
        between the two is lost, a line at most.
        """
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            for n in range(_LOGS_KEPT - 1, 0, -1):
                with suppress(FileNotFoundError):
                    self.log.with_suffix(f".log.{n}").replace(self.log.with_suffix(f".log.{n + 1}"))
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
