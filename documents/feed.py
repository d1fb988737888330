"""One person's calendar as calendar programs read it from an address: meetings, deadlines, the committee's days (RFC 5545, RFC 7986)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Event, vDuration

from documents.diary import Entry, all_day, titled

READ_AGAIN = timedelta(hours=1)  # what a program is asked to wait; Google and Outlook take longer all the same


class Standing(StrEnum):
    """How a meeting stands."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"  # it has moved, and its new invitation is not signed yet
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Appointment:
    """A meeting under the UID of its invitation. Times are aware; ``stamp`` is when this version was decided."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    stamp: datetime
    summary: str
    location: str
    link: str
    standing: Standing = Standing.CONFIRMED


def feed(name: str, appointments: Sequence[Appointment], entries: Sequence[Entry], stamp: datetime) -> bytes:
    """The calendar; the same content gives the same bytes. ``stamp``: of entries that have none. Nobody is named as attendee."""
    calendar = titled(name)
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    for appointment in sorted(appointments, key=lambda one: (one.start, one.uid)):
        calendar.add_component(_meeting(appointment))
    for entry in sorted(entries, key=lambda one: (one.day, one.uid)):
        calendar.add_component(all_day(entry, stamp))
    return calendar.to_ical()


def _meeting(meeting: Appointment) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    for name, moment in (("dtstamp", meeting.stamp), ("dtstart", meeting.start), ("dtend", meeting.end)):
        event.add(name, moment.astimezone(UTC))
    event.add("summary", meeting.summary if meeting.standing is not Standing.CANCELLED else f"Hủy: {meeting.summary}")
    event.add("location", meeting.location)
    event.add("url", meeting.link)
    event.add("description", meeting.link)
    event.add("status", meeting.standing.value)
    if meeting.standing is Standing.CANCELLED:
        event.add("transp", "TRANSPARENT")
    return event
