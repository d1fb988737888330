"""The house a process belongs to, from its settings."""

from deployments.database import address
from models.settings import Settings, read
from tasks.bureau import Bureau


def database_url(settings: Settings) -> str:
    """Where the records are: the URL given, or the home's own PostgreSQL."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return address(settings.home, "nhip_app")


def open_bureau(settings: Settings | None = None) -> Bureau:
    """The bureau of this process's home."""
    settings = settings or read()
    return Bureau.of(settings, database_url(settings))
