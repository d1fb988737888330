"""The form of the letter that asks for figures, with the list of indicators behind its signature."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from documents.forms.boxes import addressees, foot, head
from documents.forms.page import page
from documents.forms.pieces import Column, each_paragraph, last_line, last_words, listing, paragraph, put, put_each

INDICATORS = (
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
    listing(paper, "one in indicators", INDICATORS)
    paragraph(paper, "{%p endif %}")
    last_line(paper)
    return paper
