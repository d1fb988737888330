"""The local mailbox of the demo and of the tests: an SMTP server that keeps what it takes, one file a letter, and shows it.

``python -m deployments.mailbox --smtp-port 2585 --web-port 8086 --folder DIR``. It accepts mail for anybody and passes nothing on.
"""

import argparse
import html
import re
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from notifications.plain import clean, one_line
from notifications.words import short_date

_LINK = re.compile(r"https?://[^\s\"'<>]+")
_HREF = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True)
class File:
    """An attachment."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Received:
    """A letter as it arrived. ``id`` counts up from ``00000001`` in order of arrival; ``to`` is the envelope's recipient, ``reader`` the To
    header; ``source`` is what came over the wire."""

    id: str
    to: str
    reader: str
    sender: str
    subject: str
    message_id: str
    date: str
    text: str
    html: str
    links: tuple[str, ...]
    files: tuple[File, ...]
    source: bytes = field(repr=False)

    @property
    def when(self) -> str:
        """The Date header as a Vietnamese page shows it; as it stands when it is no date."""
        try:
            moment = parsedate_to_datetime(self.date)
        except ValueError:
            return self.date
        return f"{moment:%H:%M}, ngày {short_date(moment)}"

    def facts(self) -> dict[str, Any]:
        """What the JSON interface tells of it."""
        names = ("id", "to", "sender", "subject", "message_id", "date", "links", "text")
        return {name: getattr(self, name) for name in names} | {"files": [file.name for file in self.files]}


class Mailbox:
    """The letters in a folder (``new/``, written in ``tmp/`` first), and the handler that puts them there.

    One process writes a folder at a time. A letter is in its place before the sender reads "250", so a killed mailbox has kept
    whatever it accepted, and takes up its numbers where it stopped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._read: dict[str, Received] = {}
        self._numbers = count(max((int(name) for name in self._ids()), default=0) + 1)

    def store(self, sender: str, recipient: str, content: bytes) -> str:
        """Keep one letter for one recipient; returns its id."""
        name = f"{next(self._numbers):08d}"
        draft = self.folder / "tmp" / f"{name}.eml"
        head = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"
        draft.write_bytes(head.encode("utf-8") + content)
        draft.replace(self.folder / "new" / draft.name)
        return name

    def letters(self, to: str | None = None, after: str = "") -> list[Received]:
        """The letters in order of arrival; ``to`` is an address (case does not matter), ``after`` an id."""
        found = (self.letter(name) for name in self._ids() if name > after)
        return [letter for letter in found if letter is not None and (to is None or letter.to.lower() == to.lower())]

    def letter(self, name: str) -> Received | None:
        """One letter, or None."""
        if name not in self._read:
            path = self.folder / "new" / f"{name}.eml"
            if not re.fullmatch(r"\d{8}", name) or not path.is_file():
                return None
            self._read[name] = read(name, path.read_bytes())
        return self._read[name]

    def _ids(self) -> list[str]:
        return sorted(path.stem for path in (self.folder / "new").glob("[0-9]*.eml"))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002 - aiosmtpd's hook
        """Take a message: a file for each recipient."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        names = [self.store(envelope.mail_from or "", recipient, content) for recipient in envelope.rcpt_tos]
        return f"250 2.0.0 Ok: queued as {names[0]}"

    @contextmanager
    def listening(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
        """Take mail while the block runs; gives the port (0 lets the system choose). ``OSError`` when the port is taken."""
        listener = _Listener(self, bound(host, port))
        listener.start()
        try:
            yield listener.port
        finally:
            listener.stop()


class _Listener(Controller):
    """aiosmtpd in a thread of its own, on a socket that is bound already: a taken port shows at once, not after a timeout."""

    def __init__(self, handler: Mailbox, listening: socket.socket) -> None:
        host, port = listening.getsockname()
        super().__init__(handler, hostname=host, port=port, server_hostname="mailbox")
        self._listening = listening

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


def read(name: str, stored: bytes) -> Received:
    """A stored file as a letter."""
    source = stored.split(b"\r\n", 2)[2]
    message = message_from_bytes(stored, policy=policy.default)
    text, page = _body(message, "plain"), _body(message, "html")
    links = [html.unescape(link) for link in _HREF.findall(page)] + _LINK.findall(text)
    return Received(
        id=name,
        to=_header(message, "Delivered-To"),
        reader=_header(message, "To"),
        sender=_header(message, "From"),
        subject=_header(message, "Subject"),
        message_id=_header(message, "Message-ID"),
        date=_header(message, "Date"),
        text=text,
        html=page,
        links=tuple(dict.fromkeys(links)),
        files=tuple(_files(message)),
        source=source,
    )


def _header(message: EmailMessage, name: str) -> str:
    return one_line(str(message[name] or ""))


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    content = part.get_payload(decode=True) if part is not None else b""
    return clean(content.decode("utf-8", "replace")) if isinstance(content, bytes) else ""


def _files(message: EmailMessage) -> Iterator[File]:
    for part in message.walk():
        kind = part.get_content_type()
        if not part.is_multipart() and (part.get_filename() or kind == "text/calendar"):
            content = part.get_payload(decode=True)
            yield File(one_line(part.get_filename() or "invite.ics"), kind, content if isinstance(content, bytes) else b"")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop (TERM or Ctrl-C). Exit 2 when a port is taken."""
    import uvicorn

    from deployments.mailbox_pages import application

    description = "Hộp thư tại chỗ: nhận mọi thư, không chuyển đi đâu."
    parser = argparse.ArgumentParser(prog="python -m deployments.mailbox", description=description)
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe")
    parser.add_argument("--smtp-port", type=int, default=2585, help="cổng nhận thư (0: hệ thống chọn)")
    parser.add_argument("--web-port", type=int, default=8086, help="cổng trang xem thư (0: hệ thống chọn)")
    parser.add_argument("--folder", type=Path, required=True, help="thư mục giữ thư")
    told = parser.parse_args(arguments)
    mailbox = Mailbox(told.folder)
    try:
        with bound(told.host, told.web_port) as web, mailbox.listening(told.host, told.smtp_port) as smtp_port:
            sys.stdout.write(f"Hộp thư: nhận ở {told.host}:{smtp_port}, xem ở http://{told.host}:{web.getsockname()[1]}\n")
            sys.stdout.flush()
            config = uvicorn.Config(application(mailbox), log_level="warning", lifespan="off", timeout_graceful_shutdown=2)
            uvicorn.Server(config).run(sockets=[web])
    except OSError as error:
        sys.stderr.write(f"Không mở được cổng của hộp thư ({error}). Dừng chương trình đang dùng cổng đó hoặc chọn cổng khác.\n")
        return 2
    return 0


def bound(host: str, port: int) -> socket.socket:
    """A socket on that port (0: the system chooses); ``OSError`` when it is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


if __name__ == "__main__":
    sys.exit(main())
