"""Written consultations for tests: begun, their form sent, opinions given by a script."""

from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.consultations import Consultation
from models.papers import Paper
from models.steps import Step
from tasks.consultations import Wanted, begin
from tasks.opinions import Voice, consultation_of, voices
from tests.office.cast import SECRETARY, TAKEN, YES, Handed, Office

MATTER = "dự thảo Quy chế vận hành Trục liên thông văn bản"
SEATS = ["deputy_chair_1", "standing_member", "member_yt", "member_gd", "member_tc"]
FORM: dict[str, Any] = {
    "choice": "submit",
    "background": "Dự thảo đã được Tổ công tác thống nhất.\nCần có ý kiến của các thành viên trước khi trình.",
    "questions": [{"question": "Ông/Bà có đồng ý với dự thảo không?"}, {"question": "Áp dụng từ 01/01/2020 có phù hợp không?"}],
    "consulted": ["chair", *SEATS],  # the chair decides: he is not asked what he decides
    "money": "no",
    "paper": Handed("du-thao.pdf"),
}


def says(*stances: str, words: str = "Đề nghị bổ sung trách nhiệm của cơ quan vận hành.") -> dict[str, Any]:
    """An opinion, question by question; what is no plain agreement has words."""
    lines = [{"n": n, "stance": stance, "words": "" if stance == "agree" else words} for n, stance in enumerate(stances, 1)]
    return {"choice": "send", "opinions": lines}


AGREE, COMMENT, DISAGREE = says("agree", "agree"), says("agree-comment", "agree"), says("disagree", "disagree", words="Chưa đủ căn cứ!")
PROPOSAL = {"choice": "submit", "proposal": "Ban hành theo dự thảo đã chỉnh lý."}
DECLINED = {"choice": "decline", "reason": "Chưa cấp thiết"}


def handled(*refs: str, handling: str = "taken-up", note: str = "Bổ sung Điều 5.") -> dict[str, Any]:
    """A synthesis that takes up these comments."""
    return PROPOSAL | {"handled": [{"of": ref, "handling": handling, "note": note} for ref in refs]}


POLL: dict[str, Any] = {
    "consultation-form": FORM,
    "consultation-sign": YES,
    "consultation-release": TAKEN,
    "opinion": AGREE,
    "opinion-urgent": AGREE,
    "opinion-summary": PROPOSAL,
    "summary-review": YES,
    "summary-sign": YES,
    "consultation-decision": YES,
    "summary-release": TAKEN,
}


def begun(office: Office, by: str = SECRETARY, **changes: Any) -> UUID:
    """A consultation that somebody has begun."""
    given: dict[str, Any] = {
        "matter": MATTER,
        "reason": "Cần ban hành trong quý",
        "decider": "chair",
        "officer_id": by,
        "entry": str(uuid4()),
    }
    with office.bureau.desk() as desk:
        return begin(desk, Wanted(**(given | changes)))[0].id


def asking(office: Office, script: dict[str, Any] = POLL, **changes: Any) -> UUID:
    """A consultation whose members are asked."""
    case_id = begun(office, **changes)
    office.play_to(case_id, "opinion-urgent" if changes.get("urgent") else "opinion", script)
    return case_id


def record(office: Office, case_id: UUID) -> Consultation:
    with office.bureau.reading_desk() as desk:
        return consultation_of(desk, desk.case(case_id))


def heard(office: Office, case_id: UUID) -> list[Voice]:
    with office.bureau.reading_desk() as desk:
        return voices(desk, consultation_of(desk, desk.case(case_id)))


def typed(office: Office, case_id: UUID, form: str) -> list[Paper]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id, col(Paper.form) == form).order_by(col(Paper.id))))


def asked_of(office: Office, case_id: UUID, question: str = "opinion") -> list[Step]:
    return [step for step in office.steps(case_id) if step.question == question]
