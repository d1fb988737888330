"""A room or an hour that changes within a day already invited to: the word of it may leave as late as it must."""

from datetime import date, datetime, time
from uuid import UUID

import pytest

from models.clock import at
from models.errors import Refused
from tasks.questions import Unacceptable
from tests.office.cast import AGENDA, CHAIR, PROMPT, RETURNED, TAKEN, YES, Office, sound
from tests.office.gatherings import URGENT, called, moment
from tests.office.happenings import LATER, calendar_of, meeting, moved

AT_EIGHT, AT_TEN = (datetime.combine(date(2019, 9, 27), time(hour), LATER.tzinfo) for hour in (8, 10))
NEAR = [date(2019, 9, 25), date(2019, 9, 26)]  # a Wednesday and a Thursday before the meeting on Friday
CONVENED = PROMPT | {"call": {"choice": "convene"}, "agenda": URGENT}
URGENT_AT = moment(date(2019, 8, 27), 8)


def entries(office: Office, case_id: UUID) -> set[tuple[str, int, str]]:
    return {calendar_of(letter) for letter in office.queued(case_id) if "calendar" in letter.context}


def signed_and_sent(office: Office, case_id: UUID, renewal: str = "@1", n: int = 1) -> None:
    office.walk(case_id)
    office.answer(office.step(case_id, f"invitation-sign/{n}{renewal}"), YES)
    office.walk(case_id)
    office.answer(office.step(case_id, f"invitation-release/{n}{renewal}"), TAKEN)
    office.walk(case_id)


@pytest.mark.parametrize("day", NEAR)
@pytest.mark.parametrize("starts_at", [AT_EIGHT, AT_TEN])
def test_a_new_room_or_hour_leaves_on_the_eve_with_the_same_uid(office: Office, invited: UUID, day: date, starts_at: datetime) -> None:
    office.move_to(day)
    moved(office, invited, starts_at, "Phòng họp số 2")
    office.post_all()
    signed_and_sent(office, invited)
    assert entries(office, invited) == {(meeting(office, invited).uid, 1, starts_at.isoformat())}
    office.play(invited)
    assert office.case(invited).closed_at is not None
    sound(office)


def test_a_second_new_room_leaves_as_well(office: Office, invited: UUID) -> None:
    office.move_to(NEAR[0])
    moved(office, invited, AT_EIGHT, "Phòng họp số 2")
    signed_and_sent(office, invited)
    moved(office, invited, AT_EIGHT, "Phòng họp số 3")
    moved(office, invited, AT_TEN, "Phòng họp số 3")
    signed_and_sent(office, invited, "@3")
    assert meeting(office, invited).place == "Phòng họp số 3"


def test_an_invitation_to_a_new_room_that_is_returned_is_drafted_anew_for_the_day_announced_and_no_other(
    office: Office, invited: UUID
) -> None:
    office.move_to(NEAR[0])
    moved(office, invited, AT_EIGHT, "Phòng họp số 2")
    office.walk(invited)
    office.answer(office.step(invited, "invitation-sign/1@1"), RETURNED)
    office.walk(invited)
    with pytest.raises(Unacceptable, match="ít nhất 3 ngày làm việc"):
        office.answer(office.step(invited, "agenda/2"), AGENDA | {"day": "2019-09-26"})
    office.answer(office.step(invited, "agenda/2"), AGENDA | {"place": "Phòng họp số 3"})
    for question in ("agenda-review", "convene"):
        office.walk(invited)
        office.answer(office.step(invited, f"{question}/2"), YES)
    signed_and_sent(office, invited, n=2)
    assert meeting(office, invited).place == "Phòng họp số 3"


def test_a_day_that_an_act_has_changed_since_is_announced_no_more(office: Office, invited: UUID) -> None:
    office.move_to(date(2019, 9, 23))
    moved(office, invited)
    moved(office, invited, AT_EIGHT)  # back again, in due time then
    office.walk(invited)
    office.move_to(NEAR[0])
    with pytest.raises(Unacceptable, match="ít nhất 3 ngày làm việc"):
        office.answer(office.step(invited, "invitation-sign/1@2"), YES)


def test_a_day_that_nobody_was_invited_to_is_not_announced_by_a_new_room(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "invitation-sign")
    office.move_to(NEAR[0])
    moved(office, case_id, AT_EIGHT, "Phòng họp số 2")
    office.walk(case_id)
    with pytest.raises(Unacceptable, match="ít nhất 3 ngày làm việc"):
        office.answer(office.step(case_id, "invitation-sign/1@1"), YES)


def test_what_has_begun_is_not_invited_to_any_more(office: Office, invited: UUID) -> None:
    office.move_to(NEAR[1])
    moved(office, invited, AT_EIGHT, "Phòng họp số 2")
    office.walk(invited)
    office.clock.move(AT_EIGHT)
    with pytest.raises(Unacceptable, match="quá gần"):
        office.answer(office.step(invited, "invitation-sign/1@1"), YES)


@pytest.fixture
def urgent(office: Office) -> UUID:
    """A meeting out of turn, invited to in due time, with less than four office hours left."""
    case_id = called(office, CHAIR)
    office.play_to(case_id, "rsvp", CONVENED)
    office.post_all()
    office.clock.move(at(date(2019, 8, 27), time(7)))
    return case_id


def test_a_new_room_of_a_meeting_out_of_turn_leaves_within_its_last_hours(office: Office, urgent: UUID) -> None:
    moved(office, urgent, URGENT_AT, "Phòng họp số 2")
    office.post_all()
    signed_and_sent(office, urgent)
    assert entries(office, urgent) == {(meeting(office, urgent).uid, 1, URGENT_AT.isoformat())}
    sound(office)


@pytest.mark.parametrize("hour", [9, 10])
def test_a_meeting_out_of_turn_is_not_moved_to_an_hour_too_near_on_the_same_day(office: Office, urgent: UUID, hour: int) -> None:
    with pytest.raises(Refused, match="ít nhất 4 giờ làm việc"):
        moved(office, urgent, moment(date(2019, 8, 27), hour))
    assert meeting(office, urgent).sequence == 0


def test_a_meeting_out_of_turn_is_moved_on_the_same_day_to_an_hour_far_enough(office: Office, urgent: UUID) -> None:
    moved(office, urgent, moment(date(2019, 8, 27), 14))
    signed_and_sent(office, urgent)
    assert meeting(office, urgent).starts_at == moment(date(2019, 8, 27), 14)
