"""Beside the watchman: looks every few minutes into the mailbox that letters come back to."""

import logging
import threading

from sqlalchemy.exc import OperationalError

from deployments.contact import Contact
from models.settings import Settings
from notifications.return_box import LOST, ReturnBox, Visit, box_of, visited
from tasks.bureau import Bureau
from tasks.returned_mail import Came, take
from tasks.standing_office import Matter, tell_standing_office

log = logging.getLogger("nhip.returns")

LOOK_AGAIN = 300.0  # seconds
UNREACHED = (
    "Không đọc được hộp thư nhận thư trả lại ({}). Thư của Ban vẫn gửi đi; hãy kiểm tra NHIP_BOUNCE_IMAP_URL, mật khẩu và máy chủ thư."
)


def mailbox_of_returns(settings: Settings) -> ReturnBox | None:
    """The mailbox the settings name, None where they name none; :class:`notifications.return_box.BadMailboxUrl`."""
    return box_of(settings.bounce_imap_url.get_secret_value()) if settings.bounce_imap_url is not None else None


class Collector:
    """Collects until told to stop; survives the loss of the mailbox and of PostgreSQL."""

    def __init__(self, house: Bureau, box: ReturnBox, every: float = LOOK_AGAIN) -> None:
        self._house, self._box, self._every = house, box, every
        self._stopping = threading.Event()
        self._mailbox, self._postgres = Contact("the mailbox of returned letters", log), Contact("PostgreSQL", log)

    def run(self) -> None:
        """Until :meth:`stop`."""
        while not self._stopping.is_set():
            try:
                self.round()
                self._postgres.made()
            except OperationalError as lost:  # nothing was marked in the mailbox: the next round reads it again
                self._postgres.broke(lost)
            self._stopping.wait(self._every)

    def stop(self) -> None:
        """After the message in hand."""
        self._stopping.set()

    def round(self) -> dict[Came, int] | None:
        """Deal with what waits; how many of each kind, or None when the mailbox was not reached, which is said once."""
        try:
            with visited(self._box) as visit:
                came = self._collect(visit)
        except LOST as lost:
            if not self._mailbox.lost:
                with self._house.desk() as desk:
                    tell_standing_office(desk, Matter("returns", UNREACHED.format(type(lost).__name__)))
            self._mailbox.broke(lost)
            return None
        self._mailbox.made()
        return came

    def _collect(self, visit: Visit) -> dict[Came, int]:
        counts = dict.fromkeys(Came, 0)
        for uid in visit.waiting():
            if self._stopping.is_set():
                break
            came = self._took(visit.read(uid))
            counts[came] += 1
            visit.leave(uid) if came is Came.FOREIGN else visit.settle(
                uid
            )  # after the commit: read twice, it changes nothing the second time
        return counts

    def _took(self, raw: bytes) -> Came:
        try:
            return take(self._house, raw)
        except OperationalError:
            raise
        except Exception:  # one message must not keep the others; a person sees it in the mailbox
            log.exception("a returned message cannot be dealt with")
            return Came.FOREIGN
