"""Requests for spending in tests: asked for by the secretary, and officers who answer about them."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.funding import ClockStop, EntryKind, FundingDecision, FundingItem, FundingRequest, LedgerEntry
from tasks.funding import NewRequest, request_funding
from tasks.ledger_entries import NewEntry, enter
from tests.office.cast import SECRETARY, YES, Handed, Office

DEPUTY_HEAD, DIRECTOR, FINANCE_HEAD, FINANCE_STAFF, PROVINCE = "P16", "P04", "P07", "P22", "P01"
SOURCE = "Kinh phí sự nghiệp công nghệ thông tin cấp cho Sở Thông tin và Truyền thông"
OTHER_SOURCE = "Nguồn kinh phí hợp pháp khác"
ITEMS = [
    {"content": "Thù lao chuyên gia độc lập", "quantity": 15, "unit": "ngày công", "price": "1.500.000", "reason": "Chưa có mức chi"},
    {"content": "Giải thưởng sáng kiến", "quantity": 5, "unit": "giải", "price": 5_000_000, "reason": "Chưa có mức chi"},
]
TOTAL = 47_500_000
SUBMIT: dict[str, Any] = {"choice": "submit", "items": ITEMS, "total": "47.500.000"}
NO_NORM: dict[str, Any] = {"choice": "approve"}
ONE_NORM = {"choice": "approve", "norms": [{"seq": 2, "norm": "Thông tư số 01/2019/TT-BTC"}]}
ALL_NORMS = {"choice": "approve", "norms": [{"seq": n, "norm": "Thông tư số 01/2019/TT-BTC"} for n in (1, 2)]}
BACK = {"choice": "return", "reason": "Nêu rõ hơn sự cần thiết"}


def now_of(office: Office) -> date:
    return office.clock.at.date()


def replied(choice: str, number: str = "120/STC-HCSN", **more: Any) -> Any:
    """Sở Tài chính's reply, dated the day its letter came."""

    def told(step: Any) -> dict[str, Any]:
        words = {"opinion": "Đề nghị gửi kèm báo giá."} if choice in ("supplement", "disagree") else {}
        return {"choice": choice, "number": number, "issued_on": step.about["since"]} | words | more

    return told


_elsewhere = count(1001)  # each number of a register once


def given(step: Any) -> dict[str, Any]:
    """The number of a paper whose register is kept elsewhere, as the standing office's and the UBND's are."""
    return {
        "choice": "given",
        "signed": Handed(),
        "number": str(next(_elsewhere)),
        "issued_on": step.opened_at.date().isoformat(),
    }


def resolved(step: Any) -> dict[str, Any]:
    return {
        "choice": "adopted",
        "number": "25/NQ-HĐND",
        "issued_on": step.about["since"],
        "amount": "40.000.000",
        "resolution": Handed("nghi-quyet.pdf"),
    }


def put_before_council(step: Any) -> dict[str, Any]:
    return {"choice": "approve", "number": "210/TTr-UBND", "issued_on": step.about["since"]}


CONSENT: dict[str, Any] = {
    "funding-draft": SUBMIT,
    "funding-norms": NO_NORM,
    "funding-letter-sign": YES,
    "funding-letter-release": given,
    "funding-opinion": replied("agree"),
    "funding-supplement": {"choice": "send", "words": "Gửi kèm ba báo giá."},
    "funding-decision-sign": YES,
    "funding-decision-release": given,
    "funding-submission-sign": YES,
    "funding-submission-release": given,
    "funding-province": YES,
    "funding-province-release": given,
    "funding-council": put_before_council,
    "funding-resolution": resolved,
    "funding-disagreed": {"choice": "submit", "reason": "Mức chi theo báo giá thị trường."},
}
BEYOND = CONSENT | {"funding-opinion": replied("beyond")}
REGIME = CONSENT | {"funding-opinion": replied("regime")}


def by_round(*said: Any) -> Any:
    """What is said in the first round, the second, …: rounds are counted by the key's first number."""

    def told(step: Any) -> Mapping[str, Any]:
        one = said[min(int(step.key.partition("/")[2].partition(".")[0]), len(said)) - 1]
        found: Mapping[str, Any] = one(step) if callable(one) else one
        return found

    return told


def by_turn(*said: Any) -> Any:
    """Likewise by the key's second number."""

    def told(step: Any) -> Mapping[str, Any]:
        one = said[min(int(step.key.partition(".")[2].partition("@")[0]), len(said)) - 1]
        found: Mapping[str, Any] = one(step) if callable(one) else one
        return found

    return told


def assign(office: Office, amount: int = 100_000_000, source: str = SOURCE, year: int = 2019) -> None:
    """The year's estimate is assigned."""
    put(office, EntryKind.ASSIGNED, amount, source=source, year=year)


def put(office: Office, kind: EntryKind, amount: int, **more: Any) -> UUID:
    """A line of the ledger."""
    said: dict[str, Any] = {"source": SOURCE, "year": 2019, "content": "Ghi sổ", "document": "Chứng từ số 1", "day": now_of(office)}
    with office.bureau.desk() as desk:
        return enter(desk, NewEntry(kind=kind, amount=amount, **said | more), by=SECRETARY).id


def asked_for(office: Office, by: str = SECRETARY, **changes: Any) -> UUID:
    """A request whose lines are asked of who opened it."""
    wanted: dict[str, Any] = {"title": "Phản biện kiến trúc", "purpose": "Bảo đảm chất lượng", "source": SOURCE, "year": 2019}
    with office.bureau.desk() as desk:
        case_id = request_funding(desk, NewRequest(**wanted | changes, entry_id=uuid4()), by=by)[0].id
    office.walk(case_id)
    return case_id


def record(office: Office, case_id: UUID) -> FundingRequest:
    with office.bureau.reading_desk() as desk:
        return desk.session.exec(select(FundingRequest).where(col(FundingRequest.case_id) == case_id)).one()


def items(office: Office, case_id: UUID) -> list[FundingItem]:
    """The lines of the draft that counts."""
    request = record(office, case_id)
    with office.bureau.reading_desk() as desk:
        mine = (col(FundingItem.request_id) == request.id, col(FundingItem.round) == request.round)
        return list(desk.session.exec(select(FundingItem).where(*mine).order_by(col(FundingItem.seq))))


def decision(office: Office, case_id: UUID) -> FundingDecision | None:
    with office.bureau.reading_desk() as desk:
        return desk.session.get(FundingDecision, record(office, case_id).id)


def stops(office: Office, case_id: UUID) -> list[ClockStop]:
    with office.bureau.reading_desk() as desk:
        mine = select(ClockStop).where(col(ClockStop.request_id) == record(office, case_id).id)
        return list(desk.session.exec(mine.order_by(col(ClockStop.round), col(ClockStop.n))))


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
