"""What the answers on the day of a meeting and after it carry."""

from datetime import date, time
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from tasks.meeting_forms import Line, Row
from tasks.questions import Form

Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class ConclusionLine(Row):
    """One conclusion: one lead agency, one person accountable (none: its head), one due date (none: a standing duty), one product."""

    text: Words
    lead: Line  # agency code
    coordinating: tuple[str, ...] = ()
    accountable: str = ""  # seat id
    due: date | None = None
    product: str = ""


Conclusions = Annotated[list[ConclusionLine], Field(min_length=1, max_length=60)]


class PreparedForm(Form):
    """What the conclusions may be, written down beforehand for the presider's script; nothing of it binds anybody."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Gửi dự kiến kết luận", "none": "Không chuẩn bị trước"}
    conclusions: Annotated[list[ConclusionLine], Field(max_length=60, default_factory=list)]

    @model_validator(mode="after")
    def _has_some(self) -> Self:
        if self.choice == "submit" and not self.conclusions:
            raise ValueError("Xin ghi ít nhất một dự kiến kết luận, hoặc chọn không chuẩn bị trước.")
        return self


class ConclusionsForm(Form):
    """The conclusions one by one, as the presider gave them."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Ghi nhận kết luận"}
    conclusions: Conclusions


class MatterLine(Row):
    """One item as it went: what was presented and discussed."""

    item: Line
    by: str = ""
    discussed: Words


class RemarkLine(Row):
    """One opinion to the letter, and whose."""

    speaker: Line
    words: Words


class MinutesForm(Form):
    """Who came, and the minutes with the five contents of QĐ 45/2018/QĐ-TTg; opinions are recorded to the letter, nothing is voted."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Lập biên bản"}
    present: tuple[str, ...] = ()  # seats that came themselves
    proxies: tuple[str, ...] = ()  # seats whose proxy came
    guests: tuple[str, ...] = ()  # ids of the guests who came
    ended: time
    matters: Annotated[list[MatterLine], Field(min_length=1, max_length=60)]
    remarks: Annotated[list[RemarkLine], Field(max_length=200, default_factory=list)]


class CommentForm(Form):
    """What a member who was there would add to the minutes."""

    CHOICES: ClassVar[dict[str, str]] = {"none": "Không có ý kiến bổ sung", "comment": "Có ý kiến bổ sung"}
    comment: str = ""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.choice == "comment" and not self.comment:
            raise ValueError("Xin ghi ý kiến bổ sung.")
        return self


class NoticeForm(Form):
    """The draft of the notice: the conclusions as they shall be issued, and the words around them."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo thông báo"}
    attendance: Line  # a sentence on who attended
    opening: str = ""
    conclusions: Conclusions
    closing: str = ""
