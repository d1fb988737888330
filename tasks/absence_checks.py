"""What only the records can tell about an absence's answers, and what those answers raise."""

from typing import TYPE_CHECKING

from models.people import SeatRow
from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.who import Role, roster

if TYPE_CHECKING:
    from tasks.absence_questions import ActingForm, StandingInForm

MAY_ACT = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.DEPUTY_GROUP_LEADER)  # whose signature committee.yaml knows in the standing member's place


def may_act_for(desk: Desk, absent_seat: str) -> list[SeatRow]:
    """Seats the chair may choose from: held today by somebody who is not away and is not the absent one himself."""
    people = roster(desk)
    absent = people.holders.get(absent_seat)
    held = [(seat, people.holders.get(seat.id)) for seat in people.by_role(*MAY_ACT)]
    return [seat for seat, holder in held if holder is not None and holder != absent and holder not in people.away]


def may_act(desk: Desk, step: AskedStep, form: "StandingInForm") -> dict[str, str]:
    """Who is chosen holds such a seat and is there."""
    if form.choice == "assign" and form.seat not in [seat.id for seat in may_act_for(desk, step.about["seat"])]:
        return {"seat": "Người này không có trong danh sách được ký, xác nhận thay hoặc đang vắng mặt; hãy chọn người khác."}
    return {}


def tell_refusal(desk: Desk, step: AskedStep, form: "ActingForm") -> None:
    """The chair does not confirm: who prepares the meeting and who keeps its file learn why. Đ4 let the deputy preside all the same."""
    if form.choice == "confirm":
        return
    people = roster(desk)
    told = [people.answerer(seat.id).officer_id for seat in people.by_role(Role.STANDING_MEMBER, Role.SECRETARY)]
    telling = Telling(
        key=f"{step.key}/refused",
        kind="told",
        title="Trưởng ban không xác nhận việc Phó Trưởng ban chủ trì cuộc họp",
        what=f"Lý do: {form.reason} Cuộc họp đã diễn ra không bị hủy: khi Trưởng ban vắng mặt, Phó Trưởng ban thay mặt lãnh đạo công tác "
        "của Ban Chỉ đạo. Ý kiến này được lưu trong hồ sơ; việc xử lý tiếp theo do Trưởng ban chỉ đạo.",
        clauses=("Đ4b",),
        why="Ông/Bà chuẩn bị cuộc họp hoặc lưu hồ sơ cuộc họp.",
    )
    tell(desk, desk.case(step.case_id), [officer for officer in told if officer is not None], telling)
