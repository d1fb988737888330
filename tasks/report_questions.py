"""What a quarter's report asks of whom (Đ7.7, Đ7.9, Đ11.2), and what the house does for it."""

from tasks import report_checks as checks
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm, VerdictForm
from tasks.meeting_questions import OWN_LADDER, STAFF_LADDER, WAITS
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.report_entry import EXPLAIN as ASKED_AGAIN
from tasks.report_forms import ExplainForm, FiguresForm, ReportDraftForm

FIGURES = Question(
    key="figures",
    title="Báo cáo số liệu quý của cơ quan",
    waiting="báo cáo số liệu, khó khăn, kiến nghị của cơ quan",
    clauses=("Đ11.2c", "Đ7.7"),
    form=FiguresForm,
    due="report_due",
    silence="Báo cáo quý vẫn được phát hành và nêu tên cơ quan chưa báo cáo; số liệu gửi sau được đưa vào kỳ sau.",
    ladder=(Rung("remind", "data_reminder"), Rung("late", "report_late")),
    check=checks.figures,
    after=checks.record_figures,
)
EXPLAIN = Question(
    key=ASKED_AGAIN,
    title="Giải trình số liệu báo cáo quý",
    waiting="kiểm tra, giải trình số liệu đã báo cáo",
    clauses=("Đ7.7", "Đ11.2c"),
    form=ExplainForm,
    due="figure_query",
    silence="Số liệu được giữ như đã gửi, báo cáo quý ghi rõ là cơ quan chưa giải trình.",
    ladder=(Rung("overdue", "step_overdue"),),
    check=checks.explanation,
    after=checks.record_explanation,
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

CALL_DAY = Deed("data-call-day", "Đến ngày đề nghị báo cáo số liệu", ("Đ7.7",))
REPORTERS = Deed("reporters", "Xác định cơ quan, địa phương báo cáo và chỉ tiêu phải báo cáo", ("Đ7.7", "Đ11.2c"))
BOOKS_DAY = Deed("books-day", "Đến ngày kết thúc nhận báo cáo", ("Đ11.2c",))
BOOKS_CLOSED = Deed("books-closed", "Kết thúc nhận báo cáo của cơ quan, địa phương", ("Đ11.2c",))
MISSING = Deed("report-missing", "Hỏi lại số liệu chưa rõ, gửi Ủy viên thường trực danh sách chậm báo cáo", ("Đ7.7", "Đ7.9"))
LEADER_APART = Deed("leader-apart", "Xem Tổ trưởng có phải là Ủy viên thường trực không", ("Đ7.9",))
TYPE_REPORT = Deed("type-quarterly-report", "Tổng hợp số liệu, soạn báo cáo quý để ký", ("Đ7.9", "Đ7.1b"))
ISSUE_REPORT = Deed("issue-quarterly-report", "Phát hành báo cáo quý tới Trưởng ban, Phó Trưởng ban và từng Ủy viên", ("Đ7.9",))
CORRECT = Deed("correct-figures", "Ghi nhận số liệu điều chỉnh của cơ quan, địa phương", ("Đ11.2c",))
