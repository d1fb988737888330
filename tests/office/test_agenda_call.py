"""Đ5.4: at T-15 members and agencies are asked what to deal with; what they propose, and what was left over, is offered to the drafter."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from models.clock import at
from models.steps import StepState
from tasks.acts import change_holder
from tasks.agenda import offered, open_directives, suggested_days
from tasks.casework import cancel_case
from tasks.office import meeting_of
from tasks.questions import Unacceptable
from tests.office.cast import AGENDA, CHAIR, PROMPT, Office
from tests.office.duties import given
from tests.office.gatherings import WITH_PAPERS, asked_keys, called, papers
from tests.office.happenings import meeting

PROPOSED = {"choice": "propose", "item": "Ký số văn bản", "minutes": "15", "reason": "Chậm so với kế hoạch"}


@pytest.fixture
def calling(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "propose")
    return case_id


def offers(office: Office, case_id: UUID) -> list[tuple[str, str]]:
    with office.bureau.reading_desk() as desk:
        return [(one.item, one.why) for one in offered(desk, meeting_of(desk, desk.case(case_id)))]


def test_items_are_called_for_fifteen_working_days_ahead_and_not_before(office: Office) -> None:
    case_id = office.open()
    assert office.walk(case_id).waiting == "Chờ đến ngày đề nghị đăng ký nội dung họp · hạn 05/09"
    office.move_to(date(2019, 9, 4))
    office.walk(case_id)
    assert asked_keys(office, case_id, "propose") == []
    office.move_to(date(2019, 9, 5))
    office.walk(case_id)
    assert {step.due for step in office.asked(case_id)} == {date(2019, 9, 9)}


def test_members_and_heads_of_reporting_agencies_are_asked_a_person_once_and_never_the_chair(office: Office, calling: UUID) -> None:
    asked = [step.officer_id for step in office.asked(calling)]
    assert len(asked) == len(set(asked))
    assert CHAIR not in asked
    seats = {step.seats[0] for step in office.asked(calling)}
    assert {"deputy_chair_1", "standing_member", "member_yt", "head_hgt"} <= seats
    with office.bureau.reading_desk() as desk:
        reporting = {agency.code for agency in desk.law.committee.reporting_agencies()}
        heads = {seat.id: seat.agency for seat in desk.law.committee.seats if seat.id in seats and seat.id.startswith("head_")}
    assert set(heads.values()) <= reporting
    assert "head_syt" not in seats  # the director of Sở Y tế is asked as the member that he is


def test_who_holds_a_member_s_and_a_head_s_seat_is_asked_as_a_member(office: Office) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, "head_hgt", "P11", desk.today)
    case_id = office.open()
    office.play_to(case_id, "propose")
    assert [step.seats for step in office.asked(case_id) if step.officer_id == "P11"] == [["member_yt"]]


def test_silence_proposes_nothing_and_does_not_hold_the_draft_up(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "agenda", PROMPT | {"propose": None})
    assert office.clock.at >= at(date(2019, 9, 10))
    assert {step.state for step in office.steps(case_id) if step.question == "propose"} == {StepState.LAPSED}
    assert offers(office, case_id) == []
    assert "Không trả lời là không đăng ký nội dung." in office.letters(case_id)[0].context["words"]["silence"]


def test_what_is_proposed_is_offered_to_the_drafter_with_who_and_why(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "agenda", PROMPT | {"propose/member_yt": PROPOSED})
    with office.bureau.reading_desk() as desk:
        [one] = offered(desk, meeting_of(desk, desk.case(case_id)))
    assert (one.item, one.minutes, one.by, one.seat, one.why) == (
        "Ký số văn bản", 15, "Ủy viên – Giám đốc Sở Y tế", "member_yt", "Chậm so với kế hoạch",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"), [({"choice": "propose"}, "form"), ({"choice": "propose", "item": "A", "minutes": "0"}, "minutes")]
)
def test_a_proposal_that_says_nothing_is_refused(office: Office, calling: UUID, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        office.answer(office.step(calling, "propose/member_yt"), wrong)
    assert field in refused.value.errors
    assert office.step(calling, "propose/member_yt").state == StepState.OPEN


def held_with_one_item_taken_off(office: Office) -> UUID:
    case_id = office.open()
    late = {"agenda": WITH_PAPERS, "paper/2": None, "late-item": {"choice": "withdraw", "reason": "Chưa thống nhất số liệu"}}
    office.play(case_id, PROMPT | late)
    return case_id


def test_what_the_last_meeting_took_off_is_offered_to_the_next(office: Office) -> None:
    held_with_one_item_taken_off(office)
    assert offers(office, office.open(period="2019-Q4")) == [("Cơ chế tài chính", "Rút khỏi cuộc họp trước: Chưa thống nhất số liệu")]


def test_a_meeting_out_of_turn_that_was_proposed_and_refused_hides_nothing_left_over(office: Office) -> None:
    held_with_one_item_taken_off(office)
    office.move_to(date(2019, 10, 28))
    case_id = called(office, starts_at=at(date(2019, 10, 29)) + timedelta(hours=8))
    office.play(case_id, {"call": {"choice": "refuse", "reason": "Chưa cần thiết"}})
    assert meeting(office, case_id).cancelled_at is not None
    assert [item for item, _ in offers(office, office.open(period="2019-Q4"))] == ["Cơ chế tài chính"]


def test_what_a_cancelled_meeting_had_on_its_agenda_is_not_left_over(office: Office) -> None:
    case_id = office.open()
    late = {"agenda": WITH_PAPERS, "paper/2": None, "late-item": {"choice": "withdraw", "reason": "Chưa có"}}
    office.play_to(case_id, "meeting-day", PROMPT | late)
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Không họp")
    assert offers(office, office.open(period="2019-Q4")) == []


def test_open_directives_are_offered_the_most_overdue_first(office: Office) -> None:
    later = given(office, text="Sau", due=date(2019, 12, 2))
    sooner = given(office, text="Trước", due=date(2019, 9, 2))
    with office.bureau.reading_desk() as desk:
        assert [one.case_id for one in open_directives(desk)] == [sooner, later]


def test_days_are_suggested_those_without_a_session_first_and_a_clash_is_only_warned_of(office: Office) -> None:
    case_id = office.open()
    with office.bureau.reading_desk() as desk:
        suggested = suggested_days(desk, meeting_of(desk, desk.case(case_id)))
    assert [day for day, _ in suggested] == [date(2019, 9, 25), date(2019, 9, 24), date(2019, 9, 23)]  # the default day, the 26th, clashes
    office.play_to(case_id, "convene", PROMPT | {"agenda": AGENDA | {"day": "2019-09-26"}})
    slip = next(letter for letter in office.letters(case_id) if letter.step_id == office.step(case_id, "convene/1").id)
    assert slip.context["attachments"]
    [briefing] = papers(office, case_id, "phieu_trinh")
    assert "lưu ý trùng: Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019)" in briefing.facts["meeting_line"]
    office.play_to(case_id, "rsvp")  # nothing is blocked
    assert meeting(office, case_id).day == date(2019, 9, 26)
