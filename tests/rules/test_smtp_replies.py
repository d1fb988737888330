"""What an SMTP reply means."""

import pytest

from notifications.channels.receipt import Outcome
from notifications.channels.replies import LOGIN_CODES, NO_SUCH_ADDRESS, Stage, one_line, outcome_of, receipt_of

ACCEPTED, TRANSIENT, PERMANENT = Outcome.ACCEPTED, Outcome.TRANSIENT, Outcome.PERMANENT
CONFIG, QUOTA, PARKED = Outcome.CONFIG, Outcome.QUOTA, Outcome.PARKED
BEFORE_RECIPIENT = (Stage.GREETING, Stage.TLS, Stage.LOGIN, Stage.SENDER)
FROM_RECIPIENT = (Stage.RECIPIENT, Stage.DATA, Stage.CONTENT)

BARE_CODES = [
    # code, before the recipient is named, at RCPT, after the final dot
    (-1, PARKED, PARKED, PARKED),
    (250, PARKED, PARKED, ACCEPTED),
    (252, PARKED, PARKED, ACCEPTED),
    (354, PARKED, PARKED, PARKED),
    (421, TRANSIENT, TRANSIENT, TRANSIENT),
    (422, TRANSIENT, TRANSIENT, TRANSIENT),
    (431, TRANSIENT, TRANSIENT, TRANSIENT),
    (432, CONFIG, CONFIG, CONFIG),
    (450, TRANSIENT, TRANSIENT, TRANSIENT),
    (451, TRANSIENT, TRANSIENT, TRANSIENT),
    (452, TRANSIENT, TRANSIENT, TRANSIENT),
    (454, TRANSIENT, TRANSIENT, TRANSIENT),
    (455, TRANSIENT, TRANSIENT, TRANSIENT),
    (500, CONFIG, PARKED, PARKED),
    (501, CONFIG, PERMANENT, PARKED),
    (502, CONFIG, PARKED, PARKED),
    (503, CONFIG, PARKED, PARKED),
    (504, CONFIG, PARKED, PARKED),
    (510, CONFIG, PERMANENT, PERMANENT),
    (511, CONFIG, PERMANENT, PERMANENT),
    (521, CONFIG, PERMANENT, PERMANENT),
    (530, CONFIG, CONFIG, CONFIG),
    (534, CONFIG, CONFIG, CONFIG),
    (535, CONFIG, CONFIG, CONFIG),
    (538, CONFIG, CONFIG, CONFIG),
    (541, CONFIG, PARKED, PARKED),
    (550, CONFIG, PERMANENT, PERMANENT),
    (551, CONFIG, PERMANENT, PERMANENT),
    (552, CONFIG, PARKED, PARKED),
    (553, CONFIG, PERMANENT, PERMANENT),
    (554, CONFIG, PARKED, PARKED),
    (555, CONFIG, PARKED, PARKED),
    (556, CONFIG, PERMANENT, PERMANENT),
    (599, CONFIG, PARKED, PARKED),
    (600, PARKED, PARKED, PARKED),
]

ENHANCED = [
    (550, "5.1.1 User unknown", PERMANENT),
    (554, "5.1.10 Recipient address has null MX", PERMANENT),
    (550, "5.1.8 Bad sender's system address", CONFIG),
    (550, "5.2.1 The email account is disabled", PERMANENT),
    (552, "5.2.2 Mailbox full", TRANSIENT),
    (552, "5.2.3 Message too large", PARKED),
    (552, "5.3.4 Message too big for system", PARKED),
    (550, "5.4.5 Daily user sending limit exceeded", QUOTA),
    (550, "5.6.0 Message content rejected", PARKED),
    (550, "5.7.1 Relay access denied", PARKED),
    (554, "5.7.26 Unauthenticated mail", PARKED),
    (550, "5.5.0 nothing we know", PERMANENT),
    (450, "5.1.1 soft bounce", TRANSIENT),
]


@pytest.mark.parametrize(("code", "about_us", "recipient", "content"), BARE_CODES)
def test_every_code_has_its_outcome(code: int, about_us: Outcome, recipient: Outcome, content: Outcome) -> None:
    for stage in BEFORE_RECIPIENT:
        expected = PARKED if (stage, code) == (Stage.SENDER, 552) else about_us
        assert outcome_of(stage, code) is expected, stage
    assert outcome_of(Stage.RECIPIENT, code) is recipient
    assert outcome_of(Stage.CONTENT, code) is content


@pytest.mark.parametrize(("code", "reply", "outcome"), ENHANCED)
def test_an_enhanced_code_says_more_than_the_three_digits(code: int, reply: str, outcome: Outcome) -> None:
    for stage in FROM_RECIPIENT:
        assert outcome_of(stage, code, reply) is outcome, stage


def test_no_reply_is_accepted_before_the_final_dot() -> None:
    for stage in set(Stage) - {Stage.CONTENT}:
        assert not any(outcome_of(stage, code) is ACCEPTED for code in range(-1, 1000)), stage


def test_no_code_outside_the_table_marks_an_address_bad() -> None:
    told = {code for code, *_ in BARE_CODES}
    for code in set(range(600)) - told:
        assert outcome_of(Stage.CONTENT, code) in (ACCEPTED, TRANSIENT, PARKED), code
    assert told >= NO_SUCH_ADDRESS | LOGIN_CODES


def test_a_refused_sender_is_our_own_fault_and_never_the_recipients() -> None:
    for code in range(400, 600):
        assert outcome_of(Stage.SENDER, code, "5.1.1 no such user") is not PERMANENT


def test_a_used_up_allowance_is_a_quota_even_at_the_sender() -> None:
    assert outcome_of(Stage.SENDER, 550, "5.4.5 Daily sending limit exceeded") is QUOTA


@pytest.mark.parametrize(
    ("reply", "queue_id"),
    [
        (b"2.0.0 Ok: queued as 4Xk2Qb1Wz9", "4Xk2Qb1Wz9"),
        (b"OK id=1rXYZa-000123-4B", "1rXYZa-000123-4B"),
        (b"OK", None),
    ],
)
def test_the_queue_id_is_read_from_what_servers_say(reply: bytes, queue_id: str | None) -> None:
    assert receipt_of(Stage.CONTENT, 250, reply).queue_id == queue_id


def test_a_reply_is_kept_short_and_on_one_line() -> None:
    assert one_line(b"first\r\nsecond\x00\x1b[31m \xff") == "first second [31m \ufffd"
    assert len(one_line("a" * 999)) == 300
