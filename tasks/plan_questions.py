"""What is asked of whom for the yearly programme and plans (Đ3.1, Đ5.1, Đ6.2, Đ7.1), and what the house does for them."""

from dataclasses import dataclass

from tasks import plan_checks as checks
from tasks import plan_release as releases
from tasks.consultation_questions import consultation_block
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm
from tasks.meeting_questions import OWN_LADDER, PRESIDER_LADDER, STAFF_LADDER, WAITS
from tasks.plan_forms import PlanCallForm, PlanDraftForm, PlanProposalForm, PlanReleaseForm, PlanVerdictForm
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question

REMIND = Rung("remind", "step_reminder")

PLAN_CALL = Question(
    key="plan-call",
    title="Lập công văn đề nghị đề xuất chương trình, kế hoạch năm",
    waiting="lập công văn đề nghị đề xuất chương trình, kế hoạch năm",
    clauses=("Đ7.1a",),
    form=PlanCallForm,
    due="programme_call",
    silence=WAITS,
    ladder=STAFF_LADDER,
)
PLAN_CALL_SIGN = Question(
    key="plan-call-sign",
    title="Ký công văn đề nghị đề xuất chương trình, kế hoạch năm",
    waiting="ký công văn đề nghị đề xuất chương trình, kế hoạch năm",
    clauses=("Đ5.1a", "Đ5.4b"),
    form=SignForm,
    due="programme_call",
    silence=WAITS,
    ladder=OWN_LADDER,
    after=drop_returned,
)
PLAN_CALL_RELEASE = release_question(
    "plan-call-release",
    "Phát hành công văn đề nghị đề xuất chương trình, kế hoạch năm",
    "phát hành công văn đề nghị đề xuất đã ký",
    ("Đ7.1a", "Đ5.4b"),
    ladder=STAFF_LADDER,
)
PLAN_PROPOSAL = Question(
    key="plan-proposal",
    title="Đề xuất nội dung chương trình, kế hoạch năm; bảng kê lồng ghép",
    waiting="đề xuất nội dung chương trình, kế hoạch năm",
    clauses=("Đ6.2b", "Đ7.1a"),
    form=PlanProposalForm,
    due="programme_proposals",
    silence="Không trả lời là không có đề xuất; Tổ công tác lập dự thảo theo kết luận, chỉ đạo và kế hoạch năm trước.",
    silence_means="none",
    sign_in=False,
    ladder=(REMIND,),
    check=checks.proposal,
)
PLAN_DRAFT = Question(
    key="plan-draft",
    title="Lập dự thảo chương trình, kế hoạch công tác, kế hoạch kiểm tra năm",
    waiting="lập dự thảo chương trình, kế hoạch năm",
    clauses=("Đ7.1a",),
    form=PlanDraftForm,
    due="programme_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
    check=checks.draft,
)

PLAN_OPINIONS_SIGN = Question(
    key="plan-opinions-sign",
    title="Rà soát dự thảo, ký công văn lấy ý kiến về chương trình, kế hoạch năm",
    waiting="rà soát dự thảo, ký công văn lấy ý kiến về chương trình, kế hoạch năm",
    clauses=("Đ5.1a", "Đ5.4b"),
    form=PlanVerdictForm,
    due="programme_draft",
    silence=WAITS,
    ladder=OWN_LADDER,
    after=drop_returned,
)
PLAN_OPINIONS_RELEASE = release_question(
    "plan-opinions-release",
    "Phát hành công văn lấy ý kiến về chương trình, kế hoạch năm",
    "phát hành công văn lấy ý kiến đã ký",
    ("Đ7.4", "Đ5.4b"),
    ladder=STAFF_LADDER,
)
OPINIONS = consultation_block("programme", due="programme_consultation")

TYPE_CALL = Deed("type-plan-call", "Soạn công văn đề nghị đề xuất chương trình, kế hoạch năm để ký", ("Đ7.1a",))
CALLED = Deed("plan-called", "Đề nghị thành viên, cơ quan đề xuất chương trình, kế hoạch năm", ("Đ7.1a", "Đ6.2b"))
PROPOSALS_CLOSED = Deed("plan-proposals-closed", "Kết thúc nhận đề xuất chương trình, kế hoạch năm", ("Đ7.1a",))
PREFILL = Deed("prefill-plan", "Điền sẵn dự thảo: nhiệm vụ chuyển tiếp, lịch năm, đề xuất", ("Đ7.1a",))
TYPE_OPINIONS = Deed("type-plan-opinions", "Soạn công văn lấy ý kiến về chương trình, kế hoạch năm để ký", ("Đ7.4",))
ASK_OPINIONS = Deed("ask-plan-opinions", "Gửi dự thảo chương trình, kế hoạch năm lấy ý kiến", ("Đ6.3", "Đ7.4"))


@dataclass(frozen=True)
class Signing:
    """What puts a plan before the chair and issues it: asked and done the same for the year's plan and for a change of it."""

    final: Question
    submit: Question
    submit_release: Question
    sign: Question
    release: Question
    type_submission: Deed
    type_plans: Deed
    issue: Deed


def signing(key: str, what: str, *, final: str, submit: str, sign: str, no_later: str | None = None) -> Signing:
    """The questions and deeds of one line; ``final``, ``submit`` and ``sign`` name the house rules of its deadlines.

    ``no_later``: the rule whose day the papers are issued by, however late they were signed.
    """
    return Signing(
        final=Question(
            key=f"{key}-final",
            title=f"Hoàn thiện dự thảo {what}, trình Ủy viên thường trực",
            waiting=f"hoàn thiện dự thảo {what}",
            clauses=("Đ7.1a",),
            form=PlanDraftForm,
            due=final,
            silence=WAITS,
            ladder=STAFF_LADDER,
            check=checks.draft,
        ),
        submit=Question(
            key=f"{key}-submit",
            title=f"Rà soát dự thảo, ký tờ trình {what}",
            waiting=f"rà soát dự thảo, ký tờ trình {what}",
            clauses=("Đ5.1a",),
            form=PlanVerdictForm,
            due=submit,
            silence=WAITS,
            ladder=OWN_LADDER,
            after=drop_returned,
        ),
        submit_release=release_question(
            f"{key}-submit-release",
            f"Phát hành tờ trình {what}",
            "phát hành tờ trình đã ký",
            ("Đ5.1a",),
            due=submit,
            ladder=STAFF_LADDER,
        ),
        sign=Question(
            key=f"{key}-sign",
            title=f"Ký ban hành {what}",
            waiting=f"ký ban hành {what}",
            clauses=("Đ3.1c",),
            form=PlanVerdictForm,
            due=sign,
            silence=WAITS,
            ladder=PRESIDER_LADDER,
            reserved="Đ3.1c",
            after=drop_returned,
        ),
        release=Question(
            key=f"{key}-release",
            title=f"Phát hành {what}",
            waiting=f"phát hành {what} đã ký",
            clauses=("Đ3.1c",),
            form=PlanReleaseForm,
            due="paper_issue",
            no_later=no_later,
            silence="Văn bản chưa được phát hành, chưa gửi đến ai; việc chậm phát hành được báo cáo Ủy viên thường trực.",
            ladder=STAFF_LADDER,
            check=releases.wrong,
            after=releases.put_all_out,
        ),
        type_submission=Deed(f"type-{key}-submission", f"Soạn tờ trình {what} để ký", ("Đ5.1a",)),
        type_plans=Deed(f"type-{key}", f"Soạn {what} để ký", ("Đ3.1c",)),
        issue=Deed(f"issue-{key}", f"Ban hành {what}, giao nhiệm vụ", ("Đ3.1c", "Đ5.1b")),
    )


YEARLY = signing(
    "plan",
    "chương trình, kế hoạch năm",
    final="programme_revision",
    submit="programme_submission",
    sign="programme_sign",
    no_later="programme_issue",
)
CHANGE = signing(
    "plan-change",
    "chương trình, kế hoạch năm điều chỉnh",
    final="programme_revision",
    submit="plan_change_submission",
    sign="plan_change_sign",
)
