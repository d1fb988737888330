"""How a sheet of the annex is written: looks shared by thousands of cells, formulas with the value they have, and stable bytes."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from documents.blocks import clean
from documents.ooxml import settled
from documents.workbook import printed

_FINE = "#,##0.00##"  # a figure that has decimals
_THIN = Side(style="thin")
_LINE_HEIGHT = 15  # points
COLUMN = 13  # width of a column of figures, in letters
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_COMPUTED = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?</c>')


@dataclass(frozen=True)
class Look:
    """How a cell looks; ``form``: Excel's number format."""

    bold: bool = False
    align: str = "left"
    form: str = "General"


PLAIN, CENTRE, BOLD, HEADING = Look(), Look(align="center"), Look(bold=True), Look(bold=True, align="center")
DATE = Look(align="center", form="dd/mm/yyyy")
NUMBER, RATE = Look(align="right", form="#,##0"), Look(align="right", form="#,##0.00")


@dataclass(frozen=True)
class Formula:
    """What Excel works out, and what it comes to: a viewer that does not reckon shows ``value`` all the same."""

    words: str
    value: Decimal | str | None


Value = Decimal | date | str | Formula | None


class Page:
    """A sheet being written: headings first, they give the columns their widths. ``known``: what each formula's cell comes to."""

    def __init__(self, sheet: Any, name: str, title: str, attached: str) -> None:
        self._sheet = sheet
        self._looks: dict[tuple[Look, bool], Any] = {}
        self._widths: dict[int, int] = {}
        self.known: dict[str, Decimal | str | None] = {}
        sheet.title = name
        head = sheet.cell(1, 1, title)
        head.font = Font(bold=True, size=13)
        below = sheet.cell(2, 1, clean(attached) or None)
        below.font, below.data_type = Font(italic=True), "s"

    def put(self, row: int, column: int, value: Value, look: Look = PLAIN) -> None:
        """One cell in its border; a number with decimals shows them, a text is a text even if it begins as a formula does."""
        cell = self._sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = f"={value.words}"
            self.known[cell.coordinate] = value.value
        elif isinstance(value, str):
            cell.value = value or None
            if value:
                cell.data_type = "s"
                self._needs(row, len(value), self._widths.get(column, len(value)))
        else:
            cell.value = value
        shown = value.value if isinstance(value, Formula) else value
        if look.form == NUMBER.form and isinstance(shown, Decimal) and shown % 1:
            look = replace(look, form=_FINE)
        self._dress(cell, look, isinstance(value, str) and value.startswith(_DANGEROUS))

    def row(self, row: int, values: Sequence[Value]) -> None:
        """A line from the first column on."""
        for column, value in enumerate(values, start=1):
            self.put(row, column, value, NUMBER if isinstance(value, Decimal) else DATE if isinstance(value, date) else PLAIN)

    def heads(self, row: int, labels: Sequence[str], widths: Sequence[int], *, first: int = 1, deep: int = 1) -> None:
        """Headings from column ``first`` on, each over ``deep`` rows."""
        for column, (label, width) in enumerate(zip(labels, widths, strict=True), start=first):
            for below in range(deep):
                self.put(row + below, column, "" if below else label, HEADING)
            if deep > 1:
                self._sheet.merge_cells(start_row=row, end_row=row + deep - 1, start_column=column, end_column=column)
            self._sheet.column_dimensions[get_column_letter(column)].width = width
            self._widths[column] = width
            self._needs(row, len(label), deep * (width - 2))

    def spread(self, row: int, column: int, wide: int, label: str) -> None:
        """One heading over ``wide`` columns."""
        for n in range(wide):
            self.put(row, column + n, label if n == 0 else "", HEADING)
        if wide > 1:
            self._sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + wide - 1)
        self._needs(row, len(label), wide * (COLUMN - 2))

    def printed(self, *, freeze: str, titles: str) -> None:
        """Headings stay in sight and are printed on every page of A4 landscape."""
        self._sheet.freeze_panes, self._sheet.print_title_rows = freeze, titles
        printed(self._sheet)

    def _needs(self, row: int, letters: int, width: int) -> None:
        """Room for a text of so many letters in a column ``width`` letters wide; not every program finds the height by itself."""
        size = self._sheet.row_dimensions[row]
        size.height = max(size.height or _LINE_HEIGHT, _LINE_HEIGHT * -(-letters // width))

    def _dress(self, cell: Any, look: Look, quoted: bool) -> None:
        if (look, quoted) not in self._looks:
            cell.font, cell.border = Font(bold=look.bold), Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
            cell.alignment = Alignment(horizontal=look.align, vertical="center" if look.bold else "top", wrap_text=look.align != "right")
            cell.number_format, cell.quotePrefix = look.form, quoted  # the prefix keeps a text one when somebody edits it
            self._looks[look, quoted] = cell._style
        cell._style = self._looks[look, quoted]


def finished(book: Workbook, pages: Sequence[Page]) -> bytes:
    """The workbook's bytes, without a trace of when and by what it was written, each formula with what it comes to.

    ``pages`` are the book's sheets in their order.
    """
    book.properties.creator = ""
    raw, out = BytesIO(), BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(out, "w") as fresh:
        for entry in packed.infolist():
            data = packed.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            elif found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", entry.filename):
                data = _reckoned(data.decode(), pages[int(found[1]) - 1].known).encode()
            fresh.writestr(entry, data)
    return settled(out.getvalue())


def _reckoned(xml: str, known: Mapping[str, Decimal | str | None]) -> str:
    def filled(cell: re.Match[str]) -> str:
        value = known[cell[1]]
        kind = "" if isinstance(value, Decimal) else ' t="str"'
        return f'<c r="{cell[1]}"{cell[2]}{kind}><f>{cell[3]}</f><v>{escape(str("" if value is None else value))}</v></c>'

    return _COMPUTED.sub(filled, xml)
