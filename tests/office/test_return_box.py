"""The mailbox that letters come back to: read once, whatever breaks, and nothing lost or shown."""

import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from deployments.returns import Collector
from models.letters import LetterState
from notifications.return_box import BadMailboxUrl, ReturnBox, box_of
from tasks.returned_mail import Came
from tests import fake_imap
from tests.fake_imap import PASSWORD, FakeImap
from tests.office.cast import EDUCATION, Office
from tests.office.returns import post, signed, told, with_returns
from tests.office.test_post_room import letter, queue, tries
from tests.portal.visit import eventually
from tests.returned import came_back


@pytest.fixture
def house(office: Office) -> Office:
    return with_returns(office)


@pytest.fixture
def mailbox() -> Iterator[FakeImap]:
    with fake_imap.listening(FakeImap()) as standing:
        yield standing


def collector(office: Office, mailbox: FakeImap, password: str = PASSWORD) -> Collector:
    return Collector(office.bureau, ReturnBox("127.0.0.1", mailbox.port, "nhip", password, tls=False))


def test_the_mailbox_is_read_once_bounces_are_settled_and_the_rest_is_left_for_a_person(house: Office, mailbox: FakeImap) -> None:
    one, other = queue(house), queue(house, officer=EDUCATION)
    post(house)
    human = came_back("out_of_office", signed(house, one))
    delayed = came_back("gmail", signed(house, other), action="delayed", status="4.4.1", diagnostic="421 later")
    mailbox.put(came_back("postfix", signed(house, one)), human, delayed, b"\xff\x00", came_back("exchange", signed(house, one)))
    reader = collector(house, mailbox)
    assert reader.round() == {Came.BOUNCE: 1, Came.REPORT: 2, Came.FOREIGN: 2}
    assert mailbox.flags == [{"Seen"}, {"Flagged"}, {"Seen"}, {"Flagged"}, {"Seen"}]
    assert reader.round() == dict.fromkeys(Came, 0)
    assert (letter(house, one).channel, letter(house, other).state) == ("paper", LetterState.ACCEPTED)


def test_a_message_of_any_length_is_read_from_its_beginning(house: Office, mailbox: FakeImap) -> None:
    one = queue(house)
    post(house)
    mailbox.put(came_back("postfix", signed(house, one)) + b"x" * 3_000_000)
    assert collector(house, mailbox).round() == {Came.BOUNCE: 1, Came.REPORT: 0, Came.FOREIGN: 0}


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
def test_a_mailbox_that_breaks_off_is_read_again_and_its_loss_is_said_once(
    house: Office, mailbox: FakeImap, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = queue(house)
    post(house)
    mailbox.put(came_back("postfix", signed(house, one)))
    mailbox.falls_at = command
    reader = collector(house, mailbox)
    assert [reader.round(), reader.round()] == [None, None]
    assert len([said for said in told(house) if "Không đọc được hộp thư" in said]) == 1
    assert len([line for line in caplog.records if "does not answer" in line.message]) == 1
    mailbox.falls_at = ""
    came = reader.round()
    assert came is not None
    assert sum(came.values()) == 1
    assert tries(house, one) == [("mail", "accepted"), ("mail", "bounced")]
    assert mailbox.flags == [{"Seen"}]


def test_the_reader_beside_the_watchman_outlives_a_lost_mailbox_and_goes_when_told(house: Office, mailbox: FakeImap) -> None:
    one = queue(house)
    post(house)
    mailbox.falls_at = "UID SEARCH"
    mailbox.put(came_back("postfix", signed(house, one)))
    reader = Collector(house.bureau, ReturnBox("127.0.0.1", mailbox.port, "nhip", PASSWORD, tls=False), every=0.01)
    thread = threading.Thread(target=reader.run)
    thread.start()
    try:
        eventually(lambda: told(house), "word of the lost mailbox")
        mailbox.falls_at = ""
        eventually(lambda: mailbox.flags == [{"Seen"}], "the bounce's mark")
    finally:
        reader.stop()
        thread.join(30)
    assert not thread.is_alive()
    assert letter(house, one).channel == "paper"


def test_a_refused_password_is_said_and_never_shown(house: Office, mailbox: FakeImap, caplog: pytest.LogCaptureFixture) -> None:
    assert collector(house, mailbox, "sai-roi").round() is None
    assert (mailbox.visits, len(told(house))) == (0, 1)
    assert "sai-roi" not in caplog.text + "".join(told(house))


def test_the_mailbox_is_read_encrypted_and_a_certificate_nobody_vouches_for_is_refused(house: Office, tmp_path: Path) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with fake_imap.listening(FakeImap(), context) as mailbox:
        url = f"imaps://nhip:{PASSWORD}@127.0.0.1:{mailbox.port}/INBOX"
        assert Collector(house.bureau, box_of(url)).round() is None
        assert Collector(house.bureau, box_of(f"{url}?ca={tmp_path / 'ca.pem'}")).round() == dict.fromkeys(Came, 0)
    assert mailbox.visits == 1


@pytest.mark.parametrize(
    "url",
    [
        "imap://nhip:hunter2@mail.example/INBOX",
        "https://nhip:hunter2@mail.example",
        "imaps://:hunter2@mail.example",
        "imaps://nhip@mail.example/hunter2%22",
        "imaps://nhip:hunter2@mail.example:x/INBOX",
        "imaps://nhip:hunter2@mail.example/A%22B",
        "imaps://nhip:hunter2@mail.example/INBOX?tls=no",
        "imaps://nhip:hunter2%0d%0a@mail.example/INBOX",
        "imaps://nhip:hunter2@mail.example/INBOX?ca=/nowhere",
    ],
)
def test_an_address_of_a_mailbox_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadMailboxUrl, match="NHIP_BOUNCE_IMAP_URL") as wrong:
        box_of(url)
    assert "hunter2" not in str(wrong.value)


def test_an_address_of_a_mailbox_is_read() -> None:
    box = box_of("imaps://tra%40so.example:m%40t@mail.example/Tra%20lai")
    assert box == ReturnBox("mail.example", 993, "tra@so.example", "m@t", "Tra lai")
    assert "m@t" not in repr(box)
