"""What every paper says: frozen facts from the caller, and the words and lines that its form shows of them.

A form may name any field or property of its paper and nothing else; ``documents.fields`` holds it to that.
"""

from datetime import date
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt

from documents import blocks
from documents.layout import layout

Line = Annotated[str, AfterValidator(blocks.clean)]
Name = Annotated[Line, Field(min_length=1)]

Urgency = Literal["KHẨN", "THƯỢNG KHẨN", "HOẢ TỐC"]


class Facts(BaseModel):
    """Frozen facts; an unknown one is a programming error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Facts):
    """The head of a paper.

    ``parent``: cơ quan chủ quản, or None; ``issuer``: the issuing body as it is called inside a sentence; ``place``: địa danh.
    """

    parent: Line | None
    issuer: Name
    place: Name


class Person(Facts):
    """Someone a paper names; ``title`` stands behind the name: "Chủ tịch Ủy ban nhân dân tỉnh, Trưởng ban Ban Chỉ đạo"."""

    name: Line
    title: Line

    @property
    def in_words(self) -> str:
        """``đồng chí Trần Giả Định, Chủ tịch Ủy ban nhân dân tỉnh``."""
        return f"đồng chí {self.name}, {self.title}"


class Presider(Person):
    """Who presides."""


class Signature(Facts):
    """A signature block as the committee's signature matrix gives it.

    ``authority``: form and title above the signature (ô 7a), for example ("TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC");
    ``office``: the signer's office in his own agency, below the signature (ô 7b), or None; ``name``: without academic titles.
    """

    authority: tuple[Line, ...]
    office: Line | None
    name: Line

    @property
    def authority_lines(self) -> tuple[str, ...]:
        """Form and title in capitals, in lines that fit the signature's column."""
        return tuple(line for title in self.authority for line in blocks.signature_lines(title))

    @property
    def office_lines(self) -> tuple[str, ...]:
        """The signer's own office in capitals, or nothing."""
        return blocks.signature_lines(self.office or "")


class Paper(Facts):
    """What every made document has, an official paper or one for use inside the office. ``date`` is None while it is a draft."""

    letterhead: Letterhead
    date: date | None

    @property
    def subject(self) -> str:
        """The subject line (trích yếu)."""
        raise NotImplementedError

    @property
    def parent_lines(self) -> tuple[str, ...]:
        """The parent body in capitals, broken into even lines, or nothing."""
        return blocks.capital_lines(self.letterhead.parent or "", layout().columns_mm.head[0], "parent")

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """The issuing body in capitals, broken into even lines."""
        return blocks.capital_lines(self.letterhead.issuer, layout().columns_mm.head[0], "issuer")

    @property
    def issuer_rule(self) -> Markup:
        """The rule below the issuing body; stands in a paragraph of its own as ``{{p issuer_rule }}``."""
        return blocks.short_rule(self.issuer_lines[-1], layout().columns_mm.head[0], "issuer")

    @property
    def motto_rule(self) -> Markup:
        """The rule below the motto, as ``{{p motto_rule }}``."""
        return blocks.motto_rule()

    @property
    def place_date(self) -> str:
        """``Kiên Giang, ngày 27 tháng 9 năm 2019``."""
        return blocks.place_and_date(self.letterhead.place, self.date)

    @property
    def subject_lines(self) -> tuple[str, ...]:
        """The subject broken into even lines, narrower than the page so that it reads as a heading."""
        return blocks.heading_lines(self.subject, layout().text_width_mm * 0.85, "subject")

    @property
    def subject_rule(self) -> Markup:
        """The rule below the subject, as ``{{p subject_rule }}``."""
        return blocks.short_rule(self.subject_lines[-1], layout().text_width_mm, "subject")


class OfficialPaper(Paper):
    """What every official paper carries besides. ``number`` is None while it is a draft; ``notation`` is what follows the number
    and the stroke ("GM-BCĐ").

    ``kept_by`` ends the recipients' list ("VT, TCT" → "- Lưu: VT, TCT.").
    """

    number: PositiveInt | None
    notation: Line
    signature: Signature
    recipients: tuple[Line, ...]
    kept_by: Line = "VT"
    urgency: Urgency | None = None

    @property
    def number_line(self) -> str:
        """``Số: 05/GM-BCĐ``."""
        return blocks.number_line(self.number, self.notation)

    @property
    def urgency_mark(self) -> Markup:
        """The framed mark of an urgent paper, as ``{{p urgency_mark }}``."""
        return blocks.urgency_mark(self.urgency)

    @property
    def authority_lines(self) -> tuple[str, ...]:
        """Form and title above the signature, in capitals."""
        return self.signature.authority_lines

    @property
    def office_lines(self) -> tuple[str, ...]:
        """The signer's own office, in capitals, between signature and name."""
        return self.signature.office_lines

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The recipients' list with its last line."""
        return blocks.recipient_lines(self.recipients, self.kept_by)
