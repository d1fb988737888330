"""The form of the quarterly report: eight parts, two tables, three charts."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from documents.forms.boxes import foot, head, title
from documents.forms.page import page
from documents.forms.pieces import Column, each_paragraph, grid, heading, in_cell, last_words, listing, paragraph, put, row_shape
from documents.layout import layout

INDICATORS = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Chỉ tiêu", "{{ line.full_name }}", 46),
    Column("Số liệu (tử số/ mẫu số)", "{{ line.figures }}", 29, ALIGN.CENTER),
    Column("Kết quả", "{{ line.result }}", 21, ALIGN.CENTER),
    Column("Quý trước", "{{ line.before }}", 21, ALIGN.CENTER),
    Column("Mục tiêu", "{{ line.goal }}", 19, ALIGN.CENTER),
    Column("Đánh giá", "{{ line.verdict }}", 19, ALIGN.CENTER),
)
OVERDUE = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Nhiệm vụ được giao", "{{ duty.text }}", 66),
    Column("Văn bản giao nhiệm vụ", "{{ duty.source }}", 38),
    Column("Thời hạn", "{{ duty.term }}", 28, ALIGN.CENTER),
    Column("Quá hạn (ngày làm việc)", "{{ duty.late }}", 23, ALIGN.CENTER),
)


def progress_report() -> Any:
    """The form of ``ProgressReport``."""
    paper = page()
    head(paper)
    title(paper, "BÁO CÁO")
    paragraph(paper, "{{ opening }}")
    for words, lines in (
        ("I. TÌNH HÌNH, KẾT QUẢ HOẠT ĐỘNG CỦA BAN CHỈ ĐẠO", "committee_lines"),
        ("II. HOẠT ĐỘNG CỦA TỔ CÔNG TÁC GIÚP VIỆC", "group_lines"),
        ("III. THỰC HIỆN CHƯƠNG TRÌNH, KẾ HOẠCH CỦA ỦY BAN NHÂN DÂN TỈNH", "plan_lines"),
    ):
        heading(paper, words)
        each_paragraph(paper, f"line in {lines}", "{{ line }}")
    heading(paper, "IV. THỰC HIỆN KẾT LUẬN, CHỈ ĐẠO")
    _directives(paper)
    heading(paper, "V. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")
    paragraph(paper, "{{ indicator_line }}").paragraph_format.keep_with_next = True
    listing(paper, "line in indicators", INDICATORS)
    _charts(paper, "result_charts")
    _charts(paper, "trend_charts")
    heading(paper, "VI. KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ")
    _says(paper)
    heading(paper, "VII. CƠ QUAN CHƯA GỬI BÁO CÁO")
    each_paragraph(paper, "line in silent_lines", "{{ line }}")
    heading(paper, "{{ next_heading }}")
    each_paragraph(paper, "line in next_lines", "{{ line }}")
    last_words(paper)
    foot(paper)
    return paper


def _directives(paper: Any) -> None:
    paragraph(paper, "{{ directive_line }}")
    paragraph(paper, "{{ overdue_line }}")
    paragraph(paper, "{%p if overdue %}")
    _overdue(paper)
    paragraph(paper, "{%p endif %}")
    _charts(paper, "directive_charts")


def _overdue(paper: Any) -> None:
    """The overdue duties, those of an agency below its name."""
    paper.paragraphs[-2].paragraph_format.space_after = Pt(layout().body.gap_pt.use)
    paper.paragraphs[-2].paragraph_format.keep_with_next = True
    table = grid(paper, [column.width_mm for column in OVERDUE], rows=7)
    table.style = "Table Grid"
    labels, each_agency, agency, each_duty, duty, *ends = table.rows
    row_shape(labels, "tblHeader")
    for at, column in enumerate(OVERDUE):
        in_cell(labels.cells[at], column.label, "table", ALIGN.CENTER).runs[0].bold = True
        in_cell(duty.cells[at], column.words, "table", column.align)
    name = in_cell(agency.cells[0].merge(agency.cells[-1]), "{{ group.heading }}", "table")
    name.runs[0].bold, name.paragraph_format.keep_with_next = True, True
    for row in (agency, duty):
        row_shape(row, "cantSplit")
    each_agency.cells[0].paragraphs[0].text = "{%tr for group in overdue %}"
    each_duty.cells[0].paragraphs[0].text = "{%tr for duty in group.duties %}"
    for end in ends:
        end.cells[0].paragraphs[0].text = "{%tr endfor %}"


def _charts(paper: Any, pictures: str) -> None:
    paragraph(paper, f"{{%p for picture in {pictures} %}}")
    put(paper, "{{r picture }}", "body").paragraph_format.space_before = Pt(layout().body.gap_pt.use)
    paragraph(paper, "{%p endfor %}")


def _says(paper: Any) -> None:
    paragraph(paper, "{%p for agency in says %}")
    paragraph(paper, "{{ loop.index }}. {{ agency.agency }}").paragraph_format.keep_with_next = True
    each_paragraph(paper, "line in agency.lines", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    paragraph(paper, "{%p if not says %}")
    paragraph(paper, "Các cơ quan không nêu khó khăn, vướng mắc, kiến nghị.")
    paragraph(paper, "{%p endif %}")
