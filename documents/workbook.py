"""A workbook to fill in: sheets with protected headings, a guide in front, dates as dates and numbers with leading zeros as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

Value = str | date | bool | Decimal | None
GUIDE = "Hướng dẫn"
DATE_FORMAT = "dd/mm/yyyy"
NUMBER_FORMAT = "#,##0.####"
LONGEST = 500  # characters of a cell
YES_NO: dict[str, Value] = {"có": True, "không": False}

_OPEN, _SHUT = Protection(locked=False), Protection(locked=True)
_HEAD = PatternFill("solid", fgColor="1F3864")
_SEEN_ONLY = PatternFill("solid", fgColor="EDEDED")
_LINE = Side(style="thin", color="BFBFBF")
_LAST_ROW = 5_000
_LETTERS = "Calibri"
_LINE_HEIGHT = 15  # points


@dataclass(frozen=True)
class Column:
    """``key`` in code, ``heading`` on the sheet. ``choices``: what may stand in it, by the word people write; ``longest``: characters.

    ``locked``: given with the form, not to be changed in it. ``later``: files made before there was such a column lack it, and say
    nothing of it.
    """

    key: str
    heading: str
    kind: Literal["text", "code", "date", "email", "phone", "number", "exchange"] = "text"
    required: bool = False
    note: str = ""
    width: int = 18
    choices: Mapping[str, Value] = field(default_factory=dict)
    seen_only: bool = False  # a name beside a code, for the reader's eyes
    locked: bool = False
    later: bool = False
    longest: int = LONGEST


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its title, what it is for, its columns. ``fixed``: its rows are given, none is added or taken out."""

    title: str
    purpose: str
    columns: tuple[Column, ...]
    fixed: bool = False


def write_book(guide: Sequence[str], sheets: Sequence[tuple[Sheet, Sequence[Mapping[str, Value]]]]) -> bytes:
    """The workbook's bytes: the guide, then each sheet with its rows by column key."""
    book = Workbook()
    front = book.active
    _guide(front, guide, [sheet for sheet, _ in sheets])
    for sheet, rows in sheets:
        _sheet(book.create_sheet(sheet.title), sheet, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(page: Any, words: Sequence[str], sheets: Sequence[Sheet]) -> None:
    page.title = GUIDE
    page.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (34, 12, 84), strict=True):
        page.column_dimensions[letter].width = width
    for n, line in enumerate(words, start=1):
        page.merge_cells(start_row=n, end_row=n, start_column=1, end_column=3)
        put(page.cell(n, 1), line).font = Font(name=_LETTERS, bold=n == 1, size=16 if n == 1 else 11)
        page.row_dimensions[n].height = 26 if n == 1 else _LINE_HEIGHT * (1 + len(line) // 135)
    at = len(words) + 2
    for sheet in sheets:
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=3)
        put(page.cell(at, 1), f"Trang «{sheet.title}»: {sheet.purpose}").font = Font(name=_LETTERS, bold=True, color="1F3864")
        page.row_dimensions[at].height = _LINE_HEIGHT * (1 + len(sheet.purpose) // 115)
        for column in sheet.columns:
            at += 1
            cells = (column.heading, "bắt buộc" if column.required else "", _note(column))
            for n, told in enumerate(cells, start=1):
                put(page.cell(at, n), told)
            page.row_dimensions[at].height = _LINE_HEIGHT * (1 + len(cells[2]) // 95)
        at += 2
    printed(page)
    page.page_setup.orientation = "landscape"
    page.protection.enable()


def _note(column: Column) -> str:
    told = column.note
    if column.kind == "date":
        told = f"{told} Ngày dạng ngày/tháng/năm.".strip()
    if column.kind == "number" and not column.locked:
        told = f"{told} Một số không âm.".strip()
    if column.choices:
        told = f"{told} Một trong: {'; '.join(column.choices)}.".strip()
    return told


def _sheet(page: Any, sheet: Sheet, rows: Sequence[Mapping[str, Value]]) -> None:
    for n, column in enumerate(sheet.columns, start=1):
        head = put(page.cell(1, n), column.heading)
        head.font, head.fill = Font(name=_LETTERS, bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        head.number_format = "@"
        below = page.column_dimensions[get_column_letter(n)]
        below.width, below.number_format, below.protection = column.width, _format(column), _protection(sheet, column, given=False)
        _offer(page, column, get_column_letter(n))
    for at, row in enumerate(rows, start=2):
        for n, column in enumerate(sheet.columns, start=1):
            _fill(page.cell(at, n), column, row.get(column.key), _protection(sheet, column, given=True))
        lines = (-(-len(str(row.get(column.key) or "")) // column.width) for column in sheet.columns if column.kind == "text")
        page.row_dimensions[at].height = _LINE_HEIGHT * max(1, *lines)
    page.row_dimensions[1].height = 32
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{max(2, len(rows) + 1)}"
    page.print_title_rows = "1:1"
    printed(page)
    page.protection.enable()  # no password: it keeps headings from slipping, it keeps no secret
    rows_too = () if sheet.fixed else ("insertRows", "deleteRows", "sort")
    for allowed in (*rows_too, "autoFilter", "formatCells", "formatColumns", "formatRows"):
        setattr(page.protection, allowed, False)  # False: not forbidden


def _protection(sheet: Sheet, column: Column, *, given: bool) -> Protection:
    """Whether people write in this column; under the given rows of a fixed sheet they do not."""
    return _SHUT if column.locked or (sheet.fixed and not given) else _OPEN


def _fill(cell: Any, column: Column, value: Value, protection: Protection) -> None:
    if column.choices and value is not None:
        value = next((word for word, meant in column.choices.items() if meant == value), value)
    put(cell, value)
    cell.number_format, cell.protection = _format(column), protection
    aside = "right" if column.kind == "number" else "left"
    cell.alignment = Alignment(vertical="top", wrap_text=column.kind == "text", horizontal=aside)
    cell.border = Border(bottom=_LINE)
    if column.seen_only or column.locked:
        cell.fill = _SEEN_ONLY


def put(cell: Any, value: Value) -> Any:
    """A text is a text, even one that begins as a formula does."""
    cell.value = value or None if isinstance(value, str) else value
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _format(column: Column) -> str:
    return {"date": DATE_FORMAT, "number": NUMBER_FORMAT}.get(column.kind, "@")


def _offer(page: Any, column: Column, letter: str) -> None:
    """Excel itself says at once what belongs in the column; what is pasted past it is found when the file is read."""
    if column.choices:
        offered = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    elif column.kind == "date":
        offered = DataValidation(type="date", operator="greaterThan", formula1="32874", allow_blank=True)  # 01/01/1990
    elif column.kind == "number" and not column.locked:
        offered = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    else:
        return
    offered.error, offered.errorTitle = _note(column)[:220], column.heading[:30]
    offered.showErrorMessage = True
    offered.add(f"{letter}2:{letter}{_LAST_ROW}")
    page.add_data_validation(offered)


def printed(page: Any) -> None:
    """A4 landscape, as many pages high as it takes and one wide, numbered."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&A · trang &P/&N"
