"""One supervisor over the processes of a house: started in order, restarted when they die, stopped in reverse."""

import json
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from deployments.child import Child, Part
from deployments.home import make_home, occupy
from models.errors import Refused

STATE = "run.json"
_TICK = 0.05  # seconds between two looks at the children
_FALLS_AT_FIRST = 5  # falls of one that has never been ready, before the start is given up
_LOG_LOOK = 10.0  # seconds between two looks at the sizes of the logs


class WontStart(Refused):
    """Một phần của nhà không khởi động được."""

    exit_code = 3


class Narrator(Protocol):
    """Tells whoever watches what happens to a part: ``starting``, ``ready``, ``fell``, ``stopped``."""

    def tell(self, part: Part, what: str) -> None:
        """Say it."""


class Supervisor:
    """Runs ``parts``, a table in the order of starting.

    Call from the main thread: the kernel ties the children to it. ``home/run.json`` (mode 0600) holds the process numbers and
    ``facts`` for whoever looks from outside; ``home/logs/<name>.log`` what the children say.
    """

    def __init__(self, home: Path, parts: Sequence[Part], narrator: Narrator, facts: Mapping[str, Any] | None = None) -> None:
        self.home = make_home(home)
        self.children = {part.name: Child(part, self.home / "logs" / f"{part.name}.log") for part in parts}
        self._narrator = narrator
        self._facts = dict(facts or {})
        self._stops = 0  # how often we were asked to stop

    def run(self, when_ready: Callable[[], None] | None = None) -> None:
        """Hold the home and run everything until INT or TERM; then stop all, and return.

        ``when_ready`` is called once, when every part is ready for the first time. Raises :class:`HomeInUse` before anything
        is started, and :class:`WontStart` (with everything stopped) when a part cannot be brought up at all.
        """
        with ExitStack() as undo:
            undo.enter_context(occupy(self.home))
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                undo.callback(signal.signal, number, signal.signal(number, self._on_signal))
            undo.callback((self.home / STATE).unlink, missing_ok=True)
            undo.callback(self._stop_all)
            self._watch(when_ready)

    def stop(self) -> None:
        """Ask for the end, as TERM does; asked twice, nobody is given any more time."""
        self._stops += 1

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signal module's signature
        self.stop()

    def _watch(self, when_ready: Callable[[], None] | None) -> None:
        logs_seen = 0.0
        while not self._stops:
            for child in self.children.values():
                self._look_after(child)
                if self._stops:
                    return
            if when_ready is not None and all(child.ready for child in self.children.values()):
                when_ready()
                when_ready = None
            if time.monotonic() - logs_seen > _LOG_LOOK:
                logs_seen = time.monotonic()
                for child in self.children.values():
                    child.turn_log()
            time.sleep(_TICK)

    def _look_after(self, child: Child) -> None:
        if child.process is None:
            before = (self.children[name] for name in child.part.after)
            if time.monotonic() >= child.not_before and (child.ever_ready or all(other.ready for other in before)):
                child.start()
                self._tell(child, "starting")
        elif child.process.poll() is not None or child.overdue():
            child.bury()
            self._tell(child, "fell")
            if not child.ever_ready and child.falls >= _FALLS_AT_FIRST:
                raise WontStart(f"{child.part.title} không khởi động được sau {child.falls} lần. Nguyên nhân ghi ở cuối tệp {child.log}.")
        elif not child.ready:
            if child.check():
                self._tell(child, "ready")
        else:
            child.forgive()

    def _stop_all(self) -> None:
        for child in reversed(self.children.values()):
            if child.process is not None:
                child.stop(hurry=lambda: self._stops > 1)
                self._tell(child, "stopped")

    def _tell(self, child: Child, what: str) -> None:
        self._write_state()
        self._narrator.tell(child.part, what)

    def _write_state(self) -> None:
        children = {
            name: {"pid": child.process.pid, "ready": child.ready, "restarts": child.restarts}
            for name, child in self.children.items()
            if child.process is not None
        }
        fresh = self.home / f"{STATE}.new"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"pid": os.getpid(), **self._facts, "children": children}, ensure_ascii=False, indent=1))
        fresh.replace(self.home / STATE)
