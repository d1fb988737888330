"""The report's charts: black and white, the same bytes, every letter drawn, every number said in words too, and drawn only when asked."""

import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font
from PIL import Image

from documents.charts import Picture
from documents.render import render
from documents.report_facts import AgencySays, IndicatorLine
from tests.sample_papers import text_of
from tests.sample_report import consolidated, progress_report

PAPER = progress_report()
HOSTILE = "{{ 7*7 }} {_{ $x$ }_} <b>&amp; \"E\" 'F'"


@pytest.fixture(scope="module")
def pictures() -> tuple[Picture, ...]:
    """The sample's three."""
    return (*PAPER.directive_charts, *PAPER.result_charts, *PAPER.trend_charts)


def lines(count: int) -> tuple[IndicatorLine, ...]:
    """So many indicators."""
    told = PAPER.indicators
    return tuple(told[at % len(told)] for at in range(count))


def drawings(data: bytes) -> list[Any]:
    """What Word knows of the pictures in a file."""
    return list(docx.Document(BytesIO(data)).element.body.iter(qn("wp:docPr")))


def test_a_chart_has_no_colour_and_is_fine_enough_for_print(pictures: tuple[Picture, ...]) -> None:
    for picture in pictures:
        image = Image.open(BytesIO(picture.png))
        assert all(red == green == blue for _, (red, green, blue) in image.convert("RGB").getcolors(1 << 24))
        assert image.width / (picture.width_mm / 25.4) >= 199
        assert "Software" not in image.info


def test_the_font_that_comes_with_the_charts_has_every_vietnamese_letter() -> None:
    bases, tones = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {unicodedata.normalize("NFC", base + tone) for base in bases for tone in tones} | set("đĐ≥≤–…%")
    assert len(letters) == 24 * 6 + 7
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        known = FT2Font(str(Path(get_data_path()) / "fonts" / "ttf" / f"{name}.ttf")).get_charmap()
        assert [letter for letter in letters if ord(letter) not in known] == []


def test_every_picture_in_the_file_says_its_numbers_in_words(pictures: tuple[Picture, ...]) -> None:
    told = [drawing.get("descr") for drawing in drawings(render("bao_cao_quy", PAPER))]
    assert told == [picture.words for picture in pictures]
    assert "Quý III/2019: 12, 3, 6, 3." in told[0]
    assert "1. Tỷ lệ hồ sơ thủ tục hành chính tiếp nhận trực tuyến mức độ 3, 4: 67,82%" in told[1]
    assert "III/18, IV/18, I/19, II/19, III/19" in told[2]


def test_forty_indicators_take_four_pictures_of_each_kind_and_each_has_a_number_of_its_own() -> None:
    data = render("bao_cao_quy", progress_report(indicators=lines(40)))
    assert len(drawings(data)) == len({drawing.get("id") for drawing in drawings(data)}) == 9
    assert "40. " in drawings(data)[-1].get("descr")
    with ZipFile(BytesIO(data)) as parts:
        assert sum(name.startswith("word/media/") for name in parts.namelist()) == 9


def test_a_report_of_nothing_has_no_chart_and_still_every_part() -> None:
    empty = progress_report(indicators=(), directives=(), overdue=(), says=(), silent=(), plans=(), next_tasks=())
    data = render("bao_cao_quy", empty)
    assert drawings(data) == []
    words = text_of(data)
    for part in ("I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ", "VII. ", "VIII. "):
        assert f"\n{part}" in words
    assert "Không có; 37/37 cơ quan đã gửi báo cáo." in words
    assert "Trong quý không có nhiệm vụ được theo dõi." in words


def test_an_indicator_without_figures_or_target_is_drawn_and_judged_by_nobody() -> None:
    bare = PAPER.indicators[0].model_copy(
        update={"trend": (None,) * 5, "target": None, "met": None, "numerator": None, "denominator": None}
    )
    assert (bare.figures, bare.result, bare.goal, bare.verdict) == ("–", "–", "–", "–")
    assert len(progress_report(indicators=(bare,)).trend_charts) == 1


def test_what_a_person_typed_stays_text_in_table_chart_and_words() -> None:
    named = PAPER.indicators[0].model_copy(update={"name": f"Chỉ tiêu {HOSTILE}"})
    says = (AgencySays(agency=f"Sở {HOSTILE}", obstacles=(f"khó {HOSTILE}",)),)
    data = render("bao_cao_quy", progress_report(indicators=(named,), says=says))
    assert all(f"{start} {HOSTILE}" in text_of(data) for start in ("Chỉ tiêu", "Sở", "khó"))
    assert f"Chỉ tiêu {HOSTILE}" in drawings(data)[-1].get("descr")


def test_a_line_says_what_the_consolidation_found() -> None:
    result = consolidated().results[3]
    line = IndicatorLine.of(result)
    assert (line.figures, line.result, line.before, line.goal, line.verdict) == ("12.648/ 15.769", "80,21%", "76,65%", "≥ 90%", "Chưa đạt")


def test_nothing_that_draws_is_loaded_before_something_is_drawn() -> None:
    code = "import sys, documents.render, deployments.cli; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
