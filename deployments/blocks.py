"""Secrets out of Prefect: a setting whose value is ``block:NAME`` is the value of Prefect's secret block of that name.

The house's own settings never import Prefect, so it is done here, by each process that needs such a secret, after the server is up.
"""

import time
from collections.abc import Callable

from pydantic import SecretStr

from models.errors import Refused
from models.settings import BadSettings, Settings

POST_ROOM = ("mail_url", "alert_urls", "zalo_app_secret", "zalo_oa_secret", "bounce_imap_url", "bounce_token", "metrics_token")
"""Settings that may name a block; the others are needed before Prefect is there."""

PREFIX = "block:"
PATIENCE = 60.0  # seconds the Prefect server is waited for
_PAUSE = 1.0

Look = Callable[[str], str | None]  # a block's name → its value, None where there is none; OSError while the server is not there


class NoPrefect(Refused):
    """Chưa nối được máy chủ Prefect để đọc bí mật. Chạy «./nhip up» rồi thử lại."""

    exit_code = 3


def with_blocks(settings: Settings, look: Look | None = None, patience: float = PATIENCE) -> Settings:
    """The settings with every ``block:NAME`` of :data:`POST_ROOM` replaced by what Prefect keeps under that name.

    :class:`BadSettings` names the settings whose block is not there, never a value; :class:`NoPrefect` where the server stays away.
    """
    wanted = {name: block for name in POST_ROOM if (block := _block(getattr(settings, name, None)))}
    if not wanted:
        return settings
    look = look or _in_prefect(settings)
    found = {name: _patiently(look, block, patience) for name, block in wanted.items()}
    if missing := sorted(name for name, value in found.items() if value is None):
        lines = ", ".join(f"NHIP_{name.upper()} ({PREFIX}{wanted[name]})" for name in missing)
        raise BadSettings(f"Prefect không có khối bí mật của: {lines}. Tạo khối loại Secret đúng tên rồi khởi động lại.")
    return settings.model_copy(update={name: SecretStr(str(value)) for name, value in found.items()})


def in_block(value: SecretStr | None) -> bool:
    """Whether the setting only names a block: what it holds is seen once Prefect is up."""
    return _block(value) is not None


def _block(value: object) -> str | None:
    secret = value.get_secret_value() if isinstance(value, SecretStr) else ""
    return secret.removeprefix(PREFIX).strip() if secret.startswith(PREFIX) else None


def _patiently(look: Look, block: str, patience: float) -> str | None:
    ends = time.monotonic() + patience
    while True:
        try:
            return look(block)
        except OSError:
            if time.monotonic() >= ends:
                raise NoPrefect(NoPrefect.__doc__) from None
            time.sleep(_PAUSE)


def _in_prefect(settings: Settings) -> Look:
    import httpx
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.exceptions import ObjectNotFound

    def look(block: str) -> str | None:
        auth = settings.prefect_auth.get_secret_value() if settings.prefect_auth else None
        try:
            with SyncPrefectClient(settings.prefect_url, auth_string=auth) as client:
                kept = client.read_block_document_by_name(block, "secret", include_secrets=True)
        except ObjectNotFound:
            return None
        except httpx.TransportError as lost:
            raise ConnectionError(str(lost)) from None
        return str(kept.data["value"])

    return look
