"""A roster with faults in it: every one is told by sheet and row, and nothing of it is taken in."""

from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from models.people import Officer
from tasks.roster import RosterRefused
from tests.office.cast import CHAIR, EDUCATION, Office
from tests.office.rosters import NEW, TODAY, absence, add, export, faults, holding, officer, take, written
from tests.workbooks import edited, put, shown, with_rows

LATER = date(2019, 9, 2)


def test_every_fault_is_told_at_once_by_sheet_and_row_and_nothing_is_taken_in(office: Office) -> None:
    before = written(office)
    data = with_rows(
        export(office),
        Cán_bộ=[
            NEW,
            NEW,
            NEW | {"Mã cán bộ": "P91"},
            NEW | {"Mã cán bộ": "P92", "Thư điện tử": "gd@stc.kiengiang.example"},
            {"Mã cán bộ": "P93"},
        ],
        Giữ_chức_danh=[
            holding("member_xx", "P90", TODAY),
            holding("member_yt", "P99", TODAY),
            holding("member_gd", "P90", None),
            holding("member_nv", "P90", TODAY, TODAY - timedelta(days=1)),
            holding("member_tc", "P90", TODAY) | {"Họ và tên": "Ai Khác"},
            holding("member_kh", "P90", TODAY) | {"Chức danh": "Trưởng ban"},
            holding("member_kc", "P90", TODAY),
            holding("member_kc", "P90", TODAY),
        ],
        Vắng_mặt=[
            absence("P99", TODAY, LATER),
            absence(CHAIR, LATER, TODAY),
            absence(CHAIR, TODAY, LATER, back="có"),
            absence(CHAIR, TODAY, LATER, reason=""),
        ],
        Cơ_quan=[{"Mã cơ quan": "SM", "Tên cơ quan": "Sở Mới", "Loại": "Sở", "Báo cáo hằng quý": "có", "Cơ quan cấp trên": "KHONG"}],
    )
    with pytest.raises(RosterRefused) as refused:
        take(office, data)
    people = len(shown(export(office), "Cán bộ")) + 2
    seats = len(shown(export(office), "Giữ chức danh")) + 2
    agencies = len(shown(export(office), "Cơ quan")) + 2
    assert faults(refused.value) == [
        ("Cán bộ", people + 1, "Mã cán bộ"),
        ("Cán bộ", people + 2, "Thư điện tử"),
        ("Cán bộ", people + 3, "Thư điện tử"),
        ("Cán bộ", people + 4, "Họ và tên"),
        ("Giữ chức danh", seats, "Mã chức danh"),
        ("Giữ chức danh", seats + 1, "Mã cán bộ"),
        ("Giữ chức danh", seats + 2, "Giữ từ ngày"),
        ("Giữ chức danh", seats + 3, "Đến hết ngày"),
        ("Giữ chức danh", seats + 4, "Họ và tên"),
        ("Giữ chức danh", seats + 5, "Chức danh"),
        ("Giữ chức danh", seats + 7, "Mã chức danh"),
        ("Vắng mặt", 2, "Mã cán bộ"),
        ("Vắng mặt", 3, "Đến hết ngày"),
        ("Vắng mặt", 4, "Đã trở lại sớm"),
        ("Vắng mặt", 5, "Lý do"),
        ("Cơ quan", agencies, "Loại"),
    ]
    assert str(refused.value).startswith("Tệp có 16 lỗi nên chưa nạp gì.")
    assert written(office) == before


@pytest.mark.parametrize(
    ("rows", "column", "mend"),
    [
        # within the workbook, against the records, and the past rewritten
        ([holding("member_gd", "P20", TODAY, LATER), holding("member_gd", "P11", LATER)], "Đến hết ngày", "Hãy ghi ngày sớm hơn"),
        ([holding("member_gd", "P20", date(2018, 12, 26))], "Mã chức danh", "Trùng với dòng"),
        ([holding("member_gd", "P20", date(2018, 1, 1), date(2018, 12, 26))], "Đến hết ngày", "Từ 26/12/2018 người khác giữ"),
    ],
)
def test_two_may_not_hold_a_seat_at_once(office: Office, rows: list[dict[str, Any]], column: str, mend: str) -> None:
    with pytest.raises(RosterRefused) as refused:
        add(office, Giữ_chức_danh=rows)
    (fault,) = refused.value.faults
    assert fault.column == column
    assert mend in fault.expected


def test_who_held_a_seat_in_the_past_is_not_rewritten(office: Office) -> None:
    def rewrite(page: Worksheet) -> None:
        row = put(page, "member_gd", "Mã cán bộ", "P20")
        page.cell(row, 4).value = None

    with pytest.raises(RosterRefused) as refused:
        take(office, edited(export(office), {"Giữ chức danh": rewrite}))
    assert "Giữ nguyên dòng ấy, ghi người mới ở một dòng mới" in refused.value.faults[0].expected


def test_a_gap_in_a_closed_past_is_not_filled_over_a_known_end(office: Office) -> None:
    add(office, Giữ_chức_danh=[holding("member_gd", "P20", TODAY, LATER)])

    def without(page: Worksheet) -> None:
        row = put(page, "member_gd", "Mã cán bộ", EDUCATION)
        page.delete_rows(row, 2)

    with pytest.raises(RosterRefused) as refused:
        take(office, with_rows(edited(export(office), {"Giữ chức danh": without}), Giữ_chức_danh=[holding("member_gd", "P11", LATER)]))
    assert "có người giữ đến hết 02/09/2019" in refused.value.faults[0].expected


def test_a_workbook_of_another_form_is_told_of_before_its_rows_are_judged(office: Office) -> None:
    def rename(page: Worksheet) -> None:
        page.title = "Nhân sự"

    with pytest.raises(RosterRefused) as refused:
        take(office, edited(with_rows(export(office), Vắng_mặt=[absence("P99", LATER, TODAY)]), {"Cán bộ": rename}))
    assert [fault.sheet for fault in refused.value.faults] == ["Nhân sự", "Cán bộ"]


def test_a_phone_that_cannot_be_is_refused_and_a_sound_one_kept_as_one_text(office: Office) -> None:
    with pytest.raises(RosterRefused, match="Ghi đủ các chữ số, ví dụ 0912 345 678") as refused:
        add(office, Cán_bộ=[NEW | {"Điện thoại": "0912 000 01"}])
    assert [column for _, _, column in faults(refused.value)] == ["Điện thoại"]
    add(office, Cán_bộ=[NEW])
    assert officer(office, "P90").phone == "+84912000001"
    assert add(office, Cán_bộ=[]).changes == []
    assert take(office, export(office)).changes == []


def test_a_mended_phone_is_no_longer_marked_as_taking_no_zalo(office: Office) -> None:
    add(office, Cán_bộ=[NEW])
    for number, left in (("0912 000 001", "no account"), ("0912 000 002", None)):
        with office.bureau.desk() as desk:
            desk.session.get_one(Officer, "P90").zalo_refused = "no account"
        take(office, edited(export(office), {"Cán bộ": lambda page, number=number: put(page, "P90", "Điện thoại", number) and None}))
        assert officer(office, "P90").zalo_refused == left
