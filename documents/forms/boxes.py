"""The boxes (ô số) of an official paper's head and foot, as NĐ 30/2020/NĐ-CP, Phụ lục I, mục IV, places them."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from documents.blocks import MOTTO
from documents.forms.pieces import gap, grid, last_line, paragraph, put, put_each, row_shape
from documents.layout import layout

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
ADDRESSEE_INDENT_MM = 30
KINH_GUI_MM = 17.4  # width of "Kính gửi" in 14 points: what stands below its colon is indented as far


def head(paper: Any, *below_number: str, number: bool = True, place_date: bool = True) -> None:
    """Boxes 1 to 4 and 10b: two columns without borders. ``below_number``: lines of box 5b, which a letter has."""
    rows = grid(paper, layout().columns_mm.head, rows=2 if number or place_date else 1).rows
    left, right = rows[0].cells
    put_each(left, "line in parent_lines", "parent", first=True)
    put_each(left, "line in issuer_lines", "issuer")
    put(left, "{{p issuer_rule }}", "issuer")
    put(right, NATIONAL_NAME, "national_name", first=True)
    put(right, MOTTO, "motto")
    put(right, "{{p motto_rule }}", "motto")
    for cell in (left, right):
        last_line(cell)  # a cell must end with a paragraph of its own
    if len(rows) > 1:
        left, right = rows[1].cells
        put(right, "{{ place_date }}" if place_date else "", "place_date", first=True).paragraph_format.space_before = Pt(4)
        put(left, "{{ number_line }}" if number else "", "number", first=True).paragraph_format.space_before = Pt(4)
        for at, loop in enumerate(below_number):
            _matter(left, loop, at)
        if number:
            _urgency(left)


def _matter(cell: Any, loop: str, at: int) -> None:
    """Box 5b, as far below the number as the decree says."""
    if at == 0:
        gap(cell, Pt(layout().matter_gap_pt))
    put_each(cell, loop, "matter")


def _urgency(cell: Any) -> None:
    """Box 10b."""
    put(cell, "{%p if urgency %}", "number")
    gap(cell, Pt(6))
    put(cell, "{{p urgency_mark }}", "urgency")
    put(cell, "{%p endif %}", "number")
    last_line(cell)


def title(paper: Any, type_name: str, gap_pt: float = 18) -> None:
    """Box 5a: the paper's type, its subject and the rule below; ``gap_pt``: the room above."""
    put(paper, type_name, "type").paragraph_format.space_before = Pt(gap_pt)
    put_each(paper, "line in subject_lines", "subject")
    put(paper, "{{p subject_rule }}", "subject")
    last_line(paper)


def addressees(paper: Any) -> None:
    """Box 9a: one addressee on the line of "Kính gửi", several below it, their dashes in one row under its colon."""
    put(paper, "{%p if addressee_list %}", "addressee")
    several = put(paper, "{{ addressee_line }}", "addressee", align=ALIGN.LEFT)
    put(paper, "{%p else %}", "addressee")
    one = put(paper, "{{ addressee_line }}", "addressee")
    put(paper, "{%p endif %}", "addressee")
    several.paragraph_format.left_indent = Mm(ADDRESSEE_INDENT_MM)
    one.paragraph_format.space_before = several.paragraph_format.space_before = Pt(12)
    put(paper, "{%p for line in addressee_list %}", "addressee")
    listed = put(paper, "{{ line }}", "addressee", align=ALIGN.LEFT)
    listed.paragraph_format.left_indent = Mm(ADDRESSEE_INDENT_MM + KINH_GUI_MM)
    put(paper, "{%p endfor %}", "addressee")
    paragraph(paper, "").paragraph_format.line_spacing = Pt(1)


def foot(paper: Any) -> None:
    """Boxes 7 and 9b: recipients on the left, the signature on the right, never torn apart by a page's end."""
    row = grid(paper, layout().columns_mm.foot, rows=1).rows[0]
    row_shape(row, "cantSplit")
    left, right = row.cells
    recipients(left, first=True)
    right.paragraphs[0].paragraph_format.line_spacing = Pt(12)  # level with the recipients' label
    signature(right, "line in authority_lines", "{{ signature.name }}", office="line in office_lines")
    last_line(paper)


def minutes_foot(paper: Any) -> None:
    """Boxes 7 and 9b of minutes (Mẫu 1.9): the secretary on the left, the presiding side on the right, the recipients below."""
    signed, told = grid(paper, layout().columns_mm.foot, rows=2).rows
    for row in (signed, told):
        row_shape(row, "cantSplit")
    for cell in signed.cells:
        cell.paragraphs[0].paragraph_format.line_spacing = Pt(12)
    signature(signed.cells[0], "line in secretary_lines", "{{ secretary.name }}")
    signature(signed.cells[1], "line in authority_lines", "{{ signature.name }}", office="line in office_lines")
    recipients(told.cells[0], first=True)
    last_line(paper)


def recipients(cell: Any, *, first: bool) -> None:
    """Box 9b."""
    put(cell, "Nơi nhận:", "recipients_label", first=first, align=ALIGN.LEFT).paragraph_format.space_before = Pt(12)
    put_each(cell, "line in recipient_lines", "recipients", align=ALIGN.LEFT)
    last_line(cell)


def signature(cell: Any, authority: str, name: str, office: str | None = None) -> None:
    """Boxes 7a to 7c."""
    put_each(cell, authority, "authority")
    gap(cell, Mm(layout().signature_space_mm))
    if office:
        put_each(cell, office, "signer")
    put(cell, name, "signer")


def appendix_title(paper: Any) -> None:
    """The head of an appendix (Mẫu 2.1): its name, and the paper it goes with."""
    put(paper, "Phụ lục", "appendix")
    put_each(paper, "line in subject_lines", "type")
    put_each(paper, "line in attached_lines", "attached")
    put(paper, "{{p attached_rule }}", "attached")
    last_line(paper)
