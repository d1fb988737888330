"""What a written consultation asks of whom (Đ2.1, Đ5.4, Đ6.3, Đ7.4), and what the house does for it.

From the questions to the decision it is a block that stands in a line of its own (:mod:`flows.written_consultation`) or in another's,
with names and days of that line's: ``PLAN = consultation_block("programme", due="programme_consultation")``.
"""

from dataclasses import dataclass

from tasks import consultation_checks as checks
from tasks.consultation_forms import BallotForm, DecisionForm, OpinionForm, SummaryForm
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm, VerdictForm
from tasks.meeting_questions import OWN_LADDER, PRESIDER_LADDER, STAFF_LADDER, WAITS
from tasks.opinions import CLOSED, DECIDE, OPINION, REVIEW, SIGN, SUMMARY, URGENT, named
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question

REMIND_OPINION = Rung("remind", "consultation_reminder")
NOT_CONSENT = "Không trả lời được ghi là chưa trả lời và thống kê riêng, không coi là đồng ý."
CONSENT = "Phiếu lấy ý kiến ghi rõ: không trả lời trong thời hạn thì coi là đồng ý, và được thống kê riêng."


@dataclass(frozen=True)
class Block:
    """Everything one written consultation asks and does; ``key`` tells it from others in the same line."""

    key: str
    opinion: Question
    urgent: Question
    closed: Deed
    summary: Question
    review: Question
    sign: Question
    decide: Question
    release: Question
    typed: Deed
    settled: Deed


def consultation_block(key: str = "", *, due: str = "consultation", summary_due: str = "consultation_summary") -> Block:
    """The questions and deeds of a block; ``due`` and ``summary_due`` name the house rules of its line."""
    return Block(
        key=key,
        opinion=_opinion(named(key, OPINION), due),
        urgent=_opinion(named(key, URGENT), "consultation_urgent"),
        closed=Deed(named(key, CLOSED), "Kết thúc nhận ý kiến bằng văn bản", ("Đ6.3",)),
        summary=Question(
            key=named(key, SUMMARY),
            title="Tổng hợp, tiếp thu, giải trình ý kiến",
            waiting="tổng hợp, tiếp thu, giải trình ý kiến",
            clauses=("Đ7.4", "Đ2.1"),
            form=SummaryForm,
            due=summary_due,
            silence=WAITS,
            ladder=STAFF_LADDER,
            check=checks.summary,
        ),
        review=Question(
            key=named(key, REVIEW),
            title="Rà soát bảng tổng hợp, tiếp thu, giải trình ý kiến",
            waiting="rà soát bảng tổng hợp ý kiến",
            clauses=("Đ7.4",),
            form=VerdictForm,
            due="consultation_sign",
            silence=WAITS,
            ladder=STAFF_LADDER,
        ),
        sign=Question(
            key=named(key, SIGN),
            title="Rà soát, ký báo cáo tổng hợp, tiếp thu, giải trình ý kiến",
            waiting="rà soát, ký bảng tổng hợp ý kiến",
            clauses=("Đ5.4b", "Đ7.4"),
            form=SignForm,
            due="consultation_sign",
            silence=WAITS,
            ladder=OWN_LADDER,
            after=drop_returned,
        ),
        decide=Question(
            key=named(key, DECIDE),
            title="Quyết định nội dung đã lấy ý kiến",
            waiting="quyết định nội dung đã lấy ý kiến",
            clauses=("Đ2.1", "Đ6.3"),
            form=DecisionForm,
            due="consultation_decision",
            silence=WAITS,
            ladder=PRESIDER_LADDER,
            after=drop_returned,
        ),
        release=release_question(
            named(key, "summary-release"),
            "Phát hành báo cáo tổng hợp, tiếp thu, giải trình ý kiến",
            "phát hành báo cáo tổng hợp ý kiến đã ký",
            ("Đ5.4b", "Đ2.1"),
            ladder=STAFF_LADDER,
        ),
        typed=Deed(named(key, "type-summary"), "Soạn báo cáo tổng hợp, tiếp thu, giải trình ý kiến để ký", ("Đ7.4", "Đ5.4b")),
        settled=Deed(named(key, "settle-consultation"), "Gửi kết quả lấy ý kiến cho các thành viên", ("Đ2.1", "Đ6.3")),
    )


def _opinion(key: str, due: str) -> Question:
    return Question(
        key=key,
        title="Cho ý kiến bằng văn bản",
        waiting="cho ý kiến bằng văn bản",
        clauses=("Đ6.3", "Đ2.1"),
        form=OpinionForm,
        due=due,
        silence=NOT_CONSENT,
        letter="consultation",
        ladder=(REMIND_OPINION,),
        check=checks.opinion,
    )


CONSULTATION = consultation_block()

BALLOT = Question(
    key="consultation-form",
    title="Lập công văn, phiếu lấy ý kiến",
    waiting="lập công văn, phiếu lấy ý kiến",
    clauses=("Đ7.4",),
    form=BallotForm,
    due="consultation_form",
    silence=WAITS,
    ladder=STAFF_LADDER,
    check=checks.ballot,
)
BALLOT_SIGN = Question(
    key="consultation-sign",
    title="Ký công văn lấy ý kiến",
    waiting="ký công văn, phiếu lấy ý kiến",
    clauses=("Đ5.4b",),
    form=SignForm,
    due="consultation_sign",
    silence=WAITS,
    ladder=OWN_LADDER,
    after=drop_returned,
)
BALLOT_RELEASE = release_question(
    "consultation-release",
    "Phát hành công văn, phiếu lấy ý kiến",
    "phát hành công văn lấy ý kiến đã ký",
    ("Đ5.4b",),
    ladder=STAFF_LADDER,
)

BEGIN = Deed("begin-consultation", "Mở việc lấy ý kiến bằng văn bản", ("Đ6.3", "Đ2.1"))
TYPE_LETTER = Deed("type-consultation", "Soạn công văn, phiếu lấy ý kiến để ký", ("Đ7.4", "Đ5.4b"))
SEND = Deed("send-consultation", "Gửi phiếu lấy ý kiến", ("Đ6.3", "Đ2.1"))
