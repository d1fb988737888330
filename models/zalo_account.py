"""The committee's account at Zalo: whose it is, its secrets, where Zalo is spoken to."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from models.errors import Refused

OPENAPI = "https://openapi.zalo.me"
BUSINESS = "https://business.openapi.zalo.me"
OAUTH = "https://oauth.zaloapp.com"


class BadZaloUrl(Refused):
    """Địa chỉ máy chủ Zalo không dùng được."""


@dataclass(frozen=True)
class ZaloAccount:
    """The application through which the committee's Official Account (OA) is spoken for.

    ``app_secret`` proves that a call is ours, ``oa_secret`` that an event is Zalo's; neither ever shows. The three base addresses
    stand without a trailing slash. ``timeout``: seconds an answer may take. :class:`BadZaloUrl` for a base that would carry the
    secrets in the clear.
    """

    app_id: str
    app_secret: str = field(repr=False)
    oa_secret: str = field(repr=False)
    openapi: str = OPENAPI
    business: str = BUSINESS
    oauth: str = OAUTH
    timeout: float = 15.0

    def __post_init__(self) -> None:
        for base in (self.openapi, self.business, self.oauth):
            parts = urlsplit(base)
            if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
                raise BadZaloUrl(
                    f"Địa chỉ {parts.hostname or base} phải bắt đầu bằng https://: mã Zalo không đi trên đường truyền không mã hóa."
                )


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
