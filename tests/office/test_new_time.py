"""A meeting that is moved: what asked about the old time is withdrawn, said so, and asked anew."""

from collections.abc import Callable
from datetime import date, datetime, time
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.cases import Act
from models.clock import at
from models.errors import Refused
from models.steps import StepState
from tasks.acts import NEW_TIME
from tasks.meeting_acts import NotAtThisPoint
from tests.office.cast import (
    AGENDA,
    CHAIR,
    DEPUTY_1,
    LEAVE,
    PROMPT,
    RETURNED,
    STANDING,
    YES,
    Office,
    keys,
    sound,
    together,
)
from tests.office.happenings import LATER, calendar_of, ics_of, living_links, meeting, moved


def test_a_new_time_withdraws_what_asked_about_the_old_one_and_revokes_its_links(office: Office, invited: UUID) -> None:
    waited = {"rsvp/deputy_chair_1", "rsvp/standing_member", "rsvp/member_gd", "leave-consent/member_yt"}
    assert living_links(office, invited) == waited | {"prepared-conclusions"}
    done = moved(office, invited)
    assert (done.n, done.kind, done.payload["place"]) == (1, NEW_TIME, "Hội trường")
    assert living_links(office, invited) == {"prepared-conclusions"}  # what is prepared for the meeting is not asked anew
    states = {step.key: step.state for step in office.steps(invited)}
    assert {key for key, state in states.items() if state == StepState.WITHDRAWN} == waited | {"rsvp-closed"}
    assert states["rsvp/member_tc"] == StepState.ANSWERED
    sound(office)


def test_a_new_time_is_told_at_once_to_everybody_who_holds_an_invitation(office: Office, invited: UUID) -> None:
    moved(office, invited)
    told = {(letter.officer_id, letter.kind) for letter in office.queued(invited)}
    assert told == {
        (DEPUTY_1, "withdrawn"), (STANDING, "withdrawn"), ("P12", "withdrawn"), (CHAIR, "withdrawn"), ("P07", "told"), ("P11", "told"),
        ("P18", "ask"),  # only later due
    }  # fmt: skip
    said = next(letter for letter in office.queued(invited) if letter.officer_id == "P07").context["words"]["what"]
    assert "từ 08:00 ngày 27/09/2019 sang 14:00 ngày 08/10/2019, tại Hội trường. Lý do: Bão số 5." in said


def test_a_new_time_asks_anew_with_the_same_uid_and_the_next_sequence(office: Office, invited: UUID) -> None:
    first = [calendar_of(letter) for letter in office.letters(invited) if "calendar" in letter.context]
    moved(office, invited)
    office.play(invited, until=lambda _: any(step.question == "rsvp" for step in office.asked(invited)))
    assert "invitation-sign/1@1" in keys(office, invited)
    anew = [calendar_of(letter) for letter in office.queued(invited) if "calendar" in letter.context]
    assert set(first) == {(meeting(office, invited).uid, 0, "2019-09-27T08:00:00+07:00")}
    assert set(anew) == {(meeting(office, invited).uid, 1, "2019-10-08T14:00:00+07:00")}
    assert len(anew) == 5
    letter = next(letter for letter in office.queued(invited) if "calendar" in letter.context)
    assert "SEQUENCE:1" in ics_of(office, letter)
    assert letter.context["words"]["extra"]["when"].startswith("14 giờ 00")


def test_a_moved_meeting_is_held_and_concluded_at_its_new_time(office: Office, invited: UUID) -> None:
    moved(office, invited)
    office.play(invited)
    assert office.case(invited).closed_at is not None
    assert meeting(office, invited).starts_at == LATER
    assert office.step(invited, "minutes/1@1").opened_at >= at(date(2019, 10, 8))
    sound(office)


def test_a_new_time_while_waiting_for_the_day_waits_for_the_new_day(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day")
    moved(office, case_id)
    assert office.step(case_id, "meeting-day").state == StepState.WITHDRAWN
    office.play_to(case_id, "meeting-day")
    assert office.step(case_id, "meeting-day@1").due == date(2019, 10, 8)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (datetime(2019, 8, 26, 7, tzinfo=LATER.tzinfo), "đã qua"),
        (datetime(2019, 9, 28, 8, tzinfo=LATER.tzinfo), "ngày nghỉ"),
        (datetime(2019, 8, 28, 8, tzinfo=LATER.tzinfo), "ít nhất 3 ngày làm việc"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_is_written(office: Office, invited: UUID, to: datetime, sentence: str) -> None:
    office.move_to(date(2019, 8, 26), time(9))
    before = keys(office, invited), meeting(office, invited).starts_at, len(office.letters())
    with pytest.raises(Refused, match=sentence):
        moved(office, invited, to)
    assert (keys(office, invited), meeting(office, invited).starts_at, len(office.letters())) == before


def test_an_act_without_a_reason_is_refused(office: Office, invited: UUID) -> None:
    with pytest.raises(Refused, match="phải ghi lý do"):
        moved(office, invited, reason="  ")


def test_the_day_of_a_draft_is_changed_in_the_draft(office: Office) -> None:
    case_id = office.open()
    with pytest.raises(NotAtThisPoint, match="dự thảo"):
        moved(office, case_id)
    office.play_to(case_id, "convene")
    with pytest.raises(NotAtThisPoint, match="dự thảo"):
        moved(office, case_id)


@pytest.mark.parametrize("then", ["minutes", "notice-draft"])
def test_a_meeting_that_took_place_is_not_moved(office: Office, then: str) -> None:
    case_id = office.open()
    office.play_to(case_id, then)
    with pytest.raises(NotAtThisPoint, match="đã diễn ra"):
        moved(office, case_id)


def test_a_moved_meeting_whose_new_invitation_is_returned_is_drafted_again_not_taken_from_an_older_draft(office: Office) -> None:
    case_id = office.open()
    script = PROMPT | {"invitation-sign": [RETURNED, YES], "agenda": [AGENDA, AGENDA | {"place": "Phòng họp số 2"}]}
    office.play_to(case_id, "rsvp", script)
    moved(office, case_id)
    office.walk(case_id)
    assert [step.key for step in office.asked(case_id)] == ["prepared-conclusions", "invitation-sign/2@1"]
    assert meeting(office, case_id).place == "Hội trường"


@pytest.mark.parametrize("round_", range(3))
def test_two_acts_at_once_are_numbered_one_and_two_and_neither_is_lost(office: Office, invited: UUID, round_: int) -> None:
    other = LATER.replace(hour=8 + round_)
    together(lambda: moved(office, invited, LATER), lambda: moved(office, invited, other))
    with office.bureau.reading_desk() as desk:
        acts = list(desk.session.exec(select(Act).order_by(col(Act.n))))
    assert [one.n for one in acts] == [1, 2]
    found = meeting(office, invited)
    assert found.sequence == 2
    assert acts[1].payload["from"] == acts[0].payload["to"]
    assert found.starts_at == datetime.fromisoformat(acts[1].payload["to"])
    sound(office)


@pytest.mark.parametrize("round_", range(4))
def test_an_answer_and_an_act_at_once_never_leave_a_question_about_the_old_time(office: Office, invited: UUID, round_: int) -> None:
    step = office.step(invited, "rsvp/member_gd")
    outcomes: list[str] = []

    def reply() -> None:
        try:
            office.answer(step, LEAVE)
            outcomes.append("taken")
        except Refused as refused:
            outcomes.append(type(refused).__name__)

    work: list[Callable[[], object]] = [reply, lambda: moved(office, invited), lambda: office.walk(invited)]
    together(*work[round_ % 2 :], *work[: round_ % 2])
    assert outcomes in (["taken"], ["NoLongerAsked"])
    office.walk(invited)
    assert all("@1" in step.key for step in office.asked(invited) if step.question != "prepared-conclusions")
    sound(office)
