"""Acts: what is done to a case from outside its line (rule 4 of the walk).

Each is one transaction: it numbers itself on the case, withdraws or moves the open steps it touches, revokes their links,
queues the letters that say so and wakes the case. Example::

    with bureau.desk() as desk:
        record_absence(desk, officer_id="P01", since=day, until=day, reason="Đi công tác", by="P18")
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, update
from sqlmodel import col, select

from models.access import Link
from models.cases import Act, Case
from models.errors import Refused
from models.people import Absence, Holding
from models.steps import Step, StepKind, StepState
from models.store import wake
from notifications import outbox
from tasks.answering import stir
from tasks.asking import write_to
from tasks.bureau import Desk
from tasks.correspondence import Telling
from tasks.correspondence import tell as tell_officers
from tasks.office import meeting_of
from tasks.questions import CATALOGUE, question
from tasks.who import roster

NEW_TIME = "new-time"  # the meeting's time or place changed


@dataclass(frozen=True)
class Doing:
    """What is done, why and by whom."""

    kind: str
    reason: str
    officer_id: str | None
    payload: dict[str, Any] = field(default_factory=dict)


def act(desk: Desk, case: Case, doing: Doing, why: str) -> Act:
    """Number the act on its case, withdraw what it touches, wake the case."""
    if not doing.reason.strip():
        raise Refused("Thay đổi này phải ghi lý do để thông báo cho những người liên quan.")
    desk.actor = doing.officer_id
    # The case's row is locked first, so that two acts at once get different numbers.
    desk.session.execute(
        update(Case).where(col(Case.id) == case.id).values(stirred=Case.stirred + 1).execution_options(synchronize_session=False)
    )
    last = desk.session.execute(select(func.coalesce(func.max(Act.n), 0)).where(col(Act.case_id) == case.id)).scalar_one()
    done = Act(
        case_id=case.id,
        n=last + 1,
        kind=doing.kind,
        reason=doing.reason.strip(),
        officer_id=doing.officer_id,
        payload=doing.payload,
        at=desk.now,
    )
    desk.session.add(done)
    touched = [step for step in open_steps_of(desk, case.id) if doing.kind in renewed_by(step)]
    withdraw_steps(desk, case, touched, why=why, tell=False)
    desk.record("act", case.id, kind=doing.kind, n=done.n)
    wake(desk.session, case.id)
    return done


def new_time(desk: Desk, case: Case, starts_at: datetime, place: str, *, reason: str, officer_id: str | None) -> Act:
    """Move the meeting: same calendar UID, sequence + 1; replies to the old time are withdrawn and asked for anew."""
    meeting = meeting_of(desk, case)
    if starts_at <= desk.now:
        raise Refused(f"Thời gian họp mới ({starts_at:%H:%M ngày %d/%m/%Y}) đã qua; hãy chọn thời gian sau hiện tại.")
    if not desk.law.calendar.is_working_day(starts_at.date()):
        raise Refused(f"Ngày {starts_at:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc.")
    payload = {"from": meeting.starts_at.isoformat(), "to": starts_at.isoformat(), "place": place}
    meeting.starts_at, meeting.place, meeting.sequence = starts_at, place, meeting.sequence + 1
    desk.session.add(meeting)
    desk.session.flush()
    return act(desk, case, Doing(NEW_TIME, reason, officer_id, payload), why=f"Cuộc họp đổi thời gian hoặc địa điểm: {reason}")


def record_absence(desk: Desk, *, officer_id: str, since: date, until: date, reason: str, by: str | None = None) -> Absence:
    """Đ4: an officer is away; steps that wait for the chair move to the deputy who stands in, if he is away today."""
    if until < since:
        raise Refused(f"Ngày kết thúc {until:%d/%m/%Y} trước ngày bắt đầu {since:%d/%m/%Y}; hãy sửa lại khoảng thời gian.")
    if not reason.strip():
        raise Refused("Ghi nhận vắng mặt phải có lý do.")
    absence = Absence(officer_id=officer_id, since=since, until=until, reason=reason.strip(), recorded_by=by, recorded_at=desk.now)
    desk.session.add(absence)
    desk.session.flush()
    desk.actor = by
    desk.record("absence", officer=officer_id, since=since, until=until)
    move_steps(desk)
    return absence


def end_absence(desk: Desk, absence: Absence, by: str | None = None) -> None:
    """He is back: papers already submitted and still unanswered go back to him."""
    absence.ended_at = desk.now
    desk.session.add(absence)
    desk.session.flush()
    desk.actor = by
    desk.record("absence.end", officer=absence.officer_id)
    move_steps(desk)


def change_holder(desk: Desk, seat_id: str, officer_id: str, since: date, by: str | None = None) -> None:
    """The seat changes hands on ``since``; what is open for it moves to the new holder when that day has come."""
    current = desk.session.exec(select(Holding).where(col(Holding.seat_id) == seat_id, col(Holding.until).is_(None))).one_or_none()
    if current is not None:
        if since <= current.since:
            raise Refused(f"Người đang giữ chức danh nhận từ {current.since:%d/%m/%Y}; ngày bàn giao phải sau ngày đó.")
        current.until = since
        desk.session.add(current)
        desk.session.flush()
    desk.session.add(Holding(seat_id=seat_id, officer_id=officer_id, since=since))
    desk.session.flush()
    desk.actor = by
    desk.record("holder", seat=seat_id, officer=officer_id, since=since)
    move_steps(desk)


def move_steps(desk: Desk) -> int:
    """Give every open step to who answers for its seats today; each move revokes the links and writes anew. Returns how many moved.

    Also run daily by the watchman: absences and holdings begin and end by date.
    """
    desk.cache.pop("roster", None)
    people = roster(desk)
    moved = 0
    # Only steps that are with somebody else than today's roster says are read: ten thousand quiet ones cost nothing.
    as_it_should_be = [
        f"{seat}|{asked.officer_id or ''}|{str(asked.standing_in).lower()}" for seat in people.seats for asked in (people.answerer(seat),)
    ]
    as_it_is = func.concat(Step.seats[1], "|", func.coalesce(Step.officer_id, ""), "|", cast(col(Step.standing_in), Text))
    steps = desk.session.exec(
        select(Step)
        .where(col(Step.state) == StepState.OPEN, col(Step.kind) == StepKind.ASK, as_it_is.notin_(as_it_should_be))
        .order_by(col(Step.id))
        .with_for_update()
    )
    for step in steps.all():
        asked = people.answerer(*step.seats)
        _move(desk, step, asked.officer_id, asked.standing_in)
        moved += 1
    return moved


def _move(desk: Desk, step: Step, officer_id: str | None, standing_in: bool) -> None:
    case = desk.case(step.case_id)
    former = step.officer_id
    revoke_links(desk, [step.id])
    outbox.withdraw(desk.session, [step.id], "đã chuyển người trả lời")
    step.officer_id, step.standing_in, step.revision = officer_id, standing_in, step.revision + 1
    desk.session.add(step)
    desk.session.flush()
    asked = question(step.question)
    write_to(desk, case, [(step, asked)])
    if former is not None:
        _tell_withdrawn(desk, case, step, former, why="Việc này đã chuyển cho người khác trả lời theo phân công hiện hành.")
    desk.record("step.move", case.id, step=str(step.id), former=former, officer=officer_id)
    stir(desk, case.id)  # the run's name says who is waited for


def open_steps_of(desk: Desk, case_id: UUID) -> list[Step]:
    """Open and lapsed steps of a case: what an act may withdraw."""
    states = (StepState.OPEN, StepState.LAPSED)
    return list(desk.session.exec(select(Step).where(col(Step.case_id) == case_id, col(Step.state).in_(states))))


def withdraw_open_steps(desk: Desk, case: Case, why: str, tell: bool) -> None:
    """Withdraw all that is open in a case."""
    withdraw_steps(desk, case, open_steps_of(desk, case.id), why=why, tell=tell)


def withdraw_steps(desk: Desk, case: Case, steps: list[Step], why: str, tell: bool) -> None:
    """Withdraw steps, their links and their letters that have not left; ``tell`` writes to those who had been asked."""
    ids = [step.id for step in steps]
    if not ids:
        return
    desk.session.execute(
        update(Step)
        .where(col(Step.id).in_(ids), col(Step.state).in_((StepState.OPEN, StepState.LAPSED)))
        .values(state=StepState.WITHDRAWN, closed_at=desk.now, rings_at=None, cutoff_at=None)
    )
    revoke_links(desk, ids)
    outbox.withdraw(desk.session, ids, why)
    if tell:
        for step in steps:
            if step.officer_id is not None:
                _tell_withdrawn(desk, case, step, step.officer_id, why)


def _tell_withdrawn(desk: Desk, case: Case, step: Step, officer_id: str, why: str) -> None:
    telling = Telling(
        key=f"{step.key}/{step.revision}/withdrawn",
        kind="withdrawn",
        title=step.title,
        what="Việc này không còn được hỏi Ông/Bà nữa; liên kết trong thư trước đã hết hiệu lực.",
        clauses=step.clauses,
        why="Trước đó Ông/Bà đã được đề nghị trả lời việc này.",
        extra={"reason": why},
    )
    tell_officers(desk, case, [officer_id], telling)


def revoke_links(desk: Desk, step_ids: list[UUID]) -> None:
    """No link to these steps opens any more."""
    desk.session.execute(
        update(Link)
        .where(col(Link.step_id).in_(step_ids), col(Link.used_at).is_(None), col(Link.revoked_at).is_(None))
        .values(revoked_at=desk.now)
    )


def renewed_by(step: Step) -> frozenset[str]:
    """Kinds of acts that have this step asked anew."""
    return CATALOGUE[step.question].renewed_by
