"""What the working group's meetings and tasks ask of whom (Đ5.5, Đ7.11, Đ8.3, Đ9.4), and what the house does for them."""

from tasks import group_checks as checks
from tasks.group_forms import (
    GroupAgendaForm,
    GroupMinutesForm,
    GroupNoticeForm,
    GroupReasonForm,
    GroupRsvpForm,
    TaskConfirmForm,
    TaskExtensionForm,
    TaskReportForm,
)
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm
from tasks.meeting_questions import OVERDUE, REMIND, TO_CHAIR, WAITS
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.who import Role

TO_LEADER = Rung("escalate", "step_escalation", letter="escalate", to=Role.GROUP_LEADER)
MEMBERS_LADDER = (REMIND, OVERDUE, TO_LEADER)  # of the secretary's and the members' steps
LEADERS_LADDER = (REMIND, OVERDUE, TO_CHAIR)  # of the leaders' own: nobody chases his own work

GROUP_AGENDA = Question(
    key="group-agenda",
    title="Lập dự thảo chương trình họp Tổ công tác",
    waiting="lập dự thảo chương trình họp Tổ công tác",
    clauses=("Đ8.3a", "Đ8.3b"),
    form=GroupAgendaForm,
    due="group_agenda",
    silence=WAITS,
    ladder=MEMBERS_LADDER,
    check=checks.agenda,
)
GROUP_CONVENE = Question(
    key="group-convene",
    title="Ký công văn triệu tập họp Tổ công tác",
    waiting="ký công văn triệu tập họp Tổ công tác",
    clauses=("Đ8.3a", "Đ8.3b", "Đ9.4"),
    form=SignForm,
    due="group_convene",
    silence=WAITS,
    ladder=LEADERS_LADDER,
    check=checks.still_to_come,
    after=drop_returned,
)
GROUP_RELEASE = release_question(
    "group-convocation-release",
    "Phát hành công văn triệu tập họp Tổ công tác",
    "phát hành công văn triệu tập đã ký",
    ("Đ8.3a", "Đ9.4"),
    ladder=MEMBERS_LADDER,
    check=checks.still_to_come,
)
GROUP_RSVP = Question(
    key="group-rsvp",
    title="Xác nhận dự họp Tổ công tác",
    waiting="xác nhận dự họp Tổ công tác hoặc báo cáo lý do vắng mặt",
    clauses=("Đ8.3a", "Đ9.4"),
    form=GroupRsvpForm,
    due="group_rsvp",
    silence="Không trả lời mà không dự họp thì biên bản ghi: vắng mặt, chưa báo cáo.",
    sign_in=False,
    letter="convocation",
    ladder=(REMIND,),
)
GROUP_MINUTES = Question(
    key="group-minutes",
    title="Điểm danh, lập biên bản họp Tổ công tác",
    waiting="điểm danh, lập biên bản họp Tổ công tác",
    clauses=("Đ8.3a", "Đ8.3b"),
    form=GroupMinutesForm,
    due="group_attendance",
    silence=WAITS,
    ladder=MEMBERS_LADDER,
    check=checks.minutes,
)
GROUP_MINUTES_SIGN = Question(
    key="group-minutes-sign",
    title="Ký biên bản họp Tổ công tác",
    waiting="ký biên bản họp Tổ công tác",
    clauses=("Đ8.3a",),
    form=SignForm,
    due="group_minutes",
    silence=WAITS,
    ladder=LEADERS_LADDER,
    after=drop_returned,
)
GROUP_MINUTES_RELEASE = release_question(
    "group-minutes-release",
    "Phát hành biên bản họp Tổ công tác",
    "phát hành biên bản họp Tổ công tác đã ký",
    ("Đ8.3a",),
    ladder=MEMBERS_LADDER,
)
GROUP_NOTICE = Question(
    key="group-notice",
    title="Dự thảo thông báo kết luận họp Tổ công tác",
    waiting="dự thảo thông báo kết luận họp Tổ công tác",
    clauses=("Đ8.3a", "Đ5.5b"),
    form=GroupNoticeForm,
    due="group_notice",
    silence=WAITS,
    ladder=MEMBERS_LADDER,
    check=checks.notice,
)
GROUP_NOTICE_SIGN = Question(
    key="group-notice-sign",
    title="Ký thông báo kết luận họp Tổ công tác",
    waiting="ký thông báo kết luận họp Tổ công tác",
    clauses=("Đ5.5b",),
    form=SignForm,
    due="group_notice",
    silence=WAITS,
    ladder=LEADERS_LADDER,
    after=drop_returned,
)
GROUP_NOTICE_RELEASE = release_question(
    "group-notice-release",
    "Phát hành thông báo kết luận họp Tổ công tác",
    "phát hành thông báo kết luận họp Tổ công tác đã ký",
    ("Đ5.5b",),
    due="group_notice",
    ladder=MEMBERS_LADDER,
)

CALL_GROUP_NOW = Deed("call-group", "Triệu tập họp Tổ công tác theo yêu cầu của lãnh đạo Tổ", ("Đ8.3b", "Đ9.4"))
ADOPT_GROUP_AGENDA = Deed("adopt-group-agenda", "Ghi chương trình họp Tổ công tác", ("Đ8.3a",))
TYPE_CONVOCATION = Deed("type-convocation", "Soạn công văn triệu tập họp Tổ công tác để ký", ("Đ8.3a", "Đ9.4"))
CALL_GROUP = Deed("call-members", "Triệu tập thành viên Tổ công tác", ("Đ8.3a", "Đ9.4"))
GROUP_RSVP_CLOSED = Deed("group-rsvp-closed", "Kết thúc nhận xác nhận dự họp Tổ công tác", ("Đ9.4",))
GROUP_MEETING_DAY = Deed("group-meeting-day", "Đến ngày họp Tổ công tác", ("Đ8.3a",))
TYPE_GROUP_MINUTES = Deed("type-group-minutes", "Soạn biên bản họp Tổ công tác để ký", ("Đ8.3a",))
GROUP_MINUTES_OUT = Deed("group-attendance", "Ghi nhận thành phần dự họp Tổ công tác, gợi ý thay thế người vắng liên tiếp", ("Đ8.3a",))
TYPE_GROUP_NOTICE = Deed("type-group-notice", "Soạn thông báo kết luận họp Tổ công tác để ký", ("Đ5.5b",))
GROUP_NOTICE_OUT = Deed("issue-group-notice", "Phát hành thông báo kết luận, giao việc trong Tổ công tác", ("Đ5.5b", "Đ7.11"))

TASK_REPORT = Question(
    key=checks.TASK_REPORT_KEY,
    title="Báo cáo việc được giao trong Tổ công tác",
    waiting="báo cáo tiến độ, kết quả việc được giao trong Tổ công tác",
    clauses=("Đ7.11", "Đ5.5b"),
    form=TaskReportForm,
    due="group_task_day",
    silence="Im lặng không được coi là đã hoàn thành; việc quá hạn được báo Tổ trưởng.",
    ladder=(Rung("early", "directive_reminder_second"), REMIND, OVERDUE, TO_LEADER),
    climbs_on=True,
    check=checks.task_report,
)
TASK_CONFIRM = Question(
    key="task-confirm",
    title="Xác nhận hoàn thành việc giao trong Tổ công tác",
    waiting="xác nhận hoàn thành việc giao trong Tổ công tác hoặc trả lại",
    clauses=("Đ5.5b",),
    form=TaskConfirmForm,
    due="evidence_check",
    silence="Im lặng không phải là xác nhận: việc chưa được ghi hoàn thành cho đến khi Ông/Bà trả lời.",
    ladder=LEADERS_LADDER,
)
TASK_EXTENSION = Question(
    key="task-extension",
    title="Cho ý kiến về đề nghị gia hạn việc giao trong Tổ công tác",
    waiting="cho ý kiến về đề nghị gia hạn việc trong Tổ công tác",
    clauses=("Đ5.5b",),
    form=TaskExtensionForm,
    due="extension_decision",
    silence="Im lặng không phải là đồng ý: thời hạn đã giao giữ nguyên.",
    ladder=(REMIND, TO_CHAIR),
    after=checks.decide_extension,
)
GIVE_TASK = Deed("give-task", "Giao việc trong Tổ công tác", ("Đ5.5b", "Đ7.11"))
CLOSE_TASK = Deed("close-task", "Ghi nhận hoàn thành việc trong Tổ công tác", ("Đ5.5b",))

GROUP_NO_MEETING = Question(
    key="group-no-meeting-reason",
    title="Báo cáo lý do quý Tổ công tác không họp",
    waiting="báo cáo lý do quý Tổ công tác không họp",
    clauses=("Đ8.3a",),
    form=GroupReasonForm,
    due="group_no_meeting_reason",
    silence="Việc không họp vẫn được ghi là không đúng quy định và nêu trong báo cáo quý.",
    ladder=LEADERS_LADDER,
)
GROUP_WARN = Deed("warn-no-group-meeting", "Cảnh báo quý Tổ công tác chưa có cuộc họp", ("Đ8.3a",))
GROUP_QUARTER_OVER = Deed("group-quarter-over-day", "Hết quý, xem lại việc họp của Tổ công tác", ("Đ8.3a",))
GROUP_MET = Deed("group-met", "Ghi nhận việc họp của Tổ công tác trong quý", ("Đ8.3a",))
GROUP_REASON_CLOSED = Deed("group-reason-closed", "Kết thúc nhận lý do quý Tổ công tác không họp", ("Đ8.3a",))
GROUP_BREACH = Deed("group-breach", "Ghi nhận quý Tổ công tác không họp, không đúng quy định", ("Đ8.3a", "Đ12.1"))
