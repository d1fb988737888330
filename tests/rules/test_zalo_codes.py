"""What each of Zalo's codes means, written out again: its outcome, and what the channel does next."""

import pytest

from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo.codes import MEANINGS, Then, meaning, what_next

HOP, BAD, REST = Then(next_hop=True), Then(next_hop=True, bad_address=True), Then(next_hop=True, pause=True)
STAY = Then()
EACH = [
    (0, Outcome.ACCEPTED, STAY),
    (-32, Outcome.TRANSIENT, STAY),
    (-108, Outcome.PERMANENT, BAD),
    (-115, Outcome.QUOTA, REST),
    (-118, Outcome.PERMANENT, BAD),
    (-124, Outcome.CONFIG, REST),
    (-127, Outcome.CONFIG, REST),
    (-135, Outcome.CONFIG, REST),
    (-139, Outcome.PERMANENT, HOP),
    (-141, Outcome.PERMANENT, HOP),
    (-144, Outcome.QUOTA, REST),
    (-147, Outcome.QUOTA, REST),
    (-160, Outcome.QUOTA, REST),
    (-211, Outcome.QUOTA, REST),
    (-213, Outcome.PERMANENT, BAD),
    (-216, Outcome.CONFIG, REST),
    (-218, Outcome.QUOTA, REST),
    (-230, Outcome.PERMANENT, HOP),
    (-232, Outcome.PERMANENT, HOP),
    (-242, Outcome.CONFIG, REST),
    (-1241, Outcome.CONFIG, REST),
    (-100, Outcome.PARKED, STAY),
    (-999, Outcome.PARKED, STAY),
    (7, Outcome.PARKED, STAY),
]


@pytest.mark.parametrize(("code", "outcome", "then"), EACH)
def test_each_code_has_its_outcome_and_what_follows(code: int, outcome: Outcome, then: Then) -> None:
    assert meaning(code).outcome is outcome
    assert what_next(Receipt(outcome, code)) == then


def test_no_code_is_judged_that_is_not_written_out_here() -> None:
    assert set(MEANINGS) == {code for code, outcome, _ in EACH if outcome is not Outcome.PARKED}


def test_an_end_without_a_code_of_zalos_has_what_follows_too() -> None:
    assert what_next(Receipt(Outcome.CONFIG)) == REST  # the chain of tokens is lost
    assert what_next(Receipt(Outcome.TRANSIENT)) == STAY
    assert what_next(Receipt(Outcome.UNKNOWN)) == STAY  # it waits for its delivery report
    assert what_next(Receipt(Outcome.UNKNOWN, 502)) == STAY


def test_the_channel_rests_where_the_fault_is_ours_or_the_allowance_is_gone_and_nowhere_else() -> None:
    for code, one in MEANINGS.items():
        assert one.then.pause is (one.outcome in (Outcome.CONFIG, Outcome.QUOTA)), code
        assert not (one.then.pause and one.then.bad_address), code
