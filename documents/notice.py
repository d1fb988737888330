"""Thông báo kết luận: what the notice of a meeting's conclusions says."""

import datetime

from documents import blocks
from documents.papers import Facts, Line, OfficialPaper, Presider


class Conclusion(Facts):
    """One conclusion of a notice; ``due`` None means a standing duty, ``accountable`` empty the head of the lead agency (Đ11)."""

    text: Line
    lead: Line
    coordinating: tuple[Line, ...]
    due: datetime.date | None
    product: Line
    accountable: Line = ""

    @property
    def sentence(self) -> str:
        """The conclusion's text closed by a full stop."""
        return blocks.sentence(self.text)

    @property
    def agencies(self) -> str:
        """``- Cơ quan chủ trì: …; cơ quan phối hợp: …, …; người chịu trách nhiệm: ….``"""
        helpers = f"; cơ quan phối hợp: {', '.join(self.coordinating)}" if self.coordinating else ""
        who = f"; người chịu trách nhiệm: {self.accountable}" if self.accountable else ""
        return blocks.sentence(f"- Cơ quan chủ trì: {self.lead}{helpers}{who}")

    @property
    def outcome(self) -> str:
        """``- Sản phẩm: …; thời hạn: chậm nhất ngày ….``"""
        term = f"thời hạn: chậm nhất {blocks.short_date(self.due)}" if self.due else "thời hạn: thường xuyên"
        return f"- Sản phẩm: {self.product}; {term}."


class NoticePaper(OfficialPaper):
    """Thông báo kết luận, signed by the standing member (khoản 4 Điều 5 Quy chế).

    ``attendance``: a sentence on who attended; ``opening``: the sentence that leads to the conclusions (None: the usual one);
    ``closing``: the last words (None: the usual ones).
    """

    meeting_title: Line
    meeting_date: datetime.date
    place: Line
    presider: Presider
    attendance: Line
    opening: Line | None = None
    conclusions: tuple[Conclusion, ...]
    closing: Line | None = None

    @property
    def subject(self) -> str:
        return f"Kết luận của {self.presider.title} tại {self.event}"

    @property
    def event(self) -> str:
        """``cuộc họp Ban Chỉ đạo … quý III năm 2019``."""
        return blocks.event_name(self.meeting_title)

    @property
    def meeting_paragraph(self) -> str:
        """When, where, who presided over what, and who attended."""
        when = blocks.date_in_words(self.meeting_date)
        held = f"N{when[1:]}, tại {self.place}, {self.presider.in_words} chủ trì {self.event}"
        return f"{blocks.sentence(held)} {blocks.sentence(self.attendance)}"

    @property
    def opening_paragraph(self) -> str:
        """The sentence that leads to the conclusions."""
        usual = f"Sau khi nghe các báo cáo, ý kiến của các đại biểu dự họp, {self.presider.title} kết luận như sau:"
        return self.opening or usual

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        usual = (
            f"Trên đây là kết luận của {self.presider.title} tại {self.event}; "
            "đề nghị các cơ quan, đơn vị, cá nhân có liên quan nghiêm túc tổ chức triển khai thực hiện"
        )
        return blocks.with_end_mark(self.closing or usual)
