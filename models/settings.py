"""Settings of one house, read from the environment (``NHIP_…``)."""

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.errors import Refused
from models.zalo_account import BUSINESS, OAUTH, OPENAPI, ZaloAccount

PREFIX = "NHIP_"


class BadSettings(Refused):
    """Cấu hình không dùng được."""


def _named(given: Any) -> Any:
    """``a=1,b=2`` as a dict; ``ValueError`` for what is not written so."""
    if not isinstance(given, str):
        return given
    pairs = [part.partition("=") for part in given.split(",") if part.strip()]
    if any(not (name.strip() and value.strip()) for name, _, value in pairs):
        raise ValueError("name=value,name=value")
    return {name.strip(): value.strip() for name, _, value in pairs}


Named = Annotated[dict[str, str], NoDecode, BeforeValidator(_named)]


class Settings(BaseSettings):
    """Every knob of the house. Secrets are ``SecretStr`` so that they never show in a log or an error page."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Path("var")
    database_url: SecretStr | None = None  # None: the house runs its own PostgreSQL under home/postgres
    database_owner_url: SecretStr | None = None  # who may migrate; None: the same as database_url
    prefect_database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    portal_port: int = Field(8085, ge=0, le=65535)
    prefect_port: int = Field(4285, ge=0, le=65535)
    mailbox_port: int = Field(8086, ge=0, le=65535)
    smtp_port: int = Field(2585, ge=0, le=65535)  # of the demo's local mailbox
    public_url: str | None = None  # how officers reach the portal; None: http://host:portal_port
    mail_url: SecretStr | None = None  # Apprise URL, nhipmail://… or nhipmails://…
    mail_from: str = "nhip@localhost"
    alert_urls: SecretStr | None = None  # Apprise addresses that operators' alerts go to, apart by spaces
    bounce_address: str | None = None  # mailbox that takes name+anything@host; None: letters come back to mail_from
    bounce_imap_url: SecretStr | None = None  # where they are read: imaps://user:password@host/INBOX
    bounce_token: SecretStr | None = None  # or what the mail server shows when it posts them to the portal
    prefect_auth: SecretStr | None = None  # "user:password" of the Prefect server
    metrics_token: SecretStr | None = None  # who asks for /metrics from another machine has to show it; None: nobody may
    secret_key: SecretStr | None = None  # None: home/secret.key, made once, mode 0600
    zalo_app_id: str | None = None  # None: no Zalo
    zalo_app_secret: SecretStr | None = None
    zalo_oa_secret: SecretStr | None = None  # what Zalo signs its events with
    zalo_templates: Named = {}  # work=301,notice=302: which id Zalo approved each template of notifications/zalo_templates.yaml under
    zalo_callback_url: str | None = None  # as entered at developers.zalo.me; None: the portal's own address
    zalo_openapi_url: str = OPENAPI
    zalo_business_url: str = BUSINESS
    zalo_oauth_url: str = OAUTH
    regulation: Path | None = None  # None: the packaged regulation

    @property
    def portal_url(self) -> str:
        """Address officers see in letters, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.portal_port}").rstrip("/")

    @property
    def alerts(self) -> tuple[str, ...]:
        """The addresses alerts go to."""
        return tuple(self.alert_urls.get_secret_value().split()) if self.alert_urls is not None else ()

    @property
    def prefect_url(self) -> str:
        """Address of Prefect's API."""
        return f"http://{self.host}:{self.prefect_port}/api"

    @property
    def zalo(self) -> ZaloAccount | None:
        """The committee's account at Zalo, None where it has none; :class:`BadSettings` for one named by half."""
        if self.zalo_app_id is None:
            return None
        if self.zalo_app_secret is None or self.zalo_oa_secret is None:
            raise BadSettings("Có NHIP_ZALO_APP_ID thì phải có cả NHIP_ZALO_APP_SECRET và NHIP_ZALO_OA_SECRET (xem docs/operators.vi.md).")
        return ZaloAccount(
            app_id=self.zalo_app_id,
            app_secret=self.zalo_app_secret.get_secret_value(),
            oa_secret=self.zalo_oa_secret.get_secret_value(),
            openapi=self.zalo_openapi_url.rstrip("/"),
            business=self.zalo_business_url.rstrip("/"),
            oauth=self.zalo_oauth_url.rstrip("/"),
        )

    @cached_property
    def key(self) -> bytes:
        """The house's secret, from which link tokens are derived; made on first use."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            _place_once(path, secrets.token_urlsafe(48))
        return path.read_bytes()


def _place_once(path: Path, content: str) -> None:
    """Put a private file there whole, unless another process was quicker: nobody ever reads half a secret."""
    handle, fresh = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(content)
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        Path(fresh).unlink()


def read(**overrides: Any) -> Settings:
    """Settings from the environment; an unknown or malformed one raises :class:`BadSettings` naming it."""
    unknown = sorted(
        name for name in os.environ if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in Settings.model_fields
    )
    if unknown:
        known = ", ".join(PREFIX + name.upper() for name in Settings.model_fields)
        raise BadSettings(f"Không có cấu hình tên {', '.join(unknown)}. Các tên dùng được: {known}.")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [f"{PREFIX}{str(e['loc'][0]).upper()}: giá trị không hợp lệ ({e['type']})" for e in error.errors()]
        raise BadSettings("Cấu hình sai. " + "; ".join(lines) + ". Sửa biến môi trường rồi chạy lại.") from None
