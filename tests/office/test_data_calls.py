"""Đ11.2: figures that the UBND asks for out of turn: the quarter's form, checks and reminders, and a report to the UBND."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from models.cases import Case
from models.papers import Paper
from models.steps import StepState
from regulation.calendar import Quarter
from tasks.data_calls import NotTheGroups, begin
from tasks.questions import Unacceptable
from tasks.report_corrections import correct
from tasks.report_facts import came_late
from tasks.report_forms import CorrectionForm
from tasks.report_records import a_quarter_before
from tests.office.calls import BOOKS, CODES, DOCUMENT, DUE, HARD, PROMPT, called, wanted
from tests.office.cast import CHAIR, HEALTH, SECRETARY, STANDING, Office, sound
from tests.office.gatherings import told, what
from tests.office.planning import papers_of
from tests.office.reorganisations import head, into, on, reorganised
from tests.office.reports import PROMPT as QUARTERLY
from tests.office.reports import asked as quarter_asked
from tests.office.reports import figures, lines, said

TERM = "Cơ quan có ít nhất 05 ngày làm việc kể từ ngày gửi công văn; sớm nhất là ngày 05/9/2019."


def last_paper(office: Office, case_id: Any) -> Paper:
    return next(paper for paper in reversed(papers_of(office, case_id)) if paper.matrix == "province_data_report")


def test_a_call_runs_from_the_letter_to_the_report_to_the_ubnd(office: Office) -> None:
    case_id = called(office)
    assert office.play(case_id, PROMPT).waiting is None
    assert office.case(case_id).end_reason == "Đã gửi UBND tỉnh Báo cáo số 01/BC-BCĐ"
    letter = papers_of(office, case_id)[0]
    assert letter.facts["basis"] == f"Thực hiện {DOCUMENT} và khoản 2 Điều 11 Quy chế"
    assert letter.facts["purpose"] == "về dịch vụ công trực tuyến theo yêu cầu của Ủy ban nhân dân tỉnh"
    assert letter.facts["addressees"][:2] == ["Sở Tài chính", "Sở Y tế"]
    paper = last_paper(office, case_id)
    assert (paper.facts["document"], paper.facts["asked"], paper.facts["silent"]) == (DOCUMENT, 4, [])
    assert [line["numerator"] for line in paper.facts["indicators"]] == ["320.0000", "320.0000"]  # what was asked for, nothing else
    assert paper.facts["signature"]["authority"] == ["TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC"]
    sent = told(office, case_id, "Báo cáo số liệu về dịch vụ công trực tuyến")
    assert CHAIR in {row.officer_id for row in sent}  # he holds the seat of the UBND's chairman
    assert [len(row.context["attachments"]) for row in sent] == [2] * len(sent)
    sound(office)


def test_only_those_asked_are_asked_through_their_heads_for_the_chosen_indicators(office: Office) -> None:
    case_id = called(office)
    office.play_to(case_id, "province-figures", PROMPT)
    steps = office.asked(case_id)
    assert {step.seats[0]: tuple(step.about["indicators"]) for step in steps} == dict.fromkeys(
        ("head_stc", "head_syt", "head_sgddt", "head_hgt"), CODES
    )
    assert {step.due for step in steps} == {DUE}
    assert "theo yêu cầu của UBND tỉnh, theo Công văn số 01/BCĐ-TCT" in steps[0].about["matter"]


def test_reminders_the_list_of_the_silent_and_the_report_that_names_them_are_those_of_the_quarter(office: Office) -> None:
    case_id = called(office)
    office.play_to(case_id, "province-figures", PROMPT)
    for step in office.asked(case_id):
        if step.seats != ["head_hgt"]:
            office.answer(step, figures(step))
    for days in range(16):
        on(office, date(2019, 8, 27) + timedelta(days=days))
    office.walk(case_id)
    his = [row for row in office.letters(case_id) if row.officer_id == head(office, "HGT") and row.kind == "remind"]
    assert [row.queued_at.date() for row in his] == [DUE - timedelta(days=1), date(2019, 9, 9)]
    (listed,) = told(office, case_id, "Danh sách cơ quan, địa phương chưa gửi số liệu theo yêu cầu của UBND tỉnh")
    assert (listed.officer_id, listed.queued_at.date() >= BOOKS) == (STANDING, True)
    assert "Ủy ban nhân dân huyện Giang Thành" in what(listed)
    office.play(case_id, PROMPT)
    assert last_paper(office, case_id).facts["silent"] == ["Ủy ban nhân dân huyện Giang Thành"]
    assert "thiếu số liệu của 01 cơ quan" in str(office.case(case_id).end_reason)
    sound(office)


def test_what_is_odd_is_asked_about_and_an_explanation_may_correct_it(office: Office) -> None:
    case_id = called(office)
    office.play_to(case_id, "province-figures", PROMPT)
    step = office.step(case_id, "province-figures/head_syt")
    office.answer(step, figures(step, I01={}))
    again = office.step(case_id, "explain/head_syt/1")
    assert again.about["indicators"] == ["I01"]
    office.answer(again, said(again, I01={"numerator": "50", "denominator": "100", "words": ""}))
    office.play(case_id, PROMPT)
    assert last_paper(office, case_id).facts["indicators"][0]["numerator"] == "290.0000"
    assert office.steps(case_id)[-1].state == StepState.ANSWERED
    sound(office)


def test_everything_may_be_sent_back_once(office: Office) -> None:
    case_id = called(office)
    office.play(case_id, HARD)
    assert [paper.key for paper in papers_of(office, case_id) if paper.issued_at] == ["data_call/3", "province-report/3"]
    sound(office)


def refused(office: Office, **changes: Any) -> dict[str, str]:
    with office.bureau.desk() as desk, pytest.raises(Unacceptable) as raised:
        begin(desk, wanted(**changes))
    return raised.value.errors


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"due": date(2019, 9, 4)}, "due", TERM),
        ({"due": date(2019, 9, 7)}, "due", "Ngày 07/9/2019 là ngày nghỉ; ngày làm việc tiếp theo là 09/9/2019."),
        ({"due": None}, "due", "hạn"),
        ({"as_of": date(2019, 9, 30)}, "as_of", "không sau hạn gửi"),
        ({"as_of": None}, "as_of", "ngày chốt"),
        ({"issued_on": date(2019, 8, 27)}, "issued_on", "không sau hôm nay"),
        ({"number": " "}, "number", "số, ký hiệu"),
        ({"about": ""}, "about", "việc gì"),
        ({"indicators": ()}, "indicators", "ít nhất một chỉ tiêu"),
        ({"indicators": ("I12",)}, "indicators", "ít nhất một chỉ tiêu"),  # the house's own is asked of nobody
        ({"agencies": ("CA",)}, "agencies", "ít nhất một cơ quan"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field_and_nothing_is_opened(
    office: Office, changes: dict[str, Any], place: str, words: str
) -> None:
    wrong = refused(office, **changes)
    assert words in wrong[place]
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Case)).all() == []


def test_the_working_group_begins_it_and_nobody_else_and_two_clicks_are_one(office: Office) -> None:
    for stranger in (HEALTH, CHAIR):
        with office.bureau.desk() as desk, pytest.raises(NotTheGroups):
            begin(desk, wanted(officer_id=stranger))
    assert called(office, entry="one", officer_id=SECRETARY) == called(office, entry="one")


def test_an_agency_merged_before_the_letter_is_out_is_asked_through_who_took_over(office: Office) -> None:
    case_id = called(office)
    office.walk(case_id)
    reorganised(office, into("HGT", "HKL", date(2019, 8, 27)))
    on(office, date(2019, 8, 27))
    office.play_to(case_id, "province-figures", PROMPT)
    assert {step.about["agency"] for step in office.asked(case_id)} == {"SYT", "SGDĐT", "STC", "HKL"}


def test_a_call_does_not_enter_the_quarters_books(office: Office) -> None:
    case_id = called(office)
    office.play_to(case_id, "province-report", PROMPT)
    with office.bureau.desk() as desk:
        officer = head(office, "HGT")
        step = office.step(case_id, "province-figures/head_hgt")
        form = CorrectionForm.model_validate(
            {"choice": "submit", "figures": lines(step, I01={"numerator": "81", "denominator": "100"}), "reason": "Sót."}
        )
        late = correct(desk, case_id, "HGT", form, officer)
    assert late.counted_in == "none"
    office.play(case_id, PROMPT)
    assert last_paper(office, case_id).facts["indicators"][0]["numerator"] == "320.0000"  # the books had closed
    with office.bureau.reading_desk() as desk:
        assert a_quarter_before(desk, Quarter(2019, 4), "SYT") == {}
        assert came_late(desk, Quarter(2019, 4)) == ""
    quarterly = quarter_asked(office, day=date(2019, 9, 16))
    office.play(quarterly, QUARTERLY)
    with office.bureau.reading_desk() as desk:
        [paper] = desk.session.exec(select(Paper).where(col(Paper.matrix) == "quarterly_report")).all()
    assert paper.facts["indicators"][0]["numerator"] == "2960.0000"
    sound(office)
