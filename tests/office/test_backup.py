"""A house is backed up, lost and restored: what comes back, what must not go on as if nothing had happened."""

import os
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from datetime import time as hour
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlmodel import col, select

from deployments.backup import back_up
from deployments.cli import main
from deployments.home import RESTORING
from deployments.postgres import Cluster
from deployments.reach import databases
from deployments.restore import NoKey, NotEmpty
from documents import dossier
from models.access import code_of, token_of
from models.clock import FixedClock, at
from models.journal import Entry, verify
from models.letters import Letter, LetterState
from models.schema import alembic_config, migrate
from models.store import Store, plain_url
from portal.links import open_link
from portal.sessions import redeem, signed_in
from tests.office.cast import SECRETARY, sound
from tests.office.safekept import CODE, Kept, brought_back, lived_in, living, quiet, settings_of, untouched

CHECKOUT = Path(__file__).parents[2]
A_WEEK_ON = at(date(2019, 9, 18), hour(8))
PATIENCE = 60.0
HEAD = ScriptDirectory.from_config(alembic_config("postgresql://")).get_current_head()


def nhip(home: Path, *line: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NHIP_")}
    argv = [sys.executable, "-m", "deployments.cli", *line]
    environment = clean | {"NHIP_HOME": str(home)}
    return subprocess.Popen(argv, cwd=CHECKOUT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_a_lost_house_comes_back_and_its_open_case_goes_on_to_the_end(kept: Kept, empty: Path) -> None:
    done = brought_back(kept.archive, empty)
    settings = settings_of(empty)
    assert not (empty / RESTORING).exists()
    assert done.changed.doubtful == len(kept.waiting)
    with databases(settings) as found, living(settings, found, FixedClock(A_WEEK_ON)) as office:
        with office.bureau.reading_desk() as desk:
            assert verify(desk.session).clean
            last = desk.session.exec(select(Entry).order_by(col(Entry.n).desc()).limit(1)).one()
            assert last.n == kept.made.manifest.journal["lines"] + 1
            assert '"act":"house.restore"' in last.body
            opened = open_link(desk, kept.token)
            assert opened is not None
            assert opened.id == kept.link_id
            assert signed_in(desk.session, kept.session) is None
        with psycopg.connect(plain_url(found.prefect or "")) as prefect:
            assert prefect.execute("SELECT seen FROM witness").fetchone() == ("run",)
        office.play(kept.case_id)
        assert office.case(kept.case_id).closed_at is not None
        sound(office)
        with office.bureau.desk() as desk:
            assert redeem(desk, CODE, code_of(settings.key, CODE)) is None
    assert set(dossier.digests(empty / "files")) >= kept.files
    assert not dossier.verify(empty / "files")
    assert (empty / "forms" / "giay-moi.docx").read_bytes() == b"the office's own form"
    for private in (empty / "secret.key", kept.archive):
        assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_letters_that_had_not_left_are_in_doubt_and_only_the_standing_office_is_written_to(kept: Kept, empty: Path) -> None:
    brought_back(kept.archive, empty)
    settings = settings_of(empty)
    with databases(settings) as found, living(settings, found, FixedClock(A_WEEK_ON)) as office:
        letters = office.letters()
    doubtful = [letter for letter in letters if letter.state == LetterState.DOUBT]
    assert {letter.id for letter in doubtful} == kept.waiting
    assert all((letter.detail or "").startswith("Đã khôi phục từ bản sao lưu") for letter in doubtful)
    assert not [letter for letter in letters if letter.claimed_by or letter.lease_until]
    [told] = [letter for letter in letters if letter.state in (LetterState.QUEUED, LetterState.SENDING)]
    assert told.officer_id == SECRETARY
    assert f"{len(doubtful)} thư khi đó đang chờ gửi" in told.context["words"]["what"]


def test_a_house_that_is_closed_is_backed_up_as_well_and_an_archive_of_an_archive_is_the_same_house(kept: Kept, empty: Path) -> None:
    brought_back(kept.archive, empty)
    again = back_up(settings_of(empty), empty.parent / "again.tar", with_key=True, say=quiet)
    first, second = kept.made.manifest, again.manifest
    assert second.counts == first.counts | {"letters_waiting": 1}
    assert second.key == first.key
    assert second.journal["lines"] == first.journal["lines"] + 1
    assert {name for name in second.parts if "/" in name} == {name for name in first.parts if "/" in name}
    assert [path.name for path in empty.parent.iterdir() if path.name.startswith(".")] == []


def test_without_the_key_the_old_one_is_wanted_or_links_get_new_tokens(kept: Kept, empty: Path) -> None:
    brought_back(kept.archive, empty)
    keyless = empty.parent / "keyless.tar"
    back_up(settings_of(empty), keyless, with_key=False, say=quiet)
    old = (empty / "secret.key").read_bytes()
    assert old not in keyless.read_bytes()
    other, third = empty.parent / "khác", empty.parent / "thứ ba"
    with pytest.raises(NoKey, match="cần khóa của nhà cũ"):
        brought_back(keyless, other)
    assert untouched(other)

    other.mkdir()
    (other / "secret.key").write_bytes(old)
    assert brought_back(keyless, other).changed.new_links == 0
    assert (other / "secret.key").read_bytes() == old

    assert brought_back(keyless, third, new_key=True).changed.new_links > 0
    settings = settings_of(third)
    assert settings.key != old
    with databases(settings) as found, living(settings, found, FixedClock(A_WEEK_ON)) as office, office.bureau.reading_desk() as desk:
        assert open_link(desk, kept.token) is None
        assert open_link(desk, token_of(settings.key, kept.link_id)) is not None


def test_a_restore_that_is_killed_says_so_and_is_begun_again(
    kept: Kept, empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with nhip(empty, "restore", str(kept.archive)) as killed:
        deadline = time.monotonic() + PATIENCE
        while not (empty / "postgres" / "postmaster.pid").exists():
            assert time.monotonic() < deadline
            time.sleep(0.002)
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    assert (empty / RESTORING).exists()
    monkeypatch.setenv("NHIP_HOME", str(empty))
    for line in (["case", "list"], ["up"], ["init"], ["backup", str(empty.parent / "half.tar")]):
        assert main(line) == 2
        assert "đã dừng giữa chừng. Chạy lại «./nhip restore TỆP»" in capsys.readouterr().err
    assert main(["restore", str(kept.archive)]) == 0
    assert "Đã khôi phục vào" in capsys.readouterr().out
    assert main(["journal", "verify"]) == 0


def test_a_house_on_outside_servers_is_restored_into_empty_databases_only(kept: Kept, empty: Path, cluster: Cluster) -> None:
    cluster.create_database("nhip_outside", "nhip_owner")
    cluster.create_database("prefect_outside", "prefect")
    try:
        named = {
            "database_url": cluster.url("nhip_app", "nhip_outside"),
            "database_owner_url": cluster.url("nhip_owner", "nhip_outside"),
            "prefect_database_url": cluster.url("prefect", "prefect_outside", "asyncpg"),
        }
        assert brought_back(kept.archive, empty, settings=named).changed.doubtful == len(kept.waiting)
        assert not (empty / "postgres").exists()
        store = Store(cluster.url("nhip_app", "nhip_outside"))
        with store.reading() as session:
            assert len(session.exec(select(Letter).where(col(Letter.state) == LetterState.DOUBT)).all()) == len(kept.waiting)
        store.close()
        other = empty.parent / "khác"
        with pytest.raises(NotEmpty, match="NHIP_DATABASE_URL đã có bảng"):
            brought_back(kept.archive, other, settings=named)
        assert untouched(other)
        back_up(settings_of(empty, **named), empty.parent / "outside.tar", with_key=True, say=quiet)
    finally:
        cluster.drop_database("nhip_outside")
        cluster.drop_database("prefect_outside")


def test_an_archive_of_an_older_schema_is_brought_to_todays_shape(empty: Path, cluster: Cluster) -> None:
    cluster.create_database("nhip_older", "nhip_owner")
    try:
        migrate(cluster.url("nhip_owner", "nhip_older"), revision="0003")
        named = {"database_url": cluster.url("nhip_owner", "nhip_older"), "prefect_database_url": cluster.url("prefect", "prefect")}
        made = back_up(settings_of(empty.parent / "cũ", **named), empty.parent / "older.tar", with_key=True, say=quiet)
    finally:
        cluster.drop_database("nhip_older")
    assert made.manifest.revision == "0003"
    brought_back(empty.parent / "older.tar", empty)
    assert back_up(settings_of(empty), empty.parent / "today.tar", with_key=True, say=quiet).manifest.revision == HEAD


def test_a_file_that_is_damaged_or_gone_is_named_and_the_rest_is_kept(empty: Path) -> None:
    with lived_in(empty.parent) as (settings, kept):
        damaged, gone = sorted(kept.files)[:2]
        dossier.path(settings.home / "files", damaged).write_bytes(b"something else")
        dossier.path(settings.home / "files", gone).unlink()
        with nhip(settings.home, "backup", str(empty.parent / "second.tar")) as done:
            said = done.communicate(timeout=PATIENCE)[0]
    assert done.returncode == 1
    assert "2 tệp đã thiếu hoặc hỏng" in said
    assert damaged in said
    restored = brought_back(empty.parent / "second.tar", empty)
    assert restored.manifest.faults == [damaged, gone]
    assert set(dossier.digests(empty / "files")) == kept.files - {damaged, gone}
