"""Entering the ledger of Đ10.1: a line at a time, within its ceiling, never before the decision (Đ10.2).

The database holds the same ceilings: what is refused here with a sentence, it would not take anyway.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import col, select

from models.errors import Refused
from models.funding import EntryKind, FundingDecision, FundingItem, FundingRequest, LedgerEntry
from models.money import in_figures
from models.papers import Paper
from tasks.bureau import Desk
from tasks.ledger import ENTER, ESTIMATE, OF_COMMITMENT, account, account_of, commitments, entries_of

LOCK = text("SELECT pg_advisory_xact_lock(hashtext(:source), :year)")
PLUS = (EntryKind.ASSIGNED, EntryKind.CARRIED_IN)


class OverCeiling(Refused):
    """Số tiền vượt mức còn lại."""

    status = 422


@dataclass(frozen=True)
class NewEntry:
    """A line to enter; ``norm`` or ``item_id`` says by what right money is committed, ``commitment_id`` of what it is part."""

    kind: EntryKind
    source: str
    year: int
    amount: int
    content: str
    document: str
    day: date
    norm: str = ""
    item_id: UUID | None = None
    commitment_id: UUID | None = None
    entry_id: UUID = field(default_factory=uuid4)


def enter(desk: Desk, new: NewEntry, *, by: str | None) -> LedgerEntry:
    """Enter a line; sent twice it is entered once. Raises ``Refused``, naming the figures where a ceiling is passed."""
    there = desk.session.exec(select(LedgerEntry).where(col(LedgerEntry.entry_id) == new.entry_id)).first()
    if there is not None:
        return there
    _may_be_said(desk, new)
    desk.session.execute(LOCK, {"source": new.source, "year": new.year})
    _within(desk, new)
    row = LedgerEntry(**new.__dict__, officer_id=by, recorded_at=desk.now)
    return _written(desk, row, by)


def carry_over(desk: Desk, new: NewEntry, *, by: str | None) -> LedgerEntry:
    """What is left of a year goes to the next one of the same source: one line in each, both or neither."""
    row = enter(desk, new, by=by)
    enter(desk, NewEntry(**new.__dict__ | {"kind": EntryKind.CARRIED_IN, "year": new.year + 1, "entry_id": row.id}), by=by)
    return row


def take_back(desk: Desk, entry_id: UUID, *, reason: str, by: str | None) -> LedgerEntry:
    """A line entered by mistake is taken back by its opposite; both stay. ``Refused`` where later lines rest on it."""
    row = desk.session.get(LedgerEntry, entry_id)
    if row is None or row.reverses_id is not None:
        raise Refused("Không có dòng sổ này, hoặc đây đã là dòng ghi giảm; hãy xem lại sổ.")
    if not reason.strip():
        raise Refused("Ghi giảm một dòng sổ phải nêu lý do.")
    if row.kind in (EntryKind.CARRIED_IN, EntryKind.CARRIED_OUT):
        raise Refused("Chuyển nguồn ghi ở cả hai năm nên không ghi giảm từng dòng; hãy chuyển nguồn lại cho đúng số.")
    if desk.session.exec(select(LedgerEntry.id).where(col(LedgerEntry.reverses_id) == row.id)).first() is not None:
        raise Refused("Dòng này đã được ghi giảm trước đó.")
    desk.session.execute(LOCK, {"source": row.source, "year": row.year})
    _may_be_taken_back(desk, row)
    same = {name: getattr(row, name) for name in ("source", "year", "kind", "document", "norm", "item_id", "commitment_id")}
    opposite = LedgerEntry(
        **same,
        entry_id=uuid4(),
        amount=-row.amount,
        content=f"Ghi giảm: {reason.strip()}",
        day=desk.today,
        reverses_id=row.id,
        officer_id=by,
        recorded_at=desk.now,
    )
    return _written(desk, opposite, by)


def _written(desk: Desk, row: LedgerEntry, by: str | None) -> LedgerEntry:
    desk.session.add(row)
    desk.session.flush()
    desk.actor = by
    done = ESTIMATE if row.kind == EntryKind.ESTIMATE else ENTER
    desk.record(done.key, entry=str(row.id), kind=row.kind, amount=row.amount)
    return row


def _may_be_said(desk: Desk, new: NewEntry) -> None:
    if new.source not in desk.law.committee.identity.funding_sources:
        raise Refused("Nguồn kinh phí không có trong danh mục của Ban; hãy chọn trong danh sách.")
    if new.amount <= 0:
        raise Refused("Số tiền phải là số nguyên đồng, lớn hơn 0.")
    if not (new.content.strip() and new.document.strip()):
        raise Refused("Xin ghi nội dung và số, ngày chứng từ.")
    if new.day > desk.today:
        raise Refused(f"Ngày chứng từ {new.day:%d/%m/%Y} chưa đến; hãy kiểm tra lại.")
    if (new.kind in OF_COMMITMENT) != (new.commitment_id is not None):
        raise Refused("Giảm cam kết, tạm ứng, quyết toán phải chọn khoản cam kết chi; các loại khác thì không.")
    if new.kind == EntryKind.COMMITTED and bool(new.norm.strip()) == (new.item_id is not None):
        raise Refused(
            "Cam kết chi phải ghi định mức hiện hành, hoặc chọn nội dung đã được phê duyệt (khoản 2 Điều 10 Quy chế), chỉ một trong hai."
        )


def _within(desk: Desk, new: NewEntry) -> None:
    now = account(desk, new.source, new.year)
    if new.kind == EntryKind.COMMITTED and new.item_id is not None:
        _unlocked(desk, new)
    if new.kind in (EntryKind.COMMITTED, EntryKind.CARRIED_OUT) and new.amount > now.left:
        raise OverCeiling(
            f"Số tiền {in_figures(new.amount)} vượt số còn lại {in_figures(now.left)} của nguồn này năm {new.year} "
            f"(được giao {in_figures(now.approved)}, đã cam kết {in_figures(now.committed)})."
        )
    if new.commitment_id is not None:
        _within_commitment(desk, new)


def _within_commitment(desk: Desk, new: NewEntry) -> None:
    known = {one.entry.id: one for one in commitments(entries_of(desk, new.year, new.source))}
    one = known.get(new.commitment_id) if new.commitment_id is not None else None
    if one is None:
        raise Refused("Không có khoản cam kết chi này ở nguồn, năm đã chọn; hãy chọn lại.")
    room = {
        EntryKind.RELEASED: one.committed - max(one.advanced, one.settled),
        EntryKind.ADVANCED: one.committed - one.advanced,
        EntryKind.SETTLED: one.committed - one.settled,
    }[new.kind]
    if new.amount > room:
        raise OverCeiling(
            f"Số tiền {in_figures(new.amount)} vượt mức còn lại {in_figures(room)} của khoản cam kết này "
            f"(cam kết {in_figures(one.committed)}, đã tạm ứng {in_figures(one.advanced)}, đã quyết toán {in_figures(one.settled)})."
        )


def _unlocked(desk: Desk, new: NewEntry) -> None:
    """Đ10.2: no commitment before the decision, none over the item or over what was decided."""
    item = desk.session.get(FundingItem, new.item_id)
    request = desk.session.get(FundingRequest, item.request_id) if item is not None else None
    if item is None or request is None or item.round != request.round:
        raise Refused("Không có nội dung chi này, hoặc nội dung đã được sửa; hãy chọn lại.")
    if (request.source, request.year) != (new.source, new.year):
        raise Refused(f"Nội dung này được đề nghị từ nguồn «{request.source}» năm {request.year}; hãy chọn đúng nguồn, năm.")
    decision = desk.session.get(FundingDecision, request.id)
    paper = desk.session.get(Paper, decision.paper_id) if decision is not None and decision.paper_id is not None else None
    if not item.norm and (decision is None or decision.round != item.round or (paper is not None and paper.withdrawn_at is not None)):
        raise Refused(
            "Chưa có quyết định phê duyệt khoản chi này nên chưa được cam kết chi (khoản 2 Điều 10 Quy chế); "
            "hãy chờ quyết định, nghị quyết của cấp có thẩm quyền."
        )
    spent = committed_by_item(desk, request)
    room = item.amount - spent.get(item.id, 0)
    if decision is not None and not item.norm:
        special = sum(amount for one, amount in spent.items() if one in _special_ids(desk, request))
        room = min(room, decision.amount - special)
    if new.amount > room:
        raise OverCeiling(f"Số tiền {in_figures(new.amount)} vượt mức còn lại {in_figures(room)} của nội dung đã được phê duyệt.")


def committed_by_item(desk: Desk, request: FundingRequest) -> dict[UUID, int]:
    """What is committed of each of a request's items, in đồng."""
    found: dict[UUID, int] = {}
    for one in commitments(entries_of(desk, request.year, request.source)):
        if one.entry.item_id is not None:
            found[one.entry.item_id] = found.get(one.entry.item_id, 0) + one.committed
    return found


def _special_ids(desk: Desk, request: FundingRequest) -> set[UUID]:
    mine = (col(FundingItem.request_id) == request.id, col(FundingItem.norm) == "")
    return set(desk.session.exec(select(FundingItem.id).where(*mine)).all())


def _may_be_taken_back(desk: Desk, row: LedgerEntry) -> None:
    """Without this line the others still fit."""
    lines = [line for line in entries_of(desk, row.year, row.source) if line.id != row.id]
    rest = account_of(row.source, row.year, lines)
    if row.kind in PLUS and rest.left < 0:
        raise OverCeiling(
            f"Ghi giảm thì số đã cam kết {in_figures(rest.committed)} vượt số được giao {in_figures(rest.approved)}; hãy giảm cam kết."
        )
    if row.kind == EntryKind.COMMITTED and any(line.commitment_id == row.id for line in lines):
        raise Refused(
            "Khoản cam kết này đã có tạm ứng, quyết toán hoặc giảm cam kết; hãy ghi giảm các dòng đó trước, hoặc giảm cam kết phần còn lại."
        )
    if row.kind == EntryKind.RELEASED:
        raise Refused("Giảm cam kết đã trả số tiền về nguồn; hãy ghi cam kết chi mới nếu cần.")
