"""A year for others' calendars: all-day events as one iCalendar file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Entry:
    """An all-day event. ``uid`` stays the same when the year is made again, so that a calendar replaces it and does not double it."""

    uid: str
    day: date
    summary: str
    description: str
    category: str


def ics(name: str, entries: Sequence[Entry], stamp: datetime) -> bytes:
    """The file; ``stamp`` (aware, UTC) is when it was made, the same entries and stamp give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nhip//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("categories", [entry.category])
        event.add("transp", "TRANSPARENT")  # a deadline keeps nobody from other things that day
        calendar.add_component(event)
    return calendar.to_ical()
