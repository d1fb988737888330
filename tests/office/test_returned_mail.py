"""A letter that comes back: its story, the address, its next channel, the standing office."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import col, select

from deployments.postman import Sent, claim_next, delivery, mark
from models.journal import verify
from models.letters import Attempt, Letter, LetterState
from models.people import Officer
from notifications.channels import mail as channel
from notifications.channels.receipt import Outcome, Receipt
from notifications.outgoing import Outgoing
from tasks.bad_addresses import telling
from tasks.returned_mail import Came, take
from tests.office.cast import EDUCATION, HEALTH, Office, sound, together
from tests.office.returns import post, refused, returned, signed, told, with_returns
from tests.office.test_post_room import letter, phone, queue, tries, words
from tests.returned import came_back
from tests.sink import Sink, listening


@pytest.fixture
def house(office: Office) -> Office:
    return with_returns(office)


def test_a_letter_carries_its_own_return_address_and_is_otherwise_the_same(house: Office, tmp_path: Path) -> None:
    one = queue(house)
    unsigned = replace(house.bureau, return_address=None)
    with listening(Sink()) as sink:
        for bureau in (house.bureau, unsigned):
            send = delivery(bureau, f"nhipmail://127.0.0.1:{sink.port}", tmp_path)
            with house.bureau.desk() as desk:
                row = desk.session.get_one(Letter, one)
                hand = Outgoing(one, row.key, row.kind, row.context, row.address, row.queued_at, "mail")
            assert send(hand).outcome is Outcome.ACCEPTED
        channel.close()
    assert sink.senders == [signed(house, one), "nhip@localhost"]
    assert sink.bodies[0] == sink.bodies[1]


def test_what_is_wrong_in_the_house_is_not_the_readers_address(house: Office, tmp_path: Path) -> None:
    lost = [{"name": "a.pdf", "sha256": "0" * 64}]
    first = queue(house, context=words() | {"attachments": lost})
    other = queue(house, officer=EDUCATION)
    send = delivery(house.bureau, "nhipmail://", tmp_path)
    outcomes = {}
    while (one := claim_next(house.bureau.store, "me", house.bureau.law.letters)) is not None:
        receipt = send(one)
        outcomes[one.id] = receipt.outcome
        with house.bureau.store.transaction() as session:
            mark(session, Sent(one, receipt), telling(house.bureau))
    assert outcomes == {first: Outcome.PARKED, other: Outcome.CONFIG}
    assert (refused(house), refused(house, EDUCATION), told(house)) == (None, None, [])


def test_a_bounce_is_on_the_letters_story_marks_the_address_and_sends_it_on(house: Office) -> None:
    phone(house)
    one = queue(house)
    post(house)
    assert returned(house, one) is Came.BOUNCE
    assert letter(house, one).state == LetterState.QUEUED
    assert refused(house) == ("550 5.1.1 <gd@syt.kiengiang.example>: Recipient address rejected: User unknown in virtual mailbox table")
    (said,) = told(house)
    with house.bureau.reading_desk() as desk:
        person = desk.session.get_one(Officer, HEALTH)
        story = desk.session.exec(select(Attempt).where(col(Attempt.letter_id) == one).order_by(col(Attempt.n))).all()
        assert verify(desk.session).clean
    assert person.name in said
    assert f"({person.email})" in said
    assert "User unknown in virtual mailbox table" in said
    assert "./nhip roster import" in said
    assert (story[1].code, story[1].n, (story[1].reply or "")[:5]) == (550, 2, "5.1.1")
    post(house)
    assert tries(house, one) == [("mail", "accepted"), ("mail", "bounced"), ("zalo", "accepted")]
    assert letter(house, one).state == LetterState.ACCEPTED
    sound(house)


def test_what_bounces_twice_or_after_another_channel_took_over_changes_nothing(house: Office) -> None:
    one = queue(house)
    post(house)
    assert [returned(house, one), returned(house, one)] == [Came.BOUNCE, Came.REPORT]
    post(house)
    before = letter(house, one)
    assert returned(house, one, "gmail") is Came.REPORT
    assert letter(house, one) == before
    assert len(told(house)) == 1


def test_two_readers_of_one_bounce_act_once(house: Office) -> None:
    one = queue(house)
    post(house)
    came: list[Came] = []
    together(*[lambda: came.append(returned(house, one))] * 3)
    assert sorted(came) == [Came.BOUNCE, Came.REPORT, Came.REPORT]
    assert tries(house, one) == [("mail", "accepted"), ("mail", "bounced")]


def test_a_full_mailbox_sends_the_letter_on_and_leaves_the_address(house: Office) -> None:
    one = queue(house)
    post(house)
    assert returned(house, one, status="5.2.2", diagnostic="552 5.2.2 Mailbox full") is Came.BOUNCE
    assert refused(house) is None
    (said,) = told(house)
    assert "không bị đánh dấu hỏng" in said
    post(house)
    assert tries(house, one)[-1] == ("paper", "accepted")


def test_a_delay_and_a_letter_nobody_knows_change_nothing(house: Office) -> None:
    one = queue(house)
    post(house)
    assert returned(house, one, action="delayed", status="4.4.1", diagnostic="421 later") is Came.REPORT
    assert returned(house, uuid4()) is Came.REPORT
    assert take(replace(house.bureau, return_address=None), came_back("postfix", signed(house, one))) is Came.FOREIGN
    assert tries(house, one) == [("mail", "accepted")]
    assert (refused(house), told(house)) == (None, [])


def test_an_address_that_has_been_mended_since_is_not_marked(house: Office) -> None:
    one = queue(house)
    post(house)
    with house.bureau.desk() as desk:
        desk.session.get_one(Officer, HEALTH).email = "moi@syt.example"
    assert returned(house, one) is Came.BOUNCE
    assert (refused(house), told(house)) == (None, [])
    assert letter(house, one).channel == "paper"


def test_what_is_no_longer_asked_does_not_go_on(house: Office) -> None:
    case_id = house.open()
    house.play_to(case_id, "rsvp")
    post(house)
    step = house.step(case_id, "rsvp/member_yt")
    one = next(each.id for each in house.letters(case_id) if each.step_id == step.id)
    house.answer(step, {"choice": "attend"})
    assert returned(house, one) is Came.BOUNCE
    assert (letter(house, one).state, refused(house) is not None) == (LetterState.FAILED, True)
    sound(house)


def test_an_answer_and_a_bounce_at_once_never_leave_a_letter_about_what_is_answered(house: Office) -> None:
    case_id = house.open()
    house.play_to(case_id, "rsvp")
    post(house)
    for seat in ("member_yt", "member_gd", "member_tc", "standing_member"):
        step = house.step(case_id, f"rsvp/{seat}")
        one = next(each.id for each in house.letters(case_id) if each.step_id == step.id)
        together(lambda s=step: house.answer(s, {"choice": "attend"}), lambda i=one: returned(house, i))  # type: ignore[misc]
        sound(house)


def test_several_reminders_in_one_letter_go_on_together_without_what_is_answered(house: Office) -> None:
    first, second = queue(house, "remind", title="Việc một"), queue(house, "remind", title="Việc hai")
    post(house)
    whole = letter(house, first).carried_by
    assert whole is not None
    assert returned(house, whole) is Came.BOUNCE
    assert [letter(house, one).state for one in (first, second)] == [LetterState.CARRIED] * 2
    gone = post(house)
    (again,) = [one for one in gone if one.id == whole]
    assert (again.channel, [one.id for one in again.carries]) == ("paper", [first, second])
    assert [letter(house, one).state for one in (first, second)] == [LetterState.ACCEPTED] * 2


def test_a_refusal_in_the_dialogue_is_told_once_and_a_new_address_clears_it(house: Office) -> None:
    with house.bureau.reading_desk() as desk:
        address = desk.session.get_one(Officer, HEALTH).email
    queue(house)
    queue(house)
    gone = {"mail": Receipt(Outcome.PERMANENT, 550, "5.1.1 no such user")}
    post(house, gone)
    queue(house)
    house.clock.move(house.clock.at + timedelta(days=1))
    post(house, gone)
    health = [one for one in told(house) if f"({address})" in one]
    assert len(health) == 1
    assert "Máy chủ thư trả lời: «5.1.1 no such user»" in health[0]
    with house.bureau.desk() as desk:
        desk.session.get_one(Officer, HEALTH).email_refused = None  # as the roster does with a new address
    later = queue(house)
    post(house)
    assert tries(house, later) == [("mail", "accepted")]


def test_a_guests_refused_address_is_told_of_too(house: Office) -> None:
    queue(house, "guest", officer=None)
    post(house, {"mail": Receipt(Outcome.PERMANENT, 550, "5.1.1 no such user")})
    assert len([said for said in told(house) if "khách mời (khach@vien.example)" in said]) == 1
