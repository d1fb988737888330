"""The dates of the quarter."""

from datetime import date

import pytest

from regulation import LawError, load
from regulation.calendar import Quarter
from regulation.timetable import date_of, default_meeting_day, meeting_openings, quarter_dates

LAW = load()
COLUMNS = (
    "data_call", "data_cutoff", "report_due", "report_draft", "report_issue",
    "invitation_issue", "papers", "meeting_default_day", "notice_issue", "group_meeting_day",
)  # fmt: skip
VECTORS = {
    "2026-Q4": "Mon 30/11/2026|Mon 14/12/2026|Thu 17/12/2026|Mon 21/12/2026|Fri 25/12/2026|Tue 22/12/2026|Thu 24/12/2026"
    "|Tue 29/12/2026|Wed 06/01/2027|Mon 21/12/2026",
    "2027-Q1": "Mon 01/03/2027|Sun 14/03/2027|Wed 17/03/2027|Fri 19/03/2027|Thu 25/03/2027|Mon 22/03/2027|Wed 24/03/2027"
    "|Mon 29/03/2027|Mon 05/04/2027|Fri 19/03/2027",
    "2027-Q2": "Mon 31/05/2027|Mon 14/06/2027|Thu 17/06/2027|Mon 21/06/2027|Fri 25/06/2027|Mon 21/06/2027|Wed 23/06/2027"
    "|Mon 28/06/2027|Mon 05/07/2027|Mon 21/06/2027",
    "2027-Q3": "Fri 27/08/2027|Tue 14/09/2027|Fri 17/09/2027|Tue 21/09/2027|Fri 24/09/2027|Tue 21/09/2027|Thu 23/09/2027"
    "|Tue 28/09/2027|Tue 05/10/2027|Tue 21/09/2027",
    "2027-Q4": "Tue 30/11/2027|Tue 14/12/2027|Fri 17/12/2027|Tue 21/12/2027|Fri 24/12/2027|Wed 22/12/2027|Fri 24/12/2027"
    "|Wed 29/12/2027|Thu 06/01/2028|Tue 21/12/2027",
}


@pytest.mark.parametrize(("quarter", "row"), VECTORS.items())
def test_the_quarter_falls_on_the_days_worked_out_by_hand(quarter: str, row: str) -> None:
    found = {planned.name: planned.date for planned in quarter_dates(LAW, Quarter.parse(quarter))}
    assert "|".join(f"{found[name]:%a %d/%m/%Y}" for name in COLUMNS) == row


def test_the_demo_quarter_of_2019_is_computed_too() -> None:
    quarter = Quarter(2019, 3)
    assert default_meeting_day(LAW, quarter) == date(2019, 9, 26)
    assert meeting_openings(LAW, 2019)[2].opens == date(2019, 8, 28)


def test_every_date_says_where_it_comes_from() -> None:
    planned = quarter_dates(LAW, Quarter.parse("2026-Q4"))
    assert [found.name for found in planned] != list(LAW.timetable)
    assert {found.name for found in planned} == set(LAW.timetable)
    assert [found.date for found in planned] == sorted(found.date for found in planned)
    for found in planned:
        rule = LAW.rules[found.name]
        assert (found.title, found.source, found.confidence) == (rule.title, rule.source, rule.confidence)
        assert found.rule
        assert found.clause


def test_a_date_reads_as_an_offset_from_its_anchor() -> None:
    phrases = {found.name: found.rule for found in quarter_dates(LAW, Quarter.parse("2026-Q4"))}
    assert phrases["invitation_issue"] == "5 ngày làm việc trước ngày họp Ban Chỉ đạo"
    assert phrases["report_due"] == "3 ngày làm việc sau “Chốt số liệu báo cáo quý”"
    assert phrases["report_issue"] == "ngày 25 tháng cuối quý"
    assert phrases["group_meeting_day"] == "cùng ngày với “Dự thảo báo cáo quý”"


def test_a_date_counted_over_unconfirmed_days_is_marked() -> None:
    marked = {found.name: [day.date for day in found.provisional] for found in quarter_dates(LAW, Quarter.parse("2027-Q3"))}
    assert marked["data_call"] == [date(2027, 9, 3)]
    assert marked["data_cutoff"] == []
    assert marked["meeting_default_day"] == []
    assert marked["meeting_opens"] == [date(2027, 9, 3)]


def test_a_quarter_that_touches_no_unconfirmed_day_is_not_marked() -> None:
    assert not any(found.provisional for found in quarter_dates(LAW, Quarter.parse("2026-Q4")))


def test_the_four_meetings_of_a_year_open_twenty_working_days_before() -> None:
    openings = meeting_openings(LAW, 2027)
    assert [str(opening.quarter) for opening in openings] == ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
    for opening in openings:
        assert LAW.calendar.count(opening.meeting, opening.opens) == -20
        assert opening.meeting == default_meeting_day(LAW, opening.quarter)
    assert openings[0].opens == date(2027, 3, 1)
    assert [bool(opening.provisional) for opening in openings] == [False, False, True, False]


def test_a_rule_is_counted_from_a_day_somebody_chose() -> None:
    assert date_of(LAW, "invitation_issue", date(2019, 9, 27)) == date(2019, 9, 20)
    assert date_of(LAW, "notice_issue", date(2019, 9, 27)) == date(2019, 10, 4)
    assert date_of(LAW, "report_issue", date(2027, 9, 1)) == date(2027, 9, 24)
    assert date_of(LAW, "programme_sign", date(2026, 1, 1)) == date(2026, 12, 18)
    assert date_of(LAW, "archive_transfer", date(2019, 10, 4)) == date(2020, 10, 4)


def test_hours_make_no_day() -> None:
    with pytest.raises(LawError, match="tính bằng giờ"):
        date_of(LAW, "extraordinary_notice", date(2019, 9, 27))


def test_a_rule_nobody_wrote_is_refused() -> None:
    with pytest.raises(LawError, match="“luncheon”"):
        date_of(LAW, "luncheon", date(2019, 9, 27))
