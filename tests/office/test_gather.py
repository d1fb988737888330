"""Gathers: closed when all are in or at the cut-off, members frozen, what is late kept as late."""

from datetime import date, time
from typing import Any

import pytest

from models.steps import StepKind, StepState
from tasks.office import Office as Desktop
from tasks.verbs import Gathered, ask, fix, gather, open
from tasks.who import Role
from tasks.withdrawal import open_steps_of, withdraw_steps
from tests.office.cast import YES, Office, keys
from tests.office.trial import Trial, opened, renew

MEMBERS = ("member_yt", "member_gd", "member_tc")


@pytest.fixture
def gathered() -> list[Gathered]:
    return []


@pytest.fixture
def consultation(trial: Trial, gathered: list[Gathered]) -> Any:
    def consultation(office: Desktop) -> None:
        asked = [open(office, seat, trial.asked, suffix=seat) for seat in MEMBERS]
        gathered.append(gather(office, *asked, until=trial.closed, label="Chờ các Ủy viên cho ý kiến"))

    return consultation


def test_a_gather_closes_when_all_are_in(trial_office: Office, trial: Trial, consultation: Any, gathered: list[Gathered]) -> None:
    case_id = opened(trial_office, consultation, trial)
    assert trial_office.walk(case_id).waiting == "Chờ các Ủy viên cho ý kiến · hạn 03/09"  # 02/9 is a day off
    for step in trial_office.asked(case_id):
        assert trial_office.walk(case_id).waiting is not None
        trial_office.answer(step, YES)
    assert trial_office.walk(case_id).waiting is None
    assert (len(gathered[0].answers), gathered[0].silent) == (3, ())


def test_who_is_asked_no_more_by_the_walk_itself_is_not_waited_for(trial_office: Office, trial: Trial, gathered: list[Gathered]) -> None:
    def forget(office: Desktop) -> None:
        left = [step for step in open_steps_of(office.desk, office.case.id) if step.kind == StepKind.ASK]
        withdraw_steps(office.desk, left, "đã rõ")

    def consultation(office: Desktop) -> None:
        asked = [open(office, seat, trial.asked, suffix=seat) for seat in MEMBERS]
        if all(office.steps.get(one.key, (None, None))[1] for one in asked[:2]):
            fix(office, trial.seen, lambda: forget(office))
        gathered.append(gather(office, *asked, until=trial.closed, label="Chờ các Ủy viên cho ý kiến"))

    case_id = opened(trial_office, consultation, trial)
    for seat in MEMBERS[:2]:
        trial_office.answer(trial_office.step(case_id, f"trial-asked/{seat}"), YES)
    assert trial_office.walk(case_id).waiting is None
    assert gathered[0].silent == ("trial-asked/member_tc",)


def test_a_gather_closes_at_its_cut_off_and_names_the_silent(
    trial_office: Office, trial: Trial, consultation: Any, gathered: list[Gathered]
) -> None:
    case_id = opened(trial_office, consultation, trial)
    trial_office.answer(trial_office.step(case_id, "trial-asked/member_yt"), YES)
    trial_office.move_to(date(2019, 9, 3), time(23, 59))
    trial_office.sweep()
    assert trial_office.walk(case_id).waiting is not None
    trial_office.move_to(date(2019, 9, 4), time(0))
    trial_office.sweep()
    assert trial_office.case(case_id).stirred > trial_office.case(case_id).walked  # the sweep asks for the walk
    trial_office.walk(case_id)
    assert gathered[0].silent == ("trial-asked/member_gd", "trial-asked/member_tc")
    assert trial_office.step(case_id, "trial-asked/member_gd").state == StepState.LAPSED


def test_a_cut_off_is_asked_for_again_until_a_walk_has_closed_it(trial_office: Office, trial: Trial, consultation: Any) -> None:
    case_id = opened(trial_office, consultation, trial)
    trial_office.move_to(date(2019, 9, 4), time(0))
    trial_office.sweep()
    trial_office.move_to(date(2019, 9, 3), time(23, 59))  # the walker's clock is a moment behind the watchman's
    assert trial_office.walk(case_id).waiting is not None
    trial_office.move_to(date(2019, 9, 4), time(0, 5))
    trial_office.sweep()
    assert trial_office.case(case_id).stirred > trial_office.case(case_id).walked


def test_what_comes_after_the_cut_off_is_late_even_when_the_walk_comes_later_still(
    trial_office: Office, trial: Trial, consultation: Any, gathered: list[Gathered]
) -> None:
    case_id = opened(trial_office, consultation, trial)
    trial_office.answer(trial_office.step(case_id, "trial-asked/member_yt"), YES)
    trial_office.move_to(date(2019, 9, 4), time(6))  # nobody has walked since midnight
    trial_office.answer(trial_office.step(case_id, "trial-asked/member_gd"), YES)
    trial_office.walk(case_id)
    assert gathered[0].silent == ("trial-asked/member_gd", "trial-asked/member_tc")
    assert trial_office.step(case_id, "trial-asked/member_gd").state == StepState.ANSWERED


def test_a_late_answer_is_kept_and_changes_no_result(trial_office: Office, trial: Trial, gathered: list[Gathered]) -> None:
    def line(office: Desktop) -> None:
        asked = [open(office, seat, trial.plain, suffix=seat) for seat in MEMBERS]
        gathered.append(gather(office, *asked, until=trial.closed, label="Chờ"))
        ask(office, Role.SECRETARY, for_=trial.draft)

    case_id = opened(trial_office, line, trial)
    trial_office.move_to(date(2019, 9, 4))
    trial_office.walk(case_id)
    trial_office.answer(trial_office.step(case_id, "trial-plain/member_yt"), YES)
    trial_office.walk(case_id)
    assert [len(one.silent) for one in gathered] == [3, 3]
    assert trial_office.step(case_id, "trial-plain/member_yt").state == StepState.ANSWERED


def test_the_members_of_a_gather_are_those_it_opened_with(trial_office: Office, trial: Trial, gathered: list[Gathered]) -> None:
    seats = list(MEMBERS)

    def line(office: Desktop) -> None:
        asked = [open(office, seat, trial.plain, suffix=seat) for seat in seats]
        gathered.append(gather(office, *asked, until=trial.closed, label="Chờ"))

    case_id = opened(trial_office, line, trial)
    seats.append("member_nv")
    trial_office.walk(case_id)
    for seat in MEMBERS:
        trial_office.answer(trial_office.step(case_id, f"trial-plain/{seat}"), YES)
    trial_office.walk(case_id)
    assert set(gathered[0].answers) == {f"trial-plain/{seat}" for seat in MEMBERS}


def test_a_gather_does_not_wait_for_a_member_that_an_act_withdrew(
    trial_office: Office, trial: Trial, consultation: Any, gathered: list[Gathered]
) -> None:
    case_id = opened(trial_office, consultation, trial)
    renew(trial_office, case_id)  # the questions are asked anew, this gather is not
    trial_office.walk(case_id)
    assert len(gathered[0].silent) == 3


def test_a_gather_of_nobody_closes_at_once(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        gather(office, until=trial.closed, label="Chờ")

    case_id = trial_office.open(trial.process(line))
    assert trial_office.walk(case_id).waiting is None


def test_opening_one_key_twice_opens_it_once(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        asked = [open(office, "member_yt", trial.plain, suffix="member_yt") for _ in range(2)]
        gather(office, *asked, until=trial.closed, label="Chờ")

    case_id = opened(trial_office, line, trial)
    trial_office.answer(trial_office.asked(case_id)[0], YES)
    assert trial_office.walk(case_id).waiting is None
    assert keys(trial_office, case_id) == ["trial-plain/member_yt", "trial-closed"]
