"""A paper's life: typed without a number, released with one and its signed PDF; what was given or issued stays."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from documents import dossier
from documents.briefing import BriefingSlip
from documents.papers import Letterhead, Person
from models.papers import Paper, PaperState, Series
from models.steps import Step, StepState
from tasks.office import Answered
from tasks.papers import NotToBeIssued, release, reserve, working_paper
from tasks.questions import Question, Unacceptable
from tests.office.cast import SECRETARY, TAKEN, Handed, Office, sound, together
from tests.office.papers import GIVEN, asked_for, paper, typed
from tests.office.trial import Trial, renew

BACK = {"choice": "return", "reason": "Sai tên cơ quan nhận."}


@pytest.fixture
def asked(trial: Trial) -> Question:
    return asked_for(trial)


@pytest.fixture
def case(office: Office) -> UUID:
    return office.open()


def wrong(office: Office, step: Step, data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Unacceptable) as refused:
        office.answer(step, data)
    assert office.step(step.case_id, step.key).state == StepState.OPEN
    return refused.value.errors


def test_what_is_typed_has_room_for_its_number_and_day(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    row = paper(office, step)
    assert (row.state, row.number, row.notation, row.issued_at) == (PaperState.TYPED, None, "", None)
    assert row.file_name == "Dự thảo TTr-BCĐ.docx"
    assert step.officer_id == SECRETARY
    assert step.due == date(2019, 8, 27)  # signed one day, issued that day or the next working day
    letter = office.letters(case)[-1]
    assert letter.context["attachments"] == [{"name": row.file_name, "sha256": row.sha256}]
    with office.bureau.reading_desk() as desk:
        assert desk.session.get(Series, ("committee", "TTr", 2019)) is None  # no number before it is issued


def test_release_gives_the_number_and_keeps_every_file(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    before = paper(office, step)
    office.answer(step, TAKEN)
    row = paper(office, step)
    assert (row.state, row.notation, row.file_name) == (PaperState.ISSUED, "01/TTr-BCĐ", "01-TTr-BCĐ.docx")
    assert (row.signed_name, row.signed_at, row.issued_at) == ("01-TTr-BCĐ.pdf", step.opened_at, office.clock.at)
    assert row.typed_sha256 == before.sha256 != row.sha256
    for sha256 in (row.typed_sha256, row.sha256, row.signed_sha256):
        with dossier.open(office.bureau.files, sha256 or "") as file:
            assert file.read(1)
    sound(office)


def test_a_flow_that_walks_on_finds_it_released(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    answer = office.answer(step, TAKEN)
    with office.bureau.desk() as desk:
        row = release(desk, UUID(step.about["paper"]), Answered.of(step, answer))
        assert row.notation == "01/TTr-BCĐ"
        assert desk.session.get_one(Series, ("committee", "TTr", 2019)).last == 1


def test_a_number_given_elsewhere_is_taken_as_it_is(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    office.move_to(date(2019, 8, 28))
    office.answer(step, GIVEN | {"number": "123 / TTr-VP", "issued_on": "2019-08-27"})
    row = paper(office, step)
    assert (row.notation, row.number, row.elsewhere) == ("123/TTr-VP", 123, True)
    assert row.issued_at is not None
    assert row.issued_at.astimezone(office.clock.at.tzinfo).date() == date(2019, 8, 27)
    assert row.facts["date"] == "2019-08-27"


def test_ours_passes_over_a_number_that_was_given_elsewhere(office: Office, case: UUID, asked: Question) -> None:
    office.answer(typed(office, case, asked, "one"), GIVEN | {"number": "2"})
    for key in ("two", "three"):
        office.answer(typed(office, case, asked, key), TAKEN)
    with office.bureau.reading_desk() as desk:
        numbers = desk.session.exec(select(col(Paper.key), col(Paper.number)).order_by(col(Paper.id))).all()
    assert numbers == [("one", 2), ("two", 1), ("three", 3)]


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({"choice": "take"}, "form", "chọn tệp PDF"),
        ({"choice": "given", "signed": Handed()}, "form", "cả số và ngày"),
        (GIVEN | {"number": "số bảy"}, "form", "không phải là số văn bản"),
        (GIVEN | {"number": "0"}, "form", "không phải là số văn bản"),
        (GIVEN | {"number": "7/"}, "form", "không phải là số văn bản"),
        (GIVEN | {"issued_on": "2019-08-27"}, "issued_on", "chưa đến"),
        (GIVEN | {"issued_on": "2019-08-25"}, "issued_on", "không thể trước ngày đó"),
        (GIVEN | {"number": "1"}, "number", "đã cấp cho văn bản khác"),
        (TAKEN | {"signed": Handed("anh.png", "image/png")}, "signed", "không phải là PDF"),
        (TAKEN | {"signed": "00000000-0000-7000-8000-000000000000"}, "signed", "Chưa nhận được tệp"),
        ({"choice": "return"}, "form", "lý do"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    office: Office, case: UUID, asked: Question, data: dict[str, Any], field: str, says: str
) -> None:
    office.answer(typed(office, case, asked, "first"), TAKEN)
    step = typed(office, case, asked)
    assert says in wrong(office, step, data)[field]
    assert paper(office, step).state == PaperState.TYPED
    sound(office)


def test_a_file_handed_in_for_another_paper_is_not_this_one_signed(office: Office, case: UUID, asked: Question) -> None:
    first, second = typed(office, case, asked, "first"), typed(office, case, asked, "second")
    taken = office.answer(first, TAKEN)
    assert "signed" in wrong(office, second, {"choice": "take", "signed": taken.payload["signed"]})


def test_a_register_kept_elsewhere_gives_no_number_here(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked, series="province")
    assert "do nơi khác giữ" in wrong(office, step, TAKEN)["choice"]
    office.answer(step, GIVEN)


def test_two_at_once_get_different_numbers_without_a_gap(office: Office, asked: Question) -> None:
    steps = [typed(office, office.open(period=f"20{20 + n}-Q1"), asked) for n in range(4)]
    together(*[lambda step=step: office.answer(step, TAKEN) for step in steps])
    assert sorted(paper(office, step).number or 0 for step in steps) == [1, 2, 3, 4]


def test_a_number_rolled_back_was_never_given(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    with suppress(RuntimeError), office.bureau.desk() as desk:
        assert reserve(desk, UUID(step.about["paper"])).number == 1
        raise RuntimeError
    office.answer(step, TAKEN)
    assert paper(office, step).number == 1


def test_a_number_taken_before_signing_is_the_one_it_is_issued_with(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    for _ in range(2):  # asking again takes no second one
        with office.bureau.desk() as desk:
            reserve(desk, UUID(step.about["paper"]))
    row = paper(office, step)
    assert (row.state, row.notation, row.facts["date"]) == (PaperState.RESERVED, "01/TTr-BCĐ", None)
    assert "đã lấy số 01/TTr-BCĐ" in wrong(office, step, GIVEN)["choice"]
    office.answer(step, TAKEN)
    assert paper(office, step).number == 1
    office.answer(typed(office, case, asked, "next"), TAKEN)
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Series, ("committee", "TTr", 2019)).last == 2


def test_a_number_of_last_year_is_not_issued_this_year(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    with office.bureau.desk() as desk:
        reserve(desk, UUID(step.about["paper"]))
    office.move_to(date(2020, 1, 2))
    assert "sổ năm 2019" in wrong(office, step, TAKEN)["choice"]


@pytest.mark.parametrize("reserved", [False, True])
def test_a_returned_paper_is_not_issued_and_its_number_is_void_with_the_reason(
    office: Office, case: UUID, asked: Question, reserved: bool
) -> None:
    step = typed(office, case, asked)
    if reserved:
        with office.bureau.desk() as desk:
            reserve(desk, UUID(step.about["paper"]))
    office.answer(step, BACK)
    row = paper(office, step)
    assert (row.state, row.dropped_why) == (PaperState.VOID if reserved else PaperState.RETURNED, BACK["reason"])
    office.answer(typed(office, case, asked, "again"), TAKEN)
    with office.bureau.reading_desk() as desk:
        again = desk.session.exec(select(Paper).where(col(Paper.key) == "again")).one()
    assert again.number == (2 if reserved else 1)  # void keeps its place
    with pytest.raises(NotToBeIssued), office.bureau.desk() as desk:
        reserve(desk, row.id)


def test_what_an_act_withdraws_is_not_issued_and_its_number_is_void(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    with office.bureau.desk() as desk:
        reserve(desk, UUID(step.about["paper"]))
    renew(office, case)
    row = paper(office, step)
    assert (row.state, row.dropped_why, row.number) == (PaperState.VOID, "Bão", 1)
    sound(office)


def test_a_working_paper_bears_no_number_and_is_never_issued(office: Office, case: UUID) -> None:
    slip = BriefingSlip(
        letterhead=Letterhead(parent=None, issuer="Tổ công tác", place="Kiên Giang"),
        date=None,
        about="Chương trình họp",
        addressee="Trưởng ban",
        asked="Phê duyệt",
        meeting_line="Họp quý III",
        agenda=("Một",),
        attendees=("Ủy viên",),
        maker=Person(name="A", title="Thư ký"),
        reviewer=Person(name="B", title="Ủy viên thường trực"),
    )
    with office.bureau.desk() as desk:
        row = working_paper(desk, desk.locked_case(case), "briefing", "phieu_trinh", "Phiếu trình", slip)
        assert (row.state, row.kind, row.number) == (PaperState.WORKING, "", None)
        with pytest.raises(NotToBeIssued):
            reserve(desk, row.id)


def test_the_same_paper_twice_is_a_conflict(office: Office, case: UUID, asked: Question) -> None:
    typed(office, case, asked)
    with pytest.raises(DBAPIError, match="uq_paper_case_id_key"):
        typed(office, case, asked)


def test_an_unreleased_paper_is_told_to_the_standing_member(office: Office, case: UUID, asked: Question) -> None:
    step = typed(office, case, asked)
    for _ in range(8):
        office.move_to(office.clock.at.date() + timedelta(days=1))
        office.sweep()
    rungs = [letter.key.split("/")[-2] for letter in office.letters(case) if letter.step_id == step.id]
    assert rungs[0] == "ask"
    assert rungs[-1] == "escalate"
