"""Papers that chase a directive and were taken back: put to their signer again when it is owed after all, by whoever owes it now."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models.steps import StepState
from tasks.directive_acts import new_lead
from tasks.follow_up import RAISED
from tests.office.cast import CHAIR, STANDING, Office, sound
from tests.office.duties import ACCEPT, DUE, EXTEND, RETURNED, SUBMIT, said, taken_on
from tests.office.test_directive_ladder import SIGN, SIGNS, papers, passes


@pytest.mark.parametrize("script", [{}, {"follow-up-first": SIGN}], ids=["unsigned", "signed, not released"])
def test_what_an_empty_submission_stopped_is_put_to_the_signer_again_when_it_is_returned(office: Office, script: dict[str, Any]) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 18), script=script)
    for n in (1, 2):
        said(office, case_id, f"report/{n}", SUBMIT)
        assert [step for step in office.asked(case_id) if step.question in SIGNS] == []
        said(office, case_id, f"confirm/{n}", RETURNED)
        again = office.step(case_id, f"follow-up-first/{DUE}/{n + 1}")
        assert (again.state, again.officer_id) == (StepState.OPEN, STANDING)
        if script:
            office.answer(again, SIGN)
    passes(office, case_id, date(2019, 12, 17))
    assert [paper.notation for paper in papers(office) if paper.issued_at] == ["01/TCT", "01/BCĐ-TCT", "01/TTr-BCĐ"]
    assert [letter.kind for letter in office.letters(case_id)].count("follow-up") == 2
    sound(office)


def test_what_was_sent_or_declined_is_not_put_to_the_signer_again(office: Office) -> None:
    case_id = taken_on(office)
    declined = {"choice": "decline", "reason": "Đã làm việc trực tiếp với huyện."}
    passes(office, case_id, date(2019, 11, 23), script=SIGNS | {"follow-up-first": declined})
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", RETURNED)
    assert [step.key for step in office.asked(case_id)] == ["report/2"]


def given_to_another(office: Office, case_id: UUID) -> None:
    with office.bureau.desk() as desk:
        new_lead(desk, desk.case(case_id), "SNV", reason="Đúng chức năng hơn", officer_id=CHAIR)
    office.walk(case_id)


def test_another_agency_is_chased_by_the_rungs_still_to_come_and_by_none_that_rang_before_it(office: Office) -> None:
    case_id = taken_on(office)
    for n, day in ((1, "2019-11-29"), (2, "2019-12-13")):
        said(office, case_id, f"report/{n}", EXTEND | {"new_due": day})
        said(office, case_id, f"extension/{n}", {"choice": "grant"})
    passes(office, case_id, date(2019, 12, 17), script={})  # the first letter waits for its signature, as does the report to the UBND
    given_to_another(office, case_id)
    said(office, case_id, "acknowledge@1", ACCEPT)
    passes(office, case_id, date(2020, 2, 10))
    assert [paper.notation for paper in papers(office)] == ["01/BCĐ-TCT", "01/TTr-BCĐ"]
    assert office.step(case_id, "ubnd-report/2019-12-13@1").about["seat"] == "head_snv"
    sound(office)


THIRTY_LATE = date(2019, 12, 27)  # working days after DUE: every rung has passed by then


def rung_days(office: Office, case_id: UUID, since: date) -> list[tuple[str, date]]:
    """What the ladder did since that day: papers put before their signers, and letters of its rungs."""
    zone = office.clock.at.tzinfo
    raised = [
        (step.question, step.opened_at) for step in office.steps(case_id) if step.question in RAISED and not step.key.endswith("/release")
    ]
    letters = [
        (letter.key.split("/")[-2], letter.queued_at) for letter in office.letters(case_id) if letter.key.split("/")[1].startswith("report")
    ]
    found = [(name, moment.astimezone(zone).date()) for name, moment in raised + letters if name != "ask"]
    return sorted(((name, day) for name, day in found if day > since), key=lambda one: one[1])


@pytest.mark.parametrize("acknowledges", [True, False])
def test_who_takes_over_after_every_rung_has_passed_has_the_ladder_from_that_day(office: Office, *, acknowledges: bool) -> None:
    case_id = taken_on(office)
    passes(office, case_id, THIRTY_LATE)
    assert office.bureau.law.calendar.add(DUE, 30) == THIRTY_LATE
    given_to_another(office, case_id)
    if acknowledges:
        said(office, case_id, "acknowledge@1", ACCEPT)
    passes(office, case_id, date(2020, 3, 27))
    add = office.bureau.law.calendar.add
    first = add(THIRTY_LATE, 1 if acknowledges else 3)  # late rather than never: it is asked for once the two days to take it on are over
    assert rung_days(office, case_id, THIRTY_LATE) == [
        ("follow-up-first", first),
        ("follow-up-second", add(THIRTY_LATE, 5)),
        ("chair", add(THIRTY_LATE, 10)),
        ("ubnd-report", add(THIRTY_LATE, 21)),
    ]
    assert office.step(case_id, "report/1@1").due == DUE
    sound(office)


def test_a_report_that_is_returned_to_him_saves_and_repeats_no_rung(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, THIRTY_LATE)
    given_to_another(office, case_id)
    said(office, case_id, "acknowledge@1", ACCEPT)
    add = office.bureau.law.calendar.add
    passes(office, case_id, add(THIRTY_LATE, 2))
    said(office, case_id, "report/1@1", SUBMIT)
    passes(office, case_id, add(THIRTY_LATE, 6))
    said(office, case_id, "confirm/1@1", RETURNED)
    passes(office, case_id, date(2020, 3, 27))
    rang = rung_days(office, case_id, THIRTY_LATE)
    assert [name for name, _ in rang] == ["follow-up-first", "follow-up-second", "chair", "ubnd-report"]
    assert rang[2:] == [("chair", add(THIRTY_LATE, 10)), ("ubnd-report", add(THIRTY_LATE, 21))]


def test_who_takes_over_from_him_as_late_has_it_from_his_own_day(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, THIRTY_LATE)
    given_to_another(office, case_id)
    add = office.bureau.law.calendar.add
    passes(office, case_id, add(THIRTY_LATE, 30))
    with office.bureau.desk() as desk:
        new_lead(desk, desk.case(case_id), "HGT", reason="Trả lại huyện", officer_id=CHAIR)
    office.walk(case_id)
    said(office, case_id, "acknowledge@2", ACCEPT)
    again = office.clock.at.date()
    passes(office, case_id, add(again, 2))
    assert rung_days(office, case_id, again) == [("follow-up-first", add(again, 1))]


def test_a_rung_that_comes_while_another_agency_is_asked_to_take_it_on_rings_late(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 18))
    given_to_another(office, case_id)
    office.move_to(date(2019, 11, 25))
    said(office, case_id, "acknowledge@1", ACCEPT)
    office.sweep()
    asked = {step.key for step in office.asked(case_id)}
    assert f"follow-up-second/{DUE}@1" in asked
    assert f"follow-up-first/{DUE}@1" not in asked
