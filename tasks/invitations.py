"""The giấy mời of a meeting: typed for signing, sent once it is out, and who is invited as acts have changed it since."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from documents.blocks import moment_in_words
from documents.invitation import InvitationPaper
from documents.programme import ProgrammePaper
from models.cases import Case
from models.meetings import Meeting
from models.papers import Paper
from tasks import guests
from tasks.acts import ATTENDEES
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.meeting_questions import ADOPT_AGENDA, TYPE_INVITATION
from tasks.meetings import adopt_agenda, agenda_on_paper, common, on_paper
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, enclosed, head, release, type_out, typed_about, working_paper
from tasks.presiding import presider_of
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, roster
from tasks.withdrawal import calendar_holders, uninvite


def put_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The agenda is approved: write it down and type the giấy mời that the standing member signs."""
    fix(office, ADOPT_AGENDA, lambda: adopt_agenda(office, drafted), suffix=drafted.key)
    return dict(fix(office, TYPE_INVITATION, lambda: _type_invitation(office, drafted, n), suffix=str(n)))


def same_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The giấy mời that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_INVITATION, str(n)))


def _type_invitation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    meeting, people = meeting_of(desk, case), roster(desk)
    presider, office_of_standing = presider_of(desk, meeting), desk.law.committee.identity.standing_agency
    seated = [people.called(seat) for seat in _attendees(office, drafted) if seat not in presider.seats]
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
