"""The walk of a request for spending: branches only on what its verbs returned, in any order, by two walkers, under its own keys."""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from models.errors import Refused
from models.funding import FundingEnding
from models.steps import Step, StepState
from tasks.absences import end_absence, record_absence
from tests.office.cast import YES, Office, keys, reply_to, sound, together
from tests.office.money import (
    ALL_NORMS,
    BACK,
    CONSENT,
    NO_NORM,
    ONE_NORM,
    REGIME,
    SUBMIT,
    asked_for,
    assign,
    by_round,
    by_turn,
    decision,
    given,
    put_before_council,
    record,
    replied,
    resolved,
)
from tests.office.test_walk_rules import other_law, tried, world_turned_round, world_without_anybody
from tests.office.trial import hand_over

GOLDEN = Path(__file__).parent / "golden" / "special_funding_v1.txt"
# Everybody returns once, papers come back, Sở Tài chính asks for more and then disagrees; at last the UBND decides.
HARD: dict[str, Any] = CONSENT | {
    "funding-norms": by_round(BACK, ONE_NORM),
    "funding-letter-sign": by_round(YES, BACK, YES),
    "funding-letter-release": by_turn(BACK, given),
    "funding-opinion": by_turn(replied("supplement"), replied("disagree")),
    "funding-disagreed": by_round({}, {}, {"choice": "revise", "reason": "Giảm mức chi"}, CONSENT["funding-disagreed"]),
    "funding-submission-release": by_turn(BACK, given),
    "funding-province": by_round({}, {}, {}, BACK, YES),
}
COUNCIL = REGIME | {"funding-resolution": by_turn({"choice": "postponed", "reason": "Kỳ họp sau"}, resolved)}
SCRIPTS = {
    "consent": CONSENT,
    "hard": HARD,
    "council": COUNCIL,
    "ordinary": CONSENT | {"funding-norms": ALL_NORMS},
    "dropped": CONSENT | {"funding-opinion": replied("disagree"), "funding-disagreed": {"choice": "drop", "reason": "Chưa cần"}},
}


def opened(office: Office) -> UUID:
    assign(office)
    return asked_for(office)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_every_prefix_leads_to_the_same_keys_whatever_roster_law_and_clock_say(office: Office, script: dict[str, Any]) -> None:
    case_id, law = opened(office), office.bureau.law
    strange = other_law(law)
    for _ in range(80):
        seen = [
            tried(office, case_id, world_without_anybody, strange, -timedelta(days=200)),
            tried(office, case_id, world_turned_round, law, timedelta(days=200)),
        ]
        outcome = office.walk(case_id)
        now = set(keys(office, case_id)), outcome.waiting is None
        assert seen == [now, now]
        if outcome.waiting is None:
            break
        (step,) = office.asked(case_id)
        office.answer(step, reply_to(step, script) or {})
    assert office.case(case_id).closed_at is not None


def test_the_keys_of_a_request_are_those_of_its_version(office: Office) -> None:
    """Fails on a change of the line: declare a new version of the process and keep the old code beside it, then write a new list."""
    case_id = opened(office)
    office.play(case_id, HARD)
    assert keys(office, case_id) == GOLDEN.read_text().split()


def test_walking_again_changes_nothing(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "funding-supplement", HARD)
    before = keys(office, case_id), len(office.letters()), office.walk(case_id)
    for _ in range(3):
        assert (keys(office, case_id), len(office.letters()), office.walk(case_id)) == before


@pytest.mark.parametrize("seed", range(2))
def test_two_walkers_at_once_open_each_step_once_and_decide_once(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    case_id = opened(office)
    for _ in range(60):
        together(*[lambda: office.walk(case_id)] * chance.choice((2, 3)))
        if not office.case(case_id).is_open:
            break
        (step,) = office.asked(case_id)
        data = reply_to(step, HARD if seed else CONSENT) or {}
        together(lambda step=step, data=data: office.answer(step, data), lambda: office.walk(case_id))
    sound(office)
    assert record(office, case_id).ending == FundingEnding.APPROVED
    assert len(keys(office, case_id)) == len(set(keys(office, case_id)))


ANSWERS: dict[str, list[Any]] = {
    "funding-draft": [SUBMIT, SUBMIT, SUBMIT, {"choice": "withdraw", "reason": "Thôi"}],
    "funding-norms": [NO_NORM, NO_NORM, ONE_NORM, BACK],
    "funding-letter-sign": [YES, YES, BACK],
    "funding-letter-release": [given, given, BACK],
    "funding-opinion": [replied("agree"), replied("beyond"), replied("regime"), replied("supplement"), replied("disagree")],
    "funding-supplement": [CONSENT["funding-supplement"]],
    "funding-disagreed": [CONSENT["funding-disagreed"], {"choice": "revise", "reason": "Giảm"}, {"choice": "drop", "reason": "Thôi"}],
    "funding-decision-sign": [YES, BACK],
    "funding-decision-release": [given, BACK],
    "funding-submission-sign": [YES, BACK],
    "funding-submission-release": [given, BACK],
    "funding-province": [YES, BACK],
    "funding-province-release": [given, BACK],
    "funding-council": [put_before_council, BACK],
    "funding-resolution": [resolved, {"choice": "postponed", "reason": "Kỳ họp sau"}],
}
SEATS = ["deputy_group_leader_1", "secretary", "head_stc", "head_stttt", "group_centre"]
PEOPLE = ["P18", "P16", "P22", "P07", "P04", "P30", "P19"]


class Play:
    """One request and what chance does to it."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        assign(office, chance.choice([10_000_000, 100_000_000]))
        self.case_id: UUID = asked_for(office, by=chance.choice(["P18", "P16", "P22"]))
        self.absent: Any = None

    def act(self) -> None:
        does = [self.answers] * 5 + [self.time, self.time, self.twice, self.hands, self.absence]
        self.chance.choice(does)()
        if self.chance.random() < 0.8:
            self.office.walk(self.case_id)

    def answers(self) -> None:
        for step in self.office.asked(self.case_id):
            said = self.chance.choice(ANSWERS[step.question])
            with suppress(Refused):  # his own hand, or a day before its letter
                self.office.answer(step, said(step) if callable(said) else said)

    def twice(self) -> None:
        done = [step for step in self.office.steps(self.case_id) if step.question in ANSWERS and step.state == StepState.ANSWERED]
        if done:
            step = self.chance.choice(done)
            said = ANSWERS[step.question][0]
            with pytest.raises(Refused):
                self.office.answer(step, said(step) if callable(said) else said)

    def time(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=self.chance.choice([1, 2, 5, 12])))
        self.office.sweep()

    def hands(self) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=1))
        with suppress(Refused):
            hand_over(self.office, self.chance.choice(SEATS), self.chance.choice(PEOPLE))

    def absence(self) -> None:
        with self.office.bureau.desk() as desk:
            if self.absent is None:
                until = desk.today + timedelta(days=3)
                officer = self.chance.choice(["P01", "P04", "P07"])
                self.absent = record_absence(desk, officer_id=officer, since=desk.today, until=until, reason="Công tác")
            else:
                with suppress(Refused):
                    end_absence(desk, desk.session.merge(self.absent))
                self.absent = None

    def holds(self) -> None:
        sound(self.office)
        steps = self.office.steps(self.case_id)
        assert max(Counter(step.state == StepState.OPEN for step in steps)[True], 0) <= 1  # one thing at a time is asked about money
        ruled, request = decision(self.office, self.case_id), record(self.office, self.case_id)
        assert (request.ending == FundingEnding.APPROVED) <= (ruled is not None)
        if ruled is not None:
            self.decided_by_a_person(steps)

    def decided_by_a_person(self, steps: list[Step]) -> None:
        """Behind each decision stands a signed paper, Sở Tài chính's own word, and somebody who did not draft it."""
        answered = {step.question: step for step in steps if step.state == StepState.ANSWERED and step.officer_id is not None}
        drafted = {
            step.officer_id for step in steps if step.question in ("funding-draft", "funding-supplement") and step.state == "answered"
        }
        assert "funding-opinion" in answered
        for question in ("funding-decision-sign", "funding-province", "funding-resolution", "funding-norms", "funding-opinion"):
            if question in answered and answered[question].about.get("round") == record(self.office, self.case_id).round:
                assert answered[question].officer_id not in drafted


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_the_same_things_hold(office: Office, seed: int) -> None:
    play = Play(office, random.Random(seed))
    for _ in range(30):
        play.act()
        play.holds()
