"""Working days: what the library and the overlay make of a year, and the arithmetic on it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation import LawError, load
from regulation.calendar import Quarter

CALENDAR = load().calendar

DAYS = st.dates(date(2012, 1, 1), date(2096, 12, 31))
YEAR_ENDS = st.builds(lambda year, n: date(year, 12, 31) + timedelta(days=n), st.integers(2012, 2090), st.integers(-12, 12))
TET = st.builds(lambda year, n: date(year, 1, 18) + timedelta(days=n), st.integers(2012, 2090), st.integers(0, 40))
MAKEUP = st.builds(
    lambda day, n: day + timedelta(days=n),
    st.sampled_from([date(2019, 1, 5), date(2019, 5, 4), date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]),
    st.integers(-9, 9),
)
ANY_DAY = DAYS | YEAR_ENDS | TET | MAKEUP
OFFSETS = st.integers(-300, 300)


@pytest.mark.parametrize("day", [date(2026, 8, 22), date(2026, 1, 10), date(2019, 5, 4), date(2019, 1, 5)])
def test_a_makeup_saturday_is_worked(day: date) -> None:
    assert day.weekday() == 5
    assert CALENDAR.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 2), date(2026, 11, 24), date(2019, 4, 29), date(2019, 4, 15), date(2019, 2, 8), date(2018, 12, 31), date(2019, 9, 2)],
)
def test_a_holiday_on_a_weekday_is_not_worked(day: date) -> None:
    assert day.weekday() < 5
    assert not CALENDAR.is_working_day(day)
    assert CALENDAR.day_off_name(day)


def test_the_overlay_calls_off_a_substitute_day_that_the_law_does_not_give() -> None:
    assert CALENDAR.is_working_day(date(2029, 11, 26))
    assert CALENDAR.is_working_day(date(2030, 11, 25))


def test_plain_weekends_have_no_name() -> None:
    assert CALENDAR.day_off_name(date(2026, 11, 22)) is None


def test_the_next_working_day_is_day_one() -> None:
    assert CALENDAR.add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert CALENDAR.add(date(2027, 1, 1), 1) == date(2027, 1, 4)
    assert CALENDAR.add(date(2027, 1, 4), -1) == date(2026, 12, 31)


def test_a_term_of_no_days_that_falls_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert CALENDAR.add(date(2026, 11, 22), 0) == date(2026, 11, 23)
    assert CALENDAR.add(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_counting_goes_over_several_years() -> None:
    year = CALENDAR.count(date(2026, 12, 31), date(2027, 12, 31))
    assert CALENDAR.count(date(2018, 12, 31), date(2028, 12, 31)) == sum(
        CALENDAR.count(date(y - 1, 12, 31), date(y, 12, 31)) for y in range(2019, 2029)
    )
    assert 240 < year < 262


@given(ANY_DAY, OFFSETS)
def test_adding_never_lands_on_a_day_off(day: date, n: int) -> None:
    assert CALENDAR.is_working_day(CALENDAR.add(day, n))


@given(ANY_DAY, OFFSETS.filter(bool))
def test_count_undoes_add(day: date, n: int) -> None:
    assert CALENDAR.count(day, CALENDAR.add(day, n)) == n


@given(ANY_DAY, OFFSETS)
def test_adding_back_returns_to_a_working_day(day: date, n: int) -> None:
    start = CALENDAR.roll_back(day)
    assert CALENDAR.add(CALENDAR.add(start, n), -n) == start


@given(ANY_DAY, ANY_DAY, st.integers(-120, 120))
def test_adding_keeps_the_order_of_days(a: date, b: date, n: int) -> None:
    first, last = sorted((a, b))
    assert CALENDAR.add(first, n) <= CALENDAR.add(last, n)


@given(ANY_DAY, st.integers(-120, 120))
def test_one_more_day_is_later(day: date, n: int) -> None:
    start = CALENDAR.roll_forward(day)
    assert CALENDAR.add(start, n) < CALENDAR.add(start, n + 1)


@given(ANY_DAY, st.integers(-60, 60))
def test_adding_agrees_with_walking_day_by_day(day: date, n: int) -> None:
    step, left, walked = timedelta(days=1 if n > 0 else -1), abs(n), day
    while left:
        walked += step
        left -= CALENDAR.is_working_day(walked)
    assert CALENDAR.add(day, n) == (walked if n else CALENDAR.roll_forward(day))


@given(ANY_DAY)
def test_rolling_twice_is_rolling_once(day: date) -> None:
    back, forward = CALENDAR.roll_back(day), CALENDAR.roll_forward(day)
    assert back <= day <= forward
    assert CALENDAR.roll_back(back) == back
    assert CALENDAR.roll_forward(forward) == forward
    assert (back == forward) == CALENDAR.is_working_day(day)


@given(ANY_DAY, ANY_DAY)
def test_counting_back_and_forth_over_working_days_is_symmetric(a: date, b: date) -> None:
    a, b = CALENDAR.roll_back(a), CALENDAR.roll_back(b)
    assert CALENDAR.count(a, b) == -CALENDAR.count(b, a)


def test_the_swap_proposed_for_november_2026_is_provisional() -> None:
    [day] = CALENDAR.provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert day.date == date(2026, 11, 23)
    assert "chưa có quyết định" in day.reason


def test_tet_of_the_coming_year_is_provisional_until_announced() -> None:
    days = [day.date for day in CALENDAR.provisional(date(2027, 1, 1), date(2027, 12, 31))]
    assert days == [date(2027, 2, n) for n in range(4, 11)] + [date(2027, 9, 3)]


def test_a_year_nobody_has_listed_keeps_its_chosen_days_provisional() -> None:
    days = [day.date for day in CALENDAR.provisional(date(2028, 1, 1), date(2028, 12, 31))]
    assert date(2028, 1, 26) in days  # the first day of the lunar year
    assert date(2028, 1, 1) not in days
    assert date(2028, 4, 30) not in days


def test_a_day_called_off_on_a_reading_to_be_confirmed_is_provisional() -> None:
    assert date(2029, 11, 26) in [day.date for day in CALENDAR.provisional(date(2029, 11, 1), date(2029, 11, 30))]


def test_the_past_is_settled() -> None:
    assert CALENDAR.provisional(date(2019, 1, 1), date(2025, 12, 31)) == []


def test_a_year_outside_the_tables_is_refused() -> None:
    with pytest.raises(LawError, match="từ năm 2010 đến năm 2099, không có năm 1999"):
        CALENDAR.is_working_day(date(1999, 5, 5))
    with pytest.raises(LawError, match="không có năm 2100"):
        CALENDAR.add(date(2099, 12, 31), 1)


@pytest.mark.parametrize("text", ["2026-Q4", "2026-q4", " 2026-Q4 "])
def test_a_quarter_is_read(text: str) -> None:
    quarter = Quarter.parse(text)
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (str(quarter), quarter.slug, quarter.title) == ("2026-Q4", "2026-q4", "quý IV năm 2026")


@pytest.mark.parametrize("text", ["2026-Q5", "2026-Q0", "26-Q1", "2026Q1", "", "2026-Q4; drop", "1999-Q1", "٢٠٢٦-Q1"])
def test_a_quarter_that_is_none_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(LawError, match=r"quý|Kỳ"):
        Quarter.parse(text)


@given(DAYS)
def test_every_day_lies_in_its_quarter_and_quarters_follow_each_other(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.next().first == quarter.day_after == quarter.last + timedelta(days=1)
    assert quarter.next().previous() == quarter
    assert quarter < quarter.next()
    assert Quarter.parse(str(quarter)) == quarter
