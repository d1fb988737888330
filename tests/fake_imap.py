"""An IMAP server with one mailbox that speaks the few commands we use, and can fail at each of them."""

import re
import shlex
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

PASSWORD = "b1-mat-khau"


@dataclass
class Message:
    """One message; ``flags`` as IMAP writes them."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class FakeImap:
    """The mailbox INBOX. ``falls_at``: the command at which the connection breaks; ``visits``: how often somebody logged in."""

    messages: list[Message] = field(default_factory=list)
    falls_at: str = ""
    visits: int = 0
    port: int = 0

    def put(self, *raws: bytes) -> None:
        self.messages += [Message(raw) for raw in raws]

    @property
    def flags(self) -> list[set[str]]:
        return [one.flags for one in self.messages]


class _Session(socketserver.StreamRequestHandler):
    timeout = 20
    mailbox: FakeImap

    def setup(self) -> None:
        context: ssl.SSLContext | None = self.server.context  # type: ignore[attr-defined]
        if context is not None:
            self.request = context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def handle(self) -> None:
        self.mailbox = self.server.mailbox  # type: ignore[attr-defined]
        self._say("* OK ready")
        for line in self.rfile:
            tag, *words = shlex.split(line.decode())
            name = " ".join(words[: 2 if words[0].upper() == "UID" else 1]).upper()
            if name == self.mailbox.falls_at:
                return
            self._say(f"{tag} {self._answer(name, words)}")
            if name == "LOGOUT":
                return

    def _answer(self, name: str, words: list[str]) -> str:
        match name:
            case "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            case "LOGIN":
                if words[2] != PASSWORD:
                    return "NO [AUTHENTICATIONFAILED] wrong"
                self.mailbox.visits += 1
            case "SELECT":
                if words[1] != "INBOX":
                    return "NO no such folder"
                self._say(f"* {len(self.mailbox.messages)} EXISTS")
            case "UID SEARCH":
                assert words[2:] == ["UNSEEN", "UNFLAGGED"]
                found = [str(n) for n, one in enumerate(self.mailbox.messages, 1) if not one.flags]
                self._say(f"* SEARCH {' '.join(found)}".rstrip())
            case "UID FETCH":
                asked = re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", words[3])
                assert asked is not None
                raw = self.mailbox.messages[int(words[2]) - 1].raw[: int(asked[1])]
                self.wfile.write(f"* {words[2]} FETCH (UID {words[2]} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
            case "UID STORE":
                self.mailbox.messages[int(words[2]) - 1].flags.add(words[4].strip("()").lstrip("\\"))
            case "LOGOUT":
                self._say("* BYE")
            case _:
                return "BAD unknown"
        return "OK done"

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is none of the test's business."""


@contextmanager
def listening(mailbox: FakeImap, context: ssl.SSLContext | None = None) -> Iterator[FakeImap]:
    """The mailbox on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.mailbox, server.context = mailbox, context  # type: ignore[attr-defined]
        mailbox.port = server.server_address[1]
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
