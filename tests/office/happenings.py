"""What is done to a meeting in tests, and what is then looked at."""

from datetime import date, datetime, time
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents import dossier
from models.access import Link
from models.cases import Act
from models.clock import at
from models.letters import Letter
from models.meetings import Meeting
from models.people import Absence
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tasks.absences import end_absence, record_absence
from tasks.meeting_acts import Where, new_time
from tasks.office import meeting_of
from tests.office.cast import SECRETARY, STANDING, Office
from tests.opened import opened

TODAY, FRIDAY = date(2019, 8, 26), date(2019, 8, 30)  # the day a test begins, a Monday, and the Friday of its week
LATER = datetime.combine(date(2019, 10, 8), time(14), at(date(2019, 10, 8)).tzinfo)


def moved(office: Office, case_id: UUID, to: datetime = LATER, place: str | Where = "Hội trường", reason: str = "Bão số 5") -> Act:
    with office.bureau.desk() as desk:
        return new_time(desk, desk.case(case_id), to, place, reason=reason, officer_id=STANDING)


def meeting(office: Office, case_id: UUID) -> Meeting:
    with office.bureau.reading_desk() as desk:
        return meeting_of(desk, desk.case(case_id))


def away(office: Office, officer: str, since: date = TODAY, until: date = FRIDAY, **more: Any) -> Absence:
    with office.bureau.desk() as desk:
        return record_absence(desk, officer_id=officer, since=since, until=until, reason="Đi công tác", by=SECRETARY, **more)


def back(office: Office, absence: Absence) -> None:
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id), by=SECRETARY)


def followed(absence: Absence) -> UUID:
    """The case of an absence."""
    assert absence.case_id is not None
    return absence.case_id


def told(office: Office, absence: Absence, key: str) -> list[Letter]:
    """Letters of an absence's case that ask nothing, by their key."""
    return [letter for letter in office.letters(followed(absence)) if letter.key.split("/", 1)[1].startswith(f"{key}/")]


def living_links(office: Office, case_id: UUID) -> set[str]:
    """Keys of the steps that a link still opens."""
    ids = {step.id: step.key for step in office.steps(case_id)}
    with office.bureau.reading_desk() as desk:
        links = desk.session.exec(select(Link).where(col(Link.revoked_at).is_(None), col(Link.used_at).is_(None)))
        return {ids[link.step_id] for link in links if link.step_id in ids}


def message(office: Office, letter: Letter) -> EmailMessage:
    bureau = office.bureau
    sender = Party("Ban Chỉ đạo", "nhip@nhip.example")
    counter = Counter(sender, bureau.key, bureau.portal_url, lambda sha: dossier.path(bureau.files, sha).read_bytes())
    return opened(message_of(letter, counter))


def ics_of(office: Office, letter: Letter) -> str:
    """The calendar object that goes with the letter."""
    parts = message(office, letter).walk()
    return next(part.get_content() for part in parts if part.get_content_type() == "text/calendar")


def calendar_of(letter: Letter) -> tuple[str, int, str]:
    entry = letter.context["calendar"]
    return entry["uid"], entry["sequence"], entry["start"]
