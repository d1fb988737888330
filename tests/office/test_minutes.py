"""Đ6.5, QĐ 45/2018: conclusions and minutes of the day; opinions to the letter, also written ones; comments of who was there."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.meetings import Attendance, Presence
from models.papers import Paper, PaperState
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.proceedings_checks import written_opinions
from tasks.questions import Unacceptable
from tasks.who import COMMITTEE, roster
from tests.office.cast import CHAIR, LEAVE, PROMPT, PROXY, SECRETARY, STANDING, TAKEN, Handed, Office, keys, sound
from tests.office.gatherings import WITH_PAPERS, asked_keys, papers, presence, told, value, what
from tests.office.happenings import away, moved

EDUCATION_SEAT = "Ủy viên – Giám đốc Sở Giáo dục và Đào tạo"
WORDS = PROXY | {"words": "Đề nghị làm rõ nguồn kinh phí.\nKhông ý kiến khác."}
MINUTES: dict[str, Any] = PROMPT["minutes"]


@pytest.fixture
def writing(office: Office) -> UUID:
    """The minutes are being written of a meeting to which a member sent a proxy, with typed words as his opinion."""
    case_id = office.open()
    office.play_to(case_id, "minutes", PROMPT | {"rsvp/member_gd": WORDS, "rsvp/member_yt": None})
    return case_id


def test_conclusions_are_asked_for_on_the_day_and_not_before(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day")
    office.move_to(date(2019, 9, 26))
    office.walk(case_id)
    assert asked_keys(office, case_id, "conclusions") == []
    office.move_to(date(2019, 9, 27))
    office.walk(case_id)
    assert office.step(case_id, "conclusions").officer_id == SECRETARY


def test_the_minutes_are_signed_by_the_standing_member_and_wait_for_the_signed_pdf(office: Office, writing: UUID) -> None:
    office.play_to(writing, "minutes-sign")
    assert office.step(writing, "minutes-sign/1").officer_id == STANDING
    office.play_to(writing, "minutes-release")
    [typed] = papers(office, writing, "bien_ban")
    assert (typed.state, presence(office)) == (PaperState.TYPED, {})
    office.answer(office.step(writing, "minutes-release/1"), TAKEN)
    office.walk(writing)
    [issued] = papers(office, writing, "bien_ban")
    assert (issued.notation, issued.state) == ("01/BB-BCĐ", PaperState.ISSUED)
    assert presence(office)["chair"] == "present"


def test_the_minutes_hold_who_came_who_was_represented_and_who_was_away(office: Office, writing: UUID) -> None:
    office.play_to(writing, "minutes-sign")
    facts = papers(office, writing, "bien_ban")[0].facts
    assert [one["title"] for one in facts["present"]][:2] == ["Trưởng ban", "Phó Trưởng ban"]
    assert [(one["name"], one["member"]) for one in facts["proxies"]] == [("Lê Văn A", EDUCATION_SEAT)]
    assert "Ủy viên – Giám đốc Sở Y tế" in [one["title"] for one in facts["unexcused"]]
    assert [one["text"] for one in facts["conclusions"]] == [PROMPT["conclusions"]["conclusions"][0]["text"]]
    [remark] = facts["remarks"]
    assert (remark["speaker"], remark["written"]) == (EDUCATION_SEAT, True)
    assert facts["secretary"]["name"] != facts["signature"]["name"]


def test_a_spoken_opinion_is_not_marked_as_written(office: Office, writing: UUID) -> None:
    spoken = {"speaker": "Phó Trưởng ban", "words": "Nhất trí."}
    office.play_to(writing, "minutes-sign", PROMPT | {"minutes": MINUTES | {"remarks": [*MINUTES["remarks"], spoken]}})
    assert [one["written"] for one in papers(office, writing, "bien_ban")[0].facts["remarks"]] == [True, False]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"remarks": []}, f"thiếu ý kiến bằng văn bản của: {EDUCATION_SEAT}"),
        ({"remarks": [{"speaker": "Giám đốc Sở Giáo dục", "words": "x"}]}, "thiếu ý kiến bằng văn bản"),
        ({"present": ["chair", "member_gd"]}, "vừa ghi có mặt vừa ghi có người dự thay"),
        ({"present": ["chair", "member_xx"]}, "Không có chức danh: member_xx"),
        ({"matters": []}, "Danh sách còn trống"),
        ({"ended": "25:00"}, "ngày, giờ"),
    ],
)
def test_minutes_that_are_not_whole_are_refused_by_name(office: Office, writing: UUID, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(writing, "minutes/1"), MINUTES | changes)
    assert keys(office, writing)[-1] == "minutes/1"


def test_a_written_opinion_that_came_as_a_file_must_stand_in_the_minutes_too(office: Office) -> None:
    case_id = office.open()
    script = PROMPT | {"rsvp/member_gd": PROXY, "proxy-opinion": {"choice": "send", "opinion": Handed("y-kien.pdf")}}
    office.play_to(case_id, "minutes", script)
    with pytest.raises(Unacceptable, match="thiếu ý kiến bằng văn bản"):
        office.answer(office.step(case_id, "minutes/1"), MINUTES | {"remarks": []})
    with office.bureau.reading_desk() as desk:
        assert written_opinions(desk, office.step(case_id, "minutes/1")) == {"member_gd": ""}


def test_an_opinion_sent_to_a_meeting_that_was_moved_and_then_attended_is_not_asked_for(office: Office, invited: UUID) -> None:
    office.answer(office.step(invited, "rsvp/member_gd"), PROXY)
    office.walk(invited)
    office.answer(office.step(invited, "proxy-opinion/member_gd"), {"choice": "send", "words": "Đồng ý."})
    moved(office, invited)
    came = MINUTES | {"remarks": [], "proxies": [], "present": [*MINUTES["present"], "member_gd"]}
    office.play(invited, PROMPT | {"minutes": came})
    assert presence(office)["member_gd"] == "present"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"rsvp/member_gd": WORDS}, "proxy"),
        ({"rsvp/member_gd": PROXY, "proxy-opinion": {"choice": "send", "words": "Đồng ý."}}, "proxy"),
        ({"rsvp/member_gd": PROXY, "proxy-opinion": {"choice": "send", "opinion": Handed("y.pdf")}}, "proxy"),
        ({"rsvp/member_gd": PROXY}, "absent-consented"),
        ({"rsvp/member_gd": WORDS, "leave-consent": {"choice": "refuse", "reason": "Phải dự"}}, "absent-unconsented"),
        ({"rsvp/member_gd": WORDS, "leave-consent": None}, "absent-unconsented"),
        ({"rsvp/member_gd": None}, "absent-unconsented"),
        ({"rsvp/member_gd": {"choice": "attend"}}, "absent-unconsented"),  # said he would come, and did not
    ],
)
def test_a_proxy_is_seated_with_consent_and_a_written_opinion_typed_or_as_a_file(office: Office, said: dict[str, Any], found: str) -> None:
    case_id = office.open()
    office.play(case_id, PROMPT | said)
    assert presence(office)["member_gd"] == found


def test_an_opinion_that_is_empty_is_refused(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "proxy-opinion", PROMPT | {"rsvp/member_gd": PROXY})
    with pytest.raises(Unacceptable, match="chọn tệp ý kiến bằng văn bản, hoặc ghi ý kiến"):
        office.answer(office.step(case_id, "proxy-opinion/member_gd"), {"choice": "send", "words": "  "})


def test_an_item_taken_off_is_not_where_the_minutes_start_from(office: Office) -> None:
    case_id = office.open()
    late = {"agenda": WITH_PAPERS, "paper/2": None, "late-item": {"choice": "withdraw", "reason": "Chưa có"}}
    office.play_to(case_id, "minutes", PROMPT | late)
    with office.bureau.reading_desk() as desk:
        assert [row.item for row in agenda_of(desk, meeting_of(desk, desk.case(case_id)))] == ["Tình hình quý III", "Thảo luận"]


def test_who_was_there_or_represented_is_asked_for_comments_and_who_was_away_is_not(office: Office, writing: UUID) -> None:
    office.play_to(writing, "comment")
    assert asked_keys(office, writing, "comment") == [
        "comment/chair", "comment/deputy_chair_1", "comment/standing_member", "comment/member_tc", "comment/member_gd",
    ]  # fmt: skip
    [minutes] = papers(office, writing, "bien_ban")
    letter = next(letter for letter in office.letters(writing) if letter.step_id == office.step(writing, "comment/member_gd").id)
    assert letter.context["attachments"][0]["sha256"] == minutes.signed_sha256
    assert office.step(writing, "comment/member_gd").due == date(2019, 9, 30)


def test_who_was_away_and_is_not_asked_is_sent_the_minutes_all_the_same(office: Office, writing: UUID) -> None:
    office.play_to(writing, "comment")
    [minutes] = papers(office, writing, "bien_ban")
    letters = told(office, writing, "Biên bản số 01/BB-BCĐ")
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        members = {people.holders[seat.id] for seat in people.by_role(*COMMITTEE) if seat.id in people.holders}
    asked = {step.officer_id for step in office.steps(writing) if step.question == "comment"}
    assert {letter.officer_id for letter in letters} == members - asked
    assert {letter.context["attachments"][0]["sha256"] for letter in letters} == {minutes.signed_sha256}


def test_comments_are_kept_and_reported_at_the_closing(office: Office, writing: UUID) -> None:
    office.play(writing, PROMPT | {"comment/member_tc": {"choice": "comment", "comment": "Bổ sung số liệu vốn."}})
    assert value(office, writing, "close-meeting")["comments"] == 1
    letters = told(office, writing, "Khép hồ sơ cuộc họp")
    assert {letter.officer_id for letter in letters} == {CHAIR, STANDING, SECRETARY}
    assert "- Ủy viên – Giám đốc Sở Tài chính: Bổ sung số liệu vốn." in what(letters[0])
    sound(office)


def test_a_comment_that_comes_after_its_day_is_reported_as_long_as_the_file_is_open(office: Office, writing: UUID) -> None:
    slow = PROMPT | {"comment": None, "notice-draft": None}
    office.play_to(writing, "notice-draft", slow)
    office.move_to(date(2019, 10, 2))
    office.answer(office.step(writing, "comment/member_tc"), {"choice": "comment", "comment": "Bổ sung số liệu vốn."})
    office.play(writing, PROMPT | {"comment": None})
    assert "Bổ sung số liệu vốn." in what(told(office, writing, "Khép hồ sơ cuộc họp")[0])


def test_a_comment_without_words_is_refused(office: Office, writing: UUID) -> None:
    office.play_to(writing, "comment")
    with pytest.raises(Unacceptable, match="ghi ý kiến bổ sung"):
        office.answer(office.step(writing, "comment/member_tc"), {"choice": "comment"})


def test_silence_adds_nothing_and_does_not_hold_the_file_open(office: Office, writing: UUID) -> None:
    office.play(writing, PROMPT | {"comment": None})
    assert value(office, writing, "close-meeting")["comments"] == 0


def test_a_returned_minutes_is_written_anew_and_bears_the_first_number(office: Office) -> None:
    case_id = office.open()
    office.play_to(
        case_id, "comment", PROMPT | {"rsvp/member_yt": LEAVE, "minutes-release": [{"choice": "return", "reason": "Sai giờ"}, TAKEN]}
    )
    first, second = papers(office, case_id, "bien_ban")
    assert (first.state, second.notation) == (PaperState.RETURNED, "01/BB-BCĐ")


def test_a_chair_whose_deputy_presides_is_not_away_without_consent(office: Office) -> None:
    """Đ4: he asks nobody's consent; the minutes say who stood in for him."""
    case_id = office.convene()
    office.play_to(case_id, "rsvp")
    away(office, CHAIR, since=date(2019, 9, 26), until=date(2019, 9, 30))
    here = PROMPT["minutes"] | {"present": ["deputy_chair_1", "standing_member", "member_tc"]}
    office.play(case_id, PROMPT | {"minutes": here, "rsvp/member_gd": PROXY, "proxy-opinion": {"choice": "send", "words": "Nhất trí."}})
    with office.bureau.reading_desk() as desk:
        rows = {row.seat_id: row.presence for row in desk.session.exec(select(Attendance))}
        [minutes] = desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id, col(Paper.matrix) == "minutes"))
    assert (rows["chair"], rows["member_yt"]) == (Presence.STOOD_IN_FOR, Presence.UNCONSENTED)
    assert [one["title"] for one in minutes.facts["stood_in_for"]] == ["Trưởng ban"]
    assert "Trưởng ban" not in [one["title"] for one in minutes.facts["unexcused"]]
