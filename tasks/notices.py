"""The notice of a meeting's conclusions: typed for signing, issued, sent; then its conclusions are duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from documents.blocks import short_date
from documents.notice import NoticePaper
from tasks.conclusions import assign
from tasks.conclusions import on_paper as conclusions_on_paper
from tasks.correspondence import Telling, tell
from tasks.invitations import Invited
from tasks.meetings import common
from tasks.meetings import on_paper as presider_on_paper
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, enclosed, release, type_out, typed_about
from tasks.presiding import presider_of
from tasks.proceedings_forms import NoticeForm
from tasks.proceedings_questions import TYPE_NOTICE
from tasks.recipients import heads, readers
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, roster


def put_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The thông báo kết luận that the standing member signs, once the presider has approved what it says."""
    return dict(fix(office, TYPE_NOTICE, lambda: _type_notice(office, drafted, n), suffix=str(n)))


def same_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The thông báo kết luận that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_NOTICE, str(n)))


def _type_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case, meeting = office.desk, office.case, meeting_of(office.desk, office.case)
    form = NoticeForm(choice=drafted.choice, **drafted.payload)

    def build(number: int | None, day: date | None, head: Head) -> NoticePaper:
        return NoticePaper(
            **common(head, number, day),
            meeting_title=meeting.title,
            meeting_date=meeting.day,
            place=meeting.whereabouts,
            presider=presider_on_paper(desk, presider_of(desk, meeting)),
            attendance=form.attendance,
            opening=form.opening or None,
            closing=form.closing or None,
            conclusions=conclusions_on_paper(desk, form.conclusions),
        )

    standing = roster(desk).by_role(Role.STANDING_MEMBER)[0].id
    subject = f"Kết luận {meeting.title[:1].lower()}{meeting.title[1:]}"
    order = Issue("conclusion_notice", f"notice/{n}/{meeting.sequence}", "thong_bao_ket_luan", subject, standing, build)
    return typed_about(type_out(desk, case, order))


def issue_notice(office: Office, draft: Answered, released: Answered, attendees: Sequence[Invited]) -> dict[str, Any]:
    """The signed notice is out: to its "Nơi nhận" and to who was invited; each conclusion becomes a duty (Đ6.5, Đ11.1)."""
    desk, case = office.desk, office.case
    meeting, people = meeting_of(desk, case), roster(desk)
    paper = release(desk, UUID(released.about["paper"]), released)
    lines = NoticeForm(choice=draft.choice, **draft.payload).conclusions
    there = [one.seat for one in attendees]
    officers = readers(
        desk,
        "conclusion_notice",
        lead_agencies=heads(people, [line.lead for line in lines]),
        coordinating_agencies=heads(people, [code for line in lines for code in line.coordinating]),
    )
    telling = Telling(
        key="notice",
        kind="notice",
        title=f"Thông báo kết luận {meeting.title[:1].lower()}{meeting.title[1:]}",
        what=f"Gửi Ông/Bà Thông báo số {paper.notation} về kết luận cuộc họp; nội dung ở tệp kèm theo.",
        clauses=["Đ5.4b"],
        why="Ông/Bà có tên trong nơi nhận của Thông báo hoặc là đại biểu dự họp.",
        extra={"number": paper.notation, "issued": short_date(desk.today)},
        enclosed=enclosed(paper),
    )
    tell(desk, case, [*officers, *(people.holders[seat] for seat in there if seat in people.holders)], telling)
    born = assign(office, meeting, lines, paper.notation)
    return {"paper": str(paper.id), "notation": paper.notation, "directives": born}
