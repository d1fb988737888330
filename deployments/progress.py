"""Telling whoever started the house how far it is: a live table on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from deployments.child import Part
from deployments.supervisor import Narrator

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

WORDS = {
    "waiting": "chờ",
    "starting": "đang khởi động…",
    "ready": "sẵn sàng",
    "fell": "dừng bất thường, đang khởi động lại…",
    "stopped": "đã dừng",
}


def narrator(parts: Sequence[Part], stream: TextIO = sys.stderr) -> Narrator:
    """The teller that suits ``stream``."""
    return LiveTable(parts, stream) if stream.isatty() else Lines(stream)


class Lines:
    """One line for each thing that happens, with the seconds since the start."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()

    def tell(self, part: Part, what: str) -> None:
        """Write the line."""
        self._stream.write(f"{time.monotonic() - self._began:6.1f} s  {part.title}: {WORDS[what]}\n")
        self._stream.flush()


class LiveTable:
    """All parts at a glance until every one has been ready; plain lines afterwards, so that what scrolls past stays readable."""

    def __init__(self, parts: Sequence[Part], stream: TextIO) -> None:
        from rich.console import Console
        from rich.live import Live as RichLive
        from rich.spinner import Spinner

        self._rows = {part.name: (part.title, "waiting", 0.0) for part in parts}
        self._began = time.monotonic()
        self._lines = Lines(stream)
        self._spinner = Spinner("dots")
        self._live: Live | None = RichLive(console=Console(file=stream), get_renderable=self._table, refresh_per_second=8)
        self._live.start()

    def tell(self, part: Part, what: str) -> None:
        """Move the part's row."""
        if self._live is None:
            self._lines.tell(part, what)
            return
        self._rows[part.name] = (part.title, what, time.monotonic() - self._began)
        if what == "stopped" or all(state == "ready" for _, state, _ in self._rows.values()):
            self._live.stop()
            self._live = None

    def _table(self) -> "Table":
        from rich.table import Table as RichTable

        table = RichTable(box=None, show_header=False)
        for title, what, at in self._rows.values():
            mark = self._spinner if what in ("starting", "fell") else {"ready": "✓"}.get(what, "·")
            table.add_row(mark, title, WORDS[what], f"{at:.1f} s" if at else "")
        return table
