"""Who came to the working group's meeting, and who was away from several in a row."""

from sqlmodel import col, select

from models.meetings import Attendance, Meeting, MeetingKind, Presence
from tasks.bureau import Desk
from tasks.group_checks import GROUP
from tasks.group_forms import GroupMinutesForm
from tasks.group_questions import GROUP_RSVP
from tasks.office import Office, meeting_of
from tasks.who import roster


def came(office: Office, form: GroupMinutesForm) -> dict[str, tuple[Presence, str]]:
    """Seat → whether it was there, had reported its absence, or had not; and the reason. A person counts once, whatever he holds."""
    people, meeting = roster(office.desk), meeting_of(office.desk, office.case)
    found: dict[str, tuple[Presence, str]] = {}
    present = {people.holders.get(seat) for seat in form.present}
    seen: set[str] = set()
    for seat in people.by_role(*GROUP):
        holder = people.holders.get(seat.id)
        if holder is None or holder in seen:
            continue
        seen.add(holder)
        reply = office.steps.get(office.key(GROUP_RSVP, seat.id), (None, None))[1]
        if holder in present or seat.id == meeting.presider_seat:
            found[seat.id] = Presence.PRESENT, ""
        elif reply is not None and reply.choice == "leave":
            found[seat.id] = Presence.REPORTED, reply.payload["reason"]
        else:
            found[seat.id] = Presence.UNREPORTED, ""
    return found


def away_again(desk: Desk, meeting: Meeting, away: list[str]) -> list[str]:
    """Of these seats those whose holder was away from as many meetings in a row as the threshold says, this one included."""
    wanted = desk.law.thresholds["group_absences"].value
    before = select(Meeting.id).where(
        col(Meeting.kind) == MeetingKind.GROUP, col(Meeting.starts_at) < meeting.starts_at, col(Meeting.cancelled_at).is_(None)
    )
    held = before.where(col(Meeting.id).in_(select(Attendance.meeting_id))).order_by(col(Meeting.starts_at).desc()).limit(wanted - 1)
    last = [*desk.session.exec(held).all(), meeting.id]
    rows = desk.session.exec(select(Attendance).where(col(Attendance.meeting_id).in_(last), col(Attendance.seat_id).in_(away))).all()
    missed = {seat: [row.officer_id for row in rows if row.seat_id == seat and row.presence != Presence.PRESENT] for seat in away}
    holders = roster(desk).holders
    return [seat for seat, officers in missed.items() if len(officers) >= wanted and set(officers) == {holders.get(seat)}]
