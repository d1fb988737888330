"""``letters``: listed, shown, sent again, taken as arrived, written out as a table."""

import csv
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from models.base import new_id
from models.clock import at
from models.letters import Attempt, Letter, LetterState
from models.store import Store
from notifications.samples import COMMON
from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures


@pytest.fixture
def doubtful(furnished: dict[str, str], store: Store) -> UUID:  # noqa: F811
    """One letter in doubt among two."""
    ids = [new_id(), new_id()]
    words = {"words": COMMON | {"title": "=Việc quý III/2019", "due": None, "due_source": None, "link": None}}
    with store.transaction() as session:
        now = store.clock.now(session)
        common = {"kind": "ask", "officer_id": "P11", "channel": "mail", "context": words, "attempts": 1, "queued_at": now}
        session.add(Letter(id=ids[0], key="a", state=LetterState.DOUBT, detail="mất liên lạc", **common))
        session.add(Letter(id=ids[1], key="b", state=LetterState.ACCEPTED, **common))
        session.flush()
        session.add(
            Attempt(letter_id=ids[0], n=1, started_at=at(now.date(), now.time()), ended_at=now, outcome="unknown", reply="mất liên lạc")
        )
    return ids[0]


def state(store: Store, letter_id: UUID) -> LetterState:
    with store.reading() as session:
        return LetterState(session.get_one(Letter, letter_id).state)


def test_letters_are_listed_with_filters_and_shown(nhip: Nhip, furnished: dict[str, str], doubtful: UUID) -> None:  # noqa: F811
    every = json.loads(nhip("letters", "list", "--json", **furnished).output)
    assert next(one["id"] for one in every) == str(doubtful)
    assert [one["waits"] for one in every] == [True, False]
    assert len(json.loads(nhip("letters", "list", "--state", "doubt", "--words", "quý", "--json", **furnished).output)) == 1
    assert "Chưa rõ đã đến hay chưa" in nhip("letters", "list", **furnished).output
    assert "Còn thư cũ hơn" in nhip("letters", "list", "--most", "1", **furnished).output
    assert nhip("letters", "list", "--state", "parked", **furnished).output == "Không có thư nào đúng với bộ lọc.\n"
    shown = nhip("letters", "show", str(doubtful), **furnished).output
    assert "gửi lần 1 bằng thư điện tử" in shown
    assert "Làm được: «Gửi lại», «Coi như đã đến»." in shown
    told = json.loads(nhip("letters", "show", str(doubtful), "--json", **furnished).output)
    assert [event["detail"] for event in told["events"]].count("mất liên lạc") == 2
    assert "context" not in told


def test_a_letter_is_sent_again_with_a_reason_once(nhip: Nhip, furnished: dict[str, str], store: Store, doubtful: UUID) -> None:  # noqa: F811
    line = ("letters", "resend", str(doubtful), "--reason")
    assert "Phải ghi lý do" in refused(nhip(*line, " ", **furnished))
    assert nhip(*line, "Chưa nhận được", **furnished).output == "Thư đã vào lại hàng chờ gửi.\n"
    assert state(store, doubtful) == LetterState.QUEUED
    assert "người vận hành ghi «Gửi lại» lúc" in refused(nhip(*line, "Lần nữa", **furnished))
    assert "Người vận hành: Gửi lại" in nhip("letters", "show", str(doubtful), **furnished).output


def test_a_letter_is_taken_as_arrived(nhip: Nhip, furnished: dict[str, str], store: Store, doubtful: UUID) -> None:  # noqa: F811
    assert "coi như thư đã đến" in nhip("letters", "settle", str(doubtful), "--reason", "Đã nhận", **furnished).output
    assert state(store, doubtful) == LetterState.ACCEPTED
    assert "chỉ dùng cho phiếu giấy" in refused(nhip("letters", "handed-over", str(uuid_of_other(store)), **furnished))


def uuid_of_other(store: Store) -> UUID:
    from sqlmodel import col, select

    with store.reading() as session:
        return session.exec(select(Letter.id).where(col(Letter.key) == "b")).one()


def test_the_table_is_a_new_file_that_excel_reads(nhip: Nhip, furnished: dict[str, str], tmp_path: Path, doubtful: UUID) -> None:  # noqa: F811
    path = tmp_path / "thu.csv"
    assert nhip("letters", "export", str(path), "--state", "doubt", **furnished).output == f"Đã ghi 1 thư vào {path}.\n"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    assert (row["Mã"], row["Về việc"]) == (str(doubtful), "'=Việc quý III/2019")
    assert "đã có" in refused(nhip("letters", "export", str(path), **furnished))
    assert "Kênh «fax» không có" in refused(nhip("letters", "export", str(tmp_path / "a.csv"), "--channel", "fax", **furnished))
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_there_or_not_said_is_a_sentence(nhip: Nhip, furnished: dict[str, str]) -> None:  # noqa: F811
    assert nhip("letters", "list", **furnished).output == "Chưa có thư nào.\n"
    for line in (("show",), ("resend", "--reason", "x"), ("settle", "--reason", "x"), ("handed-over",)):
        assert "Không có thư này" in refused(nhip("letters", line[0], str(uuid4()), *line[1:], **furnished), status=3)
    assert "Thiếu «--reason»" in refused(nhip("letters", "resend", str(uuid4()), **furnished))
    assert "Giá trị của «MÃ» không đọc được" in refused(nhip("letters", "show", "abc", **furnished))
