"""The block of a written consultation in another's line: with names and days of that line's, decided there or by whom the ballot names."""

from typing import Any

from models.consultations import Consultation
from models.steps import StepState
from tasks.consultation_forms import BallotForm
from tasks.consultation_questions import Block, consultation_block
from tasks.consultations import adopt, sent
from tasks.consulting import consult
from tasks.office import Office as Desktop
from tasks.verbs import ask, fix
from tasks.who import Role
from tests.office.cast import TAKEN, YES, Office, keys, sound
from tests.office.polls import AGREE, COMMENT, FORM, PROPOSAL, handled
from tests.office.trial import Trial

ASKED = {name: value for name, value in FORM.items() if name != "paper"} | {"consulted": ["member_yt", "member_gd"]}
SAYS: dict[str, Any] = {
    "plan-opinion": AGREE,
    "plan-opinion/member_yt": COMMENT,
    "plan-opinion-summary": handled("member_yt/1"),
    "plan-summary-sign": YES,
    "plan-summary-release": TAKEN,
    "other-opinion": AGREE,
    "other-opinion-summary": PROPOSAL,
    "other-summary-sign": YES,
    "other-consultation-decision": YES,
    "other-summary-release": TAKEN,
    "trial-plain": YES,
}


def ballot(office: Desktop, block: Block, decider: str | None) -> dict[str, Any]:
    desk = office.desk
    asked = Consultation(case_id=office.case.id, key=block.key, matter="dự thảo kế hoạch", decider_seat=decider)
    return sent(desk, adopt(desk, asked, BallotForm(**ASKED)), {}, "Công văn số 01/BCĐ-TCT", by=[])


def test_two_blocks_stand_in_one_line_and_only_the_second_is_decided_in_it(trial_office: Office, trial: Trial) -> None:
    plan = consultation_block("plan", due="programme_consultation")
    other = consultation_block("other")
    came: list[Any] = []

    def line(office: Desktop) -> None:
        first = consult(office, plan, fix(office, trial.seen, lambda: ballot(office, plan, None)))
        second = consult(office, other, fix(office, trial.closed, lambda: ballot(office, other, "deputy_chair_1")))
        came.append((first.outcome, second.outcome, second.decision))
        ask(office, Role.SECRETARY, for_=trial.plain)

    case_id = trial_office.open(trial.process(line))
    trial_office.play_to(case_id, "plan-opinion", SAYS)
    assert {step.due_rule for step in trial_office.asked(case_id)} == {"programme_consultation"}
    trial_office.play(case_id, SAYS)
    assert came[-1] == (None, "approve", "")
    assert "plan-consultation-decision/1" not in keys(trial_office, case_id)
    assert trial_office.step(case_id, "other-consultation-decision/1").seats == ["deputy_chair_1"]
    assert trial_office.case(case_id).closed_at is not None
    sound(trial_office)


def test_who_stays_silent_is_named_to_the_line(trial_office: Office, trial: Trial) -> None:
    plan = consultation_block("plan")
    silent: list[tuple[str, ...]] = []

    def line(office: Desktop) -> None:
        silent.append(consult(office, plan, fix(office, trial.seen, lambda: ballot(office, plan, None))).silent)

    case_id = trial_office.open(trial.process(line))
    trial_office.play(case_id, SAYS | {"plan-opinion/member_gd": None})
    assert silent[-1] == ("plan-opinion/member_gd",)
    assert trial_office.step(case_id, "plan-opinion/member_gd").state in (StepState.LAPSED, StepState.WITHDRAWN)
