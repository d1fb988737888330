"""Papers that chase a directive and were taken back: put to their signer again when it is owed after all, by whoever owes it now."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models.steps import StepState
from tasks.directive_acts import new_lead
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
