"""Chương trình họp: the programme that goes with the invitation."""

from markupsafe import Markup
from pydantic import AwareDatetime, PositiveInt

from documents import blocks
from documents.invitation import AgendaItem
from documents.layout import layout
from documents.papers import Line, Paper, Presider


class ProgrammePaper(Paper):
    """Chương trình họp as the appendix of its giấy mời: no head, number, signature or recipients of its own, but the words that say
    which paper it goes with (NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục III.1; Phụ lục III, Mẫu 2.1). The code CTr is for programmes of work.

    ``number``, ``notation`` and ``date`` are the invitation's; None while it is a draft.
    """

    number: PositiveInt | None
    notation: Line
    meeting_title: Line
    at: AwareDatetime
    place: Line
    presider: Presider
    agenda: tuple[AgendaItem, ...]

    @property
    def subject(self) -> str:
        return f"Chương trình {blocks.lower_first(self.meeting_title)}"

    @property
    def subject_lines(self) -> tuple[str, ...]:
        """The appendix' name in capitals, broken into even lines."""
        return blocks.capital_lines(self.subject, layout().text_width_mm * 0.85, "type")

    @property
    def attached_lines(self) -> tuple[str, ...]:
        """``(Kèm theo Giấy mời số 05/GM-BCĐ ngày 20 tháng 9 năm 2019 của Ban Chỉ đạo …)`` in even lines."""
        number = blocks.number_line(self.number, self.notation).removeprefix("Số: ")
        words = f"(Kèm theo Giấy mời số {number} {blocks.day_or_room(self.date)} của {self.letterhead.issuer})"
        return blocks.heading_lines(words, layout().text_width_mm * 0.85, "attached")

    @property
    def attached_rule(self) -> Markup:
        """The rule below these words, as ``{{p attached_rule }}``."""
        return blocks.short_rule(self.attached_lines[-1], layout().text_width_mm, "attached")

    @property
    def time_line(self) -> str:
        """``08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu).``"""
        return f"{blocks.moment_in_words(self.at)}."

    @property
    def place_line(self) -> str:
        """Where, closed by a full stop."""
        return blocks.sentence(self.place)

    @property
    def presider_line(self) -> str:
        """``Đồng chí Trần Giả Định, Chủ tịch Ủy ban nhân dân tỉnh.``"""
        return blocks.sentence(blocks.upper_first(self.presider.in_words))

    @property
    def end_mark(self) -> str:
        """What closes an appendix that ends with a table."""
        return blocks.END_MARK
