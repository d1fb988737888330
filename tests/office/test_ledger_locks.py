"""The ledger's locks (Đ10.2): no commitment before the decision, none over it, and the database holds to it whoever writes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.errors import Refused
from models.funding import EntryKind
from tasks.ledger_entries import OverCeiling
from tasks.paper_acts import withdraw
from tests.office.cast import Office
from tests.office.money import CONSENT, ONE_NORM, OTHER_SOURCE, REGIME, approved, asked_for, assign, decision, items, put, raw

NORM = "Thông tư số 40/2017/TT-BTC"


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


def test_money_asked_for_from_one_source_is_not_committed_from_another(office: Office) -> None:
    case_id = approved(office)
    assign(office, source=OTHER_SOURCE)
    with pytest.raises(Refused, match="hãy chọn đúng nguồn, năm"):
        put(office, EntryKind.COMMITTED, 1_000, item_id=items(office, case_id)[0].id, source=OTHER_SOURCE)
    with pytest.raises(DBAPIError, match="from another account"):
        raw(office, item_id=items(office, case_id)[0].id, source=OTHER_SOURCE)
