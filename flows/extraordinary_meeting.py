"""Họp đột xuất của Ban Chỉ đạo (khoản 3 Điều 3, khoản 4 Điều 5, khoản 1, 2 Điều 8 Quy chế)."""

from flows.meeting_line import agree_on_agenda, meet
from flows.process import process
from models.meetings import Meeting
from tasks import extraordinary
from tasks.meeting_questions import CALL, NOT_CALLED, REQUESTED
from tasks.office import Office, meeting_of
from tasks.verbs import ask, fix
from tasks.who import Role


@process(
    "Họp đột xuất Ban Chỉ đạo",
    clauses="Đ3.3 Đ5.4 Đ6.5 Đ8.1 Đ8.2",
    opening=extraordinary.open_meeting,
    subject=meeting_of,
)
def extraordinary_meeting(office: Office, meeting: Meeting) -> str | None:  # noqa: ARG001 - its verbs find the meeting themselves
    """Họp đột xuất của Ban Chỉ đạo."""
    # Đ8.1: the chair or a deputy convenes; the standing member only proposes, and is answered within a working day.
    wanted = fix(office, REQUESTED, lambda: extraordinary.requested(office))
    if wanted["proposed"]:
        said = ask(office, Role.PRESIDER, for_=CALL, about=wanted["about"])
        if said.choice == "refuse":
            return str(fix(office, NOT_CALLED, lambda: extraordinary.tell_not_called(office, said)))
    meet(office, agree_on_agenda(office))
    return None
