"""A request for spending that no norm covers (Đ10.2): how it begins, what the house sees and does on its way, how it ends."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.errors import Refused
from models.funding import FundingDecision, FundingEnding, FundingRequest, Route
from models.money import in_figures
from models.papers import Paper
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.funding_checks import items_of, sent, special_total
from tasks.funding_questions import CLAUSES, FUNDING_ENTRY
from tasks.funding_seats import drafting_seats, funding_seat, why_not_draft
from tasks.ledger import account
from tasks.office import Answered, Office, funding_of
from tasks.papers import enclosed
from tasks.recipients import readers
from tasks.who import Role, roster

VERSION = 1  # of flows.special_funding; a request is opened where flows cannot be imported
ENDED = {
    FundingEnding.ORDINARY: "Các nội dung đều đã có định mức: thực hiện theo định mức hiện hành",
    FundingEnding.WITHDRAWN: "Không đề nghị nữa",
    FundingEnding.REFUSED: "Cấp có thẩm quyền không đồng ý chi",
    FundingEnding.APPROVED: "Đã được phê duyệt, được cam kết chi",
}


@dataclass(frozen=True)
class NewRequest:
    """What somebody asks money for: from which source and year, and why; ``entry_id``: the form, sent twice it is one request."""

    title: str
    purpose: str
    source: str
    year: int
    entry_id: UUID


def request_funding(desk: Desk, new: NewRequest, *, by: str) -> tuple[Case, bool]:
    """Open the case; the lines are asked of who opened it. Returns it, and whether it is new.

    Raises ``Refused`` for who may not draft, a source the committee does not have, a year that is past or too far, words left blank.
    """
    if odd := why_not_draft(desk, by):
        raise Refused(odd)
    if not (new.title.strip() and new.purpose.strip()):
        raise Refused("Xin ghi tên khoản chi và sự cần thiết.")
    if new.source not in desk.law.committee.identity.funding_sources:
        raise Refused("Nguồn kinh phí không có trong danh mục của Ban; hãy chọn trong danh sách.")
    if not desk.today.year <= new.year <= desk.today.year + 1:
        raise Refused(f"Chỉ đề nghị chi cho năm {desk.today.year} hoặc {desk.today.year + 1}; hãy chọn lại năm.")
    seat = drafting_seats(roster(desk), desk.law.committee.identity.standing_agency, by)[0]
    subject = {"title": new.title.strip(), "purpose": new.purpose.strip(), "source": new.source, "year": new.year}
    subject |= {"entry_id": str(new.entry_id), "drafter_seat": seat.id, "drafter_id": by}
    title = f"Chi đặc thù: {new.title.strip()}"[:200]
    desk.actor = by
    made = NewCase("special_funding", title, VERSION, period=f"{new.year}/{new.entry_id}", subject=subject, opening=open_request)
    case, is_new = open_case(desk, made)
    if is_new:
        desk.record(FUNDING_ENTRY.key, case.id, source=new.source, year=new.year)
    return case, is_new


def open_request(desk: Desk, case: Case) -> None:
    """The record of a request, from what was handed over with its case."""
    given = dict(case.subject) | {"entry_id": UUID(case.subject["entry_id"])}
    desk.session.add(FundingRequest(case_id=case.id, asked_on=desk.today, **given))
    desk.session.flush()


def matter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """What the questions about a draft are about: which draft, what for, and how much of it has no norm."""
    total = in_figures(special_total(office.desk, office.case))
    return {"round": n, "draft": drafted.key, "matter": f"{funding_of(office.desk, office.case).title} ({total})"}


def norms_found(office: Office) -> dict[str, Any]:
    """How many items leave by the ordinary way, and how many have no norm; who drafted them learns which norms were found."""
    desk, case = office.desk, office.case
    items = items_of(desk, case)
    ordinary = [item for item in items if item.norm]
    if ordinary:
        lines = "\n".join(f"{item.seq}. {item.content}: {item.norm}" for item in ordinary)
        telling = Telling(
            key=f"norms/{funding_of(desk, case).round}",
            kind="told",
            title="Nội dung đã có định mức, thực hiện theo định mức hiện hành",
            what=f"Các nội dung sau đã có định mức nên chi theo định mức hiện hành, không xin ý kiến riêng:\n{lines}",
            clauses=("Đ10.2a",),
            why="Ông/Bà đề xuất khoản chi này.",
        )
        _tell_drafter(office, telling)
    return {"ordinary": len(ordinary), "special": len(items) - len(ordinary)}


def letter_sent(office: Office, about: dict[str, Any]) -> dict[str, Any]:
    """The letter has left: what the body it goes to is asked about, the signed letter enclosed."""
    paper = office.desk.found(Paper, UUID(about["paper"]))
    return {name: about[name] for name in ("round", "matter")} | {"enclosed": enclosed(paper)} | sent(paper)


def route(office: Office) -> dict[str, Any]:
    """With Sở Tài chính's consent: the standing office decides what is within its estimate, else the UBND."""
    desk, request = office.desk, funding_of(office.desk, office.case)
    total, left = special_total(desk, office.case), account(desk, request.source, request.year).left
    return {"route": Route.OFFICE if total <= left else Route.PROVINCE, "total": total, "left": left}


def decide(office: Office, about: dict[str, Any], by: Route) -> str:
    """The signed decision has been released: from now on the database takes commitments for its items."""
    paper = office.desk.found(Paper, UUID(about["paper"]))
    office.desk.session.refresh(paper)
    assert paper.issued_at is not None
    allowed = special_total(office.desk, office.case)
    return _decided(office, by, paper.notation, paper.issued_at.date(), allowed, paper_id=paper.id)


def record_resolution(office: Office, said: Answered) -> str:
    """Likewise the people's council's resolution, which was made elsewhere."""
    given = said.payload
    day, file = date.fromisoformat(given["issued_on"]), UUID(given["resolution"])
    return _decided(office, Route.COUNCIL, given["number"], day, given["amount"], upload_id=file, by=said.officer_id)


def _decided(
    office: Office,
    way: Route,
    notation: str,
    day: date,
    amount: int,
    *,
    paper_id: UUID | None = None,
    upload_id: UUID | None = None,
    by: str | None = None,
) -> str:
    desk, request = office.desk, funding_of(office.desk, office.case)
    row = FundingDecision(
        request_id=request.id,
        round=request.round,
        route=way,
        notation=notation,
        day=day,
        amount=amount,
        paper_id=paper_id,
        upload_id=upload_id,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.record("funding.decision", office.case.id, route=way, notation=notation, amount=amount)
    return notation


def close(office: Office, ending: FundingEnding, why: str = "") -> str:
    """It has ended: who drafted it and Sở Tài chính learn how."""
    desk, request = office.desk, funding_of(office.desk, office.case)
    request.ending, request.ended_on = ending, desk.today
    desk.session.add(request)
    desk.session.flush()
    said = ENDED[ending]
    decision = desk.session.get(FundingDecision, request.id)
    what = f"{said}. Khoản chi: {request.title}."
    if decision is not None:
        what += f" Văn bản số {decision.notation}, số tiền được chi: {in_figures(decision.amount)}."
    telling = Telling(
        key="ended",
        kind="told",
        title="Kết quả đề xuất chi đặc thù",
        what=f"{what} {why}".strip(),
        clauses=CLAUSES,
        why="Ông/Bà đề xuất, có ý kiến hoặc quản lý khoản chi này.",
        enclosed=enclosed(desk.found(Paper, decision.paper_id)) if decision is not None and decision.paper_id else {},
    )
    _tell_drafter(office, telling, *_concerned(office, ending))
    return said


def _concerned(office: Office, ending: FundingEnding) -> list[str]:
    """Who besides the drafter: the readers of the decision, else the head whose money it is."""
    if ending == FundingEnding.APPROVED:
        return readers(office.desk, "province_decision")
    head = roster(office.desk).holders.get(funding_seat(office.desk, office.case, Role.SPENDER))
    return [head] if head else []


def _tell_drafter(office: Office, telling: Telling, *others: str) -> None:
    request = funding_of(office.desk, office.case)
    tell(office.desk, office.case, [roster(office.desk).holders.get(request.drafter_seat, request.drafter_id), *others], telling)


def stories(desk: Desk, year: int) -> list[FundingRequest]:
    """The requests of a year, the newest first."""
    wanted = select(FundingRequest).where(col(FundingRequest.year) == year)
    return list(desk.session.exec(wanted.order_by(col(FundingRequest.asked_on).desc(), col(FundingRequest.id))))
