"""The exchange's own list of receipts, taken whole or not at all: one wrong row, and nothing of the file is written."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import col, select

from documents import dossier
from documents.receipts_table import Row, rows_of
from documents.uploads import safe_name
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.exchange import Dispatch, DispatchState
from models.papers import Paper
from tasks.agencies import names
from tasks.bureau import Bureau, Desk
from tasks.exchange import SAID, Receipt, enter

CODE, NOTATION, STATE, MOMENT, REASON = "Mã định danh", "Số ký hiệu", "Trạng thái", "Thời điểm", "Lý do"
# By word and by the exchange's number: past «tiếp nhận» it tells how the other side works on the paper, which is no matter of ours.
STATES = {
    "đã đến": DispatchState.ARRIVED,
    "01": DispatchState.ARRIVED,
    "từ chối": DispatchState.REFUSED,
    "từ chối tiếp nhận": DispatchState.REFUSED,
    "02": DispatchState.REFUSED,
    "đã tiếp nhận": DispatchState.RECEIVED,
    "03": DispatchState.RECEIVED,
    "phân công": DispatchState.RECEIVED,
    "04": DispatchState.RECEIVED,
    "đang xử lý": DispatchState.RECEIVED,
    "05": DispatchState.RECEIVED,
    "hoàn thành": DispatchState.RECEIVED,
    "06": DispatchState.RECEIVED,
}
FORMATS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%H:%M %d/%m/%Y", "%H:%M:%S %d/%m/%Y")
_SHOWN = 20  # faults told of


class WrongList(Refused):
    """Danh sách trạng thái có dòng sai, không nạp dòng nào. ``faults``: one sentence a wrong row."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        more = f"\nvà {len(faults) - _SHOWN} dòng khác." if len(faults) > _SHOWN else ""
        super().__init__("Không nạp dòng nào, vì có dòng sai:\n" + "\n".join(faults[:_SHOWN]) + more)


class EmptyList(Refused):
    """Danh sách không có dòng nào dưới dòng đề mục."""


@dataclass(frozen=True)
class Taken:
    """What a list told: how many rows it has, and what was new in it, one sentence a receipt."""

    rows: int
    news: tuple[str, ...] = ()


class _LookedOnly(Exception):
    """Raised to leave a transaction without taking anything."""


def take_in(desk: Desk, name: str, data: bytes) -> Taken:
    """Take the list. Raises :class:`WrongList` naming rows and reasons, :class:`EmptyList`, and
    :class:`documents.receipts_table.NotAList` for another file."""
    taken = _entered(desk, safe_name(name), data)
    dossier.put(desk.bureau.files, data)
    return taken


def look_at(bureau: Bureau, name: str, data: bytes) -> Taken:
    """What :func:`take_in` would do, with the same refusals: done in a transaction that is then let go, no file kept."""
    looked = Taken(0)
    try:
        with bureau.desk() as desk:
            looked = _entered(desk, safe_name(name), data)
            raise _LookedOnly
    except _LookedOnly:
        return looked


def _entered(desk: Desk, name: str, data: bytes) -> Taken:
    rows = rows_of(data, (CODE, NOTATION, STATE, MOMENT), (REASON,))
    if not rows:
        raise EmptyList("Danh sách không có dòng nào dưới dòng đề mục.")
    known = _dispatches(desk, {row.cells[NOTATION] for row in rows})
    faults: list[str] = []
    found = [(row, *told) for row in rows if (told := _read(desk, row, known, faults)) is not None]
    if faults:
        raise WrongList(faults)
    media = "text/csv" if not data.startswith(b"PK") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = (sha256(data).hexdigest(), name, media)
    news = [
        f"{row.cells[NOTATION]} gửi {names(desk)[dispatch.agency_id]}: {SAID[told.state].lower()}{_because(told.reason)}"
        for row, dispatch, told in sorted(found, key=lambda one: one[2].at)
        if enter(desk, dispatch, Receipt(told.state, told.at, told.reason, file))
    ]
    return Taken(len(rows), tuple(news))


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _dispatches(desk: Desk, notations: set[str]) -> dict[tuple[str, str], list[tuple[Dispatch, Paper]]]:
    """Code and notation → what was sent there, the latest first; the papers' rows are locked in one order."""
    wanted = (
        select(Paper).where(col(Paper.notation).in_(notations), col(Paper.issued_at).is_not(None)).order_by(col(Paper.id)).with_for_update()
    )
    papers = {row.id: row for row in desk.session.exec(wanted.execution_options(populate_existing=True))}
    there = (col(Dispatch.paper_id).in_(papers), col(Dispatch.state) != DispatchState.VOID)
    sent = select(Dispatch).where(*there).order_by(col(Dispatch.sent_at).desc(), col(Dispatch.n).desc())
    found: dict[tuple[str, str], list[tuple[Dispatch, Paper]]] = {}
    for row in desk.session.exec(sent.execution_options(populate_existing=True)):
        paper = papers[row.paper_id]
        found.setdefault((row.exchange_code.upper(), paper.notation), []).append((row, paper))
    return found


def _read(
    desk: Desk, row: Row, known: dict[tuple[str, str], list[tuple[Dispatch, Paper]]], faults: list[str]
) -> tuple[Dispatch, Receipt] | None:
    """The dispatch a row tells of and what it says; None, and the fault told, for a row that cannot be taken."""
    code, notation, reason = row.cells[CODE].upper(), row.cells[NOTATION], row.cells.get(REASON, "")
    state, at = STATES.get(row.cells[STATE].casefold()), _moment(row.cells[MOMENT])
    sent = known.get((code, notation), [])
    # A number comes back each year: it is the last paper that was issued before the receipt.
    fits = [one for one, paper in sent if at is not None and _may_tell_of(at, one, paper, sent)]
    wrong = ""
    if state is None:
        wrong = f"trạng thái «{row.cells[STATE]}» không có trong: Đã đến, Đã tiếp nhận, Từ chối (hoặc mã 01 đến 06)"
    elif at is None:
        wrong = f"thời điểm «{row.cells[MOMENT]}» không đọc được; ghi như 05/9/2026 14:30"
    elif at > desk.now:
        wrong = f"thời điểm «{row.cells[MOMENT]}» chưa đến"
    elif not sent:
        wrong = f"không có văn bản «{notation}» nào ghi là đã gửi đến mã «{row.cells[CODE]}»; hãy ghi là đã gửi trước, hoặc bỏ dòng này"
    elif not fits:
        wrong = f"thời điểm «{row.cells[MOMENT]}» trước ngày ban hành văn bản «{notation}»"
    elif state == DispatchState.REFUSED and not reason:
        wrong = "từ chối mà không có lý do ở cột «Lý do»"
    if wrong or state is None or at is None:
        faults.append(f"Dòng {row.n}: {wrong}.")
        return None
    return fits[0], Receipt(state, at, reason if state == DispatchState.REFUSED else "")


def _may_tell_of(at: datetime, one: Dispatch, paper: Paper, sent: list[tuple[Dispatch, Paper]]) -> bool:
    """Whether a receipt of that moment can be of this dispatch: neither before the paper's day, nor before the refusal that it follows."""
    before = next((other.state_at for other, _ in sent if other.paper_id == one.paper_id and other.n < one.n), None)
    return paper.issued_at is not None and at.date() >= paper.issued_at.astimezone(OFFICE_ZONE).date() and (before is None or at > before)


def _moment(text: str) -> datetime | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=OFFICE_ZONE)
        except ValueError:
            continue
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told.astimezone(OFFICE_ZONE) if told.tzinfo else told.replace(tzinfo=OFFICE_ZONE)
