"""The verbs on tiny lines: ask, agree, fix, and seats held by one person, by two, by nobody."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from models.steps import StepState
from tasks.office import Office as Desktop
from tasks.verbs import Approval, agree, ask, fix, open
from tasks.who import Role
from tests.office.cast import RETURNED, SECRETARY, STANDING, YES, Office, keys, sound, value
from tests.office.trial import Trial, hand_over, opened, renew

TWO_SEATS = (Role.STANDING_MEMBER, Role.GROUP_LEADER)


def test_one_person_with_both_seats_is_asked_once_as_both(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        ask(office, TWO_SEATS, for_=trial.plain)

    case_id = opened(trial_office, line, trial)
    step = trial_office.step(case_id, "trial-plain")
    assert (step.seats, step.officer_id) == (["standing_member", "group_leader"], STANDING)
    letter = trial_office.letters(case_id)[0].context["words"]
    assert "Ủy viên thường trực, Tổ trưởng" in letter["why"]
    trial_office.answer(step, YES)
    assert trial_office.walk(case_id).waiting is None


def test_two_persons_are_asked_one_after_the_other_and_a_return_by_the_first_ends_it(trial_office: Office, trial: Trial) -> None:
    said = []

    def line(office: Desktop) -> None:
        said.append(ask(office, TWO_SEATS, for_=trial.plain).choice)

    hand_over(trial_office, "group_leader", "P16")
    case_id = opened(trial_office, line, trial)
    assert [step.officer_id for step in trial_office.asked(case_id)] == [STANDING]
    trial_office.answer(trial_office.step(case_id, "trial-plain/standing_member"), YES)
    trial_office.walk(case_id)
    assert [step.officer_id for step in trial_office.asked(case_id)] == ["P16"]
    trial_office.answer(trial_office.step(case_id, "trial-plain/group_leader"), YES)
    trial_office.walk(case_id)
    other = trial_office.open("line", "2019-Q4")
    trial_office.walk(other)
    trial_office.answer(trial_office.step(other, "trial-plain/standing_member"), RETURNED)
    assert trial_office.walk(other).waiting is None
    assert (said, len(keys(trial_office, other))) == (["approve", "return"], 1)


@pytest.mark.parametrize("renewed", [False, True], ids=["first asked", "asked anew"])
def test_whether_two_seats_are_one_is_settled_when_the_first_step_opens(trial_office: Office, trial: Trial, renewed: bool) -> None:
    def line(office: Desktop) -> None:
        ask(office, TWO_SEATS, for_=trial.asked)

    hand_over(trial_office, "group_leader", "P16")
    case_id = opened(trial_office, line, trial)
    if renewed:
        renew(trial_office, case_id)
        trial_office.walk(case_id)
    tail = "@1" if renewed else ""
    trial_office.move_to(date(2019, 8, 27))
    hand_over(trial_office, "group_leader", STANDING)  # one person again, while the first of two steps is open
    trial_office.walk(case_id)
    trial_office.answer(trial_office.step(case_id, f"trial-asked/standing_member{tail}"), YES)
    trial_office.walk(case_id)
    assert [step.key for step in trial_office.asked(case_id)] == [f"trial-asked/group_leader{tail}"]


def test_one_step_for_both_seats_stays_one_when_they_part(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        ask(office, TWO_SEATS, for_=trial.plain)

    case_id = opened(trial_office, line, trial)
    hand_over(trial_office, "group_leader", "P16")
    trial_office.walk(case_id)
    trial_office.answer(trial_office.step(case_id, "trial-plain"), YES)
    assert trial_office.walk(case_id).waiting is None


def test_two_vacant_seats_are_not_held_by_one_person(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        ask(office, TWO_SEATS, for_=trial.plain)

    with trial_office.bureau.desk() as desk:
        desk.session.execute(text("DELETE FROM holding WHERE seat_id IN ('standing_member', 'group_leader')"))
    case_id = opened(trial_office, line, trial)
    assert keys(trial_office, case_id) == ["trial-plain/standing_member"]


def test_a_step_for_a_vacant_seat_waits_without_a_letter_and_goes_to_who_is_appointed(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        ask(office, Role.SECRETARY, for_=trial.laddered)

    with trial_office.bureau.desk() as desk:
        desk.session.execute(text("DELETE FROM holding WHERE seat_id = 'secretary'"))
    case_id = opened(trial_office, line, trial)
    assert trial_office.letters(case_id) == []
    trial_office.move_to(date(2019, 9, 20))
    while trial_office.ring():
        pass
    assert [letter.officer_id for letter in trial_office.letters(case_id)] == [STANDING]  # only the escalation has a reader
    hand_over(trial_office, "secretary", "P19")
    assert trial_office.step(case_id, "trial-laddered").officer_id == "P19"
    assert [letter.officer_id for letter in trial_office.queued(case_id) if letter.kind == "ask"] == ["P19"]
    sound(trial_office)


def drafting(trial: Trial) -> Any:
    def drafting(office: Desktop) -> None:
        approvers = Approval(Role.STANDING_MEMBER, trial.plain), Approval(Role.CHAIR, trial.asked)
        agreed = agree(office, Role.SECRETARY, *approvers, draft=trial.draft)
        fix(office, trial.seen, lambda: [agreed.draft.key, agreed.last.key])

    return drafting


def through(office: Office, case_id: UUID, *choices: dict[str, Any]) -> None:
    for said in choices:
        (step,) = office.asked(case_id)
        office.answer(step, said)
        office.walk(case_id)


def test_a_returned_draft_comes_back_with_the_reason_and_its_round(trial_office: Office, trial: Trial) -> None:
    case_id = opened(trial_office, drafting(trial), trial)
    through(trial_office, case_id, YES, YES, RETURNED)
    (draft,) = trial_office.asked(case_id)
    assert (draft.key, draft.officer_id) == ("trial-draft/2", SECRETARY)
    assert draft.about == {"round": 2, "returned": "Bổ sung nội dung", "previous": "trial-draft/1", "returned_by": ["chair"]}
    through(trial_office, case_id, YES, YES, YES)
    assert trial_office.case(case_id).closed_at is not None
    assert keys(trial_office, case_id)[-1] == "trial-seen"
    assert value(trial_office, case_id, "trial-seen") == ["trial-draft/2", "trial-asked/2"]


def test_a_renewed_verdict_is_asked_of_the_draft_that_stands_never_of_one_already_returned(trial_office: Office, trial: Trial) -> None:
    case_id = opened(trial_office, drafting(trial), trial)
    through(trial_office, case_id, YES, YES, RETURNED, YES, YES)
    assert [step.key for step in trial_office.asked(case_id)] == ["trial-asked/2"]
    renew(trial_office, case_id)
    trial_office.walk(case_id)
    assert [step.key for step in trial_office.asked(case_id)] == ["trial-asked/2@1"]


def test_a_deed_is_done_once(trial_office: Office, trial: Trial) -> None:
    done = []

    def line(office: Desktop) -> None:
        fix(office, trial.seen, lambda: done.append(1))
        ask(office, Role.SECRETARY, for_=trial.plain)

    case_id = opened(trial_office, line, trial)
    trial_office.walk(case_id)
    assert done == [1]


def test_what_is_left_open_on_the_side_is_withdrawn_when_the_case_ends(trial_office: Office, trial: Trial) -> None:
    def line(office: Desktop) -> None:
        open(office, "member_yt", trial.plain, suffix="aside")
        ask(office, Role.SECRETARY, for_=trial.draft)

    case_id = opened(trial_office, line, trial)
    trial_office.answer(trial_office.step(case_id, "trial-draft"), YES)
    assert trial_office.walk(case_id).waiting is None
    assert trial_office.step(case_id, "trial-plain/aside").state == StepState.WITHDRAWN
    sound(trial_office)


def test_a_deadline_is_never_before_the_day_of_asking(office: Office) -> None:
    case_id = office.open("board_meeting", "2019-Q3")
    office.clock.move(office.clock.at + timedelta(days=60))
    office.walk(case_id)
    assert office.step(case_id, "propose/member_yt").due == office.clock.at.date()
