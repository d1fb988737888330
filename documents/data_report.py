"""Báo cáo số liệu: what the UBND asked the committee for, put together."""

import datetime

from pydantic import PositiveInt

from documents import blocks
from documents.papers import Line, OfficialPaper
from documents.report_facts import IndicatorLine


class DataReport(OfficialPaper):
    """Báo cáo số liệu gửi UBND tỉnh. ``document``: the UBND's paper that asks; ``about`` completes "số liệu"; of the day ``as_of``;
    ``asked``: how many agencies; ``silent``: those that sent nothing; ``unexplained``: odd figures; ``remarks``: a paragraph each.
    """

    document: Line
    about: Line
    as_of: datetime.date
    asked: PositiveInt
    indicators: tuple[IndicatorLine, ...]
    silent: tuple[Line, ...] = ()
    unexplained: Line = ""
    remarks: tuple[Line, ...] = ()

    @property
    def subject(self) -> str:
        return f"Số liệu {self.about}"

    @property
    def opening(self) -> str:
        """What is carried out, of which day the figures are."""
        return (
            f"Thực hiện {self.document}, {self.letterhead.issuer} báo cáo Ủy ban nhân dân tỉnh số liệu {self.about}, "
            f"chốt đến hết {blocks.short_date(self.as_of)}, như sau:"
        )

    @property
    def count_line(self) -> str:
        """How many agencies the figures are of."""
        came = self.asked - len(self.silent)
        return (
            f"Số liệu được tổng hợp từ {blocks.padded_number(came)}/{blocks.padded_number(self.asked)} cơ quan, địa phương được đề nghị "
            "cung cấp; tỷ lệ chung được tính từ tổng tử số và tổng mẫu số."
        )

    @property
    def remark_lines(self) -> tuple[str, ...]:
        """What is said of the figures, and which of them nobody explained."""
        odd = (blocks.sentence(self.unexplained),) if self.unexplained else ()
        return (*self.remarks, *odd) or ("Không có nội dung cần giải trình thêm.",)

    @property
    def silent_lines(self) -> tuple[str, ...]:
        """Who sent nothing, a line each."""
        return blocks.dashed_list(self.silent) if self.silent else ("Các cơ quan, địa phương đã gửi đủ số liệu.",)

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(
            f"Trên đây là báo cáo số liệu {self.about}; số liệu của từng cơ quan, địa phương ở Phụ lục (tệp Excel) gửi kèm. "
            f"{blocks.upper_first(self.letterhead.issuer)} kính báo cáo Ủy ban nhân dân tỉnh"
        )

    @property
    def addressee_line(self) -> str:
        """``Kính gửi: …``"""
        return blocks.addressee_line(("Ủy ban nhân dân tỉnh",))

    @property
    def addressee_list(self) -> tuple[str, ...]:
        """One addressee stands on the line of "Kính gửi"."""
        return ()
