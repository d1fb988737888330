"""A mail server that misbehaves on command."""

import asyncio
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass(frozen=True)
class At:
    """Answer one message with this reply at this command ("MAIL", "RCPT", "DATA" before the letter, "CONTENT" after the dot)."""

    command: str
    reply: str
    hang_up: bool = False


@dataclass(frozen=True)
class Drop:
    """Cut the connection: at a command, or at "CONTENT" (the letter was read and kept, the answer never comes)."""

    command: str


@dataclass(frozen=True)
class Slow:
    """Wait this many seconds before the answer to the letter."""

    seconds: float


OK = At("CONTENT", "")


class _Server(SMTP):
    """aiosmtpd with one hook more: DATA may be refused before the letter is sent."""

    async def smtp_DATA(self, arg: str | None) -> None:
        refused = await self.event_handler.before_data(self)
        if refused is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(refused)


class _Listener(Controller):
    """A controller on a port the system chooses."""

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class Sink:
    """Keeps what it is sent. ``behaviour`` holds one item per message, in order; afterwards it behaves.

    ``pipelining``: it says that it takes several commands in one packet (RFC 2920).
    """

    behaviour: Iterable[At | Drop | Slow] = ()
    pipelining: bool = False
    bodies: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._script: Iterator[At | Drop | Slow] = iter(self.behaviour)
        self._now: At | Drop | Slow = OK

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self._now = next(self._script, OK)
        refused = await self._played("MAIL", server)
        if refused is None:
            envelope.mail_from = address
        return refused or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        refused = await self._played("RCPT", server)
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def before_data(self, server: SMTP) -> str | None:
        return await self._played("DATA", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if isinstance(self._now, Slow):
            await asyncio.sleep(self._now.seconds)
        refused = await self._played("CONTENT", server)
        if refused is None or isinstance(self._now, Drop):
            self.bodies.append(envelope.content or b"")
            self.recipients += envelope.rcpt_tos
            self.senders.append(envelope.mail_from or "")
        return refused or f"250 2.0.0 Ok: queued as Q{len(self.bodies)}"

    async def _played(self, command: str, server: SMTP) -> str | None:
        now = self._now
        if isinstance(now, Slow) or now.command != command or now == OK:
            return None
        if isinstance(now, Drop):
            server.transport.abort()
            return "250 never read"
        if now.hang_up:
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
        return now.reply


@contextmanager
def listening(
    sink: Sink, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, password: str | None = None
) -> Iterator[Sink]:
    """Run the sink on a free port of this machine."""
    options: dict[str, Any] = {"tls_context": starttls, "require_starttls": starttls is not None}
    if password is not None:
        options |= {"authenticator": lambda *a: AuthResult(success=a[4].password == password.encode(), handled=False)}
        options |= {"auth_require_tls": starttls is not None}
    controller = _Listener(sink, hostname="127.0.0.1", port=0, ssl_context=tls, server_hostname="sink", **options)
    controller.start()
    sink.port = controller.port
    sink.connections = 0
    try:
        yield sink
    finally:
        controller.stop()
