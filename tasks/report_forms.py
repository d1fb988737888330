"""What the answers about a quarter's report carry."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from models.figures import written
from models.numbers import read_number
from tasks.meeting_forms import Line, Row
from tasks.proceedings_forms import Words
from tasks.questions import Form

Number = Annotated[
    Decimal | None, BeforeValidator(read_number), PlainSerializer(lambda value: None if value is None else written(value), when_used="json")
]


class FigureLine(Row):
    """One figure: the indicator's code, its two parts (a count has the first only), what the agency says about it."""

    indicator: Line
    numerator: Number = None
    denominator: Number = None
    note: str = ""


class DataCallForm(Form):
    """The letter that asks for figures: what else the agencies are to heed, a line each, beside what the letter says anyway."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình công văn"}
    notes: str = ""


class FiguresForm(Form):
    """What an agency reports: in the form, or in the Excel file it was given; the head confirms it by sending it (Đ11)."""

    CHOICES: ClassVar[dict[str, str]] = {
        "submit": "Thủ trưởng xác nhận, gửi số liệu đã nhập ở trang này",
        "workbook": "Thủ trưởng xác nhận, gửi bằng tệp Excel theo mẫu",
    }
    figures: Annotated[list[FigureLine], Field(max_length=200, default_factory=list)]
    obstacles: str = ""
    proposals: str = ""
    workbook: UUID | None = None


class CorrectionForm(Form):
    """Figures that an agency corrects after it has reported, and why."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Thủ trưởng xác nhận, gửi số liệu điều chỉnh"}
    figures: Annotated[list[FigureLine], Field(max_length=200, default_factory=list)]
    obstacles: str = ""
    proposals: str = ""
    reason: Annotated[str, Field(min_length=1)]


class ExplainLine(Row):
    """One figure that was asked about: as it is or as it should have been, and why."""

    indicator: Line
    numerator: Number = None
    denominator: Number = None
    words: str = ""


class ExplainForm(Form):
    """What an agency says about figures that look odd; a number that is changed here makes a new version of its report."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Gửi giải trình"}
    figures: Annotated[list[ExplainLine], Field(min_length=1, max_length=200)]


class HeldLine(Row):
    """A meeting of the working group in the quarter (Đ8.3)."""

    title: Line
    day: date
    presider: Line


class ProvinceReportForm(Form):
    """What the report to the UBND says of the figures, which the house puts in with who is missing; a paragraph a line."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo báo cáo"}
    remarks: str = ""


class ReportDraftForm(Form):
    """The words of the quarter's report (Đ7.9); figures, directives, meetings of the committee and who is missing the house puts in.

    Each line of a text is a paragraph of the report.
    """

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo báo cáo"}
    committee_work: str = ""
    group_meetings: Annotated[list[HeldLine], Field(max_length=20, default_factory=list)]
    group_not_met: str = ""
    group_work: Words
    programmes: str = ""
    next_tasks: str = ""

    @model_validator(mode="after")
    def _says_why_the_group_did_not_meet(self) -> Self:
        if not self.group_meetings and not self.group_not_met:
            raise ValueError("Tổ công tác họp định kỳ 03 tháng/lần: xin ghi các cuộc họp của Tổ trong quý, hoặc lý do không họp.")
        return self
