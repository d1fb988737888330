"""The whole house as ``./nhip up`` runs it, through the worst that can happen to it."""

import signal
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from deployments.database import socket_directory
from tests.engine.own_home import PATIENCE, House, ended, own_home, until

pytestmark = pytest.mark.engine


@pytest.fixture
def house() -> Iterator[House]:
    with own_home() as made:
        yield made


def test_a_house_is_refused_twice_survives_being_killed_whole_and_leaves_nothing_behind(house: House) -> None:
    house.does("init")

    first, family = house.up()
    with house.begin("up") as second:
        told, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 2
    assert f"đang được tiến trình {first.pid} sử dụng" in told

    for process in [psutil.Process(first.pid), *family]:
        with suppress(psutil.NoSuchProcess):  # one may end with its parent
            process.kill()
    until(lambda: ended(family))

    again, family = house.up()
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE) == 0
    assert ended(family)
    assert not socket_directory(house.home).exists()
    assert not (house.home / "run.json").exists()
    assert not house.troubles(), house.words()
