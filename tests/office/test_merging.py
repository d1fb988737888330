"""Agencies merged on a date: what is owed, asked and helped with goes to who takes over, once and from the day on."""

from datetime import date, timedelta

from models.steps import StepState
from tasks.casework import cancel_case
from tasks.follow_up import FIRST
from tasks.succession import SUCCEEDED
from tests.office.cast import CHAIR, DEPUTY_1, STANDING, Office, sound
from tests.office.duties import ACCEPT, CONFIRMED, DUE, EXTEND, GIANG_THANH, SUBMIT, extensions, given, record, said, taken_on
from tests.office.reorganisations import DAY, NQ, TODAY, acts, into, links, of_step, on, reorganised, told
from tests.office.rosters import add, holding


def test_before_its_day_a_merger_moves_nothing_and_on_it_everything_open(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    office.post_all()
    done = reorganised(office, into("HGT", "HKL"))
    assert ([change.act for change in done.changes], done.moved, done.letters) == (["agency.succeed"], 0, 0)
    on(office, DAY - timedelta(days=1))
    assert of_step(office, case_id, "report/1") == (["head_hgt"], GIANG_THANH, StepState.OPEN)
    before = office.step(case_id, "report/1")
    on(office, DAY)
    after = office.step(case_id, "report/1")
    assert of_step(office, case_id, "report/1") == (["head_hkl"], kien_luong, StepState.OPEN)
    assert (after.due, after.rung, after.rings_at, after.revision) == (before.due, before.rung, before.rings_at, before.revision + 1)
    duty = record(office, case_id)
    assert (duty.lead_agency, duty.lead_seat, duty.doer, duty.due, duty.assigned_on) == ("HKL", "head_hkl", "", DUE, TODAY)
    sent = {(letter.officer_id, letter.kind) for letter in office.queued(case_id)}
    assert sent == {(GIANG_THANH, "withdrawn"), (kien_luong, "duty")}
    letters = {letter.kind: letter.context["words"] for letter in office.queued(case_id)}
    assert (
        letters["duty"]["why"] == f"Ông/Bà được hỏi với tư cách Chủ tịch UBND huyện Kiên Lương. {letters['withdrawn']['extra']['reason']}"
    )
    assert letters["withdrawn"]["extra"]["reason"] == (
        "Từ 03/9/2019 Ủy ban nhân dân huyện Giang Thành nhập vào Ủy ban nhân dân huyện Kiên Lương "
        f"({NQ}); Ủy ban nhân dân huyện Kiên Lương kế thừa việc này."
    )
    assert [(link.officer_id, link.revoked_at is None) for link in links(office, after.id)] == [(GIANG_THANH, False), (kien_luong, True)]
    assert office.walk(case_id).waiting == "Chờ Chủ tịch UBND huyện Kiên Lương báo cáo tiến độ, kết quả thực hiện nhiệm vụ · hạn 15/11"
    sound(office)


def test_a_merger_is_carried_out_once(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    once = (len(office.letters()), [step.revision for step in office.steps(case_id)], acts(office, case_id))
    on(office, DAY)
    on(office, DAY + timedelta(days=1))
    assert (len(office.letters()), [step.revision for step in office.steps(case_id)], acts(office, case_id)) == once
    assert once[2] == [SUCCEEDED]


def test_who_took_over_reports_it_and_it_is_confirmed(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).closed_at is not None
    sound(office)


def test_one_who_heads_both_agencies_is_not_written_to(office: Office) -> None:
    case_id = taken_on(office)
    add(office, Giữ_chức_danh=[holding("head_hkl", GIANG_THANH, TODAY)])
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_hkl"], GIANG_THANH, StepState.OPEN)
    assert [letter.kind for letter in office.queued(case_id)] == ["told"]
    assert [link.revoked_at for link in links(office, office.step(case_id, "report/1").id)] == [None]


def test_what_waits_to_be_confirmed_stays_so_and_the_new_head_is_told(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "confirm/1") == (["standing_member"], STANDING, StepState.OPEN)
    assert office.step(case_id, "confirm/1").about["seat"] == "head_hkl"
    assert [letter.officer_id for letter in told(office, case_id)] == [kien_luong]
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).closed_at is not None


def test_nobody_comes_to_confirm_or_extend_his_own_by_taking_over(office: Office) -> None:
    """The standing member heads Sở TT&TT, which takes over: what he was to confirm goes to who issued it."""
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    other = taken_on(office, issuer_seat="deputy_chair_1", lead_agency="HGT")
    said(office, other, "report/1", EXTEND)
    reorganised(office, into("HGT", "STTTT"))
    on(office, DAY)
    assert of_step(office, case_id, "confirm/1") == (["chair"], CHAIR, StepState.OPEN)
    assert of_step(office, other, "extension/1") == (["deputy_chair_1"], DEPUTY_1, StepState.OPEN)
    assert extensions(office, other)[0].decided_at is None
    sound(office)


def test_a_chasing_letter_is_not_signed_by_who_takes_over(office: Office) -> None:
    case_id = taken_on(office)
    on(office, date(2019, 11, 19))
    step = next(step for step in office.asked(case_id) if step.question == FIRST)
    assert step.officer_id == STANDING
    reorganised(office, into("HGT", "STTTT", date(2019, 11, 20)))
    on(office, date(2019, 11, 20))
    assert of_step(office, case_id, step.key) == (["chair"], CHAIR, StepState.OPEN)


def test_what_lapsed_may_still_be_answered_late_by_who_took_over_and_by_nobody_else(office: Office, kien_luong: str) -> None:
    case_id = given(office)
    office.move_to(date(2019, 8, 30))
    office.sweep()
    office.walk(case_id)
    assert office.step(case_id, "acknowledge").state == StepState.LAPSED
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "acknowledge") == (["head_hkl"], kien_luong, StepState.LAPSED)
    assert all(link.revoked_at is not None for link in links(office, office.step(case_id, "acknowledge").id))
    assert {(letter.officer_id, letter.kind) for letter in office.queued(case_id)} == {(GIANG_THANH, "withdrawn"), (kien_luong, "duty")}
    said(office, case_id, "acknowledge", ACCEPT)
    assert record(office, case_id).doer == ACCEPT["doer"]
    sound(office)


def test_a_helping_agency_is_followed_too_and_its_new_head_told(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office, lead_agency="SYT", coordinating=("HGT", "STC"))
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert record(office, case_id).coordinating == ["HKL", "STC"]
    assert [letter.officer_id for letter in told(office, case_id)] == [kien_luong]
    lead = taken_on(office, lead_agency="HKL", coordinating=("HAB",))
    reorganised(office, into("HAB", "HKL", DAY + timedelta(days=1)))
    on(office, DAY + timedelta(days=1))
    assert (record(office, lead).lead_agency, record(office, lead).coordinating) == ("HKL", [])
    sound(office)


def test_what_has_ended_keeps_the_agency_that_owed_it(office: Office) -> None:
    closed, called_off = taken_on(office), taken_on(office)
    said(office, closed, "report/1", SUBMIT)
    said(office, closed, "confirm/1", CONFIRMED)
    with office.bureau.desk() as desk:
        cancel_case(desk, called_off, "Nhập nhầm")
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert [record(office, case_id).lead_agency for case_id in (closed, called_off)] == ["HGT", "HGT"]


def test_an_open_duty_of_an_agency_already_merged_when_the_workbook_comes_moves_at_once(office: Office) -> None:
    case_id = taken_on(office)
    done = reorganised(office, into("HGT", "HKL", TODAY - timedelta(days=3)))
    assert done.moved == 1
    assert record(office, case_id).lead_agency == "HKL"
    sound(office)
