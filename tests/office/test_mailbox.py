"""The local mailbox: what it accepted it keeps, and shows without trusting it."""

import asyncio
import re
import signal
import smtplib
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from deployments.mailbox import Mailbox, bound, main
from deployments.mailbox_pages import application
from notifications.channels import mail
from notifications.channels.receipt import Outcome
from notifications.message import Envelope, compose
from notifications.samples import LINK, SAMPLES
from notifications.words import render
from tests.rules.test_message import ENVELOPE


def letter(number: int, kind: str = "invitation") -> Envelope:
    said = render(kind, SAMPLES[kind])
    return replace(ENVELOPE, message_id=f"<letter-{number}@nhip.example>", subject=said.subject, text=said.text, html=said.html)


def post(port: int, envelope: Envelope) -> str | None:
    receipt = mail.send(f"nhipmail://127.0.0.1:{port}", compose(envelope))
    assert receipt.outcome is Outcome.ACCEPTED
    return receipt.queue_id


class Browser:
    """Reads pages of an application without a server."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._transport = httpx.ASGITransport(application(mailbox))

    def get(self, path: str, **params: str) -> httpx.Response:
        async def got() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://mailbox") as client:
                return await client.get(path, params=params)

        return asyncio.run(got())


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


@pytest.fixture
def web(mailbox: Mailbox) -> Browser:
    with mailbox.listening() as port:
        for number in (1, 2):
            post(port, letter(number))
        mail.close()
    return Browser(mailbox)


def test_a_letter_is_kept_as_it_came(mailbox: Mailbox) -> None:
    with mailbox.listening() as port:
        assert post(port, letter(1)) == "00000001"
        mail.close()
    (kept,) = mailbox.letters()
    assert kept.source == compose(letter(1)).body
    assert (kept.to, kept.message_id) == (ENVELOPE.to.address, "<letter-1@nhip.example>")
    assert kept.subject == letter(1).subject
    assert kept.links == (LINK,)
    assert kept.text == letter(1).text
    assert [file.name for file in kept.files] == ["invite.ics", "moi-hop.ics", "Giấy mời số 12-GM-BCĐ.docx", "Chương trình.pdf"]


def test_letters_stay_in_order_through_a_restart(mailbox: Mailbox, tmp_path: Path) -> None:
    mailbox.store("a@so.example", "b@so.example", b"Subject: 1\r\n\r\n")
    again = Mailbox(tmp_path)
    again.store("a@so.example", "C@so.example", b"Subject: 2\r\n\r\n")
    assert [(kept.id, kept.subject) for kept in again.letters()] == [("00000001", "1"), ("00000002", "2")]
    assert [kept.id for kept in again.letters(after="00000001")] == ["00000002"]
    assert [kept.id for kept in again.letters(to="c@so.example")] == ["00000002"]


def test_one_file_for_each_recipient(mailbox: Mailbox) -> None:
    with mailbox.listening() as port, smtplib.SMTP("127.0.0.1", port, "test") as smtp:
        smtp.sendmail("a@so.example", ["b@so.example", "c@so.example"], "Subject: x\r\n\r\ny\r\n")
    assert [kept.to for kept in mailbox.letters()] == ["b@so.example", "c@so.example"]


def test_many_senders_at_once_lose_nothing(mailbox: Mailbox) -> None:
    threads = [
        threading.Thread(target=lambda: [mailbox.store("a@so.example", "b@so.example", b"Subject: x\r\n\r\n") for _ in range(20)])
        for _ in range(8)
    ]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert [kept.id for kept in mailbox.letters()] == [f"{n:08d}" for n in range(1, 161)]


def test_the_list_shows_the_newest_first(web: Browser) -> None:
    page = web.get("/").text
    assert page.index("/letters/00000002") < page.index("/letters/00000001")
    assert "2 thư" in page
    assert "0 thư" in web.get("/", to="nobody@so.example").text


def test_the_interface_tells_what_a_script_needs(web: Browser) -> None:
    first, second = web.get("/api/letters", to=ENVELOPE.to.address.upper()).json()
    assert (first["id"], first["message_id"], first["links"]) == ("00000001", "<letter-1@nhip.example>", [LINK])
    assert first["to"] == ENVELOPE.to.address
    assert first["subject"] == letter(1).subject
    assert LINK in first["text"]
    assert first["date"] == "Thu, 19 Sep 2019 09:00:00 +0700"
    assert web.get("/api/letters", after="00000001").json() == [second]


def test_a_letter_is_shown_in_a_sandbox_with_its_files_and_source(web: Browser) -> None:
    page = web.get("/letters/00000001").text
    assert re.search(r'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/letters/00000001/html"', page)
    shown = web.get("/letters/00000001/html")
    assert "script" not in shown.headers["content-security-policy"]
    assert shown.headers["content-security-policy"].startswith("sandbox ")
    assert '<base target="_blank">' in shown.text
    assert web.get("/letters/00000001/source").content == compose(letter(1)).body
    docx = web.get("/letters/00000001/files/2")
    assert docx.content == b"PK\x03\x04"
    assert "Gi%E1%BA%A5y%20m%E1%BB%9Di" in docx.headers["content-disposition"]


@pytest.mark.parametrize("path", ["/letters/00000009", "/letters/x", "/letters/..%2f..%2fetc", "/letters/00000001/files/99", "/none"])
def test_what_is_not_there_is_not_there(web: Browser, path: str) -> None:
    assert web.get(path).status_code == 404


def test_a_letters_text_cannot_become_part_of_the_page(mailbox: Mailbox) -> None:
    evil = "Subject: <script>alert(1)</script>\r\nContent-Type: text/plain; charset=none\r\n\r\n</pre><script>x</script>"
    mailbox.store("a@so.example", "<b>@so.example", evil.encode())
    client = Browser(mailbox)
    for path in ("/", "/letters/00000001"):
        assert "<script" not in client.get(path).text
        assert "script" not in client.get(path).headers["content-security-policy"]


def test_a_taken_port_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["--smtp-port", port, "--web-port", "0", "--folder", str(tmp_path)]) == 2
        assert main(["--smtp-port", "0", "--web-port", port, "--folder", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("Không mở được cổng của hộp thư") == 2


def test_a_killed_mailbox_has_kept_what_it_accepted(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "deployments.mailbox", "--smtp-port", "0", "--web-port", "0", "--folder", str(tmp_path)]
    for number, ending in ((1, signal.SIGKILL), (2, signal.SIGTERM)):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            smtp, page = re.findall(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            try:
                assert post(int(smtp), letter(number)) == f"{number:08d}"
                mail.close()
                assert len(httpx.get(f"http://127.0.0.1:{page}/api/letters", trust_env=False).json()) == number
            finally:
                process.send_signal(ending)
            assert process.stderr.read() == ""
    assert process.returncode in (0, -signal.SIGTERM)
    assert len(Mailbox(tmp_path).letters()) == 2
