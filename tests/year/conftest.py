"""The year that most tests look at, walked once; its database stays for those who look at the records."""

from collections.abc import Iterator

import pytest

from deployments.postgres import Cluster
from flows.rehearsal import rehearse
from flows.year_report import YearReport
from tests.year.walked import SEED

NAME = "nhip_year"


@pytest.fixture(scope="session")
def walked(cluster: Cluster) -> Iterator[tuple[YearReport, str]]:
    """The report, and the address of the database it was read from."""
    cluster.create_database(NAME, "nhip_owner", template="nhip_template")
    url = cluster.url("nhip_app", NAME)
    yield rehearse(2027, url, seed=SEED), url
    cluster.drop_database(NAME)


@pytest.fixture(scope="session")
def year(walked: tuple[YearReport, str]) -> YearReport:
    return walked[0]
