"""Họp Tổ công tác (khoản 5 Điều 5, khoản 11 Điều 7, khoản 3 Điều 8, khoản 4 Điều 9 Quy chế)."""

from flows.process import process
from models.meetings import Meeting
from regulation.timetable import group_meeting_openings
from tasks import group_meetings, group_papers
from tasks.group_questions import (
    CALL_GROUP,
    GROUP_AGENDA,
    GROUP_CONVENE,
    GROUP_MEETING_DAY,
    GROUP_MINUTES,
    GROUP_MINUTES_OUT,
    GROUP_MINUTES_RELEASE,
    GROUP_MINUTES_SIGN,
    GROUP_NOTICE,
    GROUP_NOTICE_OUT,
    GROUP_NOTICE_RELEASE,
    GROUP_NOTICE_SIGN,
    GROUP_RELEASE,
    GROUP_RSVP,
    GROUP_RSVP_CLOSED,
)
from tasks.invitations import begins
from tasks.office import Office, meeting_of
from tasks.verbs import Approval, agree, fix, gather, hold, open
from tasks.who import Role

SECRETARY, PRESIDER = Role.SECRETARY, Role.PRESIDER


@process(
    "Họp Tổ công tác",
    clauses="Đ5.5 Đ7.11 Đ8.3 Đ9.4",
    opening=group_meetings.open_meeting,
    subject=meeting_of,
    case_title=group_meetings.case_title,
    openings=group_meeting_openings,
    version=group_meetings.VERSION,
)
def group_meeting(office: Office, meeting: Meeting) -> None:  # noqa: ARG001 - its verbs find the meeting themselves
    """Họp Tổ công tác ba tháng một lần, hoặc theo yêu cầu của lãnh đạo Tổ."""
    # Đ8.3: overdue directives, the quarter's report, the committee's meeting; one of the group's leaders calls it and presides.
    called = Approval(PRESIDER, GROUP_CONVENE, before=group_papers.put_convocation)
    agreed = agree(office, SECRETARY, called, Approval(SECRETARY, GROUP_RELEASE, before=group_papers.same_convocation), draft=GROUP_AGENDA)

    # Đ9.4: members are called together without their agency's veto; who cannot come says why.
    sent = fix(office, CALL_GROUP, lambda: group_meetings.call(office, agreed.last))
    asked = [open(office, seat, GROUP_RSVP, suffix=seat, about={"seat": seat, "enclosed": sent["enclosed"]}) for seat in sent["seats"]]
    gather(office, *asked, until=GROUP_RSVP_CLOSED, label="Chờ thành viên Tổ công tác xác nhận dự họp", latest=begins(sent))

    # Who was away twice in a row is named to the leaders (Đ6.6): they may ask for somebody else.
    hold(office, GROUP_MEETING_DAY, rule="group_attendance", label="Chờ đến ngày họp Tổ công tác")
    signed = Approval(PRESIDER, GROUP_MINUTES_SIGN, before=group_papers.put_minutes)
    released = Approval(SECRETARY, GROUP_MINUTES_RELEASE, before=group_papers.same_minutes)
    minutes = agree(office, SECRETARY, signed, released, draft=GROUP_MINUTES)
    fix(office, GROUP_MINUTES_OUT, lambda: group_meetings.minutes_out(office, minutes.draft, minutes.last))

    # Đ5.5, Đ7.11: what is concluded is each member's task, once the notice is out.
    signed = Approval(PRESIDER, GROUP_NOTICE_SIGN, before=group_papers.put_notice)
    released = Approval(SECRETARY, GROUP_NOTICE_RELEASE, before=group_papers.same_notice)
    notice = agree(office, SECRETARY, signed, released, draft=GROUP_NOTICE)
    fix(office, GROUP_NOTICE_OUT, lambda: group_meetings.notice_out(office, notice.draft, notice.last))
