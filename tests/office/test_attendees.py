"""Who attends changes after the invitation: by an act, or because a seat changed hands; asked once, cancelled once."""

from datetime import date
from uuid import UUID

import pytest

from models.errors import Refused
from models.steps import StepState
from tasks.acts import CaseEnded, change_holder, move_steps
from tasks.attendees import follow_the_roster
from tasks.meeting_acts import NotAtThisPoint
from tasks.morning import morning
from tests.office.cast import CHAIR, EDUCATION, HEALTH, LEAVE, PROMPT, PROXY, RETURNED, STANDING, YES, Office, keys, sound
from tests.office.gatherings import asked_keys, called, changed, papers, presence
from tests.office.happenings import away, calendar_of, ics_of, living_links, meeting, moved

NEWCOMER = "P20"


def cancelled(office: Office, case_id: UUID) -> list[str | None]:
    """Whose calendar was told to take the meeting off."""
    letters = [letter for letter in office.letters(case_id) if letter.context.get("calendar", {}).get("method") == "CANCEL"]
    return [letter.officer_id for letter in letters]


def roster_followed(office: Office) -> int:
    with office.bureau.desk() as desk:
        move_steps(desk)
    with office.bureau.desk() as desk:
        return follow_the_roster(desk)


def hand_over(office: Office, seat: str, officer: str) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, seat, officer, desk.today)


def test_a_seat_that_comes_in_is_asked_and_one_that_drops_out_is_cancelled_and_asked_no_more(office: Office, invited: UUID) -> None:
    done = changed(office, invited, ["member_nv"], ["member_gd", "member_yt"])
    assert (done.n, done.kind, done.payload["in"]) == (1, "attendees", ["member_nv"])
    office.walk(invited)
    states = {step.key: step.state for step in office.steps(invited)}
    assert states["rsvp/member_gd"] == states["leave-consent/member_yt"] == StepState.WITHDRAWN
    assert states["rsvp/member_yt"] == StepState.ANSWERED  # what he had said stays on record
    assert states["rsvp/member_nv.1"] == StepState.OPEN
    assert sorted(filter(None, cancelled(office, invited))) == [HEALTH, EDUCATION]
    invitation = next(letter for letter in office.queued(invited) if letter.kind == "invitation")
    assert (invitation.officer_id, calendar_of(invitation)[:2]) == ("P06", (meeting(office, invited).uid, 1))
    gone = next(letter for letter in office.queued(invited) if letter.officer_id == HEALTH)
    assert "METHOD:CANCEL" in ics_of(office, gone)
    assert calendar_of(gone)[:2] == (meeting(office, invited).uid, 1)
    assert "leave-consent/member_yt" not in living_links(office, invited)
    sound(office)


def test_who_dropped_out_is_not_in_the_minutes_as_invited_and_the_newcomer_counts(office: Office, invited: UUID) -> None:
    changed(office, invited, ["member_nv"], ["member_yt"])
    office.play(invited, PROMPT | {"rsvp/member_nv.1": LEAVE})
    assert presence(office)["member_nv"] == "absent-consented"
    sound(office)


@pytest.mark.parametrize(
    ("seats_in", "seats_out", "sentence"),
    [
        ([], [], "chọn chức danh"),
        (["member_xx"], [], "Không có chức danh: member_xx"),
        ([], ["member_nv"], "Không có trong thành phần được mời: Ủy viên – Giám đốc Sở Nội vụ"),
        (["member_gd"], [], "Đã được mời: Ủy viên – Giám đốc Sở Giáo dục"),
        (["chair"], [], "Trưởng ban chủ trì cuộc họp"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(
    office: Office, invited: UUID, seats_in: list[str], seats_out: list[str], sentence: str
) -> None:
    before = keys(office, invited), len(office.letters()), meeting(office, invited).sequence
    with pytest.raises(Refused, match=sentence):
        changed(office, invited, seats_in, seats_out)
    assert (keys(office, invited), len(office.letters()), meeting(office, invited).sequence) == before


def test_a_change_needs_a_reason(office: Office, invited: UUID) -> None:
    with pytest.raises(Refused, match="phải ghi lý do"):
        changed(office, invited, ["member_nv"], [], reason=" ")


@pytest.mark.parametrize("question", ["convene", "invitation-release"])
def test_before_the_invitation_left_the_draft_is_the_place(office: Office, question: str) -> None:
    case_id = office.open()
    office.play_to(case_id, question)
    with pytest.raises(NotAtThisPoint, match="Giấy mời chưa phát hành"):
        changed(office, case_id, ["member_nv"], [])


def test_between_a_new_time_and_its_invitation_nothing_changes_that_the_paper_would_not_say(office: Office, invited: UUID) -> None:
    moved(office, invited)
    with pytest.raises(NotAtThisPoint, match="sau khi giấy mời phát hành"):
        changed(office, invited, ["member_nv"], [])


@pytest.mark.parametrize("question", ["minutes", "notice-draft"])
def test_after_the_conclusions_nobody_comes_in_or_drops_out(office: Office, question: str) -> None:
    case_id = office.open()
    office.play_to(case_id, question)
    with pytest.raises(NotAtThisPoint, match="đã diễn ra"):
        changed(office, case_id, ["member_nv"], [])


def test_an_ended_case_is_not_changed(office: Office) -> None:
    case_id = office.open()
    office.play(case_id)
    with pytest.raises(CaseEnded):
        changed(office, case_id, ["member_nv"], [])


def test_who_comes_in_after_the_replies_were_closed_is_asked_and_heard_all_the_same(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day")
    changed(office, case_id, ["member_nv"], [])
    office.walk(case_id)
    office.answer(office.step(case_id, "rsvp/member_nv.1"), LEAVE)
    office.play(case_id)
    assert presence(office)["member_nv"] == "absent-consented"


def test_a_seat_that_changed_hands_after_its_reply_is_asked_anew_exactly_once(office: Office, invited: UUID) -> None:
    hand_over(office, "member_yt", NEWCOMER)
    assert [roster_followed(office), roster_followed(office)] == [1, 0]  # twice before the walk
    for _ in range(3):
        office.walk(invited)
        assert roster_followed(office) == 0
    assert asked_keys(office, invited, "rsvp").count("rsvp/member_yt.1") == 1
    assert office.step(invited, "rsvp/member_yt.1").officer_id == NEWCOMER
    assert office.step(invited, "leave-consent/member_yt").state == StepState.WITHDRAWN  # the former holder's absence
    assert cancelled(office, invited) == [HEALTH]
    office.answer(office.step(invited, "rsvp/member_yt.1"), {"choice": "attend"})
    office.walk(invited)
    assert roster_followed(office) == 0
    hand_over_again = date(2019, 9, 18)
    office.move_to(hand_over_again)
    hand_over(office, "member_yt", "P21")
    assert [roster_followed(office), roster_followed(office)] == [1, 0]
    office.walk(invited)
    assert office.step(invited, "rsvp/member_yt.2").officer_id == "P21"
    sound(office)


def test_a_seat_that_changes_hands_unanswered_moves_and_its_former_holder_loses_the_entry(office: Office, invited: UUID) -> None:
    hand_over(office, "member_gd", NEWCOMER)
    assert office.step(invited, "rsvp/member_gd").officer_id == NEWCOMER
    assert cancelled(office, invited) == [EDUCATION]
    assert roster_followed(office) == 0
    anew = next(letter for letter in office.queued(invited) if letter.officer_id == NEWCOMER)
    assert calendar_of(anew)[0] == meeting(office, invited).uid
    moved(office, invited)
    assert EDUCATION not in {letter.officer_id for letter in office.queued(invited) if "Đổi thời gian" in letter.context["words"]["title"]}
    sound(office)


def test_a_reply_by_who_stands_in_is_not_taken_for_a_change_of_hands(office: Office) -> None:
    case_id = called(office, "P03")  # the second deputy presides, the chair is invited
    script = PROMPT | {"agenda": PROMPT["agenda"] | {"day": "2019-09-03", "attendees": ["chair", "member_yt"]}}
    office.play_to(case_id, "rsvp", script)
    away(office, CHAIR, date(2019, 8, 26), date(2019, 9, 10))
    office.answer(office.step(case_id, "rsvp/chair"), {"choice": "attend"})
    office.walk(case_id)
    assert [roster_followed(office) for _ in range(3)] == [0, 0, 0]
    assert asked_keys(office, case_id, "rsvp") == ["rsvp/chair", "rsvp/member_yt"]


def test_after_such_an_act_a_new_time_asks_everybody_who_is_invited_now_and_nobody_else(office: Office, invited: UUID) -> None:
    changed(office, invited, ["member_nv"], ["member_gd"])
    office.walk(invited)
    office.post_all()
    moved(office, invited)
    office.play(invited, until=lambda _: any(step.key == "rsvp/member_nv@1" for step in office.asked(invited)))
    asked = {step.key for step in office.asked(invited) if step.question == "rsvp"}
    assert asked == {f"rsvp/{seat}@1" for seat in ("deputy_chair_1", "standing_member", "member_yt", "member_tc", "member_nv")}
    assert {calendar_of(letter)[1] for letter in office.queued(invited) if letter.kind == "invitation"} == {2}
    assert EDUCATION not in {letter.officer_id for letter in office.queued(invited)}  # his entry was cancelled before
    invitation = papers(office, invited, "giay_moi")[-1]
    assert "Ủy viên – Giám đốc Sở Nội vụ" in invitation.facts["attendees"]
    office.play(invited)
    sound(office)


def test_a_seat_that_changes_hands_between_a_new_time_and_its_invitation_is_asked_once_and_the_former_holder_loses_the_entry(
    office: Office, invited: UUID
) -> None:
    moved(office, invited)
    hand_over(office, "member_yt", NEWCOMER)
    assert roster_followed(office) == 0
    office.play(invited, until=lambda _: any(step.question == "rsvp" for step in office.asked(invited)))
    assert office.step(invited, "rsvp/member_yt@1").officer_id == NEWCOMER
    assert cancelled(office, invited) == [HEALTH]
    assert roster_followed(office) == 0


def test_who_is_left_out_of_a_later_draft_has_his_invitation_taken_back(office: Office, invited: UUID) -> None:
    moved(office, invited)
    fewer = PROMPT["agenda"] | {"day": "2019-10-08", "attendees": ["standing_member", "member_tc"]}
    office.play_to(invited, "rsvp-closed", PROMPT | {"agenda": [PROMPT["agenda"], fewer], "invitation-sign/1": RETURNED, "rsvp": None})
    assert sorted(filter(None, cancelled(office, invited))) == ["P02", HEALTH, EDUCATION]
    office.play(invited, PROMPT | {"invitation-sign/2": YES})
    sound(office)


def test_who_still_attends_for_another_seat_keeps_his_calendar_entry(office: Office) -> None:
    case_id = office.open()
    both = PROMPT["agenda"] | {"attendees": ["standing_member", "group_leader", "member_yt"]}
    office.play_to(case_id, "rsvp", PROMPT | {"agenda": both})
    office.post_all()
    changed(office, case_id, [], ["group_leader"])
    assert cancelled(office, case_id) == []
    assert office.step(case_id, "rsvp/group_leader").state == StepState.WITHDRAWN
    assert [letter.officer_id for letter in office.queued(case_id)] == [STANDING]


def test_the_former_holders_written_opinion_is_not_asked_of_the_minutes(office: Office, invited: UUID) -> None:
    office.answer(office.step(invited, "rsvp/member_gd"), PROXY | {"words": "Đề nghị làm rõ."})
    office.walk(invited)
    hand_over(office, "member_gd", NEWCOMER)
    assert roster_followed(office) == 1
    minutes = PROMPT["minutes"] | {"remarks": [], "proxies": []}
    office.play(invited, PROMPT | {"minutes": minutes})
    assert office.case(invited).closed_at is not None


def test_the_mornings_round_done_twice_does_nothing_twice(office: Office, invited: UUID) -> None:
    hand_over(office, "member_yt", NEWCOMER)
    counted = []
    for _ in range(3):
        with office.bureau.desk() as desk:
            morning(desk)
        office.walk(invited)
        counted.append((keys(office, invited), len(office.letters())))
    assert counted[0] == counted[1] == counted[2]
