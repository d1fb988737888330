"""``nhip roster``: out to a file that is never written over, in again with every fault told, and exit codes that mean something."""

# ruff: noqa: F811 - a fixture asked for by name is not defined anew

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.office.rosters import NEW, TODAY, holding
from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures
from tests.workbooks import shown, with_rows

Roster = Callable[..., Any]


@pytest.fixture
def exported(nhip: Nhip, furnished: dict[str, str], tmp_path: Path) -> Path:
    """Today's roster in a file."""
    file = tmp_path / "danh-sach.xlsx"
    done = nhip("roster", "export", str(file), **furnished)
    assert (done.status, done.output) == (0, f"Đã ghi «{file}».\n"), done.complaints
    return file


def test_a_template_needs_no_house_and_has_every_seat_to_fill_in(nhip: Nhip, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    assert json.loads(nhip("roster", "template", str(file), "--json").output) == {"file": str(file), "bytes": file.stat().st_size}
    assert not home.exists()
    seats = shown(file.read_bytes(), "Giữ chức danh")
    assert len(seats) == 67
    assert {row["Mã cán bộ"] for row in seats} == {None}


@pytest.mark.parametrize("command", ["template", "export"])
def test_a_file_that_is_there_is_not_written_over(nhip: Nhip, furnished: dict[str, str], tmp_path: Path, command: str) -> None:
    (tmp_path / "a.xlsx").write_text("của tôi")
    assert "không ghi đè" in refused(nhip("roster", command, str(tmp_path / "a.xlsx"), **furnished))
    assert (tmp_path / "a.xlsx").read_text() == "của tôi"
    assert "phải có đuôi .xlsx" in refused(nhip("roster", command, str(tmp_path / "a.xls"), **furnished))
    assert "Hãy chọn nơi khác" in refused(nhip("roster", command, str(tmp_path / "no" / "a.xlsx"), **furnished))


def test_what_was_exported_changes_nothing(nhip: Nhip, furnished: dict[str, str], exported: Path) -> None:
    done = nhip("roster", "import", str(exported), **furnished)
    assert (done.status, done.output) == (0, "Không có gì thay đổi: danh sách đã đúng như tệp.\n")
    facts = json.loads(nhip("roster", "import", str(exported), "--json", **furnished).output)
    assert facts == {"taken": False, "changes": [], "moved": 0, "letters": 0, "faults": []}


def test_changes_are_looked_at_then_taken_in_then_there(nhip: Nhip, furnished: dict[str, str], exported: Path) -> None:
    exported.write_bytes(with_rows(exported.read_bytes(), Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)]))
    for _ in range(2):
        looked = nhip("roster", "import", str(exported), "--check", **furnished)
        assert looked.status == 0
        assert "  + P90 Nguyễn Tân Nhiệm: thêm mới\n" in looked.output
        assert looked.output.endswith("Mới xem trước, chưa ghi gì. Bỏ «--check» để nạp.\n")
    facts = json.loads(nhip("roster", "import", str(exported), "--check", "--json", **furnished).output)
    assert (facts["taken"], len(facts["changes"])) == (False, 3)
    assert nhip("roster", "import", str(exported), **furnished).output.endswith("Đã nạp.\n")
    assert nhip("roster", "import", str(exported), **furnished).output.startswith("Không có gì thay đổi")


def test_every_fault_is_told_and_the_exit_code_says_refused(nhip: Nhip, furnished: dict[str, str], exported: Path) -> None:
    wrong = [NEW | {"Điện thoại": 912000001}, NEW | {"Mã cán bộ": "P91", "Thư điện tử": "không có"}]
    exported.write_bytes(with_rows(exported.read_bytes(), Cán_bộ=wrong))
    done = nhip("roster", "import", str(exported), **furnished)
    assert (done.status, done.output) == (2, "")
    first, second, _ = done.complaints.splitlines()
    assert first == "Tệp có 2 lỗi nên chưa nạp gì. Hãy sửa rồi nạp lại:"
    assert second.startswith("· Trang «Cán bộ», dòng 54, ô E54 (Điện thoại): «912000001».")
    machine = nhip("roster", "import", str(exported), "--json", **furnished)
    assert machine.status == 2
    facts = json.loads(machine.output)
    assert facts["taken"] is False
    assert [(fault["sheet"], fault["row"], fault["cell"]) for fault in facts["faults"]] == [("Cán bộ", 54, "E54"), ("Cán bộ", 55, "D55")]


def test_a_file_that_cannot_be_read_is_a_sentence(nhip: Nhip, furnished: dict[str, str], tmp_path: Path) -> None:
    assert "Hãy kiểm tra tên và nơi để tệp" in refused(nhip("roster", "import", str(tmp_path / "no.xlsx"), **furnished))
    assert "Không đọc được tệp" in refused(nhip("roster", "import", str(tmp_path), **furnished))
    (tmp_path / "a.xlsx").write_bytes(b"Ma,Ten")
    assert "không phải là tệp Excel" in refused(nhip("roster", "import", str(tmp_path / "a.xlsx"), **furnished))
