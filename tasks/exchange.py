"""Papers by the document exchange (trục liên thông văn bản): the secretary sends them there and enters what the other side says.

The house itself does not speak to the exchange: e-mail and Zalo only tell of the paper.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator
from sqlmodel import col, select

from models.agencies import Agency
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.exchange import Dispatch, DispatchState
from models.papers import Paper, PaperState
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.paper_acts import recipients_of
from tasks.questions import Form, Unacceptable
from tasks.recipients import readers
from tasks.standing_office import Matter
from tasks.who import roster

RULE = "exchange_receipt"
SAID = {
    DispatchState.SENT: "Đã gửi, chưa có phản hồi",
    DispatchState.ARRIVED: "Đã đến",
    DispatchState.RECEIVED: "Đã tiếp nhận",
    DispatchState.REFUSED: "Bị từ chối",
}
WAITING = (DispatchState.SENT, DispatchState.ARRIVED)
_NAMED = 5  # dispatches a letter to the standing office names


class ReceiptForm(Form):
    """What the other side says of a dispatch, entered by hand."""

    CHOICES: ClassVar[dict[str, str]] = {"arrived": "Đã đến", "received": "Đã tiếp nhận", "refused": "Từ chối"}
    reason: str = ""
    receipt: UUID | None = None  # the file that shows it

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice == "refused" and not self.reason:
            raise ValueError("Bên nhận từ chối thì phải ghi lý do để sửa và gửi lại.")
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


def send(desk: Desk, paper_id: UUID, agencies: Collection[str], number: str = "") -> list[Dispatch]:
    """Record that the paper was sent to these agencies; one that refused it may be sent it again."""
    paper = _locked(desk, paper_id)
    if paper.state != PaperState.ISSUED:
        raise Refused("Văn bản chưa phát hành, hoặc đã thu hồi, nên không gửi qua trục liên thông.")
    known, last = on_exchange(desk), {told.row.agency_id: told.row for told in dispatches(desk, paper)}
    if not agencies:
        raise Unacceptable({"agencies": "Xin đánh dấu ít nhất một cơ quan đã gửi."})
    for one in agencies:
        if one not in known:
            raise Unacceptable({"agencies": "Có cơ quan chưa có mã định danh trên trục liên thông; ghi mã ở trang Cơ quan của danh sách."})
        if one in last and last[one].state != DispatchState.REFUSED:
            raise Unacceptable({"agencies": f"{names(desk)[one]}: văn bản đã ghi là gửi rồi, chỉ gửi lại khi bên nhận từ chối."})
    rows = [_sent(desk, paper, known[one], last[one].n + 1 if one in last else 1, number.strip()) for one in dict.fromkeys(agencies)]
    desk.session.add_all(rows)
    desk.session.flush()
    desk.record("exchange.send", paper.case_id, paper=str(paper.id), dispatches=[str(row.id) for row in rows])
    return rows


def _sent(desk: Desk, paper: Paper, agency: Agency, n: int, number: str) -> Dispatch:
    return Dispatch(
        paper_id=paper.id,
        agency_id=agency.id,
        n=n,
        exchange_code=agency.exchange_code or "",
        exchange_number=number,
        sent_at=desk.now,
        sent_by=desk.actor,
    )


def enter(desk: Desk, dispatch: Dispatch, receipt: Receipt) -> bool:
    """Take what the other side says; False for what is known already, or older than what is known. The dispatch's paper is locked."""
    known = dispatch.state
    if receipt.state == known or receipt.state == DispatchState.SENT or (known not in WAITING and receipt.state in WAITING):
        return False
    if known not in WAITING and dispatch.state_at is not None and receipt.at <= dispatch.state_at:
        return False
    dispatch.state, dispatch.state_at, dispatch.reason = receipt.state, receipt.at, receipt.reason
    if receipt.file is not None:
        dispatch.receipt_sha256, dispatch.receipt_name, dispatch.receipt_type = receipt.file
    dispatch.entered_by = desk.actor
    desk.session.add(dispatch)
    paper = desk.session.get_one(Paper, dispatch.paper_id)
    desk.record("exchange.receipt", paper.case_id, dispatch=str(dispatch.id), state=str(dispatch.state))
    return True


def enter_by_hand(desk: Desk, dispatch_id: UUID, form: ReceiptForm, file: tuple[str, str, str] | None = None) -> Dispatch:
    """The receipt as the secretary types it."""
    _locked(desk, desk.session.get_one(Dispatch, dispatch_id).paper_id)
    row = desk.session.get_one(Dispatch, dispatch_id, populate_existing=True)
    reason = form.reason if form.choice == "refused" else ""
    if not enter(desk, row, Receipt(DispatchState(form.choice), desk.now, reason, file)):
        raise Unacceptable({"choice": f"Đã ghi «{SAID[row.state]}» từ trước, không ghi lùi lại được."})
    return row


def dispatches(desk: Desk, paper: Paper) -> list[Told]:
    """What was sent of a paper: the last dispatch to each agency, in the order they were first sent."""
    rows = desk.session.exec(select(Dispatch).where(col(Dispatch.paper_id) == paper.id).order_by(col(Dispatch.n), col(Dispatch.id)))
    return [_told(desk, row, paper) for row in {row.agency_id: row for row in rows}.values()]


def unfinished(desk: Desk) -> list[Told]:
    """Dispatches that were refused or are not taken in yet, of papers in force, the oldest first."""
    wanted = (
        select(Dispatch, Paper)
        .join(Paper, col(Paper.id) == col(Dispatch.paper_id))
        .where(col(Paper.withdrawn_at).is_(None))
        .order_by(col(Dispatch.n), col(Dispatch.sent_at), col(Dispatch.id))
    )
    last = {(row.paper_id, row.agency_id): (row, paper) for row, paper in desk.session.exec(wanted)}
    found = [_told(desk, row, paper) for row, paper in last.values() if row.state != DispatchState.RECEIVED]
    return sorted(found, key=lambda told: told.row.sent_at)


def exchange_in_trouble(desk: Desk) -> list[Matter]:
    """What the standing office is told of: refused, or not taken in within the days of the house rule."""
    open_ones = unfinished(desk)
    refused = [told for told in open_ones if told.row.state == DispatchState.REFUSED]
    late = [told for told in open_ones if told.late]
    sentences = {
        "exchange/late": (late, "chưa được tiếp nhận trên trục liên thông quá thời hạn", "Hãy hỏi văn thư bên nhận"),
        "exchange/refused": (refused, "bị bên nhận từ chối trên trục liên thông", "Hãy xem lý do, sửa rồi gửi lại"),
    }
    where = f"ở trang {desk.bureau.portal_url}/lien-thong"
    return [
        Matter(key, f"Có {len(which)} văn bản {what}: {_listed(which)}. {way} {where}.")
        for key, (which, what, way) in sentences.items()
        if which
    ]


def _listed(which: Sequence[Told]) -> str:
    said = [f"{told.paper.notation} gửi {told.agency}" for told in which[:_NAMED]]
    return "; ".join(said) + (f"; và {len(which) - _NAMED} văn bản khác" if len(which) > _NAMED else "")


def _told(desk: Desk, row: Dispatch, paper: Paper) -> Told:
    sent = row.sent_at.astimezone(OFFICE_ZONE).date()
    due = desk.law.rules[RULE].date_from(sent, desk.law.calendar)
    late = row.state in WAITING and desk.today > due
    return Told(row, paper, names(desk).get(row.agency_id, row.agency_id), due, late)


def _locked(desk: Desk, paper_id: UUID) -> Paper:
    """The paper, its row locked: its dispatches change one after the other."""
    wanted = select(Paper).where(col(Paper.id) == paper_id).with_for_update()
    return desk.session.exec(wanted.execution_options(populate_existing=True)).one()
