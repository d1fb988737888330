"""The forms of a written consultation: the letter, the form that goes with it, the synthesis of what was said."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from documents.forms.boxes import addressees, appendix_title, foot, head, title
from documents.forms.page import page
from documents.forms.pieces import (
    Column,
    each_paragraph,
    gap,
    grid,
    heading,
    in_cell,
    labelled,
    last_line,
    last_words,
    listing,
    paragraph,
    put,
)
from documents.layout import layout

ASKED = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Nội dung", "{{ question }}", 60),
    Column("Đồng ý", "□", 17, ALIGN.CENTER),
    Column("Đồng ý, có ý kiến", "□", 20, ALIGN.CENTER),
    Column("Không đồng ý", "□", 18, ALIGN.CENTER),
    Column("Nội dung ý kiến", "", 40),
)
SAID = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Người được lấy ý kiến", "{{ one.who }}", 40),
    Column("Ý kiến (nguyên văn)", "", 60),
    Column("Tiếp thu, giải trình", "{{ one.handling }}", 55),
)
WORDS = 2  # the column of what was said, a line each


def consultation_letter() -> Any:
    """The form of ``ConsultationLetter``."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening_paragraph }}")
    each_paragraph(paper, "line in background", "{{ line }}")
    labelled(paper, "Nội dung xin ý kiến:", "")
    each_paragraph(paper, "line in question_lines", "{{ line }}")
    paragraph(paper, "{{ request_paragraph }}")
    last_words(paper, "{{ enclosure_line }}")
    last_words(paper)
    foot(paper)
    return paper


def opinion_form() -> Any:
    """The form of ``OpinionFormPaper``: filled in by hand where somebody answers on paper."""
    paper = page()
    appendix_title(paper)
    for label in ("Họ và tên: ", "Chức vụ, cơ quan: "):
        labelled(paper, label, "." * 70)
    paragraph(paper, "{{ return_line }}")
    listing(paper, "question in questions", ASKED, row_mm=18)
    row = grid(paper, layout().columns_mm.foot, rows=1).rows[0]
    right = row.cells[1]
    right.paragraphs[0].paragraph_format.line_spacing = Pt(12)
    put(right, "Ngày ..... tháng ..... năm 20.....", "place_date")
    put(right, "NGƯỜI CHO Ý KIẾN", "authority")
    put(right, "(Ký, ghi rõ họ tên)", "place_date")
    gap(right, Mm(25))
    last_line(paper)
    return paper


def opinion_summary() -> Any:
    """The form of ``SummaryPaper``: a table for each question, who said what and what became of it."""
    paper = page()
    head(paper)
    title(paper, "BÁO CÁO")
    paragraph(paper, "{{ opening_paragraph }}")
    heading(paper, "I. BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN")
    paragraph(paper, "{%p for question in polled %}")
    for words in ("{{ loop.index }}. {{ question.heading }}", "{{ question.counts }}"):
        paragraph(paper, words).paragraph_format.keep_with_next = True
    _said(paper)
    paragraph(paper, "{%p endfor %}")
    paragraph(paper, "{%p if overview %}")
    heading(paper, "II. NHẬN XÉT CHUNG")
    each_paragraph(paper, "line in overview", "{{ line }}")
    paragraph(paper, "{%p endif %}")
    heading(paper, "{% if overview %}III{% else %}II{% endif %}. KIẾN NGHỊ")
    each_paragraph(paper, "line in proposal", "{{ line }}")
    last_words(paper)
    foot(paper)
    return paper


def _said(paper: Any) -> None:
    """The table of one question; a dissent of several paragraphs keeps them."""
    table = listing(paper, "one in question.said", SAID)
    cell = table.rows[2].cells[WORDS]
    for at, piece in enumerate(("{%p for line in one.lines %}", "{{ line }}", "{%p endfor %}")):
        in_cell(cell, piece, "table", first=at == 0)
    last_line(cell)
