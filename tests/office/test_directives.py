"""A directive from its birth to its end: born of its meeting, taken on, reported, confirmed or returned."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from models.directives import Ending, Source
from models.steps import StepState
from tasks.answering import NotTheOneAsked
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, CONCLUSION, PROMPT, SECRETARY, STANDING, Office, keys, sound
from tests.office.duties import (
    ACCEPT,
    CONFIRMED,
    DONE,
    DUE,
    GIANG_THANH,
    HEALTH_HEAD,
    PROGRESS,
    RETURNED,
    SUBMIT,
    VICE_CHAIR,
    children,
    given,
    record,
    reports,
    said,
    taken_on,
)

FOUR = [CONCLUSION | {"text": f"Việc {n}", "lead": lead} for n, lead in enumerate(("STTTT", "VPUBND", "SNV", "HGT"), 1)]


@pytest.fixture
def concluded(office: Office) -> UUID:
    case_id = office.open()
    four = {"conclusions": FOUR}
    office.play(case_id, PROMPT | {"conclusions": PROMPT["conclusions"] | four, "notice-draft": PROMPT["notice-draft"] | four})
    return case_id


def test_each_conclusion_is_a_case_of_its_own_born_with_the_record_of_it(office: Office, concluded: UUID) -> None:
    born = children(office, concluded)
    assert [case.birth_key for case in born] == ["conclusion/1", "conclusion/2", "conclusion/3", "conclusion/4"]
    assert [case.title for case in born] == [f"Nhiệm vụ: Việc {n}" for n in (1, 2, 3, 4)]
    duty = record(office, born[3].id)
    assert (duty.source, duty.lead_agency, duty.lead_seat, duty.issuer_seat) == (Source.CONCLUSION, "HGT", "head_hgt", "chair")
    assert (duty.due, duty.due_original, duty.source_date) == (date(2019, 11, 29), date(2019, 11, 29), date(2019, 9, 27))
    assert office.case(concluded).closed_at is not None


def test_the_notice_names_itself_to_the_duties_and_goes_to_the_heads_who_owe_them(office: Office, concluded: UUID) -> None:
    assert {record(office, case.id).source_number for case in children(office, concluded)} == {"01/TB-BCĐ"}
    assert GIANG_THANH in {letter.officer_id for letter in office.letters(concluded) if letter.kind == "notice"}


def test_a_meeting_walked_again_bears_no_second_child(office: Office, concluded: UUID) -> None:
    office.walk(concluded)
    assert len(children(office, concluded)) == 4


def test_a_duty_is_taken_on_reported_and_confirmed(office: Office) -> None:
    case_id = given(office)
    assert office.step(case_id, "acknowledge").officer_id == GIANG_THANH
    assert office.walk(case_id).waiting == "Chờ cơ quan chủ trì tiếp nhận nhiệm vụ · hạn 28/08"
    said(office, case_id, "acknowledge", ACCEPT)
    assert office.walk(case_id).waiting == "Chờ Chủ tịch UBND huyện Giang Thành báo cáo tiến độ, kết quả thực hiện nhiệm vụ · hạn 15/11"
    said(office, case_id, "report/1", SUBMIT)
    assert office.step(case_id, "confirm/1").officer_id == STANDING
    office.move_to(date(2019, 8, 30))
    said(office, case_id, "confirm/1", CONFIRMED)
    duty = record(office, case_id)
    assert (duty.ending, duty.completed_on, duty.ended_on) == (Ending.CONFIRMED, date(2019, 8, 26), date(2019, 8, 30))
    assert office.case(case_id).end_reason == "Đã xác nhận hoàn thành, đúng hạn"
    told = [letter for letter in office.letters(case_id) if "Xác nhận hoàn thành" in str(letter.context)]
    assert GIANG_THANH in {letter.officer_id for letter in told if letter.kind == "told"}
    sound(office)


def test_who_does_it_is_kept_with_the_duty(office: Office) -> None:
    assert record(office, taken_on(office)).doer == ACCEPT["doer"]


def test_the_letter_says_what_is_ordered_by_whom_and_by_when(office: Office) -> None:
    letter = next(letter for letter in office.letters(given(office)) if letter.kind == "assignment")
    extra = letter.context["words"]["extra"]
    assert (letter.kind, letter.officer_id) == ("assignment", GIANG_THANH)
    assert extra["term"] == "15/11/2019"
    assert extra["helpers"] == "Sở Thông tin và Truyền thông"
    assert "Kết luận họp Ban Chỉ đạo quý III năm 2019" in extra["source"]


def test_progress_is_kept_and_asked_for_again(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", PROGRESS)
    said(office, case_id, "report/2", SUBMIT)
    assert [(row.done, row.complete) for row in reports(office, case_id)] == [(PROGRESS["done"], False), (SUBMIT["done"], True)]


def test_what_is_returned_is_owed_again_and_the_reason_stands_before_the_head(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", RETURNED)
    again = office.step(case_id, "report/2")
    assert (again.about["returned"], again.about["returned_by"]) == (RETURNED["reason"], ["standing_member"])
    assert record(office, case_id).ending is None
    office.play(case_id, DONE)
    assert record(office, case_id).ending == Ending.CONFIRMED


@pytest.mark.parametrize(
    "wrong", [{"choice": "submit", "done": "Xong"}, {"choice": "submit", "product_number": "1"}, {"choice": "progress"}]
)
def test_done_without_evidence_or_words_is_not_taken(office: Office, wrong: dict[str, str]) -> None:
    case_id = taken_on(office)
    with pytest.raises(Unacceptable):
        office.answer(office.step(case_id, "report/1"), wrong)
    assert office.step(case_id, "report/1").state == StepState.OPEN


@pytest.mark.parametrize("officer", [STANDING, SECRETARY, CHAIR, HEALTH_HEAD])
def test_only_the_agency_that_owes_it_reports(office: Office, officer: str) -> None:
    case_id = taken_on(office)
    with pytest.raises(NotTheOneAsked):
        office.answer(office.step(case_id, "report/1"), SUBMIT, officer)
    assert reports(office, case_id) == []


def test_nobody_confirms_his_own(office: Office) -> None:
    """The director of Sở TT&TT is the standing member: what his agency owes is confirmed by who issued it."""
    case_id = taken_on(office, lead_agency="STTTT")
    said(office, case_id, "report/1", SUBMIT)
    assert office.step(case_id, "confirm/1").officer_id == CHAIR
    deputys = taken_on(office, lead_agency="STTTT", issuer_seat="deputy_chair_1")
    said(office, deputys, "report/1", SUBMIT)
    assert office.step(deputys, "confirm/1").officer_id == VICE_CHAIR


def test_who_came_to_head_the_agency_cannot_confirm_what_it_did(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE holding SET officer_id = :officer WHERE seat_id = 'head_hgt'"), {"officer": STANDING})
    with pytest.raises(Unacceptable, match="không tự quyết định"):
        office.answer(office.step(case_id, "confirm/1"), CONFIRMED)


def test_what_the_ubnd_ordered_its_leaders_confirm(office: Office) -> None:
    case_id = taken_on(office, source=Source.PROVINCE, issuer_seat="ubnd_vice_chair_1")
    said(office, case_id, "report/1", SUBMIT)
    assert (office.step(case_id, "confirm/1").seats, office.step(case_id, "confirm/1").officer_id) == (["ubnd_vice_chair_1"], VICE_CHAIR)


def test_silence_is_never_acceptance(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    office.move_to(date(2020, 3, 2))
    office.sweep()
    assert office.walk(case_id).waiting is not None
    assert record(office, case_id).ending is None


def test_who_does_not_take_it_on_owes_it_all_the_same_and_is_reported(office: Office) -> None:
    case_id = given(office)
    office.move_to(date(2019, 8, 29))
    office.sweep()
    office.walk(case_id)
    assert "report/1" in keys(office, case_id)
    told = [
        letter.officer_id
        for letter in office.letters(case_id)
        if letter.context["words"]["title"].endswith("tiếp nhận") and letter.kind == "told"
    ]
    assert told == [STANDING]
    office.answer(office.step(case_id, "acknowledge"), ACCEPT)  # late, and kept as late


def test_late_is_held_against_the_first_day(office: Office) -> None:
    case_id = taken_on(office)
    office.move_to(date(2019, 11, 18))
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).end_reason == "Đã xác nhận hoàn thành, quá hạn giao ban đầu"


def test_a_day_off_counts_to_the_next_working_day(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 11, 16))
    assert office.step(case_id, "report/1").due == date(2019, 11, 18)
    office.move_to(date(2019, 11, 18))
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).end_reason == "Đã xác nhận hoàn thành, đúng hạn"


def test_the_first_day_cannot_be_rewritten(office: Office) -> None:
    case_id = taken_on(office)
    with pytest.raises(DatabaseError, match="first day"), office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE directive SET due_original = '2020-01-01'"))
    assert record(office, case_id).due_original == DUE
