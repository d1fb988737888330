"""Họp định kỳ hằng quý của Ban Chỉ đạo (khoản 3 Điều 3, khoản 4 Điều 5, khoản 5 Điều 6, khoản 1 Điều 8 Quy chế)."""

from flows.process import process
from models.meetings import Meeting
from regulation.timetable import meeting_openings
from tasks import meetings, proceedings
from tasks.meeting_questions import (
    ADOPT_AGENDA,
    AGENDA,
    AGENDA_REVIEW,
    CONCLUSIONS,
    CONVENE,
    INVITATION_SIGN,
    ISSUE_INVITATION,
    ISSUE_NOTICE,
    LEAVE_CLOSED,
    LEAVE_CONSENT,
    MEETING_DAY,
    MINUTES,
    MINUTES_SIGN,
    NOTICE_CONTENT,
    NOTICE_DRAFT,
    NOTICE_SIGN,
    RECORD_ATTENDANCE,
    RECORD_CONCLUSIONS,
    RSVP,
    RSVP_CLOSED,
)
from tasks.office import Office, meeting_of
from tasks.verbs import agree, ask, fix, gather, hold, open
from tasks.who import Role

SECRETARY, STANDING_MEMBER, PRESIDER = Role.SECRETARY, Role.STANDING_MEMBER, Role.PRESIDER


@process(
    "Họp Ban Chỉ đạo",
    clauses="Đ3.3 Đ5.4 Đ6.5 Đ8.1",
    opening=meetings.open_meeting,
    subject=meeting_of,
    case_title=meetings.case_title,
    openings=meeting_openings,
)
def board_meeting(office: Office, meeting: Meeting) -> None:  # noqa: ARG001 - its verbs find the meeting themselves
    """Họp định kỳ hằng quý của Ban Chỉ đạo."""
    # Đ5.4: the secretary drafts, the standing member reviews; Đ3.3, Đ8.1: the presider decides day, agenda and attendees.
    # The invitation is signed under Đ5.4; who returns it, at any of the three, has it drafted again.
    prepared = (STANDING_MEMBER, AGENDA_REVIEW), (PRESIDER, CONVENE), (STANDING_MEMBER, INVITATION_SIGN)
    agenda = agree(office, SECRETARY, *prepared, draft=AGENDA)
    adopted = fix(office, ADOPT_AGENDA, lambda: meetings.adopt_agenda(office, agenda), suffix=agenda.key)

    # Đ6.5: every member answers, an absence waits for the presider's consent.
    sent = fix(office, ISSUE_INVITATION, lambda: meetings.issue_invitation(office, adopted["attendees"]))
    asked = [open(office, seat, RSVP, suffix=seat, about={"seat": seat, "enclosed": sent["enclosed"]}) for seat in sent["invited"]]
    replies = gather(office, *asked, until=RSVP_CLOSED, label="Chờ các thành viên xác nhận dự họp")
    absent = meetings.absences_reported(replies)
    raised = [open(office, PRESIDER, LEAVE_CONSENT, suffix=reply.seats[0], about=reply.about) for reply in absent]
    gather(office, *raised, until=LEAVE_CLOSED, label="Chờ người chủ trì cho ý kiến về báo cáo vắng mặt")

    # Đ6.5: attendance and minutes; opinions are recorded, nothing is voted; Đ5.4: the standing member signs the minutes.
    hold(office, MEETING_DAY, rule="attendance", label="Chờ đến ngày họp")
    minutes = agree(office, SECRETARY, (STANDING_MEMBER, MINUTES_SIGN), draft=MINUTES)
    fix(office, RECORD_ATTENDANCE, lambda: proceedings.record_attendance(office, minutes))

    # Đ6.5: what was concluded becomes duties; Đ3.3, Đ5.4: the presider approves the notice, the standing member signs it.
    conclusions = ask(office, SECRETARY, for_=CONCLUSIONS)
    fix(office, RECORD_CONCLUSIONS, lambda: proceedings.record_conclusions(office, conclusions))
    notice = agree(office, SECRETARY, (PRESIDER, NOTICE_CONTENT), (STANDING_MEMBER, NOTICE_SIGN), draft=NOTICE_DRAFT)
    fix(office, ISSUE_NOTICE, lambda: meetings.issue_notice(office, notice, adopted["attendees"]))
