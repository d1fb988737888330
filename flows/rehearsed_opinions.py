"""The written consultations of a rehearsed year: when they are begun, by whom, and what everybody says in them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.consultations import Stance
from models.steps import AskedStep
from regulation import Law
from tasks.bureau import Desk
from tasks.consultations import Wanted, begin, usual_seats
from tasks.opinions import consultation_of, voices
from tasks.who import Role, roster

if TYPE_CHECKING:
    from flows.rehearsed_officers import Officers

Begins = Callable[[Desk], object]
BEGUN = ((2, Role.CHAIR, False), (8, Role.DEPUTY_CHAIR, True))  # in the middle of which month, who decides, whether it is urgent
OPINIONS_GIVEN = {"opinion": 0.9, "opinion-urgent": 0.9}  # shares that answer
STANCES = ((Stance.AGREE, 0.7), (Stance.COMMENT, 0.9), (Stance.DISAGREE, 1.0))


def begun_in(law: Law, year: int) -> list[tuple[date, Begins]]:
    """The consultations of a year: the day each is begun, and how."""
    return [(law.calendar.roll_forward(date(year, month, 15)), partial(_begin, decider, urgent)) for month, decider, urgent in BEGUN]


def _begin(decider: Role, urgent: bool, desk: Desk) -> None:
    people = roster(desk)
    secretary = people.holders[people.by_role(Role.SECRETARY)[0].id]
    matter = "dự thảo Quy chế vận hành Trục liên thông văn bản"
    begin(desk, Wanted(matter, "Cần ban hành trong quý", people.by_role(decider)[0].id, secretary, f"{desk.today}", urgent))
    desk.actor = None


def _form(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - every reply has this shape
    decider = consultation_of(desk, desk.case(step.case_id)).decider_seat
    return {
        "choice": "submit",
        "background": "Dự thảo đã được Tổ công tác thống nhất.",
        "questions": [{"question": "Ông/Bà có đồng ý với dự thảo không?"}],
        "consulted": usual_seats(roster(desk), decider),
        "money": "no",
    }


def _opinion(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    chance = officers.chance(step, period)
    stance = next(stance for stance, below in STANCES if chance < below)
    words = "" if stance == Stance.AGREE else "Đề nghị làm rõ trách nhiệm của từng cơ quan."
    return {"choice": "send", "opinions": [{"n": 1, "stance": stance.value, "words": words}]}


def _summary(officers: "Officers", desk: Desk, step: AskedStep, period: str) -> dict[str, Any]:  # noqa: ARG001 - as above
    comments = [voice for voice in voices(desk, consultation_of(desk, desk.case(step.case_id))) if voice.is_comment]
    handled = [{"of": voice.ref, "handling": "taken-up", "note": "Bổ sung vào dự thảo."} for voice in comments]
    return {"choice": "submit", "handled": handled, "proposal": "Ban hành theo dự thảo đã chỉnh lý."}


OPINIONS: Mapping[str, Callable[["Officers", Desk, AskedStep, str], dict[str, Any]]] = {
    "consultation-form": _form,
    "opinion": _opinion,
    "opinion-urgent": _opinion,
    "opinion-summary": _summary,
}
