"""What an absence asks of whom (Đ4), and what the house does about it."""

from typing import ClassVar

from pydantic import model_validator

from tasks import absence_checks as checks
from tasks.meeting_questions import OVERDUE, REMIND
from tasks.questions import Deed, Form, Question, Rung
from tasks.who import HIMSELF, Role

RETURNED = "returned"  # who was away is back before his day, or his last day is over
STANDS_IN_ANEW = "stands-in-anew"  # another deputy stands in, or none any more
DECIDE_ANEW = "decide-anew"  # who was to act is away himself
SUDDEN = "sudden-absence"  # the chair did not come to the meeting, and a deputy presides

ACT_TITLES = {
    RETURNED: "Trở lại làm việc",
    STANDS_IN_ANEW: "Thay đổi người thay mặt Trưởng ban",
    DECIDE_ANEW: "Đề nghị quyết định lại người ký thay",
    SUDDEN: "Trưởng ban vắng đột xuất, Phó Trưởng ban chủ trì",
}

TO_SECRETARY = Rung("call", "step_escalation", letter="escalate", to=Role.SECRETARY)
LADDER = (REMIND, OVERDUE, TO_SECRETARY)


class StandingInForm(Form):
    """Who signs and accepts while the standing member is away; ``seat`` is the seat that is to."""

    CHOICES: ClassVar[dict[str, str]] = {"assign": "Giao người ký, xác nhận thay", "wait": "Để việc chờ đến khi trở lại"}
    seat: str = ""

    @model_validator(mode="after")
    def _names_somebody(self) -> "StandingInForm":
        if self.choice == "assign" and not self.seat:
            raise ValueError("Xin chọn người ký, xác nhận thay.")
        return self


class ActingForm(Form):
    """The chair's word, afterwards, on a deputy having presided in his sudden absence."""

    CHOICES: ClassVar[dict[str, str]] = {"confirm": "Xác nhận", "refuse": "Không xác nhận"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> "ActingForm":
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không xác nhận thì ghi lý do để lưu hồ sơ cuộc họp.")
        return self


STANDING_IN_DECISION = Question(
    key="standing-in-decision",
    title="Quyết định người ký, xác nhận thay khi Ủy viên thường trực vắng mặt",
    waiting="quyết định người ký, xác nhận thay khi Ủy viên thường trực vắng mặt",
    clauses=("Đ4a",),
    form=StandingInForm,
    due="standing_in_decision",
    silence="Việc ký, xác nhận của Ủy viên thường trực chờ đến khi Ông/Bà quyết định hoặc Ủy viên thường trực trở lại.",
    ladder=LADDER,
    renewed_by=frozenset({DECIDE_ANEW, RETURNED}),
    check=checks.may_act,
)
ACTING_CONFIRMATION = Question(
    key="acting-confirmation",
    title="Xác nhận việc Phó Trưởng ban chủ trì cuộc họp khi Trưởng ban vắng đột xuất",
    waiting="xác nhận việc Phó Trưởng ban chủ trì cuộc họp",
    clauses=("Đ4b",),
    form=ActingForm,
    due="acting_confirmation",
    silence="Cuộc họp do Phó Trưởng ban chủ trì vẫn có giá trị (Điều 4 Quy chế); hồ sơ ghi là chưa được Trưởng ban xác nhận.",
    ladder=LADDER,
    reserved=HIMSELF,
    after=checks.tell_refusal,
)

RECORDED = Deed("absence-recorded", "Ghi nhận vắng mặt", ("Đ4b",), frozenset({RETURNED}))
BEGINS = Deed("absence-begins", "Đến ngày vắng mặt", ("Đ4b",), frozenset({RETURNED}))
STANDS_IN = Deed("stands-in", "Thông báo việc thay mặt Trưởng ban", ("Đ4b",), frozenset({STANDS_IN_ANEW}))
ENTRUST = Deed("entrust", "Ghi nhận quyết định về người ký, xác nhận thay", ("Đ4a",), frozenset({DECIDE_ANEW}))
ENDS = Deed("absence-ends", "Hết thời gian vắng mặt", ("Đ4b",), frozenset({RETURNED}))
BACK = Deed("back", "Thông báo thôi thay mặt", ("Đ4b",))
