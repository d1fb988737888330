"""The forms about figures out of the report: the letter that asks for them, with the list behind its signature, and the UBND's report."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from documents.forms.boxes import addressees, foot, head, title
from documents.forms.page import page
from documents.forms.pieces import Column, each_paragraph, heading, last_line, last_words, listing, paragraph, put, put_each
from documents.forms.report import INDICATORS

ASKED = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Chỉ tiêu", "{{ one.name }}", 65),
    Column("Đơn vị", "{{ one.unit }}", 20, ALIGN.CENTER),
    Column("Cách tính (tử số / mẫu số)", "{{ one.counted }}", 70),
)


def data_call() -> Any:
    """The form of ``DataCallLetter``."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening_paragraph }}")
    each_paragraph(paper, "line in request_lines", "{{ line }}")
    paragraph(paper, "{{ reply_paragraph }}")
    last_words(paper)
    foot(paper)
    paragraph(paper, "{%p if indicators %}")
    put(paper, "Phụ lục", "appendix").paragraph_format.page_break_before = True
    put_each(paper, "line in annex_lines", "type")
    put_each(paper, "line in attached_lines", "attached")
    put(paper, "{{p attached_rule }}", "attached")
    last_line(paper)
    listing(paper, "one in indicators", ASKED)
    paragraph(paper, "{%p endif %}")
    last_line(paper)
    return paper


def data_report() -> Any:
    """The form of ``DataReport``."""
    paper = page()
    head(paper)
    title(paper, "BÁO CÁO")
    addressees(paper)
    paragraph(paper, "{{ opening }}")
    heading(paper, "I. SỐ LIỆU TỔNG HỢP")
    paragraph(paper, "{{ count_line }}").paragraph_format.keep_with_next = True
    listing(paper, "line in indicators", INDICATORS)
    heading(paper, "II. NHẬN XÉT, GIẢI TRÌNH")
    each_paragraph(paper, "line in remark_lines", "{{ line }}")
    heading(paper, "III. CƠ QUAN, ĐỊA PHƯƠNG CHƯA GỬI SỐ LIỆU")
    each_paragraph(paper, "line in silent_lines", "{{ line }}")
    last_words(paper)
    foot(paper)
    return paper
