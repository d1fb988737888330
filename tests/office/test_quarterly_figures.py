"""Đ7.7, Đ11.2: what is odd about a figure is mended, explained or asked about; corrections, the Excel file, agencies merged meanwhile."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from models.steps import StepState
from tasks.answering import NoLongerAsked
from tasks.questions import Unacceptable
from tests.office.cast import Office, sound
from tests.office.gatherings import told
from tests.office.reorganisations import head, into, of_step, on, reorganised
from tests.office.reports import BOOKS, PROMPT, asked, explained, figures, kept, paper_of, said, sent, versions

FIGURES = "figures/head_syt"
ABOVE = {"numerator": "120", "denominator": "100"}


@pytest.fixture
def case_id(office: Office) -> UUID:
    return asked(office)


def wrong(office: Office, case_id: UUID, **changes: Any) -> dict[str, str]:
    """What is said to figures that are not taken; nothing of them is kept."""
    step = office.step(case_id, FIGURES)
    with pytest.raises(Unacceptable) as refused:
        office.answer(step, figures(step, **changes))
    assert versions(office, case_id, "SYT") == []
    return refused.value.errors


@pytest.mark.parametrize("value", ["một trăm", "-5", "1.5", "12,34567", "1e5", "10000000000000000"])
def test_what_is_no_number_is_named_beside_its_field(office: Office, case_id: UUID, value: str) -> None:
    assert list(wrong(office, case_id, I01={"numerator": value, "denominator": "100"})) == ["figures.0.numerator"]


def test_numbers_are_read_as_people_write_them(office: Office, case_id: UUID) -> None:
    sent(office, case_id, "head_syt", I01={"numerator": "1.234,5", "denominator": "2 000"})
    row = kept(office, versions(office, case_id, "SYT")[0])["I01"]
    assert (str(row.numerator), str(row.denominator)) == ("1234.5000", "2000.0000")


def test_half_a_quotient_a_denominator_of_a_count_and_a_strange_indicator_are_refused(office: Office, case_id: UUID) -> None:
    assert list(wrong(office, case_id, I01={"numerator": "5"})) == ["figures.0.denominator"]
    assert list(wrong(office, case_id, I10={"numerator": "0", "denominator": "3"})) == ["figures.9.denominator"]
    assert list(wrong(office, case_id, I01={"numerator": "5", "denominator": "9", "indicator": "I12"})) == ["figures.0.indicator"]
    twice = wrong(office, case_id, I01={"numerator": "5", "denominator": "9", "indicator": "I02"})
    assert list(twice) == ["figures"]


def test_a_report_without_a_figure_is_none(office: Office, case_id: UUID) -> None:
    step = office.step(case_id, FIGURES)
    with pytest.raises(Unacceptable) as refused:
        office.answer(step, {"choice": "submit", "figures": [], "obstacles": "Khó"})
    assert list(refused.value.errors) == ["figures"]


@pytest.mark.parametrize(
    ("numbers", "part"), [(ABOVE, "numerator"), ({"numerator": "0", "denominator": "0"}, "denominator")], ids=["above", "zero"]
)
def test_more_than_the_whole_and_a_denominator_of_nought_are_mended_or_explained_at_once(
    office: Office, case_id: UUID, numbers: dict[str, str], part: str
) -> None:
    errors = wrong(office, case_id, I01=numbers)
    assert list(errors) == [f"figures.0.{part}"]
    assert "ghi giải trình" in errors[f"figures.0.{part}"]
    sent(office, case_id, "head_syt", I01=numbers | {"note": "Gồm cả hồ sơ kỳ trước chuyển sang."})
    row = kept(office, versions(office, case_id, "SYT")[0])["I01"]
    assert row.doubts
    assert row.said == "Gồm cả hồ sơ kỳ trước chuyển sang."
    assert not [step for step in office.asked(case_id) if step.question == "explain"]


def test_a_missing_figure_raises_its_question_in_the_answers_own_transaction_for_one_working_day(office: Office, case_id: UUID) -> None:
    step = office.step(case_id, FIGURES)
    office.answer(step, figures(step, I01={}, I11={}))
    again = office.step(case_id, "explain/head_syt/1")  # nobody has walked the case
    assert (again.seats, again.due, again.about["indicators"]) == (["head_syt"], date(2019, 9, 3), ["I01", "I11"])
    assert "Chưa có số liệu «Tỷ lệ hồ sơ thủ tục hành chính" in again.about["matter"]
    office.answer(
        again,
        said(
            again,
            I01={"numerator": None, "denominator": None, "words": "Phần mềm đang nâng cấp."},
            I11={"numerator": None, "words": "Chưa tổ chức."},
        ),
    )
    (report,) = versions(office, case_id, "SYT")
    assert [kept(office, report)[code].said for code in ("I01", "I11")] == ["Phần mềm đang nâng cấp.", "Chưa tổ chức."]
    assert kept(office, report)["I01"].explained_by == again.officer_id
    sound(office)


def quarters(office: Office, **before: Any) -> UUID:
    """The next quarter's data call, after one in which everybody reported and Sở Y tế as given."""
    first = asked(office)
    step = office.step(first, FIGURES)
    office.play(first, PROMPT | {FIGURES: figures(step, **before)})
    return asked(office, "2019-Q4", date(2019, 12, 2))


@pytest.mark.parametrize(("people", "raised"), [("78", False), ("79", True), ("42", False), ("41", True), ("60", False)])
def test_more_than_thirty_percent_off_last_quarter_is_asked_about(office: Office, people: str, raised: bool) -> None:
    case_id = quarters(office)
    step = office.step(case_id, FIGURES)
    office.answer(step, figures(step, I11={"numerator": people}))  # sixty a quarter before
    assert [one.about["indicators"] for one in office.asked(case_id) if one.question == "explain"] == ([["I11"]] if raised else [])


def test_a_question_that_is_not_answered_leaves_the_figure_and_the_report_says_so(office: Office, case_id: UUID) -> None:
    step = office.step(case_id, FIGURES)
    office.play(case_id, PROMPT | {FIGURES: figures(step, I01={}), "explain": None})
    assert office.step(case_id, "explain/head_syt/1").state == StepState.WITHDRAWN  # the case has ended
    assert any("Số liệu cơ quan chưa giải trình: Sở Y tế" in line for line in paper_of(office, case_id).facts["group"]["results"])
    sound(office)


def test_a_number_corrected_when_asked_makes_a_new_version_that_keeps_the_words(office: Office, case_id: UUID) -> None:
    step = office.step(case_id, FIGURES)
    office.answer(step, figures(step, I01={}, I02={}))
    again = office.step(case_id, "explain/head_syt/1")
    office.answer(
        again,
        said(
            again,
            I01={"words": "Ghi sót.", "numerator": "40", "denominator": "50"},
            I02={"words": "", "numerator": "1", "denominator": "2"},
        ),
    )
    first, second = versions(office, case_id, "SYT")
    assert (first.version, second.version, second.obstacles) == (1, 2, first.obstacles)
    assert kept(office, first)["I01"].numerator is None
    assert (kept(office, second)["I01"].numerator, kept(office, second)["I01"].said) == (40, "Ghi sót.")
    assert kept(office, second)["I02"].numerator == 1
    assert not [one for one in office.asked(case_id) if one.question == "explain"]
    sound(office)


def test_an_explanation_says_something_about_each_figure_that_was_asked_about(office: Office, case_id: UUID) -> None:
    step = office.step(case_id, FIGURES)
    office.answer(step, figures(step, I01={}, I02={}))
    again = office.step(case_id, "explain/head_syt/1")
    nothing = {"numerator": None, "denominator": None, "words": ""}
    for answer, place in (
        (said(again, I01=nothing, I02=nothing | {"words": "Chưa có."}), "figures.0.words"),
        ({"choice": "submit", "figures": [explained("I01")]}, "figures"),
    ):
        with pytest.raises(Unacceptable) as refused:
            office.answer(again, answer)
        assert list(refused.value.errors) == [place]


def test_who_heads_the_agency_when_it_is_asked_again_explains(office: Office, case_id: UUID) -> None:
    sent(office, case_id, "head_syt", I01={})
    sound(office)
    assert of_step(office, case_id, "explain/head_syt/1")[1] == office.step(case_id, FIGURES).officer_id


def test_an_agency_merged_while_it_is_asked_is_answered_for_by_who_took_over(office: Office) -> None:
    case_id = asked(office)
    reorganised(office, into("HGT", "HKL"))
    on(office, date(2019, 9, 3))
    kien_luong = head(office, "HKL")
    assert of_step(office, case_id, "figures/head_hgt") == (["head_hkl"], kien_luong, StepState.OPEN)
    for seat in ("head_hgt", "head_hkl"):
        sent(office, case_id, seat)
    (gone,), (there,) = (versions(office, case_id, code) for code in ("HGT", "HKL"))
    assert (gone.seat_id, there.seat_id) == ("head_hkl", "head_hkl")
    office.play(case_id, PROMPT)
    sound(office)


def test_a_question_to_explain_moves_with_the_agency_too(office: Office) -> None:
    case_id = asked(office)
    sent(office, case_id, "head_hgt", I01={})
    reorganised(office, into("HGT", "HKL"))
    on(office, date(2019, 9, 3))
    again = office.step(case_id, "explain/head_hgt/1")
    assert (again.seats, again.officer_id) == (["head_hkl"], head(office, "HKL"))
    office.answer(again, said(again, I01={"words": "Chưa có.", "numerator": None, "denominator": None}))
    assert kept(office, versions(office, case_id, "HGT")[0])["I01"].said == "Chưa có."
    sound(office)


def test_an_agency_that_is_no_more_is_not_asked(office: Office) -> None:
    reorganised(office, into("HGT", "HKL", date(2019, 8, 28)))
    case_id = asked(office)
    assert len(office.asked(case_id)) == 36
    assert "figures/head_hgt" not in {step.key for step in office.asked(case_id)}


def test_what_comes_after_the_report_is_out_is_no_answer_any_more(office: Office, case_id: UUID) -> None:
    office.play(case_id, PROMPT | {FIGURES: None})
    step = office.step(case_id, FIGURES)
    with pytest.raises(NoLongerAsked):
        office.answer(step, figures(step))


def test_the_moment_the_books_close_parts_the_periods(office: Office, case_id: UUID) -> None:
    office.move_to(BOOKS, time(7, 29))
    step = office.step(case_id, FIGURES)
    office.answer(step, figures(step))
    office.move_to(BOOKS, time(7, 30))
    other = office.step(case_id, "figures/head_stc")
    office.answer(other, figures(other))
    assert [versions(office, case_id, code)[0].counted_in for code in ("SYT", "STC")] == [None, "2019-Q4"]
    office.walk(case_id)
    assert "Sở Tài chính" in told(office, case_id, "Danh sách cơ quan")[0].context["words"]["what"]
