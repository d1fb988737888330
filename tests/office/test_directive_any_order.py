"""Whatever people, time and the issuer do to a directive, in whatever order: the same things always hold, and it can always be ended."""

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.directives import Ending
from models.errors import Refused
from models.steps import Step, StepState
from tasks.absences import end_absence, record_absence
from tasks.authorisation import authorise, take_back
from tasks.bureau import Desk
from tasks.directive_acts import Part, change, new_lead, split, stop
from tasks.directive_digest import send_digest
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, Office, sound
from tests.office.duties import ACCEPT, CONFIRMED, DONE, PROGRESS, RETURNED, SUBMIT, children, extensions, given, record

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "acknowledge": [ACCEPT],
    "report": [PROGRESS, SUBMIT, SUBMIT, {"choice": "extend"}],
    "standing-report": [{"choice": "progress", "done": "Vẫn thực hiện."}],
    "confirm": [CONFIRMED, RETURNED, RETURNED],
    "extension": [{"choice": "grant"}, {"choice": "refuse", "reason": "Đủ thời gian"}],
    "follow-up-first": [{"choice": "approve"}, {"choice": "decline", "reason": "Đã gọi điện"}],
    "follow-up-second": [{"choice": "approve"}],
    "ubnd-report": [{"choice": "approve"}],
}


class Play:
    """One directive and what chance does to it."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.case_id: UUID = given(office, lead_agency=chance.choice(["HGT", "STTTT", "UBND"]), due=date(2019, 9, 20))
        self.absent: Any = None

    def act(self) -> None:
        does = [
            self.answers,
            self.answers,
            self.answers,
            self.time,
            self.time,
            self.walks,
            self.twice,
            self.issuer,
            self.absence,
            self.sweeps,
        ]
        self.chance.choice(does)()
        if self.chance.random() < 0.8:
            self.walks()

    def walks(self) -> None:
        self.office.walk(self.case_id)

    def sweeps(self) -> None:
        self.office.sweep()
        with self.office.bureau.desk() as desk:
            send_digest(desk)

    def time(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=self.chance.choice([1, 1, 2, 5, 12])))
        self.sweeps()

    def some(self, *states: StepState) -> Step | None:
        found = [step for step in self.office.steps(self.case_id) if step.question in ANSWERS and step.state in states and step.officer_id]
        return self.chance.choice(found) if found else None

    def answers(self) -> None:
        step = self.some(StepState.OPEN, StepState.LAPSED)
        if step is None:
            return
        data = dict(self.chance.choice(ANSWERS[step.question]))
        if data["choice"] == "extend":
            later = self.office.bureau.law.calendar.add(max(step.due or self.office.clock.at.date(), self.office.clock.at.date()), 9)
            data |= {"new_due": later.isoformat(), "reason": "Chờ hướng dẫn"}
        with suppress(Unacceptable):
            self.office.answer(step, data)

    def twice(self) -> None:
        step = self.some(StepState.ANSWERED, StepState.WITHDRAWN)
        if step is not None:
            with pytest.raises(Refused):
                self.office.answer(step, ANSWERS[step.question][0])

    def issuer(self) -> None:
        if self.chance.random() < 0.6:
            return
        later = self.office.bureau.law.calendar.add(self.office.clock.at.date(), self.chance.choice([5, 20]))
        part = Part(f"Việc {self.chance.random()}", "SNV", later)
        with suppress(Refused), self.office.bureau.desk() as desk:
            self.word(desk, part)

    def word(self, desk: Desk, part: Part) -> None:
        case = desk.case(self.case_id)
        match self.chance.choice(["change", "change", "lead", "lead", "stop", "split", "authorise", "take back"]):
            case "authorise":
                seat = self.chance.choice(["deputy_chair_1", "standing_member", "ubnd_chair"])
                authorise(desk, case, seat, f"Công văn số {self.chance.randint(1, 99)}", officer_id=CHAIR)
            case "take back":
                take_back(desk, case, reason="Tự quyết định", officer_id=CHAIR)
            case "change":
                change(desk, case, part, reason="Điều chỉnh", officer_id=CHAIR)
            case "lead":
                new_lead(desk, case, self.chance.choice(["SNV", "HGT", "STTTT"]), reason="Chuyển", officer_id=CHAIR)
            case "stop":
                stop(desk, case, reason="Dừng", officer_id=CHAIR)
            case "split":
                split(desk, case, [part, part], reason="Tách", officer_id=CHAIR)

    def absence(self) -> None:
        with self.office.bureau.desk() as desk:
            if self.absent is None:
                until = desk.today + timedelta(days=3)
                self.absent = record_absence(desk, officer_id=CHAIR, since=desk.today, until=until, reason="Công tác")
            else:
                end_absence(desk, desk.session.merge(self.absent))
                self.absent = None

    def holds(self) -> None:
        sound(self.office)
        duty = record(self.office, self.case_id)
        assert duty.due_original == date(2019, 9, 20)
        steps = self.office.steps(self.case_id)
        open_now = Counter(step.question for step in steps if step.state == StepState.OPEN)
        assert all(count == 1 for question, count in open_now.items() if question in ("report", "confirm", "extension"))
        assert not (open_now["report"] and open_now["confirm"])
        assert sum(asked.decided_at is None for asked in extensions(self.office, self.case_id)) <= 1
        if self.office.case(self.case_id).closed_at is not None:
            assert duty.ending is not None
        if duty.ending == Ending.CONFIRMED:
            assert any(step.question == "confirm" and step.state == StepState.ANSWERED for step in steps)
        assert bool(children(self.office, self.case_id)) == (duty.ending == Ending.SPLIT)
        keys = [letter.key for letter in self.office.letters(self.case_id)]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_the_same_things_hold_and_it_can_be_ended(office: Office, seed: int) -> None:
    play = Play(office, random.Random(seed))
    for _ in range(25):
        play.act()
        play.holds()
    office.play(play.case_id, DONE | {name: said[0] for name, said in ANSWERS.items() if name not in DONE})
    assert record(office, play.case_id).ending is not None
    play.holds()
