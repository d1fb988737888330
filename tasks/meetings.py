"""A meeting's verbs up to its day: opening it, adopting its agenda, typing and sending its invitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete
from sqlmodel import col, select

from documents.blocks import moment_in_words, quarter_in_words
from documents.invitation import AgendaItem as AgendaOnPaper
from documents.invitation import InvitationPaper
from documents.papers import Presider
from documents.programme import ProgrammePaper
from models.cases import Case
from models.clock import at
from models.meetings import AgendaItem, Meeting, MeetingKind
from models.papers import Paper
from regulation.calendar import Quarter
from tasks import guests
from tasks.acts import ATTENDEES
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.meeting_forms import AgendaForm
from tasks.meeting_questions import ADOPT_AGENDA, TYPE_INVITATION
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, enclosed, head, release, type_out, working_paper
from tasks.presiding import presider_of
from tasks.releasing import typed_about
from tasks.verbs import fix
from tasks.who import Asked, Role, roster
from tasks.withdrawal import calendar_holders, uninvite

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
    desk.session.add(meeting)
    desk.session.flush()
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


def put_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The agenda is approved: write it down and type the giấy mời that the standing member signs."""
    fix(office, ADOPT_AGENDA, lambda: adopt_agenda(office, drafted), suffix=drafted.key)
    return dict(fix(office, TYPE_INVITATION, lambda: _type_invitation(office, drafted, n), suffix=str(n)))


def same_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The giấy mời that was typed for signing, for who releases it."""
    return dict(office.value(TYPE_INVITATION, str(n)))


def _type_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    meeting, people = meeting_of(desk, case), roster(desk)
    presider, office_of_standing = presider_of(desk, meeting), desk.law.committee.identity.standing_agency
    seated = [people.title(seat) for seat in _attendees(office, drafted) if seat not in presider.seats]
    seated += [f"{one.name}, {one.office}" for one in guests.guests_of(desk, meeting)]

    def build(number: int | None, day: date | None, head: Head) -> InvitationPaper:
        return InvitationPaper(
            **common(head, number, day),
            urgency="KHẨN" if meeting.is_urgent else None,
            meeting_title=meeting.title,
            presider=on_paper(desk, presider),
            at=meeting.starts_at,
            place=meeting.whereabouts,
            attendees=tuple(dict.fromkeys(seated)),
            agenda=agenda_on_paper(desk, meeting),
            contact=f"{names(desk)[people.heirs.get(office_of_standing, office_of_standing)]} (cơ quan thường trực)",
        )

    key = f"invitation/{n}/{meeting.sequence}"
    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    return typed_about(type_out(desk, case, Issue("invitation", key, "giay_moi", meeting.title, standing, build)))


def issue_invitation(office: Office, drafted: Answered, released: Answered) -> dict[str, Any]:
    """The signed giấy mời is out; returns what each attendee's letter encloses, and the seats invited (not the presider).

    Who held an invitation to an earlier time and is invited no more has it taken back.
    """
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    paper = release(desk, UUID(released.about["paper"]), released)
    programme = _programme(desk, office.case, meeting, paper)
    presider = presider_of(desk, meeting)
    words = {
        "when": moment_in_words(meeting.starts_at),
        "place": meeting.whereabouts,
        "presider": on_paper(desk, presider).in_words,
    }
    seats = [seat for seat in _attendees(office, drafted) if seat not in presider.seats]
    kept = {roster(desk).answerer(seat).officer_id for seat in seats}
    dropped = {officer: entry for officer, entry in calendar_holders(desk, office.case).items() if officer not in kept}
    uninvite(desk, office.case, dropped, key=f"uninvited/{meeting.sequence}", sequence=meeting.sequence, why="Thành phần dự họp thay đổi.")
    return {
        "invited": seats,
        "acts": len(office.acts),
        "enclosed": enclosed(paper, programme) | {"calendar": calendar(meeting, desk.now), "words": words},
    }


def _programme(desk: Desk, case: Case, meeting: Meeting, invitation: Paper) -> Paper:
    """The chương trình họp that goes with the giấy mời, under its number and day."""
    assert invitation.issued_at is not None
    top = head(desk, "invitation", roster(desk).by_role(Role.STANDING_MEMBER)[0].id)
    paper = ProgrammePaper(
        letterhead=top.letterhead,
        date=invitation.issued_at.date(),
        number=invitation.number,
        notation=invitation.notation.partition("/")[2],
        meeting_title=meeting.title,
        at=meeting.starts_at,
        place=meeting.whereabouts,
        presider=on_paper(desk, presider_of(desk, meeting)),
        agenda=agenda_on_paper(desk, meeting),
    )
    subject = f"Chương trình {meeting.title[:1].lower()}{meeting.title[1:]}"
    return working_paper(desk, case, f"programme/{meeting.sequence}", "chuong_trinh_hop", subject, paper)


def _attendees(office: Office, drafted: Answered) -> list[str]:
    """The seats of the approved draft, as acts have changed them since."""
    seats = list(drafted.payload["attendees"])
    for act in office.acts:
        if act.kind == ATTENDEES:
            seats = [seat for seat in seats if seat not in act.payload["out"]] + list(act.payload["in"])
    return list(dict.fromkeys(seats))


def begins(sent: dict[str, Any]) -> datetime:
    """When the meeting of this invitation begins: nobody is waited for longer."""
    return datetime.fromisoformat(sent["enclosed"]["calendar"]["start"])


@dataclass(frozen=True)
class Invited:
    """A seat that is invited: ``suffix`` of its reply's key (a seat invited anew answers anew), ``enclosed`` with its letter."""

    seat: str
    suffix: str
    enclosed: dict[str, Any]


def invited(office: Office, sent: dict[str, Any]) -> list[Invited]:
    """Who is invited, as acts have changed it since the invitation left."""
    found = {seat: Invited(seat, seat, sent["enclosed"]) for seat in sent["invited"]}
    for act in office.acts[sent["acts"] :]:
        if act.kind == ATTENDEES:
            found = {seat: one for seat, one in found.items() if seat not in act.payload["out"]}
            later = sent["enclosed"] | {"calendar": sent["enclosed"]["calendar"] | {"sequence": act.payload["sequence"]}}
            found |= {seat: Invited(seat, f"{seat}.{act.n}", later) for seat in act.payload["in"]}
    return list(found.values())


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
    wanted = select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.withdrawn).is_(None))
    return desk.session.exec(wanted.order_by(col(AgendaItem.seq))).all()


def calendar(meeting: Meeting, stamp: datetime) -> dict[str, Any]:
    """The calendar invitation's facts, frozen with the letter."""
    return {
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "start": meeting.starts_at.isoformat(),
        "end": (meeting.starts_at + timedelta(minutes=meeting.minutes)).isoformat(),
        "stamp": stamp.isoformat(),
        "summary": meeting.title,
        "location": meeting.whereabouts,
    }
