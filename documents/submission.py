"""Tờ trình: what is put before a superior for decision."""

from documents import blocks
from documents.papers import Facts, Line, OfficialPaper


class Section(Facts):
    """A part of the content: ``title`` of its heading, and its paragraphs."""

    title: Line
    paragraphs: tuple[Line, ...]


class SubmissionPaper(OfficialPaper):
    """Tờ trình, Mẫu 1.4 of NĐ 30/2020/NĐ-CP, Phụ lục III. ``bases``: the papers it rests on ("Căn cứ …"); ``enclosures``: what goes
    with it; ``closing``: what is asked for.
    """

    about: Line
    addressees: tuple[Line, ...]
    bases: tuple[Line, ...]
    opening: Line
    sections: tuple[Section, ...]
    closing: Line
    enclosures: tuple[Line, ...] = ()

    @property
    def subject(self) -> str:
        return self.about if self.about.lower().startswith("về ") else f"Về việc {blocks.lower_first(self.about)}"

    @property
    def addressee_line(self) -> str:
        """``Kính gửi: …``"""
        return blocks.addressee_line(self.addressees)

    @property
    def addressee_list(self) -> tuple[str, ...]:
        """Two addressees or more, a line each."""
        return blocks.addressee_list(self.addressees)

    @property
    def basis_lines(self) -> tuple[str, ...]:
        """The papers it rests on, a line each."""
        return blocks.legal_basis_lines(self.bases)

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(self.closing)

    @property
    def enclosure_line(self) -> str:
        """``(Gửi kèm theo: …)``, or nothing."""
        return f"(Gửi kèm theo: {'; '.join(self.enclosures)})" if self.enclosures else ""
