"""What the standing office does to issued papers (Điều 18 Nghị định 30/2020/NĐ-CP): withdraws, replaces, corrects; and numbers of ours
that papers made elsewhere bear.

Nothing is deleted or overwritten: an issued paper keeps its row, its number and its files, and the register shows what became of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.clock import at
from models.errors import Refused
from models.exchange import Dispatch, DispatchState
from models.letters import Letter, LetterState
from models.papers import Paper, PaperState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.paper_forms import ReleaseForm
from tasks.papers import drop, enclosed, recorded, take_number
from tasks.questions import Unacceptable
from tasks.releasing import no_number_here, wrong_given

BY_EXCHANGE = "Văn bản gửi qua trục liên thông văn bản; thư này chỉ để báo."
KEEPS_THE_PAPERS = ("Đ5.4b", "Đ7.10")


class NoSuchNumber(Refused):
    """Không có số này trong sổ văn bản đi. Xem các số bằng lệnh «nhip number list»."""

    status = 404
    exit_code = 3


@dataclass(frozen=True)
class Signed:
    """A signed paper as it is handed in: the PDF's hash, and the answer that says which number it bears."""

    subject: str
    matrix: str  # its line in the signature matrix
    form: ReleaseForm
    sha256: str


def withdraw(desk: Desk, paper_id: UUID, reason: str) -> Paper:
    """Take an issued paper back; whoever was sent it is told."""
    row = _issued(desk, paper_id)
    row.withdrawn_at, row.withdrawn_why = desk.now, _said(reason)
    recorded(desk, row, "paper.withdraw")
    what = f"Văn bản số {row.notation} đã gửi Ông/Bà được thu hồi, không còn giá trị thi hành. Lý do: {row.withdrawn_why}"
    _tell_again(desk, row, f"{row.id}/withdrawn", f"Thu hồi văn bản số {row.notation}", what, None)
    return row


def replace(desk: Desk, paper_id: UUID, signed: Signed, reason: str) -> Paper:
    """Wrong in its content: another paper of the same kind takes its place; returns that one."""
    old = _issued(desk, paper_id)
    row = _entered(desk, old, signed, key=f"{old.key}/replacement", note=_said(reason))
    row.replaces_id = old.id
    recorded(desk, row, "paper.replace")
    what = f"Gửi Ông/Bà văn bản số {row.notation} thay thế văn bản số {old.notation} đã gửi. Lý do thay thế: {row.note}"
    _tell_again(desk, old, f"{old.id}/replaced", f"Văn bản số {row.notation} thay thế văn bản số {old.notation}", what, row)
    return row


def correct(desk: Desk, paper_id: UUID, signed: Signed, reason: str) -> Paper:
    """Wrong in its form: an official letter corrects it, and it stays in force; returns the letter."""
    old = _issued(desk, paper_id)
    if desk.law.committee.paper(signed.matrix).code is not None:
        raise Unacceptable({"matrix": "Đính chính văn bản phải bằng công văn; hãy chọn một loại công văn."})
    before = len(desk.session.exec(select(Paper.id).where(col(Paper.corrects_id) == old.id)).all())
    row = _entered(desk, old, signed, key=f"{old.key}/correction/{before + 1}", note=_said(reason))
    row.corrects_id = old.id
    recorded(desk, row, "paper.correct")
    what = f"Gửi Ông/Bà công văn số {row.notation} đính chính văn bản số {old.notation} đã gửi. Nội dung đính chính: {row.note}"
    _tell_again(desk, old, f"{row.id}/corrected", f"Đính chính văn bản số {old.notation}", what, row)
    return row


def correcting_letters(desk: Desk, paper: Paper) -> dict[str, str]:
    """Lines of the signature matrix that can correct a paper: letters of the same series, by name."""
    kinds = desk.law.committee.papers
    return {name: kind.title for name, kind in kinds.items() if kind.series == paper.series and kind.code is None}


def take_outside(desk: Desk, matrix: str, subject: str, reason: str) -> Paper:
    """A number of ours for a paper made outside the house."""
    if matrix not in desk.law.committee.papers:
        known = ", ".join(f"{name} ({kind.title})" for name, kind in desk.law.committee.papers.items())
        raise Refused(f"Không có loại văn bản «{matrix}». Các loại: {known}.")
    kind = desk.law.committee.paper(matrix)
    if no_number_here(desk, kind.series):
        raise Refused(f"Sổ văn bản của {desk.law.committee.series[kind.series].title} do nơi khác giữ, không lấy số ở đây.")
    if not subject.strip():
        raise Refused("Lấy số phải ghi trích yếu của văn bản.")
    row = Paper(matrix=matrix, kind=kind.code or "CV", series=kind.series, subject=subject.strip(), note=_said(reason))
    row.recorded_at = row.reserved_at = desk.now
    row.recorded_by = desk.actor
    take_number(desk, row)
    return recorded(desk, row, "paper.reserve")


def issue_outside(desk: Desk, notation: str, year: int, on: date) -> Paper:
    """A paper made outside the house went out with the number taken for it."""
    row = numbered(desk, notation, year)
    if row.case_id is not None or row.state != PaperState.RESERVED:
        raise Refused(f"Số {row.notation} không phải là số đang chờ của văn bản soạn ngoài hệ thống.")
    if on > desk.today or on.year != year or (row.reserved_at and on < row.reserved_at.date()):
        raise Refused(f"Ngày ban hành {on:%d/%m/%Y} không đúng: phải từ ngày lấy số đến hôm nay và trong năm {year}.")
    row.issued_at = at(on)
    return recorded(desk, row, "paper.issue")


def void_number(desk: Desk, notation: str, year: int, reason: str) -> Paper:
    """A number taken for a paper that will not go out: void, with the reason, and it keeps its place."""
    row = numbered(desk, notation, year)
    if row.state != PaperState.RESERVED:
        raise Refused(f"Số {row.notation} không phải là số đang chờ, không bỏ được; văn bản đã phát hành thì thu hồi hoặc thay thế.")
    if row.case_id is not None:
        raise Refused(f"Số {row.notation} đã lấy cho một văn bản đang chờ phát hành; hãy trả lại văn bản ở bước phát hành của hồ sơ.")
    drop(desk, row, _said(reason))
    return row


def numbered(desk: Desk, notation: str, year: int) -> Paper:
    """The paper that bears a number in a year, its row locked."""
    wanted = select(Paper).where(col(Paper.notation) == notation.strip(), col(Paper.year) == year).with_for_update()
    row = desk.session.exec(wanted.execution_options(populate_existing=True)).first()
    if row is None:
        raise NoSuchNumber(f"Không có số «{notation.strip()}» năm {year} trong sổ văn bản đi. Xem các số bằng lệnh «nhip number list».")
    return row


def replacement_of(desk: Desk, paper: Paper) -> Paper | None:
    """The paper that took this one's place."""
    return desk.session.exec(select(Paper).where(col(Paper.replaces_id) == paper.id)).first()


def _issued(desk: Desk, paper_id: UUID) -> Paper:
    """A paper in force, its row locked."""
    wanted = select(Paper).where(col(Paper.id) == paper_id).with_for_update()
    row = desk.session.exec(wanted.execution_options(populate_existing=True)).one()
    if row.state != PaperState.ISSUED:
        raise Refused("Văn bản này chưa phát hành hoặc đã thu hồi, nên không thu hồi, thay thế, đính chính được.")
    later = replacement_of(desk, row)
    if later is not None:
        raise Refused(f"Văn bản này đã được thay thế bằng văn bản số {later.notation}; hãy xử lý văn bản đó.")
    return row


def _entered(desk: Desk, old: Paper, signed: Signed, *, key: str, note: str) -> Paper:
    """A signed paper that was made outside, entered beside the one it is about; the caller says what it is to that one."""
    kind = desk.law.committee.paper(signed.matrix)
    code = kind.code or "CV"
    given = signed.form.choice == "given"
    wrong = wrong_given(desk, kind.series, code, signed.form) if given else no_number_here(desk, kind.series)
    if signed.form.issued_on is not None and given and old.issued_at and signed.form.issued_on < old.issued_at.date():
        wrong["issued_on"] = f"Văn bản số {old.notation} ban hành ngày {old.issued_at:%d/%m/%Y}; văn bản này không thể trước ngày đó."
    if wrong:
        raise Unacceptable(wrong)
    row = Paper(
        case_id=old.case_id,
        key=key if old.case_id else None,
        matrix=signed.matrix,
        kind=code,
        series=kind.series,
        subject=signed.subject,
        signed_sha256=signed.sha256,
        signer_id=old.signer_id,
        recorded_at=desk.now,
        recorded_by=desk.actor,
        note=note,
    )
    _number(desk, row, signed.form)
    return row


def _number(desk: Desk, row: Paper, form: ReleaseForm) -> None:
    if form.choice == "given":
        assert form.issued_on is not None
        suffix = form.given_suffix or desk.law.committee.notation(row.matrix, 1).partition("/")[2]
        row.year, row.number, row.elsewhere = form.issued_on.year, form.given_number, True
        row.notation = f"{form.given_number:02d}/{suffix}"
        row.issued_at = desk.now if form.issued_on == desk.today else at(form.issued_on)
    else:
        take_number(desk, row)
        row.issued_at = desk.now
    row.signed_at = row.issued_at


def _said(reason: str) -> str:
    if not reason.strip():
        raise Unacceptable({"reason": "Xin ghi lý do, lý do được ghi vào sổ và báo cho những người đã nhận văn bản."})
    return reason.strip()


def _tell_again(desk: Desk, old: Paper, key: str, title: str, what: str, row: Paper | None) -> None:
    """Whoever was sent the paper by letter is told what became of it."""
    if old.case_id is None:
        return
    went = (col(Dispatch.paper_id) == old.id, col(Dispatch.state).not_in((DispatchState.OTHERWISE, DispatchState.VOID)))
    by_exchange = desk.session.exec(select(Dispatch.id).where(*went).limit(1)).first() is not None
    telling = Telling(
        key=key,
        kind="told",
        title=title,
        what=f"{what}\n{BY_EXCHANGE}" if by_exchange else what,
        clauses=KEEPS_THE_PAPERS,
        why=f"Trước đó Ông/Bà đã nhận văn bản số {old.notation}.",
        enclosed=enclosed(row) if row is not None else {},
    )
    tell(desk, desk.case(old.case_id), recipients_of(desk, old), telling)


def recipients_of(desk: Desk, paper: Paper) -> Sequence[str]:
    """Officers whose letter enclosed the paper, and was not taken back before it left."""
    found: dict[str, None] = {}
    for sha256 in (paper.signed_sha256, paper.sha256):
        if sha256 is not None:
            encloses = col(Letter.context).contains({"attachments": [{"sha256": sha256}]})
            wanted = select(col(Letter.officer_id)).where(
                col(Letter.case_id) == paper.case_id, col(Letter.state) != LetterState.WITHDRAWN, encloses
            )
            found |= dict.fromkeys(officer for officer in desk.session.exec(wanted.order_by(col(Letter.id))) if officer is not None)
    return list(found)
