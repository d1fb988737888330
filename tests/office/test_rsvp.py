"""Khoản 5 Điều 6: attending, reporting an absence, sending a proxy; what it asks of the presider and what is written down."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.meetings import Attendance
from models.papers import Upload
from models.steps import Step, StepState, Via
from tasks.answering import NoLongerAsked, Reply, answer
from tasks.handing_in import hand_in
from tasks.questions import Unacceptable
from tests.office.cast import AGENDA, CHAIR, EDUCATION, HEALTH, LEAVE, PROMPT, PROXY, YES, Office, keys, sound
from tests.office.gatherings import told, what


def presence(office: Office) -> dict[str, str]:
    with office.bureau.reading_desk() as desk:
        return {row.seat_id: row.presence for row in desk.session.exec(select(Attendance))}


def test_a_seat_named_twice_is_invited_once(office: Office) -> None:
    case_id = office.open()
    script = PROMPT | {"agenda": AGENDA | {"attendees": ["member_yt", "member_gd", "member_yt"]}}
    office.play_to(case_id, "rsvp", script)
    assert [key for key in keys(office, case_id) if key.startswith("rsvp/")] == ["rsvp/member_yt", "rsvp/member_gd"]


def test_an_absence_asks_the_presider_in_the_same_transaction(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_yt"), LEAVE)
    consent = office.step(inviting, "leave-consent/member_yt")
    assert (consent.officer_id, consent.about["seat"], consent.about["reason"]) == (CHAIR, "member_yt", "Đi công tác")
    with office.bureau.desk() as desk:
        step = office.step(inviting, "rsvp/member_gd")
        answer(desk, step.id, Reply(PROXY, EDUCATION, Via.SCRIPT))
        desk.session.rollback()
    assert "leave-consent/member_gd" not in keys(office, inviting)
    assert office.step(inviting, "rsvp/member_gd").state == StepState.OPEN


def test_a_proxy_also_asks_the_member_for_his_written_opinion(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), PROXY)
    asked = {step.question: step.officer_id for step in office.asked(inviting) if step.key.endswith("/member_gd")}
    assert asked == {"leave-consent": CHAIR, "proxy-opinion": EDUCATION}


@pytest.mark.parametrize(
    ("reply", "verdict", "said", "says"),
    [
        (LEAVE, {"choice": "consent"}, "đồng ý việc Ông/Bà vắng mặt", "đồng ý việc Ông/Bà vắng mặt."),
        (LEAVE, {"choice": "refuse", "reason": "Cần có mặt."}, "không đồng ý việc Ông/Bà vắng mặt", "Lý do: Cần có mặt."),
        (
            PROXY,
            {"choice": "refuse", "reason": "Cần Giám đốc."},
            "không đồng ý việc Ông/Bà ủy quyền Lê Văn A (Phó Giám đốc) dự thay",
            "không dự thì biên bản ghi",
        ),
    ],
)
def test_the_member_is_told_what_the_presider_said(
    office: Office, inviting: UUID, reply: dict[str, Any], verdict: dict[str, str], said: str, says: str
) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), reply)
    office.answer(office.step(inviting, "leave-consent/member_gd"), verdict)
    [letter] = [one for one in told(office, inviting, "Người chủ trì") if one.officer_id == EDUCATION]
    assert letter.context["words"]["title"] == f"Người chủ trì {said}"
    assert says in what(letter)


def test_who_is_away_may_send_his_opinion_for_the_minutes(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), LEAVE | {"words": "Nhất trí."})
    assert "proxy-opinion/member_gd" not in keys(office, inviting)
    office.play_to(inviting, "minutes")
    without = PROMPT["minutes"] | {"remarks": []}
    with pytest.raises(Unacceptable, match="Biên bản còn thiếu ý kiến bằng văn bản của: Ủy viên – Giám đốc Sở Giáo dục"):
        office.answer(office.step(inviting, "minutes/1"), without)


def test_attending_asks_nothing_more(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), {"choice": "attend"})
    assert [step.key for step in office.asked(inviting) if step.key.endswith("/member_gd")] == []


def with_opinion(office: Office, step: Step) -> dict[str, Any]:
    with office.bureau.desk() as desk:
        upload = hand_in(desk, desk.session.get_one(Step, step.id), name="y.pdf", media_type="application/pdf", size=1, sha256="0" * 64)
    return {"choice": "send", "opinion": str(upload.id)}


@pytest.mark.parametrize(
    ("consent", "sends", "found"),
    [
        ("consent", True, "proxy"),
        ("consent", False, "absent-consented"),
        ("refuse", True, "absent-unconsented"),
        (None, True, "absent-unconsented"),
    ],
)
def test_a_proxy_is_seated_only_with_consent_and_written_opinion(office: Office, consent: str | None, sends: bool, found: str) -> None:
    case_id = office.open()
    said = {"choice": consent, "reason": "Phải dự họp"} if consent else None
    script = PROMPT | {"rsvp/member_gd": PROXY, "leave-consent": said}
    if sends:
        script["proxy-opinion"] = lambda step: with_opinion(office, step)
    office.play(case_id, script)
    assert presence(office)["member_gd"] == found


def test_an_opinion_handed_in_for_another_step_does_not_count(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), PROXY)
    other = with_opinion(office, office.step(inviting, "rsvp/member_yt"))
    with pytest.raises(Unacceptable, match="Chưa nhận được tệp"):
        office.answer(office.step(inviting, "proxy-opinion/member_gd"), other)
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Upload).where(col(Upload.name) == "y.pdf")).one().officer_id == HEALTH


def late_leave(office: Office) -> UUID:
    """The member reports his absence on the morning of the meeting, after his gather has closed."""
    case_id = office.open()
    office.play_to(case_id, "meeting-day", PROMPT | {"rsvp/member_yt": None})
    assert office.step(case_id, "rsvp/member_yt").state == StepState.LAPSED
    office.answer(office.step(case_id, "rsvp/member_yt"), LEAVE)
    return case_id


def test_a_late_report_of_absence_still_reaches_the_presider_and_his_consent_still_counts(office: Office) -> None:
    case_id = late_leave(office)
    office.play(case_id)
    assert presence(office)["member_yt"] == "absent-consented"


def test_silence_is_no_consent(office: Office) -> None:
    case_id = office.open()
    office.play(case_id, PROMPT | {"rsvp/member_yt": LEAVE, "leave-consent": None, "rsvp/member_gd": None})
    assert (presence(office)["member_yt"], presence(office)["member_gd"]) == ("absent-unconsented", "absent-unconsented")
    assert presence(office)["chair"] == "present"


def test_a_report_of_absence_after_the_minutes_asks_nobody(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "notice-draft", PROMPT | {"rsvp/member_yt": None})
    office.answer(office.step(case_id, "rsvp/member_yt"), LEAVE)
    assert "leave-consent/member_yt" not in keys(office, case_id)


def test_an_ended_case_takes_no_late_answer(office: Office) -> None:
    case_id = office.open()
    office.play(case_id, PROMPT | {"rsvp/member_yt": None})
    with pytest.raises(NoLongerAsked):
        office.answer(office.step(case_id, "rsvp/member_yt"), LEAVE)
    sound(office)


@pytest.mark.parametrize("question", ["convene", "invitation-sign"])
def test_a_draft_that_waited_too_long_can_only_be_returned(office: Office, question: str) -> None:
    case_id = office.open()
    office.play_to(case_id, question)
    office.move_to(date(2019, 9, 25))  # two working days before the meeting
    with pytest.raises(Unacceptable, match=r"ít nhất 3 ngày làm việc .* Hãy trả lại"):
        office.answer(office.step(case_id, f"{question}/1"), YES)
    office.move_to(date(2019, 9, 24))
    office.answer(office.step(case_id, f"{question}/1"), YES)
