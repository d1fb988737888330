"""The postman: posted once per key, killed at any point, nothing lost."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, time
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from deployments.postman import Postman, post_one
from models.clock import at
from models.letters import Attempt, Letter, LetterState
from models.store import Store
from notifications import ending, outbox
from notifications.channels.receipt import Outcome, Receipt
from notifications.ending import MAX_ATTEMPTS, Sent
from notifications.outgoing import Outgoing

NOW = at(date(2019, 9, 2), time(9))
ACCEPTED = Receipt(Outcome.ACCEPTED, 250, "ok")


def queue(store: Store, count: int) -> list[str]:
    keys = [f"k/{uuid4()}" for _ in range(count)]
    with store.transaction() as session:
        outbox.post(
            session,
            [{"key": key, "kind": "told", "context": {}, "address": "a@b.example", "queued_at": store.clock.now(session)} for key in keys],
        )
    return keys


def letters(store: Store) -> list[Letter]:
    with store.reading() as session:
        return list(session.exec(select(Letter)))


def lapse(store: Store) -> list[LetterState]:
    """The lease runs out."""
    with store.transaction() as session:
        session.execute(text("UPDATE letter SET lease_until = now() - interval '1 second' WHERE state = 'sending'"))
        return [state for _, state in outbox.expire(session)]


def test_a_key_is_posted_once_however_often_it_is_queued(store: Store) -> None:
    key = queue(store, 1)[0]
    with store.transaction() as session:
        outbox.post(session, [{"key": key, "kind": "told", "context": {"again": 1}, "queued_at": store.clock.now(session)}])
    sent: list[str] = []
    while post_one(store, lambda letter: sent.append(letter.key) or ACCEPTED, "me"):
        pass
    assert sent == [key]


def test_two_postmen_never_send_the_same_letter(store: Store) -> None:
    keys = queue(store, 60)
    sent: Counter[str] = Counter()
    lock = threading.Lock()

    def send(letter: Outgoing) -> Receipt:
        with lock:
            sent[letter.key] += 1
        return ACCEPTED

    def work(name: str) -> None:
        while post_one(store, send, name):
            pass

    threads = [threading.Thread(target=work, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent == Counter(keys)
    assert {letter.state for letter in letters(store)} == {LetterState.ACCEPTED}


def test_a_letter_whose_postman_died_goes_out_once_more_and_then_waits_for_an_operator(store: Store) -> None:
    queue(store, 1)
    with store.transaction() as session:
        assert outbox.claim(session, "dead", NOW) is not None
    assert lapse(store) == [LetterState.QUEUED]
    with store.transaction() as session:
        assert outbox.claim(session, "dead again", NOW) is not None
    assert lapse(store) == [LetterState.DOUBT]
    with store.transaction() as session:
        assert outbox.claim(session, "next", NOW) is None
        tries = session.exec(select(Attempt).order_by(col(Attempt.n))).all()
    assert [(one.n, one.outcome) for one in tries] == [(1, None), (2, None)]


def test_a_postman_that_starts_takes_up_what_its_predecessor_left_without_waiting_for_the_lease(store: Store) -> None:
    queue(store, 1)
    with store.transaction() as session:
        outbox.claim(session, "postman@here", NOW)
        assert outbox.expire(session, "postman@elsewhere") == []
    with store.transaction() as session:
        assert [state for _, state in outbox.expire(session, "postman@here")] == [LetterState.QUEUED]


def test_a_mark_that_comes_after_the_lease_passed_on_changes_nothing(store: Store) -> None:
    queue(store, 1)
    with store.transaction() as session:
        slow = outbox.claim(session, "slow", NOW)
    assert slow is not None
    lapse(store)
    with store.transaction() as session:
        fresh = outbox.claim(session, "fresh", NOW)
        assert fresh is not None
        assert ending.mark(session, Sent(slow, ACCEPTED)) is None
        assert ending.mark(session, Sent(fresh, ACCEPTED)) is LetterState.ACCEPTED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.ACCEPTED, LetterState.ACCEPTED),
        (Outcome.TRANSIENT, LetterState.QUEUED),
        (Outcome.PERMANENT, LetterState.QUEUED),  # by paper
        (Outcome.CONFIG, LetterState.QUEUED),
        (Outcome.QUOTA, LetterState.QUEUED),
        (Outcome.PARKED, LetterState.PARKED),
        (Outcome.UNKNOWN, LetterState.QUEUED),
    ],
)
def test_every_outcome_leads_to_a_known_state(store: Store, outcome: Outcome, state: LetterState) -> None:
    queue(store, 1)
    post_one(store, lambda _: Receipt(outcome, reply="r"), "me")
    assert letters(store)[0].state == state


def test_a_transient_refusal_waits_and_is_bounded(store: Store) -> None:
    queue(store, 1)
    tries = 0
    while letters(store)[0].state == LetterState.QUEUED:
        assert post_one(store, lambda _: Receipt(Outcome.TRANSIENT, 451, "later"), "me") is not None
        tries += 1
        if letters(store)[0].state == LetterState.QUEUED and tries != MAX_ATTEMPTS:
            assert post_one(store, lambda _: ACCEPTED, "me") is None, "it does not go out before its wait is over"
        with store.transaction() as session:
            session.execute(text("UPDATE letter SET retry_at = now()"))
    assert tries == 2 * MAX_ATTEMPTS, "by mail, then by paper"
    assert letters(store)[0].state == LetterState.PARKED


def test_a_withdrawn_letter_never_leaves(store: Store) -> None:
    keys = queue(store, 2)
    with store.transaction() as session:
        session.execute(text("UPDATE letter SET state = 'withdrawn' WHERE key = :key"), {"key": keys[0]})
    sent: list[str] = []
    while post_one(store, lambda letter: sent.append(letter.key) or ACCEPTED, "me"):
        pass
    assert sent == keys[1:]


def running(store: Store, send: Callable[[Outgoing], Receipt]) -> tuple[Postman, threading.Thread]:
    postman = Postman(store, send, "postman@test", connections=2)
    thread = threading.Thread(target=postman.run)
    thread.start()
    return postman, thread


def test_the_postman_hears_a_letter_the_moment_it_is_committed(store: Store) -> None:
    arrived = threading.Event()
    postman, thread = running(store, lambda _: arrived.set() or ACCEPTED)  # type: ignore[func-returns-value]
    try:
        queue(store, 1)
        assert arrived.wait(30)
    finally:
        postman.stop()
        thread.join(30)
    assert not thread.is_alive()
