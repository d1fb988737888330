"""Papers about spending that no norm covers: typed from the request as it stands, signed outside, released with their numbers."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents.funding import FundedItem, FundingLetter, FundingSubmission, SpendingDecision
from documents.papers import OfficialPaper
from documents.submission import Section
from models.money import in_figures
from models.papers import Paper
from models.steps import Answer, Step
from notifications.words import short_date
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.funding_checks import special_items
from tasks.funding_forms import FinanceForm
from tasks.funding_questions import DISAGREED, LETTER, OPINION, PROVINCE_DECISION, SUBMISSION, Outgoing
from tasks.ledger import account
from tasks.office import Office, funding_of
from tasks.papers import Head, Issue, type_out, typed_about
from tasks.verbs import asked_of
from tasks.who import roster

FORMS = {"finance_letter": "cong_van_kinh_phi", "funding_submission": "to_trinh_kinh_phi"}
SUBJECT = "các nội dung chi đặc thù chưa có tiêu chuẩn, định mức, chế độ chi"
NATURE = f"mức chi đối với {SUBJECT}"
COUNCIL_ASKED = "regime"


def type_outgoing(office: Office, line: Outgoing, suffix: str, about: dict[str, Any]) -> dict[str, Any]:
    """Type one of these papers; returns what its signature is asked about."""
    desk, request = office.desk, funding_of(office.desk, office.case)

    def build(number: int | None, day: date | None, head: Head) -> OfficialPaper:
        common = _common(office, head, number, day)
        match line.kind:
            case LETTER.kind:
                return _letter(office, common)
            case SUBMISSION.kind:
                return _submission(office, common)
        return _decision(office, common, line)

    signer = asked_of(office, line.signer).seats[0]
    issue = Issue(line.kind, f"{line.typed.key}/{suffix}", FORMS.get(line.kind, "quyet_dinh_chi"), request.title, signer, build)
    return about | typed_about(type_out(desk, office.case, issue))


def _common(office: Office, head: Head, number: int | None, day: date | None) -> dict[str, Any]:
    request = funding_of(office.desk, office.case)
    items = tuple(
        FundedItem(content=item.content, quantity=item.quantity, unit=item.unit, price=item.price, reason=item.reason)
        for item in special_items(office.desk, office.case)
    )
    return {
        "letterhead": head.letterhead,
        "number": number,
        "notation": head.notation,
        "date": day,
        "signature": head.signature,
        "recipients": head.recipients,
        "kept_by": head.kept_by,
        "about": f"{NATURE}: {request.title}",
        "items": items,
        "source": request.source,
        "year": request.year,
    }


def _letter(office: Office, common: dict[str, Any]) -> FundingLetter:
    desk, request = office.desk, funding_of(office.desk, office.case)
    committee = desk.law.committee.identity
    return FundingLetter(
        **common,
        addressees=(_finance(desk),),
        opening=f"Căn cứ khoản 2 Điều 10 {_regulation(desk)}, {_standing(desk)} đề nghị "
        f"{_finance(desk)} có ý kiến về {NATURE} phục vụ hoạt động của {committee.short_name} và Tổ công tác giúp việc, "
        "như sau:",
        purpose=request.purpose,
        reply_days=desk.law.rules[OPINION.due].days,
    )


def _submission(office: Office, common: dict[str, Any]) -> FundingSubmission:
    desk, request = office.desk, funding_of(office.desk, office.case)
    sections, to_council = [], False
    said = _last(desk, office, OPINION.key)
    if said is not None:
        to_council = said.choice == COUNCIL_ASKED
        sections.append(Section(title=f"Ý kiến của {_finance(desk)}", paragraphs=_finance_said(said)))
        if said.choice == "disagree":
            own = _last(desk, office, DISAGREED.key)
            assert own is not None
            sections.append(Section(title=f"Ý kiến của {_standing(desk)}", paragraphs=(own.payload["reason"],)))
        if said.choice == "agree":
            sections.append(Section(title="Lý do trình", paragraphs=(_over_estimate(desk, office),)))
    asked = f"trình Hội đồng nhân dân tỉnh ban hành chế độ chi đối với {SUBJECT}" if to_council else f"quyết định {NATURE}"
    return FundingSubmission(
        **common,
        addressees=("Chủ tịch Ủy ban nhân dân tỉnh",),
        bases=(f"Căn cứ khoản 2 Điều 10 {_regulation(desk)}", "Căn cứ Luật Ngân sách nhà nước"),
        opening=f"{_standing(desk)} trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, {asked}, như sau:",
        purpose=request.purpose,
        sections=tuple(sections),
        closing=f"{_standing(desk)} kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định",
        enclosures=() if to_council else ("Dự thảo Quyết định",),
    )


def _finance_said(said: Answer) -> tuple[str, ...]:
    """Verbatim, with the number and the day of its paper."""
    paper = f"Văn bản số {said.payload['number']} ngày {short_date(date.fromisoformat(said.payload['issued_on']))}"
    choice = FinanceForm.CHOICES[said.choice]
    return (f"{paper}: {choice[0].lower()}{choice[1:]}.", *((said.payload["opinion"],) if said.payload["opinion"] else ()))


def _over_estimate(desk: Desk, office: Office) -> str:
    request = funding_of(desk, office.case)
    left = account(desk, request.source, request.year).left
    return f"Số tiền đề nghị vượt dự toán còn lại của nguồn này năm {request.year} ({in_figures(left)})."


def _decision(office: Office, common: dict[str, Any], line: Outgoing) -> SpendingDecision:
    desk = office.desk
    by_province = line.kind == PROVINCE_DECISION.kind
    bases = [f"Căn cứ khoản 2 Điều 10 {_regulation(desk)}", "Căn cứ Luật Ngân sách nhà nước"]
    said = _last(desk, office, OPINION.key)
    if said is not None:
        day = short_date(date.fromisoformat(said.payload["issued_on"]))
        bases.append(f"Căn cứ ý kiến của {_finance(desk)} tại Văn bản số {said.payload['number']} ngày {day}")
    asked = _last_released(desk, office, SUBMISSION)
    at = f" tại Tờ trình số {asked.notation} ngày {short_date(asked.issued_at.date())}" if asked is not None and asked.issued_at else ""
    if by_province:
        who = ("Chủ tịch Ủy ban nhân dân tỉnh", f"Giám đốc {_standing(desk)}{at}")
        does = f"Giám đốc {_standing(desk)}, Giám đốc {_finance(desk)} và Thủ trưởng các cơ quan, đơn vị liên quan"
    else:
        who = (f"Giám đốc {_standing(desk)}", "Tổ công tác giúp việc")
        does = "Thủ trưởng các phòng, đơn vị liên quan"
    return SpendingDecision(**common, authority=who[0], bases=tuple(bases), proposed_by=who[1], carried_out_by=does)


def _last(desk: Desk, office: Office, question: str) -> Answer | None:
    """The newest answer to a question of this case."""
    wanted = select(Answer).join(Step, col(Step.id) == col(Answer.step_id))
    mine = (col(Step.case_id) == office.case.id, col(Step.question) == question)
    return desk.session.exec(wanted.where(*mine).order_by(col(Step.id).desc())).first()


def _last_released(desk: Desk, office: Office, line: Outgoing) -> Paper | None:
    issued = (col(Paper.case_id) == office.case.id, col(Paper.matrix) == line.kind, col(Paper.issued_at).is_not(None))
    return desk.session.exec(select(Paper).where(*issued).order_by(col(Paper.issued_at).desc())).first()


def paper_in(desk: Desk, about: dict[str, Any]) -> Paper:
    """The paper a step is about."""
    return desk.found(Paper, UUID(about["paper"]))


def _standing(desk: Desk) -> str:
    return _now(desk, desk.law.committee.identity.standing_agency)


def _finance(desk: Desk) -> str:
    return _now(desk, desk.law.committee.identity.finance_agency)


def _now(desk: Desk, agency: str) -> str:
    """What the agency is called, or the one that took over from it."""
    return names(desk)[roster(desk).heirs.get(agency, agency)]


def _regulation(desk: Desk) -> str:
    committee = desk.law.committee.identity
    issued = committee.regulation
    paper = f"Quyết định số {issued.number} ngày {short_date(issued.date)}"
    return f"Quy chế hoạt động của {committee.short_name} ban hành kèm theo {paper}"
