"""The postman: claims a letter, writes it out, hands it to the mail server, marks what became of it. ``python -m deployments.postman``.

A LISTEN loop beside the worker, never a Prefect run per tick. Killed at any point it loses nothing: an unclaimed letter waits,
a claimed one is in doubt and goes out once more with the same Message-ID.
"""

import fcntl
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import psycopg
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from deployments.blocks import with_blocks
from deployments.house import open_bureau
from documents import dossier
from models.errors import Refused
from models.letters import ALERT, LetterState
from models.settings import BadSettings, Settings, read
from models.store import LETTER_CHANNEL, Store
from notifications import ending, outbox, zalo_ways
from notifications.address import Party
from notifications.channels import mail, paper
from notifications.channels.alerts import NO_ALERTS, AlertAddresses
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo.sending import ZaloService
from notifications.dispatch import Counter, alert_of, message_of, words_of
from notifications.ending import Sent
from notifications.outgoing import Outgoing
from notifications.parcel import Parcel
from notifications.words import sheet_of
from notifications.zalo_keys import ZaloKeys
from notifications.zalo_letters import refuse_unknown
from regulation.letters import ChannelName, LetterDefaults
from tasks.bad_addresses import AddressRefused, nobody_told, telling
from tasks.bureau import Bureau

log = logging.getLogger("nhip.postman")

LOOK_AGAIN = 5.0  # seconds; a retry that has come due is found this late at most
TROUBLE = 2.0  # seconds before asking a database again that did not answer

NO_TEMPLATES: Mapping[str, str] = {}
TRAY = "phieu-giay"  # in the home: sheets that wait to be printed

Send = Callable[[Outgoing], Receipt]


def delivery(
    bureau: Bureau,
    mail_url: str,
    tray: Path,
    zalo: ZaloService | None = None,
    templates: Mapping[str, str] = NO_TEMPLATES,
    alerts: AlertAddresses = NO_ALERTS,
) -> Send:
    """What sends one letter by its channel and says how it ended; never raises for what is wrong with the letter or the other side.

    ``tray``: the folder sheets of paper wait in. ``templates``: which id Zalo approved each of ours under.
    """
    counter = Counter(
        sender=Party(bureau.law.committee.identity.short_name, bureau.mail_from),
        key=bureau.key,
        portal_url=bureau.portal_url,
        read_file=lambda sha256: _content(bureau.files, sha256),
    )
    sheets, returns = paper.tray_at(tray), bureau.return_address

    def parcel_of(letter: Outgoing) -> Parcel:
        parcel = message_of(letter, counter)
        return replace(parcel, sender=returns.of(letter.id)) if returns else parcel

    ways: dict[str, Send] = {
        ChannelName.MAIL: lambda letter: mail.send(mail_url, parcel_of(letter)),
        ChannelName.PAPER: lambda letter: paper.put(sheets, paper.Sheet(str(letter.id), sheet_of(words_of(letter, counter)))),
        ALERT: lambda letter: alerts.tell(letter.address or "", *alert_of(letter)),
    }

    if zalo is not None:
        ways |= zalo_ways.ways(zalo, bureau.store, counter, templates)

    def send(letter: Outgoing) -> Receipt:
        way = ways.get(letter.channel)
        if way is None:
            return Receipt(Outcome.CONFIG, reply=f"Kênh {letter.channel} chưa được cấu hình ở đây.")
        try:
            return way(letter)
        except (dossier.NotInDossier, dossier.Damaged) as wrong:  # not the reader's fault, and the next channel has no better file
            return Receipt(Outcome.PARKED, reply=str(wrong))
        except mail.BadMailUrl as wrong:
            return Receipt(Outcome.CONFIG, reply=str(wrong))
        except Refused as wrong:
            return Receipt(Outcome.PERMANENT, reply=str(wrong))
        except Exception as broken:  # one letter that cannot be written must not stop the others: it is parked and told of
            log.exception("letter %s cannot be written", letter.id)
            return Receipt(Outcome.PARKED, reply=f"Không soạn được thư: {type(broken).__name__}")

    return send


def _content(files: Path, sha256: str) -> bytes:
    with dossier.open(files, sha256) as file:
        return file.read()


def post_one(
    store: Store, send: Send, me: str, defaults: LetterDefaults = outbox.BY_DEFAULT, refused: AddressRefused = nobody_told
) -> Receipt | None:
    """Claim one letter, send it, mark it. None when nothing waits."""
    letter = claim_next(store, me, defaults)
    if letter is None:
        return None
    receipt = send(letter)
    with store.transaction() as session:
        mark(session, Sent(letter, receipt), refused)
    return receipt


def claim_next(
    store: Store, me: str, defaults: LetterDefaults, sent: Sent | None = None, refused: AddressRefused = nobody_told
) -> Outgoing | None:
    """The next letter to send, or None. What was sent before is marked in the same transaction: one commit a letter.

    What was accepted is marked by the very statement that claims. How another try ended may decide what is claimable at all.
    """
    with store.transaction() as session:
        accepted = sent if sent is not None and sent.receipt.outcome is Outcome.ACCEPTED else None
        if sent is not None and accepted is None:
            mark(session, sent, refused)
        return outbox.claim(session, me, store.clock.now(session), defaults, accepted=accepted)


def mark(session: Session, sent: Sent, refused: AddressRefused = nobody_told) -> None:
    """Write down how it ended; an address that is refused for good is handed to ``refused``, in the same transaction."""
    letter, receipt = sent.letter, sent.receipt
    state = ending.mark(session, sent)
    if receipt.outcome is Outcome.PERMANENT and letter.channel == ChannelName.MAIL:
        refused(session, letter, receipt.reply)
    if state in (LetterState.FAILED, LetterState.PARKED, LetterState.DOUBT):
        log.warning("letter %s ended as %s: %s %s", letter.id, state, receipt.code or "", receipt.reply)
    elif receipt.outcome in (Outcome.CONFIG, Outcome.QUOTA):
        log.error("channel %s rests: %s", letter.channel, receipt.reply)


class Postman:
    """Posts until told to stop, over ``connections`` threads that share nothing but the outbox."""

    def __init__(
        self,
        store: Store,
        send: Send,
        name: str,
        connections: int = 4,
        defaults: LetterDefaults = outbox.BY_DEFAULT,
        refused: AddressRefused = nobody_told,
    ) -> None:
        self.store, self.send, self.name, self.defaults, self.refused = store, send, name, defaults, refused
        self.stopping = threading.Event()
        self._bells = [threading.Event() for _ in range(connections)]

    def run(self) -> None:
        """Until :meth:`stop`. Survives a database that goes away and comes back."""
        threads = [threading.Thread(target=self._work, args=(bell,), name=f"postman-{n}") for n, bell in enumerate(self._bells)]
        for thread in threads:
            thread.start()
        while not self.stopping.is_set():
            with suppress(psycopg.OperationalError, OperationalError):
                self._listen()
            self.stopping.wait(0 if self.stopping.is_set() else TROUBLE)
        self._ring()
        for thread in threads:
            thread.join()

    def stop(self, *_: int | FrameType | None) -> None:
        """Finish the letters in hand and go."""
        self.stopping.set()
        self._ring()

    def _listen(self) -> None:
        with self.store.transaction() as session:
            for letter_id, state in outbox.expire(session, self.name):
                log.warning("letter %s was under way when its postman stopped: now %s", letter_id, state)
        with self.store.listen(LETTER_CHANNEL) as ear:
            self._ring()
            while not self.stopping.is_set():
                for _ in ear.notifies(timeout=LOOK_AGAIN, stop_after=1):
                    pass
                with self.store.transaction() as session:
                    outbox.expire(session)
                mail.close_idle()
                self._ring()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    def _work(self, bell: threading.Event) -> None:
        while not self.stopping.is_set():
            bell.wait()
            bell.clear()
            self._empty_the_box()

    def _empty_the_box(self) -> None:
        """One letter after the other; what was sent is marked before the thread rests or ends."""
        sent: Sent | None = None
        while sent is not None or not self.stopping.is_set():
            try:
                if self.stopping.is_set() and sent is not None:
                    with self.store.transaction() as session:
                        mark(session, sent, self.refused)
                    return
                letter = claim_next(self.store, self.name, self.defaults, sent, self.refused)
            except OperationalError:
                if self.stopping.wait(TROUBLE):
                    return  # its lease will run out
                continue
            if letter is None:
                return
            sent = Sent(letter, self.send(letter))


@contextmanager
def alone(home: Path, name: str) -> Iterator[str]:
    """Hold the name in this home: two postmen of one name never run at once, so what is claimed under it at the start is orphaned."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield f"{name}@{socket.gethostname()}"


def mail_url_of(settings: Settings) -> str:
    """The relay's address, or :class:`BadSettings`: a postman without one would only pile letters up."""
    if settings.mail_url is None:
        raise BadSettings("Chưa cấu hình máy chủ thư: đặt NHIP_MAIL_URL, ví dụ nhipmails://ten:mat-khau@smtp.co-quan.gov.vn:587.")
    return settings.mail_url.get_secret_value()


def main() -> None:
    """One postman for this home, until TERM."""
    settings = with_blocks(read())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    mail.register()  # takes more than a second once; better now than while the first letter is claimed
    bureau = open_bureau(settings)
    zalo = ZaloService(bureau.zalo, ZaloKeys(bureau.store, bureau.zalo, bureau.key)) if bureau.zalo is not None else None
    refuse_unknown(settings.zalo_templates)
    with alone(settings.home, "postman") as name, closing(zalo) if zalo is not None else nullcontext():
        alerts = AlertAddresses(settings.alerts, bureau.key)
        send = delivery(bureau, mail_url_of(settings), settings.home / TRAY, zalo, settings.zalo_templates, alerts)
        postman = Postman(bureau.store, send, name, defaults=bureau.law.letters, refused=telling(bureau))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, postman.stop)
        log.info("postman ready")
        postman.run()
    mail.close()


if __name__ == "__main__":
    main()
