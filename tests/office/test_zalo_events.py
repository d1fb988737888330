"""What Zalo reports, taken down: once, for what is ours, and never more than a link alone would be allowed."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

import flows  # noqa: F401 - enters every question
from models.letters import Letter
from models.people import Officer
from models.steps import Answer, StepState, Via
from models.zalo import Delivery, Enrolment, WrongCode
from notifications.channels.zalo.webhook import Came, Delivered, Event, Left, Pressed, Wrote, tracking_id
from notifications.zalo_letters import templates
from tasks.questions import CATALOGUE, Question
from tasks.zalo_enrolment import WRONG_TRIES, code_in, new_code
from tasks.zalo_events import RECEIVED, answered_by, take
from tests.office.cast import EDUCATION, HEALTH, Office, together
from tests.office.duties import GIANG_THANH, given

AT = datetime(2021, 7, 22, 3, 59, 10, tzinfo=UTC)
NO_CODE = "ABCDEFGH"


def letter_about(office: Office, case_id: UUID, key: str) -> Letter:
    step = office.step(case_id, key)
    return next(one for one in office.letters(case_id) if one.step_id == step.id)


def tell(office: Office, *events: Event) -> None:
    for event in events:
        take(office.bureau, event)


def deliveries(office: Office) -> list[Delivery]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Delivery)))


def answer_of(office: Office, step_id: UUID) -> Answer | None:
    with office.bureau.reading_desk() as desk:
        return desk.session.get(Answer, step_id)


def account_of(office: Office, officer_id: str) -> str | None:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Officer, officer_id).zalo_user_id


def code_for(office: Office, officer_id: str) -> str:
    with office.bureau.desk() as desk:
        return new_code(desk, officer_id)


def tries(office: Office, user_id: str) -> int:
    with office.bureau.reading_desk() as desk:
        found = desk.session.get(WrongCode, user_id)
        return found.tries if found else 0


def test_a_delivery_is_taken_down_once_with_its_letter_and_zalos_own_time(office: Office, inviting: UUID) -> None:
    letter = letter_about(office, inviting, "rsvp/member_yt")
    once = Delivered(tracking_id(letter.id, 1), "a4d0", AT)
    tell(office, once, once, Delivered(once.tracking_id, "another", AT), Delivered(tracking_id(letter.id, 2), "a4d0", AT))
    [found] = deliveries(office)
    assert (found.letter_id, found.tracking_id, found.msg_id, found.delivered_at) == (letter.id, once.tracking_id, "a4d0", AT)


def test_a_delivery_of_nothing_we_know_is_passed_over(office: Office, inviting: UUID) -> None:
    tell(office, Delivered(tracking_id(uuid4(), 1), "a4d0", AT), Delivered("n-42-v1", "a4d1", AT))
    assert deliveries(office) == []


def test_the_button_received_takes_a_directive_on(office: Office) -> None:
    case_id = given(office)
    letter = letter_about(office, case_id, "acknowledge")
    assert letter.kind == "assignment"
    pressed = Pressed(tracking_id(letter.id, 1), templates().templates[templates().kinds[letter.kind].template].reply or "")
    tell(office, pressed, pressed)
    said = answer_of(office, office.step(case_id, "acknowledge").id)
    assert said is not None
    assert (said.choice, said.officer_id, said.via) == ("accept", GIANG_THANH, Via.ZALO)


def test_the_button_of_an_invitation_says_that_he_attends(office: Office, inviting: UUID) -> None:
    letter = letter_about(office, inviting, "rsvp/member_yt")
    tell(office, Pressed(tracking_id(letter.id, 3), templates().templates[templates().kinds[letter.kind].template].reply or ""))
    said = answer_of(office, office.step(inviting, "rsvp/member_yt").id)
    assert said is not None
    assert (said.choice, said.officer_id, said.via) == ("attend", HEALTH, Via.ZALO)


def test_a_button_that_wants_more_than_a_press_answers_nothing(office: Office, inviting: UUID) -> None:
    letter = letter_about(office, inviting, "rsvp/member_yt")
    before = len(office.letters())
    for words in ("Báo cáo vắng mặt", RECEIVED, "", "dự họp", "attend"):
        tell(office, Pressed(tracking_id(letter.id, 1), words))
    assert office.step(inviting, "rsvp/member_yt").state == StepState.OPEN
    assert len(office.letters()) == before


def test_what_asks_for_a_sign_in_is_never_answered_by_a_button(office: Office) -> None:
    guarded = [one for one in CATALOGUE.values() if isinstance(one, Question) and one.sign_in]
    assert len(guarded) > 20
    for asked in guarded:
        for words in (RECEIVED, *asked.form.CHOICES, *asked.form.CHOICES.values()):
            assert answered_by(asked, words) is None, asked.key
    case_id = office.open()
    office.play_to(case_id, "agenda-review")
    step = next(one for one in office.asked(case_id) if one.question == "agenda-review")
    letter = next(one for one in office.letters(case_id) if one.step_id == step.id)
    tell(office, Pressed(tracking_id(letter.id, 1), "Đồng ý"))
    assert answer_of(office, step.id) is None


def test_a_press_is_his_alone_who_is_asked_and_an_old_one_changes_nothing(office: Office, inviting: UUID) -> None:
    letter = letter_about(office, inviting, "rsvp/member_yt")
    with office.bureau.desk() as desk:  # the letter went to somebody else, as a report that he is late does
        desk.session.execute(text("UPDATE letter SET officer_id = :other WHERE id = :id"), {"other": EDUCATION, "id": letter.id})
    tell(office, Pressed(tracking_id(letter.id, 1), "Dự họp"))
    assert office.step(inviting, "rsvp/member_yt").state == StepState.OPEN
    other = letter_about(office, inviting, "rsvp/member_gd")
    office.answer(office.step(inviting, "rsvp/member_gd"), {"choice": "leave", "reason": "Đi công tác"})
    tell(office, Pressed(tracking_id(other.id, 1), "Dự họp"))
    said = answer_of(office, office.step(inviting, "rsvp/member_gd").id)
    assert said is not None
    assert said.choice == "leave"


@pytest.mark.parametrize("write", [str, str.lower, lambda code: f" {code[:4]} {code[4:]}\n", lambda code: f"{code[:4]}-{code[4:]}"])
def test_the_code_ties_the_account_it_is_sent_from_once(office: Office, write: Callable[[str], str]) -> None:
    code = code_for(office, HEALTH)
    tell(office, Wrote("2468", write(code)), Wrote("2468", write(code)), Wrote("1357", code))
    assert account_of(office, HEALTH) == "2468"
    assert (tries(office, "2468"), tries(office, "1357")) == (0, 1)
    with office.bureau.reading_desk() as desk:
        assert code not in f"{desk.session.execute(text('SELECT e::text FROM enrolment e')).all()}"


def test_a_code_is_over_after_a_day_and_when_a_newer_one_is_made(office: Office) -> None:
    first, second = code_for(office, HEALTH), code_for(office, HEALTH)
    tell(office, Wrote("1", first))
    assert account_of(office, HEALTH) is None
    with office.bureau.desk() as desk:
        [*_, last] = desk.session.exec(select(Enrolment).order_by(col(Enrolment.made_at))).all()
        assert (last.expires_at - last.made_at).total_seconds() == 24 * 3600
        desk.session.execute(text("UPDATE enrolment SET expires_at = now() WHERE id = :id"), {"id": last.id})
    tell(office, Wrote("1", second))
    assert account_of(office, HEALTH) is None
    assert tries(office, "1") == 2


def test_who_sends_wrong_codes_is_not_listened_to_for_an_hour(office: Office) -> None:
    for _ in range(WRONG_TRIES + 2):
        tell(office, Wrote("6", NO_CODE))
    code = code_for(office, HEALTH)
    tell(office, Wrote("6", code))
    assert (account_of(office, HEALTH), tries(office, "6")) == (None, WRONG_TRIES)
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE wrongcode SET since = now() - interval '61 minutes'"))
    tell(office, Wrote("6", code))
    assert (account_of(office, HEALTH), tries(office, "6")) == ("6", 0)


def test_ordinary_words_are_no_codes() -> None:
    for words in ("", "Xin chào", "cảm ơn", "OIL0OIL1", "ABCDEFG", "ABCDEFGHJ", "x" * 5000):
        assert code_in(words) is None, words


def test_one_account_is_one_officers_and_who_leaves_is_untied(office: Office) -> None:
    tell(office, Wrote("7", code_for(office, HEALTH)), Wrote("7", code_for(office, EDUCATION)))
    assert (account_of(office, HEALTH), account_of(office, EDUCATION)) == (None, "7")
    tell(office, Left("7"), Left("unknown"))
    assert account_of(office, EDUCATION) is None


def test_whatever_an_officer_does_at_the_oa_is_when_he_was_last_seen(office: Office) -> None:
    tell(office, Wrote("7", code_for(office, HEALTH)))
    for event in (Came("7"), Wrote("7", "Xin chào")):
        with office.bureau.desk() as desk:
            desk.session.execute(text("UPDATE officer SET zalo_seen_at = now() - interval '8 days' WHERE id = :id"), {"id": HEALTH})
        tell(office, event)
        with office.bureau.reading_desk() as desk:
            fresh = text("SELECT zalo_seen_at > now() - interval '1 minute' FROM officer WHERE id = :id")
            assert desk.session.execute(fresh, {"id": HEALTH}).scalar_one()
            assert desk.session.execute(text("SELECT count(*) FROM officer WHERE zalo_seen_at IS NOT NULL")).scalar_one() == 1


def test_the_same_press_and_report_twenty_times_at_once_count_once(office: Office) -> None:
    case_id = given(office)
    letter = letter_about(office, case_id, "acknowledge")
    code = code_for(office, HEALTH)

    def all_of_it() -> None:
        tell(office, Delivered(tracking_id(letter.id, 1), "a4d0", AT), Pressed(tracking_id(letter.id, 1), RECEIVED), Wrote("7", code))

    together(*[all_of_it] * 20)
    assert len(deliveries(office)) == 1
    assert office.step(case_id, "acknowledge").state == StepState.ANSWERED
    assert (account_of(office, HEALTH), tries(office, "7")) == ("7", 0)
