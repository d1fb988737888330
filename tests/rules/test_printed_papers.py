"""Every form as a printer sets it: Word file → PDF by LibreOffice, measured against NĐ 30/2020/NĐ-CP; and broken forms are seen.

All papers of this file, broken ones included, are printed by one call of LibreOffice.
"""

import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.shared import Cm, Mm, Pt

from documents.blocks import MOTTO
from documents.forms import build
from documents.forms.boxes import NATIONAL_NAME
from documents.papers import OfficialPaper
from documents.render import render
from tests import deviations
from tests.deviations import PLAN
from tests.print_plan import CONTENT, ORDER, RESTS, TYPES, TYPES_INSIDE, WITH_APPENDIX
from tests.printed import Sheet, missing, print_all
from tests.sample_forms import MADE
from tests.sample_papers import invitation

URGENT = "giay_moi, KHẨN"


def _lines(document: Any) -> Iterator[Any]:
    """Every paragraph of a form, those of tables included."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _line(document: Any, text: str) -> Any:
    return next(line for line in _lines(document) if line.text == text)


def _swap(document: Any) -> None:
    first, second = _line(document, NATIONAL_NAME), _line(document, MOTTO)
    first._p.addprevious(second._p)


def _unruled(document: Any) -> None:
    line = _line(document, "{{p motto_rule }}")
    line._p.getparent().remove(line._p)


def _unindented(document: Any) -> None:
    for line in document.paragraphs:
        if line.paragraph_format.first_line_indent:
            line.paragraph_format.first_line_indent = Cm(0.5)


def _left_aligned(document: Any) -> None:
    for line in document.paragraphs:
        if line.alignment == build.ALIGN.JUSTIFY:
            line.alignment = build.ALIGN.LEFT


def _upright(document: Any) -> None:
    for line in document.paragraphs:
        for run in line.runs:
            run.italic = False


def _crowded(document: Any) -> None:
    for line in document.paragraphs:
        line.paragraph_format.space_before = Pt(0)


def _margin(document: Any) -> None:
    document.sections[0].left_margin = Mm(26)


def _first_page_numbered(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = False


def _big(document: Any) -> None:
    _line(document, "{{ number_line }}").runs[0].font.size = Pt(14)


def _other_font(document: Any) -> None:
    document.styles["Normal"].font.name = "Liberation Sans"


def _no_room_to_sign(document: Any) -> None:
    for line in document.tables[-1].rows[0].cells[1].paragraphs:
        line.paragraph_format.line_spacing = 1.0


BROKEN: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "margin": ("giay_moi", _margin, "left margin is 26.0 mm"),
    "first page": ("thong_bao_ket_luan", _first_page_numbered, "page numbers stand on the pages [1, 2]"),
    "size": ("giay_moi", _big, "'Số: 05/GM-BCĐ' has 14.0 points"),
    "font": ("cong_van_don_doc", _other_font, "is in LiberationSans"),
    "order": ("bien_ban", _swap, f"'{MOTTO}' does not stand below '{NATIONAL_NAME}'"),
    "rule": ("to_trinh", _unruled, f"0 rules stand below '{MOTTO}'"),
    "indent": ("bien_ban", _unindented, "stands at 35.0 mm"),
    "justified": ("thong_bao_ket_luan", _left_aligned, "is not justified"),
    "italics": ("to_trinh", _upright, "a legal basis is in LiberationSerif"),
    "gap": ("thong_bao_ket_luan", _crowded, "points below the line before"),
    "signature": ("thong_bao_ket_luan", _no_room_to_sign, "mm for the signature"),
}


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    """Every paper of this file, printed."""
    if why := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"these tests print papers, and CI has to be able to: {why}")
        pytest.skip(why)
    files = {form: render(form, make()) for form, make in MADE.items()}
    files[URGENT] = render("giay_moi", invitation(urgency="KHẨN"))
    for name, (form, spoil, _) in BROKEN.items():
        own = tmp_path_factory.mktemp("own")
        document = docx.Document(build.FOLDER / f"{form}.docx")
        spoil(document)
        document.save(own / f"{form}.docx")
        files[f"broken {name}"] = render(form, MADE[form](), own)
    return {name: Sheet(pdf) for name, pdf in print_all(files, tmp_path_factory.mktemp("printed")).items()}


def deviations_of(form: str, sheet: Sheet) -> list[str]:
    """Everything in which a printed paper departs from the decree and from its form's order."""
    paper = MADE[form]()
    size = PLAN.page_mm[::-1] if form == "so_dang_ky_van_ban_di" else PLAN.page_mm
    wrong = deviations.of_page(sheet, size) + deviations.of_colours(sheet) + deviations.of_order(sheet, ORDER[form])
    if isinstance(paper, OfficialPaper):
        wrong += deviations.of_head(sheet, paper) + deviations.of_foot(sheet, paper)
    if type_name := (TYPES | TYPES_INSIDE).get(form):
        wrong += deviations.of_title(sheet, type_name, paper.subject_lines)
    if form in WITH_APPENDIX:
        wrong += deviations.of_appendix(sheet, paper)
    if form in RESTS:
        wrong += deviations.of_bases(sheet, paper)
    if form in CONTENT:
        wrong += deviations.of_content(sheet, *CONTENT[form])
    return wrong


@pytest.mark.parametrize("form", MADE)
def test_a_printed_paper_departs_from_the_decree_in_nothing(form: str, printed: dict[str, Sheet]) -> None:
    assert deviations_of(form, printed[form]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(name: str, printed: dict[str, Sheet]) -> None:
    form, _, told = BROKEN[name]
    assert told in "\n".join(deviations_of(form, printed[f"broken {name}"]))


def test_an_urgent_papers_mark_has_its_size_colour_and_place(printed: dict[str, Sheet]) -> None:
    assert deviations.of_colours(printed[URGENT], "KHẨN") == []
    assert deviations.of_colours(printed[URGENT]) != []
    assert deviations.of_order(printed[URGENT], ("Số:", "KHẨN", "GIẤY MỜI")) == []


def test_minutes_have_no_place_and_date_line(printed: dict[str, Sheet]) -> None:
    assert not printed["bien_ban"].begins("Kiên Giang, ngày")


def test_the_briefing_slip_is_one_page_with_room_for_the_presiders_hand(printed: dict[str, Sheet]) -> None:
    sheet = printed["phieu_trinh"]
    assert len(sheet.sizes) == 1
    rules = sorted({round(stroke.top, 1) for stroke in sheet.strokes if stroke.level and stroke.length > 150})
    assert rules[-1] - rules[-2] >= 25


def test_the_sign_in_sheet_has_room_to_sign_and_its_head_on_every_page(printed: dict[str, Sheet]) -> None:
    sheet = printed["danh_sach_ky_ten"]
    assert [piece.page for piece in sheet.found("Ký tên")] == [1, 2]
    for page in (1, 2):
        rules = sorted({round(stroke.top, 1) for stroke in sheet.strokes if stroke.page == page and stroke.level and stroke.length > 150})
        assert all(below - above >= 8.8 for above, below in pairwise(rules[1:]))


def test_the_register_has_the_decrees_ten_columns_on_every_page_behind_its_cover(printed: dict[str, Sheet]) -> None:
    sheet = printed["so_dang_ky_van_ban_di"]
    for page in (2, 3):
        numbers = [piece for piece in sheet.pieces if piece.page == page and piece.text.startswith("(")]
        assert [piece.text for piece in sorted(numbers, key=lambda piece: piece.x0)] == [f"({at})" for at in range(1, 11)]


def test_the_reports_charts_stand_within_the_text_and_whole_on_their_page(printed: dict[str, Sheet]) -> None:
    images, margin = printed["bao_cao_quy"].images, PLAN.margin_mm
    assert len(images) == 3
    for image in images:
        assert image.x1 - image.x0 == pytest.approx(164, abs=0.5)
        assert image.top >= margin.top.use - 0.5
        assert image.bottom <= PLAN.page_mm[1] - margin.bottom.use + 0.5
