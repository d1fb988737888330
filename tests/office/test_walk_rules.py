"""The rules of the walk: a flow branches only on what its verbs returned, and walking twice changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from flows.process.walk import walk_at
from models.people import Absence, Holding
from models.steps import Step
from regulation import Law
from regulation.calendar import WorkingCalendar
from tasks.bureau import Desk
from tasks.office import Office as Desktop
from tasks.verbs import ask, fix
from tasks.who import Role
from tests.office.cast import AGENDA, CHAIR, LEAVE, PROMPT, PROXY, RETURNED, YES, Office, keys, reply_to
from tests.office.trial import Trial

GOLDEN = Path(__file__).parent / "golden" / "board_meeting_v1.txt"

# Everybody returns once, one member is away, one sends a proxy, one keeps silent.
HARD: dict[str, Any] = PROMPT | {
    "agenda": AGENDA,
    "agenda-review": [RETURNED, YES],
    "convene": [YES, RETURNED, YES],
    "invitation-sign": [YES, YES, RETURNED, YES],
    "minutes-sign": [RETURNED, YES],
    "notice-content": [RETURNED, YES],
    "notice-sign": [YES, RETURNED, YES],
    "rsvp/member_yt": LEAVE,
    "rsvp/member_gd": PROXY,
    "rsvp/member_tc": None,
}

MILD = PROMPT | {"convene": [RETURNED, YES], "rsvp/member_yt": LEAVE, "rsvp/member_gd": PROXY, "rsvp/member_tc": None}


class Undone(Exception):
    """The walk was only tried."""


def world_without_anybody(desk: Desk) -> None:
    desk.session.execute(text("DELETE FROM holding"))


def world_turned_round(desk: Desk) -> None:
    """Every seat with another holder, the chair away, the meeting's record as it was."""
    holdings = list(desk.session.exec(select(Holding).order_by(col(Holding.seat_id))))
    officers = [one.officer_id for one in holdings]
    for one, officer in zip(holdings, officers[3:] + officers[:3], strict=True):
        one.officer_id = officer
        desk.session.add(one)
    desk.session.add(Absence(officer_id=CHAIR, since=desk.today, until=desk.today, reason="ốm", recorded_at=desk.now))
    desk.session.flush()


class ShortWeeks(WorkingCalendar):
    """No Wednesdays any more."""

    def _work_out(self, year: int) -> Any:
        plain = super()._work_out(year)
        working = tuple(day for day in plain.working if day.weekday() != 2)
        return replace(plain, working=working, members=frozenset(working))


def other_law(law: Law) -> Law:
    rules = {name: rule.model_copy(update={"days": rule.days + 1}) if rule.unit == "working" else rule for name, rule in law.rules.items()}
    return law.model_copy(update={"rules": rules, "calendar": ShortWeeks(law.calendar._overlay)})


def tried(office: Office, case_id: UUID, change: Callable[[Desk], None], law: Law, later: timedelta) -> tuple[set[str], bool]:
    """Where a walk in a changed world would come to; nothing of it remains."""
    found: tuple[set[str], bool] = (set(), False)
    office.clock.move(office.clock.at + later)
    try:
        with replace(office.bureau, law=law).desk() as desk:
            change(desk)
            ended = walk_at(desk, case_id, registry=office.registry).waiting is None
            found = set(desk.session.exec(select(Step.key).where(col(Step.case_id) == case_id))), ended
            raise Undone
    except Undone:
        pass
    finally:
        office.clock.move(office.clock.at - later)
    return found


@pytest.mark.parametrize("script", [PROMPT, HARD], ids=["prompt", "hard"])
def test_every_prefix_of_the_meeting_leads_to_the_same_keys_whatever_roster_law_and_clock_say(
    office: Office, script: dict[str, Any]
) -> None:
    case_id, law = office.open(), office.bureau.law
    strange = other_law(law)
    for _ in range(120):
        # Time itself may close a gather, and does so by its row; it is moved where only a person's answer can move the case.
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


def test_the_keys_of_the_meeting_are_those_of_its_version(office: Office) -> None:
    """Fails on a change of the line: declare a new version of the process and keep the old code beside it, then write a new list."""
    case_id = office.open()
    office.play(case_id, HARD)
    assert (office.case(case_id).process, office.case(case_id).version) == ("board_meeting", 1)
    assert keys(office, case_id) == GOLDEN.read_text().split()


def test_walking_again_changes_nothing(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    office.walk(case_id)
    before = keys(office, case_id), len(office.letters()), office.walk(case_id)
    for _ in range(3):
        assert (keys(office, case_id), len(office.letters()), office.walk(case_id)) == before


def test_what_a_deed_saw_comes_back_as_json_gives_it_even_to_the_walk_that_saw_it(trial_office: Office, trial: Trial) -> None:
    seen: list[Any] = []

    def line(office: Desktop) -> None:
        seen.append(fix(office, trial.seen, lambda: {"pair": ("a", "b"), 1: None}))
        ask(office, Role.SECRETARY, for_=trial.plain)

    case_id = trial_office.open(trial.process(line))
    trial_office.walk(case_id)
    trial_office.walk(case_id)
    assert seen == [{"pair": ["a", "b"], "1": None}] * 2
