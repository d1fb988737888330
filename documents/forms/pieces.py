"""What the Word forms are made of: lines in the lettering of a box (ô số), paragraphs of the content, and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt

from documents.layout import layout


@dataclass(frozen=True)
class Column:
    """A column of a listing: its label, the words of its cells, its width in millimetres."""

    label: str
    words: str
    width_mm: float
    align: Any = ALIGN.LEFT


def put(place: Any, words: str, box: str, *, first: bool = False, align: Any = ALIGN.CENTER) -> Any:
    """A line in the lettering of ``box``; ``first`` takes the paragraph that a new cell already has."""
    line = place.paragraphs[0] if first else place.add_paragraph()
    line.alignment = align
    run(line, words, box)
    return line


def put_each(place: Any, loop: str, box: str, *, first: bool = False, align: Any = ALIGN.CENTER) -> None:
    """A line for each ``line`` of ``loop``; ``first`` as in ``put``."""
    for at, piece in enumerate((f"{{%p for {loop} %}}", "{{ line }}", "{%p endfor %}")):
        put(place, piece, box, first=first and at == 0, align=align)


def last_line(place: Any) -> None:
    """A line of no height, where Word wants a paragraph and the eye wants none."""
    place.add_paragraph().paragraph_format.line_spacing = Pt(1)


def gap(place: Any, height: Any) -> None:
    """Empty room of exactly ``height``."""
    put(place, "", "body").paragraph_format.line_spacing = height


def paragraph(paper: Any, words: str, box: str = "body") -> Any:
    """A paragraph of the content (box 6)."""
    plan, line = layout().body, paper.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    line.paragraph_format.first_line_indent = Cm(plan.indent_cm.use)
    line.paragraph_format.space_before = Pt(plan.gap_pt.use)
    run(line, words, box)
    return line


def heading(paper: Any, words: str) -> Any:
    """A heading of the content, never left alone at the foot of a page."""
    line = paragraph(paper, words, "heading")
    line.paragraph_format.keep_with_next = True
    return line


def labelled(paper: Any, label: str, words: str) -> Any:
    """A paragraph that begins with a label in bold; a label alone stays with what follows."""
    line = paragraph(paper, label, "heading")
    if words:
        run(line, words, "body")
    else:
        line.paragraph_format.keep_with_next = True
    return line


def last_words(paper: Any, words: str = "{{ closing_line }}") -> Any:
    """The last paragraph of the content, which never leaves the signature alone on a page."""
    line = paragraph(paper, words)
    line.paragraph_format.keep_with_next = True
    return line


def each_paragraph(paper: Any, loop: str, words: str, box: str = "body") -> None:
    """A paragraph for each turn of ``loop``."""
    for piece in (f"{{%p for {loop} %}}", words, "{%p endfor %}"):
        paragraph(paper, piece, box)


def grid(paper: Any, widths_mm: Sequence[float], rows: int) -> Any:
    """A table without borders."""
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


def listing(paper: Any, loop: str, columns: Sequence[Column], box: str = "table", row_mm: float | None = None) -> Any:
    """A table with a row for each turn of ``loop``; its head is repeated on the next page and no row is torn apart.

    ``row_mm``: the least height of a row, where one writes by hand.
    """
    paper.paragraphs[-1].paragraph_format.space_after = Pt(layout().body.gap_pt.use)
    table = grid(paper, [column.width_mm for column in columns], rows=4)
    table.style = "Table Grid"
    head, begin, row, end = table.rows
    row_shape(head, "tblHeader")
    row_shape(row, "cantSplit")
    if row_mm:
        row.height = Mm(row_mm)
    begin.cells[0].paragraphs[0].text = f"{{%tr for {loop} %}}"
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"
    for at, column in enumerate(columns):
        title = in_cell(head.cells[at], column.label, box, ALIGN.CENTER)
        title.runs[0].bold = True
        in_cell(row.cells[at], column.words, box, column.align)
    return table


def in_cell(cell: Any, words: str, box: str, align: Any = ALIGN.LEFT, *, first: bool = True) -> Any:
    """A line inside a bordered cell, with air around it."""
    line = put(cell, words, box, first=first, align=align)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(1.5)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    return line


def row_shape(row: Any, rule: str) -> None:
    """``cantSplit``: the row stays on one page; ``tblHeader``: it is repeated on each."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:{rule} {nsdecls('w')}/>"))


def run(line: Any, words: str, box: str) -> Any:
    """Words in the lettering of ``box``."""
    shape, piece = layout().boxes[box], line.add_run(words)
    piece.font.size = Pt(shape.use)
    piece.bold, piece.italic = shape.bold, shape.italic
    return piece
