"""What was entered of the document exchange by mistake, struck out with a reason: a receipt, or the sending itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, func, select

from models.errors import Refused
from models.exchange import Dispatch, DispatchState, Strike
from models.papers import Paper
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.exchange import SAID, locked
from tasks.questions import Unacceptable


@dataclass(frozen=True)
class Struck:
    """Something struck out: what was said of which agency, when it was struck out, and why."""

    agency: str
    said: str
    at: datetime
    why: str


def strike(desk: Desk, dispatch_id: UUID, why: str) -> None:
    """Strike out the receipt of a dispatch, which then has none; of one without a receipt, the sending itself. What stood there is kept."""
    row = locked(desk, dispatch_id)
    if not why.strip():
        raise Unacceptable({"why": "Xin ghi vì sao bỏ, lý do được lưu cùng điều đã ghi."})
    if row.state == DispatchState.VOID:
        raise Refused("Lần gửi này đã bỏ từ trước.")
    later = (col(Dispatch.paper_id) == row.paper_id, col(Dispatch.agency_id) == row.agency_id, col(Dispatch.n) > row.n)
    if desk.session.exec(select(Dispatch.id).where(*later, col(Dispatch.state) != DispatchState.VOID)).first() is not None:
        raise Refused("Văn bản đã gửi lại sau lần này. Hãy bỏ lần gửi sau trước, hoặc giữ nguyên.")
    if row.state == DispatchState.SENT:
        row.state, row.state_at, row.reason, row.entered_by = DispatchState.VOID, desk.now, why.strip(), desk.actor
    else:
        desk.session.add(_kept(desk, row, why.strip()))
        row.state, row.state_at, row.reason, row.entered_by = DispatchState.SENT, None, "", None
        row.receipt_sha256, row.receipt_name, row.receipt_type = None, "", ""
    desk.session.add(row)
    desk.session.flush()
    desk.record("exchange.strike", desk.session.get_one(Paper, row.paper_id).case_id, dispatch=str(row.id), state=str(row.state))


def struck_out(desk: Desk, paper: Paper) -> Sequence[Struck]:
    """What was struck out of a paper's dispatches, the oldest first."""
    of_paper = col(Dispatch.paper_id) == paper.id
    receipts = select(Strike, Dispatch.agency_id).join(Dispatch, col(Dispatch.id) == col(Strike.dispatch_id)).where(of_paper)
    voids = select(Dispatch).where(of_paper, col(Dispatch.state) == DispatchState.VOID)
    found = [(one.state, agency, one.at, one.why) for one, agency in desk.session.exec(receipts)]
    found += [(DispatchState.SENT, one.agency_id, one.state_at or one.sent_at, one.reason) for one in desk.session.exec(voids)]
    return sorted(
        (Struck(names(desk).get(agency, agency), SAID[DispatchState(state)], at, why) for state, agency, at, why in found),
        key=lambda one: one.at,
    )


def _kept(desk: Desk, row: Dispatch, why: str) -> Strike:
    before = desk.session.exec(select(func.count()).where(col(Strike.dispatch_id) == row.id)).one()
    assert row.state_at is not None
    return Strike(
        dispatch_id=row.id,
        n=before + 1,
        state=row.state,
        state_at=row.state_at,
        reason=row.reason,
        receipt_sha256=row.receipt_sha256,
        receipt_name=row.receipt_name,
        receipt_type=row.receipt_type,
        entered_by=row.entered_by,
        at=desk.now,
        struck_by=desk.actor,
        why=why,
    )
