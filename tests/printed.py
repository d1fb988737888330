"""Made papers as a printer would set them: Word file → PDF by LibreOffice → what stands where on each page, in millimetres."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pdfplumber

MM = 25.4 / 72
_APART = 10  # points without ink that part one column's words from the next one's
_VIETNAMESE = ":charset=1ed9"  # a font without "ộ" has it drawn from another, wider one


def missing() -> str | None:
    """Why papers cannot be printed on this machine, or None."""
    for program in ("soffice", "fc-list"):
        if shutil.which(program) is None:
            return f"no {program} on this machine"
    families = ("Times New Roman", "Liberation Serif", "Tinos")
    listed = [subprocess.run(["fc-list", family + _VIETNAMESE], capture_output=True, check=False).stdout for family in families]
    return None if any(listed) else "no Vietnamese font as wide as Times New Roman on this machine"


def print_all(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Every Word file as a PDF, by one call of LibreOffice with a profile of its own."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = [str(folder / f"{name}.docx") for name in files]
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *made],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "HOME": str(folder)},
    )
    return {name: folder / f"{name}.pdf" for name in files}


@dataclass(frozen=True)
class Piece:
    """Words in one lettering on one line; ``size`` in points, the rest in millimetres from the page's upper left corner."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    color: tuple[float, ...]

    @property
    def bold(self) -> bool:
        return "Bold" in self.font

    @property
    def italic(self) -> bool:
        return "Italic" in self.font

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def place(self) -> tuple[int, float]:
        """For comparing who stands first."""
        return self.page, self.top


@dataclass(frozen=True)
class Stroke:
    """A drawn line."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    color: tuple[float, ...]

    @property
    def length(self) -> float:
        return max(self.x1 - self.x0, self.bottom - self.top)

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 > self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Image:
    """A picture, in millimetres as a piece."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float


class Sheet:
    """A printed paper."""

    def __init__(self, pdf: Path) -> None:
        with pdfplumber.open(pdf) as opened:
            self.sizes = [(page.width * MM, page.height * MM) for page in opened.pages]
            self.pieces = tuple(piece for number, page in enumerate(opened.pages, 1) for piece in _pieces(page, number))
            self.strokes = tuple(stroke for number, page in enumerate(opened.pages, 1) for stroke in _strokes(page, number))
            self.images = tuple(image for number, page in enumerate(opened.pages, 1) for image in _images(page, number))

    def found(self, text: str) -> list[Piece]:
        """The pieces that say exactly this."""
        return [piece for piece in self.pieces if piece.text == one_line(text)]

    def begins(self, text: str) -> list[Piece]:
        """The pieces that begin with this."""
        return [piece for piece in self.pieces if piece.text.startswith(one_line(text))]

    @cached_property
    def rows(self) -> tuple[Piece, ...]:
        """Whole lines in reading order, whatever their letterings; the lettering told is that of the first words."""
        rows: list[Piece] = []
        for piece in sorted(self.pieces, key=lambda one: (one.page, round(one.bottom), one.x0)):
            last = rows[-1] if rows else None
            if last and last.page == piece.page and abs(last.bottom - piece.bottom) < 0.5 and piece.x0 - last.x1 < _APART * MM:
                whole = {"text": one_line(f"{last.text} {piece.text}"), "x1": max(last.x1, piece.x1)}
                rows[-1] = Piece(**{**vars(last), **whole})
            else:
                rows.append(piece)
        return tuple(rows)

    def in_table(self, piece: Piece) -> bool:
        """Whether it stands between the upright lines of a table."""
        uprights = [stroke for stroke in self.strokes if stroke.page == piece.page and not stroke.level]
        return any(stroke.top <= (piece.top + piece.bottom) / 2 <= stroke.bottom for stroke in uprights)


def one_line(text: str) -> str:
    """The words with single plain spaces, so that room left for a number compares equal."""
    return " ".join(text.replace("\u00a0", " ").split())


def _pieces(page: Any, number: int) -> Iterator[Piece]:
    words = page.extract_words(
        keep_blank_chars=True, x_tolerance=_APART, y_tolerance=1.5, extra_attrs=["fontname", "size"], return_chars=True
    )
    for word in words:
        ink = [char for char in word["chars"] if char["text"].strip()]
        if ink:
            yield Piece(
                text=one_line(word["text"]),
                page=number,
                x0=ink[0]["x0"] * MM,
                x1=ink[-1]["x1"] * MM,
                top=word["top"] * MM,
                bottom=word["bottom"] * MM,
                size=round(word["size"], 1),
                font=word["fontname"].partition("+")[2] or word["fontname"],
                color=tuple(ink[0]["non_stroking_color"]),
            )


def _strokes(page: Any, number: int) -> Iterator[Stroke]:
    """Each line once: LibreOffice draws a paragraph's border twice over."""
    drawn = {(*(round(line[side] * MM, 2) for side in ("x0", "x1", "top", "bottom")), tuple(line["stroking_color"])) for line in page.lines}
    for x0, x1, top, bottom, color in sorted(drawn):
        yield Stroke(number, x0, x1, top, bottom, color)


def _images(page: Any, number: int) -> Iterator[Image]:
    for found in page.images:
        yield Image(number, *(found[side] * MM for side in ("x0", "x1", "top", "bottom")))
