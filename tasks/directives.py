"""A directive's verbs: how it comes to be, who is told, how it ends."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models import rows
from models.cases import Case
from models.directives import Directive, Ending, Source
from models.errors import Refused
from models.statements import Statement
from tasks.agencies import not_there
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.directive_checks import term
from tasks.directive_seats import answers_today, not_the_lead
from tasks.office import Office, directive_of
from tasks.questions import Deed
from tasks.who import Role, roster

VERSION = 1  # of flows.directive; a directive is born where flows cannot be imported
SOURCES = {
    Source.CONCLUSION: "Kết luận cuộc họp của Ban Chỉ đạo",
    Source.COMMITTEE: "Ý kiến chỉ đạo của Trưởng ban, Phó Trưởng ban",
    Source.PLAN: "Chương trình, kế hoạch năm của Ban Chỉ đạo",
    Source.PROVINCE: "Kết luận, chỉ đạo của Chủ tịch, Phó Chủ tịch UBND tỉnh",
}

REPORTED: Statement[datetime] = Statement(
    "SELECT max(reported_at) FROM progress WHERE directive_id = :directive AND complete", lambda row: row[0]
)


@dataclass(frozen=True)
class NewDirective:
    """What is ordered: the paper or occasion it comes from, who set it, who owes it, by when (None: a standing duty)."""

    source: Source
    source_text: str
    source_date: date
    issuer_seat: str
    text: str
    lead_agency: str
    coordinating: tuple[str, ...] = ()
    due: date | None = None
    lead_seat: str | None = None  # who answers for it; None: the head of the lead agency (Đ11)
    product: str = ""
    source_number: str | None = None
    conclusion_id: UUID | None = None
    parent_id: UUID | None = None
    entry_id: UUID | None = None
    granter_seat: str | None = None  # whom the issuer has authorised to grant more time, and by which document: both or neither
    granter_document: str = ""


def give(desk: Desk, new: NewDirective, *, parent_id: UUID | None = None, birth_key: str | None = None) -> Case:
    """Open the case that follows a directive; a child of its meeting, or of the directive it was split from, is born once."""
    subject = {name: str(value) if isinstance(value, UUID | date) else value for name, value in asdict(new).items()}
    title = f"Nhiệm vụ: {shorten(new.text, 120, placeholder='…')}"
    made = NewCase("directive", title, VERSION, subject=subject, parent_id=parent_id, birth_key=birth_key, opening=open_directive)
    return open_case(desk, made)[0]


ASSIGN_CLAUSES = ("Đ6.5e", "Đ11.1e")
ENTER = Deed("enter-directive", "Nhập ý kiến chỉ đạo, giao nhiệm vụ", ("Đ3.1a", "Đ3.2", "Đ7.6b", "Đ5.7", "Đ6.7", "Đ7.11"))
ISSUERS = {
    Source.COMMITTEE: (Role.CHAIR, Role.DEPUTY_CHAIR),
    Source.PROVINCE: (Role.PROVINCE_CHAIR, Role.PROVINCE_VICE_CHAIR),
}


def enter(desk: Desk, new: NewDirective, *, by: str | None) -> tuple[Case, bool]:
    """Đ3.2, Đ7.6: take down what the leadership ordered on paper, with its source, date and text; sent twice it is entered once.

    Returns its case, and whether it is new.

    Raises ``Refused`` for what the paper cannot have said: an issuer who is none, a day still to come, an agency without a head.
    """
    if new.entry_id is not None:
        there = desk.session.exec(select(Directive).where(col(Directive.entry_id) == new.entry_id)).first()
        if there is not None:
            return desk.case(there.case_id), False
    roles = ISSUERS.get(new.source, ())
    if new.issuer_seat not in [seat.id for seat in roster(desk).by_role(*roles)]:
        raise Refused(f"Người giao nhiệm vụ không phù hợp với nguồn «{SOURCES[new.source]}»; hãy chọn lại.")
    if not new.source_text.strip():
        raise Refused("Xin ghi văn bản hoặc dịp mà ý kiến chỉ đạo được đưa ra.")
    if new.source_date > desk.today:
        raise Refused(f"Ngày của văn bản, ý kiến chỉ đạo ({new.source_date:%d/%m/%Y}) chưa đến; hãy kiểm tra lại.")
    check_order(desk, new.text, new.lead_agency, new.coordinating, new.due)
    if new.granter_seat is not None or new.granter_document:
        check_authorised(desk, new.issuer_seat, new.granter_seat, new.granter_document)
    desk.actor = by
    case = give(desk, new)
    desk.record("directive.enter", case.id, source=new.source)
    return case, True


def check_order(desk: Desk, text: str, lead: str, coordinating: Sequence[str], due: date | None) -> None:
    """Words, agencies that are there, a head who answers, a day that is still to come; ``Refused`` names what is wrong."""
    if not text.strip():
        raise Refused("Nhiệm vụ phải có nội dung.")
    if odd := not_there(desk, (lead, *coordinating)):
        raise Refused(odd)
    if roster(desk).head_of(lead) is None:
        raise Refused(f"Cơ quan mã {lead} chưa có người đứng đầu trong danh sách chức danh; hãy bổ sung rồi giao việc.")
    if due is not None and due <= desk.today:
        raise Refused(f"Thời hạn {due:%d/%m/%Y} phải sau hôm nay.")


def check_authorised(desk: Desk, issuer: str, seat: str | None, document: str) -> None:
    """Whom the issuer authorised to grant more time, and by which document; ``Refused`` names what is wrong, or is not said."""
    if not seat or not document.strip():
        raise Refused("Ủy quyền quyết định gia hạn phải ghi cả người được ủy quyền và văn bản ủy quyền; hãy ghi đủ, hoặc bỏ trống cả hai.")
    people = roster(desk)
    if seat not in people.seats:
        raise Refused(f"Không có chức danh mã «{seat}» trong danh sách để ủy quyền quyết định gia hạn; hãy chọn lại.")
    if not answers_today(desk, seat):
        raise Refused(f"Chức danh {people.title(seat)} không có người giữ, hoặc cơ quan đã được sắp xếp lại; hãy chọn chức danh khác.")
    if seat == issuer:
        raise Refused(f"{people.title(seat)} là người giao nhiệm vụ, tự quyết định gia hạn; không cần ủy quyền.")


def open_directive(desk: Desk, case: Case) -> None:
    """Write the record of a directive from what was handed over with its case."""
    given: dict[str, Any] = dict(case.subject)
    head = roster(desk).head_of(given["lead_agency"])
    if head is None:
        raise Refused(f"Cơ quan mã {given['lead_agency']} chưa có người đứng đầu trong danh sách chức danh; hãy bổ sung rồi giao việc.")
    for name in ("source_date", "due"):
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    for name in ("conclusion_id", "parent_id", "entry_id"):
        given[name] = UUID(given[name]) if given[name] else None
    given["coordinating"] = list(given["coordinating"])
    given["lead_seat"] = given.get("lead_seat") or head.id
    row = Directive(case_id=case.id, due_original=given["due"], assigned_on=desk.today, **given)
    rows.keep(desk.session, row)


def assigned(office: Office) -> dict[str, Any]:
    """The directive as the issuer's last word has it: whether it has an end, and whether it is owed at all."""
    duty = directive_of(office.desk, office.case)
    if duty.ending is None:
        _tell_helpers(office, duty)
    return {"standing": duty.is_standing, "ended": ENDED[duty.ending] if duty.ending else None}


def _tell_helpers(office: Office, duty: Directive) -> None:
    """Đ9.3, Đ11.1: the heads of the coordinating agencies know what they are to help with, and by when."""
    people = roster(office.desk)
    heads = [people.head_of(code) for code in duty.coordinating]
    told = [people.holders[head.id] for head in heads if head is not None and head.id in people.holders]
    telling = Telling(
        key=f"helpers/{len(office.acts)}",
        kind="told",
        title="Cơ quan được giao phối hợp thực hiện nhiệm vụ",
        what=f"{people.title(duty.lead_seat)} chủ trì, cơ quan của Ông/Bà phối hợp. Thời hạn: {term(duty)}. Nội dung: {duty.text}",
        clauses=ASSIGN_CLAUSES,
        why="Ông/Bà đứng đầu cơ quan được giao phối hợp.",
    )
    tell(office.desk, office.case, [officer for officer in told if officer != people.holders.get(duty.lead_seat)], telling)


def tell_unacknowledged(office: Office) -> list[str]:
    """Đ5.1d: who follows the duty learns that its head has not taken it on in time."""
    return _tell_follower(office, "Nhiệm vụ chưa được cơ quan chủ trì tiếp nhận", "chưa xác nhận tiếp nhận nhiệm vụ trong thời hạn")


def tell_unreported(office: Office) -> list[str]:
    """Đ5.1d: who follows the duty learns that its head has not reported on it this quarter."""
    return _tell_follower(office, "Nhiệm vụ thường xuyên chưa được báo cáo", "chưa gửi báo cáo quý về nhiệm vụ thường xuyên")


def _tell_follower(office: Office, title: str, undone: str) -> list[str]:
    """Tell the standing member, or who comes next where the duty is his own agency's: nobody chases his own."""
    desk, duty = office.desk, directive_of(office.desk, office.case)
    people = roster(desk)
    told = people.answerer(not_the_lead(desk, duty, people.by_role(Role.STANDING_MEMBER)[0].id)).officer_id
    telling = Telling(
        key=f"silent/{len(office.steps)}",
        kind="told",
        title=title,
        what=f"{people.title(duty.lead_seat)} {undone}. Nội dung: {duty.text}",
        clauses=("Đ5.1d", "Đ11.1b"),
        why="Ông/Bà theo dõi, đôn đốc việc thực hiện kết luận, chỉ đạo.",
    )
    officers = [told] if told else []
    tell(desk, office.case, officers, telling)
    return officers


ENDED = {
    Ending.CONFIRMED: "Đã xác nhận hoàn thành",
    Ending.STOPPED: "Dừng thực hiện theo ý kiến người giao nhiệm vụ",
    Ending.SPLIT: "Đã tách thành các nhiệm vụ khác",
}


def close(office: Office) -> str:
    """Confirmed: the day its last report came in is the day it was done, and the first day it had is what that is held against."""
    desk, case = office.desk, office.case
    duty = directive_of(desk, case)
    duty.completed_on = REPORTED.one(desk.session, directive=duty.id).astimezone(desk.now.tzinfo).date()
    duty.ending, duty.ended_on = Ending.CONFIRMED, desk.today
    desk.session.add(duty)
    desk.session.flush()
    said = f"Đã xác nhận hoàn thành, {'đúng hạn' if on_time(desk, duty) else 'quá hạn giao ban đầu'}"
    head = roster(desk).holders.get(duty.lead_seat)
    telling = Telling(
        key="confirmed",
        kind="told",
        title="Xác nhận hoàn thành nhiệm vụ",
        what=f"{said}. Nội dung: {duty.text}",
        clauses=("Đ5.1d", "Đ9.3c"),
        why="Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ.",
    )
    tell(desk, case, [head] if head else [], telling)
    desk.record("directive.confirmed", case.id, completed=duty.completed_on, first_due=duty.due_original)
    return said


def on_time(desk: Desk, duty: Directive) -> bool:
    """Whether it was done by the first day it was given; a day off counts to the next working day."""
    if duty.due_original is None or duty.completed_on is None:
        return False
    return duty.completed_on <= desk.law.rules["directive_day"].date_from(duty.due_original, desk.law.calendar)
