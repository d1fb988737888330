"""Alerts to operators by any Apprise address (Teams, Slack, Telegram, a second mailbox …): words and no more, never a person's data.

An address is a secret, a token may stand anywhere in it. Outside this file it goes by a name: its scheme, and a hash of it under the
house's key.
"""

import hmac
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from apprise import Apprise, AppriseAsset
from apprise.common import NotifyType

from models.errors import Refused
from notifications.channels.receipt import Outcome, Receipt

GONE = "Địa chỉ này không còn trong NHIP_ALERT_URLS."
NOT_TAKEN = "Bên nhận không nhận cảnh báo."
NOT_REACHED = "Không kết nối được tới bên nhận cảnh báo."
LOST = "Mất liên lạc với bên nhận cảnh báo sau khi đã gửi đi."
# What says that not a byte of the message left; told by name, for each plug-in speaks by a library of its own.
NEVER_LEFT = frozenset(
    {
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
        "ConnectionRefusedError",
        "gaierror",
        "SSLCertVerificationError",
    }
)
_CODE = re.compile(r"error=(\d{3})\b")


class BadAlertUrl(Refused):
    """Địa chỉ nhận cảnh báo không dùng được. The sentence names its place in the list alone: a token may stand anywhere in it."""


class AlertAddresses:
    """The addresses alerts go to, by name. :class:`BadAlertUrl` for one Apprise cannot read."""

    def __init__(self, urls: Sequence[str] = (), key: bytes = b"") -> None:
        for n, url in enumerate(urls, 1):
            if not _service(url):
                raise BadAlertUrl(
                    f"Địa chỉ thứ {n} trong NHIP_ALERT_URLS không đọc được. Viết theo mẫu của Apprise, cách nhau bằng dấu cách."
                )
        self._urls = {_name(url, key): url for url in urls}

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called, in their order."""
        return tuple(self._urls)

    def tell(self, name: str, title: str, what: str) -> Receipt:
        """Send one alert to one of them, once; how that ended. Nothing of the address is in the receipt."""
        url = self._urls.get(name)
        if url is None:
            return Receipt(Outcome.PERMANENT, reply=GONE)
        with _heard() as heard:
            taken = _service(url).notify(title=title, body=what, notify_type=NotifyType.WARNING)
        return Receipt(Outcome.ACCEPTED) if taken else heard.receipt()

    def cry_out(self, title: str, what: str) -> None:
        """Tell all of them at once, where no letter can be written."""
        for name in self.names:
            self.tell(name, title, what)


NO_ALERTS = AlertAddresses()


def _name(url: str, key: bytes) -> str:
    scheme = re.match(r"[a-z0-9]{1,20}", url.lower())
    return f"{scheme[0] if scheme else 'url'}-{hmac.new(key, url.encode(), 'sha256').hexdigest()[:8]}"


def _service(url: str) -> Apprise:
    """A service of this one address; it is false where Apprise cannot read it."""
    # The name travels in HTTP headers, which take no Vietnamese letters. No retries: the outbox knows what may be sent again.
    asset = AppriseAsset(app_id="Nhip", app_desc="Nhip", async_mode=False, default_service_retry=0)
    service = Apprise(asset=asset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Apprise imports imghdr, which Python 3.11 and 3.12 deprecate
        service.add(url)
    return service


class _Heard(logging.Handler):
    """What a plug-in warns of in this thread, and the exception it has in hand then: Apprise's own answer is yes or no alone."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self._broken: BaseException | None = None
        self._code: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the exception and the number of the answer; the words may name the address."""
        if record.thread == self._thread:
            self._broken = sys.exc_info()[1] or self._broken
            if (told := _CODE.search(record.getMessage())) is not None:
                self._code = int(told[1])

    def receipt(self) -> Receipt:
        """Refused, never left, or nobody knows."""
        if self._broken is None:
            return Receipt(Outcome.TRANSIENT, self._code, NOT_TAKEN)
        if any(type(one).__name__ in NEVER_LEFT for one in _chain(self._broken)):
            return Receipt(Outcome.TRANSIENT, reply=NOT_REACHED)
        return Receipt(Outcome.UNKNOWN, reply=LOST)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


@contextmanager
def _heard() -> Iterator[_Heard]:
    heard, log = _Heard(), logging.getLogger("apprise")
    log.addHandler(heard)
    try:
        yield heard
    finally:
        log.removeHandler(heard)
