"""The year's programme and plans: called for, pre-filled, asked about, submitted, signed, issued, and made duties."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.directives import Directive
from models.papers import PaperState
from models.plans import Origin, PlanPaper
from tasks.answering import NoLongerAsked
from tasks.morning import morning
from tasks.office import plan_of
from tasks.plans import targets_of
from tasks.questions import Unacceptable
from tasks.releasing import take_early
from tests.office.cast import CHAIR, DEPUTY_1, HEALTH, RETURNED, SECRETARY, STANDING, YES, Handed, Office, answers
from tests.office.duties import given
from tests.office.gatherings import told, what
from tests.office.happenings import away, back
from tests.office.planning import (
    DRAFT,
    OPENS,
    PLANNING,
    SIGNED,
    add,
    drafting,
    duties,
    edit,
    inspect,
    issued,
    lines,
    notations,
    opened,
    papers_of,
    plan,
)
from tests.office.reports import PROMPT as REPORTING
from tests.office.reports import asked as quarter_asked
from tests.office.trial import hand_over


def test_a_year_runs_from_the_call_to_the_duties(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    assert office.play(case_id, PLANNING).waiting is None
    assert office.case(case_id).end_reason == "Đã ban hành: 01/CTr-BCĐ, 01/KH-BCĐ, 02/KH-BCĐ"
    assert notations(office, case_id)[:2] == ["01/BCĐ-TCT", "02/BCĐ-TCT"]  # the call for proposals, the call for opinions
    assert [(duty.lead_agency, duty.source_number, duty.issuer_seat) for duty in duties(office)] == [
        ("STTTT", "01/KH-BCĐ", "chair"),
        ("SYT", "01/KH-BCĐ", "chair"),
    ]
    assert plan(office, case_id).issued_on == office.clock.at.date()
    sent = {letter.officer_id for letter in told(office, case_id, "Ban hành chương trình, kế hoạch năm 2020")}
    assert {CHAIR, DEPUTY_1, STANDING, SECRETARY, HEALTH} <= sent


def test_the_days_of_the_year_are_those_of_the_calendar(office: Office) -> None:
    case_id = opened(office)
    office.walk(case_id)
    assert (office.clock.at.date(), office.step(case_id, "plan-call/1").due) == (OPENS, OPENS)
    office.play_to(case_id, "plan-proposal", PLANNING)
    assert office.step(case_id, "plan-proposal/member_yt").due == date(2019, 10, 29)  # ten working days
    office.play_to(case_id, "plan-draft", PLANNING | {"plan-proposal": None})
    assert office.clock.at.date() == date(2019, 10, 30)  # the silent are not waited for
    assert office.step(case_id, "plan-draft/1").due == date(2019, 11, 5)
    inspect(office, case_id)
    add(office, case_id)
    office.play_to(case_id, "programme-opinion", PLANNING)
    assert office.step(case_id, "programme-opinion/member_yt").due == date(2019, 11, 6)  # five working days from asking
    office.play_to(case_id, "plan-final", PLANNING)
    assert office.step(case_id, "plan-final/1").due == date(2019, 11, 6)
    office.play_to(case_id, "plan-submit", PLANNING)
    assert office.step(case_id, "plan-submit/1").due == date(2019, 11, 29)  # 30 November was a Saturday
    office.play_to(case_id, "plan-sign", PLANNING)
    assert office.step(case_id, "plan-sign/1").due == date(2019, 12, 20)


@pytest.mark.parametrize(
    ("signed", "by"),
    [(date(2019, 12, 20), date(2019, 12, 23)), (date(2019, 12, 31), date(2019, 12, 31)), (date(2020, 1, 7), date(2020, 1, 7))],
)
def test_what_is_signed_is_issued_the_next_working_day_and_by_the_end_of_the_year(office: Office, signed: date, by: date) -> None:
    case_id = drafting(office)
    add(office, case_id, due=date(2020, 9, 30))
    office.play_to(case_id, "plan-sign", PLANNING)
    office.move_to(signed)
    office.play_to(case_id, "plan-release", PLANNING)
    assert office.step(case_id, "plan-release/1").due == by


def test_the_draft_begins_with_what_is_owed_what_the_calendar_says_and_what_was_proposed(office: Office) -> None:
    owed = given(office, text="Hoàn thành kết nối trục liên thông.", due=date(2020, 2, 28))
    case_id = opened(office)
    office.play_to(case_id, "plan-draft", PLANNING)
    found = {origin: lines(office, case_id, origin) for origin in Origin}
    with office.bureau.reading_desk() as desk:
        duty = desk.session.exec(select(Directive).where(col(Directive.case_id) == owed)).one()
    assert [(line.directive_id, line.text, line.due) for line in found[Origin.DIRECTIVE]] == [(duty.id, duty.text, duty.due)]
    kinds = [line.section for line in found[Origin.CALENDAR]]
    assert {kind: kinds.count(kind) for kind in kinds} == {"board_meeting": 4, "group_meeting": 4, "session": 12, "report": 4}
    [proposed] = found[Origin.PROPOSAL]
    assert (proposed.lead_agency, proposed.product, proposed.due) == ("SYT", "Báo cáo", date(2020, 9, 30))
    assert proposed.note == "Ủy viên – Giám đốc Sở Y tế đề xuất"
    assert found[Origin.UNFINISHED] == []


def test_last_years_unfinished_lines_come_first_and_what_they_gave_is_not_offered_twice(office: Office) -> None:
    before = drafting(office)
    add(office, before, "Việc còn dở dang.")
    add(office, before, "Việc chưa giao cho ai.", lead_agency=None, coordinating=[], product="", due=None)
    office.play(before, PLANNING)
    office.move_to(date(2020, 10, 15))
    case_id = office.open("annual_plan", "2021")
    office.play_to(case_id, "plan-draft", PLANNING | {"plan-proposal/member_yt": {"choice": "none"}})
    left = lines(office, case_id, Origin.UNFINISHED)
    assert {line.text for line in left} == {
        "Việc còn dở dang.",
        "Việc chưa giao cho ai.",
        "Số hóa hồ sơ bệnh án tại các bệnh viện tuyến tỉnh.",
    }
    assert lines(office, case_id, Origin.DIRECTIVE) == []


def test_a_return_has_it_drafted_again_within_five_working_days_with_the_reason_before_the_drafter(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    script = PLANNING | {"plan-sign": [RETURNED, YES]}
    office.play_to(case_id, "plan-sign", script)
    office.move_to(date(2019, 12, 18))
    office.answer(office.step(case_id, "plan-sign/1"), RETURNED)
    office.walk(case_id)
    again = office.step(case_id, "plan-final/2")
    assert (again.due, again.about["returned"], again.about["returned_by"]) == (date(2019, 12, 25), RETURNED["reason"], ["chair"])
    assert {paper.state for paper in papers_of(office, case_id) if paper.key.endswith("/1") and paper.matrix in set(PlanPaper)} == {
        PaperState.RETURNED
    }
    office.play(case_id, script)
    assert office.case(case_id).end_reason == "Đã ban hành: 01/CTr-BCĐ, 01/KH-BCĐ, 02/KH-BCĐ"  # a number that was not taken is not missing


def test_a_late_draft_is_chased_up_to_the_standing_member(office: Office) -> None:
    case_id = drafting(office)
    office.move_to(date(2019, 11, 8))
    office.sweep()
    while office.ring():
        pass
    rungs = [(letter.kind, letter.officer_id) for letter in office.letters(case_id) if "/plan-draft/1/0/" in letter.key]
    assert ("escalate", STANDING) in rungs
    add(office, case_id)
    office.answer(office.step(case_id, "plan-draft/1"), DRAFT)
    office.play_to(case_id, "programme-opinion", PLANNING)
    assert office.step(case_id, "programme-opinion/member_yt").due == date(2019, 11, 15)  # the members have their five days all the same


def alarmed(office: Office, case_id: UUID, day: date, when: time = time(8)) -> set[str | None]:
    office.move_to(day, when)
    with office.bureau.desk() as desk:
        morning(desk)
    found = [letter for letter in told(office, case_id, "chưa ban hành") if f"plan-late/{day}/" in letter.key]
    return {letter.officer_id for letter in found}


def test_unsigned_on_5_january_it_is_told_of_every_working_day_until_it_is_issued(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-sign", PLANNING)
    assert alarmed(office, case_id, date(2020, 1, 3)) == set()
    assert alarmed(office, case_id, date(2020, 1, 5)) == set()  # a Sunday: the alarm begins on Monday
    assert alarmed(office, case_id, date(2020, 1, 6)) == {CHAIR, STANDING, SECRETARY}
    assert alarmed(office, case_id, date(2020, 1, 6), time(15)) == {CHAIR, STANDING, SECRETARY}
    assert len([letter for letter in told(office, case_id, "chưa ban hành") if "2020-01-06" in letter.key]) == 3  # once a day
    [letter] = [letter for letter in told(office, case_id, "chưa ban hành") if letter.officer_id == CHAIR]
    assert "chậm nhất ngày 31/12/2019" in what(letter)
    assert "Các nghĩa vụ định kỳ theo Quy chế" in what(letter)
    assert alarmed(office, case_id, date(2020, 1, 7)) == {CHAIR, STANDING, SECRETARY}
    office.play(case_id, PLANNING)
    assert alarmed(office, case_id, date(2020, 1, 8)) == set()


def test_a_deputy_signs_it_only_where_the_delegation_names_that_power(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-sign", PLANNING)
    today = office.clock.at.date()
    absence = away(office, CHAIR, today, date(2019, 12, 31))
    assert office.step(case_id, "plan-sign/1").officer_id == CHAIR
    assert "chưa ủy quyền việc này" in str(office.walk(case_id).waiting)
    back(office, absence)
    away(office, CHAIR, today, date(2019, 12, 31), reserved=["Đ3.1c"], delegation="Văn bản ủy quyền số 12/UQ-BCĐ")
    step = office.step(case_id, "plan-sign/1")
    assert (step.officer_id, step.standing_in) == (DEPUTY_1, True)
    signatures = {
        paper.matrix: paper.facts["signature"]["authority"] for paper in papers_of(office, case_id) if paper.matrix in set(PlanPaper)
    }
    assert signatures == {paper: ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"] for paper in PlanPaper}
    office.play(case_id, PLANNING)
    assert {duty.issuer_seat for duty in duties(office)} == {"chair"}


def test_the_seat_that_drafts_changes_hands_and_the_draft_goes_on_with_who_has_it_now(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    hand_over(office, "secretary", "P20")
    assert office.step(case_id, "plan-draft/1").officer_id == "P20"
    office.play(case_id, PLANNING)
    with office.bureau.reading_desk() as desk:
        assert answers(desk.session, case_id)["plan-draft/1"] == "submit"
    assert len(duties(office)) == 2


def refused(office: Office, case_id: UUID, key: str, data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Unacceptable) as raised:
        office.answer(office.step(case_id, key), data)
    return raised.value.errors


def test_every_fault_of_the_draft_is_named_at_once_and_nothing_is_put_forward(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "plan-draft", PLANNING)
    add(office, case_id, "Ngày nghỉ.", due=date(2020, 4, 30))
    add(office, case_id, "Năm khác.", due=date(2021, 3, 1))
    add(office, case_id, "Sở lạ.", coordinating=["KHONGCO"])
    add(office, case_id, "Tự phối hợp.", coordinating=["STTTT"])
    add(office, case_id, "Chưa xếp mục.", section="", paper=PlanPaper.PROGRAMME)
    said = list(refused(office, case_id, "plan-draft/1", DRAFT).values())
    assert len(said) == 6
    expected = ["ngày nghỉ", "không thuộc năm 2020", "Không có cơ quan mã KHONGCO", "không đồng thời", "chọn mục", "chưa có đơn vị nào"]
    for words in expected:
        assert any(words.lower() in one.lower() for one in said), words
    assert office.step(case_id, "plan-draft/1").state == "open"


def test_no_unit_is_inspected_more_than_once_a_year(office: Office) -> None:
    case_id = drafting(office)
    inspect(office, case_id, quarter=3)
    said = " ".join(refused(office, case_id, "plan-draft/1", DRAFT).values())
    assert "có 02 lần kiểm tra trong năm, một đơn vị không quá 01 lần/năm" in said


def test_a_directive_carried_over_is_followed_by_its_own_case_and_not_born_again(office: Office) -> None:
    owed = given(office, text="Hoàn thành kết nối trục liên thông.", due=date(2020, 2, 28))
    case_id = issued(office)
    assert [duty.text for duty in duties(office)] == ["Số hóa hồ sơ bệnh án tại các bệnh viện tuyến tỉnh."]
    assert office.case(owed).is_open
    assert [step.key for step in office.steps(owed) if "@" in step.key] == []
    [line] = lines(office, case_id, Origin.DIRECTIVE)
    assert line.directive_id is not None


def test_what_the_chair_gave_moves_with_the_plan_and_what_another_gave_is_left_as_it_is(office: Office) -> None:
    mine = given(office, text="Việc của Trưởng ban.", due=date(2020, 2, 28), issuer_seat="chair")
    theirs = given(office, text="Việc của Phó Trưởng ban.", due=date(2020, 2, 28), issuer_seat="deputy_chair_1")
    for case in (mine, theirs):
        office.walk(case)
    case_id = drafting(office)
    by_text = {line.text: line for line in lines(office, case_id, Origin.DIRECTIVE)}
    edit(office, by_text["Việc của Phó Trưởng ban."].id, due=date(2020, 3, 31))
    assert "chỉ người giao điều chỉnh" in " ".join(refused(office, case_id, "plan-draft/1", DRAFT).values())
    edit(office, by_text["Việc của Phó Trưởng ban."].id, due=date(2020, 2, 28))
    edit(office, by_text["Việc của Trưởng ban."].id, due=date(2020, 3, 31), product="Báo cáo")
    office.play(case_id, PLANNING)
    with office.bureau.reading_desk() as desk:
        due = {duty.text: (duty.due, duty.due_original) for duty in desk.session.exec(select(Directive))}
    assert due["Việc của Trưởng ban."] == (date(2020, 3, 31), date(2020, 2, 28))
    assert due["Việc của Phó Trưởng ban."] == (date(2020, 2, 28), date(2020, 2, 28))


def test_the_signed_papers_come_out_together_or_not_at_all(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-release", PLANNING)
    without = {key: value for key, value in SIGNED.items() if key != "work_plan"}
    assert set(refused(office, case_id, "plan-release/1", without)) == {"work_plan"}
    given_twice = SIGNED | {
        "choice": "given",
        "issued_on": office.clock.at.date().isoformat(),
        "number_work_programme": "3",
        "number_work_plan": "7",
        "number_inspection_plan": "7/KH-BCĐ",
    }
    assert set(refused(office, case_id, "plan-release/1", given_twice)) == {"number_inspection_plan"}
    assert [paper.matrix for paper in papers_of(office, case_id) if paper.issued_at and paper.matrix in set(PlanPaper)] == []
    office.answer(office.step(case_id, "plan-release/1"), given_twice | {"number_inspection_plan": "8"})
    office.walk(case_id)
    assert office.case(case_id).end_reason == "Đã ban hành: 03/CTr-BCĐ, 07/KH-BCĐ, 08/KH-BCĐ"


def test_a_return_at_the_release_drops_all_three(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-release", PLANNING)
    office.answer(office.step(case_id, "plan-release/1"), {"choice": "return", "reason": "Chữ ký chưa đúng"})
    office.walk(case_id)
    assert office.step(case_id, "plan-final/2").about["returned"] == "Chữ ký chưa đúng"
    states = [paper.state for paper in papers_of(office, case_id) if paper.matrix in set(PlanPaper)]
    assert states == [PaperState.RETURNED] * 3


def test_a_scan_that_is_no_pdf_is_refused_by_its_own_field(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-release", PLANNING)
    said = refused(office, case_id, "plan-release/1", SIGNED | {"work_plan": Handed("kh.png", "image/png")})
    assert set(said) == {"work_plan"}
    assert "không phải là PDF" in said["work_plan"]


def test_the_targets_stand_beside_what_the_last_closed_quarter_reached(office: Office) -> None:
    report = quarter_asked(office)
    office.play(report, REPORTING)
    case_id = opened(office)
    office.play_to(case_id, "plan-draft", PLANNING)
    with office.bureau.reading_desk() as desk:
        found = {target.name: target for target in targets_of(desk, plan_of(desk, desk.case(case_id)))}
        asked = {one.name: one for one in desk.law.indicators}
    assert set(found) == set(asked)
    assert any(target.before.endswith("(quý III)") for target in found.values())
    assert found["Tỷ lệ hồ sơ giải quyết đúng hạn"].target == "95"


def test_numbers_are_taken_before_the_signing_for_the_papers_together_and_void_when_they_are_returned(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-sign", PLANNING)
    with office.bureau.desk() as desk, pytest.raises(NoLongerAsked):
        take_early(desk, office.step(case_id, "plan-sign/1").id, CHAIR)  # who signs takes no numbers
    office.play_to(case_id, "plan-release", PLANNING)
    step = office.step(case_id, "plan-release/1")
    for _ in range(2):
        with office.bureau.desk() as desk:
            taken = [paper.notation for paper in take_early(desk, step.id, SECRETARY)]
        assert taken == ["01/CTr-BCĐ", "01/KH-BCĐ", "02/KH-BCĐ"]
    office.answer(step, {"choice": "return", "reason": "Chữ ký chưa đúng"})
    office.play(case_id, PLANNING)
    assert office.case(case_id).end_reason == "Đã ban hành: 02/CTr-BCĐ, 03/KH-BCĐ, 04/KH-BCĐ"
    dropped = [paper.notation for paper in papers_of(office, case_id) if paper.state == PaperState.VOID]
    assert dropped == ["01/CTr-BCĐ", "01/KH-BCĐ", "02/KH-BCĐ"]


def test_papers_with_numbers_taken_early_are_issued_with_them(office: Office) -> None:
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-release", PLANNING)
    step = office.step(case_id, "plan-release/1")
    with office.bureau.desk() as desk:
        take_early(desk, step.id, SECRETARY)
    office.play(case_id, PLANNING)
    assert office.case(case_id).end_reason == "Đã ban hành: 01/CTr-BCĐ, 01/KH-BCĐ, 02/KH-BCĐ"


def test_what_is_mainstreamed_is_printed_in_the_work_plans_annex(office: Office) -> None:
    case_id = issued(office)
    [printed] = [paper.facts["mainstreamed"] for paper in papers_of(office, case_id) if paper.matrix == PlanPaper.WORK_PLAN]
    assert [(row["whose"], row["scheme"], row["when"]) for row in printed] == [
        ("Ủy viên – Giám đốc Sở Y tế", "Đề án bệnh viện thông minh", "Quý II")
    ]
