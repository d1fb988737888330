"""The clock of Sở Tài chính's opinion: stopped by "bổ sung", run again by the supplement, with what was used kept (house rule)."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from models.clock import at
from regulation.calendar import WorkingCalendar
from tasks.funding_clock import clock_start, put_back
from tasks.office import funding_of
from tests.office.cast import Office, sound
from tests.office.money import BACK, CONSENT, FINANCE_HEAD, YES, asked_for, assign, by_turn, decision, replied, stops
from tests.office.test_walk_rules import ShortWeeks
from tests.office.trial import hand_over

MORE = {"choice": "send", "words": "Gửi kèm ba báo giá."}


def reaches_finance(office: Office, day: date) -> UUID:
    """The letter leaves on that day, and Sở Tài chính is asked."""
    office.move_to(day)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    assert office.clock.at.date() == day
    return case_id


def supplement_asked(office: Office, case_id: UUID, day: date, turn: int = 1) -> None:
    office.move_to(day)
    step = office.step(case_id, f"funding-opinion/1.{turn}")
    office.answer(step, replied("supplement")(step))
    office.walk(case_id)


def supplemented(office: Office, case_id: UUID, day: date, turn: int = 1) -> None:
    office.move_to(day)
    office.answer(office.step(case_id, f"funding-supplement/1.{turn}"), MORE)
    office.walk(case_id)


def due(office: Office, case_id: UUID, turn: int) -> date | None:
    return office.step(case_id, f"funding-opinion/1.{turn}").due


def test_the_whole_term_is_seven_working_days_from_the_letter(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 26))  # a Monday; 2 September is a holiday
    assert due(office, case_id, 1) == date(2019, 9, 5)
    assert office.step(case_id, "funding-opinion/1.1").due_rule == "funding_opinion"


def test_what_was_used_before_the_stop_is_kept_and_the_rest_runs_when_the_supplement_comes(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 8))  # three of seven used
    assert [(stop.stopped_on, stop.used, stop.resumed_on) for stop in stops(office, case_id)] == [(date(2019, 8, 8), 3, None)]
    supplemented(office, case_id, date(2019, 8, 19))
    assert due(office, case_id, 2) == date(2019, 8, 23)  # four left from a Monday
    assert stops(office, case_id)[0].resumed_on == date(2019, 8, 19)
    asked = office.step(case_id, "funding-opinion/1.2")
    assert (asked.officer_id, asked.about["supplement"]) == (FINANCE_HEAD, MORE["words"])


def test_a_holiday_is_no_used_day_before_the_stop_or_after_it(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 29))  # a Thursday
    supplement_asked(office, case_id, date(2019, 9, 4))  # 30 August, 3 and 4 September: three used; 2 September is a holiday
    assert stops(office, case_id)[0].used == 3
    supplemented(office, case_id, date(2019, 9, 6))
    assert due(office, case_id, 2) == date(2019, 9, 12)


def test_the_clock_stands_while_the_holiday_passes(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 26))
    supplement_asked(office, case_id, date(2019, 8, 28))
    supplemented(office, case_id, date(2019, 9, 1))  # a Sunday before the holiday
    assert due(office, case_id, 2) == date(2019, 9, 9)  # five left: 3, 4, 5, 6 and 9 September


def test_every_stop_is_on_record_and_the_days_add_up(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 7))
    supplemented(office, case_id, date(2019, 8, 12))
    supplement_asked(office, case_id, date(2019, 8, 15), turn=2)
    supplemented(office, case_id, date(2019, 8, 20), turn=2)
    assert [(stop.n, stop.used) for stop in stops(office, case_id)] == [(1, 2), (2, 5)]
    assert due(office, case_id, 3) == date(2019, 8, 22)


def test_a_term_that_is_used_up_ends_on_the_day_the_supplement_comes(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 20))  # late already
    supplemented(office, case_id, date(2019, 8, 22))
    assert due(office, case_id, 2) == date(2019, 8, 22)


def test_asked_for_more_on_the_very_day_nothing_is_used(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 5))
    supplemented(office, case_id, date(2019, 8, 12))
    assert due(office, case_id, 2) == date(2019, 8, 21)


def test_while_it_stands_nobody_at_the_finance_agency_is_chased(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 6))
    before = len([letter for letter in office.letters(case_id) if letter.officer_id == FINANCE_HEAD])
    for _ in range(30):
        office.wait(case_id)
        office.walk(case_id)
    assert len([letter for letter in office.letters(case_id) if letter.officer_id == FINANCE_HEAD]) == before
    assert decision(office, case_id) is None


def test_a_calendar_recomputed_while_it_stands_changes_nothing_of_what_was_used(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 9))  # four used, a Wednesday among them
    law = office.bureau.law
    office.bureau = replace(office.bureau, law=law.model_copy(update={"calendar": ShortWeeks(law.calendar._overlay)}))
    assert stops(office, case_id)[0].used == 4
    supplemented(office, case_id, date(2019, 8, 12))
    assert due(office, case_id, 2) == date(2019, 8, 16)  # three left, with no Wednesday any more: Tuesday, Thursday, Friday


def test_worked_out_again_later_the_day_is_the_same(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 8))
    supplemented(office, case_id, date(2019, 8, 19))
    office.move_to(date(2019, 8, 21))
    with office.bureau.reading_desk() as desk:
        start = clock_start(desk, funding_of(desk, desk.case(case_id)))
        assert desk.law.rules["funding_opinion"].date_from(start, desk.law.calendar) == due(office, case_id, 2)


def test_a_new_draft_has_the_whole_term(office: Office) -> None:
    assign(office)
    office.move_to(date(2019, 8, 5))
    case_id = asked_for(office)
    said = {"funding-opinion": by_turn(replied("supplement"), replied("agree")), "funding-decision-sign": [BACK, YES]}
    office.play(case_id, CONSENT | said, until=lambda _: any(step.key == "funding-opinion/2.1" for step in office.steps(case_id)))
    asked = office.step(case_id, "funding-opinion/2.1")
    assert asked.due == office.bureau.law.calendar.add(asked.opened_at.date(), 7)


def test_a_seat_that_changes_hands_keeps_the_day(office: Office) -> None:
    case_id = reaches_finance(office, date(2019, 8, 5))
    supplement_asked(office, case_id, date(2019, 8, 8))
    supplemented(office, case_id, date(2019, 8, 19))
    hand_over(office, "head_stc", "P30")
    step = office.step(case_id, "funding-opinion/1.2")
    assert (step.officer_id, step.due) == ("P30", date(2019, 8, 23))
    sound(office)


@pytest.mark.parametrize("used", range(8))
def test_the_rest_counts_from_any_day_as_if_begun_there(office: Office, used: int) -> None:
    calendar: WorkingCalendar = office.bureau.law.calendar
    for n in range(60):
        day = at(date(2019, 8, 1), time(8)).date().fromordinal(date(2019, 8, 1).toordinal() + n)
        if used < 7:
            assert calendar.add(put_back(calendar, day, used), 7) == calendar.add(day, 7 - used)
        else:
            assert calendar.add(put_back(calendar, day, used), 7) <= calendar.roll_forward(day)
