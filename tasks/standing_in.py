"""Đ4 at the moment of a meeting: the chair does not appear and a deputy presides; or nobody can, and it is only postponed."""

from datetime import datetime

from sqlmodel import col, select

from models.cases import Act, Case
from models.errors import Refused
from models.meetings import Meeting
from models.people import SeatRow
from models.steps import Answer, Step, StepKind, StepState
from tasks.absence_questions import ACTING_CONFIRMATION, SUDDEN
from tasks.acts import MOVED, Doing, act, move_step, open_for_change
from tasks.asking import Wanted, open_steps
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.meeting_acts import NotAtThisPoint, Where, new_time
from tasks.meeting_checks import attendance_recorded
from tasks.meeting_questions import ISSUE_INVITATION, RSVP
from tasks.office import Office, meeting_of
from tasks.verbs import Opened
from tasks.who import Asked, Role, nobody_presides, roster
from tasks.withdrawal import open_steps_of


class SomebodyPresides(Refused):
    """Đang có người chủ trì cuộc họp; chỉ Trưởng ban hoặc người chủ trì đổi thời gian, địa điểm họp."""

    status = 409


def deputy_presides(desk: Desk, case: Case, *, reason: str, officer_id: str | None) -> Act:
    """Đ4: the chair is suddenly absent on the day of the meeting, and the deputy first in acting order who is there presides at once.

    What the presider is asked from here on is asked of that deputy's seat; the chair is asked to confirm it afterwards. Raises
    ``Refused`` on another day, after attendance was recorded, where the chair's absence is on record (then Đ4 holds by itself), where
    a deputy presides already, and where no deputy is there.
    """
    case = open_for_change(desk, case.id, reason)
    meeting = meeting_of(desk, case)
    desk.session.refresh(meeting)
    if why_not := why_not_taken_over(desk, meeting):
        raise NotAtThisPoint(why_not)
    chair, deputy = roster(desk).by_role(Role.CHAIR)[0], deputy_there(desk, meeting)
    if deputy is None:
        raise NotAtThisPoint(
            "Không có Phó Trưởng ban nào dự họp để chủ trì, cuộc họp chỉ có thể hoãn; "
            "hãy ghi nhận Trưởng ban vắng mặt hôm nay ở trang Vắng mặt để Ủy viên thường trực đổi ngày họp."
        )
    meeting.presider_seat = deputy.id
    desk.session.add(meeting)
    desk.session.flush()
    payload = {"seat": deputy.id, "chair": roster(desk).holders.get(chair.id)}
    done, _ = act(desk, case.id, Doing(SUDDEN, reason, officer_id, payload), why="Phó Trưởng ban chủ trì cuộc họp.")
    presides = Asked((deputy.id,), roster(desk).holders[deputy.id])
    for step in open_steps_of(desk, case.id):
        if step.kind == StepKind.ASK and step.seats == [chair.id]:  # what the presider was asked before
            move_step(desk, step, presides, MOVED)
    confirms = roster(desk).answerer(chair.id, reserved=ACTING_CONFIRMATION.reserved)
    about = {"seat": deputy.id, "reason": reason.strip()}
    open_steps(desk, case, [Wanted(ACTING_CONFIRMATION, confirms, f"{ACTING_CONFIRMATION.key}/{done.n}", about)])
    _tell_who_presides(desk, case, deputy, done)
    return done


def confirmations(office: Office) -> list[Opened]:
    """What the chair was asked to confirm in this meeting's case, once a deputy who took over."""
    return [Opened(f"{ACTING_CONFIRMATION.key}/{done.n}") for done in office.acts if done.kind == SUDDEN]


def why_not_taken_over(desk: Desk, meeting: Meeting) -> str:
    """Why no deputy can take this meeting over now, in a sentence; empty where one can."""
    people = roster(desk)
    chair = people.by_role(Role.CHAIR)[0].id
    if meeting.day != desk.today:
        return f"Chỉ ghi nhận việc này trong ngày họp {meeting.day:%d/%m/%Y}; ngày khác thì ghi nhận ở trang Vắng mặt."
    if not _invited(desk, meeting):
        return "Cuộc họp này chưa gửi giấy mời nên chưa diễn ra được."
    if attendance_recorded(desk, meeting):
        return "Đã ghi nhận thành phần dự họp, không thay đổi người chủ trì được nữa."
    if meeting.presider_seat is not None and meeting.presider_seat != chair:
        return f"Cuộc họp này đang do {people.title(meeting.presider_seat)} chủ trì."
    if people.holders.get(chair) in people.away:
        return "Trưởng ban đã được ghi nhận vắng mặt hôm nay, việc chủ trì đã theo Điều 4 Quy chế; không cần ghi nhận thêm."
    return ""


def _invited(desk: Desk, meeting: Meeting) -> bool:
    sent = select(Step.id).where(col(Step.case_id) == meeting.case_id, col(Step.question) == ISSUE_INVITATION.key)
    return desk.session.exec(sent.limit(1)).first() is not None


def deputy_there(desk: Desk, meeting: Meeting) -> SeatRow | None:
    """The deputy first in acting order who is not away and has not said that he does not come."""
    people = roster(desk)
    replies = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id)).where(col(Step.case_id) == meeting.case_id)
    rows = desk.session.exec(replies.where(col(Step.question) == RSVP.key, col(Step.state) == StepState.ANSWERED).order_by(col(Step.id)))
    said = {step.seats[0]: answer.choice for step, answer in rows}  # to a meeting that was moved: what was said last
    for seat in people.by_role(Role.DEPUTY_CHAIR):
        holder = people.holders.get(seat.id)
        if holder is not None and holder not in people.away and said.get(seat.id, "attend") == "attend":
            return seat
    return None


def _tell_who_presides(desk: Desk, case: Case, deputy: SeatRow, done: Act) -> None:
    people = roster(desk)
    standing = people.answerer(people.by_role(Role.STANDING_MEMBER)[0].id).officer_id
    telling = Telling(
        key=f"act/{done.n}",
        kind="told",
        title="Phó Trưởng ban chủ trì cuộc họp khi Trưởng ban vắng đột xuất",
        what=f"{deputy.title} – {deputy.office} {people.name(people.holders.get(deputy.id))} chủ trì cuộc họp hôm nay và phê duyệt nội dung"
        f" thông báo kết luận. Lý do: {done.reason}. Trưởng ban được đề nghị xác nhận sau cuộc họp.",
        clauses=("Đ4b",),
        why="Ông/Bà chủ trì hoặc chuẩn bị cuộc họp này.",
    )
    tell(desk, case, [officer for officer in (people.holders.get(deputy.id), standing) if officer is not None], telling)


def postpone(desk: Desk, case: Case, starts_at: datetime, place: str | Where, *, reason: str, officer_id: str | None) -> Act:
    """The standing member moves a meeting that nobody can preside; the chair and the deputies learn of it.

    Raises :class:`SomebodyPresides` while there is a presider, and what :func:`tasks.meeting_acts.new_time` raises.
    """
    if not nobody_presides(desk):
        raise SomebodyPresides(SomebodyPresides.__doc__)
    done = new_time(desk, case, starts_at, place, reason=reason, officer_id=officer_id)
    people = roster(desk)
    telling = Telling(
        key=f"postponed/{done.n}",
        kind="told",
        title="Hoãn họp vì không có người chủ trì",
        what=f"Trưởng ban và các Phó Trưởng ban đều vắng mặt nên cuộc họp chuyển sang {starts_at:%H:%M ngày %d/%m/%Y}. "
        f"Lý do: {done.reason}.",
        clauses=("Đ4b", "Đ8.1a"),
        why="Ông/Bà là Trưởng ban hoặc Phó Trưởng ban.",
    )
    leaders = [people.holders[seat.id] for seat in people.by_role(Role.CHAIR, Role.DEPUTY_CHAIR) if seat.id in people.holders]
    tell(desk, case, leaders, telling)
    return done
