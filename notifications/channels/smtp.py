"""A pooled SMTP connection: which words were said when, so that a lost answer is never taken for a refusal."""

import re
import smtplib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.relay import Limit, NotConnected, Relay, dial
from notifications.channels.replies import Stage, one_line, receipt_of
from notifications.parcel import Parcel

IDLE_SECONDS = 20.0  # relays hang up on idle clients; Postfix' smtpd_timeout under stress is 10 s, usual limits are minutes
LETTERS_PER_LINE = 200
GOODBYE_SECONDS = 2.0  # nobody waits longer for the answer to QUIT


class LineLost(Exception):
    """The connection broke. ``receipt`` is what the attempt ended as; ``began`` is true once bytes of the letter had left."""

    def __init__(self, receipt: Receipt, *, began: bool) -> None:
        super().__init__(receipt.reply)
        self.receipt = receipt
        self.began = began


@dataclass
class Line:
    """One open connection, used by one thread at a time."""

    smtp: smtplib.SMTP
    carried: int = 0
    rested_at: float = 0.0
    open: bool = True

    def carry(self, parcel: Parcel, limit: Limit) -> Receipt:
        """One letter. :class:`LineLost` when the connection broke or the time ran out."""
        began = False
        self.carried += 1
        try:
            refusal = self._announce(parcel, limit)
            if refusal is not None:
                return refusal
            limit.bind(self.smtp)
            began = True
            self.smtp.send(_dotted(parcel.body))
            limit.bind(self.smtp)
            code, reply = self.smtp.getreply()
        except OSError as error:  # smtplib's own errors are OSErrors too
            self.hang_up()
            raise LineLost(_lost(began, error), began=began) from error
        if not (200 <= code <= 299 or 400 <= code <= 599):  # not an SMTP reply: what became of the letter is not known
            self.hang_up()
            raise LineLost(Receipt(Outcome.UNKNOWN, None, one_line(reply)), began=True)
        return receipt_of(Stage.CONTENT, code, reply)

    def _announce(self, parcel: Parcel, limit: Limit) -> Receipt | None:
        """Say for whom it is. None once the relay waits for the letter, else its refusal.

        To a relay that takes them so, the three commands go in one packet (RFC 2920): one wait instead of three.
        """
        commands = self._commands(parcel)
        at_once = self.smtp.has_extn("pipelining")
        if at_once:
            limit.bind(self.smtp)
            self.smtp.send("".join(f"{command}\r\n" for _, command, _ in commands))
        for said, (stage, command, wanted) in enumerate(commands, start=1):
            limit.bind(self.smtp)
            if not at_once:
                self.smtp.putcmd(command)
            code, reply = self.smtp.getreply()
            if code not in wanted:
                return self._refused(stage, code, reply, unread=len(commands) - said if at_once else 0)
        return None

    def _commands(self, parcel: Parcel) -> Sequence[tuple[Stage, str, frozenset[int]]]:
        """What announces a letter, and the replies that let it go on."""
        size = f" SIZE={len(parcel.body)}" if self.smtp.has_extn("size") else ""
        return (
            (Stage.SENDER, f"MAIL FROM:<{parcel.sender}>{size}", frozenset({250})),
            (Stage.RECIPIENT, f"RCPT TO:<{parcel.recipient}>", frozenset({250, 251, 252})),
            (Stage.DATA, "DATA", frozenset({354})),
        )

    def _refused(self, stage: Stage, code: int, reply: bytes, unread: int) -> Receipt:
        """The refusal's receipt; ``unread`` answers, to what was said after the refused command, are read away."""
        receipt = receipt_of(stage, code, reply)
        if code == 421 or not 400 <= code <= 599:  # the server is leaving, or no longer talks SMTP
            self.hang_up()
            raise LineLost(receipt, began=False)
        try:
            if 354 in [self.smtp.getreply()[0] for _ in range(unread)]:
                self.hang_up()  # it waits for a letter all the same; whatever came now, it would take for one
            else:
                self.smtp.rset()
        except OSError:
            self.hang_up()  # the refusal stands; only the connection is gone
        return receipt

    def hang_up(self) -> None:
        """Close without a word."""
        self.open = False
        self.smtp.close()

    def say_goodbye(self) -> None:
        """Close politely, but wait for nobody."""
        self.open = False
        try:
            if self.smtp.sock is not None:
                self.smtp.sock.settimeout(GOODBYE_SECONDS)
            self.smtp.quit()
        except OSError:
            self.smtp.close()


class Pool:
    """Connections to one relay, shared by threads: each is lent to one letter at a time, the freshest first."""

    def __init__(self, relay: Relay, clock: Callable[[], float] = time.monotonic) -> None:
        self.relay = relay
        self._clock = clock
        self._lock = threading.Lock()
        self._rested: list[Line] = []

    def deliver(self, parcel: Parcel) -> Receipt:
        """One attempt, at most ``ATTEMPT_SECONDS``. Never raises for what the relay or the network did."""
        limit = Limit(self.relay.timeout)
        line = self._take()
        if line is not None:
            try:
                return self._over(line, parcel, limit)
            except LineLost as lost:
                if lost.began:
                    return lost.receipt
                # The relay hung up while the line rested and no byte of the letter had left: dial once more.
        try:
            return self._over(Line(dial(self.relay, limit)), parcel, limit)
        except (NotConnected, LineLost) as failed:
            return failed.receipt

    def close_idle(self) -> None:
        """Say goodbye on lines that rested too long."""
        now = self._clock()
        with self._lock:
            stale = [line for line in self._rested if now - line.rested_at > IDLE_SECONDS]
            self._rested = [line for line in self._rested if now - line.rested_at <= IDLE_SECONDS]
        for line in stale:
            line.say_goodbye()

    def close(self) -> None:
        """Say goodbye on every line that is not in use."""
        with self._lock:
            lines, self._rested = self._rested, []
        for line in lines:
            line.say_goodbye()

    def _take(self) -> Line | None:
        self.close_idle()
        with self._lock:
            return self._rested.pop() if self._rested else None

    def _over(self, line: Line, parcel: Parcel, limit: Limit) -> Receipt:
        receipt = line.carry(parcel, limit)
        if line.open and line.carried >= LETTERS_PER_LINE:
            line.say_goodbye()
        elif line.open:
            line.rested_at = self._clock()
            with self._lock:
                self._rested.append(line)
        return receipt


def _lost(began: bool, error: OSError) -> Receipt:
    return Receipt(Outcome.UNKNOWN if began else Outcome.TRANSIENT, None, one_line(str(error)))


def _dotted(body: bytes) -> bytes:
    """Dot-stuffing and the final dot (RFC 5321 §4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", body) if b"\n." in body or body.startswith(b".") else body
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
