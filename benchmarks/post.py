"""Personal letters by e-mail: raw ``smtplib``, stock Apprise and the house's postman, side by side against one relay.

``python -m benchmarks.post [letters] [connections] [rounds]``. The peer is a program of Python's own ``smtplib``, a thread and a
connection each, as many as the postman has: a personal letter is a message of its own, so it builds each from its ready words with
Python's e-mail package and hands it to ``send_message``. In the column "finished" even the building is done before the clock starts,
which only one letter to all could have. Stock Apprise is handed the words. The postman claims each letter from the outbox, renders its
words, builds it, sends it and marks it, a commit a letter; the limits are held against the peer whose letters are finished. The relay
says PIPELINING, as real ones do. The rounds of peers and postman take turns, so that whatever else the machine does falls on all alike.
"""

import queue
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import psutil
from apprise import Apprise, AppriseAsset
from sqlalchemy import text

from benchmarks.ground import LAW, bureau_of, durable_cluster, table
from deployments.postman import Postman, delivery
from models.base import new_id
from models.clock import OFFICE_ZONE, FixedClock
from models.letters import Letter
from notifications import outbox
from notifications.address import Party
from notifications.channels import mail
from notifications.dispatch import Counter, words_of
from notifications.samples import COMMON
from notifications.words import Words
from tasks.bureau import Bureau

DELAYS = {20: 0.9, 0: 0.7}  # milliseconds a relay's answer takes → what the postman has to reach of raw smtplib
STOCK_LETTERS = 40
MIDDAY = datetime(2019, 8, 28, 12, tzinfo=OFFICE_ZONE)
SENDER = Party("Ban Chỉ đạo", "nhip@ban.example")
WAIT = timedelta(minutes=10).total_seconds()


def rows(count: int) -> list[dict[str, Any]]:
    """Letters to the committee's officers, each its own."""
    people = [person.id for person in LAW.sample.people] if LAW.sample else []
    words = COMMON | {"due": "2019-09-24", "link": None, "clause_texts": list(COMMON["clause_texts"])}
    return [
        {
            "key": f"benchmark/{new_id()}",
            "kind": "ask",
            "officer_id": people[n % len(people)],
            "address": f"can.bo.{n}@don-vi.example",
            "context": {"words": words | {"title": f"Xác nhận tham dự họp, việc số {n}"}},
            "queued_at": MIDDAY,
        }
        for n in range(count)
    ]


def put(bureau: Bureau, count: int) -> float:
    """Seconds to put this many letters in the outbox, in one transaction."""
    letters = rows(count)
    began = time.perf_counter()
    with bureau.store.transaction() as session:
        outbox.post(session, letters)
    return time.perf_counter() - began


@dataclass(frozen=True)
class Ready:
    """A letter whose words are ready."""

    to: str
    words: Words

    def message(self) -> EmailMessage:
        """It as a message, as anybody builds one."""
        message = EmailMessage()
        message["Message-ID"] = make_msgid(domain="ban.example")
        message["Date"] = format_datetime(MIDDAY)
        message["From"] = Address(SENDER.name, addr_spec=SENDER.address)
        message["To"] = Address("Trương Thị Mẫu Hai", addr_spec=self.to)
        message["Subject"] = self.words.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.words.text)
        message.add_alternative(self.words.html, subtype="html")
        return message


def ready(count: int) -> list[Ready]:
    """As many letters whose words are ready."""
    counter = Counter(SENDER, b"k" * 32, "http://127.0.0.1", lambda _: b"")
    return [Ready(row["address"], words_of(Letter(**row), counter)) for row in rows(count)]


T = TypeVar("T")


def side_by_side(workers: int, work: Callable[[queue.SimpleQueue[T]], None], letters: Sequence[T]) -> float:
    """Seconds this many threads need for the letters together."""
    waiting: queue.SimpleQueue[T] = queue.SimpleQueue()
    for letter in letters:
        waiting.put(letter)
    with ThreadPoolExecutor(workers) as threads:
        began = time.perf_counter()
        for ended in [threads.submit(work, waiting) for _ in range(workers)]:
            ended.result()
        return time.perf_counter() - began


def taken(waiting: queue.SimpleQueue[T]) -> Iterator[T]:
    """One after the other, until there are none."""
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def raw(port: int, workers: int, letters: Sequence[Ready | EmailMessage]) -> float:
    """Seconds of plain smtplib, a connection a thread."""

    def work(waiting: queue.SimpleQueue[Ready | EmailMessage]) -> None:
        with smtplib.SMTP("127.0.0.1", port, "benchmark") as smtp:
            for letter in taken(waiting):
                smtp.send_message(letter.message() if isinstance(letter, Ready) else letter)

    return side_by_side(workers, work, letters)


def stock(port: int, workers: int, letters: Sequence[Ready]) -> float:
    """Seconds of Apprise's own e-mail, its throttle off, an object a thread."""

    def work(waiting: queue.SimpleQueue[Ready]) -> None:
        for letter in taken(waiting):
            apprise = Apprise(asset=AppriseAsset(async_mode=False))
            apprise.add(f"mailto://127.0.0.1:{port}?from={SENDER.address}&to={letter.to}")
            for service in apprise:
                service.request_rate_per_sec = 0
            assert apprise.notify(title=letter.words.subject, body=letter.words.html, body_format="html")

    return side_by_side(workers, work, letters)


def posted(bureau: Bureau, url: str, tray: Path, workers: int) -> tuple[float, int]:
    """Seconds the postman needs to empty the outbox, and the most bytes of memory its process had meanwhile."""
    process = psutil.Process()
    postman = Postman(bureau.store, delivery(bureau, url, tray), "benchmark", workers, LAW.letters)
    most = 0
    began = time.perf_counter()
    thread = threading.Thread(target=postman.run)
    thread.start()
    while waiting(bureau):
        assert time.perf_counter() - began < WAIT
        most = max(most, process.memory_info().rss)
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    postman.stop()
    thread.join()
    return seconds, most


def times(ours: Sequence[float], peer: Sequence[float]) -> float:
    """Median over the rounds of ours ÷ peer, both letters a second."""
    return median(one / other for one, other in zip(ours, peer, strict=True))


def waiting(bureau: Bureau) -> bool:
    """Whether a letter is not posted yet."""
    with bureau.store.reading() as session:
        found = session.execute(text("SELECT EXISTS (SELECT FROM letter WHERE state IN ('queued', 'sending'))"))
        return bool(found.scalar_one())


@contextmanager
def relay(delay: int) -> Iterator[int]:
    """The port of a relay in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.relay", str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def main() -> None:
    """Print the tables."""
    count, workers, rounds = (int(argument) for argument in (sys.argv[1:] + ["10000", "8", "5"][len(sys.argv) - 1 :])[:3])
    each = max(count // (4 * rounds), workers)
    lines: list[tuple[object, ...]] = []
    with durable_cluster() as cluster:
        bureau = bureau_of(cluster, clock=FixedClock(MIDDAY))
        mail.register()
        idle = psutil.Process().memory_info().rss  # before the first letter; the rounds below would make the process larger
        put_in = put(bureau, count)
        with relay(0) as port:
            seconds, most = posted(bureau, f"nhipmail://127.0.0.1:{port}", cluster.home / "tray", workers)
        for delay, wanted in DELAYS.items():
            with relay(delay) as port:
                url, tray = f"nhipmail://127.0.0.1:{port}", cluster.home / "tray"
                plain, done, ours = [], [], []
                letters = ready(each)
                finished = [letter.message() for letter in letters]
                for _ in range(rounds):
                    done.append(each / raw(port, workers, finished))
                    plain.append(each / raw(port, workers, letters))
                    put(bureau, each)
                    ours.append(each / posted(bureau, url, tray, workers)[0])
                apprise = STOCK_LETTERS / stock(port, workers, ready(STOCK_LETTERS))
                rates = [f"{median(found):.0f}" for found in (done, plain, [apprise], ours)]
                lines.append((f"{delay} ms", *rates, f"{times(ours, done):.2f}", f"{times(ours, plain):.2f}", f"≥ {wanted}"))
        mail.close()
        bureau.store.close()
    head = ("relay answers after", "finished/s", "smtplib/s", "stock Apprise/s", "postman/s", "× finished", "× smtplib", "limit")
    table(head, lines)
    print(f"{workers} connections, {rounds} rounds of {each} letters each way; stock Apprise: {STOCK_LETTERS} letters")
    print(f"{count:,} letters put in the outbox in one transaction: {put_in:.2f} s (limit 5 s)")
    print(f"{count:,} letters posted: {count / seconds:.0f}/s, at most {(most - idle) / 1e6:.0f} MB over idle (limit 150 MB)")


if __name__ == "__main__":
    main()
