"""What the plans are made of: the year's computed calendar, the outline, the inspections of others that are known."""

from datetime import date

import pytest
from pydantic import ValidationError

from regulation import load
from regulation.plans import KnownInspection
from regulation.timetable import plan_openings
from regulation.year_calendar import RULES, year_events

LAW = load()


def test_a_years_calendar_has_its_meetings_reports_and_sessions_on_their_days() -> None:
    events = year_events(LAW, 2027)
    days = {kind: [event.day for event in events if event.kind == kind] for kind in RULES}
    assert days["board_meeting"] == [date(2027, 3, 29), date(2027, 6, 28), date(2027, 9, 28), date(2027, 12, 29)]
    assert days["group_meeting"] == [date(2027, 3, 19), date(2027, 6, 21), date(2027, 9, 21), date(2027, 12, 21)]
    assert days["report"] == [date(2027, 3, 25), date(2027, 6, 25), date(2027, 9, 24), date(2027, 12, 24)]
    assert len(days["session"]) == 12
    assert days["session"][1] == date(2027, 2, 11)  # 5 February was the eve of Tết
    assert all(LAW.calendar.is_working_day(event.day) for event in events)
    assert [event.day for event in events] == sorted(event.day for event in events)


@pytest.mark.parametrize(("year", "opens"), [(2020, date(2019, 10, 15)), (2027, date(2026, 10, 15)), (2024, date(2023, 10, 13))])
def test_a_years_plans_open_in_october_of_the_year_before_rolled_back_off_a_day_off(year: int, opens: date) -> None:
    [opening] = plan_openings(LAW, year)
    assert (opening.opens, opening.period, opening.last) == (opens, str(year), date(year, 12, 31))


def test_the_outline_is_the_samples() -> None:
    assert LAW.sample is not None
    for section in LAW.plan_outline.sections:
        assert section.title in LAW.sample.plans.work_plan
    for content in LAW.plan_outline.inspection_contents[:2]:
        assert content.split(" của ")[0] in LAW.sample.plans.inspection_plan
    assert LAW.plan_outline.title("security") == "An toàn thông tin"
    assert LAW.plan_outline.title("bỏ") == "bỏ"


def test_an_inspection_of_others_is_named_with_its_quarter_and_moves_no_open_case() -> None:
    known = KnownInspection(agency="SXD", quarter="2027-Q2", title="Thanh tra đầu tư công", by="Thanh tra tỉnh", source="Kế hoạch 12")
    assert known.words == "Thanh tra đầu tư công của Thanh tra tỉnh, quý II năm 2027"
    assert LAW.model_copy(update={"inspections": (known,)}).hash == LAW.hash


def test_a_quarter_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValidationError):
        KnownInspection(agency="SXD", quarter="quý II", title="Thanh tra", by="Thanh tra tỉnh", source="x")
