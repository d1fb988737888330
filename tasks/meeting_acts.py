"""What is done to a meeting from outside its line: it moves to another time or place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Act, Case
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.meetings import Meeting
from models.papers import Paper
from models.steps import Step, StepState
from tasks.acts import NEW_TIME, Doing, act, open_for_change
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.guest_questions import GUEST_CONSENT
from tasks.meeting_checks import is_same_time, took_place
from tasks.meeting_questions import ADOPT_AGENDA, AGENDA, PAPER, PREPARED
from tasks.moving import move_due
from tasks.notice_time import too_near_to_invite
from tasks.office import meeting_of
from tasks.papers import drop_unissued
from tasks.withdrawal import calendar_holders, open_steps_of

NOWHERE = "Xin ghi địa điểm họp, hoặc cách tham gia nếu họp trực tuyến."


class NotAtThisPoint(Refused):
    """The meeting cannot be moved now."""

    status = 409


@dataclass(frozen=True)
class Where:
    """Where a meeting sits: the presider's place (empty: online only), how one joins from a distance, further places."""

    place: str
    online: str = ""
    points: Sequence[str] = ()

    @property
    def said(self) -> dict[str, Any]:
        """As the act keeps it."""
        return {"place": self.place, "online": self.online, "points": list(self.points)}


def new_time(desk: Desk, case: Case, starts_at: datetime, place: str | Where, *, reason: str, officer_id: str | None) -> Act:
    """Move the meeting: same calendar UID, sequence + 1; replies to the old time are withdrawn and asked for anew.

    ``place`` as text names the presider's place alone; the way in from a distance and the further places stay as they are. Who holds
    an invitation is told at once; the new one follows when it is signed. Raises ``Refused`` for a day off, a time that has passed or
    leaves the invitation too little time, a meeting that sits nowhere, has taken place or whose day is still with the draft.
    """
    starts_at = starts_at.astimezone(OFFICE_ZONE)
    case = open_for_change(desk, case.id, reason)
    meeting = meeting_of(desk, case)
    desk.session.refresh(meeting)  # as it stands under the case's lock: two moves at once make two sequences
    where = place if isinstance(place, Where) else Where(place, meeting.online, meeting.points)
    _may_move(desk, meeting, starts_at, where)
    former = meeting.starts_at.astimezone(OFFICE_ZONE)
    payload = {"from": former.isoformat(), "to": starts_at.isoformat()}
    meeting.starts_at, meeting.sequence = starts_at, meeting.sequence + 1
    meeting.place, meeting.online, meeting.points = where.place, where.online, list(where.points)
    desk.session.add(meeting)
    desk.session.flush()
    why = f"Cuộc họp đổi thời gian hoặc địa điểm: {reason.strip()}"
    done, withdrawn = act(desk, case.id, Doing(NEW_TIME, reason, officer_id, payload | where.said), why)
    _drop_typed(desk, case, why)
    _move_deadlines(desk, case)
    asked = {step.officer_id for step in withdrawn}
    telling = Telling(
        key=f"act/{done.n}",
        kind="told",
        title=f"Đổi thời gian, địa điểm: {meeting.title}",
        what=f"{_moved_in_words(meeting, former)}. Lý do: {reason.strip()}. Giấy mời mới được gửi sau khi ký.",
        clauses=("Đ8.1a",),
        why="Trước đó Ông/Bà đã nhận giấy mời họp.",
    )
    tell(desk, case, [officer for officer in calendar_holders(desk, case) if officer not in asked], telling)
    return done


def _moved_in_words(meeting: Meeting, former: datetime) -> str:
    """What the act says, without its full stop; a meeting that keeps its time has moved to another place only."""
    starts_at = meeting.starts_at.astimezone(OFFICE_ZONE)
    where = f"{'tại ' if meeting.place else ''}{meeting.whereabouts}"
    if starts_at == former:
        return f"Cuộc họp lúc {former:%H:%M ngày %d/%m/%Y} giữ nguyên thời gian, nay {where}"
    return f"Cuộc họp chuyển từ {former:%H:%M ngày %d/%m/%Y} sang {starts_at:%H:%M ngày %d/%m/%Y}, {where}"


def _move_deadlines(desk: Desk, case: Case) -> None:
    """What is handed in or decided for the meeting is not asked anew, only due by its new day; what came too late may now come in time."""
    for step in open_steps_of(desk, case.id):
        if step.question in (PAPER.key, PREPARED.key, GUEST_CONSENT.key):
            step.state, step.closed_at = StepState.OPEN, None
            move_due(desk, case, step)


def _drop_typed(desk: Desk, case: Case, why: str) -> None:
    """Papers of the old time that wait to be signed or issued are issued no more, whether somebody was asked about them yet or not."""
    typed = select(col(Paper.id)).where(col(Paper.case_id) == case.id, col(Paper.matrix) != "", col(Paper.issued_at).is_(None))
    drop_unissued(desk, desk.session.exec(typed).all(), why)


def _may_move(desk: Desk, meeting: Meeting, starts_at: datetime, where: Where) -> None:
    if not where.place and not where.online:
        raise Refused(NOWHERE)
    if starts_at <= desk.now:
        raise Refused(f"Thời gian họp mới ({starts_at:%H:%M ngày %d/%m/%Y}) đã qua; hãy chọn thời gian sau hiện tại.")
    if not meeting.is_urgent and not desk.law.calendar.is_working_day(starts_at.date()):
        raise Refused(f"Ngày {starts_at:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc.")
    if not is_same_time(meeting, meeting.starts_at, starts_at) and (too_near := too_near_to_invite(desk, meeting, starts_at)):
        raise Refused(too_near)
    if _day_is_with_the_draft(desk, meeting):
        raise NotAtThisPoint("Ngày họp đang theo dự thảo chương trình chưa được phê duyệt; hãy ghi thời gian mới vào dự thảo.")
    if took_place(desk, meeting):
        raise NotAtThisPoint("Cuộc họp đã diễn ra và đã ghi kết luận, không đổi thời gian được nữa.")


def _day_is_with_the_draft(desk: Desk, meeting: Meeting) -> bool:
    """Until the newest draft of the agenda is adopted, adopting it would overwrite what an act says."""
    newest, adopted = (_newest(desk, meeting.case_id, question) for question in (AGENDA.key, ADOPT_AGENDA.key))
    return newest is None or adopted is None or adopted.key != f"{ADOPT_AGENDA.key}/{newest.key}"


def _newest(desk: Desk, case_id: UUID, question: str) -> Step | None:
    wanted = select(Step).where(col(Step.case_id) == case_id, col(Step.question) == question).order_by(col(Step.id).desc())
    return desk.session.exec(wanted.limit(1)).first()
