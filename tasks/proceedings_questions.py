"""What is asked of whom on the day of a meeting and after it (Đ5.4, Đ6.5), and what the house does then."""

from tasks import proceedings_checks as checks
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm, VerdictForm
from tasks.meeting_questions import OWN_LADDER, PRESIDER_LADDER, RENEWED, STAFF_LADDER, WAITS
from tasks.proceedings_forms import CommentForm, ConclusionsForm, MinutesForm, NoticeForm
from tasks.questions import Deed, Question
from tasks.releasing import release_question

CONCLUSIONS = Question(
    key="conclusions",
    title="Ghi từng kết luận của cuộc họp",
    waiting="ghi từng kết luận của cuộc họp",
    clauses=("Đ6.5d",),
    form=ConclusionsForm,
    due="attendance",
    silence=WAITS,
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.conclusions,
)
MINUTES = Question(
    key="minutes",
    title="Điểm danh, lập biên bản cuộc họp",
    waiting="điểm danh, lập biên bản cuộc họp",
    clauses=("Đ6.5a", "Đ6.5d"),
    form=MinutesForm,
    due="attendance",
    silence=WAITS,
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.minutes,
)
MINUTES_SIGN = Question(
    key="minutes-sign",
    title="Ký biên bản cuộc họp",
    waiting="ký biên bản cuộc họp",
    clauses=("Đ5.4b",),
    form=SignForm,
    due="minutes_sign",
    silence=WAITS,
    ladder=OWN_LADDER,
    renewed_by=RENEWED,
    after=drop_returned,
)
MINUTES_RELEASE = release_question(
    "minutes-release",
    "Phát hành biên bản cuộc họp",
    "phát hành biên bản đã ký",
    ("Đ5.4b",),
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
)
COMMENT = Question(
    key="comment",
    title="Bổ sung ý kiến vào biên bản cuộc họp",
    waiting="bổ sung ý kiến vào biên bản",
    clauses=("Đ2.1", "Đ6.5d"),
    form=CommentForm,
    due="minutes_comments",
    silence="Không trả lời là không có ý kiến bổ sung.",
    silence_means="none",
    sign_in=False,
    renewed_by=RENEWED,
)
NOTICE_DRAFT = Question(
    key="notice-draft",
    title="Dự thảo thông báo kết luận cuộc họp",
    waiting="dự thảo thông báo kết luận",
    clauses=("Đ5.4b",),
    form=NoticeForm,
    due="notice_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.notice,
)
NOTICE_REVIEW = Question(
    key="notice-review",
    title="Rà soát dự thảo thông báo kết luận cuộc họp",
    waiting="rà soát dự thảo thông báo kết luận",
    clauses=("Đ5.4b",),
    form=VerdictForm,
    due="notice_review",
    silence=WAITS,
    ladder=OWN_LADDER,
    renewed_by=RENEWED,
    after=checks.warn_of_returns,
)
NOTICE_CONTENT = Question(
    key="notice-content",
    title="Phê duyệt nội dung thông báo kết luận",
    waiting="phê duyệt nội dung thông báo kết luận",
    clauses=("Đ3.3", "Đ6.5d"),
    form=VerdictForm,
    due="notice_content",
    silence=WAITS,
    ladder=PRESIDER_LADDER,
    renewed_by=RENEWED,
    after=checks.warn_of_returns,
)
NOTICE_SIGN = Question(
    key="notice-sign",
    title="Ký thông báo kết luận",
    waiting="ký thông báo kết luận",
    clauses=("Đ5.4b",),
    form=SignForm,
    due="notice_issue",
    silence=WAITS,
    ladder=OWN_LADDER,
    renewed_by=RENEWED,
    after=drop_returned,
)
NOTICE_RELEASE = release_question(
    "notice-release",
    "Phát hành thông báo kết luận",
    "phát hành thông báo kết luận đã ký",
    ("Đ5.4b",),
    due="notice_issue",
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
)

MEETING_DAY = Deed("meeting-day", "Đến ngày họp", ("Đ8.1a",), RENEWED)
TYPE_MINUTES = Deed("type-minutes", "Soạn biên bản cuộc họp để ký", ("Đ5.4b",), RENEWED)
RECORD_ATTENDANCE = Deed("record-attendance", "Ghi nhận thành phần dự họp", ("Đ6.5a", "Đ6.5b", "Đ6.5c"), RENEWED)
ISSUE_MINUTES = Deed("issue-minutes", "Phát hành biên bản cuộc họp", ("Đ5.4b", "Đ2.1"), RENEWED)
TYPE_NOTICE = Deed("type-notice", "Soạn thông báo kết luận để ký", ("Đ5.4b",), RENEWED)
ISSUE_NOTICE = Deed("issue-notice", "Phát hành thông báo kết luận, giao nhiệm vụ", ("Đ5.4b", "Đ6.5e"), RENEWED)
STOOD_IN = Deed("stood-in", "Kết thúc nhận xác nhận của Trưởng ban về việc chủ trì thay", ("Đ4b",), RENEWED)
COMMENTS_CLOSED = Deed("comments-closed", "Kết thúc nhận ý kiến bổ sung vào biên bản", ("Đ6.5d",), RENEWED)
CLOSE_MEETING = Deed("close-meeting", "Báo cáo ý kiến bổ sung vào biên bản; khép hồ sơ họp", ("Đ6.5d", "Đ7.10"), RENEWED)
