"""Reaching the databases from a command, whether or not the house is running."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from deployments.database import address
from deployments.home import HomeInUse, refuse_half_restored
from deployments.postgres import Cluster
from models.errors import Refused
from models.settings import Settings

_START_TAKES = 60.0  # seconds a command waits for a house that is starting just now


class NoHouse(Refused):
    """Chưa có nhà nào ở đây; hãy chạy «./nhip init» trước."""


@dataclass(frozen=True)
class Databases:
    """SQLAlchemy addresses: ``app`` for the product, ``owner`` for whoever migrates, ``prefect`` for Prefect's server (None: not named)."""

    app: str
    owner: str
    prefect: str | None


def outside(settings: Settings) -> Databases | None:
    """The databases that the settings name; None when the house runs its own PostgreSQL."""
    if settings.database_url is None:
        return None
    app = settings.database_url.get_secret_value()
    owner = settings.database_owner_url.get_secret_value() if settings.database_owner_url else app
    return Databases(app, owner, settings.prefect_database_url.get_secret_value() if settings.prefect_database_url else None)


def own(settings: Settings) -> Databases:
    """The databases of the home's own cluster, which has been started at least once."""
    home = settings.home.absolute()
    return Databases(address(home, "nhip_app"), address(home, "nhip_owner"), address(home, "prefect", "prefect"))


@contextmanager
def databases(settings: Settings, *, make: bool = False) -> Iterator[Databases]:
    """The databases for as long as the block lasts.

    They are the ones the settings name, or those of the running house; when it is not running, the home's cluster is started
    and stopped again. ``make``: make a home that is not there, instead of raising :class:`NoHouse`.
    """
    refuse_half_restored(settings.home)
    if not make:
        refuse_without_home(settings)
    with whatever_the_home(settings) as found:
        yield found


@contextmanager
def whatever_the_home(settings: Settings) -> Iterator[Databases]:
    """:func:`databases` of a home that is just being restored, or made."""
    named = outside(settings)
    if named is not None:
        yield named
        return
    cluster = Cluster(settings.home)
    started = _start(cluster)
    try:
        yield own(settings)
    finally:
        if started:
            cluster.stop()


def refuse_without_home(settings: Settings) -> None:
    """Raise :class:`NoHouse` when nothing was ever made in the home, before anything is made by mistake; refuse a half-restored one."""
    refuse_half_restored(settings.home)
    if settings.database_url is None and not (settings.home / "postgres").is_dir():
        raise NoHouse(f"Chưa có dữ liệu trong {settings.home.absolute()}. Chạy «./nhip init» trước, hoặc đặt NHIP_HOME đúng chỗ.")


def _start(cluster: Cluster) -> bool:
    """Start the cluster, unless a running house has; True when we did."""
    deadline = time.monotonic() + _START_TAKES
    while not cluster.ready():
        try:
            cluster.start()
        except HomeInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return True
    return False
