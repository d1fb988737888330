"""What a house is made of: refused before anything starts when it could not work; nobody is told more than he needs."""

import socket
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from deployments import parts
from deployments.home import make_home
from deployments.postgres import Cluster
from deployments.reach import Databases, NoHouse, databases
from deployments.surroundings import part_environment, server_environment
from models.errors import Refused
from models.loading import load_committee
from models.settings import BadSettings, Settings
from models.store import Store
from regulation import load

MAIL = SecretStr("nhipmail://127.0.0.1:2525")


def test_a_port_that_is_taken_is_refused_and_port_0_becomes_a_free_one(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=rf"Không mở được cổng {port} .* Đặt NHIP_PORTAL_PORT sang cổng khác"):
            parts.with_ports(Settings(home=tmp_path, portal_port=port, prefect_port=0))
    chosen = parts.with_ports(Settings(home=tmp_path, portal_port=0, prefect_port=0))
    assert 0 not in (chosen.portal_port, chosen.prefect_port)


def test_a_house_without_a_mail_server_is_refused_at_the_door(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="NHIP_MAIL_URL"):
        parts.table(Settings(home=tmp_path))


def test_a_named_database_wants_one_named_for_prefect_too(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NHIP_PREFECT_DATABASE_URL"):
        parts.table(Settings(home=tmp_path, mail_url=MAIL, database_url=SecretStr(store.url)))


def test_an_empty_database_is_not_moved_into(cluster: Cluster, database: str, store: Store, tmp_path: Path) -> None:
    found = Databases(store.url, cluster.url("nhip_owner", database), None)
    settings = Settings(home=tmp_path)
    with pytest.raises(NoHouse, match="chưa có Ban Chỉ đạo nào"):
        parts.move_in(settings, found)
    with store.transaction() as session:
        load_committee(session, load())
    parts.move_in(settings, found)


def test_what_runs_on_a_named_database_is_started_without_a_postgres_of_our_own(
    cluster: Cluster, database: str, store: Store, tmp_path: Path
) -> None:
    with store.transaction() as session:
        load_committee(session, load())
    settings = Settings(
        home=tmp_path,
        mail_url=MAIL,
        database_url=SecretStr(store.url),
        database_owner_url=SecretStr(cluster.url("nhip_owner", database)),
        prefect_database_url=SecretStr("postgresql://prefect@somewhere/prefect"),
    )
    table = {part.name: part for part in parts.table(settings)}
    assert "postgres" not in table
    for part in table.values():
        assert set(part.after) <= table.keys()
    prefect = table["prefect"].environment
    assert prefect is not None
    assert prefect()["PREFECT_API_DATABASE_CONNECTION_URL"] == "postgresql+asyncpg://prefect@somewhere/prefect"


def test_every_part_waits_only_for_parts_above_it(tmp_path: Path) -> None:
    seen: set[str] = set()
    for part in parts.table(Settings(home=tmp_path, mail_url=MAIL)):
        assert set(part.after) <= seen
        seen.add(part.name)
    assert seen == {"postgres", "prefect", "portal", "postman", "worker", "watchman"}


def test_nobody_is_told_more_than_he_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIP_DATABASE_OWNER_URL", "postgresql://owner:secret@db/nhip")
    monkeypatch.setenv("NHIP_PREFECT_DATABASE_URL", "postgresql://prefect:secret@db/prefect")
    monkeypatch.setenv("NHIP_SECRET_KEY", "secret")
    settings = Settings(home=tmp_path, prefect_auth=SecretStr("nhip:mật"), portal_port=9, prefect_port=10)
    part = part_environment(settings, "postgresql://nhip_app:own@db/nhip")
    assert "NHIP_DATABASE_OWNER_URL" not in part
    assert "NHIP_PREFECT_DATABASE_URL" not in part
    assert part["NHIP_DATABASE_URL"] == "postgresql://nhip_app:own@db/nhip"
    assert part["NHIP_PORTAL_PORT"] == "9"
    assert part["PREFECT_API_URL"] == "http://127.0.0.1:10/api"
    assert part["PREFECT_API_AUTH_STRING"] == "nhip:mật"
    server = server_environment(settings, "postgresql://prefect:secret@db/prefect")
    assert not [name for name in server if name.startswith("NHIP_")]
    assert server["PREFECT_SERVER_API_AUTH_STRING"] == "nhip:mật"
    assert server["PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED"] == "false"
    for environment in (part, server):
        assert environment["DO_NOT_TRACK"] == "1"


def test_a_command_starts_the_homes_cluster_for_its_own_time_and_uses_a_running_one(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(NoHouse), databases(Settings(home=tmp_path / "nobody")):
        pass
    assert not (tmp_path / "nobody").exists()
    with databases(Settings(home=cluster.home)) as found:
        assert found.app == cluster.url("nhip_app")
    assert cluster.ready()


def test_a_home_is_its_owners_alone(tmp_path: Path) -> None:
    assert make_home(tmp_path / "var").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="Đặt NHIP_HOME sang thư mục khác"):
        make_home(tmp_path / "file" / "var")
