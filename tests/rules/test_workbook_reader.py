"""A filled-in workbook: every cell that is not what its column takes is found and named, and no hostile file is let in."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.ooxml import NotOoxml
from documents.workbook import GUIDE, YES_NO, Column, Sheet, write_book
from documents.workbook_reader import MAX_BYTES, MAX_ROWS, MAX_UNPACKED, Fault, NotAWorkbook, read_book
from models.errors import Refused
from tests.workbooks import edited

CODE, NAME, BORN, MAIL, PHONE, BACK = "Mã", "Họ và tên", "Từ ngày", "Thư", "Điện thoại", "Trở lại"
PEOPLE = Sheet(
    "Người",
    "mỗi người một dòng.",
    (
        Column("id", CODE, "code", required=True),
        Column("name", NAME, required=True),
        Column("since", BORN, "date"),
        Column("email", MAIL, "email"),
        Column("phone", PHONE, "phone"),
        Column("back", BACK, choices=YES_NO),
    ),
)
PLACES = Sheet("Nơi", "mỗi nơi một dòng.", (Column("id", CODE, "code", required=True),))
SHEETS = (PEOPLE, PLACES)
SOUND: dict[str, Any] = {
    "id": "P01",
    "name": "Lê Văn A",
    "since": date(2026, 7, 1),
    "email": "a@x.example",
    "phone": "0912 345 678",
    "back": True,
}


def book(*rows: dict[str, Any]) -> bytes:
    return write_book(("Danh sách",), [(PEOPLE, rows), (PLACES, ())])


def faults_of(heading: str, value: Any) -> list[Fault]:
    """What is found when one cell of a sound row is written over."""

    def over(page: Worksheet) -> None:
        page.cell(2, [column.heading for column in PEOPLE.columns].index(heading) + 1).value = value

    return read_book(edited(book(SOUND), {"Người": over}), SHEETS).faults


def test_what_was_written_is_read_again() -> None:
    found = read_book(book(SOUND, SOUND | {"id": "P02", "since": None, "back": None}), SHEETS)
    assert found.faults == []
    assert [line.values for line in found.lines["Người"]] == [SOUND, SOUND | {"id": "P02", "since": None, "back": None}]
    assert [line.row for line in found.lines["Người"]] == [2, 3]
    assert found.lines["Nơi"] == []


def test_a_text_that_begins_as_a_formula_does_is_written_as_a_text() -> None:
    data = book(SOUND | {"name": "=1+1"})
    assert load_workbook(BytesIO(data))["Người"]["B2"].data_type == "s"
    assert read_book(data, SHEETS).lines["Người"][0].text("name") == "=1+1"


@pytest.mark.parametrize(
    ("heading", "value", "mend"),
    [
        (CODE, None, "không được để trống"),
        (CODE, "  ", "không được để trống"),
        (CODE, "P 01", "mã gồm chữ, số"),
        (CODE, "-P01", "mã gồm chữ, số"),
        (CODE, 1, "phải là chữ"),
        (NAME, "=A1", "công thức"),
        (NAME, "#N/A", "công thức hoặc báo lỗi"),
        (NAME, True, "phải là chữ"),
        (NAME, "A" * 501, "dài quá 500"),
        (NAME, "Lê\u200b\ue000A", "không in được"),
        (BORN, "31/02/2026", "Không có ngày này trong lịch"),
        (BORN, "1-7-2026", "Phải là một ngày"),
        (BORN, "đầu năm", "Phải là một ngày"),
        (BORN, date(1899, 12, 31), "từ năm 1990"),
        (BORN, datetime.combine(date(2026, 7, 1), time(9, 30)), "Phải là một ngày"),
        (BORN, "=TODAY()", "công thức"),
        (MAIL, "a@x", "một địa chỉ thư"),
        (MAIL, "a@x.example; b@x.example", "một địa chỉ thư"),
        (MAIL, "Lê A <a@x.example>", "một địa chỉ thư"),
        (PHONE, 912345678, "để không mất số 0 ở đầu"),
        (PHONE, "không có", "số điện thoại"),
        (BACK, "rồi", "Hãy chọn một trong: có; không"),
        (BACK, True, "phải là chữ"),
    ],
)
def test_a_cell_that_is_not_what_its_column_takes_is_named_with_the_way_to_mend_it(heading: str, value: Any, mend: str) -> None:
    (fault,) = faults_of(heading, value)
    assert (fault.sheet, fault.row, fault.column) == ("Người", 2, heading)
    assert fault.cell == f"{'ABCDEF'[[column.heading for column in PEOPLE.columns].index(heading)]}2"
    assert mend in fault.expected
    assert str(fault).startswith(f"Trang «Người», dòng 2, ô {fault.cell} ({heading}): «")


@pytest.mark.parametrize(
    ("heading", "value", "key", "read"),
    [
        (BORN, "1/7/2026", "since", date(2026, 7, 1)),
        (BORN, " 01/07/2026 ", "since", date(2026, 7, 1)),
        (BORN, datetime.combine(date(2026, 7, 1), time()), "since", date(2026, 7, 1)),
        (BORN, 46204, "since", date(2026, 7, 1)),  # in a cell that is formatted as a date
        (PHONE, "'0912345678"[1:], "phone", "0912345678"),
        (NAME, "  Lê   Văn\nA ", "name", "Lê Văn A"),
        (NAME, "Lê Va\u0306n A", "name", "Lê Văn A"),
        (BACK, "CÓ", "back", True),
        (BACK, "không", "back", False),
    ],
)
def test_what_people_write_in_other_ways_is_understood(heading: str, value: Any, key: str, read: Any) -> None:
    def over(page: Worksheet) -> None:
        page.cell(2, [column.heading for column in PEOPLE.columns].index(heading) + 1).value = value

    found = read_book(edited(book(SOUND), {"Người": over}), SHEETS)
    assert (found.faults, found.lines["Người"][0].values[key]) == ([], read)


def test_all_faults_are_found_at_once_by_row() -> None:
    rows = [SOUND | {"id": "P1"}, SOUND | {"id": "", "email": "x"}, SOUND | {"id": "P3"}, SOUND | {"id": "P4", "phone": "y"}]
    found = read_book(book(*rows), SHEETS)
    assert [(fault.row, fault.cell) for fault in found.faults] == [(3, "A3"), (3, "D3"), (5, "E5")]
    assert [line.sound for line in found.lines["Người"]] == [True, False, True, False]


def test_columns_may_stand_in_another_order_and_empty_rows_between() -> None:
    def shuffled(page: Worksheet) -> None:
        page.move_range("A1:A2", cols=7)
        page.insert_rows(2, 3)

    found = read_book(edited(book(SOUND), {"Người": shuffled}), SHEETS)
    assert found.faults == []
    assert [(line.row, line.values) for line in found.lines["Người"]] == [(5, SOUND)]


def renamed(title: str) -> Any:
    return lambda page: setattr(page, "title", title)


def heading(value: str | None) -> Any:
    return lambda page: setattr(page["B1"], "value", value)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (renamed("Người dân"), ["«Người dân»: không có trang này trong mẫu", "«Người»: thiếu trang này"]),
        (heading(None), ["đúng một lần các đề mục: «Họ và tên»"]),
        (heading("Tên"), ["đúng một lần các đề mục: «Họ và tên»", "có cột không thuộc mẫu: «Tên»"]),
        (heading(CODE), ["đúng một lần các đề mục: «Mã», «Họ và tên»"]),
        (lambda page: setattr(page["H1"], "value", "Ghi chú"), ["có cột không thuộc mẫu: «Ghi chú»"]),
        (lambda page: setattr(page.cell(MAX_ROWS + 1, 1), "value", "P9"), [f"có dữ liệu sau dòng {MAX_ROWS}"]),
    ],
)
def test_a_sheet_that_is_not_of_the_form_is_named(edit: Any, said: list[str]) -> None:
    faults = read_book(edited(book(SOUND), {"Người": edit}), SHEETS).faults
    assert len(faults) == len(said)
    for fault, sentence in zip(faults, said, strict=True):
        assert fault.row == 0
        assert sentence in str(fault)


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def repacked(**parts: bytes) -> bytes:
    """The sound workbook with parts replaced or added; ``__`` stands for a slash, ``_`` for a dot."""
    with zipfile.ZipFile(BytesIO(book(SOUND))) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return _zip(kept | {name.replace("__", "/").replace("_", "."): body for name, body in parts.items()})


def word() -> bytes:
    out = BytesIO()
    docx.Document().save(out)
    return out.getvalue()


with zipfile.ZipFile(BytesIO(book(SOUND))) as _archive:
    WHOLE = _archive.read("xl/worksheets/sheet2.xml")
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không phải là tệp Excel"),
        (b"Ma,Ten\nP01,A", "không phải là tệp Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "là .xls cũ, hoặc có đặt mật khẩu"),
        (b"PK" + b"x" * (MAX_BYTES + 1), "lớn hơn 5 MB"),
        (b"PK\x03\x04 no archive", "nguyên vẹn"),
        (book(SOUND)[:-40], "nguyên vẹn"),
        (word(), "tệp Word"),
        (_zip({"a.txt": b"a"}), "nguyên vẹn"),
        (repacked(xl__vbaProject_bin=b"\0"), "macro"),
        (repacked(xl__worksheets__sheet2_xml=BOMB), "không phải là tệp Excel (.xlsx) đọc được"),
        (repacked(xl__worksheets__sheet2_xml=BOMB.decode().encode("utf-16")), "không phải là tệp Excel (.xlsx) đọc được"),
        (repacked(xl__worksheets__sheet2_xml=b"<worksheet"), "không phải là tệp Excel (.xlsx) đọc được"),
        (repacked(xl__worksheets__sheet2_xml=WHOLE[: len(WHOLE) // 2]), "không phải là tệp Excel (.xlsx) đọc được"),
        (repacked(xl__media__x_xml=b" " * (MAX_UNPACKED + 1)), "khi mở ra quá lớn"),
    ],
)
def test_what_is_no_workbook_or_a_hostile_one_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_book(data, SHEETS)
    assert isinstance(refused.value, NotAWorkbook | NotOoxml)
    assert said in str(refused.value)


def test_a_plain_workbook_that_is_not_of_this_form_names_what_is_missing() -> None:
    out = BytesIO()
    Workbook().save(out)
    faults = read_book(out.getvalue(), SHEETS).faults
    assert [fault.sheet for fault in faults] == ["Sheet", "Người", "Nơi"]


def test_the_guide_stands_in_front_and_names_every_column() -> None:
    opened = load_workbook(BytesIO(book()))
    assert opened.sheetnames == [GUIDE, "Người", "Nơi"]
    told = [row[0].value for row in opened[GUIDE].iter_rows()]
    assert all(column.heading in told for sheet in SHEETS for column in sheet.columns)


def test_headings_are_protected_and_what_is_to_be_filled_in_is_not() -> None:
    page = load_workbook(BytesIO(book(SOUND)))["Người"]
    assert page.protection.sheet
    assert page["A1"].protection.locked
    assert not page["A2"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    assert page["E2"].number_format == "@"
    assert page["C2"].number_format == "dd/mm/yyyy"
