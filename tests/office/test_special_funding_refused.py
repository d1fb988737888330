"""Spending that no norm covers (Đ10.2): what is refused, and what silence does not do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from models.cases import Case
from models.errors import Refused
from models.steps import StepState
from tasks.funding import NewRequest, request_funding
from tasks.questions import Unacceptable
from tests.office.cast import SECRETARY, TAKEN, Office
from tests.office.money import (
    BEYOND,
    CONSENT,
    DIRECTOR,
    FINANCE_HEAD,
    PROVINCE,
    REGIME,
    SOURCE,
    SUBMIT,
    TOTAL,
    asked_for,
    assign,
    decision,
    items,
    replied,
    resolved,
)

DISAGREES = CONSENT | {"funding-opinion": replied("disagree")}


def test_a_resolution_cannot_allow_more_than_was_asked_for(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-resolution", REGIME)
    step = office.step(case_id, "funding-resolution/1.1")
    with pytest.raises(Unacceptable, match="không vượt số đã đề nghị"):
        office.answer(step, resolved(step) | {"amount": TOTAL + 1})


def test_the_ubnds_word_alone_decides_nothing_before_its_paper_is_there(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-province-release", BEYOND)
    assert decision(office, case_id) is None
    step = office.step(case_id, "funding-province-release/1.1")
    with pytest.raises(Unacceptable, match="do nơi khác giữ"):  # the UBND's register is not ours: its number is given there
        office.answer(step, TAKEN)
    assert decision(office, case_id) is None


def test_a_total_that_is_not_the_sum_of_the_lines_is_refused_with_both_figures(office: Office) -> None:
    case_id = asked_for(office)
    with pytest.raises(Unacceptable, match=r"Tổng đã ghi 47\.000\.000 đồng, cộng các dòng là 47\.500\.000 đồng"):
        office.answer(office.step(case_id, "funding-draft/1"), SUBMIT | {"total": "47.000.000"})
    assert items(office, case_id) == []


@pytest.mark.parametrize("lines", [[], [SUBMIT["items"][0] | {"price": "1,5 triệu"}], [SUBMIT["items"][0] | {"quantity": 0}]])
def test_odd_lines_are_refused(office: Office, lines: list[dict[str, Any]]) -> None:
    case_id = asked_for(office)
    with pytest.raises(Unacceptable):
        office.answer(office.step(case_id, "funding-draft/1"), SUBMIT | {"items": lines})


def test_a_norm_for_an_item_there_is_not_is_refused(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-norms", CONSENT)
    with pytest.raises(Unacceptable, match="Không có nội dung số 3"):
        office.answer(office.step(case_id, "funding-norms/1"), {"choice": "approve", "norms": [{"seq": 3, "norm": "TT"}]})


@pytest.mark.parametrize(
    ("day", "why"),
    [(timedelta(days=1), "chưa đến"), (timedelta(days=-60), "không thể trước ngày đó")],
    ids=["to come", "before the letter"],
)
def test_a_reply_cannot_be_dated_before_its_letter_or_after_today(office: Office, day: timedelta, why: str) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    step = office.step(case_id, "funding-opinion/1.1")
    wrong = {"choice": "agree", "number": "120/STC", "issued_on": (office.clock.at.date() + day).isoformat()}
    with pytest.raises(Unacceptable, match=why):
        office.answer(step, wrong)
    with pytest.raises(Unacceptable, match="số, ký hiệu và ngày"):
        office.answer(step, {"choice": "agree"})


def test_a_silent_finance_agency_is_chased_up_to_the_chair_and_nothing_is_approved(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    for _ in range(60):
        office.wait(case_id)
        office.walk(case_id)
    step = office.step(case_id, "funding-opinion/1.1")
    assert (step.state, decision(office, case_id)) == (StepState.OPEN, None)
    rungs = [(letter.key.split("/")[-2], letter.officer_id) for letter in office.letters(case_id) if letter.step_id == step.id]
    assert rungs == [
        ("ask", FINANCE_HEAD),
        ("remind", FINANCE_HEAD),
        ("overdue", FINANCE_HEAD),
        ("escalate", DIRECTOR),
        ("chair", PROVINCE),
    ]


def test_a_silent_ubnd_approves_nothing_either(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-province", BEYOND)
    for _ in range(60):
        office.wait(case_id)
        office.walk(case_id)
    assert office.step(case_id, "funding-province/1.1").state == StepState.OPEN
    assert decision(office, case_id) is None


def test_the_same_form_sent_twice_opens_one_case(office: Office) -> None:
    new = NewRequest("Phản biện", "Cần thiết", SOURCE, 2019, uuid4())
    with office.bureau.desk() as desk:
        first = request_funding(desk, new, by=SECRETARY)
    with office.bureau.desk() as desk:
        second = request_funding(desk, new, by=SECRETARY)
    assert (first[0].id, first[1], second[1]) == (second[0].id, True, False)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": " "}, "tên khoản chi"),
        ({"purpose": ""}, "sự cần thiết"),
        ({"source": "Quỹ đen"}, "danh mục"),
        ({"year": 2018}, "Chỉ đề nghị chi cho năm 2019 hoặc 2020"),
        ({"by": FINANCE_HEAD}, "Chỉ thành viên Tổ công tác"),
        ({"by": DIRECTOR}, "không tự lập đề xuất"),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(
    office: Office, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        asked_for(office, **changes)
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Case)).all() == []
