"""The standing member away: Đ4 is silent, so what waits for him waits until the chair has decided who acts."""

from datetime import date
from uuid import UUID

import pytest

from models.people import Absence
from models.steps import StepState
from tasks.questions import Unacceptable
from tasks.who import roster
from tests.office.cast import CHAIR, DEPUTY_1, SECRETARY, STANDING, Office, sound
from tests.office.happenings import away, back, followed, told

DEPUTY_LEADER = "P16"


def row(office: Office, absence: Absence) -> Absence:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Absence, absence.id)


@pytest.fixture
def reviewing(office: Office) -> UUID:
    """A meeting whose draft is with the standing member."""
    case_id = office.open()
    office.play_to(case_id, "agenda-review")
    office.post_all()
    return case_id


def test_what_waits_for_the_standing_member_waits_until_the_chair_has_decided(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    assert office.walk(case_id).title == "Vắng mặt: Ủy viên thường trực (26/08/2019 – 30/08/2019)"
    decision = office.step(case_id, "standing-in-decision")
    assert (decision.officer_id, decision.due) == (CHAIR, date(2019, 8, 27))
    assert [(letter.officer_id, letter.kind) for letter in office.queued(case_id)] == [(CHAIR, "ask")]
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert "Ủy viên thường trực (đang vắng mặt, chưa có người ký thay) rà soát" in (office.walk(reviewing).waiting or "")
    office.answer(decision, {"choice": "assign", "seat": "deputy_group_leader_1"})
    assert office.walk(case_id).waiting == "Chờ đến khi Ủy viên thường trực trở lại · hạn 31/08"
    step = office.step(reviewing, "agenda-review/1")
    assert (step.officer_id, step.standing_in, step.seats) == (DEPUTY_LEADER, True, ["standing_member"])
    why = next(letter for letter in office.queued(reviewing) if letter.officer_id == DEPUTY_LEADER).context["words"]["why"]
    assert why == "Ông/Bà được hỏi với tư cách Ủy viên thường trực, ký, xác nhận thay theo quyết định của Trưởng ban."
    assert {letter.officer_id for letter in told(office, absence, "entrust/0")} == {STANDING, DEPUTY_LEADER, SECRETARY}
    assert "Chờ Tổ phó thường trực (thay Ủy viên thường trực) rà soát" in (office.walk(reviewing).waiting or "")
    back(office, absence)
    assert office.walk(case_id).waiting is None
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert {letter.officer_id for letter in told(office, absence, "back")} == {STANDING, DEPUTY_LEADER, SECRETARY}
    sound(office)


def test_the_chair_may_let_it_wait(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    office.walk(followed(absence))
    office.answer(office.step(followed(absence), "standing-in-decision"), {"choice": "wait"})
    office.walk(followed(absence))
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert row(office, absence).acting_seat is None


def test_undecided_it_ends_with_the_absence_and_the_question_is_withdrawn(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    office.walk(case_id)
    office.post_all()
    office.move_to(date(2019, 8, 31))
    office.sweep()
    assert office.walk(case_id).waiting is None
    assert office.step(case_id, "standing-in-decision").state == StepState.WITHDRAWN
    assert (CHAIR, "withdrawn") in {(letter.officer_id, letter.kind) for letter in office.letters(case_id)}
    sound(office)


def test_who_was_to_act_goes_away_himself_and_the_chair_is_asked_again(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    office.walk(case_id)
    office.answer(office.step(case_id, "standing-in-decision"), {"choice": "assign", "seat": "deputy_group_leader_1"})
    office.walk(case_id)
    away(office, DEPUTY_LEADER)
    office.walk(case_id)
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    again = office.step(case_id, "standing-in-decision@1")
    assert (again.officer_id, again.state) == (CHAIR, StepState.OPEN)
    office.answer(again, {"choice": "assign", "seat": "chair"})
    office.walk(case_id)
    assert office.step(reviewing, "agenda-review/1").officer_id == CHAIR
    away(office, CHAIR)  # what the chair kept for himself, Đ4 gives to the deputy
    assert office.step(reviewing, "agenda-review/1").officer_id == DEPUTY_1
    sound(office)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"choice": "assign"}, "Xin chọn người ký"),
        ({"choice": "assign", "seat": "member_yt"}, "không có trong danh sách"),
        ({"choice": "assign", "seat": "standing_member"}, "không có trong danh sách"),
        ({"choice": "assign", "seat": "deputy_group_leader_2"}, "đang vắng mặt"),
        ({"choice": "approve"}, "Chưa chọn trả lời"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(office: Office, data: dict[str, str], sentence: str) -> None:
    away(office, "P17")
    absence = away(office, STANDING)
    office.walk(followed(absence))
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(followed(absence), "standing-in-decision"), data)
    assert row(office, absence).acting_seat is None


def test_who_acts_does_not_decide_his_own(office: Office) -> None:
    """The deputy group leader is chosen; what is about his seat stays with the standing member."""
    absence = away(office, STANDING)
    office.walk(followed(absence))
    office.answer(office.step(followed(absence), "standing-in-decision"), {"choice": "assign", "seat": "deputy_group_leader_1"})
    office.walk(followed(absence))
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        assert people.answerer("standing_member", about={"seat": "member_yt"}).officer_id == DEPUTY_LEADER
        assert people.answerer("standing_member", about={"seat": "deputy_group_leader_1"}).officer_id == STANDING
        assert people.answerer("group_leader").officer_id == DEPUTY_LEADER
        assert people.answerer("head_stttt").officer_id == STANDING  # the Sở's own matter


def test_the_chair_being_away_the_deputy_decides_who_acts(office: Office) -> None:
    away(office, CHAIR)
    absence = away(office, STANDING)
    office.walk(followed(absence))
    assert office.step(followed(absence), "standing-in-decision").officer_id == DEPUTY_1
