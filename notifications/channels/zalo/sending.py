"""The two plug-ins, and ``send(service, message) -> Receipt``.

Their addresses, ``nhipzalo://app-id`` and ``nhipzaloa://app-id``, only name them: tokens change daily and live in the database, so no
address can carry what a call needs, and none ever shows a secret.
"""

import threading
import warnings
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase
from apprise.manager_plugins import NotificationManager

from models.zalo_account import ZaloAccount
from notifications.channels.cargo import hand_over, on_board
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import wire
from notifications.channels.zalo.keys import Keys
from notifications.channels.zalo.messages import ZaloTemplate, ZaloText

TEMPLATE, CONSULTATION = "nhipzalo", "nhipzaloa"
_UNFINISHED = Receipt(Outcome.UNKNOWN, reply="Lượt gửi bị ngắt giữa chừng.")
_lock = threading.Lock()


class _Plugin(NotifyBase):
    """Sends what is on board and ignores Apprise's title and body."""

    # Any: Apprise declares these as None in its base class.
    service_url: Any = "https://developers.zalo.me"
    request_rate_per_sec = 0  # Zalo's own limits answer with a code, which is waited for where the outbox waits

    def __init__(self, service: "ZaloService", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._service = service

    def send(self, *_: Any, **__: Any) -> bool:
        """Hand the cargo over and write the receipt beside it."""
        cargo = on_board()
        cargo.receipt = _UNFINISHED  # should anything below raise, Apprise swallows it
        cargo.receipt = self.carry(cargo.payload)
        return cargo.receipt.outcome is Outcome.ACCEPTED

    def carry(self, message: Any) -> Receipt:
        """One attempt."""
        raise NotImplementedError

    def url(self, *_: Any, **__: Any) -> str:
        """The schema and whose application; Apprise writes it into its log."""
        return f"{self.protocol}://{self._service.account.app_id}"

    @staticmethod
    def parse_url(*_: Any, **__: Any) -> dict[str, Any] | None:
        """None: no address holds what it takes to send (see the module)."""
        return None


class TemplatePlugin(_Plugin):
    """The template message by phone (ZBS, formerly ZNS)."""

    service_name: Any = "Nhịp – tin nhắn mẫu Zalo"
    protocol: Any = TEMPLATE

    def carry(self, message: ZaloTemplate) -> Receipt:
        """One template message."""
        payload = {
            "phone": message.phone,
            "template_id": message.template_id,
            "template_data": message.data,
            "tracking_id": message.tracking_id,
        }
        return self._service.post(f"{self._service.account.business}/message/template", payload)


class ConsultationPlugin(_Plugin):
    """The consultation message of the Official Account."""

    service_name: Any = "Nhịp – tin tư vấn Zalo OA"
    protocol: Any = CONSULTATION

    def carry(self, message: ZaloText) -> Receipt:
        """One text."""
        payload = {"recipient": {"user_id": message.user_id}, "message": {"text": message.text}}
        return self._service.post(f"{self._service.account.openapi}/v3.0/oa/message/cs", payload)


class ZaloService:
    """What sends for one account: its connections, its tokens, its two plug-ins. Thread-safe; :meth:`close` at the end."""

    def __init__(self, account: ZaloAccount, keys: Keys) -> None:
        self.account, self._keys = account, keys
        self._http = wire.client(account)
        register()
        self.plugins = {message: self._loaded(schema) for message, schema in ((ZaloTemplate, TEMPLATE), (ZaloText, CONSULTATION))}

    def _loaded(self, schema: str) -> Apprise:
        asset = AppriseAsset(async_mode=False, default_service_retry=0)
        apprise = Apprise(asset=asset)
        apprise.add(NotificationManager()[schema](service=self, asset=asset))
        return apprise

    def post(self, url: str, payload: dict[str, Any]) -> Receipt:
        """One attempt at one message."""
        return wire.deliver(self._http, self.account, self._keys, url, payload)

    def get(self, url: str, params: dict[str, str]) -> wire.Answer:
        """Ask for something; ``NoKey`` or ``Unanswered``."""
        return wire.authorised(self._http, self.account, self._keys, "GET", url, params=params)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()


def register() -> None:
    """Make the schemas known to Apprise; once, whoever comes first."""
    plugins = NotificationManager()
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Apprise imports imghdr, which Python 3.11 and 3.12 deprecate
        for plugin in (TemplatePlugin, ConsultationPlugin):
            if plugin.protocol not in plugins:
                plugins.add(plugin)


def send(service: ZaloService, message: ZaloTemplate | ZaloText) -> Receipt:
    """Hand one message to Zalo. Thread-safe; one attempt (and one more after Zalo refused a stale token), at most 90 s.

    What Zalo or the network does is never an exception but an outcome; what follows it says :func:`codes.what_next`.
    """
    return hand_over(service.plugins[type(message)], message)
