"""More time: asked early enough, granted by who set the day, and the first day stays in every figure."""

from datetime import date
from typing import Any

import pytest

from models.directives import Source
from models.steps import StepState
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, Office, sound
from tests.office.duties import (
    CONFIRMED,
    DUE,
    EXTEND,
    GIANG_THANH,
    SUBMIT,
    VICE_CHAIR,
    extensions,
    record,
    said,
    taken_on,
)

NEW_DUE = date(2019, 11, 29)
GRANT = {"choice": "grant"}
REFUSE = {"choice": "refuse", "reason": "Đã đủ thời gian"}


def test_a_granted_day_counts_and_the_first_one_stays_on_record(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "extension/1", GRANT)
    duty, asked = record(office, case_id), extensions(office, case_id)[0]
    assert (duty.due, duty.due_original) == (NEW_DUE, DUE)
    assert (asked.due_before, asked.granted, asked.decided_by, asked.reason) == (DUE, NEW_DUE, CHAIR, EXTEND["reason"])
    step = office.step(case_id, "report/2")
    assert (step.due, step.revision) == (NEW_DUE, 1)
    asking = [letter for letter in office.queued(case_id) if letter.kind == "duty"]
    assert [letter.context["words"]["extra"]["term"] for letter in asking] == ["29/11/2019 (hạn giao ban đầu 15/11/2019)"]
    sound(office)


def test_what_is_done_by_the_granted_day_is_late_in_the_figures(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "extension/1", GRANT)
    office.move_to(date(2019, 11, 28))
    said(office, case_id, "report/2", SUBMIT)
    said(office, case_id, "confirm/2", CONFIRMED)
    assert office.case(case_id).end_reason == "Đã xác nhận hoàn thành, quá hạn giao ban đầu"


def test_silence_grants_nothing(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    office.move_to(date(2019, 11, 18))
    office.sweep()
    office.walk(case_id)
    assert record(office, case_id).due == DUE
    assert office.step(case_id, "report/2").is_late(date(2019, 11, 18))


def test_a_refusal_leaves_the_day_and_says_why(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "extension/1", REFUSE)
    assert (record(office, case_id).due, office.step(case_id, "report/2").due) == (DUE, DUE)
    told = [letter for letter in office.letters(case_id) if letter.key.split("/")[1:2] == ["extension"] and letter.kind == "told"]
    assert [letter.officer_id for letter in told] == [GIANG_THANH]
    assert "Đã đủ thời gian" in told[0].context["words"]["what"]


@pytest.mark.parametrize(
    ("today", "data", "field"),
    [
        (date(2019, 11, 13), EXTEND, "choice"),  # two working days before
        (date(2019, 8, 27), EXTEND | {"new_due": "2019-11-15"}, "new_due"),
        (date(2019, 8, 27), EXTEND | {"new_due": "2019-11-30"}, "new_due"),  # a Saturday
        (date(2019, 8, 27), {"choice": "extend", "new_due": "2019-11-29"}, "form"),
    ],
)
def test_more_time_is_asked_in_time_for_a_later_working_day_with_a_reason(
    office: Office, today: date, data: dict[str, Any], field: str
) -> None:
    case_id = taken_on(office)
    office.move_to(today)
    with pytest.raises(Unacceptable) as refused:
        office.answer(office.step(case_id, "report/1"), data)
    assert list(refused.value.errors) == [field]
    assert extensions(office, case_id) == []


def test_the_third_working_day_before_is_early_enough(office: Office) -> None:
    case_id = taken_on(office)
    office.move_to(date(2019, 11, 12))
    said(office, case_id, "report/1", EXTEND)
    assert len(extensions(office, case_id)) == 1


def test_one_request_at_a_time(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    with pytest.raises(Unacceptable, match="đang chờ trả lời"):
        office.answer(office.step(case_id, "report/2"), EXTEND)
    said(office, case_id, "extension/1", REFUSE)
    said(office, case_id, "report/2", EXTEND)
    assert [asked.n for asked in extensions(office, case_id)] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "granter"),
    [
        ({}, CHAIR),
        ({"issuer_seat": "deputy_chair_1"}, DEPUTY_1),
        ({"source": Source.PROVINCE, "issuer_seat": "ubnd_vice_chair_1"}, VICE_CHAIR),
        ({"lead_agency": "STTTT"}, CHAIR),
        ({"lead_agency": "UBND"}, DEPUTY_1),  # the chair heads the UBND: nobody extends his own
    ],
)
def test_who_set_the_day_grants_another_and_nobody_his_own(office: Office, changes: dict[str, Any], granter: str) -> None:
    case_id = taken_on(office, **changes)
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").officer_id == granter


@pytest.mark.parametrize("day", ["2019-11-15", "2019-12-01"])
def test_another_day_than_asked_is_a_later_working_day(office: Office, day: str) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    with pytest.raises(Unacceptable):
        office.answer(office.step(case_id, "extension/1"), GRANT | {"day": day})
    said(office, case_id, "extension/1", GRANT | {"day": "2019-12-02"})
    assert record(office, case_id).due == date(2019, 12, 2)


def test_granted_while_its_report_is_being_checked_it_counts_when_that_is_returned(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "report/2", SUBMIT)
    said(office, case_id, "extension/1", GRANT)
    assert office.step(case_id, "confirm/2").state == StepState.OPEN
    said(office, case_id, "confirm/2", {"choice": "return", "reason": "Thiếu"})
    assert office.step(case_id, "report/3").due == NEW_DUE
