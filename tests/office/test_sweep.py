"""What the clock brings: rungs ring once for ever, at 07:30, to the right person; cut-offs close; letters whose reason is gone stay."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from models.clock import at
from models.letters import Letter, LetterState
from tasks import sweep
from tasks.absences import record_absence
from tasks.office import Office as Desktop
from tasks.verbs import ask
from tasks.who import Role
from tests.office.cast import CHAIR, DEPUTY_1, SECRETARY, STANDING, YES, Office, sound, together
from tests.office.trial import Trial

DUE = date(2019, 9, 3)  # five working days after 26/8, the 2nd of September being a day off


def asked(office: Office, trial: Trial, role: Role, question: Any) -> UUID:
    def line(desktop: Desktop) -> None:
        ask(desktop, role, for_=question)

    case_id = office.open(trial.process(line))
    office.walk(case_id)
    office.post_all()
    return case_id


@pytest.fixture
def late_secretary(trial_office: Office, trial: Trial) -> UUID:
    """The secretary is asked on 26/8, to answer by 03/9; ladder: reminder -1, overdue +1, standing member +2."""
    return asked(trial_office, trial, Role.SECRETARY, trial.laddered)


def rang(office: Office, moment: datetime) -> list[tuple[str, str | None]]:
    """What rings at a moment: the rung and to whom."""
    office.clock.move(moment)
    before = {letter.id for letter in office.letters()}
    while office.ring():
        pass
    return [(letter.key.split("/")[-2], letter.officer_id) for letter in office.letters() if letter.id not in before]


def test_rungs_ring_at_half_past_seven_of_their_working_day(trial_office: Office, late_secretary: UUID) -> None:
    assert trial_office.step(late_secretary, "trial-laddered").due == DUE
    assert rang(trial_office, at(date(2019, 8, 30), time(7, 29))) == []
    assert rang(trial_office, at(date(2019, 8, 30), time(7, 30))) == [("remind", SECRETARY)]
    assert rang(trial_office, at(date(2019, 9, 4), time(7, 29))) == []
    assert rang(trial_office, at(date(2019, 9, 4), time(7, 30))) == [("overdue", SECRETARY)]
    assert rang(trial_office, at(date(2019, 9, 5), time(7, 30))) == [("escalate", STANDING)]
    assert rang(trial_office, at(date(2020, 1, 6))) == []


def test_a_thing_is_late_from_midnight_after_its_day(trial_office: Office, late_secretary: UUID) -> None:
    step = trial_office.step(late_secretary, "trial-laddered")
    assert not step.is_late(DUE)
    assert step.is_late(DUE + timedelta(days=1))
    trial_office.move_to(date(2019, 9, 9))
    trial_office.answer(step, YES)
    assert not trial_office.step(late_secretary, "trial-laddered").is_late(date(2019, 9, 9))


def test_sweeping_twice_rings_nothing_twice(trial_office: Office, late_secretary: UUID) -> None:
    moment = at(date(2019, 8, 30), time(8))
    assert len(rang(trial_office, moment)) == 1
    assert rang(trial_office, moment) == []


def test_two_sweepers_at_once_ring_everything_once(trial_office: Office, trial: Trial) -> None:
    def line(desktop: Desktop) -> None:
        ask(desktop, Role.SECRETARY, for_=trial.laddered)

    name = trial.process(line)
    for quarter in range(1, 5):
        for year in (2020, 2021, 2022):
            trial_office.walk(trial_office.open(name, f"{year}-Q{quarter}"))
    trial_office.move_to(date(2019, 9, 5))

    def all_of_it() -> None:
        for _ in range(8):
            with trial_office.bureau.desk() as desk:
                sweep.ring_due(desk, limit=3)

    together(*[all_of_it] * 3)
    while trial_office.ring():
        pass
    kinds = [letter.key.split("/")[-2] for letter in trial_office.letters()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"ask": 12, "remind": 12, "overdue": 12, "escalate": 12}
    sound(trial_office)


def test_a_sweep_writes_one_journal_line_however_much_it_rings(trial_office: Office, late_secretary: UUID) -> None:
    trial_office.open("line", "2020-Q1")
    rang(trial_office, at(date(2019, 8, 30), time(7, 30)))
    with trial_office.bureau.reading_desk() as desk:
        lines = desk.session.execute(text("SELECT body FROM journal WHERE body LIKE '%sweep%'")).scalars().all()
    assert len(lines) == 1
    assert '"rang":1' in lines[0]


def test_a_step_opened_late_does_not_ring_rungs_that_had_passed(trial_office: Office, trial: Trial) -> None:
    trial_office.move_to(date(2019, 8, 26), time(23))
    case_id = asked(trial_office, trial, Role.SECRETARY, trial.laddered)
    assert trial_office.step(case_id, "trial-laddered").rings_at == at(date(2019, 8, 30), time(7, 30))


def test_an_escalation_never_goes_to_the_late_one_himself(trial_office: Office, trial: Trial) -> None:
    asked(trial_office, trial, Role.STANDING_MEMBER, trial.laddered)  # its ladder names the standing member
    rang(trial_office, at(date(2019, 9, 4), time(8)))
    assert rang(trial_office, at(date(2019, 9, 5), time(8))) == [("escalate", CHAIR)]


def test_the_chairs_own_delay_is_told_to_nobody_above_him(trial_office: Office, trial: Trial) -> None:
    case_id = asked(trial_office, trial, Role.CHAIR, trial.chased)
    rang(trial_office, at(date(2019, 9, 4), time(8)))
    assert rang(trial_office, at(date(2019, 9, 11), time(8))) == []
    assert trial_office.step(case_id, "trial-chased").rings_at is None


def test_while_the_chair_is_away_an_escalation_to_him_goes_to_who_stands_in(trial_office: Office, trial: Trial) -> None:
    asked(trial_office, trial, Role.STANDING_MEMBER, trial.chased)
    with trial_office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=date(2019, 9, 1), until=date(2019, 9, 30), reason="Đi công tác")
    rang(trial_office, at(date(2019, 9, 4), time(8)))
    assert rang(trial_office, at(date(2019, 9, 11), time(8))) == [("escalate", DEPUTY_1)]


def test_who_is_escalated_to_gets_no_link_that_answers_for_another(trial_office: Office, late_secretary: UUID) -> None:
    rang(trial_office, at(date(2019, 9, 4), time(8)))
    rang(trial_office, at(date(2019, 9, 5), time(8)))
    letters = {letter.key.split("/")[-2]: letter for letter in trial_office.letters(late_secretary)}
    assert letters["escalate"].link_id is None
    assert letters["remind"].link_id is not None
    assert letters["escalate"].context["words"]["extra"] == {"who": "Thư ký Tổ công tác", "undone": "cho ý kiến"}


def states(office: Office, case_id: UUID) -> dict[str, LetterState]:
    return {letter.key.split("/")[-2]: LetterState(letter.state) for letter in office.letters(case_id)}


def test_a_reminder_whose_reason_is_gone_before_it_leaves_is_withdrawn(trial_office: Office, late_secretary: UUID) -> None:
    rang(trial_office, at(date(2019, 8, 30), time(8)))
    trial_office.answer(trial_office.step(late_secretary, "trial-laddered"), YES)
    assert states(trial_office, late_secretary) == {"ask": LetterState.ACCEPTED, "remind": LetterState.WITHDRAWN}
    assert rang(trial_office, at(date(2019, 9, 10))) == []


def test_a_moved_step_rings_its_new_officer_and_not_the_former_one(trial_office: Office, trial: Trial) -> None:
    case_id = asked(trial_office, trial, Role.CHAIR, trial.laddered)
    rang(trial_office, at(date(2019, 8, 30), time(8)))
    with trial_office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=desk.today, until=date(2019, 9, 30), reason="ốm")
    assert [letter.state for letter in trial_office.letters(case_id) if letter.kind == "remind"] == [LetterState.WITHDRAWN]
    assert rang(trial_office, at(date(2019, 9, 4), time(8))) == [("overdue", DEPUTY_1)]


def test_cut_offs_wake_each_case_once(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day")
    office.walk(case_id)
    office.move_to(date(2019, 9, 27))
    with office.bureau.desk() as desk:
        assert sweep.close_cutoffs(desk) == [case_id]
    with office.bureau.desk() as desk:
        assert sweep.close_cutoffs(desk) == []
        assert [case.id for case in sweep.stirring(desk)] == [case_id]
    office.walk(case_id)
    with office.bureau.desk() as desk:
        assert sweep.stirring(desk) == []
        assert sweep.close_cutoffs(desk) == []


def test_nothing_rings_in_an_ended_case(trial_office: Office, late_secretary: UUID) -> None:
    from tasks.casework import cancel_case

    with trial_office.bureau.desk() as desk:
        cancel_case(desk, late_secretary, "Không họp")
    before: list[Letter] = trial_office.letters()
    assert rang(trial_office, at(date(2019, 9, 20))) == []
    assert len(before) == 2  # the question, and the word that it is withdrawn
