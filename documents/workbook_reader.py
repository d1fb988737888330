"""Reading a filled-in workbook: every cell that is not what its column takes is found, and no hostile file is let in."""

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from documents import ooxml
from documents.workbook import GUIDE, Column, Sheet, Value
from models.errors import Refused
from models.exchange import EXCHANGE_CODE, EXCHANGE_CODE_WORDS
from models.numbers import read_number

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024  # bytes of all parts; a roster of a thousand people has less than one megabyte
MAX_ROWS = 5_000
MAX_COLUMNS = 50
_DOCTYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_SHAPES = {
    "code": (re.compile(r"[^\W_][\w.-]{0,39}"), "mã gồm chữ, số, dấu chấm, gạch; không có khoảng trắng"),
    "exchange": (EXCHANGE_CODE, EXCHANGE_CODE_WORDS),
    "email": (re.compile(r"[^@\s,;<>\"]{1,64}@[\w-]+(\.[\w-]+)+"), "một địa chỉ thư, ví dụ ten@coquan.gov.vn"),
    "phone": (re.compile(r"\+?[0-9][0-9 .-]{6,18}"), "số điện thoại, ví dụ 0912 345 678"),
}


class NotAWorkbook(Refused):
    """Tệp không phải là tệp Excel (.xlsx) đọc được. Hãy mở bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi làm lại."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


@dataclass(frozen=True)
class Fault:
    """Something to mend: where, what was found, what was expected and how to mend it. ``row`` 0: the sheet itself."""

    sheet: str
    row: int
    cell: str
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        if not self.row:
            return f"Trang «{self.sheet}»: {self.expected}"
        return f"Trang «{self.sheet}», dòng {self.row}, ô {self.cell} ({self.column}): «{self.found}». {self.expected}"


@dataclass
class Line:
    """One row: its values by column key (none of a column that the file does not have), the cells they stand in, and the faults found in
    it (``sound``: none)."""

    sheet: Sheet
    row: int
    values: dict[str, Value] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    sound: bool = True

    def text(self, key: str) -> str:
        """A value as text; an empty cell is an empty text."""
        value = self.values.get(key)
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")

    def number(self, key: str) -> Decimal | None:
        """A number, or None for an empty cell."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else None

    def day(self, key: str) -> date:
        """A date that a sound row has: its column is required, or has been looked at with :meth:`day_if_any`."""
        value = self.values[key]
        assert isinstance(value, date)
        return value

    def day_if_any(self, key: str) -> date | None:
        """A date, or None for an empty cell."""
        return self.day(key) if self.values[key] is not None else None

    def fields(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values of these columns, as the record with fields of these names takes them."""
        return {key: self.values[key] for key in keys}

    def fault(self, key: str, expected: str, found: str | None = None) -> Fault:
        """Something wrong with this row's cell of that column."""
        self.sound = False
        column = next(column for column in self.sheet.columns if column.key == key)
        written = next((word for word, meant in column.choices.items() if meant == self.values.get(key)), self.text(key))
        shown = (written if found is None else found)[:80] or "(trống)"
        return Fault(self.sheet.title, self.row, f"{self.letters.get(key, '?')}{self.row}", column.heading, shown, expected)


@dataclass
class Book:
    """What a workbook says: its rows by sheet title, and what is wrong with it."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_book(data: bytes, sheets: Sequence[Sheet]) -> Book:
    """The rows of these sheets with all faults of form; raises :class:`NotAWorkbook` for what is no workbook, or one not to be opened."""
    let_in(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of the parts it does not know
            return _read(data, sheets)
    except Refused:
        raise
    except Exception as broken:  # openpyxl raises whatever its parser stumbled over in a broken part
        raise NotAWorkbook from broken


def let_in(data: bytes) -> None:
    """Raise :class:`NotAWorkbook` for what is no workbook, or one that must not be opened: too large, locked, with a bomb in it."""
    if len(data) > MAX_BYTES:
        raise NotAWorkbook("Tệp lớn hơn 5 MB, không phải là tệp theo mẫu. Hãy chép dữ liệu sang tệp mẫu mới rồi làm lại.")
    if not data.startswith(b"PK"):
        raise NotAWorkbook(
            "Tệp không phải là tệp Excel .xlsx, hoặc là .xls cũ, hoặc có đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại dạng .xlsx rồi làm lại."
        )
    if ooxml.kind_of(data) != "xlsx":
        raise NotAWorkbook("Tệp là tệp Word, không phải tệp Excel. Hãy dùng tệp mẫu đã được cấp.")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise NotAWorkbook("Tệp khi mở ra quá lớn. Hãy chép dữ liệu sang tệp mẫu mới rồi làm lại.")
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and any(mark in archive.read(name) for mark in _DOCTYPES):
                raise NotAWorkbook  # the format has none; entities are a bomb's fuse


def _read(data: bytes, sheets: Sequence[Sheet]) -> Book:
    opened = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    book = Book()
    known = {sheet.title for sheet in sheets} | {GUIDE}
    for title in opened.sheetnames:
        if title not in known:
            book.faults.append(_of_sheet(title, f"không có trang này trong mẫu. Hãy xóa trang, hoặc đặt lại tên: {_titles(sheets)}."))
    for sheet in sheets:
        book.lines[sheet.title] = []
        if sheet.title not in opened.sheetnames:
            book.faults.append(_of_sheet(sheet.title, "thiếu trang này. Hãy dùng lại tệp mẫu đã được cấp."))
        else:
            book.lines[sheet.title] = list(_lines(opened[sheet.title], sheet, book.faults))
    opened.close()
    return book


def _lines(page: Any, sheet: Sheet, faults: list[Fault]) -> Iterator[Line]:
    rows = page.iter_rows(max_col=MAX_COLUMNS)
    places = _places(next(rows, ()), sheet, faults)
    if places is None:
        return
    for n, cells in enumerate(rows, start=2):
        if not any(_filled(cell.value) for cell in cells):
            continue
        if n > MAX_ROWS:
            faults.append(_of_sheet(sheet.title, f"có dữ liệu sau dòng {MAX_ROWS}. Hãy xóa các dòng thừa ở cuối trang."))
            return
        line = Line(sheet, n, letters={key: get_column_letter(place + 1) for key, place in places.items()})
        for column in (column for column in sheet.columns if column.key in places):
            cell = cells[places[column.key]] if places[column.key] < len(cells) else None
            try:
                line.values[column.key] = _value(cell, column)
            except ValueError as wrong:
                shown = "" if cell is None or cell.value is None else str(cell.value)
                faults.append(line.fault(column.key, str(wrong), found=shown))
        yield line


def _places(heads: Sequence[Any], sheet: Sheet, faults: list[Fault]) -> dict[str, int] | None:
    """Column key → its place, by the headings of row 1; None when they are not those of the form."""
    found = [_clean(str(cell.value)) if _filled(cell.value) else "" for cell in heads]
    there = [column for column in sheet.columns if not column.later or column.heading in found]
    expected = [column.heading for column in there]
    missing = [f"«{heading}»" for heading in expected if found.count(heading) != 1]
    strange = [f"«{heading[:40]}»" for heading in found if heading and heading not in expected]
    if missing:
        faults.append(_of_sheet(sheet.title, f"dòng 1 phải có đúng một lần các đề mục: {', '.join(missing)}. Hãy dùng lại tệp mẫu."))
    if strange:
        faults.append(_of_sheet(sheet.title, f"có cột không thuộc mẫu: {', '.join(strange)}. Hãy xóa cột đó."))
    return None if missing or strange else {column.key: found.index(column.heading) for column in there}


def _value(cell: Any, column: Column) -> Value:
    """What the cell says; ``ValueError`` with the sentence that mends it."""
    value = cell.value if cell is not None else None
    if cell is not None and cell.data_type in ("f", "e"):
        raise ValueError("Ô này có công thức hoặc báo lỗi. Hãy dán lại thành giá trị (Dán đặc biệt, Giá trị).")
    if not _filled(value):
        if column.required:
            raise ValueError("Ô này không được để trống.")
        return None
    if column.kind == "date":
        return _date(value)
    if column.kind == "number":
        return read_number(value)
    if not isinstance(value, str):
        raise ValueError("Ô này phải là chữ: định dạng ô là Văn bản (Text) rồi gõ lại, để không mất số 0 ở đầu.")
    return _text(value, column)


def _text(value: str, column: Column) -> Value:
    text = _clean(value)
    if len(text) > column.longest or any(unicodedata.category(ch) in ("Cc", "Cs", "Co") for ch in text):
        raise ValueError(f"Nội dung dài quá {column.longest} chữ hoặc có ký tự không in được. Hãy gõ lại.")
    if column.choices:
        for word, meant in column.choices.items():
            if word.casefold() == text.casefold():
                return meant
        raise ValueError(f"Hãy chọn một trong: {'; '.join(column.choices)}.")
    shape = _SHAPES.get(column.kind)
    if shape is not None and not shape[0].fullmatch(text):
        raise ValueError(f"Phải là {shape[1]}.")
    return text


def _date(value: Any) -> date:
    if isinstance(value, str) and (told := re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", value)):
        try:
            value = datetime.combine(date(int(told[3]), int(told[2]), int(told[1])), time())
        except ValueError:
            raise ValueError("Không có ngày này trong lịch. Hãy sửa lại ngày.") from None
    if not isinstance(value, datetime) or value.time() != time() or not 1990 <= value.year <= 2100:
        raise ValueError("Phải là một ngày từ năm 1990 đến 2100, dạng ngày/tháng/năm, ví dụ 01/09/2026.")
    return value.date()


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _titles(sheets: Sequence[Sheet]) -> str:
    return ", ".join(f"«{sheet.title}»" for sheet in sheets)


def _of_sheet(title: str, expected: str) -> Fault:
    return Fault(title[:60], 0, "", "", "", expected)
