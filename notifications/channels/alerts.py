"""Alerts to operators by any Apprise address (Teams, Slack, Telegram, a second mailbox …): words and no more, never a person's data."""

import warnings
from collections.abc import Sequence

from apprise import Apprise, AppriseAsset
from apprise.common import NotifyType

from models.errors import Refused


class BadAlertUrl(Refused):
    """Địa chỉ nhận cảnh báo không dùng được. The sentence names its place in the list alone: a token may stand anywhere in it."""


def channels_of(urls: Sequence[str]) -> Apprise:
    """The channels of these addresses; :class:`BadAlertUrl` for one Apprise cannot read."""
    # The name travels in HTTP headers, which take no Vietnamese letters.
    asset = AppriseAsset(app_id="Nhip", app_desc="Nhip", async_mode=False, default_service_retry=0)
    apprise = Apprise(asset=asset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Apprise imports imghdr, which Python 3.11 and 3.12 deprecate
        for n, url in enumerate(urls, 1):
            if not apprise.add(url):
                raise BadAlertUrl(
                    f"Địa chỉ thứ {n} trong NHIP_ALERT_URLS không đọc được. Viết theo mẫu của Apprise, cách nhau bằng dấu cách."
                )
    return apprise


def raise_alarm(channels: Apprise, title: str, what: str) -> bool:
    """Tell all of them, each once and at once; whether all took it. An alarm that fails is no reason to stop: the letter goes anyway."""
    return bool(channels.notify(title=title, body=what, notify_type=NotifyType.WARNING))
