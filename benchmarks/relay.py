"""A relay that takes everything and keeps nothing: ``python -m benchmarks.relay MILLISECONDS``. Each of its answers comes that much later.

It prints the port it listens on, and stops with its standard input.
"""

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Late:
    """Says yes to every command, after a while."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: ARG002 - aiosmtpd's hook
        """EHLO: it takes commands in one packet, as Postfix, Exim and Exchange do."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: ARG002 - aiosmtpd's hook
        """MAIL FROM."""
        envelope.mail_from = address
        return await self._yes("250 OK")

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: ARG002 - aiosmtpd's hook
        """RCPT TO."""
        envelope.rcpt_tos.append(address)
        return await self._yes("250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002 - as above
        """The letter."""
        return await self._yes("250 2.0.0 Ok: queued as Q1")

    async def _yes(self, answer: str) -> str:
        if self._seconds:
            await asyncio.sleep(self._seconds)
        return answer


async def listen(seconds: float) -> None:
    """Until standard input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Late(seconds), hostname="relay"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    reader: Any = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    server.close()


if __name__ == "__main__":
    asyncio.run(listen(float(sys.argv[1]) / 1000))
