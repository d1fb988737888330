"""Đ8.1: once a quarter. A quarter that ends without a regular meeting has its reason, confirmed by the chair, on record."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from flows.process.periods import open_missed
from models.clock import at
from models.steps import StepState
from tasks.casework import cancel_case
from tests.office.cast import AGENDA, CHAIR, PROMPT, RETURNED, SECRETARY, STANDING, YES, Office, keys, sound
from tests.office.gatherings import called, told, value, what
from tests.office.happenings import moved

WHY = {"choice": "submit", "reason": "Trùng kỳ họp HĐND tỉnh"}
UNMET = {"no-meeting-reason": WHY, "no-meeting-confirm": YES}


@pytest.fixture
def watch(office: Office) -> UUID:
    office.move_to(date(2019, 9, 10))
    return office.open("quarter_meeting")


def end_of(office: Office, watch: UUID) -> str | None:
    """How the quarter's case ends."""
    office.move_to(date(2019, 10, 1))
    office.play(watch, UNMET)
    sound(office)
    return office.case(watch).end_reason


def test_it_opens_fifteen_working_days_before_the_quarter_ends(office: Office) -> None:
    opened = {}
    for day in (date(2019, 9, 9), date(2019, 9, 10)):
        office.clock.move(at(day, time(8)))
        with office.bureau.desk() as desk:
            opened[day.day] = [case.process for case in open_missed(desk)]
    assert "quarter_meeting" not in opened[9]
    assert "quarter_meeting" in opened[10]


def test_a_quarter_with_its_regular_meeting_needs_no_reason(office: Office, watch: UUID) -> None:
    office.play(office.open())
    end_of(office, watch)
    assert value(office, watch, "met") is True
    assert keys(office, watch) == ["warn-no-meeting", "quarter-over", "met"]


def test_the_meeting_of_the_quarters_last_day_counts_though_its_minutes_are_not_written(office: Office, watch: UUID) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions", PROMPT | {"agenda": AGENDA | {"day": "2019-09-30"}})
    end_of(office, watch)
    assert value(office, watch, "met") is True


def test_a_quarter_without_a_meeting_has_its_reason_given_returned_once_and_confirmed(office: Office, watch: UUID) -> None:
    office.move_to(date(2019, 10, 1))
    office.play_to(watch, "no-meeting-reason")
    reason = office.step(watch, "no-meeting-reason/1")
    assert (reason.officer_id, reason.due) == (STANDING, date(2019, 10, 2))
    office.play(watch, UNMET | {"no-meeting-confirm": [RETURNED, YES]})
    confirm = office.step(watch, "no-meeting-confirm/2")
    assert (confirm.officer_id, office.step(watch, "no-meeting-reason/2").about["returned"]) == (CHAIR, "Bổ sung nội dung")
    letters = told(office, watch, "Không họp quý III")
    assert {letter.officer_id for letter in letters} == {CHAIR, "P02", "P03", STANDING, SECRETARY}
    assert "Trưởng ban đã xác nhận lý do không họp quý III năm 2019: Trùng kỳ họp HĐND tỉnh" in what(letters[0])
    sound(office)


def test_silence_gives_no_reason_and_confirms_none(office: Office, watch: UUID) -> None:
    office.move_to(date(2019, 10, 1))
    office.play_to(watch, "no-meeting-confirm", {"no-meeting-reason": WHY})
    office.move_to(date(2019, 11, 1))
    office.sweep()
    office.walk(watch)
    assert office.step(watch, "no-meeting-confirm/1").state == StepState.OPEN
    assert "not-met" not in keys(office, watch)


def test_a_meeting_postponed_into_the_next_quarter_is_none_of_this_one(office: Office, watch: UUID) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    office.answer(office.step(case_id, "convene/1"), {"choice": "postpone", "until": "2019-10-08", "reason": "Bão"})
    end_of(office, watch)
    assert value(office, watch, "met") is False
    assert "Trùng kỳ họp" in value(office, watch, "not-met")


def test_a_meeting_moved_out_of_the_quarter_on_its_very_day_is_none_of_this_one_and_counts_for_the_next(
    office: Office, watch: UUID
) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions")
    moved(office, case_id)
    end_of(office, watch)
    assert value(office, watch, "met") is False
    office.play(case_id)
    later = office.open("quarter_meeting", "2019-Q4")
    office.move_to(date(2020, 1, 2))
    office.play(later, UNMET)
    assert value(office, later, "met") is True


def test_a_meeting_moved_within_the_quarter_that_was_never_held_does_not_count(office: Office, watch: UUID) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions", PROMPT | {"agenda": AGENDA | {"day": "2019-09-20"}})
    moved(office, case_id, at(date(2019, 9, 27)) + timedelta(hours=8))  # and its new invitation is never signed
    end_of(office, watch)
    assert value(office, watch, "met") is False


def test_a_cancelled_meeting_does_not_count(office: Office, watch: UUID) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions")
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Bão số 5")
    end_of(office, watch)
    assert value(office, watch, "met") is False


def test_a_meeting_out_of_turn_does_not_stand_in_for_the_regular_one(office: Office, watch: UUID) -> None:
    case_id = called(office, CHAIR, starts_at=at(date(2019, 9, 18)) + timedelta(hours=8))
    office.play(case_id, PROMPT | {"agenda": AGENDA | {"day": "2019-09-18"}})
    assert office.case(case_id).closed_at is not None
    end_of(office, watch)
    assert value(office, watch, "met") is False


@pytest.mark.parametrize("prepared", [True, False])
def test_the_warning_comes_only_where_no_meeting_is_being_prepared(office: Office, prepared: bool) -> None:
    if prepared:
        office.open()
    office.move_to(date(2019, 9, 10))
    watch = office.open("quarter_meeting")
    office.walk(watch)
    office.walk(watch)
    letters = told(office, watch, "Chưa có cuộc họp quý III")
    assert {letter.officer_id for letter in letters} == (set() if prepared else {CHAIR, "P02", "P03", STANDING, SECRETARY})
    assert value(office, watch, "warn-no-meeting") is not prepared
