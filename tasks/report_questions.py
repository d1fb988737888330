"""What a quarter's report asks of whom (Đ7.7, Đ7.9, Đ11.2), and what the house does for it."""

from tasks.collection_questions import Days, collection_block
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm, VerdictForm
from tasks.meeting_questions import OWN_LADDER, STAFF_LADDER, WAITS
from tasks.questions import Deed, Question
from tasks.releasing import release_question
from tasks.report_forms import ReportDraftForm

FIGURES = collection_block(
    "",
    "báo cáo quý",
    Days(
        draft="data_call_draft",
        sign="data_call_sign",
        release="data_call",
        due="report_due",
        remind="data_reminder",
        late="report_late",
        close="report_books_close",
    ),
    silence="Báo cáo quý vẫn được phát hành và nêu tên cơ quan chưa báo cáo; số liệu gửi sau được đưa vào kỳ sau.",
)
DRAFT = Question(
    key="quarterly-draft",
    title="Dự thảo báo cáo quý",
    waiting="dự thảo báo cáo quý",
    clauses=("Đ7.9", "Đ7.1b"),
    form=ReportDraftForm,
    due="report_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
)
REVIEW = Question(
    key="quarterly-review",
    title="Rà soát dự thảo báo cáo quý",
    waiting="rà soát dự thảo báo cáo quý",
    clauses=("Đ7.9",),
    form=VerdictForm,
    due="report_review",
    silence=WAITS,
    ladder=STAFF_LADDER,
)
LEADER_REVIEW = Question(
    key="quarterly-leader",
    title="Cho ý kiến về dự thảo báo cáo quý của Tổ công tác",
    waiting="cho ý kiến về dự thảo báo cáo quý",
    clauses=("Đ7.9",),
    form=VerdictForm,
    due="report_review",
    silence=WAITS,
    ladder=STAFF_LADDER,
)
SIGN = Question(
    key="quarterly-sign",
    title="Ký báo cáo quý",
    waiting="ký báo cáo quý hoặc trả lại",
    clauses=("Đ7.9",),
    form=SignForm,
    due="report_review",
    silence=WAITS,
    ladder=OWN_LADDER,
    after=drop_returned,
)
RELEASE = release_question(
    "quarterly-release",
    "Phát hành báo cáo quý",
    "phát hành báo cáo quý đã ký",
    ("Đ7.9",),
    due="report_issue",
    ladder=STAFF_LADDER,
)

LEADER_APART = Deed("leader-apart", "Xem Tổ trưởng có phải là Ủy viên thường trực không", ("Đ7.9",))
TYPE_REPORT = Deed("type-quarterly-report", "Tổng hợp số liệu, soạn báo cáo quý để ký", ("Đ7.9", "Đ7.1b"))
ISSUE_REPORT = Deed("issue-quarterly-report", "Phát hành báo cáo quý tới Trưởng ban, Phó Trưởng ban và từng Ủy viên", ("Đ7.9",))
CORRECT = Deed("correct-figures", "Ghi nhận số liệu điều chỉnh của cơ quan, địa phương", ("Đ11.2c",))
