"""The forms of papers for use inside the office, which the decree leaves free: they keep its page and lettering."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from documents.forms.boxes import head, title
from documents.forms.page import page
from documents.forms.pieces import (
    Column,
    each_paragraph,
    gap,
    grid,
    heading,
    in_cell,
    last_line,
    listing,
    paragraph,
    put,
    put_each,
    row_shape,
)
from documents.layout import layout

LABEL_MM = 40
HAND_MM = 26  # room for the presider's own hand
SCRIPT = (
    Column("Thời gian", "{{ entry.clock }}", 24, ALIGN.CENTER),
    Column("Nội dung", "{{ entry.item }}", 56),
    Column("Thực hiện", "{{ entry.by }}", 30),
    Column("Gợi ý điều hành", "{{ entry.words }}", 55),
)
SIGN_IN = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Họ và tên", "{{ person.name }}", 44),
    Column("Chức vụ, cơ quan", "{{ person.title }}", 64),
    Column("Ghi chú", "{{ person.note }}", 20),
    Column("Ký tên", "", 27),
)


def briefing() -> Any:
    """The form of ``BriefingSlip``: one page."""
    paper = page()
    head(paper, number=False)
    title(paper, "PHIẾU TRÌNH", gap_pt=8)
    put(paper, "{{ addressee_line }}", "body").paragraph_format.space_before = Pt(6)
    _slip(paper)
    _two_signatures(paper)
    return paper


def _slip(paper: Any) -> None:
    """What is asked on the left, what it is on the right."""
    paper.paragraphs[-1].paragraph_format.space_after = Pt(6)
    rows = (
        ("Nội dung đề nghị", "{{ asked }}", None),
        ("Thời gian, địa điểm", "{{ meeting_line }}", None),
        ("Chương trình dự kiến", "", "line in agenda"),
        ("Thành phần dự họp", "{{ attendee_line }}", None),
        ("Tài liệu", "{{ document_line }}", None),
        ("Ý kiến của Ủy viên thường trực", "{{ reviewed }}", None),
        ("Phương án đề nghị cho ý kiến", "{{ option_line }}", None),
        ("Ý kiến của người chủ trì", "", "line in remark"),
    )
    table = grid(paper, (LABEL_MM, layout().text_width_mm - LABEL_MM), rows=len(rows))
    table.style = "Table Grid"
    for row, (label, words, loop) in zip(table.rows, rows, strict=True):
        row_shape(row, "cantSplit")
        in_cell(row.cells[0], label, "slip").runs[0].bold = True
        if loop:
            _lines_in(row.cells[1], loop)
        else:
            in_cell(row.cells[1], words, "slip")
    table.rows[-1].height = Mm(HAND_MM)


def _lines_in(cell: Any, loop: str) -> None:
    for at, piece in enumerate((f"{{%p for {loop} %}}", "{{ line }}", "{%p endfor %}")):
        line = in_cell(cell, piece, "slip", first=at == 0)
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1)
    last_line(cell)


def _two_signatures(paper: Any) -> None:
    row = grid(paper, layout().columns_mm.foot, rows=1).rows[0]
    row_shape(row, "cantSplit")
    for cell, lines, name in zip(row.cells, ("maker_lines", "reviewer_lines"), ("maker", "reviewer"), strict=True):
        cell.paragraphs[0].paragraph_format.line_spacing = Pt(8)
        put_each(cell, f"line in {lines}", "slip")
        for line in cell.paragraphs[1:]:
            line.runs[0].bold = True
        gap(cell, Mm(13))
        put(cell, f"{{{{ {name}.name }}}}", "slip").runs[0].bold = True
    last_line(paper)


def running_script() -> Any:
    """The form of ``RunningScript``."""
    paper = page()
    title(paper, "KỊCH BẢN ĐIỀU HÀNH")
    _moment(paper)
    heading(paper, "I. THÔNG TIN TRƯỚC CUỘC HỌP")
    each_paragraph(paper, "line in point_lines", "{{ line }}")
    heading(paper, "II. TRÌNH TỰ ĐIỀU HÀNH")
    listing(paper, "entry in entries", SCRIPT)
    paragraph(paper, "{%p if conclusions %}")
    heading(paper, "III. DỰ THẢO KẾT LUẬN")
    paragraph(paper, "{%p for conclusion in conclusions %}")
    for words in ("{{ loop.index }}. {{ conclusion.sentence }}", "{{ conclusion.agencies }}", "{{ conclusion.outcome }}"):
        paragraph(paper, words)
    paragraph(paper, "{%p endfor %}")
    paragraph(paper, "{%p endif %}")
    last_line(paper)
    return paper


def sign_in_sheet() -> Any:
    """The form of ``SignInSheet``."""
    paper = page()
    head(paper, number=False, place_date=False)
    title(paper, "DANH SÁCH ĐẠI BIỂU DỰ HỌP")
    _moment(paper)
    listing(paper, "person in people", SIGN_IN, row_mm=9)
    last_line(paper)
    return paper


def _moment(paper: Any) -> None:
    put_each(paper, "line in moment_lines", "attached")
    last_line(paper)
