"""A meeting's record: opening it, adopting its agenda, and how papers name its parts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from documents.blocks import quarter_in_words
from documents.invitation import AgendaItem as AgendaOnPaper
from documents.papers import Presider
from models import rows
from models.cases import Case
from models.clock import at
from models.meetings import AgendaItem, Meeting, MeetingKind
from models.statements import Records
from regulation.calendar import Quarter
from tasks import guests
from tasks.bureau import Desk
from tasks.meeting_forms import AgendaForm
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head
from tasks.who import Asked, roster

USUAL_HOUR = timedelta(hours=8)  # house rule: a meeting begins at 08:00 unless the presider says otherwise

AGENDA = Records(
    select(AgendaItem)
    .where(col(AgendaItem.meeting_id) == bindparam("meeting"), col(AgendaItem.withdrawn).is_(None))
    .order_by(col(AgendaItem.seq))
)


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
    new_meeting(desk, case, at(day) + USUAL_HOUR, MeetingKind.REGULAR)


def new_meeting(desk: Desk, case: Case, starts_at: datetime, kind: MeetingKind, presider_seat: str | None = None) -> Meeting:
    """The record of a meeting; its calendar UID follows from its case."""
    meeting = Meeting(
        case_id=case.id,
        kind=kind,
        period=case.period,
        title=case.title,
        starts_at=starts_at,
        place="",
        presider_seat=presider_seat,
        uid=f"{uuid5(case.id, 'meeting')}@nhip",
    )
    rows.keep(desk.session, meeting)
    return meeting


def is_extended(drafted: Answered) -> bool:
    """Whether the draft invites guests: then only the chair convenes, or a delegation that names it (khoản 2 Điều 8)."""
    return bool(drafted.payload.get("guests"))


def is_not_extended(drafted: Answered) -> bool:
    """Whether only seats are invited."""
    return not is_extended(drafted)


def adopt_agenda(office: Office, draft: Answered) -> dict[str, Any]:
    """Write the approved time, places, agenda and guests into the meeting."""
    form = AgendaForm(choice=draft.choice, **draft.payload)
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    meeting.starts_at, meeting.place, meeting.online = form.starts_at, form.place, form.online
    meeting.points = [line.point for line in form.points]
    meeting.minutes = sum(line.minutes for line in form.items)
    desk.session.add(meeting)
    desk.session.execute(delete(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id))
    desk.session.add_all(
        AgendaItem(meeting_id=meeting.id, seq=n, minutes=line.minutes, item=line.item, by=line.by, owner_seat=line.owner or None)
        for n, line in enumerate(form.items, start=1)
    )
    guests.adopt(desk, meeting, form.guests)
    desk.session.flush()
    return {"day": meeting.day.isoformat(), "attendees": form.attendees}


def common(head: Head, number: int | None, day: date | None) -> dict[str, Any]:
    """What every official paper of the committee takes from its head."""
    return {
        "letterhead": head.letterhead,
        "number": number,
        "notation": head.notation,
        "date": day,
        "signature": head.signature,
        "recipients": head.recipients,
        "kept_by": head.kept_by,
    }


def on_paper(desk: Desk, presider: Asked) -> Presider:
    """The presider as papers name him."""
    people = roster(desk)
    seat = people.seats[presider.in_seat or presider.seats[0]]
    title = f"{seat.office}, {seat.title} {desk.law.committee.identity.short_name}" if seat.office else seat.title
    return Presider(name=people.name(presider.officer_id), title=title)


def agenda_on_paper(desk: Desk, meeting: Meeting) -> tuple[AgendaOnPaper, ...]:
    """The agenda with the clock time of each item; what was withdrawn stands no more."""
    begins, lines = meeting.starts_at, []
    for line in agenda_of(desk, meeting):
        lines.append(AgendaOnPaper(at=begins, item=line.item, by=line.by))
        begins += timedelta(minutes=line.minutes)
    return tuple(lines)


def agenda_of(desk: Desk, meeting: Meeting) -> Sequence[AgendaItem]:
    """The agenda in order, without what was withdrawn."""
    return AGENDA.all(desk.session, meeting=meeting.id)
