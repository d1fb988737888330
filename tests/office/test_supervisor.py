"""The supervisor, tried on small programs: what it promises when parts die, when it is told to stop, and when it is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from deployments.child import Child, Part
from deployments.home import HomeInUse
from deployments.supervisor import STATE, Supervisor, WontStart

PATIENCE = 20.0  # seconds a test waits for what must come
SLEEP = ("sh", "-c", "trap 'echo ends; exit 0' TERM; echo begins; while :; do sleep 0.05; done")
DEAF = ("sh", "-c", "trap '' TERM; sleep 300 & while :; do sleep 0.05; done")  # does not stop when asked, and has a child

HOUSE = """
import pathlib, sys
from deployments.child import Part
from deployments.supervisor import Supervisor
home = pathlib.Path(sys.argv[1])
class Quiet:
    def tell(self, part, what): (home / "told").open("a").write(f"{part.name} {what}\\n")
parts = [
    Part("first", "Một", argv=%r, grace=0.3, ready=lambda: True),
    Part("second", "Hai", argv=%r, after=("first",), grace=0.3, ready=lambda: True),
]
Supervisor(home, parts, Quiet()).run(when_ready=lambda: (home / "all").touch())
"""


class Listener:
    """Keeps what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def tell(self, part: Part, what: str) -> None:
        self.told.append((part.name, what))


def until(happens: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := happens()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
    return found


def children_of(home: Path) -> dict[str, dict[str, Any]]:
    state = json.loads((home / STATE).read_text())["children"]
    assert isinstance(state, dict)
    return state


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a supervisor in a process of its own, and returns once all its parts are ready."""
    running: list[subprocess.Popen[bytes]] = []

    def start(first: tuple[str, ...] = SLEEP, second: tuple[str, ...] = SLEEP) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", HOUSE % (first, second), str(tmp_path)])
        running.append(process)
        until((tmp_path / "all").exists)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def everyone(house: subprocess.Popen[bytes]) -> list[psutil.Process]:
    found = psutil.Process(house.pid).children(recursive=True)
    assert len(found) >= 2
    return found


def test_parts_start_when_what_they_need_is_ready_and_stop_in_reverse(tmp_path: Path) -> None:
    listener, ready = Listener(), iter([False, False, True])
    parts = [
        Part("first", "Một", argv=SLEEP, ready=lambda: next(ready)),
        Part("second", "Hai", argv=SLEEP, after=("first",), ready=lambda: True),
    ]
    supervisor = Supervisor(tmp_path, parts, listener, {"port": 1})
    seen: list[dict[str, Any]] = []

    def when_ready() -> None:
        seen.append(json.loads((tmp_path / STATE).read_text()))
        until(lambda: "begins" in (tmp_path / "logs" / "second.log").read_text())
        supervisor.stop()

    supervisor.run(when_ready)
    assert listener.told == [
        ("first", "starting"),
        ("first", "ready"),
        ("second", "starting"),
        ("second", "ready"),
        ("second", "stopped"),
        ("first", "stopped"),
    ]
    assert seen[0]["port"] == 1
    assert seen[0]["pid"] == os.getpid()
    assert not (tmp_path / STATE).exists()
    assert "ends" in (tmp_path / "logs" / "second.log").read_text()  # it was asked, not killed


def test_a_part_that_dies_is_started_again(tmp_path: Path, house: Callable[..., subprocess.Popen[bytes]]) -> None:
    house()
    before = children_of(tmp_path)["second"]["pid"]
    os.kill(before, signal.SIGKILL)
    after = until(lambda: (now := children_of(tmp_path).get("second")) and now["pid"] != before and now["ready"] and now)
    assert after["restarts"] == 1
    assert children_of(tmp_path)["first"]["restarts"] == 0


def test_what_a_dead_part_left_running_is_cleared_before_it_is_started_again(
    tmp_path: Path, house: Callable[..., subprocess.Popen[bytes]]
) -> None:
    house(second=DEAF)
    parent = psutil.Process(children_of(tmp_path)["second"]["pid"])
    left = until(parent.children)
    parent.kill()
    until(lambda: children_of(tmp_path).get("second", {}).get("pid") not in (None, parent.pid))
    until(lambda: all_gone(left))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_leaves_nothing_behind_even_of_a_part_that_will_not_listen(
    tmp_path: Path, house: Callable[..., subprocess.Popen[bytes]], number: signal.Signals
) -> None:
    process = house(second=DEAF)
    family = everyone(process)
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert all_gone(family)
    assert not (tmp_path / STATE).exists()


def test_killed_it_takes_its_parts_with_it(house: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = house()
    family = psutil.Process(process.pid).children()
    assert len(family) == 2
    process.kill()
    until(lambda: all_gone(family))


def test_a_second_house_on_one_home_is_refused_and_starts_nothing(tmp_path: Path, house: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = house()
    with pytest.raises(HomeInUse, match=f"tiến trình {process.pid} "):
        Supervisor(tmp_path, [Part("third", "Ba", argv=("touch", str(tmp_path / "ran")))], Listener()).run()
    assert not (tmp_path / "ran").exists()
    assert process.poll() is None


def test_a_part_that_cannot_be_brought_up_ends_the_start_with_a_sentence_that_names_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deployments.child._FIRST_PAUSE", 0.01)
    listener = Listener()
    parts = [Part("first", "Một", argv=SLEEP, ready=lambda: True), Part("bad", "Phần hỏng", argv=("sh", "-c", "echo vì sao; exit 7"))]
    with pytest.raises(WontStart, match=r"Phần hỏng không khởi động được sau 5 lần.*bad\.log"):
        Supervisor(tmp_path, parts, listener).run()
    assert listener.told[-1] == ("first", "stopped")
    assert (tmp_path / "logs" / "bad.log").read_text() == "vì sao\n" * 5


def test_a_part_is_ready_when_it_says_so_in_its_log_and_an_earlier_ones_word_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "any.log"
    log.write_text("any ready\n")
    child = Child(
        Part("any", "Phần", argv=("sh", "-c", "while [ ! -e go ]; do sleep 0.02; done; echo any ready; sleep 60"), says="any ready"), log
    )
    child.start()
    try:
        assert not child.check()
        Path("go").touch()
        until(child.check)
    finally:
        child.kill()


def test_a_part_that_is_never_ready_counts_as_fallen_when_its_patience_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deployments.child._FIRST_PAUSE", 0.01)
    listener = Listener()
    with pytest.raises(WontStart):
        Supervisor(tmp_path, [Part("slow", "Chậm", argv=SLEEP, ready=lambda: False, patience=0.05)], listener).run()
    assert listener.told.count(("slow", "fell")) == 5


def test_pauses_between_starts_grow_to_a_bound_and_a_long_good_time_forgives(tmp_path: Path) -> None:
    child = Child(Part("any", "Phần"), tmp_path / "any.log")
    pauses = []
    for _ in range(12):
        child.bury()
        pauses.append(round(child.not_before - time.monotonic()))
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30
    child.ready, child.started = True, time.monotonic() - 61
    child.forgive()
    assert child.falls == 0


def test_a_log_that_is_full_is_set_aside_while_the_part_goes_on_writing(tmp_path: Path) -> None:
    child = Child(Part("loud", "Ồn"), tmp_path / "loud.log")
    with child.log.open("ab") as held:
        held.truncate(6_000_000)
        child.turn_log()
        held.write("sau đó".encode())
    assert child.log.read_text() == "sau đó"
    for number in range(5):
        os.truncate(child.log, 6_000_000 + number)
        child.turn_log()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loud.log", "loud.log.1", "loud.log.2", "loud.log.3"]
    assert (tmp_path / "loud.log.1").stat().st_size == 6_000_004
