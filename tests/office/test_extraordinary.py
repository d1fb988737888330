"""Đ8.1: a meeting out of turn: convened by the chair or a deputy, only proposed by the standing member; KHẨN, four office hours."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlmodel import select

from models.cases import Case
from models.errors import Refused
from models.meetings import Meeting, MeetingKind
from models.steps import StepState
from tasks.extraordinary import NotYours
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, HEALTH, LEAVE, PROMPT, SECRETARY, STANDING, YES, Office, keys, sound
from tests.office.gatherings import EXTENDED, URGENT, called, moment, papers, told, what
from tests.office.happenings import meeting

CONVENED = PROMPT | {"call": {"choice": "convene"}, "agenda": URGENT}


def cases(office: Office) -> list[Case]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Case)))


@pytest.mark.parametrize(("officer", "seat"), [(CHAIR, "chair"), (DEPUTY_1, "deputy_chair_1"), (DEPUTY_2, "deputy_chair_2")])
def test_the_chair_and_each_deputy_convene_without_delegation_and_preside(office: Office, officer: str, seat: str) -> None:
    case_id = called(office, officer)
    office.walk(case_id)
    assert "call" not in keys(office, case_id)
    assert meeting(office, case_id).presider_seat == seat
    office.play_to(case_id, "convene", CONVENED)
    assert office.step(case_id, "convene/1").officer_id == officer


@pytest.mark.parametrize(("presider", "officer"), [("chair", CHAIR), ("deputy_chair_1", DEPUTY_1)])
def test_the_standing_member_only_proposes_and_is_answered_by_whom_he_names_within_a_working_day(
    office: Office, presider: str, officer: str
) -> None:
    case_id = called(office, presider=presider)
    assert office.walk(case_id).waiting is not None
    call = office.step(case_id, "call")
    assert (call.officer_id, call.due) == (officer, date(2019, 8, 27))
    assert "người đề nghị: Ủy viên thường trực" in call.about["matter"]
    office.answer(call, {"choice": "convene"})
    office.walk(case_id)
    assert [step.key for step in office.asked(case_id)] == ["agenda/1"]


def test_a_refusal_says_why_tells_who_proposed_it_and_ends_the_case(office: Office) -> None:
    case_id = called(office)
    office.walk(case_id)
    with pytest.raises(Unacceptable, match="ghi lý do"):
        office.answer(office.step(case_id, "call"), {"choice": "refuse"})
    office.answer(office.step(case_id, "call"), {"choice": "refuse", "reason": "Đưa vào cuộc họp định kỳ"})
    assert office.walk(case_id).waiting is None
    [letter] = told(office, case_id, "Không triệu tập")
    assert letter.officer_id == STANDING
    assert "Lý do: Đưa vào cuộc họp định kỳ" in what(letter)
    assert office.case(case_id).closed_at is not None
    sound(office)


def test_a_proposal_that_nobody_answers_waits_and_is_not_taken_for_consent(office: Office) -> None:
    case_id = called(office, starts_at=moment(date(2019, 9, 10), 8))
    office.walk(case_id)
    office.move_to(date(2019, 8, 29))
    office.sweep()
    office.walk(case_id)
    assert office.step(case_id, "call").state == StepState.OPEN
    assert {letter.officer_id for letter in office.letters(case_id) if letter.kind == "escalate"} == {STANDING}


@pytest.mark.parametrize("officer", [HEALTH, SECRETARY])
def test_nobody_else_calls_or_proposes(office: Office, officer: str) -> None:
    with pytest.raises(NotYours, match="Chỉ Trưởng ban, Phó Trưởng ban"):
        called(office, officer)
    assert cases(office) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"about": "  "}, "ghi nội dung"),
        ({"reason": ""}, "lý do phải họp"),
        ({"presider": "standing_member"}, "Trưởng ban hoặc một Phó Trưởng ban"),
        ({"presider": "nobody"}, "Trưởng ban hoặc một Phó Trưởng ban"),
        ({"starts_at": moment(date(2019, 8, 26), 13, 59)}, "4 giờ làm việc"),
        ({"starts_at": moment(date(2019, 8, 25), 8)}, "4 giờ làm việc"),
    ],
)
def test_what_cannot_be_called_is_refused_and_nothing_is_written(office: Office, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        called(office, **changes)
    assert cases(office) == []


def test_four_office_hours_reach_over_lunch(office: Office) -> None:
    assert meeting(office, called(office, starts_at=moment(date(2019, 8, 26), 14))).starts_at == moment(date(2019, 8, 26), 14)


def test_sent_twice_is_one_meeting(office: Office) -> None:
    assert called(office, CHAIR, entry="form-1") == called(office, CHAIR, entry="form-1")
    assert called(office, CHAIR, entry="form-2") not in {case.id for case in cases(office)[:1]}
    with office.bureau.reading_desk() as desk:
        assert len(desk.session.exec(select(Meeting)).all()) == 2


@pytest.fixture
def inviting_at_once(office: Office) -> UUID:
    case_id = called(office, CHAIR)
    office.play_to(case_id, "rsvp", CONVENED)
    return case_id


def test_its_invitation_bears_khan_and_may_leave_the_day_before(office: Office, inviting_at_once: UUID) -> None:
    [invitation] = papers(office, inviting_at_once, "giay_moi")
    assert (invitation.facts["urgency"], meeting(office, inviting_at_once).kind) == ("KHẨN", MeetingKind.EXTRAORDINARY)
    assert office.clock.at.date() == date(2019, 8, 26)


def test_nobody_is_waited_for_past_its_beginning(office: Office, inviting_at_once: UUID) -> None:
    closes = office.step(inviting_at_once, "rsvp-closed").cutoff_at
    assert closes is not None
    assert closes <= meeting(office, inviting_at_once).starts_at
    office.play(inviting_at_once, CONVENED | {"rsvp/member_yt": None, "rsvp/member_gd": LEAVE, "leave-consent": None})
    assert office.case(inviting_at_once).closed_at is not None
    sound(office)


@pytest.mark.parametrize("now", [moment(date(2019, 8, 27), 7), moment(date(2019, 8, 26), 23)])
def test_a_draft_that_waited_until_less_than_four_office_hours_are_left_can_only_be_returned(office: Office, now: datetime) -> None:
    case_id = called(office, CHAIR)
    script = CONVENED | {"agenda": URGENT | {"hour": "10:00"}}
    office.play_to(case_id, "convene", script)
    office.clock.move(now)
    with pytest.raises(Unacceptable, match=r"4 giờ làm việc\. Hãy trả lại"):
        office.answer(office.step(case_id, "convene/1"), YES)


def test_it_may_be_on_a_day_off(office: Office) -> None:
    case_id = called(office, CHAIR, starts_at=moment(date(2019, 8, 31), 8))
    office.play_to(case_id, "rsvp", CONVENED | {"agenda": URGENT | {"day": "2019-08-31"}})
    assert meeting(office, case_id).day == date(2019, 8, 31)


def test_with_guests_the_chair_is_asked_even_where_a_deputy_presides(office: Office) -> None:
    case_id = called(office, DEPUTY_1)
    guests = {"items": EXTENDED["items"], "guests": EXTENDED["guests"]}
    office.play_to(case_id, "convene-extended", CONVENED | {"agenda": URGENT | guests})
    assert office.step(case_id, "convene-extended/1").officer_id == CHAIR
    assert "convene/1" not in keys(office, case_id)
