"""The wording of NĐ 30/2020/NĐ-CP, block by block."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import blocks
from documents.layout import Measure
from documents.measure import width_mm, wrap


@pytest.mark.parametrize(("number", "shown"), [(1, "01"), (9, "09"), (10, "10"), (123, "123")])
def test_a_number_below_ten_gets_a_zero(number: int, shown: str) -> None:
    assert blocks.number_line(number, "GM-BCĐ") == f"Số: {shown}/GM-BCĐ"


def test_a_draft_leaves_room_for_number_and_day() -> None:
    assert blocks.number_line(None, "GM-BCĐ").replace("\u00a0", "") == "Số: /GM-BCĐ"
    assert blocks.place_and_date("Kiên Giang", None).replace("\u00a0", " ").split() == ["Kiên", "Giang,", "ngày", "tháng", "năm"]


@pytest.mark.parametrize(
    ("day", "words", "short"),
    [
        (date(2019, 9, 27), "ngày 27 tháng 9 năm 2019", "ngày 27/9/2019"),
        (date(2019, 5, 3), "ngày 03 tháng 5 năm 2019", "ngày 03/5/2019"),
        (date(2020, 2, 9), "ngày 09 tháng 02 năm 2020", "ngày 09/02/2020"),
        (date(2020, 1, 10), "ngày 10 tháng 01 năm 2020", "ngày 10/01/2020"),
        (date(2020, 3, 1), "ngày 01 tháng 3 năm 2020", "ngày 01/3/2020"),
        (date(2019, 12, 31), "ngày 31 tháng 12 năm 2019", "ngày 31/12/2019"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_get_a_zero(day: date, words: str, short: str) -> None:
    assert blocks.date_in_words(day) == words
    assert blocks.short_date(day) == short
    assert blocks.place_and_date("Kiên Giang", day) == f"Kiên Giang, {words}"


def test_a_moment_is_told_in_the_offices_time() -> None:
    assert blocks.moment_in_words(datetime(2019, 9, 26, 18, 5, tzinfo=UTC)) == "01 giờ 05, ngày 27 tháng 9 năm 2019 (thứ Sáu)"
    with pytest.raises(ValueError, match="time zone"):
        blocks.moment_in_words(datetime(2019, 9, 27, 8))  # noqa: DTZ001 - the naive moment is the point


def test_quarters_are_roman() -> None:
    assert [blocks.quarter_in_words(number, 2019) for number in (1, 2, 3, 4)] == [
        f"quý {roman} năm 2019" for roman in ("I", "II", "III", "IV")
    ]


def test_the_recipients_end_with_the_file_copy() -> None:
    assert blocks.recipient_lines(["Như trên", "UBND tỉnh;"], "VT, TCT") == ("- Như trên;", "- UBND tỉnh;", "- Lưu: VT, TCT.")


@pytest.mark.parametrize("typed", ["thực hiện", "thực hiện.", "thực hiện./.", "thực hiện ; "])
def test_the_end_mark_stands_once(typed: str) -> None:
    assert blocks.with_end_mark(typed) == "thực hiện./."
    assert blocks.sentence(typed) == "thực hiện."


@pytest.mark.parametrize(
    ("title", "inside"),
    [("Họp Ban Chỉ đạo", "cuộc họp Ban Chỉ đạo"), ("Hội nghị tổng kết", "hội nghị tổng kết"), ("", "")],
)
def test_a_meeting_is_named_inside_a_sentence(title: str, inside: str) -> None:
    assert blocks.event_name(title) == inside


def test_typed_text_becomes_one_composed_line_without_tricks() -> None:
    assert blocks.clean("Bo\u0323\u0302  Y te\u0302\u0301\r\n\tx\x00\x07\u202egpj.exe\u200b") == "Bộ Y tế xgpj.exe"


@given(st.text())
def test_any_text_can_stand_on_a_paper(text: str) -> None:
    cleaned = blocks.clean(text)
    assert blocks.clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang", ("BAN CHỈ ĐẠO CHÍNH QUYỀN", "ĐIỆN TỬ TỈNH KIÊN GIANG")),
        ("Sở Thông tin và Truyền thông", ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG",)),
        ("", ()),
    ],
)
def test_a_long_heading_breaks_where_a_reader_pauses(text: str, lines: tuple[str, ...]) -> None:
    assert blocks.capital_lines(text, 76, "issuer") == lines


@given(st.lists(st.text("aĂBcĐêư", min_size=1, max_size=12), max_size=30), st.floats(20, 160))
def test_broken_headings_keep_their_words_and_their_width(words: list[str], limit: float) -> None:
    lines = wrap(" ".join(words), limit, 14)
    assert [word for line in lines for word in line.split()] == words
    assert all(width_mm(line, 14) <= limit or " " not in line for line in lines)


def test_an_accent_adds_no_width_but_a_horn_does() -> None:
    assert width_mm("Ệ", 12) == width_mm("E", 12)
    assert width_mm("Ừ", 12) == width_mm("Ư", 12) > width_mm("U", 12)


def test_the_measured_motto_is_as_long_as_a_printer_sets_it() -> None:
    assert width_mm(blocks.MOTTO, 13) == pytest.approx(56.1, abs=0.1)  # measured in the font itself


def test_a_layout_number_outside_the_decree_is_refused() -> None:
    with pytest.raises(ValueError, match="30/2020"):
        Measure(allowed=(20, 25), use=26)
