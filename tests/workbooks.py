"""Workbooks for tests: written as a person in a hurry writes them, with openpyxl, past every protection."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Edit = Callable[[Worksheet], None]


def edited(data: bytes, edits: Mapping[str, Edit]) -> bytes:
    """The workbook with these sheets changed by hand."""
    book = load_workbook(BytesIO(data))
    for title, edit in edits.items():
        edit(book[title])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_rows(data: bytes, **rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The workbook with rows added at the end of sheets: sheet title (blanks as ``_``) → rows by heading."""
    return edited(data, {title.replace("_", " "): _adding(wanted) for title, wanted in rows.items()})


def _adding(rows: Sequence[Mapping[str, Any]]) -> Edit:
    def add(page: Worksheet) -> None:
        for row in rows:
            at = next(n for n in range(2, 10_000) if all(cell.value is None for cell in page[n]))
            for heading, value in row.items():
                page.cell(at, column(page, heading), value)

    return add


def column(page: Worksheet, heading: str) -> int:
    """Number of the column under that heading."""
    return next(cell.column for cell in page[1] if cell.value == heading)


def put(page: Worksheet, key: str, heading: str, value: Any) -> int:
    """Write one cell of the row whose first cell is ``key``; returns the row."""
    row = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value == key)
    page.cell(row, column(page, heading)).value = value
    return int(row)


def shown(data: bytes, title: str) -> list[dict[str, Any]]:
    """A sheet's rows by heading."""
    page = load_workbook(BytesIO(data))[title]
    heads = [cell.value for cell in page[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=2)]
