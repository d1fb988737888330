"""Files a command is asked to write: whole or not at all, and never over another."""

from pathlib import Path

import pytest

from deployments.cli import main
from deployments.new_files import free, write_all
from models.errors import Refused


def test_all_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_all({tmp_path / "a.html": b"a", tmp_path / "b.png": b"b"})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.html": b"a", "b.png": b"b"}


def test_one_that_cannot_be_put_in_place_takes_the_others_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if target.name == "b.png":
            raise OSError(28, "Không còn chỗ")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(Refused, match=r"Không ghi được tệp .*b\.png: Không còn chỗ"):
        write_all({tmp_path / "a.html": b"a", tmp_path / "b.png": b"b"})
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    there = tmp_path / "a.html"
    there.write_bytes(b"old")
    with pytest.raises(Refused, match="đã có"):
        write_all({there: b"new", tmp_path / "b.png": b"b"})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.html", b"old")]


def test_a_folder_that_is_not_there_and_a_name_given_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Không có thư mục"):
        free([tmp_path / "x" / "a.html"])
    with pytest.raises(Refused, match="hai lần"):
        free([tmp_path / "a", tmp_path / "a"])


def test_the_year_is_not_walked_for_files_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "lich.html"
    there.touch()
    assert main(["year", "2027", "--html", str(there)]) == Refused.exit_code
    assert "đã có" in capsys.readouterr().err
