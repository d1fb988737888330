"""Letters over real SMTP: how each attempt ends, and which connection it took."""

import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP

from notifications.address import Party
from notifications.channels import mail
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.relay import ATTEMPT_SECONDS, Limit, Relay
from notifications.channels.smtp import IDLE_SECONDS, LETTERS_PER_LINE, Pool
from notifications.message import Attachment, Envelope, compose
from notifications.parcel import Parcel
from tests.sink import OK, At, Drop, Sink, Slow, listening

SECRET = "b1-mat-khau"


def letter(number: int = 1, text: str = "Kính gửi ông,\n.\n..hai chấm\n") -> Parcel:
    return compose(
        Envelope(
            message_id=f"<letter-{number}@nhip.example>",
            date=datetime(2019, 9, 20, 1, tzinfo=UTC),
            sender=Party("Ban Chỉ đạo", "nhip@nhip.example"),
            to=Party("Võ Thị Dự Toán", "gd@stc.kiengiang.example"),
            subject="Giấy mời",
            text=text,
            html="<p>Kính gửi</p>",
            attachments=(Attachment("Giấy mời.docx", b"PK"),),
        )
    )


@pytest.fixture(autouse=True)
def _lines_closed() -> Iterator[None]:
    yield
    mail.close()


def url(sink: Sink, options: str = "timeout=5") -> str:
    return f"nhipmail://127.0.0.1:{sink.port}?{options}"


def tried(sink: Sink, options: str = "timeout=5") -> Receipt:
    return mail.send(url(sink, options), letter())


def test_an_accepted_letter_arrives_byte_for_byte_and_its_queue_id_comes_back() -> None:
    with listening(Sink()) as sink:
        receipt = tried(sink)
    assert receipt == Receipt(Outcome.ACCEPTED, 250, "2.0.0 Ok: queued as Q1", "Q1")
    assert sink.bodies == [letter().body]
    assert sink.recipients == ["gd@stc.kiengiang.example"]


def test_letters_share_a_connection() -> None:
    with listening(Sink()) as sink:
        assert all(mail.send(url(sink), letter(n)).outcome is Outcome.ACCEPTED for n in range(5))
        assert sink.connections == 1
    assert len(sink.bodies) == 5


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize(
    ("behaviour", "outcome", "code"),
    [
        (At("RCPT", "550 5.1.1 no such user"), Outcome.PERMANENT, 550),
        (At("RCPT", "550 no such user"), Outcome.PERMANENT, 550),
        (At("RCPT", "451 4.3.0 try later"), Outcome.TRANSIENT, 451),
        (At("RCPT", "421 4.3.2 closing", hang_up=True), Outcome.TRANSIENT, 421),
        (At("MAIL", "550 sender refused"), Outcome.CONFIG, 550),
        (At("MAIL", "452 4.3.1 full"), Outcome.TRANSIENT, 452),
        (At("DATA", "451 4.3.0 not now"), Outcome.TRANSIENT, 451),
        (At("CONTENT", "451 4.3.0 not now"), Outcome.TRANSIENT, 451),
        (At("CONTENT", "421 4.3.2 closing", hang_up=True), Outcome.TRANSIENT, 421),
        (At("CONTENT", "550 no"), Outcome.PERMANENT, 550),
        (At("CONTENT", "554 5.7.1 looks like spam"), Outcome.PARKED, 554),
        (At("CONTENT", "550 5.4.5 daily limit"), Outcome.QUOTA, 550),
        (At("RCPT", "599 what is this"), Outcome.PARKED, 599),
        (Drop("MAIL"), Outcome.TRANSIENT, None),
        (Drop("RCPT"), Outcome.TRANSIENT, None),
        (Drop("DATA"), Outcome.TRANSIENT, None),
        (Drop("CONTENT"), Outcome.UNKNOWN, None),
        (At("CONTENT", "no reply of SMTP"), Outcome.UNKNOWN, None),
        (At("CONTENT", "354 go on"), Outcome.UNKNOWN, None),
    ],
)
def test_each_end_has_its_outcome_and_the_next_letter_goes_through(
    behaviour: At | Drop, outcome: Outcome, code: int | None, pipelining: bool
) -> None:
    with listening(Sink([behaviour], pipelining=pipelining)) as sink:
        receipt = tried(sink)
        assert (receipt.outcome, receipt.code) == (outcome, code)
        assert mail.send(url(sink), letter(2)).outcome is Outcome.ACCEPTED
    assert sink.bodies[-1] == letter(2).body


def test_a_refusal_leaves_the_connection_ready_for_the_next_letter() -> None:
    with listening(Sink([At("RCPT", "550 no such user"), At("DATA", "451 not now"), At("MAIL", "452 full")], pipelining=True)) as sink:
        assert [mail.send(url(sink), letter(n)).code for n in range(4)] == [550, 451, 452, 250]
        assert sink.connections == 1
    assert sink.bodies == [letter(3).body]


class WaitsAllTheSame(Sink):
    """A server that refuses the recipient and waits for the letter nevertheless (RFC 2920 §3.1)."""

    async def before_data(self, server: SMTP) -> str | None:
        refused = self._now != OK
        self._now = OK
        return "354 go on" if refused else None


def test_a_relay_that_waits_for_a_letter_it_refused_gets_none() -> None:
    with listening(WaitsAllTheSame([At("RCPT", "550 no such user")], pipelining=True)) as sink:
        assert tried(sink).outcome is Outcome.PERMANENT
        assert mail.send(url(sink), letter(2)).outcome is Outcome.ACCEPTED
        assert sink.connections == 2
    assert sink.bodies == [letter(2).body]


def test_commands_go_in_one_packet_to_a_relay_that_takes_them_so() -> None:
    """It answers the first only when it has heard all three."""
    said: list[bytes] = []

    def relay(door: socket.socket) -> None:
        line, _ = door.accept()
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 relay\r\n")
            heard.readline()
            line.sendall(b"250-relay\r\n250 PIPELINING\r\n")
            said.extend(heard.readline() for _ in range(3))
            line.sendall(b"250 ok\r\n250 ok\r\n354 go on\r\n")
            while heard.readline() not in (b".\r\n", b""):
                pass
            line.sendall(b"250 ok\r\n")

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=relay, args=(door,))
        thread.start()
        receipt = mail.send(f"nhipmail://127.0.0.1:{door.getsockname()[1]}?timeout=5", letter())
        mail.close()
        thread.join()
    assert receipt.outcome is Outcome.ACCEPTED
    assert said == [b"MAIL FROM:<nhip@nhip.example>\r\n", b"RCPT TO:<gd@stc.kiengiang.example>\r\n", b"DATA\r\n"]


def test_an_address_that_holds_a_command_is_in_no_parcel() -> None:
    with pytest.raises(ValueError, match="line break"):
        replace(letter(), recipient="gd@stc.example>\r\nRSET\r\nMAIL FROM:<x@y.example")


def test_a_letter_whose_answer_is_late_is_in_doubt_and_was_sent_once() -> None:
    with listening(Sink([Slow(1.5)])) as sink:
        assert tried(sink, "timeout=0.3").outcome is Outcome.UNKNOWN
        mail.close()
    assert sink.connections == 1


def test_nobody_listening_is_transient() -> None:
    with listening(Sink()) as sink:
        pass
    receipt = tried(sink)
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, None)


@pytest.mark.parametrize("pipelining", [False, True])
@pytest.mark.parametrize("stale", [Drop("MAIL"), Drop("RCPT"), Drop("DATA"), At("MAIL", "421 4.4.2 idle too long", hang_up=True)])
def test_a_rested_connection_that_died_is_opened_anew_once(stale: At | Drop, pipelining: bool) -> None:
    with listening(Sink([At("CONTENT", ""), stale], pipelining=pipelining)) as sink:
        assert tried(sink).outcome is Outcome.ACCEPTED
        assert mail.send(url(sink), letter(2)).outcome is Outcome.ACCEPTED
        assert sink.connections == 2
    assert sink.bodies == [letter().body, letter(2).body]


def test_a_relay_that_keeps_hanging_up_is_dialled_once_more_and_no_oftener() -> None:
    with listening(Sink([At("CONTENT", ""), *[Drop("MAIL")] * 9])) as sink:
        assert tried(sink).outcome is Outcome.ACCEPTED
        assert tried(sink).outcome is Outcome.TRANSIENT
        assert sink.connections == 2


def test_a_rested_connection_lost_after_the_letter_began_is_not_tried_again() -> None:
    with listening(Sink([At("CONTENT", ""), Drop("CONTENT")])) as sink:
        assert tried(sink).outcome is Outcome.ACCEPTED
        assert tried(sink).outcome is Outcome.UNKNOWN
        assert sink.connections == 1
        assert len(sink.bodies) == 2


def test_a_connection_is_left_after_twenty_idle_seconds_and_after_two_hundred_letters() -> None:
    now = [0.0]
    with listening(Sink()) as sink:
        pool = Pool(Relay("127.0.0.1", sink.port), clock=lambda: now[0])
        parcel = letter()
        for _ in range(LETTERS_PER_LINE):
            pool.deliver(parcel)
        assert sink.connections == 1
        pool.deliver(parcel)
        assert sink.connections == 2
        now[0] = IDLE_SECONDS
        pool.deliver(parcel)
        assert sink.connections == 2
        now[0] += IDLE_SECONDS + 0.1
        pool.deliver(parcel)
        assert sink.connections == 3
        pool.close()


def test_threads_share_the_pool_and_every_letter_arrives_once() -> None:
    receipts: list[Receipt] = []
    with listening(Sink()) as sink:

        def post(first: int) -> None:
            receipts.extend(mail.send(url(sink), letter(n)) for n in range(first, first + 10))

        threads = [threading.Thread(target=post, args=(n * 10,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        mail.close()
        assert sink.connections <= 6
    assert [r.outcome for r in receipts] == [Outcome.ACCEPTED] * 60
    assert sorted(sink.bodies) == sorted(letter(n).body for n in range(60))


def test_an_attempt_ends_before_the_senders_lease_does() -> None:
    limit = Limit(each=20, whole=0)
    with pytest.raises(TimeoutError):
        limit.left()
    assert ATTEMPT_SECONDS < 120


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def secure(sink: Sink, ca: str, *, password: str = SECRET, mode: str = "starttls") -> str:
    return f"nhipmails://nhip:{password}@127.0.0.1:{sink.port}?mode={mode}&timeout=5" + (f"&ca={ca}" if ca else "")


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_letter_goes_encrypted_and_logged_in(mode: str, server_tls: ssl.SSLContext, ca: str) -> None:
    tls, starttls = (server_tls, None) if mode == "ssl" else (None, server_tls)
    with listening(Sink(), tls=tls, starttls=starttls, password=SECRET) as sink:
        assert mail.send(secure(sink, ca, mode=mode), letter()).outcome is Outcome.ACCEPTED
        mail.close()
    assert len(sink.bodies) == 1


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_certificate_nobody_vouches_for_is_a_fault_of_configuration(mode: str, server_tls: ssl.SSLContext) -> None:
    tls, starttls = (server_tls, None) if mode == "ssl" else (None, server_tls)
    with listening(Sink(), tls=tls, starttls=starttls, password=SECRET) as sink:
        receipt = mail.send(secure(sink, "", mode=mode), letter())
    assert receipt.outcome is Outcome.CONFIG
    assert "CERTIFICATE_VERIFY_FAILED" in receipt.reply
    assert sink.bodies == []


def test_a_refused_password_is_a_fault_of_configuration_and_is_not_told(
    server_tls: ssl.SSLContext, ca: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(1), listening(Sink(), starttls=server_tls, password=SECRET) as sink:
        receipt = mail.send(secure(sink, ca, password="sai-roi"), letter())
    assert (receipt.outcome, receipt.code) == (Outcome.CONFIG, 535)
    assert "sai-roi" not in receipt.reply + caplog.text


def test_a_relay_without_encryption_gets_neither_password_nor_letter(ca: str) -> None:
    with listening(Sink(), password=SECRET) as sink:
        assert mail.send(secure(sink, ca), letter()).outcome is Outcome.CONFIG
        assert mail.send(secure(sink, ca, mode="ssl"), letter()).outcome is Outcome.CONFIG
    assert sink.bodies == []
