"""The post room's choices on the real database: hops, rests, quiet hours, digests, reminders that go together."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from deployments.postman import Sent, claim_next, mark, post_one
from models.base import new_id
from models.clock import at
from models.letters import Attempt, ChannelState, Letter, LetterChoice, LetterHours, LetterState
from models.people import Officer
from notifications import outbox
from notifications.address import Party
from notifications.channels.receipt import Outcome, Receipt
from notifications.dispatch import Counter, message_of
from notifications.outgoing import Outgoing
from notifications.samples import COMMON
from tasks.bad_addresses import telling
from tests.office.cast import HEALTH, Office
from tests.opened import opened, words_in

OK = Receipt(Outcome.ACCEPTED, 250, "ok")
GONE = Receipt(Outcome.PERMANENT, 550, "5.1.1 no such user")
LOST = Receipt(Outcome.UNKNOWN, None, "reset")
MORNING, NIGHT = time(9), time(22)


def words(title: str = "Việc thử") -> dict[str, Any]:
    return {"words": COMMON | {"title": title, "due": None, "due_source": None, "link": None, "clause_texts": ["khoản 5 Điều 6 Quy chế"]}}


def queue(office: Office, kind: str = "ask", officer: str | None = HEALTH, title: str = "Việc thử", **more: Any) -> UUID:
    letter_id = new_id()
    with office.bureau.desk() as desk:
        address = desk.session.get_one(Officer, officer).email if officer else "khach@vien.example"
        row = {"id": letter_id, "key": f"k/{letter_id}", "kind": kind, "officer_id": officer, "address": address}
        outbox.post(desk.session, [row | {"context": words(title), "queued_at": desk.now} | more])
    return letter_id


def set_up(office: Office, *records: Any) -> None:
    with office.bureau.desk() as desk:
        for record in records:
            desk.session.add(record)


def phone(office: Office, officer: str = HEALTH) -> None:
    with office.bureau.desk() as desk:
        desk.session.get_one(Officer, officer).phone = "84900000001"
        desk.session.add(ChannelState(channel="zalo"))


def letter(office: Office, letter_id: UUID) -> Letter:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Letter, letter_id)


def tries(office: Office, letter_id: UUID) -> list[tuple[str, str | None]]:
    with office.bureau.reading_desk() as desk:
        found = desk.session.exec(select(Attempt).where(col(Attempt.letter_id) == letter_id).order_by(col(Attempt.n)))
        return [(one.channel, one.outcome) for one in found]


def deliver(office: Office, answers: Mapping[str, Receipt] | None = None) -> list[Outgoing]:
    """Post until nothing waits; what each channel answers, or that all take everything."""
    gone: list[Outgoing] = []

    def send(one: Outgoing) -> Receipt:
        gone.append(one)
        return (answers or {}).get(one.channel, OK)

    while post_one(office.bureau.store, send, "me", office.bureau.law.letters, telling(office.bureau)):
        assert len(gone) < 100
    return gone


def wait_over(office: Office) -> None:
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET retry_at = now()"))
        desk.session.execute(text("UPDATE channelstate SET paused_until = NULL"))


def at_hour(office: Office, hour: time, day: date | None = None) -> None:
    office.clock.move(datetime.combine(day or office.clock.at.date(), hour, office.clock.at.tzinfo))


@pytest.fixture(autouse=True)
def in_the_morning(office: Office) -> None:
    at_hour(office, MORNING)


def test_a_refused_address_hops_to_the_next_channel_and_each_hop_is_on_record(office: Office) -> None:
    phone(office)
    one = queue(office)
    deliver(office, {"mail": GONE, "zalo": Receipt(Outcome.PERMANENT, -118, "no account")})
    assert tries(office, one) == [("mail", "permanent"), ("zalo", "permanent"), ("paper", "accepted")]
    assert letter(office, one).channel == "paper"
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Officer, HEALTH).email_refused == GONE.reply


def test_an_address_known_to_be_bad_is_not_tried_again(office: Office) -> None:
    queue(office)
    deliver(office, {"mail": GONE})
    later = queue(office)
    assert [one.channel for one in deliver(office)] == ["paper"]
    assert tries(office, later) == [("paper", "accepted")]


@pytest.mark.parametrize("outcome", [Outcome.CONFIG, Outcome.QUOTA])
def test_a_channel_whose_account_is_refused_rests_for_everybody_and_others_take_over(office: Office, outcome: Outcome) -> None:
    phone(office)
    first, second = queue(office), queue(office)
    gone = deliver(office, {"mail": Receipt(outcome, 535, "refused")})
    assert [one.channel for one in gone] == ["mail", "zalo", "zalo"]
    with office.bureau.reading_desk() as desk:
        state = desk.session.get_one(ChannelState, "mail")
        assert (state.reason, state.paused_until is not None) == ("refused", True)
    assert [tries(office, one)[-1] for one in (first, second)] == [("zalo", "accepted")] * 2


def test_while_a_channel_rests_its_letters_wait_and_those_of_others_go(office: Office) -> None:
    one = queue(office)
    refused = deliver(office, {"mail": Receipt(Outcome.CONFIG, 535, "refused")})
    wait = letter(office, one)
    assert (len(refused), wait.state, wait.channel) == (1, LetterState.QUEUED, "mail")
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET retry_at = now()"))
    assert deliver(office) == [], "its own wait is over, the channel's is not"
    wait_over(office)
    assert [gone.id for gone in deliver(office)] == [one]


def test_a_paid_message_in_doubt_waits_for_its_report_and_then_goes_by_mail(office: Office) -> None:
    phone(office)
    set_up(office, LetterChoice(officer_id=HEALTH, group="official", channels=["zalo"]))
    one = queue(office)
    assert [gone.channel for gone in deliver(office, {"zalo": LOST})] == ["zalo"]
    assert letter(office, one).state == LetterState.QUEUED
    wait_over(office)
    assert [gone.channel for gone in deliver(office, {"zalo": LOST})] == ["mail"]


def test_a_report_that_comes_in_time_spares_the_second_letter(office: Office) -> None:
    phone(office)
    set_up(office, LetterChoice(officer_id=HEALTH, group="official", channels=["zalo"]))
    one = queue(office)
    deliver(office, {"zalo": LOST})
    with office.bureau.desk() as desk:
        assert outbox.delivered(desk.session, one, "zalo", desk.now)
    wait_over(office)
    assert deliver(office) == []
    settled = letter(office, one)
    assert (settled.state, settled.channel, settled.delivered_at is not None) == (LetterState.ACCEPTED, "zalo", True)
    with office.bureau.desk() as desk:
        assert outbox.delivered(desk.session, one, "zalo", desk.now + timedelta(hours=1)), "a report that comes twice"
    assert letter(office, one).delivered_at == settled.delivered_at


def test_a_postman_killed_over_a_paid_message_does_not_have_it_sent_again(office: Office) -> None:
    phone(office)
    set_up(office, LetterChoice(officer_id=HEALTH, group="official", channels=["zalo"]))
    one = queue(office)
    claim_next(office.bureau.store, "dead", office.bureau.law.letters)
    with office.bureau.desk() as desk:
        assert outbox.expire(desk.session, "dead") == [(one, LetterState.QUEUED)]
    wait_over(office)
    assert [gone.channel for gone in deliver(office)] == ["mail"]


def test_what_comes_in_the_night_leaves_in_the_morning_and_what_is_urgent_at_once(office: Office) -> None:
    at_hour(office, NIGHT)
    calm, urgent = queue(office), queue(office, urgent=True)
    assert [gone.id for gone in deliver(office)] == [urgent]
    assert letter(office, calm).attempts == 0
    at_hour(office, time(6, 29), office.clock.at.date() + timedelta(days=1))
    assert deliver(office) == []
    at_hour(office, time(6, 30))
    assert [gone.id for gone in deliver(office)] == [calm]


def test_somebodys_own_quiet_hours_hold_for_him_alone(office: Office) -> None:
    set_up(office, LetterHours(officer_id=HEALTH, quiet_since=time(8), quiet_until=time(10), digest_weekday=0, digest_at=time(15)))
    his, other = queue(office), queue(office, officer="P12")
    assert [gone.id for gone in deliver(office)] == [other]
    at_hour(office, time(10))
    assert [gone.id for gone in deliver(office)] == [his]


def test_an_unwanted_receipt_is_not_sent_and_says_why(office: Office) -> None:
    set_up(office, LetterChoice(officer_id=HEALTH, group="receipts", channels=[], timing="never"))
    one = queue(office, "receipt")
    assert deliver(office) == []
    assert letter(office, one).state == LetterState.WITHDRAWN
    assert "đã chọn" in (letter(office, one).detail or "")


def test_official_letters_cannot_be_switched_off_even_past_the_portal(office: Office) -> None:
    with pytest.raises(Exception, match="official_letters_come"):
        set_up(office, LetterChoice(officer_id=HEALTH, group="official", channels=[], timing="never"))


def test_a_digest_gathers_what_was_told_until_its_hour(office: Office) -> None:
    set_up(office, LetterChoice(officer_id=HEALTH, group="information", channels=[], timing="digest"))
    parts = [queue(office, "told", title=f"Tin {n}") for n in range(3)]
    assert deliver(office) == []
    friday = office.clock.at.date() + timedelta(days=(4 - office.clock.at.weekday()) % 7)
    at_hour(office, time(15), friday)
    (whole,) = deliver(office)
    assert [one.id for one in whole.carries] == parts
    assert {letter(office, one).state for one in parts} == {LetterState.ACCEPTED}


def test_reminders_of_one_day_to_one_person_are_one_letter(office: Office) -> None:
    mine = [queue(office, "remind", title=f"Việc {n}") for n in range(3)]
    others = queue(office, "remind", officer="P12")
    gone = deliver(office)
    assert sorted(len(one.carries) for one in gone) == [0, 3]
    whole = max(gone, key=lambda one: len(one.carries))
    assert [one.id for one in whole.carries] == mine
    assert "03 việc chờ Ông/Bà trả lời" in message_text(office, whole)
    assert {letter(office, one).state for one in (*mine, others)} == {LetterState.ACCEPTED}


def message_text(office: Office, one: Outgoing) -> str:
    counter = Counter(Party("Ban Chỉ đạo", "nhip@ban.example"), office.bureau.key, office.bureau.portal_url, lambda _: b"")
    parcel = message_of(one, counter)
    return f"{opened(parcel)['Subject']}\n{words_in(parcel)}"


def asked(office: Office) -> list[UUID]:
    """Two steps of one officer: two meetings are called out of turn."""
    for day in (27, 28):
        office.walk(office.convene(at(date(2019, 9, day), time(8))))
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Letter.step_id).where(col(Letter.step_id).is_not(None)).limit(2)))  # type: ignore[arg-type]


def test_a_reminder_that_is_answered_meanwhile_is_left_out_of_the_letter(office: Office) -> None:
    steps = asked(office)
    deliver(office)
    parts = [queue(office, "remind", title=f"Việc {n}", step_id=step) for n, step in enumerate(steps)]
    assert len(deliver(office, {"mail": Receipt(Outcome.TRANSIENT, 451, "later")})) == 1
    with office.bureau.desk() as desk:
        outbox.withdraw(desk.session, [steps[0]], "đã có trả lời")
    assert letter(office, parts[0]).state == LetterState.WITHDRAWN
    wait_over(office)
    (whole,) = deliver(office)
    assert [one.id for one in whole.carries] == [parts[1]]
    assert letter(office, parts[1]).state == LetterState.ACCEPTED


def test_a_letter_all_of_whose_matters_are_answered_does_not_leave(office: Office) -> None:
    steps = asked(office)
    deliver(office)
    for n, step in enumerate(steps):
        queue(office, "remind", title=f"Việc {n}", step_id=step)
    (whole,) = deliver(office, {"mail": Receipt(Outcome.TRANSIENT, 451, "later")})
    with office.bureau.desk() as desk:
        outbox.withdraw(desk.session, steps, "đã có trả lời")
    wait_over(office)
    assert deliver(office) == []
    assert letter(office, whole.id).state == LetterState.WITHDRAWN


def test_what_may_have_arrived_is_sent_again_as_it_was(office: Office) -> None:
    steps = asked(office)
    deliver(office)
    parts = [queue(office, "remind", title=f"Việc {n}", step_id=step) for n, step in enumerate(steps)]
    (first,) = deliver(office, {"mail": LOST})[:1]
    with office.bureau.desk() as desk:
        outbox.withdraw(desk.session, [steps[0]], "đã có trả lời")
        desk.session.execute(text("UPDATE letter SET state = 'queued', doubts = 1, retry_at = now() WHERE id = :id"), {"id": first.id})
    (again,) = deliver(office)
    assert message_text(office, again) == message_text(office, first)
    assert [one.id for one in again.carries] == parts


def test_a_mark_and_the_next_claim_are_one_transaction(office: Office) -> None:
    one, two = queue(office), queue(office)
    store, ways = office.bureau.store, office.bureau.law.letters
    first = claim_next(store, "me", ways)
    assert first is not None
    second = claim_next(store, "me", ways, Sent(first, OK))
    assert second is not None
    assert {first.id, second.id} == {one, two}
    assert letter(office, first.id).state == LetterState.ACCEPTED
    with store.transaction() as session:
        mark(session, Sent(second, OK))
    assert letter(office, second.id).state == LetterState.ACCEPTED


def test_a_report_about_a_letter_that_carries_others_settles_what_it_carries(office: Office) -> None:
    phone(office)
    set_up(office, LetterChoice(officer_id=HEALTH, group="reminders", channels=["zalo"]))
    parts = [queue(office, "remind", title=f"Việc {n}") for n in range(2)]
    (whole,) = deliver(office, {"zalo": LOST})
    assert {letter(office, one).state for one in parts} == {LetterState.CARRIED}
    with office.bureau.desk() as desk:
        assert outbox.delivered(desk.session, whole.id, "zalo", desk.now)
    assert {letter(office, one).state for one in parts} == {LetterState.ACCEPTED}
    wait_over(office)
    assert deliver(office) == []
