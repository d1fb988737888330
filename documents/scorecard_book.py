"""The scorecard as a workbook: a sheet of figures, agency by agency, then the rows behind them, sheet by sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from documents.annex_sheet import BOLD, NUMBER, Formula, Look, Page, finished
from documents.blocks import clean

_TOP, _FIRST = 4, 6  # rows of the figures' sheet: two of headings, then the agencies
_HEAD = 4  # of a listing
_FIGURE, _TOTAL = Look(align="center", form=NUMBER.form), Look(bold=True, align="center", form=NUMBER.form)


@dataclass(frozen=True)
class Group:
    """Figures that belong together, as the sheet's headings name them."""

    name: str
    measures: Sequence[str]


@dataclass(frozen=True)
class Line:
    """An agency's figures, in the order of all groups' measures, and what it says about them."""

    agency: str
    figures: Sequence[int]
    reasons: str = ""


@dataclass(frozen=True)
class Listing:
    """The rows behind one group: a sheet with numbered lines. ``widths`` in letters."""

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str | date | None]]


def write_scorecard(title: str, note: str, groups: Sequence[Group], lines: Sequence[Line], listings: Sequence[Listing]) -> bytes:
    """The workbook's bytes; the same figures are the same bytes."""
    book = Workbook()
    pages = [Page(book.active, "Tổng hợp", title, note)]
    _figures(pages[0], groups, lines)
    for listing in listings:
        pages.append(Page(book.create_sheet(), listing.name, f"{title}: {listing.name.lower()}", note))
        _rows(pages[-1], listing)
    return finished(book, pages)


def _figures(page: Page, groups: Sequence[Group], lines: Sequence[Line]) -> None:
    """Two rows of headings, a row an agency, and the sum of all."""
    page.heads(_TOP, ("TT", "Cơ quan, địa phương"), (5, 38), deep=2)
    column = 3
    for group in groups:
        page.heads(_TOP + 1, group.measures, [10] * len(group.measures), first=column)
        page.spread(_TOP, column, len(group.measures), group.name)
        column += len(group.measures)
    page.heads(_TOP, ("Lý do cơ quan nêu",), (48,), first=column, deep=2)
    for n, line in enumerate(lines):
        row = _FIRST + n
        page.row(row, (Decimal(n + 1), clean(line.agency)))
        for at, figure in enumerate(line.figures, start=3):
            page.put(row, at, Decimal(figure), _FIGURE)
        page.put(row, column, clean(line.reasons))
    below = _FIRST + len(lines)
    page.put(below, 1, "", BOLD)
    page.put(below, 2, "Tổng cộng", BOLD)
    for at in range(column - 3):
        letter = get_column_letter(at + 3)
        total = Decimal(sum(line.figures[at] for line in lines))
        page.put(below, at + 3, Formula(f"SUM({letter}{_FIRST}:{letter}{below - 1})", total) if lines else total, _TOTAL)
    page.put(below, column, "", BOLD)
    page.printed(freeze=f"C{_FIRST}", titles=f"{_TOP}:{_TOP + 1}")


def _rows(page: Page, listing: Listing) -> None:
    page.heads(_HEAD, ("TT", *listing.heads), (5, *listing.widths))
    for n, row in enumerate(listing.rows, start=1):
        page.row(_HEAD + n, (Decimal(n), *(clean(value) if isinstance(value, str) else value for value in row)))
    page.printed(freeze=f"C{_HEAD + 1}", titles=f"{_HEAD}:{_HEAD}")
