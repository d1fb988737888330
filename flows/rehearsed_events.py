"""What happens to people in a rehearsed year besides what they answer: the chair is away around a meeting, a member's seat changes hands.

Both are the product's own acts. Which meeting, which seat and which days follow from the seed alone; where everybody is prompt, or the
heads are silent, nothing happens: such years are measured by what was answered.
"""

import random
from collections.abc import Callable
from datetime import date

from flows.rehearsed_officers import Manner
from models.people import Officer
from regulation import Law
from regulation.calendar import Quarter
from regulation.timetable import default_meeting_day
from tasks.absences import record_absence
from tasks.acts import change_holder
from tasks.bureau import Desk
from tasks.who import Role, roster

QUARTERS = (1, 2, 3)  # of the meeting the chair misses: what he keeps for himself at the year's end is not put off by it
KNOWN_BEFORE = 4  # working days between the record of an absence and its first day
AWAY = (3, 1)  # working days before and after the meeting
NEWCOMER = {"id": "P900", "name": "Tân Mẫu Nhiệm", "email": "tan.mau.nhiem@rehearsal.invalid"}
"""Takes over a member's seats in mid-year."""

Event = Callable[[Desk], None]


class Events:
    """The events of one rehearsed year, each on its day."""

    def __init__(self, law: Law, year: int, seed: int, manner: Manner) -> None:
        self._law, self._chance = law, random.Random(f"{seed}/{year}/events")
        self._to_come: list[tuple[date, Event]] = []
        if manner == Manner.MIXED:
            self._to_come = [self._chair_away(year), self._seat_changes_hands(year)]

    def happen(self, desk: Desk, day: date) -> bool:
        """Let happen what has come due by ``day``; whether anything did."""
        due = [event for since, event in self._to_come if since <= day]
        self._to_come = [(since, event) for since, event in self._to_come if since > day]
        for event in due:
            event(desk)
            desk.actor = None
        return bool(due)

    def _chair_away(self, year: int) -> tuple[date, Event]:
        calendar = self._law.calendar
        meeting = default_meeting_day(self._law, Quarter(year, self._chance.choice(QUARTERS)))
        since, until = calendar.add(meeting, -AWAY[0]), calendar.add(meeting, AWAY[1])

        def recorded(desk: Desk) -> None:
            people = roster(desk)
            (chair,) = people.by_role(Role.CHAIR)
            away = people.holders[chair.id]
            record_absence(desk, officer_id=away, since=since, until=until, reason="Đi công tác theo lịch của tỉnh", by=_secretary(desk))

        return calendar.add(since, -KNOWN_BEFORE), recorded

    def _seat_changes_hands(self, year: int) -> tuple[date, Event]:
        day = self._law.calendar.roll_forward(date(year, self._chance.choice((6, 7)), self._chance.randint(10, 25)))
        draw = self._chance.random()

        def taken_over(desk: Desk) -> None:
            people = roster(desk)
            members = [seat for seat in people.by_role(Role.MEMBER) if _only_member(desk, people.holders[seat.id])]
            former = people.holders[members[int(draw * len(members))].id]
            held = [seat.id for seat in people.seats_of(former)]
            desk.session.add(Officer.model_validate(NEWCOMER))
            desk.session.flush()
            for seat in held:
                change_holder(desk, seat, NEWCOMER["id"], day, by=_secretary(desk))

        return day, taken_over


def _only_member(desk: Desk, officer_id: str) -> bool:
    """A member who at most heads his agency besides: nothing of the working group changes hands with him."""
    return {seat.role for seat in roster(desk).seats_of(officer_id)} <= {Role.MEMBER, Role.AGENCY_HEAD}


def _secretary(desk: Desk) -> str | None:
    people = roster(desk)
    return people.holders.get(people.by_role(Role.SECRETARY)[0].id)
