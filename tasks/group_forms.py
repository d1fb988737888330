"""What the answers about the working group's meetings and tasks carry. Field names are those of the pages."""

from datetime import date, datetime, time
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from models.clock import at
from tasks.meeting_forms import Line, Row, VerdictForm
from tasks.proceedings_forms import MatterLine, RemarkLine, Words
from tasks.questions import Form

MANDATORY = (
    "Nhiệm vụ quá hạn, biện pháp đôn đốc",
    "Dự thảo báo cáo quý của Tổ công tác",
    "Chuẩn bị cuộc họp Ban Chỉ đạo",
)
"""What every three-monthly meeting deals with."""


class GroupItemLine(Row):
    """One item of the group's agenda."""

    minutes: Annotated[int, Field(ge=1, le=600)]
    item: Line
    by: str = ""


class GroupAgendaForm(Form):
    """The draft: when, where, what, and which of the group's leaders presides."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo chương trình"}
    day: date
    hour: time
    place: Line
    online: str = ""
    presider: Line  # seat id
    items: Annotated[list[GroupItemLine], Field(min_length=1, max_length=40)]

    @property
    def starts_at(self) -> datetime:
        """When the meeting begins."""
        return at(self.day, self.hour)


class GroupRsvpForm(Form):
    """Khoản 4 Điều 9: a member comes, or reports why he cannot; his agency is not asked."""

    CHOICES: ClassVar[dict[str, str]] = {"attend": "Dự họp", "leave": "Báo cáo vắng mặt"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "leave" and not self.reason:
            raise ValueError("Không dự họp được thì báo cáo lý do để lãnh đạo Tổ biết.")
        return self


class GroupTaskLine(Row):
    """One conclusion, which is one member's task: with whom, by when, what comes of it."""

    text: Words
    seat: Line
    helpers: tuple[str, ...] = ()
    due: date
    product: str = ""


Tasks = Annotated[list[GroupTaskLine], Field(min_length=1, max_length=60)]


class GroupMinutesForm(Form):
    """Who came, what was discussed, and the conclusions one by one."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Lập biên bản"}
    present: tuple[str, ...] = ()  # seats
    ended: time
    matters: Annotated[list[MatterLine], Field(min_length=1, max_length=60)]
    remarks: Annotated[list[RemarkLine], Field(max_length=200, default_factory=list)]
    tasks: Tasks


class GroupNoticeForm(Form):
    """The draft of the notice: the tasks as they shall be given, and the words around them."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo thông báo"}
    attendance: Line
    opening: str = ""
    tasks: Tasks
    closing: str = ""


class GroupReasonForm(Form):
    """Why the quarter passed without a meeting of the group."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Báo cáo lý do"}
    reason: Words


class TaskReportForm(Form):
    """How far a task is; that it is done; or that more time is needed."""

    CHOICES: ClassVar[dict[str, str]] = {"progress": "Báo cáo tiến độ", "submit": "Báo cáo hoàn thành", "extend": "Đề nghị gia hạn"}
    done: str = ""
    evidence: UUID | None = None
    new_due: date | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice != "extend" and not self.done:
            raise ValueError("Xin ghi kết quả đã thực hiện.")
        if self.choice == "extend" and not (self.new_due and self.reason):
            raise ValueError("Đề nghị gia hạn phải ghi ngày đề nghị và lý do.")
        return self


class TaskConfirmForm(VerdictForm):
    """Confirm that it is done, or return it with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Xác nhận hoàn thành", "return": "Trả lại để thực hiện tiếp"}


class TaskExtensionForm(Form):
    """Grant the day asked for, or refuse with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"grant": "Đồng ý gia hạn", "refuse": "Không đồng ý"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do để người thực hiện biết.")
        return self
