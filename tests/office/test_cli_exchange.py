"""``nhip exchange``: what waits for a receipt, and the exchange's list looked at and taken in."""

# ruff: noqa: F811 - a fixture asked for by name is not defined anew

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from models.agencies import Agency
from models.base import new_id
from models.exchange import Dispatch
from models.journal import Entry
from models.papers import Paper
from models.store import Store
from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures

HEADS = "Mã định danh,Số ký hiệu,Trạng thái,Thời điểm,Lý do"
CODES = {"SYT": "H33.07", "SGDĐT": "000.00.05.H33"}


@pytest.fixture
def sent(furnished: dict[str, str], store: Store) -> UUID:
    """A paper issued yesterday and sent to two agencies an hour ago."""
    with store.transaction() as session:
        now = store.clock.now(session)
        paper = Paper(
            id=new_id(),
            kind="CV",
            series="committee",
            subject="Về việc báo cáo quý III",
            number=5,
            year=now.year,
            notation="05/BCĐ-VX",
            recorded_at=now - timedelta(days=1),
            issued_at=now - timedelta(days=1),
        )
        session.add(paper)
        session.flush()
        for agency, code in CODES.items():
            session.get_one(Agency, agency).exchange_code = code
            session.add(Dispatch(paper_id=paper.id, agency_id=agency, exchange_code=code, sent_at=now - timedelta(hours=1)))
    return paper.id


def listed(store: Store, path: Path, *rows: tuple[str, str, str]) -> Path:
    with store.reading() as session:
        at = store.clock.now(session) - timedelta(minutes=1)
    lines = [f"{CODES.get(agency, agency)},05/BCĐ-VX,{state},{at:%d/%m/%Y %H:%M:%S},{reason}" for agency, state, reason in rows]
    path.write_text("\n".join((HEADS, *lines)), "utf-8-sig")
    return path


def states(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return {row.agency_id: str(row.state) for row in session.exec(select(Dispatch))}


def files_of(home: Path) -> list[Path]:
    return [one for one in (home / "files").rglob("*") if one.is_file()]


GOOD = (("SYT", "Đã tiếp nhận", ""), ("SGDĐT", "Từ chối", "Thiếu phụ lục"))


def test_a_list_is_looked_at_then_taken_in_then_known(
    nhip: Nhip, furnished: dict[str, str], home: Path, store: Store, tmp_path: Path, sent: UUID
) -> None:
    file = listed(store, tmp_path / "trang-thai.csv", *GOOD)
    news = "  + 05/BCĐ-VX gửi Sở Y tế: đã tiếp nhận\n  + 05/BCĐ-VX gửi Sở Giáo dục và Đào tạo: bị từ chối (Thiếu phụ lục)\n"
    for _ in range(2):
        looked = nhip("exchange", "import", str(file), "--check", **furnished)
        assert (looked.status, looked.output.startswith(news)) == (0, True), looked
        assert looked.output.endswith("2 phản hồi mới, 0 dòng đã biết từ trước.\nMới xem trước, chưa ghi gì. Bỏ «--check» để nạp.\n")
    assert set(states(store).values()) == {"sent"}
    assert files_of(home) == []
    with store.reading() as session:
        assert session.exec(select(Entry)).all() == []
    taken = nhip("exchange", "import", str(file), **furnished)
    assert (taken.status, taken.output.endswith("Đã nạp.\n")) == (0, True)
    assert states(store) == {"SYT": "received", "SGDĐT": "refused"}
    assert [one.read_bytes() for one in files_of(home)] == [file.read_bytes()]
    again = nhip("exchange", "import", str(file), **furnished)
    assert again.output == "2 dòng: 0 phản hồi mới, 2 dòng đã biết từ trước.\nKhông có gì thay đổi.\n"
    facts = json.loads(nhip("exchange", "import", str(file), "--json", **furnished).output)
    assert facts == {"taken": False, "rows": 2, "news": [], "known": 2, "faults": []}


def test_one_wrong_row_is_named_and_nothing_is_written(
    nhip: Nhip, furnished: dict[str, str], home: Path, store: Store, tmp_path: Path, sent: UUID
) -> None:
    file = listed(store, tmp_path / "trang-thai.csv", *GOOD, ("H99.1", "Đã đến", ""))
    for line in (("exchange", "import", str(file)), ("exchange", "import", str(file), "--check")):
        done = nhip(*line, **furnished)
        assert (done.status, done.output) == (2, "")
        head, fault = done.complaints.splitlines()
        assert head == "Không nạp dòng nào, vì có dòng sai:"
        assert fault.startswith("Dòng 4: không có văn bản «05/BCĐ-VX» nào ghi là đã gửi đến mã «H99.1»")
    machine = nhip("exchange", "import", str(file), "--json", **furnished)
    assert machine.status == 2
    assert json.loads(machine.output)["faults"] == [fault]
    assert set(states(store).values()) == {"sent"}
    assert files_of(home) == []


def test_another_file_is_one_sentence(nhip: Nhip, furnished: dict[str, str], tmp_path: Path) -> None:
    assert "Hãy kiểm tra tên và nơi để tệp" in refused(nhip("exchange", "import", str(tmp_path / "no.csv"), **furnished))
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.4")
    assert "Dòng 1 phải có đúng một lần các cột" in refused(nhip("exchange", "import", str(tmp_path / "a.csv"), **furnished))
    (tmp_path / "b.csv").write_text(HEADS, "utf-8")
    assert "không có dòng nào dưới dòng đề mục" in refused(nhip("exchange", "import", str(tmp_path / "b.csv"), **furnished))


def test_what_waits_is_listed(nhip: Nhip, furnished: dict[str, str], store: Store, tmp_path: Path, sent: UUID) -> None:
    nhip("exchange", "import", str(listed(store, tmp_path / "a.csv", *GOOD)), **furnished)
    shown = nhip("exchange", "list", **furnished).output
    assert "Thiếu phụ lục" in shown
    assert "Sở Y tế" not in shown
    (one,) = json.loads(nhip("exchange", "list", "--json", **furnished).output)
    assert (one["notation"], one["agency"], one["state"], one["late"]) == ("05/BCĐ-VX", "Sở Giáo dục và Đào tạo", "refused", False)


def test_where_nothing_waits_the_list_says_so(nhip: Nhip, furnished: dict[str, str]) -> None:
    assert nhip("exchange", "list", **furnished).output == "Không có văn bản nào đã gửi mà chưa được tiếp nhận.\n"
