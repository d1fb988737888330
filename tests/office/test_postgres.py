"""Our own running of PostgreSQL: what it promises on the worst days."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import errors

from deployments import wheel
from deployments.account import Account, ordinary_account
from deployments.database import socket_directory
from deployments.home import HomeInUse, occupy
from deployments.postgres import Cluster
from models.store import Store, plain_url

PATIENCE = 30.0  # seconds a test waits for what must come

HOLD = """
import pathlib, sys
from deployments.postgres import Cluster
with Cluster(pathlib.Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home that only its owner may enter, under a path longer than a socket's address may be."""
    root = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    path = root / ("nhà của ban chỉ đạo, " + "d" * 80) / "var"
    yield path
    assert not postgres_in(path)
    assert not socket_directory(path).exists()
    shutil.rmtree(root)


def postgres_in(home: Path) -> list[psutil.Process]:
    data = str((home / "postgres").resolve())
    return [process for process in psutil.process_iter(["name", "cwd"]) if process.info["cwd"] == data]


def ask(cluster: Cluster, question: str, database: str = "nhip") -> object:
    with psycopg.connect(plain_url(cluster.url("nhip_app", database))) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def hold_cluster(home: Path) -> subprocess.Popen[str]:
    """Another process that runs the home's cluster; it has started once it wrote its first line."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    with process:
        pass


def gone(home: Path) -> bool:
    deadline = time.monotonic() + PATIENCE
    while postgres_in(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_the_server_never_runs_as_root_and_only_its_owner_may_enter_its_socket(cluster: Cluster) -> None:
    owners = {process.uids().effective for process in postgres_in(cluster.home)}
    assert owners
    assert 0 not in owners
    directory = socket_directory(cluster.home).stat()
    assert stat.S_IMODE(directory.st_mode) == 0o700
    assert {directory.st_uid} == owners


def test_no_tcp_is_spoken_and_nobody_is_trusted(cluster: Cluster) -> None:
    assert ask(cluster, "SHOW listen_addresses") == ""
    rules = [line for line in (cluster.data / "pg_hba.conf").read_text().splitlines() if line]
    assert rules == ["local all all peer map=nhip"]


def test_text_sorts_by_code_point_and_vietnamese_letters_know_their_case(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT lower('ĐỊNH KỲ')") == "định kỳ"
    assert ask(cluster, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'nhip'") == "bC.UTF-8"


def test_prefects_database_stands_beside_ours_with_the_extension_it_needs(cluster: Cluster) -> None:
    with psycopg.connect(plain_url(cluster.url("prefect", "prefect"))) as connection:
        assert connection.execute("SELECT 'nhip' % 'nhịp'").fetchone() is not None


def test_the_product_owns_no_table(cluster: Cluster, store: Store, database: str) -> None:
    assert ask(cluster, "SELECT count(*) FROM pg_tables WHERE tableowner = 'nhip_app'", database) == 0
    with psycopg.connect(plain_url(store.url)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("DROP TABLE journal")


def test_what_was_written_is_there_after_a_stop_and_a_start_under_a_long_and_closed_path(home: Path) -> None:
    with Cluster(home, durable=False) as cluster, psycopg.connect(plain_url(cluster.url("nhip_owner"))) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'còn'::text AS word; GRANT SELECT ON kept TO nhip_app")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not postgres_in(home)
    assert not socket_directory(home).exists()
    with Cluster(home, durable=False) as cluster:
        assert ask(cluster, "SELECT word FROM kept") == "còn"


def test_a_second_house_on_one_home_is_refused_with_a_sentence(cluster: Cluster) -> None:
    with pytest.raises(HomeInUse, match=rf"đang được tiến trình {os.getpid()} sử dụng"):
        Cluster(cluster.home, durable=False).start()
    with pytest.raises(HomeInUse), occupy(cluster.home):
        pass
    assert cluster.ready()


def test_the_server_dies_with_the_process_that_started_it_and_comes_back(home: Path) -> None:
    kill(hold_cluster(home))
    with Cluster(home, durable=False) as cluster:
        assert ask(cluster, "SELECT 1") == 1
    assert gone(home)


def test_after_a_kill_of_everything_at_once_it_comes_back(home: Path) -> None:
    house = hold_cluster(home)
    for process in postgres_in(home):
        process.send_signal(signal.SIGSTOP)  # nobody gets to tidy up
    kill(house)
    for process in postgres_in(home):
        process.kill()
    with Cluster(home, durable=False) as cluster:
        assert ask(cluster, "SELECT 1") == 1


def test_a_stale_pid_file_that_names_another_living_program_is_no_hindrance(home: Path) -> None:
    with Cluster(home, durable=False) as cluster:
        pid_file = cluster.data / "postmaster.pid"
        text = pid_file.read_text()
    bystander = subprocess.Popen(["sleep", "60"], user=cluster.data.stat().st_uid if os.geteuid() == 0 else None)
    try:
        pid_file.write_text(re.sub(r"^\d+", str(bystander.pid), text))
        with Cluster(home, durable=False) as cluster:
            assert ask(cluster, "SELECT 1") == 1
        assert bystander.poll() is None
        pid_file.touch()  # as a power cut may leave it
        with Cluster(home, durable=False) as cluster:
            assert ask(cluster, "SELECT 1") == 1
    finally:
        bystander.kill()
        bystander.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as another account")
def test_programs_that_the_account_cannot_reach_are_copied_to_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    account = ordinary_account(Path("/"))
    assert account is not None
    root = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    root.chmod(0o711)
    monkeypatch.setattr(wheel, "_SHARED", root / "shared")
    monkeypatch.setattr(Account, "may_execute", lambda *_: False)  # as it is with a checkout under /root
    try:
        copied = wheel.programs(account)
        assert copied.is_relative_to(root / "shared")
        for name in ("postgres", "initdb"):
            told = subprocess.run([copied / name, "--version"], capture_output=True, text=True, check=True, **account.options)
            assert "(PostgreSQL) 18" in told.stdout
        assert wheel.programs(account) == copied
        assert len(list((root / "shared").iterdir())) == 1
    finally:
        shutil.rmtree(root)


def test_an_interrupted_first_start_is_begun_again(home: Path) -> None:
    (home / "postgres.new").mkdir(parents=True)
    (home / "postgres.new" / "PG_VERSION").write_text("18\n")
    with Cluster(home, durable=False) as cluster:
        assert ask(cluster, "SELECT 1") == 1
    assert not (home / "postgres.new").exists()


def test_a_cluster_of_another_major_version_is_refused_with_a_sentence(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(Exception, match="thuộc PostgreSQL 17"):
        Cluster(home, durable=False).start()
    with occupy(home):
        pass
