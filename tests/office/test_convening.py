"""Đ3.3, Đ5.4, Đ8.1: the draft is reviewed and decided; approved, returned or postponed; the invitation signed, released in time."""

from datetime import date
from uuid import UUID

import pytest

from models.papers import PaperState
from models.steps import StepState
from tasks.questions import Unacceptable
from tests.office.cast import AGENDA, CHAIR, PROMPT, RETURNED, SECRETARY, STANDING, TAKEN, YES, Handed, Office, keys
from tests.office.gatherings import asked_keys, papers, said_in
from tests.office.happenings import meeting


@pytest.fixture
def convening(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "convene")
    return case_id


def test_the_draft_passes_the_standing_member_before_the_presider_decides(office: Office, convening: UUID) -> None:
    passed = [
        (step.question, step.officer_id) for step in office.steps(convening) if step.question in ("agenda", "agenda-review", "convene")
    ]
    assert passed == [("agenda", SECRETARY), ("agenda-review", STANDING), ("convene", CHAIR)]


def test_the_briefing_slip_is_in_the_presiders_letter(office: Office, convening: UUID) -> None:
    [slip] = papers(office, convening, "phieu_trinh")
    letter = next(letter for letter in office.letters(convening) if letter.step_id == office.step(convening, "convene/1").id)
    assert [one["sha256"] for one in letter.context["attachments"]] == [slip.sha256]
    assert letter.officer_id == CHAIR
    assert (slip.state, slip.number) == (PaperState.WORKING, None)


@pytest.mark.parametrize("question", ["agenda-review", "convene", "invitation-sign"])
def test_who_returns_it_has_it_drafted_again_with_his_reason(office: Office, question: str) -> None:
    case_id = office.open()
    office.play_to(case_id, question)
    office.answer(office.step(case_id, f"{question}/1"), RETURNED)
    office.walk(case_id)
    again = office.step(case_id, "agenda/2")
    assert (again.about["returned"], again.about["previous"], again.state) == ("Bổ sung nội dung", "agenda/1", StepState.OPEN)


def test_a_return_without_a_reason_is_refused(office: Office, convening: UUID) -> None:
    with pytest.raises(Unacceptable, match="phải ghi lý do"):
        office.answer(office.step(convening, "convene/1"), {"choice": "return"})


def test_the_presiders_handwriting_is_kept_as_text_and_as_a_scan(office: Office, convening: UUID) -> None:
    said = YES | {"remark": "Đồng ý. Mời thêm STC báo cáo.", "scan": Handed("but-phe.jpg", "image/jpeg")}
    office.answer(office.step(convening, "convene/1"), said)
    kept = said_in(office, convening, "convene/1").payload
    assert kept["remark"] == "Đồng ý. Mời thêm STC báo cáo."
    assert kept["scan"] is not None


def test_a_scan_that_never_arrived_is_named(office: Office, convening: UUID) -> None:
    with pytest.raises(Unacceptable, match="Chưa nhận được tệp bút phê"):
        office.answer(office.step(convening, "convene/1"), YES | {"scan": "00000000-0000-7000-8000-000000000000"})


def postponed(office: Office, case_id: UUID, until: str = "2019-10-15", reason: str = "Trưởng ban họp Chính phủ") -> None:
    office.answer(office.step(case_id, "convene/1"), {"choice": "postpone", "until": until, "reason": reason})


def test_a_postponement_has_the_draft_written_anew_and_moves_its_deadlines(office: Office, convening: UUID) -> None:
    assert office.step(convening, "convene/1").due == date(2019, 9, 12)
    postponed(office, convening)
    office.walk(convening)
    assert meeting(office, convening).day == date(2019, 10, 15)
    again = office.step(convening, "agenda/2")
    assert (again.due, again.about["returned"]) == (date(2019, 9, 27), "Trưởng ban họp Chính phủ")
    script = PROMPT | {"agenda": AGENDA | {"day": "2019-10-15"}}
    office.play_to(convening, "rsvp", script)
    assert office.step(convening, "rsvp/member_yt").due == date(2019, 10, 11)
    assert "invitation-sign/1" not in keys(office, convening)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [("2019-10-12", "ngày nghỉ"), ("2019-09-09", "quá gần"), ("", "Hoãn họp phải ghi lý do và ngày họp mới")],
)
def test_a_postponement_needs_a_working_day_far_enough_ahead(office: Office, convening: UUID, until: str, sentence: str) -> None:
    before = meeting(office, convening).starts_at
    with pytest.raises(Unacceptable, match=sentence):
        postponed(office, convening, until or None)  # type: ignore[arg-type]
    assert (meeting(office, convening).starts_at, office.step(convening, "convene/1").state) == (before, StepState.OPEN)


def test_a_presider_who_keeps_silent_is_waited_for_and_the_standing_member_told_to_call(office: Office, convening: UUID) -> None:
    office.post_all()
    for day in (12, 13, 16):
        office.move_to(date(2019, 9, day))
        office.sweep()
    assert [letter.kind for letter in office.queued(convening)] == ["remind"]
    office.move_to(date(2019, 9, 17))  # seven working days before the default day, Thursday 26/9
    office.sweep()
    rung = {(letter.kind, letter.officer_id) for letter in office.queued(convening)}
    assert rung == {("remind", CHAIR), ("escalate", STANDING)}
    office.move_to(date(2019, 9, 24))
    assert office.walk(convening).waiting is not None  # silence approves nothing


@pytest.mark.parametrize("choice", [TAKEN, TAKEN | {"choice": "given", "number": "7/GM-VP", "issued_on": "2019-09-25"}])
def test_an_invitation_is_not_sent_less_than_three_working_days_ahead(office: Office, choice: dict[str, object]) -> None:
    case_id = office.open()
    office.play_to(case_id, "invitation-release")
    office.move_to(date(2019, 9, 25))
    with pytest.raises(Unacceptable, match=r"ít nhất 3 ngày làm việc .* Hãy trả lại"):
        office.answer(office.step(case_id, "invitation-release/1"), choice)
    assert asked_keys(office, case_id, "rsvp") == []
    office.answer(office.step(case_id, "invitation-release/1"), {"choice": "return", "reason": "Quá gần ngày họp"})
    office.walk(case_id)
    assert office.step(case_id, "agenda/2").about["returned"] == "Quá gần ngày họp"


def test_the_invitation_waits_for_its_signed_pdf_and_only_then_goes_out(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "invitation-release")
    [typed] = papers(office, case_id, "giay_moi")
    assert (typed.state, typed.number) == (PaperState.TYPED, None)
    assert asked_keys(office, case_id, "rsvp") == []
    with pytest.raises(Unacceptable, match="chọn tệp PDF"):
        office.answer(office.step(case_id, "invitation-release/1"), {"choice": "take"})
    office.answer(office.step(case_id, "invitation-release/1"), TAKEN)
    office.walk(case_id)
    [issued] = papers(office, case_id, "giay_moi")
    assert (issued.notation, issued.state) == ("01/GM-BCĐ", PaperState.ISSUED)
    letters = [letter for letter in office.letters(case_id) if letter.kind == "invitation"]
    assert len(letters) == 5
    assert all(letter.context["attachments"][0]["sha256"] == issued.signed_sha256 for letter in letters)


def test_a_paper_returned_unsigned_is_never_issued_and_the_next_is_typed_anew(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "rsvp", PROMPT | {"invitation-release": [{"choice": "return", "reason": "Sai tên"}, TAKEN]})
    first, second = papers(office, case_id, "giay_moi")
    assert (first.state, first.dropped_why, second.state, second.notation) == (
        PaperState.RETURNED,
        "Sai tên",
        PaperState.ISSUED,
        "01/GM-BCĐ",
    )
    assert first.key != second.key
