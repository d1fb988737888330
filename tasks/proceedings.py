"""What a meeting leaves behind: who came, and what was concluded."""

from sqlmodel import col, select

from models.directives import Source
from models.meetings import Attendance, Conclusion, Meeting, Presence
from models.steps import Answer
from tasks.bureau import Desk
from tasks.directives import NewDirective, give
from tasks.meeting_forms import ConclusionsForm, MinutesForm
from tasks.meeting_questions import LEAVE_CONSENT, PROXY_OPINION, RSVP
from tasks.office import Answered, Office, meeting_of
from tasks.questions import Question
from tasks.who import COMMITTEE, Asked, Role, roster


def record_attendance(office: Office, minutes: Answered) -> dict[str, str]:
    """Khoản 5 Điều 6: who came, whose proxy was seated, who was away with the presider's consent and who without.

    A proxy is seated only with the presider's consent and the member's written opinion. What came after its gather closed counts
    as well, up to this moment: the clause sets no deadline, and who has the presider's consent is not written down as without it.
    """
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    form = MinutesForm(choice=minutes.choice, **minutes.payload)
    found: dict[str, str] = {}
    for seat in people.by_role(*COMMITTEE):
        reply, consent, opinion = (_said(office, question, seat.id) for question in (RSVP, LEAVE_CONSENT, PROXY_OPINION))
        consented = consent is not None and consent.choice == "consent"
        proxy = reply.payload["proxy_name"] if reply is not None and reply.choice == "proxy" else None
        heard = opinion is not None or (reply is not None and bool(reply.payload.get("opinion")))
        presence = Presence.CONSENTED if consented else Presence.UNCONSENTED
        if seat.id in form.present:
            presence = Presence.PRESENT
        elif seat.id in form.proxies and proxy and consented and heard:
            presence = Presence.PROXY
        found[seat.id] = presence
        desk.session.add(
            Attendance(
                meeting_id=meeting.id,
                seat_id=seat.id,
                officer_id=people.holders.get(seat.id),
                presence=presence,
                proxy_name=proxy if presence == Presence.PROXY else None,
            )
        )
    desk.session.flush()
    return found


def _said(office: Office, question: Question, seat: str) -> Answer | None:
    """The answer about this seat's coming, to the meeting's present time; looked up inside the deed that records it."""
    return office.steps.get(office.key(question, seat), (None, None))[1]


def record_conclusions(office: Office, answered: Answered) -> list[str]:
    """Write the conclusions down. Each is a duty of its lead agency, and a case of its own from here on; returns those cases, in order."""
    form = ConclusionsForm(choice=answered.choice, **answered.payload)
    meeting = meeting_of(office.desk, office.case)
    issuer = presiding_seat(office.desk, meeting)
    rows = [
        Conclusion(
            meeting_id=meeting.id,
            seq=n,
            text=line.text,
            lead_agency=line.lead,
            coordinating=list(line.coordinating),
            due=line.due,
            product=line.product,
        )
        for n, line in enumerate(form.conclusions, start=1)
    ]
    office.desk.session.add_all(rows)
    office.desk.session.flush()
    born = [give(office.desk, _ordered(meeting, row, issuer), parent_id=office.case.id, birth_key=f"conclusion/{row.seq}") for row in rows]
    return [str(case.id) for case in born]


def _ordered(meeting: Meeting, row: Conclusion, issuer: str) -> NewDirective:
    return NewDirective(
        source=Source.CONCLUSION,
        source_text=f"Kết luận {meeting.title[:1].lower()}{meeting.title[1:]}",
        source_date=meeting.day,
        issuer_seat=issuer,
        text=row.text,
        lead_agency=row.lead_agency,
        coordinating=tuple(row.coordinating),
        due=row.due,
        product=row.product,
        conclusion_id=row.id,
    )


def presider_of(desk: Desk, meeting: Meeting) -> Asked:
    """Who presides: the seat chosen, or the chair; Đ4 when he is away."""
    people = roster(desk)
    return people.answerer(meeting.presider_seat or people.by_role(Role.CHAIR)[0].id)


def presiding_seat(desk: Desk, meeting: Meeting) -> str:
    """The seat that presides, the deputy's own where he stands in: what he concludes is his to extend."""
    presider = presider_of(desk, meeting)
    if presider.standing_in and presider.officer_id is not None:
        return roster(desk).seats_of(presider.officer_id)[0].id
    return presider.seats[0]


def conclusions_of(desk: Desk, meeting: Meeting) -> list[Conclusion]:
    """The conclusions in order."""
    return list(desk.session.exec(select(Conclusion).where(col(Conclusion.meeting_id) == meeting.id).order_by(col(Conclusion.seq))))
