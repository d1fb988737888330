"""Charts of a paper: black and white, told by hatches, markers and numbers, never by colour; the same facts are the same bytes.

matplotlib is loaded when something is drawn, not before. Its own font has every Vietnamese letter, so no font of the machine is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

WIDTH_MM = 164  # a hair less than the text: what is as wide as its line may be moved below it
_DPI = 200
_MM = 1 / 25.4  # in inches, matplotlib's measure
_TEXT, _SMALL = 8, 7  # points, at print size
_ROW_MM, _LEGEND_MM, _TITLE_MM = 9.5, 8, 6
_ACROSS, _PANEL_MM = 3, 37
_INK, _PALE = "black", "0.8"
_LOOKS: tuple[tuple[str | None, str], ...] = ((None, _PALE), ("....", "white"), (None, "white"), ("/////", "white"))  # hatch, fill


@dataclass(frozen=True)
class Picture:
    """A picture of a paper, its title drawn in, so that no page's end parts them.

    ``width_mm``: on the page; ``words`` say the same to who cannot see it.
    """

    png: bytes
    width_mm: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A result against its target. ``full``: what the whole width stands for; ``met`` None without a target or a result."""

    name: str
    value: Decimal | None
    target: Decimal | None
    full: Decimal
    met: bool | None
    told: tuple[str, ...]  # what stands beside it, a line each

    def share(self, part: Decimal | None) -> float | None:
        """``part`` of the whole width."""
        return None if part is None else float(part / self.full) if self.full else 0.0


@dataclass(frozen=True)
class Panel:
    """How a figure went: a value a quarter, None where there is none; ``told`` writes each value."""

    name: str
    values: tuple[Decimal | None, ...]
    told: tuple[str, ...]
    target: Decimal | None


@dataclass(frozen=True)
class Stack:
    """What a quarter's whole consists of, the parts in the order of the legend; at most four."""

    name: str
    parts: tuple[int, ...]


def bars(title: str, rows: Sequence[Bar], words: str) -> Picture:
    """Results against targets, one under the other, each bar on its own scale."""
    height = _TITLE_MM + _LEGEND_MM + _ROW_MM * len(rows)
    figure = _figure(height, title)
    plot = figure.add_axes((0.42, 0.0, 0.58, _ROW_MM * len(rows) / height))
    plot.set(xlim=(0, 1.55), ylim=(len(rows) - 0.5, -0.5))
    plot.set_axis_off()
    for at, row in enumerate(rows):
        _write(plot, -0.03, at, _folded(row.name, 46), ha="right", va="center")
        hatch, colour = _LOOKS[0] if row.met else _LOOKS[3]
        plot.barh(at, row.share(row.value) or 0.0, 0.5, color=colour, edgecolor=_INK, hatch=hatch, linewidth=0.8)
        goal = row.share(row.target)
        if goal is not None:
            plot.plot([goal, goal], [at - 0.4, at + 0.4], color=_INK, linewidth=2.4, solid_capstyle="butt", clip_on=False)
        _write(plot, 1.06, at, "\n".join(row.told), ha="left", va="center")
    plot.plot([0, 0], [-0.5, len(rows) - 0.5], color=_INK, linewidth=0.8)
    _legend(figure, (("Đạt mục tiêu", *_LOOKS[0]), ("Chưa đạt hoặc chưa đánh giá", *_LOOKS[3])), "Mục tiêu")
    return _picture(figure, words)


def panels(title: str, shown: Sequence[Panel], quarters: Sequence[str], words: str) -> Picture:
    """Small panels side by side, one a figure: its line over the quarters, every value told, the target dashed.

    All are drawn in one plane measured in millimetres: a plane for each would take ten times as long.
    """
    height = _TITLE_MM + _PANEL_MM * -(-len(shown) // _ACROSS)
    figure = _figure(height, title)
    plot = figure.add_axes((0, 0, 1, 1))
    plot.set(xlim=(0, WIDTH_MM), ylim=(height, 0))
    plot.set_axis_off()
    for at, panel in enumerate(shown):
        row, column = divmod(at, _ACROSS)
        _panel(plot, column * WIDTH_MM / _ACROSS, _TITLE_MM + row * _PANEL_MM, panel, quarters)
    return _picture(figure, words)


def _panel(plot: Any, x: float, y: float, panel: Panel, quarters: Sequence[str]) -> None:
    """One panel with its upper left corner at ``x`` and ``y``: two lines of name, the curve, the quarters."""
    wide, base, top = WIDTH_MM / _ACROSS - 4, y + 30, y + 13
    step = wide / len(quarters)
    known = [value for value in (*panel.values, panel.target) if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))

    def level(value: Decimal) -> float:
        return base - 3 - float((value - low) / (high - low) if high > low else Decimal("0.5")) * (base - 3 - top)

    _write(plot, x + 1, y + 1, _folded(panel.name, 38), size=_SMALL, ha="left", va="top")
    plot.plot([x + 1, x + 1 + wide], [base, base], color=_INK, linewidth=0.8)
    if panel.target is not None:
        plot.plot([x + 1, x + 1 + wide], [level(panel.target)] * 2, color=_INK, linewidth=0.9, linestyle=(0, (4, 3)))
    across = [x + 1 + step * (at + 0.5) for at in range(len(quarters))]
    curve = [float("nan") if value is None else level(value) for value in panel.values]
    plot.plot(across, curve, color=_INK, linewidth=1.2, marker="o", markersize=3.5)
    for at, value, told, quarter in zip(across, panel.values, panel.told, quarters, strict=True):
        _write(plot, at, base + 1, quarter, size=_SMALL, ha="center", va="top")
        if value is not None:
            _write(plot, at, level(value) - 1.2, told, size=_SMALL, ha="center", va="bottom", bbox=_backed())


def stacks(title: str, columns: Sequence[Stack], legend: Sequence[str], words: str) -> Picture:
    """What each quarter's whole consists of, with the number in each part and the whole behind it."""
    height = _TITLE_MM + 1.5 * _LEGEND_MM + _ROW_MM * len(columns)
    figure = _figure(height, title)
    plot = figure.add_axes((0.17, 0.0, 0.83, _ROW_MM * len(columns) / height))
    longest = max((sum(column.parts) for column in columns), default=0) or 1
    plot.set(xlim=(0, longest * 1.08), ylim=(len(columns) - 0.5, -0.5))
    plot.set_axis_off()
    for at, column in enumerate(columns):
        _write(plot, -longest * 0.01, at, column.name, ha="right", va="center")
        left = 0
        for part, (hatch, colour) in zip(column.parts, _LOOKS, strict=False):
            plot.barh(at, part, 0.6, left=left, color=colour, edgecolor=_INK, hatch=hatch, linewidth=0.8 if part else 0)
            if part:
                _write(plot, left + part / 2, at, str(part), ha="center", va="center", bbox=_backed())
            left += part
        _write(plot, left + longest * 0.01, at, str(left), ha="left", va="center")
    _legend(figure, [(name, *look) for name, look in zip(legend, _LOOKS, strict=False)], None)
    return _picture(figure, words)


def _legend(figure: Any, parts: Sequence[tuple[str, str | None, str]], mark: str | None) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys: list[Any] = [Patch(facecolor=colour, edgecolor=_INK, hatch=hatch, label=name, linewidth=0.8) for name, hatch, colour in parts]
    if mark:
        keys.append(Line2D([], [], color=_INK, linewidth=0, marker="|", markersize=9, markeredgewidth=2.4, label=mark))
    below_title = 1 - (_TITLE_MM - 1) / (figure.get_figheight() / _MM)
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, below_title), "borderaxespad": 0.0, "ncols": 2 if len(keys) > 3 else len(keys)}
    figure.legend(handles=keys, prop=_font(_TEXT), frameon=False, **place)


def _write(plot: Any, x: float, y: float, words: str, *, size: float = _TEXT, **shape: Any) -> None:
    plot.text(x, y, words, fontproperties=_font(size), parse_math=False, **shape)


def _folded(name: str, letters: int) -> str:
    """A name in one line or two even ones; what does not fit is cut with an ellipsis, the table names it in full."""
    if len(name) > letters:
        letters = next((short for short in range(len(name) // 2, letters) if len(wrap(name, short)) <= 2), letters)
    return "\n".join(wrap(name, letters, max_lines=2, placeholder="…"))


def _backed() -> dict[str, Any]:
    """White behind a number, so that no line or hatch runs through it."""
    return {"facecolor": "white", "edgecolor": "none", "pad": 0.5}


@cache
def _font(size: float, name: str = "DejaVuSans") -> Any:
    from matplotlib import get_data_path, rcParams
    from matplotlib.font_manager import FontProperties

    rcParams["text.hinting"] = "no_hinting"  # for small screens; in print it only takes time
    return FontProperties(fname=Path(get_data_path()) / "fonts" / "ttf" / f"{name}.ttf", size=size)


def _figure(height_mm: float, title: str) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_MM * _MM, height_mm * _MM), dpi=_DPI, facecolor="white")
    figure.text(0, 1, title, fontproperties=_font(_TEXT, "DejaVuSans-Bold"), ha="left", va="top")
    return figure


def _picture(figure: Any, words: str) -> Picture:
    """The picture in shades of grey: what it shows is what a printer without colours prints, and half as large to send."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas, out = FigureCanvasAgg(figure), BytesIO()
    canvas.draw()
    Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba())).convert("L").save(out, "PNG", dpi=(_DPI, _DPI))
    return Picture(out.getvalue(), WIDTH_MM, words)
