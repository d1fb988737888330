"""What the answers about a directive carry. Field names are those of the pages."""

from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import StringConstraints, model_validator

from tasks.meeting_forms import VerdictForm
from tasks.questions import Form

Said = Annotated[str, StringConstraints(min_length=1, max_length=5000)]


class AcknowledgeForm(Form):
    """The head takes the duty on; Đ9.3, Đ11.1: he may name who does it and whom to turn to."""

    CHOICES: ClassVar[dict[str, str]] = {"accept": "Xác nhận tiếp nhận"}
    doer: str = ""
    contact: str = ""


class ReportForm(Form):
    """How far it is; that it is done, with its evidence; or that more time is needed."""

    CHOICES: ClassVar[dict[str, str]] = {
        "progress": "Báo cáo tiến độ",
        "submit": "Báo cáo hoàn thành, kèm minh chứng",
        "extend": "Đề nghị gia hạn",
    }
    done: str = ""
    obstacles: str = ""
    product_number: str = ""
    evidence: UUID | None = None
    new_due: date | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice != "extend" and not self.done:
            raise ValueError("Xin ghi kết quả đã thực hiện.")
        if self.choice == "submit" and not (self.evidence or self.product_number):
            raise ValueError("Báo cáo hoàn thành phải kèm minh chứng: tệp sản phẩm, hoặc số, ký hiệu văn bản đã ban hành.")
        if self.choice == "extend" and not (self.new_due and self.reason):
            raise ValueError("Đề nghị gia hạn phải ghi ngày đề nghị và lý do.")
        return self


class StandingForm(Form):
    """How a duty without an end was carried out this quarter."""

    CHOICES: ClassVar[dict[str, str]] = {"progress": "Gửi báo cáo quý"}
    done: Said
    obstacles: str = ""


class ConfirmForm(VerdictForm):
    """Confirm that it is done, or return it with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Xác nhận hoàn thành", "return": "Trả lại để thực hiện tiếp"}


class ExtensionForm(Form):
    """Grant the day asked for or another, or refuse with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"grant": "Đồng ý gia hạn", "refuse": "Không đồng ý"}
    day: date | None = None  # none: the day asked for
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do để cơ quan chủ trì biết.")
        return self


class FollowUpForm(Form):
    """Sign what chases an overdue directive, or say why not."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đồng ý ký, phát hành", "decline": "Không phát hành"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "decline" and not self.reason:
            raise ValueError("Không phát hành thì ghi lý do để lưu hồ sơ.")
        return self
