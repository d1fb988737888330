"""Reaching a relay: greeting, encryption, login; and what a failure to get that far means."""

import smtplib
import socket
import ssl
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.replies import Stage, one_line, receipt_of

ATTEMPT_SECONDS = 90.0


class Security(StrEnum):
    """How the connection is protected."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "ssl"


@dataclass(frozen=True)
class Relay:
    """The server that takes our mail. ``timeout`` in seconds bounds each connect, read and write; ``ca`` is a PEM file."""

    host: str
    port: int
    security: Security = Security.PLAIN
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: str | None = None
    timeout: float = 20.0


class Limit:
    """The time one attempt may take. The sender's lease on a letter is longer, so nobody else begins it meanwhile."""

    def __init__(self, each: float, whole: float = ATTEMPT_SECONDS) -> None:
        self._each = each
        self._end = time.monotonic() + whole

    def left(self) -> float:
        """Seconds the next step may take; ``TimeoutError`` when the attempt has had its time."""
        left = min(self._each, self._end - time.monotonic())
        if left <= 0:
            raise TimeoutError(f"the attempt took longer than {ATTEMPT_SECONDS:.0f} s")
        return left

    def bind(self, smtp: smtplib.SMTP) -> None:
        """Bound the next command on this connection."""
        left = self.left()
        if smtp.sock is not None and smtp.sock.gettimeout() != left:  # setting it asks the kernel, every time
            smtp.sock.settimeout(left)


class NotConnected(Exception):
    """The relay could not be reached or would not have us; nothing of the letter has left."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.reply)
        self.receipt = receipt


def dial(relay: Relay, limit: Limit) -> smtplib.SMTP:
    """A connection greeted, encrypted and logged in as the relay's entry says; else :class:`NotConnected`."""
    smtp: smtplib.SMTP | None = None
    stage = Stage.GREETING
    try:
        if relay.security is Security.TLS:
            context = tls_context(relay.ca)
            smtp = smtplib.SMTP_SSL(relay.host, relay.port, own_name(), timeout=limit.left(), context=context)
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, own_name(), timeout=limit.left())
        limit.bind(smtp)
        smtp.ehlo_or_helo_if_needed()
        if relay.security is Security.STARTTLS:
            stage = Stage.TLS
            limit.bind(smtp)
            smtp.starttls(context=tls_context(relay.ca))
            limit.bind(smtp)
            smtp.ehlo()
        if relay.user is not None:
            stage = Stage.LOGIN
            limit.bind(smtp)
            smtp.login(relay.user, relay.password or "")
    except OSError as error:
        if smtp is not None:
            smtp.close()
        receipt = _not_connected(stage, error)
        raise NotConnected(replace(receipt, reply=_without(relay.password, receipt.reply))) from None
    return smtp


def _not_connected(stage: Stage, error: OSError) -> Receipt:
    if isinstance(error, smtplib.SMTPResponseException):
        return receipt_of(stage, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Receipt(Outcome.CONFIG, None, one_line(str(error)))
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Receipt(Outcome.CONFIG, None, one_line(str(error)))  # the certificate, or no TLS spoken on that port
    return Receipt(Outcome.TRANSIENT, None, one_line(str(error)))


def _without(secret: str | None, text: str) -> str:
    return text.replace(secret, "***") if secret else text


@cache
def tls_context(ca: str | None) -> ssl.SSLContext:
    """Built once per certificate file: reading the system's certificates costs 35-50 ms."""
    return ssl.create_default_context(cafile=ca)


@cache
def own_name() -> str:
    """The name we greet with; looked up once, since the look-up may wait for DNS."""
    return socket.getfqdn()
