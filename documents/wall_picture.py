"""The year's sheet as a picture (PNG), drawn by matplotlib for A3 landscape; the same lines in the same boxes as the page."""

from io import BytesIO
from typing import TYPE_CHECKING

from documents.wall_calendar import SIGNS, Sign, Wall, WallDay

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 420 / 25.4, 297 / 25.4  # inches: A3 landscape
DPI = 180
FONT = "DejaVu Sans"
OFF, LINE, HATCH = "#dedede", "#555555", "#999999"
LEFT, RIGHT, TOP, HEAD, FOOT = 8.0, 412.0, 24.0, 5.5, 17.0  # millimetres on the sheet
ROWS = 31
COLUMN = (RIGHT - LEFT) / 12
ROW = (297 - TOP - HEAD - FOOT) / ROWS
NOTE_AT, TEXT_AT = 0.6, 5.6  # millimetres from the left edge of a box
FIRST_LINE, PITCH = 1.6, 2.5  # millimetres from the upper edge of a box, and from line to line


def png(wall: Wall) -> bytes:
    """The picture; the same sheet gives the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"font.family": FONT, "hatch.linewidth": 0.5, "hatch.color": HATCH}):
        figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        sheet = figure.add_axes((0, 0, 1, 1))
        sheet.set(xlim=(0, 420), ylim=(297, 0))
        sheet.axis("off")
        _head(sheet, wall)
        for n, month in enumerate(wall.months):
            for row, day in enumerate(month):
                _day(sheet, LEFT + n * COLUMN, TOP + HEAD + row * ROW, day)
        _foot(sheet, wall)
        found = BytesIO()
        canvas.print_png(found, metadata={"Software": None})
    return found.getvalue()


def _head(sheet: "Axes", wall: Wall) -> None:
    sheet.text(210, 11, wall.title, ha="center", va="center", fontsize=17, fontweight="bold")
    sheet.text(210, 18.5, wall.subtitle, ha="center", va="center", fontsize=9)
    for n in range(len(wall.months)):
        left = LEFT + n * COLUMN
        _box(sheet, left, TOP, HEAD, "black")
        sheet.text(
            left + COLUMN / 2, TOP + HEAD / 2, f"Tháng {n + 1}", ha="center", va="center", fontsize=8.5, fontweight="bold", color="w"
        )


def _day(sheet: "Axes", left: float, top: float, day: WallDay) -> None:
    _box(sheet, left, top, ROW, OFF if day.off else "white", hatch="////" if day.unsure else None)
    if day.makeup:
        sheet.plot(*_frame(left + 0.5, top + 0.5, COLUMN - 1, ROW - 1), color="black", linewidth=1, linestyle="--")
    if day.day.weekday() == 0:
        sheet.plot([left, left + COLUMN], [top, top], color="black", linewidth=1.2)
    sheet.text(left + NOTE_AT, top + 2.2, f"{day.day.day:02d}", va="center", fontsize=7.5, fontweight="bold")
    sheet.text(left + NOTE_AT, top + 5.4, day.weekday, va="center", fontsize=5)
    lines: list[tuple[Sign | None, str, str]] = [(None, day.name, "italic")] if day.name else []
    lines += [(line.sign, line.text, "normal") for line in day.lines]
    for n, (sign, words, style) in enumerate(lines):
        at = top + FIRST_LINE + PITCH * n
        weight = "bold" if sign == "meeting" else "normal"
        if sign is not None:
            sheet.text(left + TEXT_AT, at, SIGNS[sign][0], va="center", fontsize=5)
        indent = 0.0 if style == "italic" else 1.9
        sheet.text(left + TEXT_AT + indent, at, words, va="center", fontsize=4.9, fontstyle=style, fontweight=weight, parse_math=False)


def _foot(sheet: "Axes", wall: Wall) -> None:
    at = TOP + HEAD + ROWS * ROW + 4
    told = "      ".join(f"{sign} {title}" for sign, title in SIGNS.values())
    sheet.text(LEFT, at, told, va="center", fontsize=7.5)
    for left, title, fill, hatch in ((190, "ngày nghỉ", OFF, None), (230, "ngày chưa được xác nhận (dự kiến)", OFF, "////")):
        _box(sheet, left, at - 1.5, 3, fill, hatch=hatch, width=6)
        sheet.text(left + 7.5, at, title, va="center", fontsize=7.5)
    sheet.plot(*_frame(300, at - 1.5, 6, 3), color="black", linewidth=1, linestyle="--")
    sheet.text(307.5, at, "ngày làm bù", va="center", fontsize=7.5)
    for n, line in enumerate(wall.foot):
        sheet.text(LEFT, at + 4.2 * (n + 1), line, va="center", fontsize=7.5, parse_math=False)


def _box(sheet: "Axes", left: float, top: float, height: float, fill: str, *, hatch: str | None = None, width: float = COLUMN) -> None:
    from matplotlib.patches import Rectangle

    sheet.add_patch(Rectangle((left, top), width, height, facecolor=fill, edgecolor=LINE, linewidth=0.4, hatch=hatch))


def _frame(left: float, top: float, width: float, height: float) -> tuple[list[float], list[float]]:
    right, bottom = left + width, top + height
    return [left, right, right, left, left], [top, top, bottom, bottom, top]
