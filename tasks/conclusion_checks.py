"""What is wrong with conclusions before they are anybody's duty."""

from collections.abc import Sequence

from models.steps import AskedStep
from tasks.agencies import not_there
from tasks.bureau import Desk
from tasks.office import meeting_of
from tasks.proceedings_forms import ConclusionLine
from tasks.who import HEADS, Role, roster


def wrong_lines(desk: Desk, step: AskedStep, lines: Sequence[ConclusionLine]) -> dict[str, str]:
    """What is wrong with conclusions, by the place of the field."""
    wrong: dict[str, str] = {}
    day = meeting_of(desk, desk.case(step.case_id)).day
    for n, line in enumerate(lines):
        place, which = f"conclusions.{n}.", f"Kết luận {n + 1}:"
        if odd := not_there(desk, (line.lead, *line.coordinating)):
            wrong[place + "lead"] = f"{which} {odd[:1].lower()}{odd[1:]}"
        elif roster(desk).head_of(line.lead) is None:
            wrong[place + "lead"] = f"{which} cơ quan {line.lead} chưa có người đứng đầu trong danh sách chức danh."
        elif line.accountable and not _may_answer(desk, line):
            wrong[place + "accountable"] = (
                f"{which} người chịu trách nhiệm phải thuộc cơ quan chủ trì. Hãy chọn lại, hoặc để trống: người đứng đầu cơ quan."
            )
        if line.due is not None and line.due <= day:
            wrong[place + "due"] = f"{which} thời hạn {line.due:%d/%m/%Y} phải sau ngày họp {day:%d/%m/%Y}."
    return wrong


def _may_answer(desk: Desk, line: ConclusionLine) -> bool:
    """Đ2.3: one person answers, and he belongs to the agency that owes it; a leader of the UBND is no agency's officer."""
    seat = roster(desk).seats.get(line.accountable)
    return seat is not None and seat.agency_id == line.lead and (seat.role in (*HEADS, Role.MEMBER, Role.STANDING_MEMBER))
