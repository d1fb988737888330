"""The form of the register of outgoing papers: a cover, and ten columns across a wide page (NĐ 30/2020/NĐ-CP, Phụ lục IV, mục I)."""

from copy import deepcopy
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.shared import Mm

from documents.forms.page import page
from documents.forms.pieces import Column, gap, last_line, listing, put, put_each

COLUMNS = (
    Column("Số, ký hiệu văn bản", "{{ entry.full_number }}", 25, ALIGN.CENTER),
    Column("Ngày tháng văn bản", "{{ entry.dated }}", 22, ALIGN.CENTER),
    Column("Tên loại và trích yếu nội dung văn bản", "{{ entry.about }}", 58),
    Column("Người ký", "{{ entry.signer }}", 24),
    Column("Nơi nhận văn bản", "{{ entry.recipients }}", 34),
    Column("Đơn vị, người nhận bản lưu", "{{ entry.kept_by }}", 19),
    Column("Số lượng bản", "{{ entry.copies_shown }}", 14, ALIGN.CENTER),
    Column("Ngày chuyển", "{{ entry.sent_on }}", 22, ALIGN.CENTER),
    Column("Ký nhận", "", 15),
    Column("Ghi chú", "{{ entry.note }}", 19),
)


def outgoing_register() -> Any:
    """The form of ``OutgoingRegister``."""
    paper = page()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    put_each(paper, "line in parent_lines", "parent")
    put_each(paper, "line in issuer_lines", "issuer")
    gap(paper, Mm(40))
    put(paper, "SỔ ĐĂNG KÝ VĂN BẢN ĐI", "type")
    gap(paper, Mm(8))
    put_each(paper, "line in cover_lines", "body")
    last_line(paper)
    paper.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    last_line(paper)
    _numbered(listing(paper, "entry in entries", COLUMNS, box="register"))
    last_line(paper)
    return paper


def _numbered(table: Any) -> None:
    """A second line of the table's head: the columns' numbers."""
    head = table.rows[0]
    head._tr.addnext(deepcopy(head._tr))
    for at, cell in enumerate(table.rows[1].cells, 1):
        cell.paragraphs[0].runs[0].text = f"({at})"
