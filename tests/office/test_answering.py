"""Taking an answer: two hundred at once count once, what is no longer asked is refused by the right sentence, and what an answer raises."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from documents import dossier
from models.access import Link
from models.letters import LetterState
from models.meetings import Attendance, Meeting
from models.papers import Upload
from models.steps import Answer, Step, StepState, Via
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tasks.acts import change_holder, record_absence
from tasks.answering import AlreadyAnswered, NoLongerAsked, NotTheOneAsked, Reply, answer
from tasks.casework import cancel_case
from tasks.handing_in import hand_in
from tasks.questions import Unacceptable
from tests.office.cast import AGENDA, CHAIR, DEPUTY_1, EDUCATION, HEALTH, LEAVE, PROMPT, PROXY, SECRETARY, YES, Office, keys, sound
from tests.office.test_walk_rules import together


@pytest.fixture
def drafting(office: Office) -> UUID:
    case_id = office.open()
    office.walk(case_id)
    return case_id


@pytest.fixture
def inviting(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    return case_id


def presence(office: Office) -> dict[str, str]:
    with office.bureau.reading_desk() as desk:
        return {row.seat_id: row.presence for row in desk.session.exec(select(Attendance))}


def test_two_hundred_answers_at_once_count_once(office: Office, inviting: UUID) -> None:
    step = office.step(inviting, "rsvp/member_yt")
    outcomes: list[str] = []

    def click() -> None:
        for _ in range(20):
            try:
                office.answer(step, LEAVE)
                outcomes.append("taken")
            except AlreadyAnswered:
                outcomes.append("refused")

    together(*[click] * 10)
    assert (outcomes.count("taken"), outcomes.count("refused")) == (1, 199)
    with office.bureau.reading_desk() as desk:
        assert desk.session.execute(text("SELECT count(*) FROM answer WHERE step_id = :id"), {"id": step.id}).scalar_one() == 1
        assert desk.session.execute(text("SELECT count(*) FROM step WHERE key = 'leave-consent/member_yt'")).scalar_one() == 1
    sound(office)


def test_an_answer_is_journalled_spends_its_link_and_revokes_the_others(office: Office, drafting: UUID) -> None:
    office.post_all()
    office.move_to(date(2019, 9, 10), time(7, 30))
    office.ring()  # a reminder brings a second link
    step = office.step(drafting, "agenda/1")
    with office.bureau.reading_desk() as desk:
        first, second = desk.session.exec(select(Link).where(col(Link.step_id) == step.id).order_by(col(Link.id))).all()
    with office.bureau.desk() as desk:
        answer(desk, step.id, Reply(AGENDA, SECRETARY, Via.LINK, second.id))
    with office.bureau.reading_desk() as desk:
        first, second = (desk.session.get_one(Link, link.id) for link in (first, second))
        lines = desk.session.execute(text('SELECT body FROM journal WHERE body LIKE \'%"act":"answer"%\'')).scalars().all()
    assert (first.used_at, first.revoked_at is not None) == (None, True)
    assert (second.used_at is not None, second.revoked_at) == (True, None)
    assert len(lines) == 1
    assert f'"actor":"{SECRETARY}"' in lines[0]
    assert [letter.state for letter in office.letters(drafting) if letter.kind == "remind"] == [LetterState.WITHDRAWN]


def test_an_answered_step_is_refused_even_with_a_form_that_is_not_whole(office: Office, drafting: UUID) -> None:
    step = office.step(drafting, "agenda/1")
    office.answer(step, AGENDA)
    with pytest.raises(AlreadyAnswered, match="đã có trả lời"):
        office.answer(step, {"choice": "submit"})


def test_a_withdrawn_step_is_refused(office: Office, drafting: UUID) -> None:
    step = office.step(drafting, "agenda/1")
    with office.bureau.desk() as desk:
        cancel_case(desk, drafting, "Không họp")
    with pytest.raises(NoLongerAsked, match="không còn được hỏi nữa"):
        office.answer(step, AGENDA)


def test_who_handed_his_seat_over_is_refused_and_his_successor_is_not(office: Office, inviting: UUID) -> None:
    step = office.step(inviting, "rsvp/member_gd")
    with office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P20", desk.today)
    with pytest.raises(NotTheOneAsked, match="đang được hỏi người khác"):
        office.answer(step, {"choice": "attend"}, officer=EDUCATION)
    office.answer(step, {"choice": "attend"}, officer="P20")


def test_an_answer_that_arrives_as_the_step_moves_is_refused_or_counted_never_lost(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    step, outcomes = office.step(case_id, "convene/1"), []

    def reply() -> None:
        try:
            office.answer(step, YES, officer=CHAIR)
            outcomes.append("taken")
        except NotTheOneAsked:
            outcomes.append("refused")

    def leaves() -> None:
        with office.bureau.desk() as desk:
            record_absence(desk, officer_id=CHAIR, since=desk.today, until=desk.today, reason="ốm")

    together(reply, leaves)
    now = office.step(case_id, "convene/1")
    assert (outcomes, now.state, now.officer_id) in [(["taken"], "answered", CHAIR), (["refused"], "open", DEPUTY_1)]
    sound(office)


def test_a_step_that_does_not_exist_or_is_the_houses_own_looks_like_anothers(office: Office, inviting: UUID) -> None:
    gather = office.step(inviting, "rsvp-closed")
    ghost = Step(case_id=inviting, key="x", question="rsvp", title="", opened_at=gather.opened_at, clauses=[])
    for step in (gather, ghost):
        with pytest.raises(NotTheOneAsked):
            office.answer(step, {"choice": "attend"}, officer=CHAIR)


def test_what_cannot_be_taken_names_its_fields_and_writes_nothing(office: Office, drafting: UUID) -> None:
    step = office.step(drafting, "agenda/1")
    before = len(office.letters()), office.case(drafting).stirred
    with pytest.raises(Unacceptable) as refused:
        office.answer(step, AGENDA | {"day": "2019-02-30", "items": [], "surprise": "x"})
    assert set(refused.value.errors) == {"day", "items", "surprise"}
    assert "Không có ngày, giờ này" in refused.value.errors["day"]
    for day, why in (("2019-09-28", "ngày nghỉ"), ("2019-08-28", "quá gần")):
        with pytest.raises(Unacceptable, match=why):
            office.answer(step, AGENDA | {"day": day})
    with pytest.raises(Unacceptable, match="Không có chức danh: member_xx"):
        office.answer(step, AGENDA | {"attendees": ["member_xx"]})
    assert (len(office.letters()), office.case(drafting).stirred) == before
    assert office.step(drafting, "agenda/1").state == StepState.OPEN


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
        assert desk.session.exec(select(Upload)).one().officer_id == HEALTH


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
    office.play_to(case_id, "conclusions", PROMPT | {"rsvp/member_yt": None})
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


def test_every_letter_of_a_whole_meeting_can_be_written_out(office: Office) -> None:
    case_id = office.open()
    office.play(case_id, PROMPT | {"rsvp/member_yt": LEAVE, "rsvp/member_gd": PROXY, "rsvp/member_tc": None, "notice-draft": slow(office)})
    bureau = office.bureau
    sender = Party("Ban Chỉ đạo", "nhip@nhip.example")
    counter = Counter(sender, bureau.key, bureau.portal_url, lambda sha: dossier.path(bureau.files, sha).read_bytes())
    letters = office.letters(case_id)
    assert {letter.kind for letter in letters} == {"ask", "invitation", "remind", "escalate", "notice"}
    for letter in letters:
        assert message_of(letter, counter)["Subject"]


def slow(office: Office) -> Any:
    """An officer who lets every rung ring first."""

    def reply(step: Step) -> dict[str, Any] | None:
        return PROMPT["notice-draft"] if step.rings_at is None else None

    return reply


def test_the_answer_says_who_gave_it_how_and_when(office: Office, drafting: UUID) -> None:
    given = office.answer(office.step(drafting, "agenda/1"), AGENDA)
    with office.bureau.reading_desk() as desk:
        kept = desk.session.get_one(Answer, given.step_id)
        assert desk.session.exec(select(Meeting)).one().place == ""  # not adopted yet
    assert (kept.choice, kept.officer_id, kept.via, kept.at) == ("submit", SECRETARY, "script", office.clock.at)
    assert "choice" not in kept.payload
