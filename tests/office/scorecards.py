"""The scorecard for tests: read at a moment, and meetings with their attendance on record."""

from datetime import date, time
from uuid import UUID

from sqlmodel import col, select

from models.clock import at
from models.meetings import Attendance, Meeting, MeetingKind, Presence
from models.scorecard import Kind
from regulation.calendar import Quarter
from tasks.scorecard import Scorecard, scorecard
from tasks.scorecard_rows import MEASURES, Row
from tests.office.cast import Office
from tests.office.groups import quarterly

Q3, Q4, NEXT = Quarter(2019, 3), Quarter(2019, 4), Quarter(2020, 1)


def card(office: Office, quarter: Quarter, only: tuple[str, ...] | None = None) -> Scorecard:
    with office.bureau.reading_desk() as desk:
        return scorecard(desk, quarter, only)


def rows(office: Office, quarter: Quarter, kind: Kind) -> list[Row]:
    return card(office, quarter).behind(MEASURES[kind])


def held(office: Office, presences: dict[str, Presence], day: date = date(2019, 9, 27), *, group: bool = False) -> UUID:
    """A meeting with its attendance on record."""
    case_id = quarterly(office) if group else office.open()
    with office.bureau.desk() as desk:
        meeting = desk.session.exec(select(Meeting).where(col(Meeting.case_id) == case_id)).one()
        meeting.starts_at = at(day, time(8))
        assert (meeting.kind == MeetingKind.GROUP) == group
        desk.session.add(meeting)
        for seat, presence in presences.items():
            proxy = "Lê Văn A" if presence == Presence.PROXY else None
            desk.session.add(Attendance(meeting_id=meeting.id, seat_id=seat, presence=presence, proxy_name=proxy))
    return case_id
