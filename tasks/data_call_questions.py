"""What is asked of whom when the UBND wants figures out of turn (Đ7.6, Đ7.7, Đ11.2), and what the house does for it."""

from tasks.collection_questions import Days, collection_block
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm
from tasks.meeting_questions import OWN_LADDER, STAFF_LADDER, WAITS
from tasks.questions import Deed, Question
from tasks.releasing import release_question
from tasks.report_forms import ProvinceReportForm
from tasks.report_records import PROVINCE

FIGURES = collection_block(
    PROVINCE,
    "số liệu theo yêu cầu của UBND tỉnh",
    Days(
        draft="province_call_draft",
        sign="province_call_sign",
        release="paper_issue",
        due="province_figures",
        remind="province_figures_reminder",
        late="province_figures_late",
        close="province_books_close",
    ),
    silence="Báo cáo vẫn được gửi Ủy ban nhân dân tỉnh và nêu tên cơ quan chưa gửi số liệu.",
)
DRAFT = Question(
    key="province-report",
    title="Dự thảo báo cáo số liệu gửi UBND tỉnh",
    waiting="dự thảo báo cáo số liệu gửi UBND tỉnh",
    clauses=("Đ7.6a", "Đ11.2c"),
    form=ProvinceReportForm,
    due="province_report_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
)
SIGN = Question(
    key="province-report-sign",
    title="Rà soát, ký báo cáo số liệu gửi UBND tỉnh",
    waiting="rà soát, ký báo cáo số liệu gửi UBND tỉnh",
    clauses=("Đ5.4b", "Đ7.6a"),
    form=SignForm,
    due="province_report_sign",
    silence=WAITS,
    ladder=OWN_LADDER,
    after=drop_returned,
)
RELEASE = release_question(
    "province-report-release",
    "Phát hành báo cáo số liệu gửi UBND tỉnh",
    "phát hành báo cáo số liệu gửi UBND tỉnh đã ký",
    ("Đ7.6a", "Đ5.4b"),
    ladder=STAFF_LADDER,
)
BEGIN = Deed("begin-data-call", "Mở việc thu thập số liệu theo yêu cầu của UBND tỉnh", ("Đ7.7", "Đ11.2c"))
TYPE_REPORT = Deed("type-province-report", "Tổng hợp số liệu, soạn báo cáo gửi UBND tỉnh để ký", ("Đ7.6a",))
ISSUE_REPORT = Deed("issue-province-report", "Gửi báo cáo số liệu tới UBND tỉnh", ("Đ7.6a", "Đ11.2c"))
