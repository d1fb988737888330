"""The list of receipts that the document exchange gives out: CSV or Excel, with the columns wanted among others, in any order."""

import csv
import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from documents.workbook_reader import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, let_in
from models.errors import Refused


class NotAList(Refused):
    """Tệp không phải là danh sách trạng thái đọc được. Hãy kết xuất lại từ phần mềm quản lý văn bản, dạng .csv (UTF-8) hoặc .xlsx."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file (``n`` as a spreadsheet counts it), by heading; a cell that is not there is empty."""

    n: int
    cells: dict[str, str]


def rows_of(data: bytes, headings: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """The rows that say anything, with these columns; raises :class:`NotAList` for another file, and names the columns it lacks."""
    try:
        lines = list(_workbook(data) if data.startswith(b"PK") else _text(data))
    except NotAList:
        raise
    except Refused as refused:  # what is wrong with the workbook, as its reader says it
        raise NotAList(str(refused)) from refused
    if not lines:
        raise NotAList("Tệp trống, không có dòng nào.")
    heads = [_plain(head) for head in lines[0]]
    missing = [heading for heading in headings if heads.count(_plain(heading)) != 1]
    if missing:
        raise NotAList(
            f"Dòng 1 phải có đúng một lần các cột: {', '.join(f'«{one}»' for one in missing)}. Hãy kết xuất lại, giữ dòng đề mục."
        )
    places = {one: heads.index(_plain(one)) for one in (*headings, *optional) if _plain(one) in heads}
    found = [Row(n, {key: line[at] if at < len(line) else "" for key, at in places.items()}) for n, line in enumerate(lines[1:], start=2)]
    return [row for row in found if any(row.cells.values())]


def _text(data: bytes) -> Iterable[list[str]]:
    if len(data) > MAX_BYTES:
        raise NotAList("Tệp lớn hơn 5 MB. Hãy chia nhỏ theo tháng rồi nạp từng tệp.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise NotAList from broken
    if "\0" in text:
        raise NotAList
    first = text.partition("\n")[0]
    mark = max(";\t,", key=first.count)
    try:
        return _bounded([_clean(cell) for cell in line] for line in csv.reader(StringIO(text), delimiter=mark))
    except csv.Error as broken:
        raise NotAList from broken


def _workbook(data: bytes) -> Iterable[list[str]]:
    let_in(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of the parts it does not know
            opened = load_workbook(BytesIO(data), read_only=True, keep_links=False, data_only=True)
            page = opened.worksheets[0]
            lines = _bounded([_shown(cell) for cell in line] for line in page.iter_rows(max_col=MAX_COLUMNS, values_only=True))
            opened.close()
    except Refused:
        raise
    except Exception as broken:  # openpyxl raises whatever its parser stumbled over in a broken part
        raise NotAList from broken
    return lines


def _bounded(lines: Iterable[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for line in lines:
        if len(kept) > MAX_ROWS:
            raise NotAList(f"Tệp có hơn {MAX_ROWS} dòng. Hãy chia nhỏ theo tháng rồi nạp từng tệp.")
        kept.append(line)
    return kept


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return "" if value is None else _clean(str(value))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _plain(heading: str) -> str:
    return _clean(heading).casefold()
