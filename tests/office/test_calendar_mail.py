"""A meeting in its readers' calendars: letters read back as MIME, entries applied as a calendar applies them (RFC 5546)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from icalendar import Calendar
from sqlalchemy import update
from sqlmodel import col

from models.letters import Letter, LetterState
from models.people import Holding, Officer
from tasks.casework import cancel_case
from tests.office.cast import CHAIR, EDUCATION, HEALTH, PROMPT, YES, Office
from tests.office.gatherings import EXTENDED, changed
from tests.office.happenings import LATER, meeting, message, moved

FIRST = datetime(2019, 9, 27, 1, tzinfo=UTC)


@dataclass
class Mailboxes:
    """Everybody's mailbox with the calendar behind it: an entry gives way to a higher sequence only, a cancellation takes it off."""

    office: Office
    entries: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _read: set[UUID] = field(default_factory=set)

    def deliver(self) -> None:
        """What has been queued since arrives, in order."""
        for letter in self.office.letters():
            if letter.id not in self._read and letter.state != LetterState.WITHDRAWN:
                self._read.add(letter.id)
                if "calendar" in letter.context:
                    self._apply(letter)
        self.office.post_all()

    def _apply(self, letter: Letter) -> None:
        mail, event = opened(self.office, letter)
        reader, uid = mail["To"].addresses[0].addr_spec, str(event["UID"])
        assert event["SEQUENCE"] > self.seen.get((reader, uid), -1), f"{reader}: {letter.kind} is no newer than what he holds"
        self.seen[reader, uid] = event["SEQUENCE"]
        if str(event["STATUS"]) == "CANCELLED":
            assert uid in self.entries[reader]
            del self.entries[reader][uid]
        else:
            self.entries[reader][uid] = event["DTSTART"].dt

    def of(self, officer: str) -> list[datetime]:
        """What this officer's calendar holds."""
        with self.office.bureau.reading_desk() as desk:
            address = desk.session.get_one(Officer, officer).email or ""
        return list(self.entries[address].values())


def opened(office: Office, letter: Letter) -> tuple[EmailMessage, Any]:
    """The letter as a mail program reads it, and the one event in it; what must hold of every invitation is checked."""
    mail = message(office, letter)
    alternative = next(part for part in mail.walk() if part.get_content_type() == "multipart/alternative")
    part = list(alternative.iter_parts())[-1]
    file = next(one for one in mail.walk() if one.get_content_type() == "application/ics")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert part.get_content_type() == "text/calendar"
    assert file.get_payload(decode=True) == content
    assert (file.get_content_disposition(), file.get_filename(), file.get_param("name")) == ("attachment", "moi-hop.ics", "moi-hop.ics")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"VTIMEZONE" not in content
    assert b"TZID" not in content
    calendar = Calendar.from_ical(content)
    (event,) = calendar.events
    assert part.get_param("method") == str(calendar["METHOD"]) == ("CANCEL" if event["STATUS"] == "CANCELLED" else "REQUEST")
    assert str(event["ORGANIZER"]) == f"mailto:{mail['From'].addresses[0].addr_spec}"
    assert str(event["ATTENDEE"]) == f"mailto:{mail['To'].addresses[0].addr_spec}"
    assert event["DTSTAMP"].dt.tzinfo is not None
    return mail, event


def arrived(office: Office, script: dict[str, Any] | None = None) -> tuple[UUID, Mailboxes]:
    case_id, mailboxes = office.open(), Mailboxes(office)
    office.play_to(case_id, "rsvp", PROMPT | {"convene-extended": YES} | (script or {}))
    mailboxes.deliver()
    return case_id, mailboxes


def test_an_invitation_a_new_time_and_a_cancellation_end_in_the_readers_calendar(office: Office) -> None:
    case_id, mailboxes = arrived(office, {"agenda": EXTENDED})
    assert mailboxes.of(HEALTH) == mailboxes.of(EDUCATION) == [FIRST]
    assert mailboxes.entries["khach@dhkg.example"] != {}
    moved(office, case_id)
    office.play(case_id, until=lambda _: any(step.question == "rsvp" for step in office.asked(case_id)))
    mailboxes.deliver()
    assert mailboxes.of(HEALTH) == mailboxes.of(EDUCATION) == [LATER.astimezone(UTC)]
    assert list(mailboxes.entries["khach@dhkg.example"].values()) == [LATER.astimezone(UTC)]
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Quý này không họp", officer_id=CHAIR)
    mailboxes.deliver()
    assert {reader: held for reader, held in mailboxes.entries.items() if held} == {}


def test_who_drops_out_and_comes_in_again_has_the_meeting_again(office: Office) -> None:
    case_id, mailboxes = arrived(office)
    changed(office, case_id, [], ["member_yt"])
    mailboxes.deliver()
    assert (mailboxes.of(HEALTH), mailboxes.of(EDUCATION)) == ([], [FIRST])
    changed(office, case_id, ["member_yt"], [])
    office.walk(case_id)
    mailboxes.deliver()
    assert mailboxes.of(HEALTH) == [FIRST]


def test_a_seat_that_changes_hands_takes_the_meeting_from_one_calendar_to_the_other(office: Office) -> None:
    case_id, mailboxes = arrived(office)
    with office.bureau.desk() as desk:
        desk.session.add(Officer(id="P90", name="Nguyễn Tân Nhiệm", email="tan.nhiem@syt.example"))
    for gives, takes in ((HEALTH, "P90"), ("P90", HEALTH)):
        office.clock.move(office.clock.at + timedelta(days=1))
        with office.bureau.desk() as desk:
            mine = (col(Holding.seat_id) == "member_yt", col(Holding.officer_id) == gives, col(Holding.until).is_(None))
            desk.session.execute(update(Holding).where(*mine).values(until=desk.today))
            desk.session.add(Holding(seat_id="member_yt", officer_id=takes, since=desk.today))
        office.sweep()
        mailboxes.deliver()
        assert (mailboxes.of(gives), mailboxes.of(takes)) == ([], [FIRST])
    assert meeting(office, case_id).sequence == 2


def test_the_calendar_leads_to_the_cases_page_and_never_to_the_readers_own_link(office: Office) -> None:
    case_id, _ = arrived(office)
    letter = next(one for one in office.letters(case_id) if "calendar" in one.context and one.link_id is not None)
    _, event = opened(office, letter)
    assert str(event["DESCRIPTION"]) == f"Tài liệu, trả lời: http://nhip.example/ho-so/{case_id}"
    assert b"/t/" not in Calendar.from_ical(event.to_ical()).to_ical()
