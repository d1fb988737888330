"""The store of files: whole under their hash, or not there at all."""

import errno
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from documents import dossier

DATA = "Thông báo kết luận".encode()


def test_a_file_lies_under_its_hash_and_is_read_back(tmp_path: Path) -> None:
    digest = dossier.put(tmp_path / "files", DATA)
    assert digest == sha256(DATA).hexdigest()
    assert dossier.path(tmp_path / "files", digest).read_bytes() == DATA
    with dossier.open(tmp_path / "files", digest) as file:
        assert file.read() == DATA
    assert dossier.verify(tmp_path / "files") == []


def test_the_same_content_twice_is_one_file(tmp_path: Path) -> None:
    assert dossier.put(tmp_path, DATA) == dossier.put(tmp_path, DATA)
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_many_writers_of_one_content_never_show_a_part_of_it(tmp_path: Path) -> None:
    big = os.urandom(300_000)
    place, broken = dossier.path(tmp_path, sha256(big).hexdigest()), []

    def look() -> None:
        for _ in range(200):
            if place.exists() and place.read_bytes() != big:
                broken.append(place)

    crowd = [Thread(target=dossier.put, args=(tmp_path, big)) for _ in range(6)] + [Thread(target=look)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert broken == []
    assert dossier.verify(tmp_path) == []
    assert dossier.sweep(tmp_path) == 0


def test_only_the_owner_can_read_the_store(tmp_path: Path) -> None:
    file = dossier.path(tmp_path / "files", dossier.put(tmp_path / "files", DATA))
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 63 + "\n", "/" + "a" * 63])
def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        dossier.path(tmp_path, name)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(dossier.NotInDossier, match="Không tìm thấy tệp"):
        dossier.open(tmp_path, "a" * 64)


def test_a_damaged_file_is_never_handed_out_and_putting_it_again_heals(tmp_path: Path) -> None:
    digest = dossier.put(tmp_path, DATA)
    dossier.path(tmp_path, digest).write_bytes(DATA[:-1])
    with pytest.raises(dossier.Damaged, match="không còn nguyên vẹn"):
        dossier.open(tmp_path, digest)
    assert [fault.path.name for fault in dossier.verify(tmp_path)] == [digest]
    dossier.put(tmp_path, DATA)
    assert dossier.verify(tmp_path) == []


def test_a_stranger_in_the_store_is_found(tmp_path: Path) -> None:
    stranger = dossier.path(tmp_path, dossier.put(tmp_path, DATA)).with_name("ghi chú.txt")
    stranger.write_text("x")
    assert [fault.path for fault in dossier.verify(tmp_path)] == [stranger]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / sha256(DATA).hexdigest()[:2]).mkdir()
    with pytest.raises(dossier.NoRoom, match="hết dung lượng"):
        dossier.put(tmp_path, DATA)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_bytes_are_durable_before_the_name_and_the_name_before_the_return(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    fsync, replace = os.fsync, Path.replace
    home = tmp_path / sha256(DATA).hexdigest()[:2]
    home.mkdir()

    def watched(handle: int) -> None:
        seen.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else f"{os.fstat(handle).st_size} bytes")  # noqa: PTH112
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(Path, "replace", lambda self, to: (seen.append("name"), replace(self, to))[1])
    dossier.put(tmp_path, DATA)
    assert seen == [f"{len(DATA)} bytes", "name", "folder"]


KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from documents import dossier
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
home = Path(sys.argv[1])
(home / sys.argv[2][:2]).mkdir(parents=True)
dossier.put(home, sys.argv[3].encode())
"""


def test_what_a_killed_writer_leaves_is_invisible_and_swept(tmp_path: Path) -> None:
    digest = sha256(DATA).hexdigest()
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, tmp_path, digest, DATA.decode()], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1
    assert not dossier.path(tmp_path, digest).exists()
    with pytest.raises(dossier.NotInDossier):
        dossier.open(tmp_path, digest)
    assert dossier.verify(tmp_path) == []
    assert dossier.sweep(tmp_path) == 1
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert dossier.put(tmp_path, DATA) == digest
