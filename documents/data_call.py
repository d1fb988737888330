"""The letter that asks the agencies for figures, with its appendix: the indicators that are asked for."""

import datetime

from markupsafe import Markup

from documents import blocks
from documents.layout import layout
from documents.letters import OfficialLetter, attached_lines
from documents.papers import Facts, Line


class AskedIndicator(Facts):
    """An indicator as the appendix lists it: what is counted, and of what; a count is of nothing."""

    name: Line
    unit: Line
    numerator: Line = ""
    denominator: Line = ""

    @property
    def counted(self) -> str:
        """What is counted, and against what."""
        return f"{self.numerator} / {self.denominator}" if self.denominator else self.numerator or "Số đếm"


class DataCallLetter(OfficialLetter):
    """Công văn đề nghị cung cấp số liệu.

    ``basis``: what is carried out ("Thực hiện khoản 7, khoản 9 Điều 7 … Quy chế"); ``purpose``: what the figures are for; they are of
    the day ``cutoff`` and reach ``reply_to`` by ``reply_by``; ``late``: what becomes of those that come later. ``focus``: what else is
    asked.
    """

    basis: Line
    purpose: Line
    indicators: tuple[AskedIndicator, ...]
    cutoff: datetime.date
    reply_by: datetime.date
    reply_to: Line
    late: Line
    focus: tuple[Line, ...] = ()

    @property
    def subject(self) -> str:
        return f"Cung cấp số liệu {self.purpose}"

    @property
    def opening_paragraph(self) -> str:
        """What is carried out, and who is asked."""
        return f"{self.basis}, {self.letterhead.issuer} đề nghị các cơ quan, địa phương cung cấp số liệu {self.purpose}, cụ thể như sau:"

    @property
    def request_lines(self) -> tuple[str, ...]:
        """What is asked for, of which day, by when and how, a line each."""
        figures = (
            f"Báo cáo số liệu của {blocks.padded_number(len(self.indicators))} chỉ tiêu tại Phụ lục kèm theo thuộc phạm vi của cơ quan, "
            "địa phương; mục không phát sinh ghi 0, mục chưa có số liệu ghi rõ lý do."
        )
        asked = (
            *([figures] if self.indicators else []),
            "Nêu khó khăn, vướng mắc; đề xuất, kiến nghị.",
            f"Số liệu chốt đến hết {blocks.short_date(self.cutoff)}.",
            f"Thủ trưởng cơ quan, địa phương xác nhận và gửi số liệu trước khi hết {blocks.short_date(self.reply_by)}, theo biểu mẫu "
            "điện tử tại đường dẫn gửi riêng cho từng cơ quan hoặc bằng tệp Excel tải từ đường dẫn đó.",
            *self.focus,
        )
        return tuple(f"{n}. {line}" for n, line in enumerate(asked, start=1))

    @property
    def reply_paragraph(self) -> str:
        """Who puts the figures together, and what becomes of late ones."""
        return f"Số liệu gửi về {self.reply_to} để tổng hợp. {blocks.sentence(self.late)}"

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark("Đề nghị các cơ quan, địa phương quan tâm, phối hợp thực hiện")

    @property
    def annex_lines(self) -> tuple[str, ...]:
        """What its appendix is called, in capitals, broken into even lines."""
        return blocks.capital_lines("Danh mục chỉ tiêu đề nghị cung cấp số liệu", layout().text_width_mm * 0.85, "type")

    @property
    def attached_lines(self) -> tuple[str, ...]:
        """Which letter it goes with."""
        return attached_lines(self.number, self.notation, self.date, self.letterhead.issuer)

    @property
    def attached_rule(self) -> Markup:
        """The rule below these words, as ``{{p attached_rule }}``."""
        return blocks.short_rule(self.attached_lines[-1], layout().text_width_mm, "attached")
