"""The part of the line that every meeting of the committee has, regular or not: from the approved agenda to the closed case."""

from functools import partial

from tasks import guest_questions, guests, invitations, meeting_papers, meetings, notices, proceedings, readiness, standing_in
from tasks.briefing import put_briefing
from tasks.meeting_questions import (
    AGENDA,
    AGENDA_REVIEW,
    CONVENE,
    CONVENE_EXTENDED,
    INVITATION_RELEASE,
    INVITATION_SIGN,
    INVITE_GUESTS,
    ISSUE_INVITATION,
    LATE_ITEM,
    LEAVE_CLOSED,
    LEAVE_CONSENT,
    MAKE_READY,
    PAPER,
    PAPERS_CLOSED,
    PAPERS_OWED,
    PREPARED,
    READINESS_DAY,
    RSVP,
    RSVP_CLOSED,
    SEND_PAPERS,
    WITHDRAW_ITEMS,
)
from tasks.office import Office
from tasks.proceedings_questions import (
    CLOSE_MEETING,
    COMMENT,
    COMMENTS_CLOSED,
    CONCLUSIONS,
    ISSUE_MINUTES,
    ISSUE_NOTICE,
    MEETING_DAY,
    MINUTES,
    MINUTES_RELEASE,
    MINUTES_SIGN,
    NOTICE_CONTENT,
    NOTICE_DRAFT,
    NOTICE_RELEASE,
    NOTICE_REVIEW,
    NOTICE_SIGN,
    RECORD_ATTENDANCE,
    STOOD_IN,
)
from tasks.verbs import Agreed, Approval, agree, ask, fix, gather, hold, open
from tasks.who import Role

CHAIR, SECRETARY, STANDING_MEMBER, PRESIDER = Role.CHAIR, Role.SECRETARY, Role.STANDING_MEMBER, Role.PRESIDER


def agree_on_agenda(office: Office) -> Agreed:
    """Đ5.4: the secretary drafts, the standing member reviews; Đ3.3, Đ8.1, Đ8.2: who presides decides; Đ5.4: the invitation is signed.

    Who returns it, at any of these, has it drafted again; signing itself happens outside, the secretary releases what came back signed.
    """
    return agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, AGENDA_REVIEW),
        Approval(PRESIDER, CONVENE, before=put_briefing, when=meetings.is_not_extended),
        Approval(CHAIR, CONVENE_EXTENDED, before=put_briefing, when=meetings.is_extended),
        Approval(STANDING_MEMBER, INVITATION_SIGN, before=invitations.put_invitation),
        Approval(SECRETARY, INVITATION_RELEASE, before=invitations.same_invitation),
        draft=AGENDA,
    )


def meet(office: Office, agreed: Agreed) -> None:
    """From the signed invitation to the closed case."""
    sent = fix(office, ISSUE_INVITATION, lambda: invitations.issue_invitation(office, agreed.draft, agreed.last))
    begins = invitations.begins(sent)
    # Đ8.2: a guest sees the items he is invited to and nothing else.
    fix(office, INVITE_GUESTS, lambda: guests.invite(office, sent))

    # Đ6.5: every member answers. Đ5.4: items have their papers in time, or the presider keeps or withdraws them (Đ3.3).
    asked = [
        open(office, one.seat, RSVP, suffix=one.suffix, about={"seat": one.seat, "enclosed": one.enclosed})
        for one in invitations.invited(office, sent)
    ]
    owed = fix(office, PAPERS_OWED, lambda: meeting_papers.owed(office, agreed.draft))
    papers = [open(office, one["seat"], PAPER, suffix=one["suffix"], about=one["about"]) for one in owed]
    open(office, SECRETARY, PREPARED)
    came = gather(office, *papers, until=PAPERS_CLOSED, label="Chờ tài liệu họp", latest=begins)
    fix(office, SEND_PAPERS, lambda: meeting_papers.send_papers(office, sent))
    late = [open(office, PRESIDER, LATE_ITEM, suffix=one["suffix"], about=one["about"]) for one in meeting_papers.late(owed, came)]

    # Đ6.5: an absence waits for the presider's consent, a proxy for his consent and the member's written opinion.
    replies = gather(office, *asked, until=RSVP_CLOSED, label="Chờ các thành viên xác nhận dự họp", latest=begins)
    absent = [reply for reply in replies.answers.values() if reply.choice != "attend"]
    raised = [open(office, PRESIDER, LEAVE_CONSENT, suffix=reply.suffix, about=reply.about) for reply in absent]

    # Đ5.4: the day before, the conditions are looked at; script and sign-in sheet lie ready.
    hold(office, READINESS_DAY, rule="readiness", label="Chờ đến ngày kiểm tra điều kiện họp")
    fix(office, MAKE_READY, lambda: readiness.make_ready(office, sent))
    opened = *raised, *late, *guest_questions.asked(office)  # Đ8.2: of guests proposed since, too
    decided = gather(office, *opened, until=LEAVE_CLOSED, label="Chờ ý kiến của người chủ trì trước cuộc họp", latest=begins)
    fix(office, WITHDRAW_ITEMS, lambda: readiness.withdraw_items(office, sent, decided))

    # Đ6.5: conclusions and minutes; opinions are recorded, nothing is voted; Đ5.4: secretary and standing member sign the minutes.
    hold(office, MEETING_DAY, rule="attendance", label="Chờ đến ngày họp")
    concluded = ask(office, SECRETARY, for_=CONCLUSIONS)
    typed = partial(proceedings.put_minutes, conclusions=concluded, sent=sent)
    signed = Approval(STANDING_MEMBER, MINUTES_SIGN, before=typed), Approval(SECRETARY, MINUTES_RELEASE, before=proceedings.same_minutes)
    minutes = agree(office, SECRETARY, *signed, draft=MINUTES)
    attendance = fix(office, RECORD_ATTENDANCE, lambda: proceedings.record_attendance(office, minutes.draft, sent))
    issued = fix(office, ISSUE_MINUTES, lambda: proceedings.issue_minutes(office, minutes.last, attendance))
    added = proceedings.ask_for_comments(office, COMMENT, attendance, issued)

    # Đ5.4: the secretary drafts the notice, the standing member reviews it; Đ3.3: the presider approves what it says; Đ5.4: the
    # standing member signs. Issued, it makes duties (Đ6.5, Đ11.1).
    notice = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, NOTICE_REVIEW),
        Approval(PRESIDER, NOTICE_CONTENT),
        Approval(STANDING_MEMBER, NOTICE_SIGN, before=notices.put_notice),
        Approval(SECRETARY, NOTICE_RELEASE, before=notices.same_notice),
        draft=NOTICE_DRAFT,
    )
    fix(office, ISSUE_NOTICE, lambda: notices.issue_notice(office, notice.draft, notice.last, invitations.invited(office, sent)))
    comments = gather(office, *added, until=COMMENTS_CLOSED, label="Chờ ý kiến bổ sung vào biên bản")
    # Đ4: the chair confirms who presided in his stead on the day; his silence is recorded as what it is.
    gather(office, *standing_in.confirmations(office), until=STOOD_IN, label="Chờ Trưởng ban xác nhận việc chủ trì thay")
    fix(office, CLOSE_MEETING, lambda: proceedings.close_meeting(office, comments))
