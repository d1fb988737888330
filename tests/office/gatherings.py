"""Meetings for tests: called out of turn, extended, watched for a quarter; their papers, letters and answers."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.cases import Act
from models.clock import at
from models.letters import Letter
from models.meetings import AgendaItem, Attendance, Conclusion, Guest
from models.papers import Paper
from models.steps import Answer
from tasks.attendees import change_attendees
from tasks.extraordinary import Wanted, want
from tasks.guest_forms import GuestsForm
from tests.office.cast import AGENDA, STANDING, Office

TOMORROW = at(date(2019, 8, 27), time(8))  # eight office hours after the day the tests begin on, at 08:00
ITEMS = [
    {"minutes": 30, "item": "Tình hình quý III", "by": "Ủy viên thường trực", "owner": "standing_member"},
    {"minutes": 45, "item": "Cơ chế tài chính", "by": "Giám đốc Sở Tài chính", "owner": "member_tc"},
    {"minutes": 20, "item": "Thảo luận"},
]
WITH_PAPERS: dict[str, Any] = AGENDA | {"items": ITEMS}
GUEST = {"name": "Trần Khách", "office": "Chuyên gia Đại học Kiên Giang", "email": "khach@dhkg.example", "items": "1"}
OTHER_GUEST = {"name": "Lý Mời", "office": "Giám đốc Viễn thông Kiên Giang", "email": "moi@vt.example", "items": "2, 1"}
EXTENDED: dict[str, Any] = WITH_PAPERS | {"guests": [GUEST, OTHER_GUEST]}
URGENT: dict[str, Any] = AGENDA | {
    "day": "2019-08-27",
    "hour": "08:00",
    "attendees": ["standing_member", "member_yt", "member_gd", "member_tc"],
}


def called(office: Office, by: str = STANDING, **changes: Any) -> UUID:
    """A meeting out of turn that somebody wants."""
    given: dict[str, Any] = {
        "starts_at": TOMORROW,
        "about": "Sự cố trục liên thông",
        "reason": "Trục liên thông văn bản ngừng hoạt động",
        "presider": "chair",
        "officer_id": by,
        "entry": str(uuid4()),
    }
    with office.bureau.desk() as desk:
        return want(desk, Wanted(**(given | changes)))[0].id


def changed(office: Office, case_id: UUID, seats_in: list[str], seats_out: list[str], reason: str = "Theo ý kiến Trưởng ban") -> Act:
    """Seats come in or drop out after the invitation."""
    with office.bureau.desk() as desk:
        return change_attendees(desk, desk.case(case_id), seats_in, seats_out, reason=reason, officer_id=STANDING)


def guests_changed(office: Office, case_id: UUID, *, by: str | None = STANDING, seats_in: Sequence[str] = (), **form: Any) -> Act:
    """Guests, and seats with them, come in, drop out or are invited to other items after the invitation."""
    read = GuestsForm.read({"choice": "change"} | form)
    assert isinstance(read, GuestsForm)
    with office.bureau.desk() as desk:
        return change_attendees(desk, desk.case(case_id), seats_in, (), guests=read, reason="Theo đề nghị của Sở Tài chính", officer_id=by)


def papers(office: Office, case_id: UUID, form: str) -> list[Paper]:
    """The case's papers of a form, in the order they were typed."""
    with office.bureau.reading_desk() as desk:
        wanted = select(Paper).where(col(Paper.case_id) == case_id, col(Paper.form) == form)
        return list(desk.session.exec(wanted.order_by(col(Paper.id))))


def items(office: Office) -> list[AgendaItem]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(AgendaItem).order_by(col(AgendaItem.meeting_id), col(AgendaItem.seq))))


def guests(office: Office) -> dict[str, Guest]:
    with office.bureau.reading_desk() as desk:
        return {guest.email: guest for guest in desk.session.exec(select(Guest))}


def presence(office: Office) -> dict[str, str]:
    """Seat → how it was represented."""
    with office.bureau.reading_desk() as desk:
        return {row.seat_id: row.presence for row in desk.session.exec(select(Attendance))}


def conclusions(office: Office) -> list[Conclusion]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Conclusion).order_by(col(Conclusion.seq))))


def said_in(office: Office, case_id: UUID, key: str) -> Answer:
    """The answer of a step."""
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Answer, office.step(case_id, key).id)


def value(office: Office, case_id: UUID, key: str) -> Any:
    """What a deed of the case returned, or saw."""
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Answer, office.step(case_id, key).id).payload["value"]


def told(office: Office, case_id: UUID, title: str) -> list[Letter]:
    """Letters of the case whose title holds these words."""
    return [letter for letter in office.letters(case_id) if title in letter.context["words"]["title"]]


def what(letter: Letter) -> str:
    words: dict[str, Any] = letter.context["words"]
    return str(words["what"])


def asked_keys(office: Office, case_id: UUID, question: str) -> list[str]:
    return [step.key for step in office.steps(case_id) if step.question == question]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return at(day, time(hour, minute))
