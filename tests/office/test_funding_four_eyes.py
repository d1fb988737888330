"""Four eyes per person (Đ10.2): who asks, drafts or signs does not judge it, and for money nobody answers in another's place."""

from datetime import timedelta
from uuid import UUID

import pytest

from tasks.absences import record_absence
from tasks.answering import NotTheOneAsked
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, SECRETARY, YES, Office, sound
from tests.office.money import (
    BEYOND,
    CONSENT,
    DEPUTY_HEAD,
    DIRECTOR,
    FINANCE_HEAD,
    FINANCE_STAFF,
    NO_NORM,
    PROVINCE,
    asked_for,
    assign,
    decision,
    given,
    replied,
)
from tests.office.trial import hand_over

CENTRE = "P19"  # a member of the group from the standing office


def away(office: Office, officer: str) -> None:
    with office.bureau.desk() as desk:
        record_absence(desk, officer_id=officer, since=desk.today, until=desk.today + timedelta(days=30), reason="Công tác")
    office.sweep()


def test_the_one_who_drafted_is_not_asked_to_look_for_norms_or_to_keep_the_register(office: Office) -> None:
    case_id = asked_for(office, by=SECRETARY)
    office.play_to(case_id, "funding-letter-release", CONSENT)
    assert office.step(case_id, "funding-norms/1").officer_id == DEPUTY_HEAD
    assert office.step(case_id, "funding-letter-release/1.1").officer_id not in (SECRETARY, DIRECTOR)


def test_the_deputy_head_who_drafts_has_a_colleague_look_for_norms(office: Office) -> None:
    case_id = asked_for(office, by=DEPUTY_HEAD)
    office.play_to(case_id, "funding-letter-release", CONSENT)
    assert office.step(case_id, "funding-norms/1").officer_id not in (DEPUTY_HEAD, DIRECTOR)
    assert office.step(case_id, "funding-letter-release/1.1").officer_id == SECRETARY


def test_a_member_from_the_finance_agency_may_draft_and_its_head_answers(office: Office) -> None:
    assign(office)
    case_id = asked_for(office, by=FINANCE_STAFF)
    office.play(case_id, CONSENT)
    assert office.step(case_id, "funding-opinion/1.1").officer_id == FINANCE_HEAD
    assert decision(office, case_id) is not None


def test_who_drafted_does_not_answer_for_the_finance_agency_when_he_comes_to_head_it(office: Office) -> None:
    case_id = asked_for(office, by=FINANCE_STAFF)
    office.play_to(case_id, "funding-opinion", CONSENT)
    hand_over(office, "head_stc", FINANCE_STAFF)
    step = office.step(case_id, "funding-opinion/1.1")
    assert step.officer_id == FINANCE_STAFF
    with pytest.raises(Unacceptable, match="mỗi khâu một người"):
        office.answer(step, replied("agree")(step))
    hand_over_later(office, "head_stc", FINANCE_HEAD)
    office.answer(office.step(case_id, "funding-opinion/1.1"), replied("agree")(step))
    sound(office)


def hand_over_later(office: Office, seat: str, officer: str) -> None:
    office.clock.move(office.clock.at + timedelta(days=1))
    hand_over(office, seat, officer)


def test_where_he_heads_it_already_another_member_of_that_agency_is_asked(office: Office) -> None:
    case_id = asked_for(office, by=FINANCE_STAFF)
    office.play_to(case_id, "funding-letter-release", CONSENT)
    hand_over(office, "head_stc", FINANCE_STAFF)
    office.play_to(case_id, "funding-opinion", CONSENT)
    step = office.step(case_id, "funding-opinion/1.1")
    assert (step.seats, step.officer_id) == (["member_tc"], FINANCE_HEAD)


def test_the_director_who_signed_the_letter_does_not_answer_it_from_the_other_side(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    hand_over(office, "head_stc", DIRECTOR)
    step = office.step(case_id, "funding-opinion/1.1")
    with pytest.raises(Unacceptable, match="mỗi khâu một người"):
        office.answer(step, replied("agree")(step))


@pytest.mark.parametrize(
    ("question", "key", "seat", "said"),
    [
        ("funding-norms", "funding-norms/1", "deputy_group_leader_1", NO_NORM),
        ("funding-letter-sign", "funding-letter-sign/1.1", "head_stttt", YES),
        ("funding-letter-release", "funding-letter-release/1.1", "group_centre", None),
        ("funding-province", "funding-province/1.1", "ubnd_chair", YES),
        ("funding-province-release", "funding-province-release/1.1", "group_centre", None),
    ],
)
def test_who_drafted_may_not_judge_it_by_a_seat_he_comes_to_hold(office: Office, question: str, key: str, seat: str, said: object) -> None:
    case_id = asked_for(office, by=SECRETARY)
    office.play_to(case_id, question, BEYOND)
    assert office.step(case_id, key).seats == [seat]
    hand_over(office, seat, SECRETARY)
    step = office.step(case_id, key)
    assert step.officer_id == SECRETARY
    with pytest.raises(Unacceptable, match="mỗi khâu một người"):
        office.answer(step, said if isinstance(said, dict) else given(step))
    assert decision(office, case_id) is None


def test_a_supplement_too_is_drafting(office: Office) -> None:
    case_id = asked_for(office, by=SECRETARY)
    office.play_to(case_id, "funding-supplement", CONSENT | {"funding-opinion": replied("supplement")})
    hand_over(office, "secretary", CENTRE)
    office.answer(office.step(case_id, "funding-supplement/1.1"), {"choice": "send", "words": "Kèm báo giá."})
    office.play_to(case_id, "funding-decision-release", _within(office))
    assert office.step(case_id, "funding-decision-release/1.1").officer_id not in (SECRETARY, CENTRE)


def _within(office: Office) -> dict[str, object]:
    assign(office)
    return CONSENT


def test_with_the_chair_away_no_deputy_decides_for_the_ubnd(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-province", BEYOND)
    away(office, CHAIR)
    step = office.step(case_id, "funding-province/1.1")
    assert (step.officer_id, step.standing_in) == (PROVINCE, False)
    with pytest.raises(NotTheOneAsked):
        office.answer(step, YES, officer=DEPUTY_1)
    assert (
        office.walk(case_id).waiting
        == "Chờ Chủ tịch UBND tỉnh (đang vắng mặt) xem xét, quyết định chi đặc thù · hạn " + f"{step.due:%d/%m}"
    )


@pytest.mark.parametrize(
    ("question", "key"), [("funding-opinion", "funding-opinion/1.1"), ("funding-letter-sign", "funding-letter-sign/1.1")]
)
def test_nobody_answers_in_place_of_who_is_away(office: Office, question: str, key: str) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, question, CONSENT)
    step = office.step(case_id, key)
    assert step.officer_id is not None
    away(office, step.officer_id)
    assert (office.step(case_id, key).officer_id, office.step(case_id, key).standing_in) == (step.officer_id, False)
    with pytest.raises(NotTheOneAsked):
        office.answer(office.step(case_id, key), YES, officer=SECRETARY)


def test_the_seat_that_changes_hands_takes_the_question_with_it(office: Office) -> None:
    case_id: UUID = asked_for(office)
    office.play_to(case_id, "funding-norms", CONSENT)
    hand_over(office, "deputy_group_leader_1", "P30")
    assert office.step(case_id, "funding-norms/1").officer_id == "P30"
    office.play(case_id, BEYOND)
    assert decision(office, case_id) is not None
    sound(office)
