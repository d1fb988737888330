"""Absences under Điều 4 and seats that change hands: whose step it is today."""

from datetime import date
from uuid import UUID

import pytest

from models.errors import Refused
from models.people import Absence
from models.steps import StepState
from tasks.absences import end_absence, record_absence
from tasks.acts import change_holder, move_steps
from tests.office.cast import (
    CHAIR,
    DEPUTY_1,
    DEPUTY_2,
    LEAVE,
    YES,
    Office,
    sound,
)
from tests.office.happenings import away, calendar_of


@pytest.fixture
def convening(office: Office) -> UUID:
    case_id = office.convene()
    office.play_to(case_id, "convene")
    office.post_all()
    return case_id


def test_while_the_chair_is_away_his_steps_go_to_the_deputies_in_acting_order(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    away(office, CHAIR, today, today)
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.seats, step.revision) == (DEPUTY_1, True, ["chair"], 1)
    assert {(letter.officer_id, letter.kind) for letter in office.queued(convening)} == {(DEPUTY_1, "ask"), (CHAIR, "withdrawn")}
    assert "thay mặt theo Điều 4 Quy chế" in office.queued(convening)[-1].context["words"]["why"]
    assert (
        office.walk(convening).waiting
        == f"Chờ Phó Trưởng ban (thay Trưởng ban) phê duyệt chương trình, thành phần cuộc họp · hạn {step.due:%d/%m}"
    )
    away(office, DEPUTY_1, today, today)
    assert office.step(convening, "convene/1").officer_id == DEPUTY_2
    sound(office)


def test_with_every_deputy_away_too_the_step_stays_with_the_chair(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    for officer in (DEPUTY_1, DEPUTY_2, CHAIR):
        away(office, officer, today, today)
    assert (office.step(convening, "convene/1").officer_id, office.step(convening, "convene/1").revision) == (CHAIR, 0)


def test_when_the_chair_is_back_what_is_unanswered_goes_back_to_him(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    absence = away(office, CHAIR, today, date(2019, 9, 30))
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id))
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.revision) == (CHAIR, False, 2)
    anew = [letter.key for letter in office.queued(convening) if (letter.officer_id, letter.kind) == (CHAIR, "ask")]
    assert anew == [f"{convening}/convene/1/2/ask/{CHAIR}"]
    sound(office)


def test_an_absence_begins_and_ends_by_its_dates(office: Office, convening: UUID) -> None:
    away(office, CHAIR, date(2019, 8, 28), date(2019, 8, 29))
    holder = {}
    for day in (27, 28, 29, 30):
        office.move_to(date(2019, 8, day))
        office.sweep()
        holder[day] = office.step(convening, "convene/1").officer_id
    assert holder == {27: CHAIR, 28: DEPUTY_1, 29: DEPUTY_1, 30: CHAIR}


def test_what_the_deputy_answered_stays_answered(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    absence = away(office, CHAIR, today, today)
    office.answer(office.step(convening, "convene/1"), YES)
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id))
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.state) == (DEPUTY_1, True, StepState.ANSWERED)


def test_nobody_stands_in_to_consent_to_his_own_absence(office: Office, invited: UUID) -> None:
    today = office.clock.at.date()
    away(office, CHAIR, today, today)
    assert office.step(invited, "leave-consent/member_yt").officer_id == DEPUTY_1
    office.answer(office.step(invited, "rsvp/deputy_chair_1"), LEAVE)
    assert office.step(invited, "leave-consent/deputy_chair_1").officer_id == DEPUTY_2
    with office.bureau.desk() as desk:
        assert move_steps(desk) == 0
    sound(office)


def test_a_seat_that_changes_hands_hands_over_what_is_open_when_the_day_has_come(office: Office, invited: UUID) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P20", date(2019, 9, 20))
    assert office.step(invited, "rsvp/member_gd").officer_id == "P12"
    office.move_to(date(2019, 9, 20))
    office.sweep()
    assert office.step(invited, "rsvp/member_gd").officer_id == "P20"
    anew = next(letter for letter in office.queued(invited) if letter.officer_id == "P20")
    assert (anew.kind, calendar_of(anew)[1]) == ("invitation", 1), "in the order of the cancellation to who held the seat before"
    sound(office)


@pytest.mark.parametrize(
    ("seat", "officer", "since", "sentence"),
    [
        ("member_gd", "P20", date(2018, 12, 26), "đã có người nhận từ 26/12/2018"),
        ("member_xx", "P20", date(2019, 9, 1), "Không có chức danh mã «member_xx»"),
        ("member_gd", "P99", date(2019, 9, 1), "Không có cán bộ mã «P99»"),
    ],
)
def test_a_change_of_holder_that_cannot_be_is_refused(office: Office, seat: str, officer: str, since: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        change_holder(desk, seat, officer, since)


def test_a_seat_changes_hands_before_the_day_its_holder_was_to_leave(office: Office) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P20", date(2019, 9, 2))
        change_holder(desk, "member_gd", "P21", date(2019, 9, 3))
    with pytest.raises(Refused, match="đã có người nhận từ 03/09/2019"), office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P22", date(2019, 9, 1))


@pytest.mark.parametrize(
    ("officer", "until", "reason", "sentence"),
    [
        ("P01", date(2019, 8, 1), "ốm", "trước ngày bắt đầu"),
        ("P01", date(2019, 9, 1), " ", "phải có lý do"),
        ("P99", date(2019, 9, 1), "ốm", "P99"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(office: Office, officer: str, until: date, reason: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        record_absence(desk, officer_id=officer, since=date(2019, 8, 26), until=until, reason=reason)
