"""The environment the house's processes are started in: our settings, and Prefect's."""

import os
from datetime import timedelta

from sqlalchemy.engine import make_url

from models.settings import PREFIX, Settings

_AHEAD = timedelta(days=400)  # how far ahead scheduled runs are made, so that the coming year's dates are to be seen


def part_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What the worker, the postman, the watchman and the portal are started with.

    The home is absolute and the database named, whatever the caller's own environment says; the addresses of those who may
    migrate, and of Prefect's database, are nobody's business here.
    """
    private = (f"{PREFIX}DATABASE_OWNER_URL", f"{PREFIX}PREFECT_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in private}
    ours = {
        "HOME": settings.home.absolute(),
        "DATABASE_URL": database_url,
        "PORTAL_PORT": settings.portal_port,
        "PREFECT_PORT": settings.prefect_port,
        "MAILBOX_PORT": settings.mailbox_port,
        "SMTP_PORT": settings.smtp_port,
    }
    return environment | {PREFIX + name: str(value) for name, value in ours.items()} | _prefect(settings)


def server_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What Prefect's server is started with; it needs nothing of ours.

    ``database_url``: any SQLAlchemy address of its own database; its server speaks asyncpg.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    address = make_url(database_url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    ours = {
        "PREFECT_API_DATABASE_CONNECTION_URL": address,
        "PREFECT_SERVER_API_HOST": settings.host,
        "PREFECT_SERVER_API_PORT": str(settings.prefect_port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # The pages are written out with the server's address in them: in the home, not in the installation other homes share.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(settings.home.absolute() / "prefect" / "ui"),
        # No wait of ours has a timeout, and this service reads every waiting run again every 5 seconds.
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": f"P{_AHEAD.days}D",
    }
    if settings.prefect_auth is not None:
        ours["PREFECT_SERVER_API_AUTH_STRING"] = settings.prefect_auth.get_secret_value()
    return environment | _prefect(settings) | ours


def _prefect(settings: Settings) -> dict[str, str]:
    """For whoever speaks to Prefect's server."""
    prefect = {
        "PREFECT_HOME": str(settings.home.absolute() / "prefect"),
        "PREFECT_API_URL": settings.prefect_url,
        "DO_NOT_TRACK": "1",
    }
    if settings.prefect_auth is not None:
        prefect["PREFECT_API_AUTH_STRING"] = settings.prefect_auth.get_secret_value()
    return prefect
