"""Who attends changes after the invitation has left: seats and guests come in or drop out, seats change hands (rule 4 of the walk)."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from models.cases import Act, Case
from models.errors import Refused
from models.meetings import Meeting
from models.statements import Statement
from models.steps import Step, StepState
from tasks.acts import ATTENDEES, Doing, act, open_for_change
from tasks.bureau import Desk
from tasks.guest_changes import Changing, as_said, carry_out, decides, what_changes
from tasks.guest_forms import GuestsForm
from tasks.invitations import invited
from tasks.meeting_acts import NotAtThisPoint
from tasks.meeting_checks import took_place, unknown_seats
from tasks.meeting_questions import ISSUE_INVITATION, LEAVE_CONSENT, PROXY_OPINION, RSVP
from tasks.office import Office, meeting_of
from tasks.open_cases import open_cases
from tasks.presiding import presider_of
from tasks.who import roster
from tasks.withdrawal import UNSETTLED, calendar_holders, tell_withdrawn, uninvite, withdraw_steps

REPLIES = Statement(
    """
        SELECT case_id, about ->> 'seat', officer_id FROM step
        WHERE case_id = ANY (CAST(:cases AS uuid[])) AND question = :question AND state = 'answered'
    """,
    tuple,
)
ABOUT_COMING = (RSVP.key, LEAVE_CONSENT.key, PROXY_OPINION.key)


def change_attendees(
    desk: Desk,
    case: Case,
    seats_in: Sequence[str],
    seats_out: Sequence[str],
    *,
    guests: GuestsForm | None = None,
    reason: str,
    officer_id: str | None,
) -> Act:
    """Invite further seats and guests, or take invitations back; who drops out gets the calendar's cancellation, who comes in is asked.

    A seat that is in both is asked anew. Further guests wait for the chair's consent, unless he does this himself. Raises ``Refused``
    while the invitation has not left, after the minutes, for a seat that is unknown, presides, is invited already or was not invited,
    and :class:`tasks.questions.Unacceptable` for guests who cannot be invited.
    """
    case = open_for_change(desk, case.id, reason)
    meeting = meeting_of(desk, case)
    there = _may_change(desk, case, meeting, seats_in, seats_out)
    seats = {*(there - set(seats_out)), *seats_in, *presider_of(desk, meeting).seats}
    change = what_changes(desk, meeting, guests, seats) if guests is not None else Changing()
    if not seats_in and not seats_out and change.is_none:
        raise Refused("Xin chọn chức danh mời thêm hoặc thôi mời, hoặc ghi thay đổi về khách mời.")
    why = f"Thành phần dự họp thay đổi: {reason.strip()}"
    desk.session.refresh(meeting)  # as it stands under the case's lock
    meeting.sequence += 1  # the calendars of who comes in and who drops out follow in this order
    desk.session.add(meeting)
    desk.session.flush()
    changed = {"in": list(dict.fromkeys(seats_in)), "out": list(dict.fromkeys(seats_out)), "sequence": meeting.sequence}
    changed |= {} if change.is_none else as_said(change, decides(desk, officer_id))
    done, _ = act(desk, case.id, Doing(ATTENDEES, reason, officer_id, changed), why)
    _take_back(desk, case, meeting, seats_out, done, why)
    carry_out(desk, case, change, done, why)
    return done


def invited_now(desk: Desk, case: Case) -> list[str]:
    """The seats that are invited, as acts have changed them since; nobody before the invitation has left."""
    office = Office.at(desk, case)
    sent = office.value(ISSUE_INVITATION)
    return [one.seat for one in invited(office, sent)] if sent is not None else []


def _may_change(desk: Desk, case: Case, meeting: Meeting, seats_in: Sequence[str], seats_out: Sequence[str]) -> set[str]:
    """Raise what stands against changing these seats now; returns the seats invited so far."""
    if unknown := unknown_seats(desk, [*seats_in, *seats_out]):
        raise Refused(f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách.")
    office = Office.at(desk, case)
    sent = office.value(ISSUE_INVITATION)
    if sent is None:
        raise NotAtThisPoint(
            "Giấy mời chưa phát hành; hãy sửa thành phần trong dự thảo chương trình, hoặc đổi thành phần sau khi giấy mời phát hành."
        )
    if took_place(desk, meeting):
        raise NotAtThisPoint("Cuộc họp đã diễn ra và đã ghi kết luận, không đổi thành phần được nữa.")
    there, people = {one.seat for one in invited(office, sent)}, roster(desk)
    if missing := [people.called(seat) for seat in seats_out if seat not in there]:
        raise Refused(f"Không có trong thành phần được mời: {', '.join(missing)}. Hãy bỏ khỏi danh sách thôi mời.")
    if twice := [people.called(seat) for seat in seats_in if seat in there - set(seats_out)]:
        raise Refused(f"Đã được mời: {', '.join(twice)}. Hãy bỏ khỏi danh sách mời thêm.")
    if presides := [people.called(seat) for seat in seats_in if seat in presider_of(desk, meeting).seats]:
        raise Refused(f"{', '.join(presides)} chủ trì cuộc họp, không cần mời.")
    return there


def _take_back(desk: Desk, case: Case, meeting: Meeting, seats_out: Sequence[str], done: Act, why: str) -> None:
    """What was asked about these seats is asked no more; whose calendar holds the meeting for one of them alone loses it."""
    coming = _about_coming(desk, case)
    asked = [step for step in coming if step.about.get("seat") in seats_out]
    open_ones = [step for step in asked if step.state in UNSETTLED]
    withdraw_steps(desk, open_ones, why)
    still = {step.officer_id for step in coming if step.question == RSVP.key and step.about.get("seat") not in seats_out}
    gone = {step.officer_id for step in asked if step.question == RSVP.key} - still
    holders = {officer: entry for officer, entry in calendar_holders(desk, case).items() if officer in gone}
    tell_withdrawn(desk, case, [step for step in open_ones if step.officer_id not in holders], why)
    uninvite(desk, case, holders, key=f"act/{done.n}", sequence=meeting.sequence, why=why)


def _about_coming(desk: Desk, case: Case) -> list[Step]:
    wanted = select(Step).where(col(Step.case_id) == case.id, col(Step.question).in_(ABOUT_COMING), col(Step.state) != StepState.WITHDRAWN)
    return list(desk.session.exec(wanted.order_by(col(Step.id)).execution_options(populate_existing=True)))


def follow_the_roster(desk: Desk) -> int:
    """Seats that changed hands after their holder had replied are asked anew; returns how many meetings that touched.

    What is still open moves with its seat by itself (:func:`tasks.acts.move_steps`). Run daily by the watchman and after a change.
    """
    touched = 0
    for case in map(desk.case, _replied_for_another(desk, [case for case, starts_at in open_cases(desk).meetings if starts_at > desk.now])):
        changed = _in_new_hands(desk, case)
        if changed and not took_place(desk, meeting_of(desk, case)):
            change_attendees(desk, case, changed, changed, reason="chức danh đã có người mới giữ", officer_id=None)
            touched += 1
    return touched


def _replied_for_another(desk: Desk, cases: Sequence[UUID]) -> list[UUID]:
    """The cases among these in which a reply to an invitation is not that of the seat's holder of today."""
    if not cases:
        return []
    holders = roster(desk).holders
    replies = REPLIES.all(desk.session, cases=cases, question=RSVP.key)
    replied = {case for case, seat, officer in replies if holders.get(seat) not in (None, officer)}
    return [case for case in cases if case in replied]


def _in_new_hands(desk: Desk, case: Case) -> list[str]:
    """Invited seats whose reply to the invitation in force is that of a former holder; a reply by who stands in (Đ4) stays."""
    office, people = Office.at(desk, case), roster(desk)
    sent, changed = office.value(ISSUE_INVITATION), []
    for one in invited(office, sent) if sent is not None else []:
        step, reply = office.steps.get(office.key(RSVP, one.suffix), (None, None))
        if step is not None and reply is not None and not step.standing_in:
            changed += [one.seat] if people.holders.get(one.seat) not in (None, step.officer_id) else []
    return changed
