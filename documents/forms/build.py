"""Makes the packaged Word forms: ``python -m documents.forms.build``.

The layout is stated in ``documents/nd30.yaml``; the words are here. Running it again gives the same files.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt

from documents.blocks import MOTTO
from documents.layout import layout
from documents.ooxml import settled

FOLDER = Path(__file__).parent
NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
AGENDA_COLUMNS_MM = (24, 91, 50)
STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Header", "HeaderChar"}


def invitation() -> bytes:
    """The form of ``InvitationPaper``."""
    paper = _page()
    _head(paper)
    _title(paper, "GIẤY MỜI")
    _body(paper, "{{ letterhead.issuer }} trân trọng kính mời:")
    _each(paper, "line in attendee_lines", "{{ line }}")
    _labelled(paper, "Tới dự: ", "{{ event }}")
    _labelled(paper, "Chủ trì: ", "{{ presider_line }}")
    _labelled(paper, "Thời gian: ", "{{ time_line }}")
    _labelled(paper, "Địa điểm: ", "{{ place_line }}")
    _labelled(paper, "Chương trình:", "").paragraph_format.keep_with_next = True
    _agenda(paper)
    _body(paper, "{%p if requirement_lines %}")
    _labelled(paper, "Yêu cầu đối với đại biểu:", "").paragraph_format.keep_with_next = True
    _each(paper, "line in requirement_lines", "{{ line }}")
    _body(paper, "{%p endif %}")
    _labelled(paper, "Đầu mối liên hệ: ", "{{ contact_line }}")
    _body(paper, "{{ closing_line }}").paragraph_format.keep_with_next = True
    _foot(paper)
    return _bytes(paper)


def notice() -> bytes:
    """The form of ``NoticePaper``."""
    paper = _page()
    _head(paper)
    _title(paper, "THÔNG BÁO")
    _body(paper, "{{ meeting_paragraph }}")
    _body(paper, "{{ opening_paragraph }}")
    _body(paper, "{%p for conclusion in conclusions %}")
    for words in ("{{ loop.index }}. {{ conclusion.sentence }}", "{{ conclusion.agencies }}"):
        _body(paper, words).paragraph_format.keep_with_next = True
    _body(paper, "{{ conclusion.outcome }}")
    _body(paper, "{%p endfor %}")
    _body(paper, "{{ closing_line }}").paragraph_format.keep_with_next = True
    _foot(paper)
    return _bytes(paper)


FORMS = {"giay_moi": invitation, "thong_bao_ket_luan": notice}


def _page() -> Any:
    """An empty A4 page with the decree's margins, its lettering, and page numbers from the second page on."""
    plan, paper = layout(), _bare_document()
    section = paper.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in plan.page_mm)
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(getattr(plan.margin_mm, side).use))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = plan.font, Pt(plan.boxes["body"].use)
    for script in ("w:eastAsia", "w:cs"):
        normal.element.rPr.rFonts.set(qn(script), plan.font)
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), "vi-VN")
    fmt = paper.styles["Normal"].paragraph_format
    fmt.space_before = fmt.space_after = Pt(0)
    fmt.line_spacing = plan.body.line.use
    fmt.widow_control = True
    _page_number(section.header.paragraphs[0])
    return paper


def _bare_document() -> Any:
    """python-docx's empty document without what its makers left in it: a picture of itself, a hundred styles, a bibliography."""
    paper = docx.Document()
    for holder in (paper.part.package, paper.part):
        for name, link in list(holder.rels.items()):
            if link.reltype.rpartition("/")[2] in ("thumbnail", "stylesWithEffects", "customXml", "numbering"):
                del holder.rels[name]
    for style in paper.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in STYLES:
            paper.styles.element.remove(style)
    return paper


def _page_number(line: Any) -> None:
    line.alignment = ALIGN.CENTER
    for kind, words in (("fldChar", 'w:fldCharType="begin"'), ("instrText", ""), ("fldChar", 'w:fldCharType="end"')):
        content = "PAGE" if kind == "instrText" else ""
        _run(line, "", "page_number")._r.append(parse_xml(f"<w:{kind} {nsdecls('w')} {words}>{content}</w:{kind}>"))


def _head(paper: Any) -> None:
    """Boxes 1 to 4 and 10b: two columns without borders."""
    columns = layout().columns_mm.head
    left, right = _table(paper, columns, rows=2).rows[0].cells
    _line(left, "{%p if parent_line %}", "parent", first=True)
    _line(left, "{{ parent_line }}", "parent")
    _line(left, "{%p endif %}", "parent")
    _each_line(left, "line in issuer_lines", "issuer")
    _line(left, "{{p issuer_rule }}", "issuer")
    _line(right, NATIONAL_NAME, "national_name", first=True)
    _line(right, MOTTO, "motto")
    _line(right, "{{p motto_rule }}", "motto")
    for cell in (left, right):
        _last_line(cell)  # a cell must end with a paragraph of its own
    left, right = paper.tables[-1].rows[1].cells
    for cell, words, box in ((left, "{{ number_line }}", "number"), (right, "{{ place_date }}", "place_date")):
        _line(cell, words, box, first=True).paragraph_format.space_before = Pt(4)
    _line(left, "{%p if urgency %}", "number")
    _line(left, "", "number").paragraph_format.line_spacing = Pt(6)
    _line(left, "{{p urgency_mark }}", "urgency")
    _line(left, "{%p endif %}", "number")
    _last_line(left)


def _title(paper: Any, type_name: str) -> None:
    """Box 5a: the paper's type, its subject and the rule below."""
    _line(paper, type_name, "type").paragraph_format.space_before = Pt(18)
    _each_line(paper, "line in subject_lines", "subject")
    _line(paper, "{{p subject_rule }}", "subject")
    _last_line(paper)


def _foot(paper: Any) -> None:
    """Boxes 7 and 9b: recipients on the left, the signature on the right, never torn apart by a page's end."""
    row = _table(paper, layout().columns_mm.foot, rows=1).rows[0]
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    left, right = row.cells
    _line(left, "Nơi nhận:", "recipients_label", first=True, align=ALIGN.LEFT).paragraph_format.space_before = Pt(12)
    _each_line(left, "line in recipient_lines", "recipients", align=ALIGN.LEFT)
    _last_line(left)
    right.paragraphs[0].paragraph_format.line_spacing = Pt(12)  # level with the recipients' label
    _each_line(right, "line in authority_lines", "authority")
    _line(right, "", "authority").paragraph_format.line_spacing = Mm(layout().signature_space_mm)
    _each_line(right, "line in office_lines", "signer")
    _line(right, "{{ signature.name }}", "signer")
    _last_line(paper)


def _agenda(paper: Any) -> None:
    """The programme as a table; its head is repeated on the next page and no row is torn apart."""
    paper.paragraphs[-1].paragraph_format.space_after = Pt(layout().body.gap_pt.use)
    table = _table(paper, AGENDA_COLUMNS_MM, rows=4)
    table.style = "Table Grid"
    head, begin, row, end = table.rows
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    begin.cells[0].paragraphs[0].text = "{%tr for entry in agenda %}"
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"
    cells = (("Thời gian", "clock", ALIGN.CENTER), ("Nội dung", "item", ALIGN.LEFT), ("Thực hiện", "by", ALIGN.LEFT))
    for at, (label, field, align) in enumerate(cells):
        title = _line(head.cells[at], label, "table", first=True)
        title.runs[0].bold = True
        for line in (title, _line(row.cells[at], f"{{{{ entry.{field} }}}}", "table", first=True, align=align)):
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(1.5)
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)


def _table(paper: Any, widths_mm: tuple[float, ...], rows: int) -> Any:
    table = paper.add_table(rows=rows, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the schema's order, on which Word insists
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _body(paper: Any, words: str) -> Any:
    """A paragraph of the content (box 6)."""
    plan, line = layout().body, paper.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    line.paragraph_format.first_line_indent = Cm(plan.indent_cm.use)
    line.paragraph_format.space_before = Pt(plan.gap_pt.use)
    _run(line, words, "body")
    return line


def _labelled(paper: Any, label: str, words: str) -> Any:
    line = _body(paper, label)
    line.runs[0].bold = True
    _run(line, words, "body")
    return line


def _each(paper: Any, loop: str, words: str) -> None:
    for piece in (f"{{%p for {loop} %}}", words, "{%p endfor %}"):
        _body(paper, piece)


def _each_line(place: Any, loop: str, box: str, align: Any = ALIGN.CENTER) -> None:
    for piece in (f"{{%p for {loop} %}}", "{{ line }}", "{%p endfor %}"):
        _line(place, piece, box, align=align)


def _line(place: Any, words: str, box: str, *, first: bool = False, align: Any = ALIGN.CENTER) -> Any:
    """A line in the lettering of ``box``; ``first`` takes the paragraph that a new cell already has."""
    line = place.paragraphs[0] if first else place.add_paragraph()
    line.alignment = align
    _run(line, words, box)
    return line


def _last_line(place: Any) -> None:
    """A line of no height, where Word wants a paragraph and the eye wants none."""
    place.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _run(line: Any, words: str, box: str) -> Any:
    shape, run = layout().boxes[box], line.add_run(words)
    run.font.size = Pt(shape.use)
    run.bold, run.italic = shape.bold, shape.italic
    return run


def _bytes(paper: Any) -> bytes:
    out = BytesIO()
    paper.core_properties.title = paper.core_properties.author = paper.core_properties.comments = ""
    paper.save(out)
    return settled(out.getvalue())


if __name__ == "__main__":
    for name, make in FORMS.items():
        (FOLDER / f"{name}.docx").write_bytes(make())
