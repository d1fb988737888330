"""Indicators as the committee's data has them."""

from datetime import date

import pytest

from regulation import load
from regulation.calendar import Quarter
from regulation.indicators import Indicator
from regulation.timetable import report_openings

PLAIN = {"code": "I01", "name": "Tỷ lệ", "unit": "%", "numerator": "a", "denominator": "b"}


def test_the_sample_has_twelve_of_which_one_is_computed() -> None:
    found = load().indicators
    assert [one.code for one in found] == [f"I{n:02d}" for n in range(1, 13)]
    assert [one.code for one in found if one.computed] == ["I12"]


@pytest.mark.parametrize(
    ("quarter", "holds"), [(Quarter(2019, 1), False), (Quarter(2019, 2), True), (Quarter(2020, 1), True), (Quarter(2020, 2), False)]
)
def test_an_indicator_holds_from_the_quarter_of_its_first_day_through_that_of_its_last(quarter: Quarter, holds: bool) -> None:
    told = Indicator.model_validate(PLAIN | {"valid_from": date(2019, 5, 3), "valid_to": date(2020, 3, 1)})
    assert told.holds_in(quarter) is holds


@pytest.mark.parametrize(
    ("reporters", "asked"),
    [(["all"], True), (["kind:department"], True), (["kind:vertical"], False), (["agency:SYT"], True), (["agency:STC"], False)],
)
def test_an_indicator_is_asked_of_whom_it_names(reporters: list[str], asked: bool) -> None:
    assert Indicator.model_validate(PLAIN | {"reporters": reporters}).is_asked_of("SYT", "department") is asked


def test_what_the_house_computes_is_asked_of_nobody() -> None:
    assert not Indicator.model_validate(PLAIN | {"computed": "true"}).is_asked_of("SYT", "department")


def test_the_letter_to_the_agencies_is_begun_thirteen_working_days_before_the_fourteenth_of_the_quarters_last_month() -> None:
    opens = {str(one.quarter): one.opens for one in report_openings(load(), 2019)}
    assert opens == {
        "2019-Q1": date(2019, 2, 25),
        "2019-Q2": date(2019, 5, 28),
        "2019-Q3": date(2019, 8, 27),
        "2019-Q4": date(2019, 11, 27),
    }
