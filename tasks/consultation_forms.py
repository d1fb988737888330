"""What the answers of a written consultation carry. Field names are those of the pages."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from models.consultations import Handling, Stance
from tasks.meeting_forms import Line, Row, VerdictForm
from tasks.proceedings_forms import Words
from tasks.questions import Form

STANCES = {Stance.AGREE: "Đồng ý", Stance.COMMENT: "Đồng ý, có ý kiến", Stance.DISAGREE: "Không đồng ý"}
HANDLINGS = {Handling.TAKEN_UP: "Tiếp thu", Handling.EXPLAINED: "Giải trình, chưa tiếp thu"}
MOST_QUESTIONS = 10


def _each_once(seats: list[str]) -> list[str]:
    return list(dict.fromkeys(seats))


class QuestionLine(Row):
    """One closed question."""

    question: Line


class BallotForm(Form):
    """The form that is sent: what it is about, closed questions, who is asked, what may be read with it.

    ``money``: whether it is about money; ``silence``: "yes" where the form says that no answer counts as consent.
    """

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình công văn, phiếu lấy ý kiến"}
    background: Words
    questions: Annotated[list[QuestionLine], Field(min_length=1, max_length=MOST_QUESTIONS)]
    consulted: Annotated[list[str], Field(min_length=1, max_length=200), AfterValidator(_each_once)]  # seat ids
    money: Literal["yes", "no"]
    silence: Literal["", "yes"] = ""
    paper: UUID | None = None
    annex: UUID | None = None

    @model_validator(mode="after")
    def _never_with_money(self) -> Self:
        if self.money == "yes" and self.silence:
            raise ValueError("Nội dung về kinh phí: không trả lời không bao giờ được coi là đồng ý. Hãy bỏ đánh dấu ô đó.")
        return self


class OpinionLine(Row):
    """What is said to one question; ``n`` is its number."""

    n: int
    stance: Literal["agree", "agree-comment", "disagree"]
    words: Annotated[str, Field(max_length=20_000)] = ""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.stance != Stance.AGREE and not self.words:
            raise ValueError(f"Nội dung {self.n}: «{STANCES[Stance(self.stance)]}» thì xin ghi rõ ý kiến.")
        return self


class OpinionForm(Form):
    """Khoản 3 Điều 6: agree, agree with comments or disagree, question by question; a written opinion may go with it as a file."""

    CHOICES: ClassVar[dict[str, str]] = {"send": "Gửi ý kiến"}
    opinions: Annotated[list[OpinionLine], Field(min_length=1, max_length=MOST_QUESTIONS)]
    opinion: UUID | None = None


class HandledLine(Row):
    """What became of one comment: ``of`` names it ("member_yt/1"); its words are kept as they came and are not typed again."""

    of: Line
    handling: Literal["taken-up", "explained"]
    note: Words


class SummaryForm(Form):
    """How each comment was taken up, or why not, and what is proposed to who decides."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Trình bảng tổng hợp"}
    handled: Annotated[list[HandledLine], Field(max_length=2000, default_factory=list)]
    overview: str = ""
    proposal: Words


class DecisionForm(VerdictForm):
    """The word of who has the authority, on the proposal."""

    CHOICES: ClassVar[dict[str, str]] = {
        "approve": "Đồng ý với kiến nghị",
        "decline": "Không đồng ý với kiến nghị",
        "return": "Trả lại để tổng hợp lại",
    }
    decision: str = ""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if self.choice == "decline" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do để báo cho các thành viên đã cho ý kiến.")
        return self
