"""The annex read back: the agencies' numbers, totals that Excel works out to ours, explanations, and text that stays text."""

import time
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from documents import ooxml
from documents.annex import EXPLANATIONS, TOGETHER, TOTALS, annex
from models.consolidation import Consolidated, consolidate
from models.figures import Figure, Indicator
from tests.reckoning import Nothing, reckoned
from tests.sample_report import AGENCIES, INDICATORS, PERIOD, SILENT, consolidated

TOLD = consolidated()
DANGEROUS = ("=1+1", "+84", "-2", "@SUM(A1)", '=HYPERLINK("http://x")')


def read(told: Consolidated = TOLD, *, values: bool = False) -> Any:
    """The workbook; ``values``: what a viewer shows that does not reckon."""
    return load_workbook(BytesIO(annex(told)), data_only=values)


def lines_of(sheet: Any) -> list[tuple[Any, ...]]:
    """What stands in a sheet below its headings."""
    return [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] is not None]


def test_every_sheet_names_the_paper_it_goes_with() -> None:
    book = load_workbook(BytesIO(annex(TOLD, "(Kèm theo Báo cáo số 08/BC-BCĐ)")))
    assert {sheet["A2"].value for sheet in book} == {"(Kèm theo Báo cáo số 08/BC-BCĐ)"}
    assert {sheet["A2"].value for sheet in read()} == {None}


def test_the_sheets_are_totals_figures_and_explanations() -> None:
    assert read().sheetnames == [TOTALS, "Chỉ tiêu 1-3", "Chỉ tiêu 4-6", "Chỉ tiêu 7-9", "Chỉ tiêu 10-12", EXPLANATIONS]
    assert ooxml.kind_of(annex(TOLD)) == "xlsx"


def test_every_agency_stands_in_its_order_with_its_own_numbers() -> None:
    sheet = read()["Chỉ tiêu 1-3"]
    assert [sheet.cell(row, 2).value for row in range(5, 5 + len(AGENCIES))] == [agency.name for agency in AGENCIES]
    for at, row in enumerate(TOLD.results[0].rows):
        told = [sheet.cell(5 + at, column).value for column in (3, 4, 5)]
        if row.figure is None:
            assert told == [None, None, None]
        else:
            assert told == [int(row.figure.numerator or 0), int(row.figure.denominator or 0), float(row.value or 0)]


def _totals(sheet: Any, told: Consolidated, *, reckon: bool) -> None:
    for at, result in enumerate(told.results):
        read_as = (lambda place: reckoned(sheet, place)) if reckon else (lambda place: sheet[place].value)
        numerator, denominator, value, verdict = (read_as(f"{column}{4 + at}") for column in "EFGI")
        total = result.total
        for seen, meant in ((numerator, total.numerator), (denominator, total.denominator), (value, total.value)):
            assert (seen in ("", None, Nothing())) if meant is None else (Decimal(str(seen)) == meant), result.indicator.code
        assert (verdict or "") == {True: "Đạt", False: "Chưa đạt", None: ""}[result.met]


def test_the_formulas_come_to_our_totals_and_are_shown_so_without_reckoning() -> None:
    book = read()
    assert all(book[TOTALS][f"{column}4"].data_type == "f" for column in "EFGI")
    _totals(book[TOTALS], TOLD, reckon=True)
    _totals(read(values=True)[TOTALS], TOLD, reckon=False)


PARTS = st.one_of(st.none(), st.decimals(min_value=0, max_value=10**6, places=1))


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 9]), PARTS, PARTS), unique_by=lambda told: told[:2]))
@settings(deadline=None, max_examples=40)
def test_whatever_figures_are_whole_or_not_the_formulas_agree(given_: list[tuple[int, int, Decimal | None, Decimal | None]]) -> None:
    figures = [
        Figure(AGENCIES[at].code, INDICATORS[number].code, PERIOD, *((upper, lower) if number == 0 else (upper, None)))
        for at, number, upper, lower in given_
    ]
    told = consolidate([INDICATORS[0], INDICATORS[9]], figures, AGENCIES[:4], PERIOD, 30)
    _totals(read(told)[TOTALS], told, reckon=True)


def test_what_is_odd_stands_beside_its_explanation_and_the_silent_are_named() -> None:
    lines = lines_of(read()[EXPLANATIONS])
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1))
    named = {(line[1], line[2]): line for line in lines}
    zero = named["Sở Tài chính", "Tỷ lệ hồ sơ giải quyết đúng hạn"]
    assert zero[5].startswith("«Tỷ lệ hồ sơ giải quyết đúng hạn»: hồ sơ đã giải quyết bằng 0")
    assert zero[6] == "Không phát sinh hồ sơ trong quý."
    silent = [agency.name for agency in AGENCIES if agency.code in SILENT]
    assert [line[1] for line in lines if line[5] == "Chưa gửi báo cáo"] == silent
    order = [agency.name for agency in AGENCIES]
    assert [order.index(line[1]) for line in lines] == sorted(order.index(line[1]) for line in lines)


def test_headings_stay_in_sight_and_a_page_is_a4_across() -> None:
    for sheet in read():
        assert sheet.freeze_panes in ("C5", "D4", "C4")
        assert sheet.print_title_rows in ("$3:$4", "$3:$3")
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("typed", DANGEROUS)
def test_text_that_begins_as_a_formula_does_stays_text(typed: str) -> None:
    agency, indicator = replace(AGENCIES[0], name=typed), replace(INDICATORS[0], name=typed, numerator=typed, denominator=typed, unit=typed)
    figure = Figure(agency.code, indicator.code, PERIOD, Decimal(1), Decimal(0), typed)
    book = read(consolidate([indicator], [figure], [agency], PERIOD, 30))
    seen = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.endswith(typed)
    ]
    assert len(seen) >= 7
    assert all(cell.data_type != "f" for cell in seen)
    assert all(cell.quotePrefix for cell in seen if cell.value == typed)


def test_the_same_figures_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = annex(TOLD)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert annex(TOLD) == first
    assert b"openpyxl" not in first
    properties = read().properties
    assert (properties.creator, properties.created.year, properties.modified.year) == (None, 2000, 2000)


def test_forty_indicators_take_fourteen_sheets_and_none_takes_none() -> None:
    many = tuple(Indicator(f"I{at:02}", f"Chỉ tiêu {at}", "%", "tử", "mẫu") for at in range(1, 41))
    names = read(consolidate(many, [], AGENCIES, PERIOD, 30)).sheetnames
    assert (len(names), names[-2]) == (2 + -(-40 // TOGETHER), "Chỉ tiêu 40-40")
    assert read(consolidate([], [], AGENCIES, PERIOD, 30)).sheetnames == [TOTALS, EXPLANATIONS]
