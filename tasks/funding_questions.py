"""What is asked about spending that no norm covers (Đ10.2), of whom, and what the house does about it.

Money never moves by silence: no answer is deemed, no reminder approves, nobody answers in another's place.
"""

from dataclasses import dataclass

from tasks import funding_checks as checks
from tasks.funding_forms import (
    CouncilForm,
    DisagreedForm,
    FinanceForm,
    FundingForm,
    FundingSignForm,
    NormsForm,
    ProvinceForm,
    ResolutionForm,
    SupplementForm,
)
from tasks.meeting_questions import OVERDUE, OWN_LADDER, PRESIDER_LADDER, REMIND, STAFF_LADDER, TO_CHAIR, TO_STANDING_MEMBER
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.who import HIMSELF, Role

CLAUSES = ("Đ10.2b",)
NO_CONSENT = "Im lặng không phải là đồng ý: chưa có trả lời thì khoản chi chưa được phê duyệt và không được cam kết chi."
FINANCE_LADDER = (REMIND, OVERDUE, TO_STANDING_MEMBER, Rung("chair", TO_CHAIR.rule, letter="escalate", to=Role.CHAIR))

FUNDING_ENTRY = Deed("funding-entry", "Mở đề xuất chi đặc thù", ("Đ10.2b",))
DRAFT = Question(
    key="funding-draft",
    title="Lập phiếu đề xuất chi đặc thù",
    waiting="lập phiếu đề xuất chi đặc thù",
    clauses=("Đ10.2b", "Đ10.2a"),
    form=FundingForm,
    due="funding_draft",
    silence="Chưa gửi thì đề xuất chưa được xem xét.",
    ladder=STAFF_LADDER,
    check=checks.draft,
    after=checks.take_draft,
)
NORMS = Question(
    key="funding-norms",
    title="Đối chiếu tiêu chuẩn, định mức, chế độ chi",
    waiting="đối chiếu tiêu chuẩn, định mức, chế độ chi",
    clauses=("Đ10.2a",),
    form=NormsForm,
    due="funding_norms",
    silence=NO_CONSENT,
    ladder=STAFF_LADDER,
    check=checks.norms,
    after=checks.take_norms,
)
NORMS_FOUND = Deed("funding-norms-found", "Tách nội dung đã có định mức, thực hiện theo định mức hiện hành", ("Đ10.2a",))
LETTER_SENT = Deed("funding-letter-sent", "Gửi công văn xin ý kiến Sở Tài chính", CLAUSES)
SUBMISSION_SENT = Deed("funding-submission-sent", "Gửi tờ trình đến Chủ tịch UBND tỉnh", CLAUSES)
OPINION = Question(
    key="funding-opinion",
    title="Có ý kiến về chi đặc thù chưa có định mức",
    waiting="có ý kiến về chi đặc thù chưa có định mức",
    clauses=CLAUSES,
    form=FinanceForm,
    due="funding_opinion",
    silence=NO_CONSENT,
    ladder=FINANCE_LADDER,
    check=checks.opinion,
    after=checks.take_opinion,
)
SUPPLEMENT = Question(
    key="funding-supplement",
    title="Bổ sung hồ sơ theo đề nghị của Sở Tài chính",
    waiting="bổ sung hồ sơ theo đề nghị của Sở Tài chính",
    clauses=CLAUSES,
    form=SupplementForm,
    due="funding_supplement",
    silence="Trong khi chờ bổ sung, thời hạn của Sở Tài chính tạm dừng; khoản chi chưa được phê duyệt.",
    ladder=STAFF_LADDER,
    check=checks.supplement,
    after=checks.take_supplement,
)
ROUTE = Deed("funding-route", "Xác định thẩm quyền quyết định chi", CLAUSES)
DISAGREED = Question(
    key="funding-disagreed",
    title="Quyết định khi Sở Tài chính không thống nhất",
    waiting="quyết định sửa, bỏ hoặc trình khoản chi mà Sở Tài chính không thống nhất",
    clauses=CLAUSES,
    form=DisagreedForm,
    due="funding_choice",
    silence=NO_CONSENT,
    ladder=OWN_LADDER,
    check=checks.not_his_own,
)
COUNCIL = Question(
    key="funding-council",
    title="UBND tỉnh trình HĐND tỉnh chế độ chi mới",
    waiting="xem xét trình HĐND tỉnh ban hành chế độ chi mới",
    clauses=CLAUSES,
    form=CouncilForm,
    due="funding_decision",
    silence=NO_CONSENT,
    ladder=PRESIDER_LADDER,
    reserved=HIMSELF,
    check=checks.province,
)
RESOLUTION = Question(
    key="funding-resolution",
    title="Ghi nhận nghị quyết của HĐND tỉnh",
    waiting="ghi nhận nghị quyết của HĐND tỉnh về chế độ chi mới",
    clauses=CLAUSES,
    form=ResolutionForm,
    due="funding_resolution",
    silence=NO_CONSENT,
    ladder=STAFF_LADDER,
    check=checks.resolution,
)
DECIDE = Deed("funding-decide", "Ghi quyết định chi, mở khóa cam kết chi", CLAUSES)
CLOSE_FUNDING = Deed("close-funding", "Kết thúc đề xuất chi, báo các bên", CLAUSES)


@dataclass(frozen=True)
class Outgoing:
    """A paper that is typed, signed by ``signer`` and released: ``kind`` in the signature matrix."""

    kind: str
    typed: Deed
    sign: Question
    release: Question
    signer: Role


def _outgoing(kind: str, key: str, noun: str) -> Outgoing:
    """A paper of the standing office: its head signs."""
    sign = Question(
        key=f"{key}-sign",
        title=f"Ký {noun}",
        waiting=f"ký {noun}",
        clauses=CLAUSES,
        form=FundingSignForm,
        due="funding_sign",
        silence=NO_CONSENT,
        ladder=OWN_LADDER,
        check=checks.not_his_own,
    )
    return Outgoing(kind, Deed(f"type-{key}", f"Soạn {noun}", CLAUSES), sign, _release(key, noun), Role.SPENDER)


def _release(key: str, noun: str) -> Question:
    waiting = f"trình ký, lấy số, phát hành {noun}"
    return release_question(f"{key}-release", f"Phát hành {noun}", waiting, CLAUSES, check=checks.not_his_own)


LETTER = _outgoing("finance_letter", "funding-letter", "công văn xin ý kiến Sở Tài chính")
SUBMISSION = _outgoing("funding_submission", "funding-submission", "tờ trình UBND tỉnh về chi đặc thù")
DECISION = _outgoing("spending_decision", "funding-decision", "quyết định chi của Sở")
# B: only a paper of the UBND ends it, and only its chairman is asked; a deputy of the committee never answers there under Đ4.
PROVINCE_DECISION = Outgoing(
    "province_decision",
    Deed("type-funding-province", "Soạn dự thảo quyết định của UBND tỉnh", CLAUSES),
    Question(
        key="funding-province",
        title="Quyết định chi đặc thù (UBND tỉnh)",
        waiting="xem xét, quyết định chi đặc thù",
        clauses=CLAUSES,
        form=ProvinceForm,
        due="funding_decision",
        silence=NO_CONSENT,
        ladder=PRESIDER_LADDER,
        reserved=HIMSELF,
        check=checks.province,
    ),
    _release("funding-province", "quyết định của UBND tỉnh"),
    Role.PROVINCE_CHAIR,
)
