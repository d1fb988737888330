"""The crash tests' one night, and how many schedules it has."""

from collections.abc import Iterator

import pytest
from house_up import house
from night import Night, play

SCHEDULES = 20  # of every run; more on demand


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=SCHEDULES, help="how many seeded kill schedules the crash tests play (20)")
    parser.addoption("--posts", type=int, default=SCHEDULES, help="how many seeds of killed postmen are played (20)")


@pytest.fixture(scope="session")
def night(request: pytest.FixtureRequest) -> Iterator[Night]:
    """The house, started once, played through every schedule; its database is still up."""
    with house() as here:
        yield from play(here, request.config.getoption("--kills", default=SCHEDULES))
