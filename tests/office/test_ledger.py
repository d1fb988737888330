"""The ledger of Đ10.1: within its ceilings, never before the decision, and the database holds to it whoever writes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.errors import Refused
from models.funding import EntryKind, LedgerEntry
from tasks.ledger import account, accounts, commitments, entries_of
from tasks.ledger_entries import NewEntry, OverCeiling, carry_over, take_back
from tasks.paper_acts import withdraw
from tests.office.cast import SECRETARY, Office, together
from tests.office.money import CONSENT, ONE_NORM, OTHER_SOURCE, REGIME, SOURCE, TOTAL, asked_for, assign, decision, items, now_of, put

NORM = "Thông tư số 40/2017/TT-BTC"


def figures(office: Office, source: str = SOURCE, year: int = 2019) -> dict[str, int]:
    with office.bureau.reading_desk() as desk:
        one = account(desk, source, year)
    return {name: getattr(one, name) for name in ("estimate", "approved", "committed", "advanced", "spent", "left")}


def raw(office: Office, **changes: Any) -> None:
    """A line written past every check of ours."""
    said: dict[str, Any] = {
        "source": SOURCE,
        "year": 2019,
        "kind": EntryKind.COMMITTED,
        "amount": 1_000,
        "content": "x",
        "document": "x",
        "day": now_of(office),
        "entry_id": uuid4(),
    }
    with office.bureau.desk() as desk:
        desk.session.add(LedgerEntry(**said | changes, recorded_at=desk.now))
        desk.session.flush()


def approved(office: Office, script: dict[str, Any] = CONSENT, assigned: int = 100_000_000) -> UUID:
    assign(office, assigned)
    case_id = asked_for(office)
    office.play(case_id, script)
    assert decision(office, case_id) is not None
    return case_id


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


def test_the_database_takes_no_commitment_before_the_decision(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-decision-release", CONSENT)
    one = items(office, case_id)[0]
    with pytest.raises(Refused, match="Chưa có quyết định phê duyệt"):
        put(office, EntryKind.COMMITTED, 1_000_000, item_id=one.id)
    with pytest.raises(DBAPIError, match="no commitment before the decision"):
        raw(office, item_id=one.id)
    office.play(case_id, CONSENT)
    put(office, EntryKind.COMMITTED, 1_000_000, item_id=one.id)


def test_an_item_of_a_draft_that_was_replaced_is_locked_for_ever(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-norms", CONSENT)
    old = items(office, case_id)[0]
    office.answer(office.step(case_id, "funding-norms/1"), {"choice": "return", "reason": "Rõ hơn"})
    office.play(case_id, CONSENT)
    with pytest.raises(Refused, match="nội dung đã được sửa"):
        put(office, EntryKind.COMMITTED, 1_000, item_id=old.id)
    with pytest.raises(DBAPIError, match="no commitment before the decision"):
        raw(office, item_id=old.id)


def test_an_item_with_a_norm_is_committed_without_a_decision(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-letter-sign", CONSENT | {"funding-norms": ONE_NORM})
    ordinary = items(office, case_id)[1]
    put(office, EntryKind.COMMITTED, 5_000_000, item_id=ordinary.id)
    with pytest.raises(DBAPIError, match="over the item"):
        raw(office, item_id=ordinary.id, amount=20_000_001)


def test_an_item_is_not_committed_over_its_own_sum(office: Office) -> None:
    one = items(office, approved(office))[0]  # 22.500.000
    put(office, EntryKind.COMMITTED, 20_000_000, item_id=one.id)
    with pytest.raises(OverCeiling, match=r"vượt mức còn lại 2\.500\.000 đồng của nội dung"):
        put(office, EntryKind.COMMITTED, 2_500_001, item_id=one.id)
    with pytest.raises(DBAPIError, match="over the item"):
        raw(office, item_id=one.id, amount=2_500_001)


def test_all_items_together_are_not_committed_over_what_the_council_allowed(office: Office) -> None:
    first, second = items(office, approved(office, REGIME))  # 40.000.000 of 47.500.000
    put(office, EntryKind.COMMITTED, first.amount, item_id=first.id)
    with pytest.raises(OverCeiling, match=r"vượt mức còn lại 17\.500\.000 đồng"):
        put(office, EntryKind.COMMITTED, 17_500_001, item_id=second.id)
    with pytest.raises(DBAPIError, match="over the decision"):
        raw(office, item_id=second.id, amount=17_500_001)
    put(office, EntryKind.COMMITTED, 17_500_000, item_id=second.id)


def test_a_decision_that_is_withdrawn_locks_its_items_again(office: Office) -> None:
    case_id = approved(office)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert ruled.paper_id is not None
    with office.bureau.desk() as desk:
        withdraw(desk, ruled.paper_id, "Sai thẩm quyền")
    one = items(office, case_id)[0]
    with pytest.raises(Refused, match="Chưa có quyết định"):
        put(office, EntryKind.COMMITTED, 1_000, item_id=one.id)
    with pytest.raises(DBAPIError, match="no commitment before the decision"):
        raw(office, item_id=one.id)


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
    "statement", ["UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry", "UPDATE funding_item SET price = 1"]
)
def test_what_is_booked_or_asked_for_is_never_rewritten(office: Office, statement: str) -> None:
    approved(office)
    with pytest.raises(DBAPIError, match="not rewritten"), office.bureau.desk() as desk:
        desk.session.execute(text(statement))


def test_a_decision_needs_its_issued_paper(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-decision-release", CONSENT)
    made = "INSERT INTO funding_decision (request_id, round, route, notation, day, amount, recorded_at, paper_id) "
    unsigned = (
        "SELECT r.id, 1, 'A', '1/QĐ', now(), 1, now(), p.id FROM funding_request r JOIN paper p ON p.key LIKE 'type-funding-decision%'"
    )
    with pytest.raises(DBAPIError, match="a decision is an issued paper"), office.bureau.desk() as desk:
        desk.session.execute(text(made + unsigned))
    with pytest.raises(IntegrityError, match="ck_funding_decision_paper"), office.bureau.desk() as desk:
        desk.session.execute(text(made + "SELECT id, 1, 'A', '1/QĐ', now(), 1, now(), NULL FROM funding_request"))


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


def test_money_asked_for_from_one_source_is_not_committed_from_another(office: Office) -> None:
    case_id = approved(office)
    assign(office, source=OTHER_SOURCE)
    with pytest.raises(Refused, match="hãy chọn đúng nguồn, năm"):
        put(office, EntryKind.COMMITTED, 1_000, item_id=items(office, case_id)[0].id, source=OTHER_SOURCE)
    with pytest.raises(DBAPIError, match="from another account"):
        raw(office, item_id=items(office, case_id)[0].id, source=OTHER_SOURCE)


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
