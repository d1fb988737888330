"""Clashes of a year: what falls on one person or on one day together, or on a day that is none for work."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.yearbook.records import Records, YearStep
from flows.yearbook.story import note_of
from models.meetings import Meeting
from models.steps import StepKind, StepState


class Clashing(StrEnum):
    """What clashes."""

    DAY_OFF = "day-off"
    MAKEUP = "makeup-day"  # a Saturday worked in return for another day
    UNSURE = "unconfirmed-day"  # Tết above all: nobody has announced the days yet
    SESSION = "session"  # of the UBND or the HĐND, on the day of a meeting
    MEETINGS = "two-meetings"
    DUTIES = "two-duties"  # of one person, due on one day


TITLES = {
    Clashing.DAY_OFF: "rơi vào ngày nghỉ",
    Clashing.MAKEUP: "rơi vào ngày làm bù",
    Clashing.UNSURE: "rơi vào ngày chưa được xác nhận",
    Clashing.SESSION: "trùng phiên họp của UBND, HĐND",
    Clashing.MEETINGS: "trùng ngày họp",
    Clashing.DUTIES: "hai việc một ngày",
}


@dataclass(frozen=True)
class Clash:
    """One clash on its day: ``of`` whom, or what day it is (empty: nobody's in particular); ``what`` lists what meets, by its words."""

    kind: Clashing
    day: date
    of: str
    what: tuple[str, ...]

    @property
    def words(self) -> str:
        """ "24/03/2027, Nguyễn Văn A: hai việc một ngày: …; …"."""
        of = f", {self.of}" if self.of else ""
        return f"{self.day:%d/%m/%Y}{of}: {TITLES[self.kind]}: {'; '.join(self.what)}"


def clashes(records: Records) -> tuple[Clash, ...]:
    """All of a year's clashes, by day."""
    asked = [step for step in records.steps if step.kind == StepKind.ASK and step.state != StepState.WITHDRAWN and step.due is not None]
    found = [*_odd_days(records, asked), *_meetings(records), *_duties(records, asked)]
    order = list(Clashing)
    return tuple(sorted(found, key=lambda clash: (clash.day, order.index(clash.kind), clash.of)))


def _odd_days(records: Records, asked: list[YearStep]) -> list[Clash]:
    """What is held or due on a day off, a Saturday worked for another day, or a day nobody has confirmed."""
    falls: dict[date, list[str]] = defaultdict(list)
    for meeting in records.meetings:
        if meeting.cancelled_at is None:
            falls[meeting.day].append(meeting.title)
    for step in asked:
        assert step.due is not None
        falls[step.due].append(f"{step.title} – {records.asked(step)}")
    for duty in records.directives:
        if duty.due is not None:
            falls[duty.due].append(f"Hạn nhiệm vụ của {records.agencies.get(duty.lead_agency, duty.lead_agency)}: {duty.text}")
    found = []
    for day, what in falls.items():
        kind = _odd(records, day)
        if kind is not None:
            note = note_of(records, day)
            found.append(Clash(kind, day, note, tuple(sorted(set(what)))))
    return found


def _odd(records: Records, day: date) -> Clashing | None:
    calendar = records.law.calendar
    if not calendar.is_working_day(day):
        return Clashing.DAY_OFF
    if day.weekday() >= 5:
        return Clashing.MAKEUP
    return Clashing.UNSURE if calendar.provisional(day, day) else None


def _meetings(records: Records) -> list[Clash]:
    held: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in records.meetings:
        if meeting.cancelled_at is None:
            held[meeting.day].append(meeting)
    found = [Clash(Clashing.MEETINGS, day, "", tuple(sorted(one.title for one in those))) for day, those in held.items() if len(those) > 1]
    for day, those in held.items():
        if sessions := records.law.sessions_on(day):
            what = (*(one.title for one in those), *(session.words for session in sessions))
            found.append(Clash(Clashing.SESSION, day, "", what))
    return found


def _duties(records: Records, asked: list[YearStep]) -> list[Clash]:
    """Different things due of one person on one day; the same question asked again in one case is one thing."""
    due: dict[tuple[date, str], dict[tuple[str, str], str]] = defaultdict(dict)
    for step in asked:
        if step.officer_id is not None and step.due is not None:
            case = records.case[step.case_id]
            due[step.due, step.officer_id].setdefault((str(case.id), step.question), f"{step.title} («{case.title}»)")
    return [
        Clash(Clashing.DUTIES, day, records.name(officer), tuple(sorted(what.values())))
        for (day, officer), what in due.items()
        if len(what) > 1
    ]
