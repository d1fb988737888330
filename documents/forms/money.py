"""The forms of the papers about spending that no norm covers."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from documents.forms.boxes import addressees, foot, head, title
from documents.forms.page import page
from documents.forms.pieces import Column, each_paragraph, heading, labelled, last_words, listing, paragraph, put, put_each

ITEMS = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Nội dung", "{{ item.content }}", 42),
    Column("Đơn vị tính", "{{ item.unit }}", 17, ALIGN.CENTER),
    Column("Số lượng", "{{ item.quantity_figures }}", 16, ALIGN.RIGHT),
    Column("Đơn giá (đồng)", "{{ item.price_figures }}", 27, ALIGN.RIGHT),
    Column("Thành tiền (đồng)", "{{ item.amount_figures }}", 28, ALIGN.RIGHT),
    Column("Lý do chưa có định mức", "{{ item.reason }}", 25),
)
DECIDED = (ITEMS[0], Column("Nội dung", "{{ item.content }}", 67), *ITEMS[2:-1])


def _asked_for(paper: Any, columns: tuple[Column, ...] = ITEMS) -> None:
    """The lines of what is asked for, and their sum."""
    listing(paper, "item in items", columns)
    paragraph(paper, "{{ total_line }}")


def funding_letter() -> Any:
    """The form of ``FundingLetter``."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening }}")
    labelled(paper, "1. Sự cần thiết: ", "{{ purpose }}")
    heading(paper, "2. Nội dung, mức chi đề nghị")
    _asked_for(paper)
    labelled(paper, "3. Nguồn kinh phí: ", "{{ source_line }}")
    paragraph(paper, "{{ request_paragraph }}")
    last_words(paper)
    foot(paper)
    return paper


def funding_submission() -> Any:
    """The form of ``FundingSubmission``."""
    paper = page()
    head(paper)
    title(paper, "TỜ TRÌNH")
    addressees(paper)
    each_paragraph(paper, "line in basis_lines", "{{ line }}", "legal_basis")
    paragraph(paper, "{{ opening }}")
    labelled(paper, "1. Sự cần thiết: ", "{{ purpose }}")
    heading(paper, "2. Nội dung, mức chi đề nghị")
    _asked_for(paper)
    labelled(paper, "3. Nguồn kinh phí: ", "{{ source_line }}")
    paragraph(paper, "{%p for section in sections %}")
    heading(paper, "{{ loop.index + 3 }}. {{ section.title }}")
    each_paragraph(paper, "line in section.paragraphs", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    last_words(paper)
    paragraph(paper, "{%p if enclosure_line %}")
    last_words(paper, "{{ enclosure_line }}")
    paragraph(paper, "{%p endif %}")
    foot(paper)
    return paper


def spending_decision() -> Any:
    """The form of ``SpendingDecision``."""
    paper = page()
    head(paper)
    title(paper, "QUYẾT ĐỊNH")
    put_each(paper, "line in authority_title_lines", "type")
    each_paragraph(paper, "line in basis_lines", "{{ line }}", "legal_basis")
    put(paper, "QUYẾT ĐỊNH:", "type").paragraph_format.space_before = Pt(12)
    labelled(paper, "Điều 1. ", "{{ first_article }}").paragraph_format.keep_with_next = True
    _asked_for(paper, DECIDED)
    labelled(paper, "Điều 2. ", "{{ second_article }}")
    labelled(paper, "Điều 3. ", "{{ closing_line }}").paragraph_format.keep_with_next = True
    foot(paper)
    return paper
