"""The scorecard's figures of directives, each at its edge: what counts for whom, and in which quarter; and the card as a whole."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from models.meetings import Presence
from models.scorecard import Kind
from models.store import BriefCursor
from regulation.calendar import Quarter
from tasks.casework import cancel_case
from tasks.directive_acts import new_lead, stop
from tasks.report_facts import directive_counts
from tasks.scorecard import scorecard
from tasks.scorecard_rows import MEASURES, Measure
from tests.office.cast import CHAIR, Office
from tests.office.duties import CONFIRMED, EXTEND, RETURNED, SUBMIT, said, taken_on
from tests.office.reorganisations import DAY, into, on, reorganised
from tests.office.reports import asked
from tests.office.scorecards import NEXT, Q3, Q4, card, held, rows

FRIDAY, SUNDAY, MONDAY = date(2019, 11, 15), date(2019, 11, 17), date(2019, 11, 18)
ON_TIME, LATE_DONE, OPEN, OVERDUE = MEASURES[Kind.DIRECTIVES]


def stands(office: Office, quarter: Quarter) -> list[tuple[str, Measure]]:
    """(agency, how it stands) of each directive."""
    return [(row.agency, row.measure) for row in rows(office, quarter, Kind.DIRECTIVES)]


def reported(office: Office, case_id: UUID, day: date, n: int = 1) -> None:
    office.move_to(day)
    said(office, case_id, f"report/{n}", SUBMIT)


def done(office: Office, case_id: UUID, day: date, n: int = 1) -> None:
    reported(office, case_id, day, n)
    said(office, case_id, f"confirm/{n}", CONFIRMED)


@pytest.mark.parametrize(
    ("due", "day", "measure"),
    [
        (FRIDAY, FRIDAY, ON_TIME),
        (FRIDAY, MONDAY, LATE_DONE),
        (SUNDAY, MONDAY, ON_TIME),  # a day off counts to the next working day
        (SUNDAY, date(2019, 11, 19), LATE_DONE),
    ],
)
def test_done_on_the_day_is_on_time_and_the_day_after_is_late(office: Office, due: date, day: date, measure: Measure) -> None:
    case_id = taken_on(office, due=due)
    done(office, case_id, day)
    assert stands(office, Q4) == [("HGT", measure)]
    assert [row.done for row in rows(office, Q4, Kind.DIRECTIVES)] == [day]


def test_owed_it_is_open_to_the_end_of_its_day_and_overdue_from_the_next(office: Office) -> None:
    taken_on(office, due=FRIDAY)
    office.move_to(FRIDAY, time(23, 59))
    assert stands(office, Q4) == [("HGT", OPEN)]
    office.move_to(date(2019, 11, 16), time(0))
    assert stands(office, Q4) == [("HGT", OVERDUE)]


def test_a_duty_without_an_end_is_never_overdue(office: Office) -> None:
    taken_on(office, due=None)
    office.move_to(date(2020, 1, 20))
    assert stands(office, Q4) == stands(office, NEXT) == [("HGT", OPEN)]


def test_more_time_granted_does_not_move_the_day_it_is_held_against_and_is_told_beside_it(office: Office) -> None:
    case_id = taken_on(office, due=FRIDAY)
    office.move_to(date(2019, 11, 11))
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "extension/1", {"choice": "grant"})
    office.move_to(date(2019, 11, 20))
    assert stands(office, Q4) == [("HGT", OVERDUE)]
    done(office, case_id, date(2019, 11, 28), 2)
    row = rows(office, Q4, Kind.DIRECTIVES)[0]
    assert (row.measure, row.due) == (LATE_DONE, "29/11/2019 (hạn giao ban đầu 15/11/2019)")


def test_overdue_at_the_quarters_end_and_done_in_the_next_it_stands_in_each_as_it_stood_then(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 9, 20))
    done(office, case_id, date(2019, 10, 8))
    assert stands(office, Q3) == [("HGT", OVERDUE)]
    assert stands(office, Q4) == [("HGT", LATE_DONE)]
    office.move_to(date(2020, 1, 6))
    assert stands(office, NEXT) == []
    assert stands(office, Quarter(2019, 2)) == []  # it had not been given yet


def test_who_reported_in_time_is_not_overdue_while_somebody_else_has_to_confirm_it(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 9, 20))
    reported(office, case_id, date(2019, 9, 20))
    office.move_to(date(2019, 9, 28))
    assert stands(office, Q3) == [("HGT", OPEN)]
    assert "Đã báo cáo hoàn thành ngày 20/9/2019" in rows(office, Q3, Kind.DIRECTIVES)[0].note
    office.move_to(date(2019, 10, 4))
    said(office, case_id, "confirm/1", CONFIRMED)
    assert stands(office, Q3) == [("HGT", OPEN)]
    assert stands(office, Q4) == [("HGT", ON_TIME)]


def test_a_report_that_was_returned_counts_for_nothing(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 9, 20))
    reported(office, case_id, date(2019, 9, 20))
    said(office, case_id, "confirm/1", RETURNED)
    office.move_to(date(2019, 9, 23))
    assert stands(office, Q3) == [("HGT", OVERDUE)]


def test_what_was_stopped_or_called_off_is_owed_no_more(office: Office) -> None:
    stopped, cancelled = taken_on(office, due=FRIDAY), taken_on(office, due=FRIDAY, lead_agency="SYT")
    assert len(stands(office, Q3)) == 2
    with office.bureau.desk() as desk:
        stop(desk, desk.case(stopped), reason="Không còn cần", officer_id=CHAIR)
        cancel_case(desk, cancelled, "Nhập hai lần")
    assert stands(office, Q3) == []


def test_the_quarters_report_counts_the_same(office: Office) -> None:
    late = taken_on(office, due=date(2019, 9, 20))
    taken_on(office, due=FRIDAY, lead_agency="SYT")
    office.move_to(date(2019, 9, 25))
    with office.bureau.reading_desk() as desk:
        counts, figures = directive_counts(desk, Q3)[-1], scorecard(desk, Q3)
    assert counts.parts == tuple(figures.total.get(measure, 0) for measure in MEASURES[Kind.DIRECTIVES]) == (0, 0, 1, 1)
    done(office, late, date(2019, 9, 26))
    with office.bureau.reading_desk() as desk:
        assert directive_counts(desk, Q3)[-1].parts == (0, 1, 1, 0)


def test_a_merged_agencys_figures_stay_with_it_for_the_quarter_in_which_it_led(office: Office) -> None:
    taken_on(office, due=date(2019, 9, 20))
    office.move_to(date(2019, 9, 30))
    reorganised(office, into("HGT", "HKL", date(2019, 10, 3)))
    on(office, date(2019, 10, 3))
    assert stands(office, Q3) == [("HGT", OVERDUE)]
    assert stands(office, Q4) == [("HKL", OVERDUE)]
    assert "HGT" in [one.code for one in card(office, Q3).agencies]
    assert "HGT" not in [one.code for one in card(office, Q4).agencies]


def test_given_to_another_agency_it_counts_for_each_while_it_was_his(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 9, 20))
    office.move_to(date(2019, 10, 8))
    with office.bureau.desk() as desk:
        new_lead(desk, desk.case(case_id), "SYT", reason="Đúng chức năng", officer_id=CHAIR)
    assert stands(office, Q3) == [("HGT", OVERDUE)]
    assert stands(office, Q4) == [("SYT", OVERDUE)]


def test_agencies_stand_in_the_committees_own_order_whatever_their_figures(office: Office) -> None:
    taken_on(office, due=FRIDAY, lead_agency="HVT")
    taken_on(office, due=FRIDAY, lead_agency="HVT")
    done(office, taken_on(office, due=FRIDAY, lead_agency="SYT"), FRIDAY)
    found = card(office, Q4)
    assert [one.code for one in found.agencies] == [agency.code for agency in office.bureau.law.committee.agencies]
    assert [row.agency for row in found.rows] == ["SYT", "HVT", "HVT"]


def test_every_figure_is_the_number_of_its_rows_and_some_agencies_may_be_shown_alone(office: Office) -> None:
    taken_on(office, due=FRIDAY)
    taken_on(office, due=FRIDAY, lead_agency="SYT")
    asked(office)
    held(office, {"member_yt": Presence.PRESENT})
    whole, alone = card(office, Q3), card(office, Q3, ("SYT",))
    for one in whole.agencies:
        assert all(n == len(whole.behind((measure,), one.code)) for measure, n in one.counts.items())
    assert [one.code for one in alone.agencies] == ["SYT"]
    assert dict(alone.total) == {Measure.DUTY_OPEN: 1, Measure.REPORT_AWAITED: 1, Measure.PRESENT: 1}
    assert {row.agency for row in alone.rows} == {"SYT"}
    assert [str(quarter) for quarter, _ in alone.before] == ["2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2", "2019-Q3"]
    assert dict(alone.before[-1][1]) == dict(alone.total)


def test_it_asks_as_many_questions_of_the_database_for_many_agencies_as_for_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[Any] = []
    execute = BriefCursor.execute

    def noted(cursor: BriefCursor, query: Any, *told: Any, **more: Any) -> BriefCursor:
        asked_for.append(query)
        return execute(cursor, query, *told, **more)

    card(office, Q3)  # a new connection is set up and asked whether it lives
    monkeypatch.setattr(BriefCursor, "execute", noted)
    card(office, Q3)
    few = len(asked_for)
    for agency in ("SYT", "STC", "SNV", "HGT", "HVT"):
        taken_on(office, due=FRIDAY, lead_agency=agency)
    asked(office)
    held(office, {"member_yt": Presence.PRESENT, "member_tc": Presence.PROXY, "chair": Presence.PRESENT}, DAY)
    asked_for.clear()
    card(office, Q3)
    assert 0 < len(asked_for) == few < 25
