"""The walk of a directive: it branches only on what its verbs returned, and its keys are those of its version."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.steps import Step
from tests.office.cast import Office, keys, reply_to
from tests.office.duties import CONFIRMED, DONE, EXTEND, PROGRESS, RETURNED, SUBMIT, given
from tests.office.test_walk_rules import other_law, tried, world_turned_round, world_without_anybody

GOLDEN = Path(__file__).parent / "golden" / "directive_v1.txt"


def by_round(*said: dict[str, Any]) -> Any:
    """What is said in the first round, the second, …"""

    def told(step: Step) -> dict[str, Any]:
        return said[min(int(step.key.partition("/")[2]), len(said)) - 1]

    return told


HARD = DONE | {"report": by_round(PROGRESS, EXTEND, SUBMIT, SUBMIT), "confirm": by_round({}, {}, RETURNED, CONFIRMED)}


@pytest.mark.parametrize("script", [DONE, HARD, HARD | {"acknowledge": None}], ids=["prompt", "hard", "silent at first"])
def test_every_prefix_leads_to_the_same_keys_whatever_roster_law_and_clock_say(office: Office, script: dict[str, Any]) -> None:
    case_id, law = given(office), office.bureau.law
    strange = other_law(law)
    for _ in range(60):
        by_time = any(step.kind == "gather" and step.state == "open" for step in office.steps(case_id))
        hours = timedelta(0) if by_time else timedelta(days=200)
        seen = [
            tried(office, case_id, world_without_anybody, strange, -hours),
            tried(office, case_id, world_turned_round, law, hours),
        ]
        outcome = office.walk(case_id)
        now = set(keys(office, case_id)), outcome.waiting is None
        assert seen == [now, now]
        if outcome.waiting is None:
            break
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, script)) is not None]
        for step, data in told[:1]:
            office.answer(step, data)
        if not told:
            office.wait(case_id)
    assert office.case(case_id).closed_at is not None


def test_the_keys_of_a_directive_are_those_of_its_version(office: Office) -> None:
    """Fails on a change of the line: declare a new version of the process and keep the old code beside it, then write a new list."""
    case_id = given(office)
    office.play(case_id, HARD | {"acknowledge": None})
    assert keys(office, case_id) == GOLDEN.read_text().split()


def test_walking_again_changes_nothing(office: Office) -> None:
    case_id = given(office)
    office.play_to(case_id, "confirm", DONE)
    before = keys(office, case_id), len(office.letters()), office.walk(case_id)
    for _ in range(3):
        assert (keys(office, case_id), len(office.letters()), office.walk(case_id)) == before
