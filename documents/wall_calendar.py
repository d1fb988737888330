"""A year on one sheet of A3: twelve columns of days with what falls on each. The facts, and the sheet as HTML to print.

Legible in black and white: kinds of entries are told apart by signs, days off by shades, days nobody has confirmed by hatching.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

Sign = Literal["meeting", "issue", "deadline", "opening"]

SIGNS: Mapping[Sign, tuple[str, str]] = {
    "meeting": ("■", "cuộc họp"),
    "issue": ("●", "ban hành văn bản"),
    "deadline": ("◆", "thời hạn"),
    "opening": ("▷", "mở hồ sơ theo lịch"),
}
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
LINES, WIDTH = 3, 26  # of entries in a day's box, and characters a line


@dataclass(frozen=True)
class Line:
    """One line in a day's box; ``sign`` None: it goes on with the line above, or counts what found no room."""

    sign: Sign | None
    text: str


@dataclass(frozen=True)
class WallDay:
    """One day: ``off`` no work is done, ``makeup`` a Saturday worked in return, ``unsure`` nobody has confirmed it.

    ``name`` is a holiday's; empty on other days.
    """

    day: date
    off: bool
    makeup: bool
    unsure: bool
    name: str
    lines: tuple[Line, ...]

    @property
    def weekday(self) -> str:
        """ "T2" to "CN"."""
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class Wall:
    """The sheet: its head, twelve months of days, and what stands below."""

    title: str
    subtitle: str
    months: tuple[tuple[WallDay, ...], ...]
    foot: tuple[str, ...]


def fit(entries: Sequence[tuple[Sign, str]], lines: int = LINES, width: int = WIDTH) -> tuple[Line, ...]:
    """The entries of one day in so many lines, the first before the last; what finds no room is counted ("+2 việc khác").

    A meeting that comes first is written out whole before anything else is, as long as a line is left to count the rest in.
    """
    if entries and entries[0][0] == "meeting":
        whole = _wrapped(*entries[0], lines if len(entries) == 1 else lines - 1, width)
        return whole + (fit(entries[1:], lines - len(whole), width) if len(entries) > 1 else ())
    shown = list(entries) if len(entries) <= lines else list(entries[: lines - 1])
    spare = lines - len(shown) - (1 if len(shown) < len(entries) else 0)
    found: tuple[Line, ...] = ()
    for entry in shown:
        parts = _wrapped(*entry, 1 + spare, width)
        spare -= len(parts) - 1
        found += parts
    left = len(entries) - len(shown)
    return (*found, Line(None, f"+{left} việc khác")) if left else found


def _wrapped(sign: Sign, words: str, lines: int, width: int) -> tuple[Line, ...]:
    parts = textwrap.wrap(words, width, max_lines=max(1, lines), placeholder="…")
    return tuple(Line(sign if n == 0 else None, part) for n, part in enumerate(parts))


def html(wall: Wall) -> str:
    """The sheet as one HTML page that needs nothing else, to be printed on A3 landscape."""
    return _template().render(wall=wall, signs=SIGNS, rows=range(31))


@cache
def _template() -> Template:
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=select_autoescape(["j2"]))
    return pages.get_template("wall_calendar.html.j2")
