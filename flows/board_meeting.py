"""Họp định kỳ hằng quý của Ban Chỉ đạo (khoản 3 Điều 3, khoản 4 Điều 5, khoản 5 Điều 6, khoản 1, 2 Điều 8 Quy chế)."""

from flows.meeting_line import agree_on_agenda, meet
from flows.process import process
from models.meetings import Meeting
from regulation.timetable import meeting_openings
from tasks import meetings
from tasks.agenda import asked_for_items
from tasks.meeting_questions import CALL_DAY, CALLED, PROPOSALS_CLOSED, PROPOSE
from tasks.office import Office, meeting_of
from tasks.verbs import fix, gather, hold, open


@process(
    "Họp Ban Chỉ đạo",
    clauses="Đ2.1 Đ3.3 Đ5.4 Đ6.5 Đ8.1 Đ8.2",
    opening=meetings.open_meeting,
    subject=meeting_of,
    case_title=meetings.case_title,
    openings=meeting_openings,
    version=2,
)
def board_meeting(office: Office, meeting: Meeting) -> None:  # noqa: ARG001 - its verbs find the meeting themselves
    """Họp định kỳ hằng quý của Ban Chỉ đạo."""
    # Đ5.4: members and agencies are asked what should be dealt with; silence proposes nothing.
    hold(office, CALL_DAY, rule="agenda_registration", label="Chờ đến ngày đề nghị đăng ký nội dung họp")
    seats = fix(office, CALLED, lambda: asked_for_items(office))
    proposed = [open(office, seat, PROPOSE, suffix=seat) for seat in seats]
    gather(office, *proposed, until=PROPOSALS_CLOSED, label="Chờ thành viên, cơ quan đăng ký nội dung họp")

    # Đ3.3, Đ5.4, Đ8.1: drafted, reviewed, decided, signed; then Đ6.5: who comes, what was said, what was concluded.
    meet(office, agree_on_agenda(office))
