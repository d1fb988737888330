"""Odd agencies and reorganisations are refused by row and column, and nothing is taken in."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.agencies import Agency, Succession
from models.errors import Refused
from tasks.directives import check_order
from tasks.roster import RosterRefused
from tests.office.cast import Office
from tests.office.reorganisations import HEADED, MADE, SPLIT, called, into, reorganised
from tests.office.rosters import add


@pytest.mark.parametrize(
    ("rows", "column", "mend"),
    [
        ([into("XXX", "HKL")], "Mã cơ quan", "Không có cơ quan nào mang mã này"),
        ([into("HGT", "XXX")], "Nhập vào, tách thành", "Không có cơ quan nào mang mã này"),
        ([into("HGT", "HKL", **{"Tên cơ quan": "Sở Y tế"})], "Tên cơ quan", "Mã HGT là Ủy ban nhân dân huyện Giang Thành"),
        ([into("HGT", "HKL", **{"Tên cơ quan nhận": "Sở Y tế"})], "Tên cơ quan nhận", "Mã HKL là"),
        ([into("HGT", "HKL", **{"Đổi tên thành": "Huyện"})], "Đổi tên thành", "không ghi cả hai"),
        ([into("HGT", "")], "Đổi tên thành", "không để trống cả hai"),
        ([into("HGT", "HGT")], "Nhập vào, tách thành", "Cơ quan còn hoạt động thì không ghi ở đây"),
        ([into("HGT", "UBND")], "Nhập vào, tách thành", "chưa có chức danh người đứng đầu"),
        ([into("HGT", "HKL"), into("HKL", "HGT")], "Nhập vào, tách thành", "thành một vòng"),
        ([into("HKL", "HAB"), into("HGT", "HKL")], "Nhập vào, tách thành", "đã được sắp xếp sang HAB"),
        ([into("HGT", "HKL"), into("HGT", "HAB")], "Nhận việc còn lại", "ở đúng một cơ quan"),
        ([SPLIT[0], SPLIT[0] | {"Nhập vào, tách thành": "HAB"}], "Nhận việc còn lại", "ở đúng một cơ quan"),
        ([into("HGT", "HKL", **{"Nhận việc còn lại": "không"})], "Nhận việc còn lại", "Chỉ có một cơ quan nhận"),
        ([SPLIT[0], SPLIT[1] | {"Từ ngày": date(2019, 10, 1)}], "Từ ngày", "cùng một ngày"),
        ([into("HGT", "HKL"), into("HGT", "HKL")], "Mã cơ quan", "Trùng với dòng 2"),
        ([called("SYT", "A"), called("SYT", "B")], "Mã cơ quan", "Trùng với dòng 2"),
        ([into("HGT", "HKL", None)], "Từ ngày", "không được để trống"),
        ([into("HGT", "HKL", **{"Văn bản quyết định": None})], "Văn bản quyết định", "không được để trống"),
    ],
)
def test_an_odd_reorganisation_is_refused_by_row_and_column(office: Office, rows: list[dict[str, Any]], column: str, mend: str) -> None:
    with pytest.raises(RosterRefused) as refused:
        reorganised(office, *rows)
    assert {fault.sheet for fault in refused.value.faults} == {"Sắp xếp cơ quan"}
    assert [fault.column for fault in refused.value.faults if mend in fault.expected] != []
    assert {fault.column for fault in refused.value.faults} == {column}
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Succession)).all() == []


@pytest.mark.parametrize(
    ("rows", "column", "mend"),
    [
        ([HEADED, HEADED | {"Mã cơ quan": "SCDS"}], "Mã cơ quan", "head_scds đã có cơ quan khác dùng"),
        ([MADE | {"Mã cơ quan": "SYT"}], "Mã cơ quan", "Trùng với dòng"),
        ([MADE | {"Cơ quan cấp trên": "SCĐS"}], "Cơ quan cấp trên", "cấp trên của chính mình"),
        ([MADE | {"Cơ quan cấp trên": "A1"}, MADE | {"Mã cơ quan": "A1", "Cơ quan cấp trên": "SCĐS"}], "Cơ quan cấp trên", "chính mình"),
        ([MADE | {"Loại": "Sở"}], "Loại", "Hãy chọn một trong"),
    ],
)
def test_an_odd_agency_is_refused(office: Office, rows: list[dict[str, Any]], column: str, mend: str) -> None:
    with pytest.raises(RosterRefused) as refused:
        add(office, Cơ_quan=rows)
    assert {fault.column for fault in refused.value.faults} == {column}
    assert all(mend in fault.expected for fault in refused.value.faults)


def test_an_agency_may_come_without_a_heads_seat_and_then_gets_no_duty(office: Office) -> None:
    assert [change.act for change in add(office, Cơ_quan=[MADE, HEADED | {"Mã cơ quan": "SCDS"}]).changes] == ["agency.add"] * 2 + [
        "seat.add"
    ]
    with office.bureau.reading_desk() as desk, pytest.raises(Refused, match="chưa có người đứng đầu"):
        check_order(desk, "Việc", "SCĐS", (), None)


def test_new_agencies_may_stand_below_each_other_in_any_order(office: Office) -> None:
    below = MADE | {"Mã cơ quan": "A1", "Cơ quan cấp trên": "A2"}
    add(office, Cơ_quan=[below, MADE | {"Mã cơ quan": "A2", "Cơ quan cấp trên": "SCĐS", "Báo cáo hằng quý": "không"}, MADE])
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Agency, "A1").parent_id == "A2"
