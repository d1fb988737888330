"""The rules of the walk: what a flow may branch on, two walkers at once, children, versions."""

import contextlib
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from flows.process import NoSuchVersion
from flows.process.walk import open_period, orphans, walk, walk_at
from models.cases import Case
from models.people import Absence, Holding
from models.steps import Step
from regulation import Law
from regulation.calendar import WorkingCalendar
from tasks.acts import NEW_TIME, Doing, act
from tasks.bureau import Desk
from tasks.casework import CaseEnded, NewCase, cancel_case, open_case
from tasks.office import Office as Desktop
from tasks.office import Unseen
from tasks.questions import Deed
from tasks.verbs import ask, fix
from tasks.who import Role
from tests.office.cast import AGENDA, CHAIR, LEAVE, PROMPT, PROXY, RETURNED, YES, Office, keys, reply_to, sound
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
            tried(office, case_id, world_without_anybody, law, timedelta(0)),
            tried(office, case_id, world_turned_round, strange, hours),
            tried(office, case_id, lambda desk: None, strange, -hours),
        ]
        outcome = office.walk(case_id)
        now = set(keys(office, case_id)), outcome.waiting is None
        assert seen == [now, now, now]
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


def together(*works: Callable[[], object]) -> None:
    """Run at the same moment, each in its own thread; whatever one raises is raised here."""
    start, broken = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread has nobody to raise to; the test raises it below
            broken.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]


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
    assert len(keys(office, case_id)) == 29  # as many as one walker alone opens
    with office.bureau.reading_desk() as desk:
        numbers = desk.session.execute(text("SELECT kind, number FROM paper ORDER BY kind")).all()
        ended = desk.session.execute(text('SELECT count(*) FROM journal WHERE body LIKE \'%"act":"case.close"%\'')).scalar_one()
    assert numbers == [("GM", 1), ("TB", 1)]
    assert ended == 1


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


def born(desk: Desk, parent: UUID) -> tuple[Case, bool]:
    return open_case(desk, NewCase("directive", "Nhiệm vụ 1", parent_id=parent, birth_key="conclusion/1"))


def test_a_case_born_of_a_case_exists_exactly_if_its_parents_transaction_does(office: Office) -> None:
    parent = office.open()
    with contextlib.suppress(Undone), office.bureau.desk() as desk:
        born(desk, parent)
        raise Undone
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Case.id)).all() == [parent]
    with office.bureau.desk() as desk:
        first, new = born(desk, parent)
    assert new
    assert (office.case(first.id).parent_id, office.case(first.id).stirred, office.case(first.id).walked) == (parent, 1, 0)


def test_a_child_is_born_once_however_often_its_parent_is_walked(office: Office) -> None:
    parent, children = office.open(), []

    def work() -> None:
        with office.bureau.desk() as desk:
            children.append(born(desk, parent))

    together(*[work] * 3)
    assert len({child.id for child, _ in children}) == 1
    assert [new for _, new in children].count(True) == 1


def asking(*questions: Any) -> Callable[[Desktop], None]:
    def line(office: Desktop) -> None:
        for question in questions:
            ask(office, Role.SECRETARY, for_=question)

    return line


def test_a_case_keeps_the_version_it_opened_with(trial_office: Office, trial: Trial) -> None:
    name = trial.process(asking(trial.plain))
    old = trial_office.open(name, "2019-Q3")
    trial.process(asking(trial.plain, trial.draft), version=2)
    new = trial_office.open(name, "2019-Q4")
    for case_id in (old, new):
        trial_office.walk(case_id)
        trial_office.answer(trial_office.step(case_id, "trial-plain"), YES)
    assert trial_office.walk(old).waiting is None
    assert trial_office.walk(new).waiting is not None
    assert trial_office.open(name, "2019-Q3") == old


def test_a_case_without_its_code_is_refused_by_a_sentence_that_names_it(trial_office: Office, trial: Trial) -> None:
    name = trial.process(asking(trial.plain))
    case_id = trial_office.open(name, "2019-Q3")
    ended = trial_office.open(name, "2019-Q4")
    with trial_office.bureau.desk() as desk:
        cancel_case(desk, ended, "Không họp")
    trial.registry.clear()
    with pytest.raises(NoSuchVersion, match=f"«Thử 2019-Q3» mở theo quy trình {name} phiên bản 1"):
        trial_office.walk(case_id)
    with trial_office.bureau.reading_desk() as desk:
        assert [str(missing) for missing in orphans(desk, trial.registry)] == [
            "Hồ sơ «Thử 2019-Q3» mở theo quy trình line phiên bản 1, bản cài đặt này không có mã đó. "
            "Hãy cài lại bản có quy trình này, hoặc hủy hồ sơ bằng «nhip case cancel»."
        ]


def test_two_processes_of_one_name_and_version_are_refused(trial: Trial) -> None:
    line = asking(trial.plain)
    trial.process(line)
    with pytest.raises(ValueError, match="line version 1"):
        trial.process(line)


def test_an_ended_case_takes_no_act(trial_office: Office, line_of_two: str) -> None:
    case_id = trial_office.open(line_of_two)
    with trial_office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Không họp")
    with pytest.raises(CaseEnded), trial_office.bureau.desk() as desk:
        act(desk, case_id, Doing(NEW_TIME, "Bão", None), why="Bão")
    with pytest.raises(CaseEnded), trial_office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Lại hủy")
