"""What a meeting of the committee asks of whom (Đ3.3, Đ5.4, Đ6.5, Đ8.1), and what the house does in it."""

from tasks import meeting_checks as checks
from tasks.acts import NEW_TIME
from tasks.meeting_forms import (
    AgendaForm,
    ConclusionsForm,
    ConsentForm,
    MinutesForm,
    NoticeForm,
    OpinionForm,
    RsvpForm,
    SignForm,
    VerdictForm,
)
from tasks.questions import Deed, Question, Rung
from tasks.who import Role

RENEWED = frozenset({NEW_TIME})

REMIND = Rung("remind", "step_reminder")
OVERDUE = Rung("overdue", "step_overdue")
TO_STANDING_MEMBER = Rung("escalate", "step_escalation", letter="escalate", to=Role.STANDING_MEMBER)
TO_CHAIR = Rung("escalate", "step_escalation_chair", letter="escalate", to=Role.CHAIR)

STAFF_LADDER = (REMIND, OVERDUE, TO_STANDING_MEMBER)  # the secretary's and the members' steps
OWN_LADDER = (REMIND, OVERDUE, TO_CHAIR)  # the standing member's own steps: nobody chases his own work
PRESIDER_LADDER = (REMIND, Rung("call", "step_overdue", letter="escalate", to=Role.STANDING_MEMBER))  # a3: UVTT is told to call

WAITS = "Việc này chưa được giải quyết cho đến khi Ông/Bà trả lời; im lặng không được coi là đồng ý."

AGENDA = Question(
    key="agenda",
    title="Lập dự thảo chương trình, thành phần cuộc họp",
    waiting="lập dự thảo chương trình cuộc họp",
    clauses=("Đ5.4a",),
    form=AgendaForm,
    due="agenda_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
    check=checks.agenda,
)
AGENDA_REVIEW = Question(
    key="agenda-review",
    title="Rà soát dự thảo chương trình, thành phần cuộc họp",
    waiting="rà soát dự thảo chương trình cuộc họp",
    clauses=("Đ5.4a",),
    form=VerdictForm,
    due="agenda_review",
    silence=WAITS,
    ladder=OWN_LADDER,
)
CONVENE = Question(
    key="convene",
    title="Phê duyệt ngày họp, chương trình, thành phần cuộc họp",
    waiting="phê duyệt chương trình, thành phần cuộc họp",
    clauses=("Đ3.3", "Đ8.1a", "Đ8.1c"),
    form=VerdictForm,
    due="convene",
    silence=WAITS,
    ladder=PRESIDER_LADDER,
    check=checks.day_still_good,
)
INVITATION_SIGN = Question(
    key="invitation-sign",
    title="Ký giấy mời họp",
    waiting="ký giấy mời họp",
    clauses=("Đ5.4b",),
    form=SignForm,
    due="invitation_issue",
    silence=WAITS,
    ladder=OWN_LADDER,
    renewed_by=RENEWED,
    check=checks.day_still_good,
)
RSVP = Question(
    key="rsvp",
    title="Xác nhận dự họp",
    waiting="xác nhận dự họp, báo cáo vắng mặt hoặc ủy quyền dự thay",
    clauses=("Đ6.5a", "Đ6.5b", "Đ6.5c"),
    form=RsvpForm,
    due="rsvp",
    silence="Không trả lời mà không dự họp thì biên bản ghi: vắng chưa được người chủ trì đồng ý.",
    sign_in=False,
    letter="invitation",
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.rsvp,
    after=checks.raise_consent,
)
LEAVE_CONSENT = Question(
    key="leave-consent",
    title="Cho ý kiến về báo cáo vắng mặt, cử người dự thay",
    waiting="cho ý kiến về báo cáo vắng mặt",
    clauses=("Đ6.5b", "Đ6.5c"),
    form=ConsentForm,
    due="leave_consent",
    silence="Chưa có ý kiến của người chủ trì thì việc vắng mặt ghi là: vắng chưa được người chủ trì đồng ý.",
    ladder=(REMIND,),
    renewed_by=RENEWED,
)
PROXY_OPINION = Question(
    key="proxy-opinion",
    title="Gửi ý kiến bằng văn bản của Ủy viên ủy quyền dự thay",
    waiting="gửi ý kiến bằng văn bản",
    clauses=("Đ6.5c",),
    form=OpinionForm,
    due="proxy_opinion",
    silence="Chưa có ý kiến bằng văn bản thì người dự thay chưa được xếp chỗ.",
    sign_in=False,
    ladder=(REMIND,),
    renewed_by=RENEWED,
    check=checks.opinion,
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
)
CONCLUSIONS = Question(
    key="conclusions",
    title="Ghi từng kết luận của cuộc họp",
    waiting="ghi từng kết luận của cuộc họp",
    clauses=("Đ6.5d",),
    form=ConclusionsForm,
    due="notice_draft",
    silence=WAITS,
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.conclusions,
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
)

ADOPT_AGENDA = Deed("adopt-agenda", "Ghi chương trình đã được phê duyệt", ("Đ8.1c",))
ISSUE_INVITATION = Deed("issue-invitation", "Phát hành giấy mời họp", ("Đ5.4b", "Đ8.1a"), RENEWED)
RSVP_CLOSED = Deed("rsvp-closed", "Kết thúc nhận xác nhận dự họp", ("Đ6.5a",), RENEWED)
LEAVE_CLOSED = Deed("leave-closed", "Kết thúc nhận ý kiến về báo cáo vắng mặt", ("Đ6.5b",), RENEWED)
MEETING_DAY = Deed("meeting-day", "Đến ngày họp", ("Đ8.1a",), RENEWED)
RECORD_ATTENDANCE = Deed("record-attendance", "Ghi nhận thành phần dự họp", ("Đ6.5a", "Đ6.5b", "Đ6.5c"), RENEWED)
RECORD_CONCLUSIONS = Deed("record-conclusions", "Ghi nhận kết luận cuộc họp", ("Đ6.5d",), RENEWED)
ISSUE_NOTICE = Deed("issue-notice", "Phát hành thông báo kết luận", ("Đ5.4b",), RENEWED)
