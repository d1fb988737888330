"""Outcome → what becomes of the letter → the channel it goes by next (promises 2 and 3 of the post room)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from models.clock import at
from models.letters import LetterState
from notifications.ending import MAX_ATTEMPTS, REPORT_WAIT, after, backoff
from notifications.outgoing import Outgoing

NONE = timedelta(0)
STATES = {"again": LetterState.QUEUED, "done": LetterState.ACCEPTED, "failed": LetterState.FAILED}
STATES |= {"parked": LetterState.PARKED, "doubt": LetterState.DOUBT}


def letter(channel: str, further: str, *, tries: int = 1, doubts: int = 0) -> Outgoing:
    return Outgoing(uuid4(), "k", "ask", {}, "a@b.example", at(date(2027, 3, 2)), channel, tries, tries, doubts, tuple(further.split()))


@pytest.mark.parametrize(
    ("channel", "further", "outcome", "state", "next_channel"),
    [
        ("mail", "zalo paper", "accepted", "done", "mail"),
        ("mail", "zalo paper", "permanent", "again", "zalo"),
        ("mail", "paper", "permanent", "again", "paper"),
        ("mail", "", "permanent", "failed", "mail"),
        ("mail", "zalo paper", "transient", "again", "mail"),
        ("mail", "zalo paper", "config", "again", "zalo"),
        ("mail", "paper", "config", "again", "mail"),  # paper is for who has no address, not for a bad password
        ("zalo", "mail paper", "quota", "again", "mail"),
        ("zalo", "paper", "quota", "again", "zalo"),
        ("zalo", "mail paper", "permanent", "again", "mail"),
        ("zalo", "mail paper", "parked", "parked", "zalo"),
        ("mail", "paper", "unknown", "again", "mail"),
        ("zalo", "mail paper", "unknown", "again", "mail"),
        ("zalo-oa", "zalo mail paper", "unknown", "again", "mail"),  # never blindly by another paid one
        ("zalo", "paper", "unknown", "doubt", "zalo"),
    ],
)
def test_every_outcome_has_its_next_hop(channel: str, further: str, outcome: str, state: str, next_channel: str) -> None:
    end = after(letter(channel, further), outcome)
    assert (end.state, end.channel) == (STATES[state], next_channel)
    assert next_channel not in end.further


def test_mail_in_doubt_twice_waits_for_an_operator() -> None:
    assert after(letter("mail", "paper", doubts=1), "unknown").state == LetterState.DOUBT


def test_a_paid_message_in_doubt_leaves_its_report_time_to_come() -> None:
    assert after(letter("zalo", "mail"), "unknown").wait == REPORT_WAIT
    assert after(letter("mail", ""), "unknown").wait == NONE


def test_the_tries_of_a_channel_are_bounded_and_the_next_one_starts_anew() -> None:
    assert after(letter("mail", "paper", tries=MAX_ATTEMPTS - 1), "transient").channel == "mail"
    spent = after(letter("mail", "paper", tries=MAX_ATTEMPTS), "transient")
    assert (spent.state, spent.channel, spent.wait) == (LetterState.QUEUED, "paper", NONE)
    assert after(letter("mail", "", tries=MAX_ATTEMPTS), "transient").state == LetterState.PARKED


def test_waits_double_up_to_the_longest_and_never_come_together() -> None:
    waits = [backoff(n) for n in range(1, 13)]
    assert all(timedelta(seconds=20) < wait < timedelta(hours=2.6) for wait in waits)
    assert waits[-1] > timedelta(hours=1)
    assert len({backoff(5) for _ in range(20)}) > 10


def test_an_outcome_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such outcome"):
        after(letter("mail", ""), "sideways")
