"""Two at once, and things that happen while a walk is under way: no step twice, nothing lost, nothing left over."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from flows.process.walk import open_period, walk
from tasks.acts import NEW_TIME, Doing, act
from tasks.casework import CaseEnded, cancel_case
from tasks.office import Office as Desktop
from tasks.office import Unseen
from tasks.questions import Deed
from tasks.verbs import ask, fix
from tasks.who import Role
from tests.office import reports
from tests.office.cast import LEAVE, PROMPT, PROXY, RETURNED, TAKEN, YES, Office, keys, reply_to, sound, together
from tests.office.groups import MEET, quarterly, tasks_of
from tests.office.polls import POLL, begun
from tests.office.trial import Trial

MILD = PROMPT | {"convene": [RETURNED, YES], "rsvp/member_yt": LEAVE, "rsvp/member_gd": PROXY, "rsvp/member_tc": None}


@pytest.mark.parametrize("seed", range(2))
def test_two_walkers_at_once_open_each_step_once(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    case_id = office.open()
    for _ in range(80):
        together(*[lambda: office.walk(case_id)] * chance.choice((2, 3)))
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, MILD)) is not None]
        chance.shuffle(told)
        for step, data in told[: chance.choice((1, 2, 9))]:
            together(lambda step=step, data=data: office.answer(step, data), lambda: office.walk(case_id))
        if not told:
            office.wait(case_id)
            together(office.sweep, office.sweep)
        if not office.case(case_id).is_open:
            break
    sound(office)
    assert len(keys(office, case_id)) == 96  # as many as one walker alone opens
    with office.bureau.reading_desk() as desk:
        numbers = desk.session.execute(text("SELECT kind, number FROM paper WHERE number IS NOT NULL ORDER BY kind")).all()
        ended = desk.session.execute(text('SELECT count(*) FROM journal WHERE body LIKE \'%"act":"case.close"%\'')).scalar_one()
    assert numbers == [("BB", 1), ("GM", 1), ("TB", 1)]
    assert ended == 1


def test_two_walkers_of_a_written_consultation_open_each_step_once(office: Office) -> None:
    case_id = begun(office)
    script = POLL | {"summary-sign": [RETURNED, YES], "opinion/member_tc": None}
    for _ in range(40):
        together(*[lambda: office.walk(case_id)] * 2)
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, script)) is not None]
        for step, data in told:
            together(lambda step=step, data=data: office.answer(step, data), lambda: office.walk(case_id))
        if not told:
            office.wait(case_id)
            together(office.sweep, office.sweep)
        if not office.case(case_id).is_open:
            break
    sound(office)
    assert len(keys(office, case_id)) == len(set(keys(office, case_id))) == 20
    with office.bureau.reading_desk() as desk:
        numbers = desk.session.execute(text("SELECT kind, number FROM paper WHERE number IS NOT NULL ORDER BY kind")).all()
    assert numbers == [("BC", 1), ("CV", 1)]


def test_two_walkers_ask_thirty_seven_agencies_once_each(office: Office) -> None:
    office.move_to(reports.ASKED)
    case_id = office.open("quarterly_report")
    office.play_to(case_id, "data-call-release", reports.CALLED)
    office.answer(office.step(case_id, "data-call-release/1"), TAKEN)
    together(*[lambda: office.walk(case_id)] * 3)
    assert len(office.asked(case_id)) == reports.AGENCIES
    step = office.step(case_id, "figures/head_syt")
    together(lambda: office.answer(step, reports.figures(step, I01={})), lambda: office.walk(case_id), lambda: office.walk(case_id))
    office.play_to(case_id, "quarterly-draft", reports.PATCHY)
    sound(office)
    assert len(keys(office, case_id)) == len(set(keys(office, case_id)))
    assert [len(reports.versions(office, case_id, code)) for code in ("SYT", "HGT")] == [2, 0]  # the explanation corrected it


def test_two_walkers_of_a_meeting_of_the_group_open_each_step_once_and_give_each_task_once(office: Office) -> None:
    case_id = quarterly(office)
    for _ in range(60):
        together(*[lambda: office.walk(case_id)] * 2)
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, MEET)) is not None]
        for step, data in told[:2]:
            together(lambda step=step, data=data: office.answer(step, data), lambda: office.walk(case_id))
        if not told:
            office.wait(case_id)
            together(office.sweep, office.sweep)
        if not office.case(case_id).is_open:
            break
    sound(office)
    assert [task.seq for task in tasks_of(office, case_id)] == [1, 2]
    with office.bureau.reading_desk() as desk:
        numbers = desk.session.execute(text("SELECT kind, number FROM paper WHERE number IS NOT NULL ORDER BY kind")).all()
    assert numbers == [("BB", 1), ("CV", 1), ("TB", 1)]


class Between(Unseen):
    """Something happens in another transaction while a deed of this walk is being done, once."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.waiting = [happens]

    def perform(self, key: str, deed: Deed, act: Callable[[], Any]) -> Any:
        while self.waiting:
            self.waiting.pop()()
        return act()


@pytest.fixture
def line_of_two(trial: Trial) -> str:
    def seen_then_asked(office: Desktop) -> None:
        fix(office, trial.seen, lambda: 1)
        ask(office, Role.SECRETARY, for_=trial.asked)

    return trial.process(seen_then_asked)


def test_an_act_that_comes_while_a_walk_is_under_way_is_walked_with(trial_office: Office, line_of_two: str) -> None:
    case_id = trial_office.open(line_of_two)

    def new_time() -> None:
        with trial_office.bureau.desk() as desk:
            act(desk, case_id, Doing(NEW_TIME, "Bão", None), why="Bão")

    walk(trial_office.bureau, case_id, Between(new_time), trial_office.registry)
    assert [step.key for step in trial_office.asked(case_id)] == ["trial-asked@1"]
    assert len(trial_office.letters()) == 1


def test_a_cancellation_that_comes_while_a_walk_is_under_way_leaves_nothing_open(trial_office: Office, line_of_two: str) -> None:
    case_id = trial_office.open(line_of_two)

    def cancel() -> None:
        with trial_office.bureau.desk() as desk:
            cancel_case(desk, case_id, "Không họp")

    outcome = walk(trial_office.bureau, case_id, Between(cancel), trial_office.registry)
    assert outcome.cancelled
    assert trial_office.steps(case_id) == []
    assert trial_office.letters() == []


def test_an_answer_that_comes_while_a_walk_is_under_way_has_the_case_walked_again(trial_office: Office, trial: Trial) -> None:
    def two(office: Desktop) -> None:
        ask(office, Role.SECRETARY, for_=trial.plain)
        fix(office, trial.seen, lambda: 1)
        ask(office, Role.STANDING_MEMBER, for_=trial.asked)

    case_id = trial_office.open(trial.process(two))
    trial_office.walk(case_id)
    trial_office.answer(trial_office.step(case_id, "trial-plain"), YES)

    def stirred() -> None:
        with trial_office.bureau.desk() as desk:
            desk.session.execute(text('UPDATE "case" SET stirred = stirred + 1'))

    walk(trial_office.bureau, case_id, Between(stirred), trial_office.registry)
    assert trial_office.case(case_id).walked < trial_office.case(case_id).stirred
    trial_office.walk(case_id)
    assert trial_office.case(case_id).walked == trial_office.case(case_id).stirred


def test_two_open_a_period_at_once_and_get_the_same_case(office: Office) -> None:
    opened: list[tuple[UUID, bool]] = []

    def work() -> None:
        with office.bureau.desk() as desk:
            case, new = open_period(desk, "board_meeting", "2019-Q4")
        opened.append((case.id, new))

    together(*[work] * 4)
    assert len({case_id for case_id, _ in opened}) == 1
    assert [new for _, new in opened].count(True) == 1


def test_an_ended_case_takes_no_act(trial_office: Office, line_of_two: str) -> None:
    case_id = trial_office.open(line_of_two)
    with trial_office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Không họp")
    with pytest.raises(CaseEnded), trial_office.bureau.desk() as desk:
        act(desk, case_id, Doing(NEW_TIME, "Bão", None), why="Bão")
    with pytest.raises(CaseEnded), trial_office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Lại hủy")
