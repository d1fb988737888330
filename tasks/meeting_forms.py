"""What the answers that prepare a meeting carry. Field names are those of the pages."""

import re
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


class ProposalForm(Form):
    """What a member or an agency wants on the agenda; silence proposes nothing."""

    CHOICES: ClassVar[dict[str, str]] = {"propose": "Đăng ký nội dung", "none": "Không đăng ký nội dung"}
    item: str = ""
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    reason: str = ""  # why it should be dealt with

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.choice == "propose" and not self.item:
            raise ValueError("Đăng ký nội dung phải ghi nội dung đề nghị đưa vào chương trình.")
        return self


class AgendaLine(Row):
    """One item of an agenda, how long it takes, and the seat that hands in its papers (none: it has no papers)."""

    minutes: Annotated[int, Field(ge=1, le=600)]
    item: Line
    by: str = ""
    owner: str = ""


class PointLine(Row):
    """A further place that takes part."""

    point: Line


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@coquan.vn.")
    return text


class GuestLine(Row):
    """Somebody invited who holds no seat, and the items he is invited to, by their numbers."""

    name: Line
    office: Line
    email: Annotated[str, AfterValidator(_address)]
    items: Line

    @property
    def numbers(self) -> list[int]:
        """The items, by number."""
        return numbers_in(self.items)


def numbers_in(text: str) -> list[int]:
    """The numbers somebody typed, whatever stands between them, each once and in order."""
    return sorted({int(number) for number in re.findall(r"\d+", text)})


def _each_once(seats: list[str]) -> list[str]:
    return list(dict.fromkeys(seats))


class AgendaForm(Form):
    """The draft: when, where and how, what, who (khoản 1 Điều 8: the presider decides who attends; khoản 2: guests)."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo"}
    day: date
    hour: time
    place: str = ""
    points: Annotated[list[PointLine], Field(max_length=60, default_factory=list)]
    online: str = ""
    items: Annotated[list[AgendaLine], Field(min_length=1, max_length=40)]
    attendees: Annotated[list[str], Field(min_length=1, max_length=200), AfterValidator(_each_once)]  # seat ids
    guests: Annotated[list[GuestLine], Field(max_length=60, default_factory=list)]

    @property
    def starts_at(self) -> datetime:
        """When the meeting begins."""
        return at(self.day, self.hour)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.place and not self.online:
            raise ValueError("Xin ghi địa điểm họp, hoặc cách tham gia nếu họp trực tuyến.")
        for guest in self.guests:
            if not guest.numbers or not 1 <= guest.numbers[0] <= guest.numbers[-1] <= len(self.items):
                raise ValueError(f"Khách mời {guest.name}: ghi số thứ tự nội dung được mời, từ 1 đến {len(self.items)}, ví dụ: 2, 3.")
        addresses = [guest.email.lower() for guest in self.guests]
        if len(set(addresses)) < len(addresses):
            raise ValueError("Hai khách mời có cùng một địa chỉ thư; mỗi người phải có địa chỉ riêng.")
        return self


class VerdictForm(Form):
    """Approve, or return with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đồng ý", "return": "Trả lại"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "return" and not self.reason:
            raise ValueError("Trả lại phải ghi lý do để người soạn biết cần sửa gì.")
        return self


class ConveneForm(VerdictForm):
    """The presider's word on day, agenda and attendees; his own handwriting (bút phê) as text or as a scan goes with it."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đồng ý", "return": "Trả lại", "postpone": "Hoãn họp"}
    until: date | None = None  # where he postpones: the day he has in mind
    remark: str = ""
    scan: UUID | None = None

    @model_validator(mode="after")
    def _says_until_when(self) -> Self:
        if self.choice == "postpone" and (not self.reason or self.until is None):
            raise ValueError("Hoãn họp phải ghi lý do và ngày họp mới dự kiến.")
        return self


class SignForm(VerdictForm):
    """Sign, or return with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Ký", "return": "Trả lại"}


class CallForm(Form):
    """The word of who may convene, on a meeting that the standing member proposes (khoản 1 Điều 8)."""

    CHOICES: ClassVar[dict[str, str]] = {"convene": "Triệu tập họp đột xuất", "refuse": "Không triệu tập"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không triệu tập thì ghi lý do để Ủy viên thường trực biết.")
        return self


class PaperForm(Form):
    """The papers of one item."""

    CHOICES: ClassVar[dict[str, str]] = {"send": "Gửi tài liệu", "none": "Nội dung này không có tài liệu"}
    paper: UUID | None = None
    annex: UUID | None = None

    @model_validator(mode="after")
    def _has_a_paper(self) -> Self:
        if self.choice == "send" and self.paper is None:
            raise ValueError("Xin chọn tệp tài liệu.")
        return self


class LateItemForm(Form):
    """The presider's word on an item whose papers are late."""

    CHOICES: ClassVar[dict[str, str]] = {"keep": "Giữ nội dung trong chương trình", "withdraw": "Rút nội dung khỏi chương trình"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "withdraw" and not self.reason:
            raise ValueError("Rút nội dung thì ghi lý do để báo cho người trình bày.")
        return self


class RsvpForm(Form):
    """Khoản 5 Điều 6: attend; report an absence; or send somebody in one's place, with a written opinion."""

    CHOICES: ClassVar[dict[str, str]] = {"attend": "Dự họp", "leave": "Báo cáo vắng mặt", "proxy": "Ủy quyền người dự thay"}
    reason: str = ""
    proxy_name: str = ""
    proxy_office: str = ""
    opinion: UUID | None = None  # the uploaded written opinion; it may follow later
    words: str = ""  # or the opinion typed

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
    """The written opinion of a member who sends a proxy: a file, or typed."""

    CHOICES: ClassVar[dict[str, str]] = {"send": "Gửi ý kiến bằng văn bản"}
    opinion: UUID | None = None
    words: str = ""

    @model_validator(mode="after")
    def _is_there(self) -> Self:
        if self.opinion is None and not self.words:
            raise ValueError("Xin chọn tệp ý kiến bằng văn bản, hoặc ghi ý kiến vào ô bên dưới.")
        return self
