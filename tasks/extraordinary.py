"""A meeting out of turn (khoản 1 Điều 8): called by the chair or a deputy, or proposed by the standing member and answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.meetings import MeetingKind
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.meetings import new_meeting
from tasks.notice_time import too_near_to_invite
from tasks.office import Answered, Office, meeting_of
from tasks.questions import Deed
from tasks.who import Role, roster

VERSION = 1  # of flows.extraordinary_meeting; its case is opened where flows cannot be imported
CONVENE_NOW = Deed("convene-extraordinary", "Triệu tập, đề nghị triệu tập họp đột xuất", ("Đ8.1b", "Đ3.3"))
MAY_CONVENE = (Role.CHAIR, Role.DEPUTY_CHAIR)  # without delegation (Đ8.1); the standing member may only propose


class NotYours(Refused):
    """Chỉ Trưởng ban, Phó Trưởng ban triệu tập họp đột xuất; Ủy viên thường trực được đề nghị (khoản 1 Điều 8 Quy chế)."""

    status = 403


@dataclass(frozen=True)
class Wanted:
    """A meeting out of turn as somebody wants it: when, about what, by whom; ``presider``: the seat that shall preside it."""

    starts_at: datetime
    about: str
    reason: str
    presider: str
    officer_id: str
    entry: str  # the form that asked for it: sent twice it is one meeting


def want(desk: Desk, wanted: Wanted) -> tuple[Case, bool]:
    """Open the case: convened, where the officer may; else proposed to ``presider``. Returns it and whether it is new.

    Raises ``Refused`` for a time too near, a matter or reason left blank, a presider who may not convene, an officer who may not propose.
    """
    people = roster(desk)
    held = {Role(seat.role) for seat in people.seats_of(wanted.officer_id)}
    if not held & {*MAY_CONVENE, Role.STANDING_MEMBER}:
        raise NotYours(NotYours.__doc__)
    if not wanted.about.strip() or not wanted.reason.strip():
        raise Refused("Xin ghi nội dung cuộc họp và lý do phải họp đột xuất.")
    convener = next((seat.id for seat in people.by_role(*MAY_CONVENE) if people.holders.get(seat.id) == wanted.officer_id), None)
    presider = convener or wanted.presider
    if presider not in [seat.id for seat in people.by_role(*MAY_CONVENE)]:
        raise Refused("Xin chọn người được đề nghị triệu tập: Trưởng ban hoặc một Phó Trưởng ban.")
    subject = {
        "starts_at": wanted.starts_at.isoformat(),
        "about": wanted.about.strip(),
        "reason": wanted.reason.strip(),
        "presider": presider,
        "proposed": convener is None,
        "by": wanted.officer_id,
        "entry": wanted.entry,
    }
    title = f"Họp đột xuất {desk.law.committee.identity.name}: {wanted.about.strip()}"[:200]
    period = f"{wanted.starts_at.astimezone(OFFICE_ZONE):%Y-%m-%d}/{wanted.entry}"
    desk.actor = wanted.officer_id
    return open_case(desk, NewCase("extraordinary_meeting", title, VERSION, period=period, subject=subject, opening=open_meeting))


def open_meeting(desk: Desk, case: Case) -> None:
    """The meeting's record, from what was asked for."""
    given = case.subject
    meeting = new_meeting(desk, case, datetime.fromisoformat(given["starts_at"]), MeetingKind.EXTRAORDINARY, given["presider"])
    if too_near := too_near_to_invite(desk, meeting, meeting.starts_at):
        raise Refused(too_near)


def requested(office: Office) -> dict[str, Any]:
    """Who wanted the meeting, and whether it was convened or only proposed."""
    given, people = office.case.subject, roster(office.desk)
    meeting = meeting_of(office.desk, office.case)
    by = next((people.title(seat.id) for seat in people.seats_of(given["by"])), people.name(given["by"]))
    begins = meeting.starts_at.astimezone(OFFICE_ZONE)
    matter = f"{given['about']} (đề nghị họp lúc {begins:%H:%M ngày %d/%m/%Y}; lý do: {given['reason']}; người đề nghị: {by})"
    return {"proposed": given["proposed"], "about": {"matter": matter}}


def tell_not_called(office: Office, said: Answered) -> str:
    """The standing member learns why it is not called; the meeting that was proposed is none."""
    desk = office.desk
    meeting = meeting_of(desk, office.case)
    meeting.cancelled_at = desk.now
    desk.session.add(meeting)
    telling = Telling(
        key="not-called",
        kind="told",
        title="Không triệu tập họp đột xuất",
        what=f"Đề nghị họp đột xuất về «{office.case.subject['about']}» không được chấp thuận. Lý do: {said.payload['reason']}",
        clauses=("Đ8.1b",),
        why="Ông/Bà đã đề nghị cuộc họp này.",
    )
    tell(desk, office.case, [office.case.subject["by"]], telling)
    return "Không triệu tập họp đột xuất"
