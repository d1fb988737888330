"""Taking an answer: two hundred at once count once, and what is no longer asked is refused by the right sentence."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from documents import dossier
from models.access import Link
from models.letters import LetterState
from models.meetings import Meeting
from models.steps import Answer, Step, StepState, Via
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tasks.absences import record_absence
from tasks.acts import change_holder
from tasks.answering import AlreadyAnswered, NoLongerAsked, NotTheOneAsked, Reply, answer
from tasks.casework import cancel_case
from tasks.questions import Unacceptable
from tests.office.cast import (
    AGENDA,
    CHAIR,
    DEPUTY_1,
    EDUCATION,
    LEAVE,
    PROMPT,
    PROXY,
    SECRETARY,
    YES,
    Office,
    sound,
    together,
)
from tests.opened import opened


@pytest.fixture
def drafting(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "agenda")
    return case_id


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


def test_what_was_read_of_a_case_before_it_was_locked_is_read_anew(office: Office, drafting: UUID) -> None:
    step = office.step(drafting, "agenda/1")
    with office.bureau.desk() as desk:
        case = desk.case(drafting)
        with office.bureau.desk() as other:
            other.locked_case(drafting).title = "Đã sửa"
        assert step.officer_id is not None
        answer(desk, step.id, Reply(AGENDA, step.officer_id, Via.SCRIPT))
        assert case.title == "Đã sửa"


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
        told = text('SELECT body FROM journal WHERE body LIKE \'%"act":"answer"%\' AND body LIKE :step')
        lines = desk.session.execute(told, {"step": f"%{step.id}%"}).scalars().all()
    assert (first.used_at, first.revoked_at is not None) == (None, True)
    assert (second.used_at is not None, second.revoked_at) == (True, None)
    [line] = [line for line in lines if str(step.id) in line]
    assert f'"actor":"{SECRETARY}"' in line
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


def test_every_letter_of_a_whole_meeting_can_be_written_out(office: Office) -> None:
    case_id = office.open()
    office.play(case_id, PROMPT | {"rsvp/member_yt": LEAVE, "rsvp/member_gd": PROXY, "rsvp/member_tc": None, "notice-draft": slow(office)})
    bureau = office.bureau
    sender = Party("Ban Chỉ đạo", "nhip@nhip.example")
    counter = Counter(sender, bureau.key, bureau.portal_url, lambda sha: dossier.path(bureau.files, sha).read_bytes())
    letters = office.letters(case_id)
    assert {letter.kind for letter in letters} == {"ask", "invitation", "remind", "escalate", "notice", "told"}
    for letter in letters:
        assert opened(message_of(letter, counter))["Subject"]


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
