"""Written consultation (Đ2.1, Đ6.3, Đ7.4): sent, answered, taken up or explained, decided; silence is counted apart."""

from datetime import date
from typing import Any

import pytest

from models.consultations import Stance
from models.errors import Refused
from models.papers import PaperState
from models.steps import StepState
from tasks.absences import record_absence
from tasks.consultations import NotYours
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, EDUCATION, HEALTH, RETURNED, SECRETARY, STANDING, TAKEN, YES, Office, keys, sound
from tests.office.gatherings import told, what
from tests.office.polls import (
    AGREE,
    COMMENT,
    DECLINED,
    DISAGREE,
    FORM,
    POLL,
    PROPOSAL,
    SEATS,
    asked_of,
    asking,
    begun,
    handled,
    heard,
    record,
    typed,
)
from tests.office.trial import hand_over

BACK = {"choice": "return", "reason": "Bổ sung nội dung"}


def test_everybody_is_asked_within_five_working_days_but_who_decides(office: Office) -> None:
    case_id = asking(office)
    steps = asked_of(office, case_id)
    assert [step.seats for step in steps] == [[seat] for seat in SEATS]
    assert {step.due for step in steps} == {date(2019, 9, 3)}  # Monday's five working days pass over 2 September
    assert record(office, case_id).closes_on == date(2019, 9, 3)
    letter = next(letter for letter in office.letters(case_id) if letter.kind == "consultation")
    names = [one["name"] for one in letter.context["attachments"]]
    assert names == ["01-BCĐ-TCT.pdf", "phieu-lay-y-kien.docx"]
    assert "không coi là đồng ý" in letter.context["words"]["silence"]


def test_an_urgent_one_is_due_in_two(office: Office) -> None:
    case_id = asking(office, urgent=True)
    assert {step.due for step in asked_of(office, case_id, "opinion-urgent")} == {date(2019, 8, 28)}
    assert typed(office, case_id, "cong_van_lay_y_kien")[0].facts["urgency"] == "KHẨN"


def test_who_has_not_answered_is_reminded_a_day_before(office: Office) -> None:
    case_id = asking(office)
    office.post_all()
    office.answer(office.step(case_id, "opinion/member_yt"), AGREE)
    office.move_to(date(2019, 8, 30))
    office.ring()
    assert {letter.officer_id for letter in office.queued(case_id) if letter.kind == "remind"} == {DEPUTY_1, STANDING, EDUCATION, "P07"}


def test_all_that_was_said_stands_in_the_report_to_the_letter_with_what_became_of_it(office: Office) -> None:
    script = POLL | {
        "opinion/member_yt": COMMENT,
        "opinion/member_gd": DISAGREE,
        "opinion/member_tc": None,
        "opinion-summary": handled("member_yt/1", "member_gd/1", "member_gd/2"),
    }
    case_id = begun(office)
    office.play(case_id, script)
    facts = typed(office, case_id, "bang_tong_hop_y_kien")[0].facts
    first = {one["who"]: one for one in facts["polled"][0]["said"]}
    assert facts["polled"][0]["counts"] == "Đồng ý: 02; đồng ý, có ý kiến: 01; không đồng ý: 01; chưa trả lời: 01."
    assert first["Ủy viên – Giám đốc Sở Giáo dục và Đào tạo"] == {
        "who": "Ủy viên – Giám đốc Sở Giáo dục và Đào tạo",
        "stance": "Không đồng ý",
        "words": ["Chưa đủ căn cứ!"],
        "handling": "Tiếp thu: Bổ sung Điều 5.",
    }
    assert first["Ủy viên – Giám đốc Sở Tài chính"]["stance"] == "Chưa trả lời"
    result = [letter for letter in office.letters(case_id) if letter.kind == "opinions"]
    assert {CHAIR, DEPUTY_1, STANDING, HEALTH, EDUCATION, SECRETARY} <= {letter.officer_id for letter in result}
    assert result[0].context["words"]["extra"]["decision"] == "Trưởng ban đồng ý với kiến nghị"
    assert "chưa trả lời: 01" in what(result[0])
    assert office.case(case_id).end_reason == "Trưởng ban đồng ý với kiến nghị"
    sound(office)


def test_no_comment_is_passed_over_and_none_invented(office: Office) -> None:
    case_id = begun(office)
    office.play_to(case_id, "opinion-summary", POLL | {"opinion/member_gd": DISAGREE})
    step = office.step(case_id, "opinion-summary/1")
    for wrong, sentence in (
        (PROPOSAL, "còn thiếu tiếp thu, giải trình ý kiến của: Ủy viên – Giám đốc Sở Giáo dục và Đào tạo"),
        (handled("member_gd/1", "member_gd/2", "member_yt/1"), "không ứng với ý kiến nào"),
        (handled("member_gd/1", "member_gd/2", "member_gd/2"), "trùng"),
    ):
        with pytest.raises(Unacceptable, match=sentence):
            office.answer(step, wrong)
    office.answer(step, handled("member_gd/1", "member_gd/2", handling="explained", note="Đã có căn cứ."))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"choice": "send", "opinions": [{"n": 1, "stance": "agree"}]}, "còn thiếu nội dung: 2"),
        ({"choice": "send", "opinions": [{"n": 1, "stance": "agree"}, {"n": 1, "stance": "agree"}]}, "còn thiếu nội dung: 2"),
        ({"choice": "send", "opinions": [{"n": 1, "stance": "disagree"}, {"n": 2, "stance": "agree"}]}, "xin ghi rõ ý kiến"),
        ({"choice": "send", "opinions": [{"n": 1}, {"n": 2, "stance": "agree"}]}, "còn thiếu"),
        ({"choice": "send", "opinions": []}, "Danh sách còn trống"),
    ],
)
def test_an_opinion_that_is_not_whole_is_sent_back(office: Office, said: dict[str, Any], sentence: str) -> None:
    case_id = asking(office)
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(case_id, "opinion/member_yt"), said)
    assert office.step(case_id, "opinion/member_yt").state == StepState.OPEN


def test_what_comes_late_is_kept_as_late_and_still_has_to_be_answered(office: Office) -> None:
    case_id = begun(office)
    office.play_to(case_id, "opinion-summary", POLL | {"opinion/member_gd": None})
    late = office.step(case_id, "opinion/member_gd")
    assert late.state == StepState.LAPSED
    office.answer(late, DISAGREE)
    office.walk(case_id)
    voice = next(voice for voice in heard(office, case_id) if voice.ref == "member_gd/1")
    assert (voice.late, voice.said) == (True, "Không đồng ý (gửi sau hạn)")
    with pytest.raises(Unacceptable, match="còn thiếu"):
        office.answer(office.step(case_id, "opinion-summary/1"), PROPOSAL)
    office.play(case_id, POLL | {"opinion-summary": handled("member_gd/1", "member_gd/2")})
    polled = typed(office, case_id, "bang_tong_hop_y_kien")[0].facts["polled"][0]
    assert polled["counts"] == "Đồng ý: 04; đồng ý, có ý kiến: 00; không đồng ý: 01; chưa trả lời: 00 (trong đó gửi sau hạn: 01)."
    assert polled["said"][-1]["stance"] == "Không đồng ý (gửi sau hạn)"


def test_each_return_is_mended_and_the_paper_of_the_round_before_is_not_issued(office: Office) -> None:
    script = POLL | {
        "consultation-sign": [RETURNED, YES],
        "consultation-release": [TAKEN, BACK, TAKEN],
        "summary-sign": [RETURNED, YES],
        "consultation-decision": [YES, BACK, YES],
        "summary-release": [TAKEN, TAKEN, BACK, TAKEN],
    }
    case_id = begun(office)
    office.play(case_id, script)
    letters, reports = typed(office, case_id, "cong_van_lay_y_kien"), typed(office, case_id, "bang_tong_hop_y_kien")
    assert [paper.state for paper in letters] == [PaperState.RETURNED, PaperState.RETURNED, PaperState.ISSUED]
    assert [paper.state for paper in reports] == [PaperState.RETURNED] * 3 + [PaperState.ISSUED]
    assert office.step(case_id, "opinion-summary/3").about["returned_by"] == ["chair"]
    sound(office)


def test_the_decider_declines_with_a_reason(office: Office) -> None:
    case_id = begun(office)
    office.play_to(case_id, "consultation-decision", POLL)
    step = office.step(case_id, "consultation-decision/1")
    with pytest.raises(Unacceptable, match="ghi lý do"):
        office.answer(step, {"choice": "decline"})
    office.play(case_id, POLL | {"consultation-decision": DECLINED})
    assert office.case(case_id).end_reason == "Trưởng ban không đồng ý với kiến nghị. Lý do: Chưa cấp thiết"
    assert (record(office, case_id).outcome, record(office, case_id).decision) == ("decline", "Chưa cấp thiết")


def test_a_deputy_standing_in_decides_and_the_report_stays_the_standing_members(office: Office) -> None:
    case_id = begun(office)
    office.play_to(case_id, "consultation-decision", POLL)
    with office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=desk.today, until=date(2019, 10, 1), reason="Đi công tác")
    step = office.step(case_id, "consultation-decision/1")
    assert (step.officer_id, step.standing_in) == (DEPUTY_1, True)
    office.play(case_id, POLL)
    report = typed(office, case_id, "bang_tong_hop_y_kien")[0]
    assert report.facts["signature"]["authority"] == ["TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC"]
    assert report.signer_id == STANDING


def test_where_the_standing_member_decides_the_deputy_leader_of_the_group_reviews(office: Office) -> None:
    case_id = begun(office, decider="standing_member")
    office.play(case_id, POLL | {"summary-review": [RETURNED, YES]})
    assert office.step(case_id, "summary-review/1").officer_id == "P16"
    assert office.step(case_id, "consultation-decision/2").officer_id == STANDING
    assert [step for step in office.steps(case_id) if step.question == "summary-sign"] == []
    asked = [step.seats[0] for step in asked_of(office, case_id)]
    assert asked == ["chair", *(seat for seat in SEATS if seat != "standing_member")]
    sound(office)


def test_a_seat_that_changes_hands_meanwhile_is_asked_in_its_new_holder(office: Office) -> None:
    case_id = asking(office)
    office.move_to(date(2019, 8, 28))
    hand_over(office, "member_yt", "P19")
    office.walk(case_id)
    step = office.step(case_id, "opinion/member_yt")
    assert (step.officer_id, step.revision) == ("P19", 1)
    office.answer(step, COMMENT)
    office.play(case_id, POLL | {"opinion-summary": handled("member_yt/1")})
    assert next(voice for voice in heard(office, case_id) if voice.ref == "member_yt/1").stance == Stance.COMMENT


def test_who_holds_two_of_the_seats_is_asked_once_as_both(office: Office) -> None:
    case_id = asking(office, POLL | {"consultation-form": FORM | {"consulted": ["standing_member", "member_yt", "group_leader"]}})
    assert [step.seats for step in asked_of(office, case_id)] == [["standing_member", "group_leader"], ["member_yt"]]


@pytest.mark.parametrize("by", [CHAIR, DEPUTY_1, STANDING, SECRETARY])
def test_who_may_begin_one_begins_it_and_the_standing_member_signs_the_letter(office: Office, by: str) -> None:
    case_id = begun(office, by=by)
    office.play_to(case_id, "consultation-sign", POLL)
    assert office.step(case_id, "consultation-form/1").officer_id == SECRETARY
    assert office.step(case_id, "consultation-sign/1").officer_id == STANDING


@pytest.mark.parametrize(
    ("changes", "kind", "sentence"),
    [
        ({"by": HEALTH}, NotYours, "Chỉ Trưởng ban"),
        ({"matter": " "}, Refused, "Xin ghi nội dung"),
        ({"reason": ""}, Refused, "Xin ghi nội dung"),
        ({"decider": "member_yt"}, Refused, "Xin chọn người quyết định"),
    ],
)
def test_what_cannot_be_begun_is_refused(office: Office, changes: dict[str, str], kind: type[Refused], sentence: str) -> None:
    with pytest.raises(kind, match=sentence):
        begun(office, **changes)


def test_sent_twice_it_is_one_consultation(office: Office) -> None:
    assert begun(office, entry="a") == begun(office, entry="a") != begun(office, entry="b")


def test_asking_in_writing_is_no_meeting_of_the_quarter(office: Office) -> None:
    office.move_to(date(2019, 9, 10))
    watch = office.open("quarter_meeting")
    office.play(begun(office), POLL)
    office.move_to(date(2019, 10, 1))
    why = {"choice": "submit", "reason": "Đã lấy ý kiến bằng văn bản"}
    office.play(watch, {"no-meeting-reason": why, "no-meeting-confirm": YES})
    assert "met" in keys(office, watch)
    assert told(office, watch, "Không họp quý III")
