"""Phiếu trình: one page on which the presider decides."""

from documents import blocks
from documents.papers import Line, Paper, Person

OPTIONS = ("Đồng ý", "Đồng ý và có ý kiến bổ sung", "Trả lại, nêu rõ lý do", "Hoãn họp, đề xuất thời gian khác")


class BriefingSlip(Paper):
    """Phiếu trình, for use inside the office: what is asked, the agenda, the attendees, the options, and a box for the presider's hand.

    ``reviewed``: what the standing member says of it; ``remark``: the presider's handwritten words (bút phê), a paragraph each, where
    they are on record already. ``maker`` and ``reviewer`` sign.
    """

    about: Line
    addressee: Line
    asked: Line
    meeting_line: Line
    agenda: tuple[Line, ...]
    attendees: tuple[Line, ...]
    documents: tuple[Line, ...] = ()
    reviewed: Line = ""
    options: tuple[Line, ...] = OPTIONS
    remark: tuple[Line, ...] = ()
    maker: Person
    reviewer: Person

    @property
    def subject(self) -> str:
        return self.about if self.about.lower().startswith("về ") else f"Về việc {blocks.lower_first(self.about)}"

    @property
    def addressee_line(self) -> str:
        """``Kính trình: đồng chí …``"""
        return f"Kính trình: {self.addressee}"

    @property
    def attendee_line(self) -> str:
        """The categories invited, in one sentence."""
        return blocks.sentence("; ".join(self.attendees))

    @property
    def document_line(self) -> str:
        """The papers of the meeting, in one sentence, or nothing."""
        return blocks.sentence("; ".join(self.documents)) if self.documents else ""

    @property
    def option_line(self) -> str:
        """Each option behind an empty box, never torn apart by a line's end."""
        return "    ".join(f"□ {option}".replace(" ", "\u00a0") for option in self.options)

    @property
    def maker_lines(self) -> tuple[str, ...]:
        """The maker's title in capitals."""
        return blocks.signature_lines(self.maker.title)

    @property
    def reviewer_lines(self) -> tuple[str, ...]:
        """The reviewer's title in capitals."""
        return blocks.signature_lines(self.reviewer.title)
