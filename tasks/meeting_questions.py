"""What is asked of whom before a meeting of the committee (Đ3.3, Đ5.4, Đ6.5, Đ8.1, Đ8.2), and what the house does for it."""

from tasks import meeting_checks as checks
from tasks.acts import NEW_TIME
from tasks.meeting_forms import (
    AgendaForm,
    CallForm,
    ConsentForm,
    ConveneForm,
    LateItemForm,
    OpinionForm,
    PaperForm,
    ProposalForm,
    RsvpForm,
    SignForm,
    VerdictForm,
)
from tasks.proceedings_forms import PreparedForm
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.who import Role

RENEWED = frozenset({NEW_TIME})

REMIND = Rung("remind", "step_reminder")
OVERDUE = Rung("overdue", "step_overdue")
TO_STANDING_MEMBER = Rung("escalate", "step_escalation", letter="escalate", to=Role.STANDING_MEMBER)
TO_CHAIR = Rung("escalate", "step_escalation_chair", letter="escalate", to=Role.CHAIR)

STAFF_LADDER = (REMIND, OVERDUE, TO_STANDING_MEMBER)  # the secretary's and the members' steps
OWN_LADDER = (REMIND, OVERDUE, TO_CHAIR)  # the standing member's own steps: nobody chases his own work
PRESIDER_LADDER = (REMIND, Rung("call", "step_overdue", letter="escalate", to=Role.STANDING_MEMBER))
CONVENING_LADDER = (REMIND, Rung("call", "convene_call", letter="escalate", to=Role.STANDING_MEMBER))  # a3: UVTT is told to call

WAITS = "Việc này chưa được giải quyết cho đến khi Ông/Bà trả lời; im lặng không được coi là đồng ý."

CALL = Question(
    key="call",
    title="Trả lời đề nghị triệu tập họp đột xuất",
    waiting="trả lời đề nghị triệu tập họp đột xuất",
    clauses=("Đ8.1b",),
    form=CallForm,
    due="extraordinary_answer",
    silence=WAITS,
    ladder=PRESIDER_LADDER,
)
PROPOSE = Question(
    key="propose",
    title="Đăng ký nội dung đưa vào chương trình họp",
    waiting="đăng ký nội dung họp",
    clauses=("Đ5.4a", "Đ6.4a"),
    form=ProposalForm,
    due="agenda_proposals",
    silence="Không trả lời là không đăng ký nội dung.",
    silence_means="none",
    sign_in=False,
    ladder=(REMIND,),
)
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
    form=ConveneForm,
    due="convene",
    silence=WAITS,
    ladder=CONVENING_LADDER,
    check=checks.convening,
    after=checks.postpone,
)
CONVENE_EXTENDED = Question(
    key="convene-extended",
    title="Quyết định triệu tập cuộc họp mở rộng, phê duyệt chương trình, thành phần",
    waiting="quyết định triệu tập cuộc họp mở rộng",
    clauses=("Đ3.3", "Đ8.1c", "Đ8.2"),
    form=ConveneForm,
    due="convene",
    silence=WAITS,
    ladder=CONVENING_LADDER,
    reserved="Đ8.2",
    check=checks.convening,
    after=checks.postpone,
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
    after=checks.drop_returned,
)
INVITATION_RELEASE = release_question(
    "invitation-release",
    "Phát hành giấy mời họp",
    "phát hành giấy mời đã ký",
    ("Đ5.4b", "Đ8.1a"),
    ladder=STAFF_LADDER,
    renewed_by=RENEWED,
    check=checks.day_still_good,
)
PAPER = Question(
    key="paper",
    title="Gửi tài liệu của nội dung họp",
    waiting="gửi tài liệu họp",
    clauses=("Đ5.4a",),
    form=PaperForm,
    due="papers",
    silence="Tài liệu chưa có thì người chủ trì quyết định giữ hoặc rút nội dung.",
    sign_in=False,
    ladder=(REMIND, OVERDUE),
    check=checks.papers,
)
LATE_ITEM = Question(
    key="late-item",
    title="Cho ý kiến về nội dung có tài liệu gửi muộn",
    waiting="quyết định giữ hoặc rút nội dung chưa có tài liệu",
    clauses=("Đ3.3", "Đ5.4a"),
    form=LateItemForm,
    due="late_item",
    silence="Chưa có ý kiến khác thì nội dung vẫn ở trong chương trình đã phê duyệt.",
    ladder=(REMIND,),
    renewed_by=RENEWED,
)
PREPARED = Question(
    key="prepared-conclusions",
    title="Chuẩn bị dự kiến kết luận cuộc họp",
    waiting="chuẩn bị dự kiến kết luận",
    clauses=("Đ5.4a",),
    form=PreparedForm,
    due="prepared_conclusions",
    silence="Không có dự kiến kết luận thì kịch bản điều hành không kèm phần này.",
    silence_means="none",
    ladder=(REMIND,),
    check=checks.prepared,
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
    after=checks.tell_verdict,
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

CALL_DAY = Deed("call-day", "Đến ngày đề nghị đăng ký nội dung họp", ("Đ5.4a",))
CALLED = Deed("called", "Đề nghị thành viên, cơ quan đăng ký nội dung họp", ("Đ5.4a", "Đ2.4"))
PROPOSALS_CLOSED = Deed("proposals-closed", "Kết thúc nhận đăng ký nội dung họp", ("Đ5.4a",))
REQUESTED = Deed("requested", "Ghi nhận việc triệu tập, đề nghị triệu tập họp đột xuất", ("Đ8.1b",))
NOT_CALLED = Deed("not-called", "Báo việc không triệu tập họp đột xuất", ("Đ8.1b",))
BRIEFING = Deed("briefing", "Lập phiếu trình người chủ trì", ("Đ5.4a",))
ADOPT_AGENDA = Deed("adopt-agenda", "Ghi chương trình đã được phê duyệt", ("Đ8.1c",))
TYPE_INVITATION = Deed("type-invitation", "Soạn giấy mời họp để ký", ("Đ5.4b",), RENEWED)
ISSUE_INVITATION = Deed("issue-invitation", "Phát hành giấy mời họp", ("Đ5.4b", "Đ8.1a"), RENEWED)
INVITE_GUESTS = Deed("invite-guests", "Mời khách dự cuộc họp mở rộng", ("Đ8.2",), RENEWED)
PAPERS_OWED = Deed("papers-owed", "Xác định nội dung phải có tài liệu họp", ("Đ5.4a",), RENEWED)
PAPERS_CLOSED = Deed("papers-closed", "Kết thúc nhận tài liệu họp", ("Đ5.4a",), RENEWED)
SEND_PAPERS = Deed("send-papers", "Báo thành viên đã có tài liệu họp", ("Đ2.1", "Đ5.4a"), RENEWED)
RSVP_CLOSED = Deed("rsvp-closed", "Kết thúc nhận xác nhận dự họp", ("Đ6.5a",), RENEWED)
READINESS_DAY = Deed("readiness-day", "Đến ngày kiểm tra điều kiện họp", ("Đ5.4a",), RENEWED)
MAKE_READY = Deed("make-ready", "Kiểm tra điều kiện họp, lập kịch bản điều hành, danh sách ký tên", ("Đ5.4a", "Đ6.5a"), RENEWED)
LEAVE_CLOSED = Deed("leave-closed", "Kết thúc nhận ý kiến về báo cáo vắng mặt, tài liệu muộn", ("Đ6.5b",), RENEWED)
WITHDRAW_ITEMS = Deed("withdraw-items", "Rút nội dung theo ý kiến người chủ trì", ("Đ3.3",), RENEWED)
