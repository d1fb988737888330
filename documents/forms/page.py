"""The page of a Word form, before anything stands on it, and its bytes when it is done."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from documents.forms.pieces import run
from documents.layout import layout
from documents.ooxml import settled

STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Header", "HeaderChar"}


def page() -> Any:
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
        run(line, "", "page_number")._r.append(parse_xml(f"<w:{kind} {nsdecls('w')} {words}>{content}</w:{kind}>"))


def bytes_of(paper: Any) -> bytes:
    """The form as a Word file, always the same bytes."""
    out = BytesIO()
    paper.core_properties.title = paper.core_properties.author = paper.core_properties.comments = ""
    paper.save(out)
    return settled(out.getvalue())
