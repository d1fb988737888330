"""Where the house's databases are: its own cluster, as a running house wrote it down, or the address in the settings."""

import json
from pathlib import Path
from typing import Literal

Role = Literal["postgres", "nhip_owner", "nhip_app", "prefect"]
Driver = Literal["psycopg", "asyncpg"]
_RECORD = "database.json"


def address(home: Path, role: Role, database: str = "nhip", driver: Driver = "psycopg") -> str:
    """SQLAlchemy address of a database in the home's own cluster.

    It holds no secret: the server asks the kernel who is calling. ``FileNotFoundError`` when no house ever ran there.
    """
    return f"postgresql+{driver}://{role}@/{database}?host={socket_directory(home)}"


def socket_directory(home: Path) -> Path:
    """The directory of the cluster's socket, as the last start recorded it."""
    return Path(json.loads((home / _RECORD).read_text())["socket"])


def record_socket_directory(home: Path, directory: Path) -> None:
    """Write the socket's directory down, so that other processes of the same account find the database."""
    fresh = home / f"{_RECORD}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"socket": str(directory)}))
    fresh.replace(home / _RECORD)
