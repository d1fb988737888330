"""Đ7.9, Đ11.2: the quarter's report, from the data call to its issue, with who is missing named."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from flows.process.periods import open_missed
from models.papers import Paper
from models.people import Holding
from models.steps import StepState
from tasks.acts import change_holder
from tasks.morning import morning
from tests.office.cast import CHAIR, RETURNED, SECRETARY, STANDING, YES, Office, sound
from tests.office.gatherings import told, value, what
from tests.office.reorganisations import on
from tests.office.reports import AGENCIES, BOOKS, CUTOFF, DUE, ISSUE, LATE, OPENS, PROMPT, asked, figures, paper_of, sent, versions

SILENT = {"figures/head_hgt": None, "figures/head_syt": None}


def test_it_opens_three_working_days_before_the_letter_is_due_out(office: Office) -> None:
    opened = []
    for day in (OPENS - timedelta(days=1), OPENS):
        office.move_to(day)
        with office.bureau.desk() as desk:
            opened.append([case.process for case in open_missed(desk)])
    assert "quarterly_report" not in opened[0]
    assert "quarterly_report" in opened[1]


def test_every_reporting_agency_is_asked_through_its_head_with_its_own_link(office: Office) -> None:
    case_id = asked(office)
    steps = office.asked(case_id)
    assert len(steps) == AGENCIES == len({step.about["agency"] for step in steps})
    assert {step.question for step in steps} == {"figures"}
    assert all(step.seats[0].startswith("head_") for step in steps)
    assert {step.due for step in steps} == {DUE}
    letters = [letter for letter in office.letters(case_id) if letter.step_id in {step.id for step in steps}]
    assert len(letters) == AGENCIES == len({letter.link_id for letter in letters})
    words = letters[0].context["words"]
    assert "số liệu chốt ngày 14/09/2019, theo Công văn số 01/BCĐ-TCT ngày 30/8/2019" in words["what"]
    assert {letter.context["attachments"][0]["name"] for letter in letters} == {"01-BCĐ-TCT.pdf"}
    assert all("I12" not in step.about["indicators"] and len(step.about["indicators"]) == 11 for step in steps)
    sound(office)


def test_who_heads_an_agency_and_sits_in_the_committee_is_asked_once(office: Office) -> None:
    case_id = asked(office)
    assert [step.key for step in office.asked(case_id) if step.officer_id == STANDING] == ["figures/head_stttt"]


def test_all_report_promptly_and_the_report_is_issued_by_the_25th(office: Office) -> None:
    case_id = asked(office)
    office.play(case_id, PROMPT)
    sound(office)
    paper = paper_of(office, case_id)
    assert (paper.kind, paper.number, paper.form) == ("BC", 1, "bao_cao_quy")
    assert paper.issued_at is not None
    assert BOOKS <= paper.issued_at.date() <= ISSUE
    assert paper.facts["silent"] == []
    assert paper.facts["asked"] == AGENCIES
    first = paper.facts["indicators"][0]
    assert (first["numerator"], first["denominator"]) == ("2960.0000", "3700.0000")  # sums, never an average
    readers = {letter.officer_id for letter in told(office, case_id, "Báo cáo quý III")}
    assert {CHAIR, STANDING} <= readers
    assert len(readers) == 15
    assert office.case(case_id).end_reason == f"Đã phát hành Báo cáo số {paper.notation}"


def test_reminder_before_the_day_then_by_name_then_the_list_and_the_report_goes_out_naming_who_is_missing(office: Office) -> None:
    case_id = asked(office)
    for step in office.asked(case_id):
        if step.key not in SILENT:
            office.answer(step, figures(step))
    for days in range(7):
        on(office, CUTOFF + timedelta(days=days))
    office.play(case_id, PROMPT | SILENT)
    sound(office)
    head = next(step.officer_id for step in office.steps(case_id) if step.key == "figures/head_hgt")
    rungs = [letter for letter in office.letters(case_id) if letter.officer_id == head and letter.kind == "remind"]
    assert [letter.queued_at.date() for letter in rungs] == [DUE - timedelta(days=1), LATE]
    assert rungs[1].context["words"]["recipient_name"] != ""
    (listed,) = told(office, case_id, "Danh sách cơ quan, địa phương chưa gửi")
    assert listed.officer_id == STANDING
    assert listed.queued_at.date() == BOOKS
    assert "Ủy ban nhân dân huyện Giang Thành" in what(listed)
    assert "Sở Y tế" in what(listed)
    paper = paper_of(office, case_id)
    assert paper.facts["silent"] == ["Sở Y tế", "Ủy ban nhân dân huyện Giang Thành"]
    assert office.step(case_id, "figures/head_hgt").state == StepState.LAPSED
    assert value(office, case_id, "report-missing") == ["SYT", "HGT"]
    assert "thiếu số liệu của 02 cơ quan" in str(office.case(case_id).end_reason)


def test_where_the_standing_members_own_agency_is_missing_the_chair_is_told_too(office: Office) -> None:
    case_id = asked(office)
    office.play(case_id, PROMPT | {"figures/head_stttt": None}, until=lambda outcome: "dự thảo" in str(outcome.waiting))
    assert {letter.officer_id for letter in told(office, case_id, "Danh sách cơ quan")} == {STANDING, CHAIR}


def test_a_draft_that_is_returned_is_drafted_anew_and_another_paper_typed(office: Office) -> None:
    case_id = asked(office)
    script: dict[str, Any] = PROMPT | {"quarterly-review": [RETURNED, YES], "quarterly-sign": [YES, RETURNED, YES]}
    office.play(case_id, script)
    sound(office)
    drafts = [step for step in office.steps(case_id) if step.question == "quarterly-draft"]
    assert [step.about.get("returned") for step in drafts] == [None, RETURNED["reason"], RETURNED["reason"]]
    with office.bureau.reading_desk() as desk:
        papers = desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id).order_by(col(Paper.id))).all()
    assert [paper.key for paper in papers] == ["data_call/1", "report/2", "report/3"]
    assert [paper.issued_at is not None for paper in papers] == [True, False, True]


def test_the_standing_member_who_leads_the_group_is_asked_once(office: Office) -> None:
    case_id = asked(office)
    office.play(case_id, PROMPT)
    asked_of_him = [step.question for step in office.steps(case_id) if step.officer_id == STANDING]
    assert asked_of_him == ["data-call-sign", "figures", "quarterly-sign"]


def test_a_leader_who_is_somebody_else_is_heard_before_the_standing_member_signs(office: Office) -> None:
    with office.bureau.desk() as desk:
        led = desk.session.exec(select(Holding).where(col(Holding.seat_id) == "group_leader")).one()
        led.officer_id = SECRETARY
        desk.session.add(led)
    case_id = asked(office)
    office.play(case_id, PROMPT)
    questions = [step.question for step in office.steps(case_id) if step.question.startswith("quarterly")]
    assert questions == ["quarterly-draft", "quarterly-review", "quarterly-leader", "quarterly-sign", "quarterly-release"]


def test_a_late_answer_before_the_books_close_counts(office: Office) -> None:
    case_id = asked(office)
    office.move_to(LATE)
    office.sweep()
    sent(office, case_id, "head_syt")
    assert [(row.version, row.counted_in) for row in versions(office, case_id, "SYT")] == [(1, None)]


def test_a_late_answer_after_the_books_have_closed_goes_to_the_next_period(office: Office) -> None:
    case_id = asked(office)
    office.play_to(case_id, "quarterly-draft", PROMPT | SILENT)
    sent(office, case_id, "head_syt")
    assert [(row.version, row.counted_in) for row in versions(office, case_id, "SYT")] == [(1, "2019-Q4")]
    office.play(case_id, PROMPT | SILENT)
    paper = paper_of(office, case_id)
    assert paper.facts["silent"] == ["Sở Y tế", "Ủy ban nhân dân huyện Giang Thành"]
    following = asked(office, "2019-Q4", office.bureau.law.calendar.add(ISSUE, 47))
    office.play(following, PROMPT)
    paper = paper_of(office, following)
    assert any(
        line.startswith("Tổng hợp số liệu quý III năm 2019 gửi, điều chỉnh sau") and "Sở Y tế" in line
        for line in paper.facts["group"]["results"]
    )


@pytest.mark.parametrize("seat", ["head_syt", "head_hgt"])
def test_a_head_who_changes_hands_the_question_on(office: Office, seat: str) -> None:
    case_id = asked(office)
    before = office.step(case_id, f"figures/{seat}")
    with office.bureau.desk() as desk:
        change_holder(desk, seat, "P25", desk.today)
    after = office.step(case_id, f"figures/{seat}")
    assert (after.officer_id, after.revision) == ("P25", before.revision + 1)
    office.answer(after, figures(after))
    (row,) = versions(office, case_id, after.about["agency"])
    assert (row.officer_id, row.seat_id) == ("P25", seat)
    sound(office)


def test_a_report_that_is_not_out_by_the_25th_is_told_of_every_working_day(office: Office) -> None:
    case_id = asked(office)
    office.play_to(case_id, "quarterly-sign", PROMPT)
    told_on = {}
    for day in (25, 26, 27, 28, 30):
        office.move_to(date(2019, 9, day))
        for _ in range(2):
            with office.bureau.desk() as desk:
                morning(desk)
        told_on[day] = len(told(office, case_id, "Cảnh báo quá hạn: báo cáo quý"))
    assert told_on == {25: 0, 26: 4, 27: 8, 28: 8, 30: 12}  # the 28th is a Saturday; the group has two deputy leaders
    assert "Đang chờ: ký báo cáo quý" in what(told(office, case_id, "Cảnh báo quá hạn")[0])


def test_the_annex_goes_with_the_report_to_every_reader(office: Office) -> None:
    case_id = asked(office)
    office.play(case_id, PROMPT)
    letters = told(office, case_id, "Báo cáo quý III")
    names = [[one["name"] for one in letter.context["attachments"]] for letter in letters]
    assert all(found[1] == "Phụ lục số liệu 2019-Q3.xlsx" and found[0].endswith(".pdf") for found in names)
