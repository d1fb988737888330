"""``case open directive``: a directive from a file, entered once, and refused by file and field."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from deployments.commands.orders import read_order
from models.directives import Directive
from models.store import Store
from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures

ORDER = """
source: committee
issuer: deputy_chair_1
source_text: Ý kiến chỉ đạo của Phó Trưởng ban tại buổi làm việc
source_date: 2026-01-05
text: Rà soát việc ký số văn bản.
lead: HGT
coordinating: [STTTT]
due: 2099-11-16
product: Báo cáo
"""


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "nhiem-vu.yaml"
    path.write_text(ORDER, encoding="utf-8")
    return path


def test_a_directive_is_entered_from_a_file_once(nhip: Nhip, furnished: dict[str, str], store: Store, order: Path) -> None:  # noqa: F811
    made = [json.loads(nhip("case", "open", "directive", "--order", str(order), "--json", **furnished).output) for _ in range(2)]
    assert [one["new"] for one in made] == [True, False]
    with store.reading() as session:
        found = session.exec(select(Directive)).one()
    assert (found.source, found.issuer_seat, found.lead_agency, str(found.due)) == ("committee", "deputy_chair_1", "HGT", "2099-11-16")


def test_the_file_may_say_whom_the_issuer_authorised(nhip: Nhip, furnished: dict[str, str], store: Store, order: Path) -> None:  # noqa: F811
    order.write_text(ORDER + "granter: chair\ngranter_document: Công văn số 12/UBND-VX\n", encoding="utf-8")
    assert nhip("case", "open", "directive", "--order", str(order), **furnished).status == 0
    with store.reading() as session:
        found = session.exec(select(Directive)).one()
    assert (found.granter_seat, found.granter_document) == ("chair", "Công văn số 12/UBND-VX")


def test_a_file_that_says_nothing_of_it_keeps_the_number_it_was_entered_under(order: Path) -> None:
    assert str(read_order(order).entry_id) == "3c9fdddb-2d39-5d92-8520-bfe9b9d45586"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("product:", "granter: chair\nproduct:", "hãy ghi đủ, hoặc bỏ trống cả hai"),
        ("source: committee", "source: conclusion", "các mục sau thiếu hoặc không đúng: source"),
        ("source_date: 2026-01-05", "", "source_date"),
        ("product:", "sản phẩm:", "sản phẩm"),
        ("issuer: deputy_chair_1", "issuer: secretary", "không phù hợp với nguồn"),
        ("lead: HGT", "lead: [", "Không đọc được tệp"),
        ("2026-01-05", "2098-01-05", "chưa đến"),
        ("due: 2099-11-16", "", "chưa có thời hạn. Hãy ghi thời hạn ở mục due"),
        ("due: 2099-11-16", "due:", "thì ghi «standing: true»"),
        ("due: 2099-11-16", "due: 2099-11-16\nstanding: true", "hãy bỏ một trong hai mục"),
    ],
)
def test_a_wrong_file_is_refused(nhip: Nhip, furnished: dict[str, str], order: Path, old: str, new: str, sentence: str) -> None:  # noqa: F811
    order.write_text(ORDER.replace(old, new), encoding="utf-8")
    assert sentence in refused(nhip("case", "open", "directive", "--order", str(order), **furnished))


def test_a_standing_duty_says_that_it_is_one(nhip: Nhip, furnished: dict[str, str], store: Store, order: Path) -> None:  # noqa: F811
    order.write_text(ORDER.replace("due: 2099-11-16", "standing: true"), encoding="utf-8")
    assert json.loads(nhip("case", "open", "directive", "--order", str(order), "--json", **furnished).output)["new"]
    with store.reading() as session:
        assert session.exec(select(Directive)).one().is_standing


def test_a_directive_needs_its_file_and_a_meeting_its_period(nhip: Nhip, furnished: dict[str, str]) -> None:  # noqa: F811
    assert "Xin ghi tệp nhiệm vụ" in refused(nhip("case", "open", "directive", **furnished))
    assert "Xin ghi kỳ" in refused(nhip("case", "open", "board_meeting", **furnished))
