"""Whatever people and time do to a written consultation, in whatever order: the same things always hold, and it can always be ended."""

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
from tests.office.cast import CHAIR, RETURNED, YES, Office, keys, reply_to, sound
from tests.office.polls import AGREE, COMMENT, DISAGREE, POLL, begun, heard, record, says
from tests.office.test_consultation import BACK

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "opinion": [AGREE, COMMENT, DISAGREE, says("agree")],  # the last one is not whole
    "consultation-sign": [YES, YES, RETURNED],
    "summary-review": [YES, YES, RETURNED],
    "summary-sign": [YES, YES, RETURNED],
    "consultation-decision": [YES, YES, BACK],
}


class Play:
    """One consultation and what chance does to it."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.case_id: UUID = begun(office, decider=chance.choice(["chair", "deputy_chair_1", "standing_member"]))

    def act(self) -> None:
        self.chance.choice([self.answers, self.answers, self.answers, self.time, self.walks, self.absence, self.hands])()
        if self.chance.random() < 0.8:
            self.walks()

    def walks(self) -> None:
        self.office.walk(self.case_id)
        before = keys(self.office, self.case_id)
        self.office.walk(self.case_id)
        assert keys(self.office, self.case_id) == before

    def reply(self, step: Step) -> dict[str, Any]:
        if step.question == "opinion-summary":
            refs = [voice.ref for voice in heard(self.office, self.case_id) if voice.is_comment]
            rows = [{"of": ref, "handling": self.chance.choice(["taken-up", "explained"]), "note": "Đã rõ."} for ref in refs]
            return {"choice": "submit", "proposal": "Ban hành.", "handled": rows}
        return dict(self.chance.choice(ANSWERS.get(step.question) or [dict(reply_to(step, POLL) or {})]))

    def answers(self) -> None:
        waiting = [step for step in self.office.steps(self.case_id) if step.takes_answers]
        if waiting:
            step = self.chance.choice(waiting)
            with suppress(Refused):
                self.office.answer(step, self.reply(step))

    def time(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=self.chance.randint(1, 4)))
        self.office.sweep()

    def absence(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            away = desk.session.exec(select(Absence).where(col(Absence.ended_at).is_(None), col(Absence.until) >= desk.today)).first()
            if away is None:
                record_absence(desk, officer_id=CHAIR, since=desk.today, until=desk.today + timedelta(days=5), reason="Ốm")
            else:
                end_absence(desk, away)

    def hands(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            change_holder(desk, self.chance.choice(["member_yt", "member_gd"]), self.chance.choice(["P19", "P20", "P21"]), desk.today)


@pytest.mark.parametrize("seed", range(6))
def test_a_consultation_is_sound_whatever_happens_to_it(office: Office, seed: int) -> None:
    play = Play(office, random.Random(seed))
    for _ in range(30):
        play.act()
        sound(office)
    for _ in range(200):
        if not office.case(play.case_id).is_open:
            break
        office.walk(play.case_id)
        for step in office.asked(play.case_id):
            with suppress(Refused):
                office.answer(step, play.reply(step) if step.question == "opinion-summary" else reply_to(step, POLL) or {})
        if not office.asked(play.case_id):
            office.wait(play.case_id)
    assert office.case(play.case_id).closed_at is not None
    assert record(office, play.case_id).outcome in ("approve", "decline")
    said = heard(office, play.case_id)
    assert len({voice.ref for voice in said}) == len(said)
    assert all(step.state != StepState.OPEN for step in office.steps(play.case_id))
    sound(office)
