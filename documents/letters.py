"""Công văn: official letters, which bear no type name, and the one that chases overdue duties."""

import datetime

from pydantic import PositiveInt

from documents import blocks
from documents.layout import layout
from documents.papers import Facts, Line, OfficialPaper


class OfficialLetter(OfficialPaper):
    """Công văn, Mẫu 1.5 of NĐ 30/2020/NĐ-CP, Phụ lục III: its subject stands below the number behind "V/v", and its notation has no
    type code ("BCĐ-TCT" → "Số: 05/BCĐ-TCT"). ``addressees``: at least one.
    """

    addressees: tuple[Line, ...]

    @property
    def matter_lines(self) -> tuple[str, ...]:
        """``V/v …`` broken into lines that fit below the number (ô số 5b)."""
        return blocks.heading_lines(f"V/v {blocks.lower_first(self.subject)}", layout().columns_mm.head[0] * 0.9, "matter")

    @property
    def addressee_line(self) -> str:
        """``Kính gửi: …``"""
        return blocks.addressee_line(self.addressees)

    @property
    def addressee_list(self) -> tuple[str, ...]:
        """Two addressees or more, a line each."""
        return blocks.addressee_list(self.addressees)


def attached_lines(number: int | None, notation: str, day: datetime.date | None, issuer: str) -> tuple[str, ...]:
    """What an appendix of a letter says of it: ``(Kèm theo Công văn số 05/BCĐ-TCT ngày … của Ban Chỉ đạo …)``, in even lines."""
    said = blocks.number_line(number, notation).removeprefix("Số: ")
    return blocks.heading_lines(
        f"(Kèm theo Công văn số {said} {blocks.day_or_room(day)} của {issuer})", layout().text_width_mm * 0.85, "attached"
    )


class OverdueDuty(Facts):
    """A duty past its day: ``source`` names the paper that gave it, ``due`` its first day, ``extended`` the day it was put off to;
    ``late_days`` in working days.
    """

    text: Line
    source: Line
    due: datetime.date
    extended: datetime.date | None = None
    late_days: PositiveInt

    @property
    def term(self) -> str:
        """``15/11/2019``, with the day it was put off to."""
        later = f" (gia hạn đến {blocks.figure_date(self.extended)})" if self.extended else ""
        return f"{blocks.figure_date(self.due)}{later}"

    @property
    def late(self) -> str:
        """``05``."""
        return blocks.padded_number(self.late_days)


class FollowUpLetter(OfficialLetter):
    """Công văn đôn đốc. ``round``: the how many-eth letter about these duties; ``as_of``: the day the count is of; ``reply_to``: who
    wants the answer, by ``reply_by``; ``report_to``: to whom the result is reported.
    """

    round: PositiveInt = 1
    duties: tuple[OverdueDuty, ...]
    as_of: datetime.date
    reply_to: Line
    reply_by: datetime.date
    report_to: Line = "Trưởng ban Ban Chỉ đạo"

    @property
    def subject(self) -> str:
        again = f" (lần {self.round})" if self.round > 1 else ""
        return f"Đôn đốc thực hiện nhiệm vụ đã quá hạn{again}"

    @property
    def opening_paragraph(self) -> str:
        """What this is about."""
        whose = "quý cơ quan" if len(self.addressees) == 1 else "các cơ quan nêu trên"
        return (
            f"Qua theo dõi, đôn đốc việc thực hiện các kết luận, chỉ đạo, tính đến hết {blocks.short_date(self.as_of)}, "
            f"{self.letterhead.issuer} chưa nhận được kết quả thực hiện {blocks.padded_number(len(self.duties))} nhiệm vụ đã quá hạn giao "
            f"{whose} chủ trì, cụ thể như sau:"
        )

    @property
    def request_paragraph(self) -> str:
        """What is asked, by when."""
        return (
            f"Đề nghị {self._asked} khẩn trương hoàn thành nhiệm vụ; báo cáo kết quả thực hiện kèm theo sản phẩm, nêu rõ nguyên nhân chậm, "
            f"người chịu trách nhiệm và cam kết thời hạn hoàn thành đối với nhiệm vụ còn lại, gửi {self.reply_to} trước "
            f"{blocks.short_date(self.reply_by)} để tổng hợp, báo cáo {self.report_to}."
        )

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(f"Đề nghị {self._asked} quan tâm, phối hợp thực hiện")

    @property
    def _asked(self) -> str:
        return "quý cơ quan" if len(self.addressees) == 1 else "các cơ quan"
