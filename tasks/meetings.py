"""A meeting's verbs: opening it, adopting its agenda, inviting, recording who came, issuing the notice."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from sqlalchemy import delete
from sqlmodel import col, select

from documents.blocks import moment_in_words, quarter_in_words, short_date
from documents.invitation import AgendaItem as AgendaOnPaper
from documents.invitation import InvitationPaper
from documents.notice import Conclusion as ConclusionOnPaper
from documents.notice import NoticePaper
from documents.papers import Presider
from models.cases import Case
from models.clock import at
from models.meetings import AgendaItem, Conclusion, Meeting
from models.papers import Paper, Upload
from regulation.calendar import Quarter
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directives import name_source
from tasks.meeting_forms import AgendaForm, NoticeForm
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, issue
from tasks.proceedings import conclusions_of, presider_of
from tasks.verbs import Gathered
from tasks.who import COMMITTEE, Asked, Role, roster

USUAL_HOUR = timedelta(hours=8)  # house rule: a meeting begins at 08:00 unless the presider says otherwise


def regular_title(committee: str, period: str) -> str:
    """ "Họp Ban Chỉ đạo … quý III năm 2019"."""
    quarter = Quarter.parse(period)
    return f"Họp {committee} {quarter_in_words(quarter.number, quarter.year)}"


def case_title(desk: Desk, period: str) -> str:
    """What the case of a quarter is called."""
    return regular_title(desk.law.committee.identity.name, period)


def open_meeting(desk: Desk, case: Case) -> None:
    """The regular meeting's record: default day the third-last working day of the quarter; the presider may choose another."""
    assert case.period is not None
    quarter = Quarter.parse(case.period)
    rule = desk.law.rules["meeting_default_day"]
    day = rule.date_from(quarter.last + timedelta(days=1), desk.law.calendar)
    desk.session.add(
        Meeting(
            case_id=case.id,
            period=case.period,
            title=case.title,
            starts_at=at(day) + USUAL_HOUR,
            place="",
            uid=f"{uuid5(case.id, 'meeting')}@nhip",
        )
    )
    desk.session.flush()


def adopt_agenda(office: Office, draft: Answered) -> dict[str, Any]:
    """Write the approved day, place and agenda into the meeting."""
    form = AgendaForm(choice=draft.choice, **draft.payload)
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    meeting.starts_at, meeting.place = form.starts_at, form.place
    meeting.minutes = sum(line.minutes for line in form.items)
    desk.session.add(meeting)
    desk.session.execute(delete(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id))
    desk.session.add_all(
        AgendaItem(meeting_id=meeting.id, seq=n, minutes=line.minutes, item=line.item, by=line.by)
        for n, line in enumerate(form.items, start=1)
    )
    desk.session.flush()
    return {"day": meeting.day.isoformat(), "attendees": form.attendees}


def issue_invitation(office: Office, attendees: list[str]) -> dict[str, Any]:
    """Number and write the giấy mời; returns what each attendee's letter encloses, and the seats invited (not the presider)."""
    desk, case = office.desk, office.case
    meeting, people = meeting_of(desk, case), roster(desk)
    presider = presider_of(desk, meeting)
    standing = people.by_role(Role.STANDING_MEMBER)[0].id

    def build(number: int, day: Any, head: Head) -> InvitationPaper:
        return InvitationPaper(
            **_common(head, number, day),
            meeting_title=meeting.title,
            presider=_presider(desk, presider),
            at=meeting.starts_at,
            place=meeting.place,
            attendees=tuple(dict.fromkeys(people.title(seat) for seat in attendees if seat not in presider.seats)),
            agenda=_agenda_on_paper(desk, meeting),
            contact=f"{desk.law.committee.agency(desk.law.committee.identity.standing_agency).name} (cơ quan thường trực)",
        )

    key = f"invitation/{meeting.sequence}"
    paper = issue(desk, case, Issue("invitation", key, "giay_moi", meeting.title, standing, build))
    invited = [seat for seat in attendees if seat not in presider.seats]
    words = {
        "when": moment_in_words(meeting.starts_at),
        "place": meeting.place,
        "presider": _presider(desk, presider).in_words,
    }
    return {"invited": invited, "enclosed": enclosed(paper) | {"calendar": calendar(meeting, desk.now), "words": words}}


def _common(head: Head, number: int, day: Any) -> dict[str, Any]:
    return {
        "letterhead": head.letterhead,
        "number": number,
        "notation": head.notation,
        "date": day,
        "signature": head.signature,
        "recipients": head.recipients,
        "kept_by": head.kept_by,
    }


def _presider(desk: Desk, presider: Asked) -> Presider:
    people = roster(desk)
    seat = people.seats_of(presider.officer_id)[0] if presider.standing_in and presider.officer_id else people.seats[presider.seats[0]]
    title = f"{seat.office}, {seat.title} {desk.law.committee.identity.short_name}" if seat.office else seat.title
    return Presider(name=people.name(presider.officer_id), title=title)


def _agenda_on_paper(desk: Desk, meeting: Meeting) -> tuple[AgendaOnPaper, ...]:
    begins, lines = meeting.starts_at, []
    for line in agenda_of(desk, meeting):
        lines.append(AgendaOnPaper(at=begins, item=line.item, by=line.by))
        begins += timedelta(minutes=line.minutes)
    return tuple(lines)


def agenda_of(desk: Desk, meeting: Meeting) -> list[AgendaItem]:
    """The agenda in order."""
    return list(desk.session.exec(select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id).order_by(col(AgendaItem.seq))))


def enclosed(*papers: Paper) -> dict[str, Any]:
    """Papers as a letter's context names them; the postman reads the files by their hash."""
    return {"attachments": [{"name": paper.file_name, "sha256": paper.sha256} for paper in papers]}


def calendar(meeting: Meeting, stamp: datetime) -> dict[str, Any]:
    """The calendar invitation's facts, frozen with the letter."""
    return {
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "start": meeting.starts_at.isoformat(),
        "end": (meeting.starts_at + timedelta(minutes=meeting.minutes)).isoformat(),
        "stamp": stamp.isoformat(),
        "summary": meeting.title,
        "location": meeting.place,
    }


def absences_reported(replies: Gathered) -> list[Answered]:
    """Replies that wait for the presider's consent."""
    return [reply for reply in replies.answers.values() if reply.choice != "attend"]


def issue_notice(office: Office, draft: Answered, attendees: list[str]) -> dict[str, Any]:
    """Number, write and send the thông báo kết luận to every member and lead agency on the roster."""
    desk, case = office.desk, office.case
    meeting, people = meeting_of(desk, case), roster(desk)
    form = NoticeForm(choice=draft.choice, **draft.payload)
    agencies = names(desk)
    lines = conclusions_of(desk, meeting)

    def build(number: int, day: Any, head: Head) -> NoticePaper:
        return NoticePaper(
            **_common(head, number, day),
            meeting_title=meeting.title,
            meeting_date=meeting.day,
            place=meeting.place,
            presider=_presider(desk, presider_of(desk, meeting)),
            attendance=form.attendance,
            opening=form.opening or None,
            closing=form.closing or None,
            conclusions=tuple(_conclusion_on_paper(line, agencies) for line in lines),
        )

    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    subject = f"Kết luận {meeting.title[:1].lower()}{meeting.title[1:]}"
    paper = issue(desk, case, Issue("conclusion_notice", "notice", "thong_bao_ket_luan", subject, standing, build))
    name_source(desk, case, paper.notation)
    heads = [head.id for line in lines if (head := people.head_of(line.lead_agency)) is not None]
    seats = dict.fromkeys([*(seat.id for seat in people.by_role(*COMMITTEE)), *attendees, *heads])
    holders = [people.holders[seat] for seat in seats if seat in people.holders]
    telling = Telling(
        key="notice",
        kind="notice",
        title=f"Thông báo kết luận {meeting.title[:1].lower()}{meeting.title[1:]}",
        what=f"Gửi Ông/Bà Thông báo số {paper.notation} về kết luận cuộc họp; nội dung ở tệp kèm theo.",
        clauses=["Đ5.4b"],
        why="Ông/Bà là thành viên Ban Chỉ đạo, đại biểu dự họp hoặc đứng đầu cơ quan được giao nhiệm vụ.",
        extra={"number": paper.notation, "issued": short_date(desk.today)},
        enclosed=enclosed(paper),
    )
    tell(desk, case, holders, telling)
    return {"paper": str(paper.id), "notation": paper.notation}


def _conclusion_on_paper(line: Conclusion, agencies: dict[str, str]) -> ConclusionOnPaper:
    return ConclusionOnPaper(
        text=line.text,
        lead=agencies[line.lead_agency],
        coordinating=tuple(agencies[code] for code in line.coordinating),
        due=line.due,
        product=line.product,
    )


def uploads_of(desk: Desk, case: Case) -> list[Upload]:
    """Files handed in for a case."""
    return list(desk.session.exec(select(Upload).where(col(Upload.case_id) == case.id).order_by(col(Upload.id))))
