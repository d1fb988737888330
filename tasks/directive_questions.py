"""What a directive asks of whom (Đ5.1, Đ7.3, Đ9.3, Đ11), and what the house does about it."""

from tasks import directive_checks as checks
from tasks import follow_up, follow_up_papers
from tasks.directive_forms import AcknowledgeForm, ConfirmForm, ExtensionForm, FollowUpForm, ReportForm, StandingForm
from tasks.meeting_questions import OVERDUE, OWN_LADDER, REMIND, TO_CHAIR
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.who import Role

CHANGED = "directive-changed"  # its text, day, product or helpers
NEW_LEAD = "directive-new-lead"
STOPPED = "directive-stopped"
SPLIT = "directive-split"
AUTHORISED = "directive-authorised"  # another may grant more time in the issuer's stead
TAKEN_BACK = "directive-authorisation-taken-back"
ANEW = frozenset({CHANGED, NEW_LEAD, STOPPED, SPLIT})  # the issuer's word: everything is asked anew, or nothing any more

DIRECTIVE_LADDER = (
    Rung("first", "directive_reminder_first"),
    Rung("second", "directive_reminder_second"),
    Rung("last", "directive_reminder_last"),
    Rung("follow-up-1", "directive_follow_up_first", does=follow_up.raise_first),
    Rung("follow-up-2", "directive_follow_up_second", does=follow_up.raise_second),
    Rung("chair", "directive_report_chair", letter="escalate", to=Role.CHAIR),
    Rung("ubnd", "directive_report_ubnd", does=follow_up.raise_ubnd),
)
SIGNERS_LADDER = (OVERDUE, TO_CHAIR)
CHASES = "Im lặng thì công văn không được phát hành; nhiệm vụ vẫn được báo cáo cấp trên khi đến hạn tiếp theo."

ACKNOWLEDGE = Question(
    key="acknowledge",
    title="Tiếp nhận nhiệm vụ được giao",
    waiting="xác nhận tiếp nhận nhiệm vụ",
    clauses=("Đ11.1a", "Đ11.1e", "Đ9.3a", "Đ6.5e"),
    form=AcknowledgeForm,
    due="directive_ack",
    silence="Nhiệm vụ vẫn được giao và thời hạn vẫn tính; việc chưa tiếp nhận được báo cáo Ủy viên thường trực.",
    sign_in=False,
    letter="assignment",
    words=checks.facts,
    ladder=(REMIND,),
    renewed_by=ANEW,
    after=checks.record_doer,
)
REPORT = Question(
    key="report",
    title="Báo cáo tiến độ, kết quả nhiệm vụ",
    waiting="báo cáo tiến độ, kết quả thực hiện nhiệm vụ",
    clauses=("Đ11.1b", "Đ11.2a", "Đ9.3c", "Đ2.2"),
    form=ReportForm,
    due="directive_day",
    silence="Im lặng không được coi là đã hoàn thành: quá hạn thì nhiệm vụ được đôn đốc bằng văn bản và báo cáo cấp trên.",
    letter="duty",
    words=checks.facts,
    ladder=DIRECTIVE_LADDER,
    renewed_by=ANEW,
    climbs_on=True,
    check=checks.report,
    after=checks.record_report,
)
STANDING_REPORT = Question(
    key="standing-report",
    title="Báo cáo quý về nhiệm vụ thường xuyên",
    waiting="báo cáo quý về nhiệm vụ thường xuyên",
    clauses=("Đ11.1b", "Đ9.3c", "Đ2.2"),
    form=StandingForm,
    due="standing_report",
    silence="Im lặng không được coi là đã thực hiện: báo cáo quý ghi cơ quan chưa báo cáo.",
    letter="duty",
    words=checks.facts,
    ladder=(REMIND,),
    renewed_by=ANEW,
    after=checks.record_report,
)
CONFIRM = Question(
    key="confirm",
    title="Xác nhận hoàn thành nhiệm vụ",
    waiting="kiểm tra minh chứng, xác nhận hoàn thành hoặc trả lại",
    clauses=("Đ5.1d", "Đ7.3"),
    form=ConfirmForm,
    due="evidence_check",
    silence="Im lặng không phải là xác nhận: nhiệm vụ chưa được ghi hoàn thành cho đến khi Ông/Bà trả lời.",
    ladder=OWN_LADDER,
    renewed_by=ANEW,
    check=checks.not_his_own,
    after=checks.take_verdict,
)
EXTENSION = Question(
    key="extension",
    title="Cho ý kiến về đề nghị gia hạn nhiệm vụ",
    waiting="cho ý kiến về đề nghị gia hạn nhiệm vụ",
    clauses=("Đ11.2a", "Đ3.1a"),
    form=ExtensionForm,
    due="extension_decision",
    silence="Im lặng không phải là đồng ý: thời hạn đã giao giữ nguyên.",
    ladder=(REMIND, TO_CHAIR),
    renewed_by=ANEW,
    right=checks.by_which_right,
    check=checks.extension,
    after=checks.decide_extension,
)

FOLLOW_UP_FIRST = Question(
    key=follow_up.FIRST,
    title="Ký công văn đôn đốc lần 1",
    waiting="ký công văn đôn đốc nhiệm vụ quá hạn",
    clauses=("Đ7.3", "Đ7.6b"),
    form=FollowUpForm,
    due="follow_up_sign",
    silence=CHASES,
    ladder=SIGNERS_LADDER,
    renewed_by=ANEW,
    after=follow_up_papers.type_letter,
)
FOLLOW_UP_SECOND = Question(
    key=follow_up.SECOND,
    title="Ký công văn đôn đốc lần 2",
    waiting="ký công văn đôn đốc nhiệm vụ quá hạn",
    clauses=("Đ5.1d",),
    form=FollowUpForm,
    due="follow_up_sign",
    silence=CHASES,
    ladder=SIGNERS_LADDER,
    renewed_by=ANEW,
    after=follow_up_papers.type_letter,
)
UBND_REPORT = Question(
    key=follow_up.TO_UBND,
    title="Ký tờ trình Chủ tịch UBND tỉnh về nhiệm vụ quá hạn kéo dài",
    waiting="ký tờ trình về nhiệm vụ quá hạn kéo dài",
    clauses=("Đ11.2b", "Đ5.1d"),
    form=FollowUpForm,
    due="follow_up_sign",
    silence="Im lặng thì tờ trình không được phát hành; việc chậm ký được báo cáo Trưởng ban.",
    ladder=SIGNERS_LADDER,
    renewed_by=ANEW,
    after=follow_up_papers.type_report,
)

FOLLOW_UP_FIRST_RELEASE = release_question(
    f"{follow_up.FIRST}-release",
    "Phát hành công văn đôn đốc lần 1",
    "trình ký, lấy số, phát hành công văn đôn đốc lần 1",
    ("Đ7.3", "Đ7.6b"),
    renewed_by=ANEW,
    released=follow_up_papers.send_letter,
    returned=follow_up.sign_again,
)
FOLLOW_UP_SECOND_RELEASE = release_question(
    f"{follow_up.SECOND}-release",
    "Phát hành công văn đôn đốc lần 2",
    "trình ký, lấy số, phát hành công văn đôn đốc lần 2",
    ("Đ5.1d",),
    renewed_by=ANEW,
    released=follow_up_papers.send_letter,
    returned=follow_up.sign_again,
)
UBND_REPORT_RELEASE = release_question(
    f"{follow_up.TO_UBND}-release",
    "Phát hành tờ trình Chủ tịch UBND tỉnh về nhiệm vụ quá hạn kéo dài",
    "trình ký, lấy số, phát hành tờ trình về nhiệm vụ quá hạn kéo dài",
    ("Đ11.2b", "Đ5.1d"),
    renewed_by=ANEW,
    released=follow_up_papers.send_report,
    returned=follow_up.sign_again,
)

ASSIGN = Deed("assign", "Giao nhiệm vụ cho cơ quan chủ trì, báo cơ quan phối hợp", ("Đ6.5e", "Đ3.1a", "Đ11.1e"), ANEW)
ACKNOWLEDGED = Deed("acknowledged", "Kết thúc thời gian tiếp nhận nhiệm vụ", ("Đ11.1a",), ANEW)
UNACKNOWLEDGED = Deed("unacknowledged", "Báo cáo nhiệm vụ chưa được tiếp nhận", ("Đ5.1d", "Đ7.3"), ANEW)
NEXT_QUARTER = Deed("next-quarter", "Đến kỳ báo cáo nhiệm vụ thường xuyên", ("Đ9.3c",), ANEW)
QUARTER_CLOSED = Deed("quarter-closed", "Kết thúc nhận báo cáo quý về nhiệm vụ thường xuyên", ("Đ9.3c",), ANEW)
UNREPORTED = Deed("unreported", "Báo cáo nhiệm vụ thường xuyên chưa được báo cáo", ("Đ5.1d", "Đ7.3"), ANEW)
CLOSE = Deed("close-directive", "Ghi nhận hoàn thành nhiệm vụ", ("Đ5.1d", "Đ9.3c"), ANEW)
DIGEST = Deed("directive-digest", "Gửi báo cáo tháng về thực hiện kết luận, chỉ đạo", ("Đ5.1d",))
