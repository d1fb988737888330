"""iCalendar: a meeting in the reader's own calendar, changed and cancelled under the same UID (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress

from notifications.address import Party
from notifications.message import Invite
from notifications.plain import clean, one_line


class Method(StrEnum):
    """What the calendar is asked to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Meeting:
    """One meeting as one attendee's calendar holds it.

    ``uid`` never changes; ``sequence`` grows by one with every change of time or place and with the cancellation. ``organizer`` is
    the letter's From. Times are aware; ``stamp`` is when this version was decided (not when it is sent: a resent letter is identical).
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    stamp: datetime
    summary: str
    location: str
    organizer: Party
    attendee: Party
    description: str = ""


def ics(meeting: Meeting, method: Method = Method.REQUEST) -> Invite:
    """The calendar object. ``ValueError`` for naive times, an end before the start, or a negative sequence."""
    moments = (meeting.start, meeting.end, meeting.stamp)
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("a meeting's times must be aware")
    if meeting.end <= meeting.start or meeting.sequence < 0:
        raise ValueError("a meeting ends after it starts and its sequence counts from 0")
    calendar = Calendar()
    calendar.add("prodid", "-//Nhip//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_event(meeting, method))
    return Invite(method.value, calendar.to_ical())


def _event(meeting: Meeting, method: Method) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    for name, moment in (("dtstamp", meeting.stamp), ("dtstart", meeting.start), ("dtend", meeting.end)):
        event.add(name, moment.astimezone(UTC))  # in UTC no client needs a time zone table of ours
    event.add("summary", one_line(meeting.summary))
    event.add("location", one_line(meeting.location))
    if meeting.description:
        event.add("description", clean(meeting.description))
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _person(meeting.organizer))
    attendee = _person(meeting.attendee)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE"  # the answer goes by the letter's link; nobody reads calendar replies
    event.add("attendee", attendee)
    return event


def _person(party: Party) -> vCalAddress:
    person = vCalAddress(f"mailto:{party.address}")
    # A quoted parameter may not hold a double quote (RFC 5545 §3.2).
    person.params["CN"] = one_line(party.name).replace('"', "'")
    return person
