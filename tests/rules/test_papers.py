"""The made papers: their words, their page, and that nothing typed by a person is more than text.

``python -m tests.rules.test_papers`` writes the golden copies anew; read the difference before committing.
"""

import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from documents.forms import build
from documents.invitation import AgendaItem
from documents.layout import layout
from documents.notice import Conclusion
from documents.papers import OfficialPaper, Presider
from documents.render import PAPERS, FormRefused, check_form, render
from tests.sample_forms import MADE
from tests.sample_papers import HEAD, invitation, notice, text_of

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{%p endfor %}",
    "{{p issuer_rule }}",
    "{_{ 7*7 }_} {_% x %_}",
    "{# giấu #}",
    "</w:t></w:r><w:br/>",
    "<script>alert(1)</script>",
    "A & B < C > D \"E\" 'F' &amp; &#95; &lt;",
]


@pytest.mark.parametrize("form", MADE)
def test_the_sample_papers_read_as_they_should(form: str) -> None:
    assert text_of(render(form, MADE[form]())) == (GOLDEN / f"{form}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", MADE)
def test_the_same_paper_is_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(form, MADE[form]())
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)  # what zip archives stamp their parts with
    assert render(form, MADE[form]()) == first


@pytest.mark.parametrize("form", MADE)
def test_the_file_tells_nothing_of_the_machine(form: str) -> None:
    properties = docx.Document(BytesIO(render(form, MADE[form](date=None)))).core_properties
    assert properties.author == MADE[form]().letterhead.issuer
    assert (properties.created.year, properties.last_modified_by) == (2000, "")


@pytest.mark.parametrize("form", MADE)
def test_the_page_is_the_decrees(form: str) -> None:
    section, plan = docx.Document(BytesIO(render(form, MADE[form]()))).sections[0], layout()
    assert sorted((section.page_width.mm, section.page_height.mm)) == pytest.approx(plan.page_mm, abs=0.1)
    for side in ("top", "bottom", "left", "right"):
        low, high = getattr(plan.margin_mm, side).allowed
        assert low - 0.05 <= getattr(section, f"{side}_margin").mm <= high + 0.05, side
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    assert "PAGE" in section.header._element.xml


@pytest.mark.parametrize("form", MADE)
def test_tables_are_as_wide_as_the_text(form: str) -> None:
    document = docx.Document(build.FOLDER / f"{form}.docx")
    page = document.sections[0]
    for table in document.tables:
        width = (page.page_width - page.left_margin - page.right_margin) / Mm(1)
        assert sum(column.width.mm for column in table.columns) == pytest.approx(width, abs=0.3)


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "national_name"),
        ("Độc lập - Tự do - Hạnh phúc", "motto"),
        ("UBND TỈNH KIÊN GIANG", "parent"),
        ("ĐIỆN TỬ TỈNH KIÊN GIANG", "issuer"),
        ("Số: 12/TB-BCĐ", "number"),
        ("Kiên Giang, ngày 03 tháng 10 năm 2019", "place_date"),
        ("THÔNG BÁO", "type"),
        ("Chính quyền điện tử tỉnh quý III năm 2019", "subject"),
        ("ỦY VIÊN THƯỜNG TRỰC", "authority"),
        ("Nguyễn Mô Phỏng", "signer"),
        ("Nơi nhận:", "recipients_label"),
        ("- Lưu: VT, TCT.", "recipients"),
    ],
)
def test_each_box_has_the_decrees_lettering(words: str, box: str) -> None:
    document, plan = docx.Document(BytesIO(render("thong_bao_ket_luan", notice()))), layout()
    found = [line for line in document.element.body.iter(qn("w:p")) if "".join(piece.text or "" for piece in line.iter(qn("w:t"))) == words]
    assert len(found) == 1
    run = docx.text.paragraph.Paragraph(found[0], document).runs[0]
    low, high = plan.boxes[box].allowed
    assert low <= run.font.size.pt <= high
    assert (bool(run.bold), bool(run.italic)) == (plan.boxes[box].bold, plan.boxes[box].italic)
    assert run.font.name is None
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_content_is_justified_and_indented_as_the_decree_says() -> None:
    document, plan = docx.Document(BytesIO(render("thong_bao_ket_luan", notice()))), layout().body
    content = [line for line in document.paragraphs if line.text.startswith(("Ngày 27", "1. ", "- Cơ quan", "Trên đây"))]
    assert len(content) == 11
    for line in content:
        shape = line.paragraph_format
        assert line.alignment == build.ALIGN.JUSTIFY
        assert plan.indent_cm.allowed[0] - 0.01 <= shape.first_line_indent.cm <= plan.indent_cm.allowed[1] + 0.01
        assert shape.space_before.pt >= 6


def test_rules_are_between_a_third_and_half_of_their_line_and_the_mottos_is_whole() -> None:
    paper, plan = notice(), layout()
    for rule, column, low, high in (
        (paper.issuer_rule, plan.columns_mm.head[0], 57.0 / 3, 57.0 / 2),  # "ĐIỆN TỬ TỈNH KIÊN GIANG", 12 pt, measured in the font
        (paper.motto_rule, plan.columns_mm.head[1], 56.0, 56.3),
    ):
        indents = [int(twips) / 1440 * 25.4 for twips in re.findall(r'w:(?:left|right)="(\d+)"', rule)]
        assert low <= column - sum(indents) <= high


@pytest.mark.parametrize(("degree", "width"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HOẢ TỐC", 30)])
def test_an_urgent_paper_bears_the_mark_in_its_size(degree: str, width: int) -> None:
    data = render("giay_moi", invitation(urgency=degree))
    assert degree in text_of(data)
    xml = docx.Document(BytesIO(data)).element.body.xml
    assert f'<w:gridCol w:w="{round(width * 1440 / 25.4)}"/>' in xml
    assert 'w:color="FF0000"' in xml
    assert "KHẨN" not in text_of(render("giay_moi", invitation()))


def test_a_paper_without_parent_requirements_or_office_leaves_no_hole() -> None:
    paper = invitation(letterhead=HEAD.model_copy(update={"parent": None}), requirements=(), number=None, date=None)
    words = text_of(render("giay_moi", paper))
    assert words.startswith("BAN CHỈ ĐẠO")
    assert "Yêu cầu đối với đại biểu" not in words
    assert "Số: ______/GM-BCĐ" in words


def test_a_standing_duty_has_no_day() -> None:
    duty = Conclusion(text="Trực ứng cứu", lead="Công an tỉnh", coordinating=(), due=None, product="Báo cáo")
    named = duty.model_copy(update={"accountable": "Phó Giám đốc"})
    assert named.agencies == "- Cơ quan chủ trì: Công an tỉnh; người chịu trách nhiệm: Phó Giám đốc."
    assert (duty.agencies, duty.outcome) == ("- Cơ quan chủ trì: Công an tỉnh.", "- Sản phẩm: Báo cáo; thời hạn: thường xuyên.")


@pytest.mark.parametrize("typed", HOSTILE)
def test_template_syntax_and_html_typed_by_a_person_stay_text(typed: str) -> None:
    entry = AgendaItem(at=invitation().at, item=f"mục {typed} hết", by=f"người {typed} hết")
    told = Conclusion(text=f"kết luận {typed} hết", lead=f"chủ trì {typed} hết", coordinating=(), due=None, product=f"sản phẩm {typed} hết")
    everywhere: dict[str, Any] = {"place": f"phòng {typed} hết", "recipients": (f"nơi {typed} hết",), "kept_by": f"VT {typed} hết"}
    everywhere |= {"presider": Presider(name=f"ông {typed} hết", title=f"chức {typed} hết"), "meeting_title": f"Họp {typed} hết"}
    first = text_of(
        render("giay_moi", invitation(**everywhere, agenda=(entry,), contact=f"gặp {typed} hết", attendees=(f"mời {typed} hết",)))
    )
    second = text_of(
        render("thong_bao_ket_luan", notice(**everywhere, conclusions=(told,), opening=f"mở {typed} hết", closing=f"đóng {typed} hết"))
    )
    for words, starts in (
        (first, ("mục", "người", "phòng", "nơi", "VT", "ông", "chức", "gặp", "mời", "cuộc họp")),
        (second, ("kết luận", "chủ trì", "sản phẩm", "phòng", "nơi", "VT", "ông", "chức", "mở", "đóng")),
    ):
        for start in starts:
            assert f"{start} {typed} hết".lower() in words.lower(), start


def _with(form: str, words: str, folder: Path) -> Path:
    """The office's own form: the packaged one with a paragraph more."""
    document = docx.Document(build.FOLDER / f"{form}.docx")
    document.add_paragraph(words)
    document.save(folder / f"{form}.docx")
    return folder


def test_the_offices_own_form_takes_the_packaged_ones_place(tmp_path: Path) -> None:
    folder = _with("giay_moi", "{% for entry in agenda %}{{ loop.index }}{{ entry.by }};{% endfor %} {{ letterhead.place }}", tmp_path)
    assert "1Tổ phó thường trực;2Ủy viên thường trực;" in text_of(render("giay_moi", invitation(), folder))
    assert render("thong_bao_ket_luan", notice(), folder) == render("thong_bao_ket_luan", notice())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("{{ chu_tri }}", "chu_tri"),
        ("{{ presider.phone }}", "presider.phone"),
        ("{% for entry in agenda %}{{ entry.minutes }}{% endfor %}", "entry.minutes"),
        ("{% if urgency %}{{ khan }}{% endif %}", "khan"),
        ("{{ agenda[0].room }}", "agenda[…].room"),
        ("{{ loop.index }}", "loop.index"),
        ("{{ place.__class__.__mro__ }}", "place.__class__.__mro__"),
        ("{{ presider.model_dump() }}", "presider.model_dump"),
        ("{{ conclusions }}", "conclusions"),
    ],
)
def test_a_form_with_an_unknown_field_is_refused_by_name(words: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(FormRefused, match=re.escape(f"mẫu ghi trường không có: {named}. Các trường dùng được: agenda, ")):
        render("giay_moi", invitation(), _with("giay_moi", words, tmp_path))


def test_an_unknown_field_in_the_page_head_is_found_too(tmp_path: Path) -> None:
    document = docx.Document(build.FOLDER / "giay_moi.docx")
    document.sections[0].header.paragraphs[0].add_run("{{ so_ban }}")
    document.save(tmp_path / "giay_moi.docx")
    with pytest.raises(FormRefused, match="mẫu ghi trường không có: so_ban"):
        check_form("giay_moi", (tmp_path / "giay_moi.docx").read_bytes())


@pytest.mark.parametrize("words", ["{{ place", "{% for x in agenda %}", "{{ place | khong_co }}", "{{ place | safe }}"])
def test_a_form_with_a_slip_of_the_pen_is_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises(FormRefused, match=r"Không dùng được mẫu giay_moi\.docx: có chỗ ghi trường sai cú pháp"):
        render("giay_moi", invitation(), _with("giay_moi", words, tmp_path))


def test_a_form_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "giay_moi.docx").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(FormRefused, match="không phải là tệp Word"):
        render("giay_moi", invitation(), tmp_path)


def test_a_field_that_is_missing_while_a_form_is_filled_is_an_error(tmp_path: Path) -> None:
    folder = _with("giay_moi", "{{ agenda[99] }}", tmp_path)
    with pytest.raises(FormRefused, match="Không dùng được mẫu"):
        render("giay_moi", invitation(), folder)


@pytest.mark.parametrize("form", PAPERS)
def test_the_packaged_forms_are_what_their_script_makes(form: str) -> None:
    made, kept = docx.Document(BytesIO(build.made(form))), docx.Document(build.FOLDER / f"{form}.docx")
    parts = [{str(part.partname): part.blob for part in document.part.package.iter_parts()} for document in (made, kept)]
    assert parts[0] == parts[1]


def test_a_context_of_another_form_is_a_programming_error() -> None:
    paper: OfficialPaper = notice()
    with pytest.raises(TypeError, match="InvitationPaper"):
        render("giay_moi", paper)


if __name__ == "__main__":
    for name, make in MADE.items():
        (GOLDEN / f"{name}.txt").write_text(text_of(render(name, make())), encoding="utf-8")
