"""How long before a meeting its invitation must leave: office hours over lunch, over night, over a week-end."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import at
from regulation import load
from tasks.notice_time import office_time

LAW = load()


def moment(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return at(date(2019, month, day)) + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (moment(5, 8), moment(5, 10), 2),
        (moment(5, 10), moment(5, 14), 2),  # over lunch
        (moment(5, 11), moment(5, 13), 0),
        (moment(5, 16), moment(6, 8), 2),  # over night
        (moment(5, 18), moment(6, 6), 0),
        (moment(6, 16), moment(9, 9), 3),  # over the week-end
        (moment(7, 8), moment(8, 17), 0),  # within it
        (moment(30, 15, month=8), moment(3, 9), 4),  # over the National Day, a Monday
        (moment(5, 6), moment(5, 18), 8),
        (moment(5, 9), moment(5, 8), 0),  # backwards is nothing
    ],
)
def test_only_time_within_office_hours_of_working_days_counts(since: datetime, until: datetime, hours: int) -> None:
    assert office_time(LAW.calendar, since, until) == timedelta(hours=hours)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 20 * 24 * 60), min_size=3, max_size=3))
def test_office_time_adds_up_and_never_exceeds_the_time_that_passes(minutes: list[int]) -> None:
    first, middle, last = (moment(2, 0) + timedelta(minutes=n) for n in sorted(minutes))
    whole = office_time(LAW.calendar, first, last)
    assert whole == office_time(LAW.calendar, first, middle) + office_time(LAW.calendar, middle, last)
    assert timedelta(0) <= whole <= last - first
