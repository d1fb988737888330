"""The notice of conclusions: approved by the presider, signed, issued within five working days; then its conclusions are duties."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.clock import at
from models.papers import PaperState
from tasks.casework import cancel_case
from tasks.late_notices import tell_late_notices
from tasks.questions import Unacceptable
from tasks.who import COMMITTEE, Role, roster
from tests.office.cast import CHAIR, CONCLUSION, PROMPT, RETURNED, SECRETARY, STANDING, TAKEN, YES, Office, keys, sound
from tests.office.duties import children, record
from tests.office.gatherings import conclusions, papers, told, what
from tests.office.happenings import moved

EDITED = CONCLUSION | {"text": "Báo cáo kết quả rà soát, kèm danh mục.", "due": "2019-12-06"}
DRAFT: dict[str, Any] = PROMPT["notice-draft"]


@pytest.fixture
def drafting(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "notice-draft")
    return case_id


def test_the_presider_approves_its_content_before_the_standing_member_signs(office: Office, drafting: UUID) -> None:
    office.play(drafting)
    passed = [(step.question, step.officer_id) for step in office.steps(drafting) if step.question.startswith("notice-")]
    assert passed == [
        ("notice-draft", SECRETARY),
        ("notice-review", STANDING),
        ("notice-content", CHAIR),
        ("notice-sign", STANDING),
        ("notice-release", SECRETARY),
    ]


def test_a_draft_the_standing_member_returns_goes_back_to_the_secretary_before_the_presider_sees_it(office: Office, drafting: UUID) -> None:
    office.play_to(drafting, "notice-review")
    assert office.step(drafting, "notice-review/1").due == date(2019, 10, 2)  # three working days after Friday 27/9
    office.answer(office.step(drafting, "notice-review/1"), RETURNED)
    office.walk(drafting)
    again = office.step(drafting, "notice-draft/2")
    assert (again.about["returned"], again.about["returned_by"]) == (RETURNED["reason"], ["standing_member"])
    office.play(drafting)
    passed = [step.key for step in office.steps(drafting) if step.question in ("notice-review", "notice-content")]
    assert passed == ["notice-review/1", "notice-review/2", "notice-content/2"]


def test_nothing_is_anybodys_duty_until_the_notice_is_issued(office: Office, drafting: UUID) -> None:
    office.play_to(drafting, "notice-release")
    assert (children(office, drafting), conclusions(office)) == ([], [])
    office.answer(office.step(drafting, "notice-release/1"), TAKEN)
    office.walk(drafting)
    [born] = children(office, drafting)
    duty = record(office, born.id)
    assert (duty.source_number, duty.source_date, duty.issuer_seat) == ("01/TB-BCĐ", date(2019, 9, 27), "chair")


def test_what_was_edited_on_its_return_is_what_duties_are_born_of(office: Office, drafting: UUID) -> None:
    script = PROMPT | {"notice-draft": [DRAFT, DRAFT | {"conclusions": [EDITED]}], "notice-content": [RETURNED, YES]}
    office.play(drafting, script)
    [kept] = conclusions(office)
    assert (kept.text, kept.due) == (EDITED["text"], date(2019, 12, 6))
    [born] = children(office, drafting)
    assert record(office, born.id).text == EDITED["text"]
    [notice] = papers(office, drafting, "thong_bao_ket_luan")
    assert [one["text"] for one in notice.facts["conclusions"]] == [EDITED["text"]]


def test_a_draft_returned_a_second_time_is_told_of_to_who_signs_and_who_drafts_it(office: Office, drafting: UUID) -> None:
    title = "Dự thảo thông báo kết luận bị trả lại nhiều lần"
    office.play_to(drafting, "notice-content")
    office.answer(office.step(drafting, "notice-content/1"), RETURNED)
    office.play_to(drafting, "notice-content")
    assert told(office, drafting, title) == []
    office.answer(office.step(drafting, "notice-content/2"), RETURNED)
    letters = told(office, drafting, title)
    assert {letter.officer_id for letter in letters} == {STANDING, SECRETARY}
    assert "lần thứ 2, quy định nội bộ là tối đa 1 lần" in what(letters[0])


@pytest.mark.parametrize("accountable", ["", "member_tc"])
def test_who_is_accountable_is_the_seat_named_or_the_head_of_the_lead_agency(office: Office, drafting: UUID, accountable: str) -> None:
    line = CONCLUSION | {"lead": "STC", "coordinating": [], "accountable": accountable}
    office.play(drafting, PROMPT | {"notice-draft": DRAFT | {"conclusions": [line]}})
    [kept] = conclusions(office)
    assert kept.accountable_seat == (accountable or None)
    [notice] = papers(office, drafting, "thong_bao_ket_luan")
    assert [one["accountable"] for one in notice.facts["conclusions"]] == ["Ủy viên – Giám đốc Sở Tài chính" if accountable else ""]
    with office.bureau.reading_desk() as desk:
        head = roster(desk).head_of("STC")
    assert head is not None
    assert head.id != "member_tc"
    assert record(office, children(office, drafting)[0].id).lead_seat == (accountable or head.id)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lead": "STC", "accountable": "member_yt"}, "người chịu trách nhiệm phải thuộc cơ quan chủ trì"),
        ({"accountable": "nobody"}, "người chịu trách nhiệm phải thuộc cơ quan chủ trì"),
        ({"lead": "XYZ"}, "không có cơ quan mã XYZ"),
        ({"coordinating": ["XYZ"]}, "không có cơ quan mã XYZ"),
        ({"due": "2019-09-27"}, "phải sau ngày họp"),
        ({"text": " "}, "còn trống"),
    ],
)
def test_a_conclusion_that_cannot_be_followed_is_refused_by_its_place(
    office: Office, drafting: UUID, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Unacceptable, match=sentence) as refused:
        office.answer(office.step(drafting, "notice-draft/1"), DRAFT | {"conclusions": [CONCLUSION, CONCLUSION | changes]})
    assert all(place.startswith("conclusions.1.") for place in refused.value.errors)


def test_a_conclusion_without_a_day_or_product_is_a_standing_duty(office: Office, drafting: UUID) -> None:
    line = {"text": "Duy trì chế độ giao ban.", "lead": "STTTT"}
    office.play(drafting, PROMPT | {"notice-draft": DRAFT | {"conclusions": [line]}})
    assert record(office, children(office, drafting)[0].id).due is None


def test_the_notice_goes_to_everybody_in_its_list_with_the_signed_file(office: Office, drafting: UUID) -> None:
    """Members, the group, and the heads of who is told to do something or to help."""
    line = CONCLUSION | {"lead": "HGT", "coordinating": ["STP"]}
    office.play(drafting, PROMPT | {"notice-draft": DRAFT | {"conclusions": [line]}})
    [notice] = papers(office, drafting, "thong_bao_ket_luan")
    letters = [letter for letter in office.letters(drafting) if letter.kind == "notice"]
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        seats = [seat.id for seat in people.by_role(*COMMITTEE, Role.GROUP_MEMBER)] + ["head_hgt", "head_stp"]
        named = {people.holders[seat] for seat in seats if seat in people.holders}
    assert named <= {letter.officer_id for letter in letters}
    assert len(letters) == len({letter.officer_id for letter in letters})
    assert all(letter.context["attachments"][0]["sha256"] == notice.signed_sha256 for letter in letters)


def test_a_notice_returned_at_its_release_is_drafted_anew_and_bears_the_first_number(office: Office, drafting: UUID) -> None:
    office.play(drafting, PROMPT | {"notice-release": [{"choice": "return", "reason": "Thiếu nơi nhận"}, TAKEN]})
    first, second = papers(office, drafting, "thong_bao_ket_luan")
    assert (first.state, second.notation, second.state) == (PaperState.RETURNED, "01/TB-BCĐ", PaperState.ISSUED)
    assert len(children(office, drafting)) == 1


# The daily alarm: the meeting is on Friday 27/9, its notice is due on Friday 4/10.
def alarm(office: Office, day: date, when: time = time(8)) -> int:
    office.move_to(day, when)
    with office.bureau.desk() as desk:
        return tell_late_notices(desk)


def test_a_late_notice_is_told_of_every_working_day_once_a_person_until_it_is_issued(office: Office, drafting: UUID) -> None:
    assert [alarm(office, date(2019, 10, day)) for day in (3, 4)] == [0, 0]
    assert alarm(office, date(2019, 10, 7), time(7)) == 0  # before the office opens
    for day in (7, 7, 8, 12, 13, 14):  # a week-end among them
        alarm(office, date(2019, 10, day))
    letters = told(office, drafting, "thông báo kết luận chưa phát hành")
    days = [letter.queued_at.astimezone(office.clock.at.tzinfo).day for letter in letters if letter.officer_id == STANDING]
    assert days == [7, 8, 14]
    assert {letter.officer_id for letter in letters} == {CHAIR, STANDING, SECRETARY}
    assert len(letters) == 9
    assert "chậm nhất ngày 04/10/2019" in what(letters[0])
    assert "Đang chờ: dự thảo thông báo kết luận cuộc họp" in what(letters[0])
    office.play(drafting)
    assert alarm(office, date(2019, 10, 15)) == 0
    sound(office)


def test_a_meeting_that_was_moved_or_cancelled_has_no_late_notice(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions")
    moved(office, case_id)
    assert alarm(office, date(2019, 10, 7)) == 0
    office.move_to(date(2019, 10, 21))
    office.walk(case_id)  # its new invitation was never signed: it did not take place
    assert alarm(office, date(2019, 10, 21)) == 0
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Không họp")
    assert alarm(office, date(2019, 10, 22)) == 0
    assert "issue-notice" not in keys(office, case_id)


def test_a_case_that_waits_for_its_meeting_has_no_late_notice(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    assert alarm(office, date(2019, 10, 21)) == 0
    assert office.clock.at - at(date(2019, 10, 21)) == timedelta(hours=8)
