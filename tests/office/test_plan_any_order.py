"""Whatever people and time do to a year's plans, in whatever order: the same things always hold, and they are issued in the end."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.directives import Directive
from models.errors import Refused
from models.people import Absence
from models.plans import Origin, PlanLine
from models.steps import Step
from tasks.absences import end_absence, record_absence
from tasks.acts import change_holder
from tasks.morning import morning
from tasks.office import plan_of
from tests.office.cast import CHAIR, RETURNED, TAKEN, YES, Office, keys, reply_to, sound, together
from tests.office.planning import HARD, PLANNING, SENT_BACK, SIGNED, add, lines, papers_of, plan, planned

VERDICTS = [YES, YES, YES, RETURNED]
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "plan-proposal": [{"choice": "none"}, {"choice": "propose"}],  # the last one is not whole
    "plan-call-sign": VERDICTS,
    "plan-opinions-sign": VERDICTS,
    "plan-submit": VERDICTS,
    "plan-sign": VERDICTS,
    "plan-submit-release": [TAKEN, TAKEN, SENT_BACK],
    "plan-release": [SIGNED, SIGNED, SENT_BACK],
}
NEVER = {
    "a duty of the plan has one directive": "SELECT count(*) FROM (SELECT directive_id FROM planline WHERE directive_id IS NOT NULL "
    "GROUP BY plan_id, directive_id HAVING count(*) > 1) twice",
    "what is issued has all of its papers": "SELECT count(*) FROM plan p WHERE issued_on IS NOT NULL AND 3 <> (SELECT count(*) FROM paper "
    "WHERE case_id = p.case_id AND issued_at IS NOT NULL AND matrix IN ('work_programme', 'work_plan', 'inspection_plan'))",
}


class Play:
    """One year's plans and what chance does to them."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.case_id: UUID = planned(office)

    def act(self) -> None:
        self.chance.choice([*[self.answers] * 4, self.time, self.walks, self.absence, self.hands, self.edits, self.morning])()
        if self.chance.random() < 0.8:
            self.walks()
        self.holds()

    def holds(self) -> None:
        sound(self.office)
        with self.office.bureau.reading_desk() as desk:
            for why, query in NEVER.items():
                assert desk.session.execute(text(query)).scalar_one() == 0, why

    def walks(self) -> None:
        self.office.walk(self.case_id)
        before = keys(self.office, self.case_id)
        self.office.walk(self.case_id)
        assert keys(self.office, self.case_id) == before

    def reply(self, step: Step) -> dict[str, Any]:
        return dict(self.chance.choice(ANSWERS.get(step.question) or [dict(reply_to(step, PLANNING) or {})]))

    def answers(self) -> None:
        waiting = [step for step in self.office.steps(self.case_id) if step.takes_answers]
        for step in waiting if len(waiting) > 5 else waiting[:1]:
            with suppress(Refused):
                self.office.answer(step, self.reply(step))

    def time(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=self.chance.randint(1, 9)))
        self.office.sweep()

    def morning(self) -> None:
        with self.office.bureau.desk() as desk:
            morning(desk)

    def edits(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            found = desk.session.exec(
                select(PlanLine).where(
                    col(PlanLine.plan_id) == plan_of(desk, desk.case(self.case_id)).id, col(PlanLine.origin) == Origin.ADDED
                )
            ).all()
            if found and plan_of(desk, desk.case(self.case_id)).issued_on is None:
                found[0].product = self.chance.choice(["Báo cáo", "Tờ trình", ""])
                desk.session.add(found[0])

    def absence(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            away = desk.session.exec(select(Absence).where(col(Absence.ended_at).is_(None), col(Absence.until) >= desk.today)).first()
            if away is None:
                reserved = self.chance.choice([[], ["Đ3.1c"]])
                until = desk.today + timedelta(days=5)
                record_absence(desk, officer_id=CHAIR, since=desk.today, until=until, reason="Ốm", reserved=reserved, delegation="12/UQ")
            else:
                end_absence(desk, away)

    def hands(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            change_holder(desk, self.chance.choice(["secretary", "member_gd"]), self.chance.choice(["P19", "P20", "P21"]), desk.today)


@pytest.mark.parametrize("seed", range(3))
def test_a_years_plans_are_sound_whatever_happens_to_them(office: Office, seed: int) -> None:
    play = Play(office, random.Random(seed))
    for _ in range(30):
        play.act()
    with office.bureau.desk() as desk:
        for away in desk.session.exec(select(Absence).where(col(Absence.ended_at).is_(None))):
            end_absence(desk, away)
    office.play(play.case_id, PLANNING)
    play.holds()
    assert plan(office, play.case_id).issued_on is not None
    born = [line for line in lines(office, play.case_id) if line.is_duty and line.origin != Origin.CALENDAR]
    with office.bureau.reading_desk() as desk:
        assert {line.directive_id for line in born} == set(desk.session.exec(select(Directive.id)))


def test_two_walkers_of_a_years_plans_open_each_step_once_and_give_each_duty_once(office: Office) -> None:
    case_id = planned(office)
    add(office, case_id, "Việc thứ hai.")
    for _ in range(60):
        together(*[lambda: office.walk(case_id)] * 2)
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, HARD)) is not None]
        for step, data in told:
            office.answer(step, data) if len(told) > 3 else together(
                lambda step=step, data=data: office.answer(step, data), lambda: office.walk(case_id)
            )
        if not told:
            office.wait(case_id)
            together(office.sweep, office.sweep)
        if not office.case(case_id).is_open:
            break
    sound(office)
    assert len(keys(office, case_id)) == len(set(keys(office, case_id)))
    numbers = sorted(paper.notation for paper in papers_of(office, case_id) if paper.issued_at and paper.kind in ("KH", "CTr"))
    assert numbers == ["01/CTr-BCĐ", "01/KH-BCĐ", "02/KH-BCĐ"]
    with office.bureau.reading_desk() as desk:
        assert len(desk.session.exec(select(Directive.id)).all()) == 3
