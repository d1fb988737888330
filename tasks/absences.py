"""Absences (Đ4): recording one, ending one, and going over those that run when the day or the roster changes.

The chair's and the standing member's absences are followed by a case of their own (:mod:`flows.absence`), for somebody else acts
meanwhile and the committee has to know who; other members' are only recorded.

Example::

    with bureau.desk() as desk:
        record_absence(desk, officer_id="P01", since=since, until=until, reason="Đi công tác", by="P18")
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, bindparam
from sqlmodel import col, select

from models.cases import Case
from models.clock import at
from models.errors import Refused
from models.meetings import Meeting, MeetingKind
from models.people import Absence, Officer, SeatRow
from models.steps import Answer, Step, StepState
from tasks.absence_questions import DECIDE_ANEW, RETURNED, STANDING_IN_DECISION, STANDS_IN, STANDS_IN_ANEW
from tasks.acts import Doing, act, move_steps
from tasks.answering import stir
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.meeting_checks import attendance_recorded
from tasks.questions import Deed
from tasks.who import UNSAID, Role, Roster, nobody_presides, roster
from tasks.withdrawal import UNSETTLED

VERSION = 1  # of flows.absence; an absence is recorded where flows cannot be imported
FOLLOWED = (Role.CHAIR, *UNSAID)
RUNNING = (  # or to come
    select(col(Absence.id)).where(col(Absence.ended_at).is_(None), col(Absence.until) >= bindparam("today", type_=Date)).limit(1)
)


def record_absence(
    desk: Desk,
    *,
    officer_id: str,
    since: date,
    until: date,
    reason: str,
    by: str | None = None,
    reserved: Sequence[str] = (),
    delegation: str = "",
) -> Absence:
    """Đ4: an officer is away from ``since`` to ``until`` inclusive; what waits for the chair moves to who stands in from that day on.

    ``reserved``: the reserved powers (duties of committee.yaml) the chair delegates for the time; ``delegation`` the number and date
    of the paper that says so, needed unless he records it himself. Raises ``Refused`` for a period that is none, is over or meets
    another of his, and for a delegation that cannot be.
    """
    _may_be_recorded(desk, officer_id, since, until, reason)
    _may_be_delegated(desk, officer_id, reserved, delegation, by)
    absence = Absence(
        officer_id=officer_id,
        since=since,
        until=until,
        reason=reason.strip(),
        reserved=list(reserved),
        delegation=delegation.strip(),
        recorded_by=by,
        recorded_at=desk.now,
    )
    desk.session.add(absence)
    desk.session.flush()
    desk.actor = by
    seat = _followed(roster(desk), officer_id)
    if seat is not None:
        title = f"Vắng mặt: {roster(desk).title(seat.id)} ({since:%d/%m/%Y} – {until:%d/%m/%Y})"
        subject = {"absence": str(absence.id), "seat": seat.id}
        open_case(desk, NewCase("absence", title, VERSION, subject=subject, opening=open_absence))
    desk.record("absence", absence.case_id, officer=officer_id, since=since, until=until, reserved=list(reserved))
    _settle(desk, [officer_id])
    return absence


def end_absence(desk: Desk, absence: Absence, by: str | None = None) -> None:
    """He is back: papers already submitted and still unanswered go back to him, and who was told that he is away is told."""
    absence.ended_at = desk.now
    desk.session.add(absence)
    desk.session.flush()
    desk.actor = by
    desk.record("absence.end", absence.case_id, officer=absence.officer_id)
    _settle(desk, [absence.officer_id])
    if absence.case_id is not None and desk.case(absence.case_id).is_open:
        act(desk, absence.case_id, Doing(RETURNED, "Đã trở lại làm việc", by), why="Người vắng mặt đã trở lại làm việc.")


def open_absence(desk: Desk, case: Case) -> None:
    """Tie the absence to the case that follows it."""
    absence = desk.session.get_one(Absence, UUID(case.subject["absence"]))
    absence.case_id = case.id
    desk.session.add(absence)
    desk.session.flush()


def _may_be_recorded(desk: Desk, officer_id: str, since: date, until: date, reason: str) -> None:
    if until < since:
        raise Refused(f"Ngày kết thúc {until:%d/%m/%Y} trước ngày bắt đầu {since:%d/%m/%Y}; hãy sửa lại khoảng thời gian.")
    if until < desk.today:
        raise Refused(f"Khoảng thời gian này đã qua từ {until:%d/%m/%Y}; chỉ ghi nhận vắng mặt đang có hoặc sắp tới.")
    if not reason.strip():
        raise Refused("Ghi nhận vắng mặt phải có lý do.")
    # Two who record at once: the second waits and sees the first's. Who only names the officer, in an answer, waits for neither.
    if desk.session.get(Officer, officer_id, with_for_update={"key_share": True}) is None:
        raise Refused(f"Không có cán bộ mã «{officer_id}» trong danh sách; hãy kiểm tra lại mã.")
    meets = (col(Absence.ended_at).is_(None), col(Absence.since) <= until, col(Absence.until) >= since)
    other = desk.session.exec(select(Absence).where(col(Absence.officer_id) == officer_id, *meets)).first()
    if other is not None:
        raise Refused(
            f"Đã ghi nhận vắng mặt từ {other.since:%d/%m/%Y} đến hết {other.until:%d/%m/%Y}; "
            "muốn đổi thì ghi «Đã trở lại làm việc» cho lần đó rồi ghi nhận lại."
        )


def _may_be_delegated(desk: Desk, officer_id: str, reserved: Sequence[str], delegation: str, by: str | None) -> None:
    if not reserved:
        return
    people = roster(desk)
    if officer_id not in [people.holders.get(seat.id) for seat in people.by_role(Role.CHAIR)]:
        raise Refused("Chỉ Trưởng ban mới ủy quyền những việc Trưởng ban giữ lại; hãy bỏ đánh dấu các việc đó.")
    known = {power.duty for power in desk.law.committee.reserved_powers if power.enabled}
    if strange := sorted(set(reserved) - known):
        raise Refused(f"Không có việc «{', '.join(strange)}» trong danh sách việc Trưởng ban giữ lại.")
    if by != officer_id and not delegation.strip():
        raise Refused("Nhập thay Trưởng ban thì phải ghi số, ngày văn bản ủy quyền của Trưởng ban.")


def _followed(people: Roster, officer_id: str) -> SeatRow | None:
    """The seat for which this officer's absence is followed."""
    return next((seat for seat in people.by_role(*FOLLOWED) if people.holders.get(seat.id) == officer_id), None)


def review_absences(desk: Desk) -> None:
    """What a new day does to absences besides moving steps; run daily by the watchman, in a transaction of its own."""
    desk.forget()
    turns = select(col(Absence.officer_id)).where(
        (col(Absence.since) == desk.today) | (col(Absence.until) == desk.today - timedelta(days=1)), col(Absence.ended_at).is_(None)
    )
    _settle(desk, desk.session.exec(turns).all())


def _settle(desk: Desk, officers: Iterable[str]) -> None:
    """Steps go to who answers today; cases that wait for these officers say so anew; who acts is seen to and told."""
    unsettled = select(col(Step.case_id)).where(col(Step.officer_id).in_(list(officers)), col(Step.state).in_(UNSETTLED))
    waiting = sorted(set(desk.session.exec(unsettled)))
    running = select(Absence, Case).join(Case, col(Case.id) == col(Absence.case_id)).where(col(Case.closed_at).is_(None))
    followed = desk.session.exec(running.where(col(Case.cancelled_at).is_(None)).order_by(col(Case.id))).all()
    move_steps(desk, also={*waiting, *(case.id for _, case in followed)})
    for case_id in waiting:
        stir(desk, case_id)
    for absence, case in followed:
        if absence.ended_at is None:
            _see_who_acts(desk, absence, case)
    tell_that_nobody_presides(desk)


def _see_who_acts(desk: Desk, absence: Absence, case: Case) -> None:
    """The committee was told of a deputy who no longer stands in; or who was to act for the standing member is away himself."""
    seat = case.subject["seat"]
    asked = roster(desk).answerer(seat)
    told = last_done(desk, case.id, STANDS_IN)
    if roster(desk).holders.get(seat) != absence.officer_id:
        act(desk, case.id, Doing(RETURNED, "Chức danh đã có người khác giữ", None), why="Chức danh đã có người khác giữ.")
    elif absence.until < desk.today:
        if _still_asked(desk, case.id):  # the line waits for the chair's word; else it waits for this day and goes on by itself
            act(desk, case.id, Doing(RETURNED, "Hết thời gian vắng mặt đã ghi nhận", None), why="Thời gian vắng mặt đã hết.")
    elif told is not None and told["seat"] != asked.in_seat:
        why = "Người thay mặt Trưởng ban đã thay đổi."
        act(desk, case.id, Doing(STANDS_IN_ANEW, why, None), why=why)
    elif absence.acting_seat is not None and absence.covers(desk.today) and not asked.standing_in:
        absence.acting_seat = None
        desk.session.add(absence)
        why = "Người được giao ký, xác nhận thay cũng vắng mặt hoặc không còn giữ chức danh."
        act(desk, case.id, Doing(DECIDE_ANEW, why, None), why=why)


def last_done(desk: Desk, case_id: UUID, deed: Deed) -> Any:
    """What a deed of a case returned when it was last done; None where it has not been."""
    done = select(Answer).join(Step, col(Step.id) == col(Answer.step_id)).where(col(Step.case_id) == case_id)
    last = desk.session.exec(done.where(col(Step.question) == deed.key).order_by(col(Step.id).desc()).limit(1)).first()
    return last.payload["value"] if last is not None else None


def _still_asked(desk: Desk, case_id: UUID) -> bool:
    asked = select(Step.id).where(col(Step.case_id) == case_id, col(Step.question) == STANDING_IN_DECISION.key)
    return desk.session.exec(asked.where(col(Step.state) == StepState.OPEN)).first() is not None


def tell_that_nobody_presides(desk: Desk) -> None:
    """Đ4: with the chair and every deputy away on the day of a meeting it can only be postponed; who prepares it is told, once a day it
    is set for."""
    if desk.session.execute(RUNNING, {"today": desk.today}).first() is None:
        return
    people = roster(desk)
    told = people.answerer(people.by_role(Role.STANDING_MEMBER)[0].id).officer_id
    to_come = select(Meeting, Case).join(Case, col(Case.id) == col(Meeting.case_id))
    still_open = (col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None), col(Meeting.kind) != MeetingKind.GROUP)
    for meeting, case in desk.session.exec(to_come.where(*still_open, col(Meeting.starts_at) >= at(desk.today))).all():
        if told is None or attendance_recorded(desk, meeting) or not nobody_presides(desk, meeting.day):
            continue
        telling = Telling(
            key=f"nobody-presides/{meeting.day}",
            kind="told",
            title="Cuộc họp không có người chủ trì, chỉ có thể hoãn",
            what=f"Trưởng ban và các Phó Trưởng ban đều vắng mặt ngày {meeting.day:%d/%m/%Y}, là ngày họp. "
            "Đề nghị Ông/Bà đề xuất ngày khác; khi không còn ai chủ trì, Ông/Bà được hoãn cuộc họp ở trang hồ sơ của cuộc họp.",
            clauses=("Đ4b", "Đ5.4a"),
            why="Ông/Bà chỉ đạo việc chuẩn bị các cuộc họp của Ban Chỉ đạo.",
        )
        tell(desk, case, [told], telling)
