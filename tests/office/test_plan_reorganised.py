"""Agencies merged while a year's plans are open: proposals, lines, papers and duties follow who took over."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.directives import Directive
from models.plans import Origin
from tasks.office import plan_of
from tasks.plan_checks import faults
from tasks.plan_succession import TITLE
from tasks.plans import inspections_of, targets_of, want_change
from tests.office.cast import CHAIR, RETURNED, SECRETARY, STANDING, YES, Office, sound
from tests.office.duties import GIANG_THANH, given
from tests.office.gatherings import told, what
from tests.office.planning import (
    DRAFT,
    PLANNING,
    PROPOSED,
    SIGNED,
    add,
    drafting,
    duties,
    inspect,
    issued,
    lines,
    opened,
    papers_of,
    plan,
)
from tests.office.reorganisations import NQ, into, reorganised

MERGED = "Từ {day} Ủy ban nhân dân huyện Giang Thành nhập vào Ủy ban nhân dân huyện Kiên Lương"
THEIRS = PROPOSED | {"lines": [PROPOSED["lines"][0] | {"lead": "", "coordinating": ["STTTT", "HKL"]}]}


def merge(office: Office, before: str = "HGT", after: str = "HKL") -> date:
    """Merged from tomorrow on: the morning of that day has gone round."""
    day = office.clock.at.date() + timedelta(days=1)
    reorganised(office, into(before, after, day))
    office.move_to(day)
    office.sweep()
    while office.ring():
        pass
    return day


def faulty(office: Office, case_id: UUID) -> list[str]:
    with office.bureau.reading_desk() as desk:
        return faults(desk, plan_of(desk, desk.case(case_id)))


def units(office: Office, case_id: UUID) -> list[str]:
    with office.bureau.reading_desk() as desk:
        return [one.agency_id for one in inspections_of(desk, plan_of(desk, desk.case(case_id)))]


def test_a_proposal_asked_of_an_agency_that_is_merged_is_given_by_who_took_over(office: Office, kien_luong: str) -> None:
    case_id = opened(office)
    office.play_to(case_id, "plan-proposal", PLANNING)
    before = office.step(case_id, "plan-proposal/head_hgt")
    assert before.officer_id == GIANG_THANH
    office.post_all()
    merge(office)
    step = office.step(case_id, "plan-proposal/head_hgt")
    assert (step.seats, step.officer_id, step.due) == (["head_hkl"], kien_luong, before.due)
    sent = {(letter.officer_id, letter.kind) for letter in office.queued(case_id)}
    assert sent == {(GIANG_THANH, "withdrawn"), (kien_luong, "ask")}
    said = PROPOSED | {"lines": [PROPOSED["lines"][0] | {"lead": ""}]}
    office.play_to(case_id, "plan-draft", PLANNING | {"plan-proposal/head_hgt": said})
    [line] = [line for line in lines(office, case_id, Origin.PROPOSAL) if line.lead_agency != "SYT"]
    assert (line.lead_agency, line.coordinating, line.note) == ("HKL", ["STTTT"], "Chủ tịch UBND huyện Kiên Lương đề xuất")
    sound(office)


def test_what_an_agency_had_proposed_before_it_was_merged_is_drafted_for_who_took_over(office: Office, kien_luong: str) -> None:
    case_id = opened(office)
    office.play_to(case_id, "plan-proposal", PLANNING)
    office.answer(office.step(case_id, "plan-proposal/head_hgt"), THEIRS)
    merge(office)
    office.play_to(case_id, "plan-draft", PLANNING)
    assert {line.lead_agency for line in lines(office, case_id, Origin.PROPOSAL)} == {"SYT", "HKL"}
    assert office.step(case_id, "plan-proposal/head_hgt").officer_id == GIANG_THANH  # who gave it stays on record


def test_an_agency_that_is_no_more_is_not_asked_for_proposals(office: Office, kien_luong: str) -> None:
    merge(office)
    case_id = opened(office)
    office.play_to(case_id, "plan-proposal", PLANNING)
    asked = {step.seats[0] for step in office.asked(case_id)}
    assert "head_hkl" in asked
    assert "head_hgt" not in asked


def test_the_draft_follows_the_merger_and_who_works_on_it_is_told_which_lines(office: Office, kien_luong: str) -> None:
    case_id = drafting(office)
    add(office, case_id, "Kết nối trung tâm hành chính công.", lead_agency="HGT", coordinating=["HKL", "STTTT"])
    add(office, case_id, "Đào tạo công chức.", coordinating=["HGT", "HKL"])
    inspect(office, case_id, "HGT", quarter=3)
    day = merge(office)
    found = {line.text: (line.lead_agency, line.coordinating) for line in lines(office, case_id)}
    assert found["Kết nối trung tâm hành chính công."] == ("HKL", ["STTTT"])  # who leads does not help himself
    assert found["Đào tạo công chức."] == ("STTTT", ["HKL"])
    assert set(units(office, case_id)) == {"STNMT", "HKL"}
    assert faulty(office, case_id) == []
    letters = told(office, case_id, TITLE)
    assert {letter.officer_id for letter in letters} == {SECRETARY, STANDING}
    said = what(letters[0])
    assert said.startswith(f"{MERGED.format(day=day.strftime('%d/%m/%Y'))} ({NQ}); Ủy ban nhân dân huyện Kiên Lương kế thừa việc này.")
    for words in ("«Kết nối trung tâm hành chính công.»", "«Đào tạo công chức.»", "kiểm tra Ủy ban nhân dân huyện Kiên Lương quý 3"):
        assert words in said
    assert "văn bản đã trình ký" not in said.lower()
    office.sweep()
    assert len(told(office, case_id, TITLE)) == 2  # once
    sound(office)


def test_no_unit_comes_to_be_inspected_twice_by_a_merger_and_who_drafts_drops_one(office: Office, kien_luong: str) -> None:
    case_id = drafting(office)
    add(office, case_id)
    inspect(office, case_id, "HGT", quarter=3)
    inspect(office, case_id, "HKL", quarter=4)
    merge(office)
    assert set(units(office, case_id)) == {"STNMT", "HGT", "HKL"}
    [said] = faulty(office, case_id)
    assert said == (
        "Kiểm tra Ủy ban nhân dân huyện Giang Thành: Ủy ban nhân dân huyện Giang Thành đã được sắp xếp lại, "
        "Ủy ban nhân dân huyện Kiên Lương kế thừa; hãy chọn cơ quan kế thừa."
    )


@pytest.mark.parametrize("until", ["plan-submit", "plan-sign", "plan-release"])
def test_what_is_signed_after_the_merger_gives_its_duties_to_who_took_over(office: Office, kien_luong: str, until: str) -> None:
    case_id = drafting(office)
    add(office, case_id, "Kết nối trung tâm hành chính công.", lead_agency="HGT", coordinating=["STC"])
    office.play_to(case_id, until, PLANNING)
    merge(office)
    concerned = {letter.officer_id for letter in told(office, case_id, TITLE)}
    assert concerned == {SECRETARY, STANDING} | ({CHAIR} if until == "plan-sign" else set())
    warned = "Văn bản đã trình ký vẫn ghi tên cơ quan trước khi sắp xếp" in what(told(office, case_id, TITLE)[0])
    assert warned == (until != "plan-submit")
    office.play(case_id, PLANNING)
    duty = next(duty for duty in duties(office) if duty.text.startswith("Kết nối"))
    assert (duty.lead_agency, duty.lead_seat) == ("HKL", "head_hkl")
    office.walk(duty.case_id)
    assert office.step(duty.case_id, "acknowledge").officer_id == kien_luong
    sound(office)


def test_a_plan_issued_before_its_morning_has_gone_round_gives_its_duties_to_who_took_over(office: Office, kien_luong: str) -> None:
    case_id = drafting(office)
    add(office, case_id, "Kết nối trung tâm hành chính công.", lead_agency="HGT", coordinating=["STC"])
    office.play_to(case_id, "plan-release", PLANNING)
    day = office.clock.at.date() + timedelta(days=1)
    reorganised(office, into("HGT", "HKL", day))
    office.move_to(day)
    office.answer(office.step(case_id, "plan-release/1"), SIGNED)
    office.walk(case_id)
    assert {duty.lead_agency for duty in duties(office)} == {"HKL", "SYT"}


def test_the_chair_returns_what_names_an_agency_of_the_past_and_the_new_paper_names_who_took_over(office: Office, kien_luong: str) -> None:
    case_id = drafting(office)
    add(office, case_id, "Kết nối trung tâm hành chính công.", lead_agency="HGT", coordinating=["STC"])
    office.play_to(case_id, "plan-sign", PLANNING)
    merge(office)
    office.answer(office.step(case_id, "plan-sign/1"), RETURNED)
    office.play_to(case_id, "plan-sign", PLANNING | {"plan-sign": [RETURNED, YES]})
    leads = {}
    for paper in papers_of(office, case_id):
        if paper.matrix == "work_plan":
            entries: list[dict[str, Any]] = [entry for group in paper.facts["groups"] for entry in group["entries"]]
            leads[paper.key] = next(entry["lead"] for entry in entries if entry["text"].startswith("Kết nối"))
    assert leads == {"work_plan/1": "Ủy ban nhân dân huyện Giang Thành", "work_plan/2": "Ủy ban nhân dân huyện Kiên Lương"}


def test_a_directive_carried_over_stays_as_it_is_when_its_agency_is_merged_before_the_signing(office: Office, kien_luong: str) -> None:
    owed = given(office, text="Hoàn thành kết nối trục liên thông.", due=date(2020, 2, 28), issuer_seat="chair", coordinating=("STC",))
    case_id = drafting(office)
    add(office, case_id)
    office.play_to(case_id, "plan-sign", PLANNING)
    merge(office)
    [line] = lines(office, case_id, Origin.DIRECTIVE)
    assert line.lead_agency == "HKL"
    office.play(case_id, PLANNING)
    assert office.case(case_id).end_reason is not None
    with office.bureau.reading_desk() as desk:
        duty = desk.session.exec(select(Directive).where(col(Directive.case_id) == owed)).one()
    assert (duty.lead_agency, duty.ending) == ("HKL", None)
    sound(office)


def test_what_was_issued_is_kept_as_it_was_and_a_change_of_it_begins_with_who_took_over(office: Office, kien_luong: str) -> None:
    case_id = drafting(office)
    add(office, case_id, "Kết nối trung tâm hành chính công.", lead_agency="HGT", coordinating=["STC"])
    office.play(case_id, PLANNING)
    merge(office)
    assert "HGT" in {line.lead_agency for line in lines(office, case_id)}
    with office.bureau.desk() as desk:
        changed = want_change(desk, plan(office, case_id).id, "Tỉnh bổ sung nhiệm vụ.", by=STANDING).id
    assert "HGT" not in {line.lead_agency for line in lines(office, changed)}
    add(office, changed, "Kiểm thử an toàn trục liên thông.", section="security", due=date(2020, 8, 31))
    office.play(changed, PLANNING)
    assert {duty.lead_agency for duty in duties(office) if duty.ending is None} == {"HKL", "SYT", "STTTT"}


def test_next_years_draft_begins_with_what_the_agency_of_last_year_left_to_who_took_over(office: Office, kien_luong: str) -> None:
    before = drafting(office)
    add(office, before, "Việc chưa có thời hạn.", lead_agency="HGT", coordinating=["HKL"], due=None)
    office.play(before, PLANNING)
    merge(office)
    merge(office, "STTTT", "SKHCN")
    office.move_to(date(2020, 10, 15))
    case_id = office.open("annual_plan", "2021")
    office.play_to(case_id, "plan-draft", PLANNING | {"plan-proposal/member_yt": {"choice": "none"}})
    assert ("HKL", ()) in {(line.lead_agency, tuple(line.coordinating)) for line in lines(office, case_id, Origin.UNFINISHED)}
    with office.bureau.reading_desk() as desk:
        assert {target.lead_agency for target in targets_of(desk, plan_of(desk, desk.case(case_id)))} == {"SKHCN"}


def test_a_plan_in_force_is_left_alone(office: Office, kien_luong: str) -> None:
    case_id = issued(office, PLANNING | {"plan-draft": DRAFT})
    merge(office)
    assert told(office, case_id, TITLE) == []
