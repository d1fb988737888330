"""What the answers about a request for spending carry. Field names are those of the pages."""

from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from models.money import MOST, Dong
from tasks.meeting_forms import Line, Row, SignForm, VerdictForm
from tasks.questions import Form

Number = Annotated[str, StringConstraints(max_length=100)]


class ItemLine(Row):
    """One thing to be paid for: what, how much of it, at what price, and why no norm covers it."""

    content: Line
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    unit: Line
    price: Dong
    reason: Line

    @property
    def amount(self) -> int:
        """In đồng."""
        return self.quantity * self.price


class FundingForm(Form):
    """What is asked for; ``total`` is what the drafter's own papers say, held against the sum of the lines. Or: asked for no more."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Gửi đề xuất", "withdraw": "Rút đề xuất"}
    items: tuple[ItemLine, ...] = Field(default=(), max_length=200)
    total: Dong | None = None
    quotation: UUID | None = None
    quotation_2: UUID | None = None
    quotation_3: UUID | None = None
    reason: str = ""

    @property
    def sum(self) -> int:
        """Of the lines, in đồng."""
        return sum(item.amount for item in self.items)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.choice == "withdraw":
            if not self.reason:
                raise ValueError("Rút đề xuất thì ghi lý do để lưu hồ sơ.")
            return self
        if not self.items:
            raise ValueError("Xin ghi ít nhất một nội dung chi.")
        if self.total is None:
            raise ValueError("Xin ghi tổng số tiền đề nghị để đối chiếu với các dòng.")
        if self.sum > MOST:
            raise ValueError("Tổng số tiền quá lớn, hãy kiểm tra lại số lượng, đơn giá.")
        return self


class NormLine(Row):
    """The norm found for one item; blank where there is none."""

    seq: Annotated[int, Field(ge=1)]
    norm: str = ""


class NormsForm(VerdictForm):
    """Which items have a norm, and which; or returned with a reason."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đã đối chiếu định mức", "return": "Trả lại người đề xuất"}
    norms: tuple[NormLine, ...] = Field(default=(), max_length=200)


class FundingSignForm(SignForm):
    """Sign a paper about spending, or return it with a reason."""


class FinanceForm(Form):
    """What Sở Tài chính says, with the number and the day of its official reply."""

    CHOICES: ClassVar[dict[str, str]] = {
        "agree": "Thống nhất, trong thẩm quyền của cơ quan đề nghị",
        "beyond": "Thống nhất, vượt thẩm quyền: trình Chủ tịch UBND tỉnh",
        "regime": "Phải ban hành chế độ chi mới: trình HĐND tỉnh",
        "supplement": "Đề nghị bổ sung hồ sơ",
        "disagree": "Không thống nhất",
    }
    number: Number = ""
    issued_on: date | None = None
    opinion: str = ""
    reply: UUID | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not (self.number and self.issued_on):
            raise ValueError("Xin ghi số, ký hiệu và ngày của văn bản trả lời.")
        if self.choice in ("supplement", "disagree") and not self.opinion:
            raise ValueError("Xin ghi nội dung cần bổ sung, hoặc lý do không thống nhất.")
        return self


class SupplementForm(Form):
    """What Sở Tài chính wanted besides."""

    CHOICES: ClassVar[dict[str, str]] = {"send": "Gửi nội dung bổ sung"}
    words: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    number: Number = ""  # of the letter that goes with it
    paper: UUID | None = None


class DisagreedForm(Form):
    """What becomes of a request with which Sở Tài chính does not agree."""

    CHOICES: ClassVar[dict[str, str]] = {
        "revise": "Sửa đề xuất theo ý kiến Sở Tài chính",
        "drop": "Không đề nghị nữa",
        "submit": "Trình Chủ tịch UBND tỉnh, nêu cả hai ý kiến",
    }
    reason: Annotated[str, StringConstraints(min_length=1, max_length=5000)]  # of submitting: the standing office's own view


class ProvinceForm(VerdictForm):
    """The word of the UBND's chairman; a refusal, too, is a paper of the UBND."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "Đồng ý, ký Quyết định", "return": "Trả lại", "refuse": "Không đồng ý"}
    number: Number = ""
    issued_on: date | None = None

    @model_validator(mode="after")
    def _names_its_paper(self) -> Self:
        if self.choice in self._papers() and not (self.number and self.issued_on):
            raise ValueError("Xin ghi số, ký hiệu và ngày văn bản của UBND tỉnh.")
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do.")
        return self

    @staticmethod
    def _papers() -> tuple[str, ...]:
        return ("refuse",)


class CouncilForm(ProvinceForm):
    """The UBND puts a new regime before the people's council, by a paper of its own."""

    CHOICES: ClassVar[dict[str, str]] = {"approve": "UBND tỉnh trình HĐND tỉnh", "return": "Trả lại", "refuse": "Không đồng ý"}

    @staticmethod
    def _papers() -> tuple[str, ...]:
        return ("approve", "refuse")


class ResolutionForm(Form):
    """What the people's council has resolved, by its paper; or that it did not come to it this session."""

    CHOICES: ClassVar[dict[str, str]] = {
        "adopted": "Đã có nghị quyết",
        "postponed": "Chuyển kỳ họp sau",
        "rejected": "HĐND tỉnh không thông qua",
    }
    number: Number = ""
    issued_on: date | None = None
    amount: Dong | None = None
    resolution: UUID | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice == "adopted" and not (self.number and self.issued_on and self.amount and self.resolution):
            raise ValueError("Xin ghi số, ký hiệu, ngày nghị quyết, số tiền được chi và gửi tệp PDF của nghị quyết.")
        if self.choice != "adopted" and not self.reason:
            raise ValueError("Xin ghi lý do, hoặc văn bản thông báo.")
        return self
