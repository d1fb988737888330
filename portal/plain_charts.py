"""Plain charts of a page: bars made of parts, told apart by pattern and number, never by colour alone; no script draws them.

Measured in units of the picture, which is as wide as a phone's screen: there a unit is a pixel, on a desk it is no larger.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 344
ROW, LEGEND_ROW = 46, 20
_DIGIT, _AIR = 8, 6  # how wide a digit is, and the room a number wants beside it
_FEWEST = 6  # what a whole bar stands for at least: a single one does not fill the picture


@dataclass(frozen=True)
class Part:
    """A part of a bar. ``look``: its place in the legend; ``label``: its number, empty where there is no room for it."""

    x: float
    width: float
    look: int
    label: str
    words: str


@dataclass(frozen=True)
class Bar:
    """A bar under its name. ``told``: its whole, with the parts where one of them has no room for its number."""

    y: int
    name: str
    told: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Key:
    """An entry of the legend."""

    y: int
    look: int
    name: str


@dataclass(frozen=True)
class Chart:
    """A chart as its template draws it; ``code`` tells its patterns from those of its neighbours, ``words`` say all of it."""

    code: str
    title: str
    height: int
    keys: Sequence[Key]
    bars: Sequence[Bar]

    @property
    def words(self) -> str:
        """The chart for who cannot see it."""
        return " ".join(f"{part.words}." for bar in self.bars for part in bar.parts)


def stacked(code: str, title: str, legend: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """Bars on one scale, one under the other, each made of as many parts as the legend has entries (at most four)."""
    keys = [Key(n * LEGEND_ROW, n, name) for n, name in enumerate(legend)]
    top = len(legend) * LEGEND_ROW + 8
    longest = max(_FEWEST, *(sum(parts) for _, parts in rows), 0)
    bars = [_bar(top + n * ROW, name, parts, legend, longest) for n, (name, parts) in enumerate(rows)]
    return Chart(code, title, top + len(rows) * ROW, keys, bars)


def _bar(y: int, name: str, parts: Sequence[int], legend: Sequence[str], longest: int) -> Bar:
    drawn, x = [], 0.0
    for look, (number, called) in enumerate(zip(parts, legend, strict=True)):
        width = WIDTH * number / longest
        fits = width >= _DIGIT * len(str(number)) + _AIR
        if number:
            drawn.append(Part(round(x, 1), round(width, 1), look, str(number) if fits else "", f"{name}: {called} {number}"))
        x += width
    total = str(sum(parts))
    told = total if all(part.label for part in drawn) else f"{' + '.join(map(str, parts))} = {total}"
    return Bar(y, name, told, drawn)
