"""A year for others' calendars: all-day events as one iCalendar file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Entry:
    """An all-day event. ``uid`` stays the same when the year is made again, so that a calendar replaces it and does not double it.

    ``stamp`` (aware): when this entry was made, where that is not when the file was; ``sequence`` rises with each change of its day.
    """

    uid: str
    day: date
    summary: str
    description: str
    category: str
    link: str = ""
    stamp: datetime | None = None
    sequence: int = 0


def ics(name: str, entries: Sequence[Entry], stamp: datetime) -> bytes:
    """The file; ``stamp`` (aware, UTC) is when it was made, the same entries and stamp give the same bytes."""
    calendar = titled(name)
    for entry in entries:
        calendar.add_component(all_day(entry, stamp))
    return calendar.to_ical()


def titled(name: str) -> Calendar:
    """An empty calendar of that name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nhip//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    return calendar


def all_day(entry: Entry, stamp: datetime) -> Event:
    """The entry as an event; a deadline keeps nobody from other things that day."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", (entry.stamp or stamp).astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    if entry.sequence:
        event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("categories", [entry.category])
    if entry.link:
        event.add("url", entry.link)
    event.add("transp", "TRANSPARENT")
    return event
