"""The scorecard's workbook: sums that Excel works out, text that is never a formula, the same bytes for the same figures."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from documents.scorecard_book import Group, Line, Listing, write_scorecard

GROUPS = [Group("Nhiệm vụ", ["Đúng hạn", "Quá hạn"]), Group("Dự họp", ["Có mặt"])]
LINES = [Line("Sở Y tế", (2, 1, 0)), Line("Sở Tài chính", (0, 3, 1), "=1+1")]
ROWS = Listing("Dự họp", ("Cơ quan", "Ngày họp"), (30, 14), [("Sở Tài chính", date(2019, 9, 27)), ("@SUM(A1)", None)])


def written(lines: list[Line] = LINES) -> bytes:
    return write_scorecard("Bảng theo dõi", "Số liệu đến hết ngày 30/9/2019.", GROUPS, lines, [ROWS])


def test_the_sums_are_formulas_with_what_they_come_to() -> None:
    formulas, values = load_workbook(BytesIO(written()))["Tổng hợp"], load_workbook(BytesIO(written()), data_only=True)["Tổng hợp"]
    assert [cell.value for cell in formulas[8]][1:5] == ["Tổng cộng", "=SUM(C6:C7)", "=SUM(D6:D7)", "=SUM(E6:E7)"]
    assert [cell.value for cell in values[8]][1:5] == ["Tổng cộng", 2, 4, 1]
    assert [cell.value for cell in values[5]][2:5] == ["Đúng hạn", "Quá hạn", "Có mặt"]


def test_what_people_type_is_never_a_formula_and_a_day_is_a_day() -> None:
    book = load_workbook(BytesIO(written()))
    reason, odd, day = book["Tổng hợp"]["F7"], book["Dự họp"]["B6"], book["Dự họp"]["C5"]
    assert [(cell.value, cell.data_type) for cell in (reason, odd)] == [("=1+1", "s"), ("@SUM(A1)", "s")]
    assert (day.value.date(), day.number_format) == (date(2019, 9, 27), "dd/mm/yyyy")


def test_the_same_figures_are_the_same_bytes_and_none_are_no_fault() -> None:
    assert written() == written()
    assert load_workbook(BytesIO(written([])))["Tổng hợp"]["B6"].value == "Tổng cộng"
