"""What the answers of a meeting carry. Field names are those of the pages."""

from datetime import date, datetime, time
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from models.clock import at
from tasks.questions import Form

Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Row(BaseModel):
    """One line of a list in a form."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=5000)


class AgendaLine(Row):
    """One item of an agenda and how long it takes."""

    minutes: Annotated[int, Field(ge=1, le=600)]
    item: Line
    by: str = ""


def _each_once(seats: list[str]) -> list[str]:
    return list(dict.fromkeys(seats))


class AgendaForm(Form):
    """The draft: when, where, what, who (khoản 1 Điều 8: the presider decides who attends)."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo"}
    day: date
    hour: time
    place: Line
    items: Annotated[list[AgendaLine], Field(min_length=1, max_length=40)]
    attendees: Annotated[list[str], Field(min_length=1, max_length=200), AfterValidator(_each_once)]  # seat ids

    @property
    def starts_at(self) -> datetime:
        """When the meeting begins."""
        return at(self.day, self.hour)


class VerdictForm(Form):
    """Approve, or return with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đồng ý", "return": "Trả lại"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "return" and not self.reason:
            raise ValueError("Trả lại phải ghi lý do để người soạn biết cần sửa gì.")
        return self


class SignForm(VerdictForm):
    """Sign, or return with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Ký", "return": "Trả lại"}


class RsvpForm(Form):
    """Khoản 5 Điều 6: attend; report an absence; or send somebody in one's place, with a written opinion."""

    CHOICES: ClassVar[dict[str, str]] = {"attend": "Dự họp", "leave": "Báo cáo vắng mặt", "proxy": "Ủy quyền người dự thay"}
    reason: str = ""
    proxy_name: str = ""
    proxy_office: str = ""
    opinion: UUID | None = None  # the uploaded written opinion; it may follow later

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice != "attend" and not self.reason:
            raise ValueError("Không dự họp được thì phải báo cáo lý do (khoản 5 Điều 6 Quy chế).")
        if self.choice == "proxy" and not (self.proxy_name and self.proxy_office):
            raise ValueError("Ủy quyền dự thay phải ghi họ tên và chức vụ của người dự thay.")
        return self


class ConsentForm(Form):
    """The presider's word on an absence or a proxy."""

    CHOICES: ClassVar[dict[str, str]] = {"consent": "Đồng ý", "refuse": "Không đồng ý"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do để Ủy viên biết.")
        return self


class OpinionForm(Form):
    """The written opinion of a member who sends a proxy."""

    CHOICES: ClassVar[dict[str, str]] = {"send": "Gửi ý kiến bằng văn bản"}
    opinion: UUID


class MinutesForm(Form):
    """Who came, and the minutes with the five contents of QĐ 45/2018/QĐ-TTg; opinions are recorded, nothing is voted."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Lập biên bản"}
    present: tuple[str, ...] = ()  # seats that came themselves
    proxies: tuple[str, ...] = ()  # seats whose proxy came
    ended: time
    reports: Line  # các báo cáo, nội dung trình bày
    opinions: Line  # ý kiến các đại biểu, cả ý kiến bằng văn bản
    conclusion: Line  # kết luận của người chủ trì


class ConclusionLine(Row):
    """One conclusion: one lead agency, one due date (none: a standing duty), one product."""

    text: Line
    lead: Line  # agency code
    coordinating: tuple[str, ...] = ()
    due: date | None = None
    product: str = ""


class ConclusionsForm(Form):
    """The conclusions one by one."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Ghi nhận kết luận"}
    conclusions: Annotated[list[ConclusionLine], Field(min_length=1, max_length=60)]


class NoticeForm(Form):
    """The draft of the notice: words around the conclusions as recorded."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo thông báo"}
    attendance: Line  # a sentence on who attended
    opening: str = ""
    closing: str = ""
