"""The database of the tests: a throwaway cluster per worker, migrated once, and a fresh copy of it for every test."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, time
from itertools import count
from pathlib import Path

import pytest

from deployments.postgres import Cluster
from models.clock import FixedClock, at
from models.schema import migrate
from models.scratch import scratch
from models.store import Store

_TEMPLATE = "nhip_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running cluster of our own that need not survive a power cut, with one database migrated to copy from."""
    home = Path(tempfile.mkdtemp(prefix="nhip-tests-", dir=scratch()))
    try:
        with Cluster(home, durable=False) as running:
            running.create_database(_TEMPLATE, "nhip_owner")
            migrate(running.url("nhip_owner", _TEMPLATE))
            yield running
    finally:
        shutil.rmtree(home)


@pytest.fixture
def template() -> str:
    """The database that a test's own is a copy of: migrated and empty, where a folder's tests have no other."""
    return _TEMPLATE


@pytest.fixture
def database(cluster: Cluster, template: str) -> Iterator[str]:
    """Name of a database of this test alone, fresh from ``template``; ``cluster.url(role, database)`` is its address."""
    name = f"nhip_test_{next(_numbers)}"
    cluster.create_database(name, "nhip_owner", template=template)
    yield name
    cluster.drop_database(name)


@pytest.fixture
def clock() -> FixedClock:
    """Office time, standing at 08:00 on the day the regulation was issued until the test moves it."""
    return FixedClock(at(date(2019, 8, 26), time(8)))


@pytest.fixture
def store(cluster: Cluster, database: str, clock: FixedClock) -> Iterator[Store]:
    """The records as the product sees them (role ``nhip_app``), on office time of ``clock``."""
    opened = Store(cluster.url("nhip_app", database), clock)
    yield opened
    opened.close()
