"""Papers by the document exchange (trục liên thông văn bản): the secretary sends them there and enters what the other side says.

The house itself does not speak to the exchange: e-mail and Zalo only tell of the paper.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import model_validator
from sqlmodel import col, func, select

from models.agencies import Agency
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.exchange import Dispatch, DispatchState, Strike
from models.papers import Paper, PaperState
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.paper_acts import recipients_of
from tasks.questions import Form, Unacceptable
from tasks.recipients import readers
from tasks.who import roster

RULE = "exchange_receipt"
SAID = {
    DispatchState.SENT: "Đã gửi, chưa có phản hồi",
    DispatchState.ARRIVED: "Đã đến",
    DispatchState.RECEIVED: "Đã tiếp nhận",
    DispatchState.REFUSED: "Bị từ chối",
    DispatchState.OTHERWISE: "Đã chuyển bằng cách khác",
    DispatchState.VOID: "Ghi nhầm, đã bỏ",
}
WAITING = (DispatchState.SENT, DispatchState.ARRIVED)
DONE = (DispatchState.RECEIVED, DispatchState.OTHERWISE)


class ReceiptForm(Form):
    """What the other side says of a dispatch, entered by hand."""

    CHOICES: ClassVar[dict[str, str]] = {
        "arrived": "Bên nhận: đã đến",
        "received": "Bên nhận: đã tiếp nhận",
        "refused": "Bên nhận: từ chối",
        "otherwise": "Đã chuyển bằng cách khác (trao tay, bưu điện), không chờ trên trục nữa",
    }
    reason: str = ""
    receipt: UUID | None = None  # the file that shows it

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice == "refused" and not self.reason:
            raise ValueError("Bên nhận từ chối thì phải ghi lý do để sửa và gửi lại.")
        if self.choice == "otherwise" and not self.reason:
            raise ValueError("Chuyển bằng cách khác thì phải ghi chuyển bằng cách nào, ai nhận.")
        return self


@dataclass(frozen=True)
class Receipt:
    """What the other side says, since when, and the file that shows it (hash, name, media type)."""

    state: DispatchState
    at: datetime
    reason: str = ""
    file: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Told:
    """A dispatch with its paper, what the agency is called, the last day for its receipt, and whether that is over."""

    row: Dispatch
    paper: Paper
    agency: str
    due: date
    late: bool

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        return SAID[self.row.state]


def on_exchange(desk: Desk) -> dict[str, Agency]:
    """The agencies that have a code there, by id."""
    found = desk.session.exec(select(Agency).where(col(Agency.exchange_code).is_not(None)).order_by(col(Agency.name)))
    return {one.id: one for one in found}


def addressees(desk: Desk, paper: Paper) -> list[str]:
    """Ids of the agencies on the exchange that are among the paper's recipients: its list in the signature matrix, and whose heads or
    members were sent it by letter."""
    people = roster(desk)
    officers = [*(readers(desk, paper.matrix) if paper.matrix else ()), *recipients_of(desk, paper)]
    theirs = {seat.agency_id for officer in officers for seat in people.seats_of(officer)}
    return [one for one in on_exchange(desk) if one in theirs]


def send(desk: Desk, paper_id: UUID, agencies: Collection[str], number: str = "", otherwise: str = "") -> list[Dispatch]:
    """Record that the paper was sent to these agencies; one that refused it may be sent it again.

    ``otherwise``: it went another way (which, and who took it), for the exchange does not work or they are not on it yet."""
    paper = _locked(desk, paper_id)
    if paper.state != PaperState.ISSUED:
        raise Refused("Văn bản chưa phát hành, hoặc đã thu hồi, nên không gửi qua trục liên thông.")
    known, times = on_exchange(desk), _times(desk, paper)
    last = {told.row.agency_id: told.row for told in dispatches(desk, paper)}
    if not agencies:
        raise Unacceptable({"agencies": "Xin đánh dấu ít nhất một cơ quan đã gửi."})
    for one in agencies:
        if one not in known:
            raise Unacceptable({"agencies": "Có cơ quan chưa có mã định danh trên trục liên thông; ghi mã ở trang Cơ quan của danh sách."})
        if one in last and last[one].state != DispatchState.REFUSED:
            raise Unacceptable({"agencies": f"{names(desk)[one]}: văn bản đã ghi là gửi rồi, chỉ gửi lại khi bên nhận từ chối."})
    way = _otherwise(desk, otherwise.strip()) if otherwise.strip() else {"exchange_number": number.strip()}
    rows = [_sent(desk, paper, known[one], times.get(one, 0) + 1, way) for one in dict.fromkeys(agencies)]
    desk.session.add_all(rows)
    desk.session.flush()
    desk.record("exchange.send", paper.case_id, paper=str(paper.id), dispatches=[str(row.id) for row in rows])
    return rows


def _otherwise(desk: Desk, how: str) -> dict[str, Any]:
    return {"state": DispatchState.OTHERWISE, "state_at": desk.now, "reason": how, "entered_by": desk.actor}


def _times(desk: Desk, paper: Paper) -> dict[str, int]:
    """How often each agency has been sent the paper, what was entered by mistake counted."""
    counted = select(Dispatch.agency_id, func.max(Dispatch.n)).where(col(Dispatch.paper_id) == paper.id).group_by(col(Dispatch.agency_id))
    return dict(desk.session.exec(counted).all())


def _sent(desk: Desk, paper: Paper, agency: Agency, n: int, way: Mapping[str, Any]) -> Dispatch:
    return Dispatch(
        paper_id=paper.id,
        agency_id=agency.id,
        n=n,
        exchange_code=agency.exchange_code or "",
        sent_at=desk.now,
        sent_by=desk.actor,
        **way,
    )


def enter(desk: Desk, dispatch: Dispatch, receipt: Receipt) -> bool:
    """Take what the other side says; False for what is known already, older than what is known, or was struck out. The dispatch's
    paper is locked."""
    known = dispatch.state
    if known == DispatchState.VOID or receipt.state in (known, DispatchState.SENT) or _is_settled(known, receipt.state):
        return False
    if known not in WAITING and dispatch.state_at is not None and receipt.at <= dispatch.state_at:
        return False
    same = select(Strike.id).where(
        col(Strike.dispatch_id) == dispatch.id, col(Strike.state) == receipt.state, col(Strike.state_at) == receipt.at
    )
    if desk.session.exec(same).first() is not None:
        return False
    dispatch.state, dispatch.state_at, dispatch.reason = receipt.state, receipt.at, receipt.reason
    if receipt.file is not None:
        dispatch.receipt_sha256, dispatch.receipt_name, dispatch.receipt_type = receipt.file
    dispatch.entered_by = desk.actor
    paper = desk.session.get_one(Paper, dispatch.paper_id)
    desk.record("exchange.receipt", paper.case_id, dispatch=str(dispatch.id), state=str(dispatch.state))
    return True


def _is_settled(known: DispatchState, told: DispatchState) -> bool:
    """Whether the news is behind what is known: on its way once it has come, brought by hand once it was taken in."""
    return (known not in WAITING and told in WAITING) or (known == DispatchState.RECEIVED and told == DispatchState.OTHERWISE)


def enter_by_hand(desk: Desk, dispatch_id: UUID, form: ReceiptForm, file: tuple[str, str, str] | None = None) -> Dispatch:
    """The receipt as the secretary types it."""
    row = locked(desk, dispatch_id)
    reason = form.reason if form.choice in ("refused", "otherwise") else ""
    if not enter(desk, row, Receipt(DispatchState(form.choice), desk.now, reason, file)):
        raise Unacceptable(
            {"choice": f"Đã ghi «{SAID[row.state]}» từ trước, không ghi lùi lại được. Ghi nhầm thì bỏ điều đã ghi rồi ghi lại."}
        )
    return row


def dispatches(desk: Desk, paper: Paper) -> list[Told]:
    """What was sent of a paper: the last dispatch to each agency, in the order they were first sent."""
    wanted = select(Dispatch).where(col(Dispatch.paper_id) == paper.id, col(Dispatch.state) != DispatchState.VOID)
    rows = desk.session.exec(wanted.order_by(col(Dispatch.n), col(Dispatch.id)))
    return [_told(desk, row, paper) for row in {row.agency_id: row for row in rows}.values()]


def unfinished(desk: Desk) -> list[Told]:
    """Dispatches that were refused or are not taken in yet, of papers in force, the oldest first."""
    wanted = (
        select(Dispatch, Paper)
        .join(Paper, col(Paper.id) == col(Dispatch.paper_id))
        .where(col(Paper.withdrawn_at).is_(None), col(Dispatch.state) != DispatchState.VOID)
        .order_by(col(Dispatch.n), col(Dispatch.sent_at), col(Dispatch.id))
    )
    last = {(row.paper_id, row.agency_id): (row, paper) for row, paper in desk.session.exec(wanted)}
    found = [_told(desk, row, paper) for row, paper in last.values() if row.state not in DONE]
    return sorted(found, key=lambda told: told.row.sent_at)


def _told(desk: Desk, row: Dispatch, paper: Paper) -> Told:
    sent = row.sent_at.astimezone(OFFICE_ZONE).date()
    due = desk.law.rules[RULE].date_from(sent, desk.law.calendar)
    late = row.state in WAITING and desk.today > due
    return Told(row, paper, names(desk).get(row.agency_id, row.agency_id), due, late)


def locked(desk: Desk, dispatch_id: UUID) -> Dispatch:
    """The dispatch as it stands now, its paper locked."""
    _locked(desk, desk.session.get_one(Dispatch, dispatch_id).paper_id)
    return desk.session.get_one(Dispatch, dispatch_id, populate_existing=True)


def _locked(desk: Desk, paper_id: UUID) -> Paper:
    """The paper, its row locked: its dispatches change one after the other."""
    wanted = select(Paper).where(col(Paper.id) == paper_id).with_for_update()
    return desk.session.exec(wanted.execution_options(populate_existing=True)).one()
