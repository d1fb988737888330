"""Who attends changes after the invitation has left: seats come in or drop out, or change hands (rule 4 of the walk)."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from models.cases import Act, Case
from models.errors import Refused
from models.meetings import Meeting
from models.steps import Step, StepState
from tasks.acts import ATTENDEES, NEW_TIME, Doing, act, open_for_change
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.meeting_acts import NotAtThisPoint
from tasks.meeting_checks import attendance_recorded, unknown_seats
from tasks.meeting_questions import ISSUE_INVITATION, LEAVE_CONSENT, PROXY_OPINION, RSVP
from tasks.meetings import invited
from tasks.office import Office, meeting_of
from tasks.who import roster
from tasks.withdrawal import UNSETTLED, calendar_holders, tell_withdrawn, withdraw_steps

ABOUT_COMING = (RSVP.key, LEAVE_CONSENT.key, PROXY_OPINION.key)


def change_attendees(
    desk: Desk, case: Case, seats_in: Sequence[str], seats_out: Sequence[str], *, reason: str, officer_id: str | None
) -> Act:
    """Invite further seats, or take an invitation back; who drops out gets the calendar's cancellation, who comes in is asked.

    A seat that is in both is asked anew. Raises ``Refused`` before the invitation was sent, after the meeting, for unknown seats.
    """
    case = open_for_change(desk, case.id, reason)
    meeting = meeting_of(desk, case)
    if unknown := unknown_seats(desk, [*seats_in, *seats_out]):
        raise Refused(f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách.")
    if not seats_in and not seats_out:
        raise Refused("Xin chọn chức danh mời thêm hoặc thôi mời.")
    if not _is_invited(desk, case):
        raise NotAtThisPoint("Giấy mời chưa phát hành; hãy sửa thành phần trong dự thảo chương trình.")
    if attendance_recorded(desk, meeting):
        raise NotAtThisPoint("Cuộc họp đã diễn ra và đã ghi nhận thành phần dự họp, không đổi thành phần được nữa.")
    why = f"Thành phần dự họp thay đổi: {reason.strip()}"
    desk.session.refresh(meeting)  # as it stands under the case's lock
    meeting.sequence += 1  # the calendars of who comes in and who drops out follow in this order
    desk.session.add(meeting)
    desk.session.flush()
    changed = {"in": list(dict.fromkeys(seats_in)), "out": list(dict.fromkeys(seats_out)), "sequence": meeting.sequence}
    doing = Doing(ATTENDEES, reason, officer_id, changed)
    done, _ = act(desk, case.id, doing, why)
    _take_back(desk, case, meeting, seats_out, done, why)
    return done


def invited_now(desk: Desk, case: Case) -> list[str]:
    """The seats that are invited, as acts have changed them since; nobody before the invitation has left."""
    office = Office.at(desk, case)
    issued = [(step.id, said) for step, said in office.steps.values() if step.question == ISSUE_INVITATION.key and said is not None]
    if not issued:
        return []
    return [one.seat for one in invited(office, max(issued, key=lambda one: one[0])[1].payload["value"])]


def _is_invited(desk: Desk, case: Case) -> bool:
    wanted = select(Step.id).where(col(Step.case_id) == case.id, col(Step.question) == ISSUE_INVITATION.key)
    return desk.session.exec(wanted.limit(1)).first() is not None


def _take_back(desk: Desk, case: Case, meeting: Meeting, seats: Sequence[str], done: Act, why: str) -> None:
    asked = [step for step in _about_coming(desk, case.id) if step.about.get("seat") in seats]
    open_ones = [step for step in asked if step.state in UNSETTLED]
    withdraw_steps(desk, open_ones, why)
    theirs = {step.officer_id for step in asked if step.question == RSVP.key}
    holders = {officer: entry for officer, entry in calendar_holders(desk, case).items() if officer in theirs}
    tell_withdrawn(desk, case, [step for step in open_ones if step.officer_id not in holders], why)
    for officer, entry in holders.items():
        gone = entry | {"sequence": meeting.sequence, "stamp": desk.now.isoformat(), "method": "CANCEL"}
        telling = Telling(
            key=f"act/{done.n}",
            kind="withdrawn",
            title=case.title,
            what="Giấy mời họp gửi Ông/Bà được thu hồi; các đề nghị kèm theo không còn hiệu lực.",
            clauses=("Đ8.1c",),
            why="Trước đó Ông/Bà đã nhận giấy mời họp.",
            extra={"reason": why},
            enclosed={"calendar": gone},
        )
        tell(desk, case, [officer], telling)


def _about_coming(desk: Desk, case_id: UUID) -> list[Step]:
    wanted = select(Step).where(col(Step.case_id) == case_id, col(Step.question).in_(ABOUT_COMING), col(Step.state) != StepState.WITHDRAWN)
    return list(desk.session.exec(wanted.order_by(col(Step.id)).execution_options(populate_existing=True)))


def follow_the_roster(desk: Desk) -> int:
    """Seats that changed hands after their holder had replied are asked anew; returns how many meetings that touched.

    What is still open moves with its seat by itself (:func:`tasks.acts.move_steps`). Run daily by the watchman and after a change.
    """
    people, touched = roster(desk), 0
    for meeting, case in desk.session.exec(
        select(Meeting, Case)
        .join(Case, col(Case.id) == col(Meeting.case_id))
        .where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None), col(Meeting.starts_at) > desk.now)
    ).all():
        changed = [seat for seat, officer in _replied(desk, case.id).items() if people.holders.get(seat) not in (None, officer)]
        if changed and not attendance_recorded(desk, meeting):
            change_attendees(desk, case, changed, changed, reason="chức danh đã có người mới giữ", officer_id=None)
            touched += 1
    return touched


def _replied(desk: Desk, case_id: UUID) -> dict[str, str | None]:
    """Seat → who replied for it, by its newest reply; a seat that an act has invited anew has not replied yet."""
    steps = select(Step).where(col(Step.case_id) == case_id, col(Step.question) == RSVP.key).order_by(col(Step.id))
    newest = {step.seats[0]: step for step in desk.session.exec(steps)}
    asked_anew: dict[str, str] = {}
    for done in desk.session.exec(select(Act).where(col(Act.case_id) == case_id).order_by(col(Act.n))):
        if done.kind == NEW_TIME:
            asked_anew = {}  # everybody was asked anew
        elif done.kind == ATTENDEES:
            asked_anew |= {seat: f"rsvp/{seat}.{done.n}" for seat in done.payload["in"]}
    return {
        seat: step.officer_id
        for seat, step in newest.items()
        if step.state == StepState.ANSWERED and step.key.startswith(asked_anew.get(seat, "rsvp/"))
    }
