"""``number`` and ``register``: numbers taken for papers made elsewhere, and the register printed."""

import json
from pathlib import Path

import docx

from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures

TAKE = ("number", "reserve", "notice", "--subject", "Thông báo lịch trực", "--reason", "Soạn ngoài hệ thống")


def test_a_number_is_taken_issued_or_void_and_the_register_printed(nhip: Nhip, furnished: dict[str, str], tmp_path: Path) -> None:  # noqa: F811
    made = [json.loads(nhip(*TAKE, "--json", **furnished).output) for _ in range(2)]
    assert [(one["notation"], one["state"]) for one in made] == [("01/TB-BCĐ", "reserved"), ("02/TB-BCĐ", "reserved")]
    year = str(made[0]["year"])
    assert "Đã ghi ban hành 01/TB-BCĐ" in nhip("number", "issued", "01/TB-BCĐ", **furnished).output
    assert "Đã bỏ số 02/TB-BCĐ" in nhip("number", "void", "02/TB-BCĐ", "--reason", "Ghi nhầm", **furnished).output
    listed = nhip("number", "list", **furnished).output
    assert "Số bỏ: Ghi nhầm" in listed
    assert [one["state"] for one in json.loads(nhip("number", "list", "--year", year, "--json", **furnished).output)] == ["issued", "void"]
    path = tmp_path / "so.docx"
    assert f"2 số, vào {path}" in nhip("register", year, str(path), **furnished).output
    cells = [cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells]
    assert {"01/TB-BCĐ", "02/TB-BCĐ", "Thông báo: Thông báo lịch trực"} <= set(cells)
    path.write_text("sửa tay", encoding="utf-8")
    assert f"Tệp {path} đã có" in refused(nhip("register", year, str(path), **furnished))
    assert path.read_text(encoding="utf-8") == "sửa tay"


def test_what_cannot_be_is_refused_with_a_sentence(nhip: Nhip, furnished: dict[str, str], tmp_path: Path) -> None:  # noqa: F811
    nhip(*TAKE, **furnished)
    assert "Không có loại văn bản «giấy khen»" in refused(
        nhip("number", "reserve", "giấy khen", "--subject", "A", "--reason", "B", **furnished)
    )
    assert "lý do" in refused(nhip("number", "void", "01/TB-BCĐ", "--reason", " ", **furnished))
    assert "không đúng" in refused(nhip("number", "issued", "01/TB-BCĐ", "--on", "2099-01-01", **furnished))
    gone = nhip("number", "void", "07/TB-BCĐ", "--reason", "A", **furnished)
    assert (gone.status, "Không có số «07/TB-BCĐ»" in gone.complaints) == (3, True)
    assert "chưa có số nào để in" in refused(nhip("register", "2001", **furnished))
    year = str(json.loads(nhip("number", "list", "--json", **furnished).output)[0]["year"])
    assert "Không ghi được tệp" in refused(nhip("register", year, str(tmp_path / "không có" / "so.docx"), **furnished))
