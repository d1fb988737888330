"""The ledger of Đ10.1: within its ceilings, never before the decision, and the database holds to it whoever writes."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.errors import Refused
from models.funding import EntryKind
from tasks.ledger import account, accounts, commitments, entries_of
from tasks.ledger_entries import NewEntry, OverCeiling, carry_over, take_back
from tests.office.cast import SECRETARY, Office, together
from tests.office.money import (
    OTHER_SOURCE,
    SOURCE,
    TOTAL,
    assign,
    now_of,
    put,
    raw,
)

NORM = "Thông tư số 40/2017/TT-BTC"


def figures(office: Office, source: str = SOURCE, year: int = 2019) -> dict[str, int]:
    with office.bureau.reading_desk() as desk:
        one = account(desk, source, year)
    return {name: getattr(one, name) for name in ("estimate", "approved", "committed", "advanced", "spent", "left")}


def test_a_year_of_a_source_from_estimate_to_what_is_left(office: Office) -> None:
    put(office, EntryKind.ESTIMATE, 120_000_000)
    assign(office, 100_000_000)
    one = put(office, EntryKind.COMMITTED, 60_000_000, norm=NORM)
    put(office, EntryKind.ADVANCED, 20_000_000, commitment_id=one)
    put(office, EntryKind.SETTLED, 15_000_000, commitment_id=one)
    assert figures(office) == {
        "estimate": 120_000_000,
        "approved": 100_000_000,
        "committed": 60_000_000,
        "advanced": 5_000_000,
        "spent": 15_000_000,
        "left": 40_000_000,
    }
    put(office, EntryKind.RELEASED, 40_000_000, commitment_id=one)
    assert figures(office)["left"] == 80_000_000


def test_every_source_of_the_committee_is_shown_also_without_a_line(office: Office) -> None:
    assign(office)
    with office.bureau.reading_desk() as desk:
        assert [(one.source, one.approved) for one in accounts(desk, 2019)] == [(SOURCE, 100_000_000), (OTHER_SOURCE, 0)]
        assert [one.approved for one in accounts(desk, 2019, until=date(2019, 1, 1))] == [0, 0]


def test_over_the_ceiling_is_refused_with_the_figures(office: Office) -> None:
    assign(office, 10_000_000)
    put(office, EntryKind.COMMITTED, 4_000_000, norm=NORM)
    with pytest.raises(
        OverCeiling,
        match=r"6\.000\.001 đồng vượt số còn lại 6\.000\.000 đồng .*được giao 10\.000\.000 đồng, đã cam kết 4\.000\.000 đồng",
    ):
        put(office, EntryKind.COMMITTED, 6_000_001, norm=NORM)
    with pytest.raises(DBAPIError, match="over the ceiling"):
        raw(office, amount=6_000_001, norm=NORM)
    put(office, EntryKind.COMMITTED, 6_000_000, norm=NORM)


def test_two_commitments_at_once_cannot_both_take_the_last_money(office: Office) -> None:
    assign(office, 10_000_000)
    refused: list[Refused] = []

    def commit() -> None:
        try:
            put(office, EntryKind.COMMITTED, 6_000_000, norm=NORM)
        except OverCeiling as over:
            refused.append(over)

    together(commit, commit, commit)
    assert len(refused) == 2
    assert figures(office)["left"] == 4_000_000


def test_spending_names_its_norm_or_its_decided_item(office: Office) -> None:
    assign(office)
    with pytest.raises(Refused, match="phải ghi định mức"):
        put(office, EntryKind.COMMITTED, 1_000)
    with pytest.raises(IntegrityError, match="ck_ledger_entry_norm"):
        raw(office)


def test_advances_and_settlements_stay_within_their_commitment(office: Office) -> None:
    assign(office)
    one = put(office, EntryKind.COMMITTED, 10_000_000, norm=NORM)
    put(office, EntryKind.ADVANCED, 8_000_000, commitment_id=one)
    for kind, over in ((EntryKind.ADVANCED, 2_000_001), (EntryKind.SETTLED, 10_000_001), (EntryKind.RELEASED, 2_000_001)):
        with pytest.raises(OverCeiling, match="vượt mức còn lại"):
            put(office, kind, over, commitment_id=one)
        with pytest.raises(DBAPIError, match="over the commitment"):
            raw(office, kind=kind, amount=over, commitment_id=one)
    put(office, EntryKind.SETTLED, 10_000_000, commitment_id=one)
    assert figures(office)["advanced"] == 0


def test_what_is_left_is_carried_over_to_the_next_year_in_both_ledgers_or_in_none(office: Office) -> None:
    assign(office, 10_000_000)
    put(office, EntryKind.COMMITTED, 4_000_000, norm=NORM)
    said = {"source": SOURCE, "year": 2019, "content": "Chuyển nguồn", "document": "QĐ 01", "day": now_of(office)}
    with pytest.raises(OverCeiling), office.bureau.desk() as desk:
        carry_over(desk, NewEntry(kind=EntryKind.CARRIED_OUT, amount=6_000_001, **said), by=SECRETARY)
    assert figures(office, year=2020)["approved"] == 0
    with office.bureau.desk() as desk:
        carry_over(desk, NewEntry(kind=EntryKind.CARRIED_OUT, amount=6_000_000, **said), by=SECRETARY)
    assert (figures(office)["left"], figures(office, year=2020)["approved"]) == (0, 6_000_000)


def test_a_line_is_taken_back_by_its_opposite_and_both_stay(office: Office) -> None:
    assign(office, 10_000_000)
    one = put(office, EntryKind.COMMITTED, 4_000_000, norm=NORM)
    with office.bureau.desk() as desk:
        take_back(desk, one, reason="Nhập nhầm", by=SECRETARY)
    with office.bureau.reading_desk() as desk:
        lines = entries_of(desk, 2019)
        assert [line.amount for line in lines] == [10_000_000, 4_000_000, -4_000_000]
        assert commitments(lines) == []
    assert figures(office)["left"] == 10_000_000
    with pytest.raises(Refused, match="đã được ghi giảm"), office.bureau.desk() as desk:
        take_back(desk, one, reason="Nhập nhầm", by=SECRETARY)


def test_what_others_rest_on_is_not_taken_back(office: Office) -> None:
    assign(office, 10_000_000)
    with office.bureau.reading_desk() as desk:
        assigned = entries_of(desk, 2019)[0].id
    one = put(office, EntryKind.COMMITTED, 4_000_000, norm=NORM)
    put(office, EntryKind.SETTLED, 1_000_000, commitment_id=one)
    for line, why in ((assigned, r"đã cam kết 4\.000\.000 đồng vượt số được giao 0 đồng"), (one, "đã có tạm ứng, quyết toán")):
        with pytest.raises(Refused, match=why), office.bureau.desk() as desk:
            take_back(desk, line, reason="Nhầm", by=SECRETARY)
    with pytest.raises(DBAPIError, match="over the ceiling"):
        raw(office, kind=EntryKind.ASSIGNED, amount=-10_000_000, reverses_id=assigned)
    with pytest.raises(DBAPIError, match="over the commitment"):
        raw(office, amount=-4_000_000, norm=NORM, reverses_id=one)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"source": "Quỹ đen"}, "danh mục"),
        ({"amount": 0}, "lớn hơn 0"),
        ({"content": " "}, "nội dung và số, ngày chứng từ"),
        ({"document": ""}, "nội dung và số, ngày chứng từ"),
        ({"day": date(2030, 1, 1)}, "chưa đến"),
        ({"commitment_id": uuid4()}, "phải chọn khoản cam kết"),
        ({"kind": EntryKind.SETTLED}, "phải chọn khoản cam kết"),
        ({"kind": EntryKind.SETTLED, "commitment_id": uuid4()}, "Không có khoản cam kết"),
        ({"kind": EntryKind.COMMITTED, "item_id": uuid4()}, "Không có nội dung chi này"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_a_sentence(office: Office, changes: dict[str, Any], why: str) -> None:
    given = {"kind": EntryKind.ASSIGNED, "amount": 1_000} | changes
    with pytest.raises(Refused, match=why):
        put(office, given.pop("kind"), given.pop("amount"), **given)
    with office.bureau.reading_desk() as desk:
        assert entries_of(desk, 2019) == []


def test_the_same_form_sent_twice_is_one_line(office: Office) -> None:
    one = uuid4()
    assert put(office, EntryKind.ASSIGNED, 5, entry_id=one) == put(office, EntryKind.ASSIGNED, 5, entry_id=one)
    assert figures(office)["approved"] == 5


def test_sums_beyond_thirty_two_bits_are_whole(office: Office) -> None:
    assign(office, 10**14)
    put(office, EntryKind.COMMITTED, 10**14 - 1, norm=NORM)
    assert figures(office)["left"] == 1
    assert TOTAL < 2**31 < 10**14


def test_a_line_may_be_entered_for_an_earlier_day(office: Office) -> None:
    put(office, EntryKind.ASSIGNED, 1_000, day=now_of(office) - timedelta(days=40))
    assert figures(office)["approved"] == 1_000
    with office.bureau.reading_desk() as desk:
        assert [line.officer_id for line in entries_of(desk, 2019)] == [SECRETARY]
