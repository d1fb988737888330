"""What the answers about the yearly programme and plans carry. Field names are those of the pages."""

from datetime import date
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from models.plans import PlanPaper
from tasks.meeting_forms import Line, Row, SignForm
from tasks.paper_forms import ReleaseForm
from tasks.questions import Form


class PlanCallForm(Form):
    """The letter that asks for proposals: what the year should be about, beside what the letter says anyway."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình công văn"}
    focus: str = ""


class ProposedLine(Row):
    """A duty that is proposed for the year: the agency that would lead, what comes of it and by when."""

    text: Line
    lead: str = ""  # agency code; empty: one's own
    coordinating: tuple[str, ...] = ()
    product: str = ""
    due: date | None = None
    reason: str = ""


class MainstreamedLine(Row):
    """A strategy, programme or scheme of one's own branch that takes e-government in (khoản 2 Điều 6)."""

    scheme: Line
    content: Line
    due: str = ""  # when it is submitted or issued, as the agency says it


class PlanProposalForm(Form):
    """What a member or an agency proposes for the year, and where he takes e-government into his own plans; silence proposes nothing."""

    CHOICES: ClassVar[dict[str, str]] = {"propose": "Gửi đề xuất", "none": "Không có đề xuất"}
    lines: Annotated[list[ProposedLine], Field(max_length=40, default_factory=list)]
    mainstreamed: Annotated[list[MainstreamedLine], Field(max_length=40, default_factory=list)]

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.choice == "propose" and not (self.lines or self.mainstreamed):
            raise ValueError("Gửi đề xuất phải ghi ít nhất một nhiệm vụ hoặc một đề án, chương trình có lồng ghép.")
        return self


class PlanDraftForm(Form):
    """The draft is put forward as it stands in the plan's own pages; ``note``: what was taken up, what was not and why."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình dự thảo"}
    note: str = ""


class PlanVerdictForm(SignForm):
    """Sign what puts the plans forward, or the plans themselves, or return them with a reason; the whole draft stands on its page."""


class PlanReleaseForm(Form):
    """The signed papers are back, all of them: each with its PDF, and with the number given elsewhere where one was."""

    CHOICES: ClassVar[dict[str, str]] = ReleaseForm.CHOICES | {"take": "Lấy số của sổ này, phát hành các văn bản"}
    work_programme: UUID | None = None
    number_work_programme: str = ""
    work_plan: UUID | None = None
    number_work_plan: str = ""
    inspection_plan: UUID | None = None
    number_inspection_plan: str = ""
    issued_on: date | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "return" and not self.reason:
            raise ValueError("Trả lại phải ghi lý do để người soạn, người ký biết cần sửa gì.")
        return self

    def of(self, paper: PlanPaper) -> dict[str, object]:
        """What it says of one of the papers, as :class:`tasks.paper_forms.ReleaseForm` takes it."""
        if self.choice == "return":
            return {"choice": "return", "reason": self.reason}
        said: dict[str, object] = {"choice": self.choice, "signed": getattr(self, paper.value)}
        return said | {"number": getattr(self, f"number_{paper.value}"), "issued_on": self.issued_on}
