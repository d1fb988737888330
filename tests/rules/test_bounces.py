"""Signed return addresses and what mail servers send back to them."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import bounces
from notifications.bounces import Returned, read
from notifications.return_address import BadReturnAddress, ReturnAddress
from tests.returned import came_back

KEY = b"k" * 32
HOUSE = ReturnAddress("nhip@nhip.example", KEY)
LETTER = UUID("01a216d0-3730-7636-a6b0-bf06dc6b82aa")
SIGNED = HOUSE.of(LETTER)
EXCHANGE_GONE = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient gd@stc.kiengiang.example not found by SMTP address lookup"


def test_an_address_names_its_letter_in_any_case_and_fits_the_local_part() -> None:
    assert HOUSE.letter_of(SIGNED) == HOUSE.letter_of(f" {SIGNED.upper()} ") == LETTER
    assert SIGNED.startswith("nhip+b.")
    assert len(ReturnAddress(f"{'a' * 18}@nhip.example", KEY).of(uuid4()).partition("@")[0]) <= 64


def test_an_address_that_another_house_or_nobody_signed_names_no_letter() -> None:
    other = ReturnAddress("nhip@nhip.example", b"x" * 32)
    forged = SIGNED.replace(SIGNED[40:44], "aaaa" if SIGNED[40:44] != "aaaa" else "bbbb")
    local, _, host = SIGNED.partition("@")
    for address in (other.of(LETTER), forged, f"{local}@other.example", f"x{SIGNED}", "nhip@nhip.example", f"{local[:-1]}@{host}", "", "@"):
        assert HOUSE.letter_of(address) is None, address


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SIGNED) - 1), st.sampled_from("abcdefgh234567.+@"))
def test_no_single_letter_of_an_address_can_be_changed(where: int, to: str) -> None:
    changed = SIGNED[:where] + to + SIGNED[where + 1 :]
    assert HOUSE.letter_of(changed) == (LETTER if changed == SIGNED else None)


@pytest.mark.parametrize("mailbox", ["nhip", "a+b@nhip.example", f"{'a' * 19}@nhip.example", "thư@nhip.example"])
def test_a_mailbox_that_cannot_carry_the_sign_is_refused(mailbox: str) -> None:
    with pytest.raises(BadReturnAddress, match="NHIP_BOUNCE_ADDRESS"):
        ReturnAddress(mailbox, KEY)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("postfix", 550, "5.1.1 <gd@syt.kiengiang.example>: Recipient address rejected: User unknown in virtual mailbox table"),
        ("exchange", 550, EXCHANGE_GONE.removeprefix("550 ")),
        ("gmail", 550, "5.1.1 The email account that you tried to reach does not exist."),
    ],
)
def test_an_address_that_is_gone_is_read_from_each_servers_report(name: str, code: int, words: str) -> None:
    found = read(came_back(name, SIGNED), HOUSE)
    assert found is not None
    assert found.letter_id == LETTER
    assert found.failure is not None
    assert (found.failure.code, found.failure.address_is_bad) == (code, True)
    assert found.failure.reply.startswith(words)


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered", ""])
@pytest.mark.parametrize("name", ["postfix", "exchange", "gmail"])
def test_nothing_follows_from_what_has_not_failed(name: str, action: str) -> None:
    assert read(came_back(name, SIGNED, action=action, status="4.4.1", diagnostic="421 later"), HOUSE) == Returned(LETTER)


@pytest.mark.parametrize(
    ("status", "diagnostic", "bad"),
    [
        ("5.1.1", "", True),
        ("5.0.0", "550 No such user here", True),
        ("5.2.1", "550 5.2.1 The email account is disabled", True),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
        ("5.1.2", "x", True),
        ("5.2.2", "552 5.2.2 Mailbox full", False),
        ("4.4.7", "450 4.4.7 Message expired", False),
        ("4.2.2", "", False),
        ("5.7.1", "550 5.7.1 Blocked by policy", False),
        ("5.3.4", "552 5.3.4 Message too big", False),
        ("5.1.8", "550 5.1.8 Sender address rejected", False),
        ("", "", True),  # nothing changed: the sample itself
    ],
)
def test_a_letter_that_failed_for_another_reason_does_not_make_its_address_bad(status: str, diagnostic: str, bad: bool) -> None:
    found = read(came_back("postfix", SIGNED, status=status, diagnostic=diagnostic), HOUSE)
    assert found is not None
    assert found.failure is not None
    assert found.failure.address_is_bad is bad
    assert status in found.failure.reply


@pytest.mark.parametrize("name", ["out_of_office", "forwarded"])
def test_what_people_and_their_machines_write_is_no_bounce(name: str) -> None:
    assert read(came_back(name, SIGNED), HOUSE) is None


def test_a_report_to_an_address_nobody_signed_is_none_of_ours_though_our_letter_lies_in_it() -> None:
    raw = came_back("postfix", "nhip@nhip.example").replace(b"Return-Path: <nhip@", f"Return-Path: <{SIGNED}@".encode())
    assert read(raw, HOUSE) is None
    assert read(came_back("gmail", ReturnAddress("nhip@nhip.example", b"x" * 32).of(LETTER)), HOUSE) is None


def test_a_report_that_breaks_off_in_our_letter_is_read_all_the_same() -> None:
    raw = came_back("postfix", SIGNED)
    assert read(raw[: raw.index(b"Subject: Giay moi")] + b"x" * bounces.MOST_BYTES, HOUSE) == read(raw, HOUSE)


def mangled(raw: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for where, length, put in cuts:
        at = where % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + length :]
    return raw


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["postfix", "exchange", "gmail", "forwarded", "out_of_office"]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 80), st.binary(max_size=12)), min_size=1, max_size=5),
)
def test_whatever_is_mangled_never_raises_and_never_names_another_letter(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    found = read(mangled(came_back(name, SIGNED), cuts), HOUSE)
    assert found is None or found.letter_id == LETTER


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
        b"To: " + SIGNED.encode() + b"\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\n--x--",
        b"To: " + SIGNED.encode() + b"\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 3000,
    ],
)
def test_what_is_no_message_at_all_marks_nothing(raw: bytes) -> None:
    found = read(raw, HOUSE)
    assert found is None or found.failure is None
