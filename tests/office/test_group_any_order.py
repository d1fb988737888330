"""Whatever people and time do to a meeting of the working group and its tasks: the same things always hold, and it can always be ended."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.errors import Refused
from models.people import Absence
from models.steps import Step, StepState
from tasks.absences import end_absence, record_absence
from tasks.acts import change_holder
from tests.office.cast import RETURNED, YES, Office, keys, reply_to, sound
from tests.office.groups import ABSENT, DONE, GROUP_AGENDA, LEADER, MEET, TASK, quarterly, tasks_of

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "group-convene": [YES, YES, RETURNED],
    "group-rsvp": [{"choice": "attend"}, ABSENT, {"choice": "leave"}],  # the last one says no reason
    "group-minutes-sign": [YES, YES, RETURNED],
    "group-notice-sign": [YES, YES, RETURNED],
}


class Play:
    """One meeting and what chance does to it."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.case_id: UUID = quarterly(office)

    def act(self) -> None:
        self.chance.choice([self.answers, self.answers, self.answers, self.time, self.absence, self.hands])()
        if self.chance.random() < 0.8:
            self.office.walk(self.case_id)
            before = keys(self.office, self.case_id)
            self.office.walk(self.case_id)
            assert keys(self.office, self.case_id) == before

    def reply(self, step: Step) -> dict[str, Any]:
        """What the script says, for days that are still to come."""
        calendar, today = self.office.bureau.law.calendar, self.office.clock.at.date()
        said = dict(reply_to(step, MEET) or {})
        if step.question == "group-agenda":
            said = GROUP_AGENDA | {"day": calendar.add(today, 3).isoformat()}
        if step.question in ("group-minutes", "group-notice"):
            said |= {"tasks": [TASK | {"due": calendar.add(today, 20).isoformat()}]}
        return said

    def answers(self) -> None:
        waiting = [step for step in self.office.steps(self.case_id) if step.takes_answers]
        if waiting:
            step = self.chance.choice(waiting)
            with suppress(Refused):
                self.office.answer(step, self.chance.choice(ANSWERS.get(step.question, [self.reply(step)])))

    def time(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=self.chance.randint(1, 4)))
        self.office.sweep()

    def absence(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            away = desk.session.exec(select(Absence).where(col(Absence.ended_at).is_(None), col(Absence.until) >= desk.today)).first()
            if away is None:
                record_absence(desk, officer_id=LEADER, since=desk.today, until=desk.today + timedelta(days=5), reason="Ốm")
            else:
                end_absence(desk, away)

    def hands(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            seat = self.chance.choice(["group_finance", "group_planning", "group_reform"])
            change_holder(desk, seat, self.chance.choice(["P26", "P27", "P28"]), desk.today)


@pytest.mark.parametrize("seed", range(4))
def test_a_meeting_of_the_group_is_sound_whatever_happens_to_it(office: Office, seed: int) -> None:
    play = Play(office, random.Random(seed))
    for _ in range(30):
        play.act()
        sound(office)
    for _ in range(150):
        if not office.case(play.case_id).is_open:
            break
        office.walk(play.case_id)
        asked = office.asked(play.case_id)
        for step in asked:
            with suppress(Refused):  # a draft that waited past its hour is returned
                office.answer(step, play.reply(step))
        for step in office.asked(play.case_id):
            if step in asked and "choice" in play.reply(step) and step.question in ("group-convene", "group-convocation-release"):
                with suppress(Refused):
                    office.answer(step, RETURNED)
        if not asked:
            office.wait(play.case_id)
    assert office.case(play.case_id).closed_at is not None
    assert all(step.state != StepState.OPEN for step in office.steps(play.case_id))
    for task in tasks_of(office, play.case_id):
        office.play(task.case_id, DONE)
        assert office.case(task.case_id).closed_at is not None
    sound(office)
