"""E-mail: ``nhipmail://host:port`` (plain, for a relay on this machine) and ``nhipmails://user:password@host:port``.

``nhipmails`` is STARTTLS (port 587), with ``?mode=ssl`` TLS from the first byte (port 465). ``?ca=/path/to.pem`` names the
authority that signed the relay's certificate, ``?timeout=20`` the seconds a connect, a read or a write may take (a whole
attempt never takes more than 90 s). In user name and
password, ``@ : / # %`` and the like are written as in any address (``%40`` for ``@``).
"""

import ipaddress
import threading
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from apprise import Apprise, AppriseAsset, NotifyBase
from apprise.manager_plugins import NotificationManager

from models.errors import Refused
from notifications.channels.cargo import hand_over, on_board
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.relay import Relay, Security
from notifications.channels.smtp import Pool
from notifications.parcel import Parcel

PLAIN, SECURE = "nhipmail", "nhipmails"
_PORTS = {Security.PLAIN: 25, Security.STARTTLS: 587, Security.TLS: 465}
_MODES = {"starttls": Security.STARTTLS, "ssl": Security.TLS}
_KNOWN = frozenset({"mode", "ca", "timeout"})
_UNFINISHED = Receipt(Outcome.UNKNOWN, reply="Lượt gửi bị ngắt giữa chừng.")

_services: dict[str, Apprise] = {}
_lock = threading.Lock()


class BadMailUrl(Refused):
    """Địa chỉ máy chủ thư không dùng được. The sentence never holds the address itself: a password may stand anywhere in it."""


class MailService(NotifyBase):
    """The plug-in: one relay, one pool. It sends what is on board and ignores Apprise's title and body."""

    # Any: Apprise declares these as None in its base class.
    service_name: Any = "Nhịp – thư điện tử"
    service_url: Any = "https://www.rfc-editor.org/rfc/rfc5321"
    protocol: Any = PLAIN
    secure_protocol: Any = SECURE
    request_rate_per_sec = 0  # the pool is the throttle

    def __init__(self, relay: Relay, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pool = Pool(relay)

    def send(self, *_: Any, **__: Any) -> bool:
        """Deliver the cargo's message and write the receipt beside it."""
        cargo = on_board()
        cargo.receipt = _UNFINISHED  # should anything below raise, Apprise swallows it
        cargo.receipt = self.pool.deliver(cargo.payload)
        return cargo.receipt.outcome is Outcome.ACCEPTED

    def url(self, *_: Any, **__: Any) -> str:
        """The address with user and password left out, always: Apprise writes it into its log."""
        relay = self.pool.relay
        return f"{PLAIN if relay.security is Security.PLAIN else SECURE}://{'***@' if relay.user else ''}{relay.host}:{relay.port}"

    @staticmethod
    def parse_url(url: Any, *_: Any, **__: Any) -> dict[str, Any] | None:
        """Apprise's contract: the constructor's arguments, None for an address that cannot be used."""
        try:
            relay = relay_of(url)
        except BadMailUrl:
            return None
        return {"schema": PLAIN if relay.security is Security.PLAIN else SECURE, "host": relay.host, "relay": relay}


def send(url: str, parcel: Parcel) -> Receipt:
    """Hand one message to the relay at ``url``, over a pooled connection. Thread-safe; one attempt, no retry.

    :class:`BadMailUrl` for an address that cannot be used. What the relay or the network does is never an exception but an outcome.
    """
    return hand_over(_service(url), parcel)


def register() -> None:
    """Make the schemas known to Apprise; once, whoever comes first. Costs about 1.5 s, as Apprise reads all its plug-ins."""
    plugins = NotificationManager()
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Apprise imports imghdr, which Python 3.11 and 3.12 deprecate
        if PLAIN not in plugins:
            plugins.add(MailService)


def close_idle() -> None:
    """Close connections that rested longer than 20 s; for the sender's idle moments."""
    for service in _open_services():
        service.pool.close_idle()


def close() -> None:
    """Close every connection that is not in use; for the sender's end."""
    for service in _open_services():
        service.pool.close()


def _open_services() -> list[MailService]:
    with _lock:
        return [service for apprise in _services.values() for service in apprise if isinstance(service, MailService)]


def _service(url: str) -> Apprise:
    with _lock:
        known = _services.get(url)
    if known is not None:
        return known
    relay = relay_of(url)
    register()
    asset = AppriseAsset(async_mode=False, default_service_retry=0)
    schema = PLAIN if relay.security is Security.PLAIN else SECURE
    # The class comes from the plug-in manager, but not by Apprise.add(url): that writes the password into the trace log.
    plugin = NotificationManager()[schema](relay=relay, schema=schema, host=relay.host, asset=asset)
    apprise = Apprise(asset=asset)
    apprise.add(plugin)
    with _lock:
        return _services.setdefault(url, apprise)


def relay_of(url: str) -> Relay:
    """Read a mail address of the house; :class:`BadMailUrl` says what is wrong without quoting it."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # its text quotes what may be half a password
        raise BadMailUrl(
            "Cổng hoặc tên máy chủ thư không đọc được. Nếu mật khẩu có ký tự như @ : / #, hãy viết theo mã phần trăm (%40 cho @)."
        ) from None
    if parts.scheme not in (PLAIN, SECURE):
        raise BadMailUrl(f"Địa chỉ máy chủ thư phải bắt đầu bằng {PLAIN}:// hoặc {SECURE}://.")
    if not parts.hostname or parts.path not in ("", "/") or parts.fragment:
        raise BadMailUrl(
            f"Địa chỉ máy chủ thư phải có dạng {SECURE}://tài-khoản:mật-khẩu@máy-chủ:cổng, không có gì sau cổng ngoài phần ?…. "
            "Nếu mật khẩu có ký tự như @ : / #, hãy viết theo mã phần trăm (%40 cho @)."
        )
    options = _options(parts)
    security = _MODES.get(options.get("mode", "starttls")) if parts.scheme == SECURE else Security.PLAIN
    if security is None:
        raise BadMailUrl("Tham số mode của máy chủ thư chỉ nhận starttls hoặc ssl.")
    if parts.username is not None and security is Security.PLAIN and not is_here(parts.hostname):
        raise BadMailUrl(f"Không gửi mật khẩu qua đường truyền không mã hóa: với máy chủ thư ở xa hãy dùng {SECURE}://.")
    return Relay(
        host=parts.hostname,
        port=port or _PORTS[security],
        security=security,
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        ca=_certificate(options.get("ca")),
        timeout=_seconds(options.get("timeout", "20")),
    )


def _options(parts: SplitResult) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not options.keys() <= _KNOWN or (parts.scheme == PLAIN and "mode" in options):
        raise BadMailUrl(f"Địa chỉ máy chủ thư có tham số lạ. Các tham số dùng được: {', '.join(sorted(_KNOWN))} (mode chỉ với {SECURE}).")
    return options


def _certificate(path: str | None) -> str | None:
    if path is not None and not Path(path).is_file():
        raise BadMailUrl(f"Không thấy tệp chứng thư ca={path} của máy chủ thư.")
    return path


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise BadMailUrl("Tham số timeout của máy chủ thư phải là số giây lớn hơn 0, không quá 600.")
    return seconds


def is_here(host: str) -> bool:
    """Whether a host is this machine: what goes there need not be encrypted."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
