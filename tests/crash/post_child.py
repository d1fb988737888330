"""A postman in a process of its own that ends by SIGKILL at the point it is told to."""

import os
import signal
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from deployments import postman as post
from deployments.postgres import Cluster  # noqa: F401 - loaded before the fork, as everything here
from models.clock import FixedClock, at
from models.store import Store
from notifications import outbox
from notifications.channels import mail, relay
from notifications.channels.receipt import Receipt
from notifications.outgoing import Outgoing
from regulation import load
from tasks.bureau import Bureau

MIDDAY = at(date(2027, 3, 2), time(12))
LAW = load()
HERE = ("claiming", "claimed", "sent", "marking", "marked")  # points of the postman's own path, in their order
THERE = ("MAIL", "RCPT", "CONTENT", "250")  # points the mail server sees: command read; letter read and kept; answer given


@dataclass(frozen=True)
class Kill:
    """Where this postman ends, and the how-manieth time it gets there."""

    point: str
    nth: int


def run(url: str, port: int, home: str, name: str, kill: Kill | None) -> None:
    """Post until killed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    store = Store(url, FixedClock(MIDDAY))
    bureau = Bureau(store, LAW, Path(home) / "files", b"k" * 32, "http://nhip.example", mail_from="nhip@ban.example")
    relay.own_name = lambda: name  # type: ignore[assignment] # the mail server learns whom it may kill
    counts = dict.fromkeys(HERE, 0)

    def die_at(point: str) -> None:
        counts[point] += 1
        if kill == Kill(point, counts[point]):
            os.kill(os.getpid(), signal.SIGKILL)

    deliver = post.delivery(bureau, f"nhipmail://127.0.0.1:{port}", Path(home) / "tray")

    def send(letter: Outgoing) -> Receipt:
        die_at("claimed")
        receipt = deliver(letter)
        die_at("sent")
        return receipt

    claim, mark, claim_next = outbox.claim, post.mark, post.claim_next

    def claiming(*args: object, **kwargs: object) -> Outgoing | None:
        letter = claim(*args, **kwargs)  # type: ignore[arg-type]
        if kwargs["accepted"] is not None:  # marked by the same statement
            die_at("marking")
        if letter is not None:
            die_at("claiming")
        return letter

    def marking(*args: object) -> None:
        mark(*args)  # type: ignore[arg-type]
        die_at("marking")

    def marked(*args: object) -> Outgoing | None:
        letter = claim_next(*args)  # type: ignore[arg-type]
        if args[3] is not None:  # what was sent before
            die_at("marked")
        return letter

    outbox.claim, post.mark, post.claim_next = claiming, marking, marked  # type: ignore[assignment]
    post.Postman(store, send, name, connections=1, defaults=LAW.letters).run()


mail.register()  # more than a second, once for all that are forked
