"""Acts: what is done to a case from outside its line (rule 4 of the walk).

Each is one transaction: it numbers itself on the case, withdraws or moves the open steps it touches, revokes their links,
queues the letters that say so and wakes the case. Example::

    with bureau.desk() as desk:
        act(desk, case_id, Doing("new-time", "Trùng phiên họp UBND tỉnh", officer_id="P04"), why="Cuộc họp đổi thời gian")
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from models.cases import Act, Case
from models.errors import Refused
from models.people import Holding, Officer, Seat
from models.steps import Step, StepKind, StepState
from notifications import outbox
from tasks.answering import stir
from tasks.asking import write_to
from tasks.bureau import Desk
from tasks.paper_forms import ReleaseForm
from tasks.papers import papers_about, sign_by, typed_about, typed_together
from tasks.questions import CATALOGUE, Question, question
from tasks.who import Asked, roster
from tasks.withdrawal import (
    calendar_holders,
    next_sequence,
    open_steps_of,
    revoke_links,
    tell_withdrawn,
    uninvite,
    withdraw_steps,
)

MOVED = "Việc này đã chuyển cho người khác trả lời theo phân công hiện hành."
NEW_TIME = "new-time"  # the meeting's time or place changed
ATTENDEES = "attendees"  # seats are invited, or no more, after the invitation has left
MISPLACED = (  # open steps that are not as ``right`` says they should be: "seat|officer|standing in"
    select(Step)
    .where(
        col(Step.state) == StepState.OPEN,
        col(Step.kind) == StepKind.ASK,
        text("""
            (concat(step.seats[1], '|', step.officer_id, '|', CAST(step.standing_in AS text)) <> ALL (CAST(:right AS text[]))
             OR step.question = ANY (CAST(:reserved AS text[])))
        """),
    )
    .order_by(col(Step.id))
    .execution_options(populate_existing=True)
)


class CaseEnded(Refused):
    """Hồ sơ này đã kết thúc, không thay đổi được nữa."""

    status = 409


@dataclass(frozen=True)
class Doing:
    """What is done, why and by whom."""

    kind: str
    reason: str
    officer_id: str | None
    payload: dict[str, Any] = field(default_factory=dict)


def open_for_change(desk: Desk, case_id: UUID, reason: str) -> Case:
    """The case, its row locked, if it is open and a reason is given: what every act begins with."""
    case = desk.locked_case(case_id)
    if not case.is_open:
        raise CaseEnded(CaseEnded.__doc__)
    if not reason.strip():
        raise Refused("Thay đổi này phải ghi lý do để thông báo cho những người liên quan.")
    return case


def act(desk: Desk, case_id: UUID, doing: Doing, why: str) -> tuple[Act, list[Step]]:
    """Number the act on its case, withdraw what it touches and say so, wake the case; two acts at once get different numbers.

    Returns the act and the steps it withdrew.
    """
    case = open_for_change(desk, case_id, doing.reason)
    desk.actor = doing.officer_id
    case.acts += 1
    desk.session.add(case)
    done = Act(
        case_id=case.id,
        n=case.acts,
        kind=doing.kind,
        reason=doing.reason.strip(),
        officer_id=doing.officer_id,
        payload=doing.payload,
        at=desk.now,
    )
    desk.session.add(done)
    touched = [step for step in open_steps_of(desk, case.id) if doing.kind in CATALOGUE[step.question].renewed_by]
    withdraw_steps(desk, touched, why)
    tell_withdrawn(desk, case, touched, why)
    desk.record("act", case.id, kind=doing.kind, n=done.n)
    stir(desk, case.id)
    return done, touched


def change_holder(desk: Desk, seat_id: str, officer_id: str, since: date, by: str | None = None) -> None:
    """The seat changes hands on ``since``; what is open for it moves to the new holder when that day has come."""
    _known(desk, Seat, seat_id)
    _known(desk, Officer, officer_id)
    last = desk.session.exec(select(Holding).where(col(Holding.seat_id) == seat_id).order_by(col(Holding.since).desc())).first()
    if last is not None:
        if since <= last.since:
            raise Refused(f"Chức danh này đã có người nhận từ {last.since:%d/%m/%Y}; ngày bàn giao phải sau ngày đó.")
        last.until = min(last.until or since, since)
        desk.session.add(last)
        desk.session.flush()
    desk.session.add(Holding(seat_id=seat_id, officer_id=officer_id, since=since))
    desk.session.flush()
    desk.actor = by
    desk.record("holder", seat=seat_id, officer=officer_id, since=since)
    move_steps(desk)


def _known(desk: Desk, kind: type[Officer] | type[Seat], its_id: str) -> None:
    if desk.session.get(kind, its_id) is None:
        noun = "cán bộ" if kind is Officer else "chức danh"
        raise Refused(f"Không có {noun} mã «{its_id}» trong danh sách; hãy kiểm tra lại mã.")


def move_steps(desk: Desk, also: Collection[UUID] = ()) -> int:
    """Give every open step to who answers for its seats today; each move revokes the links and writes anew. Returns how many moved.

    Also run daily by the watchman: absences and holdings begin and end by date. ``also``: cases the caller touches afterwards,
    locked here with the others so that nobody waits for another in a circle.
    """
    desk.forget()
    cases = sorted({step.case_id for step in _misplaced(desk)} | set(also))
    if not cases:
        return 0
    for case_id in cases:
        desk.locked_case(case_id)  # in one order, and before their steps
    moved = 0
    for step in _misplaced(desk):
        asked = roster(desk).answerer(*step.seats, about=step.about, reserved=question(step.question).reserved)
        moved += move_step(desk, step, asked, MOVED)
    return moved


def _misplaced(desk: Desk) -> list[Step]:
    """Open steps that are not with whom the roster of today names for their seat: ten thousand quiet ones are not read.

    Those that exercise a reserved power are always read: whose they are depends on more than their seat.
    """
    people = roster(desk)
    as_it_should_be = [
        f"{seat}|{asked.officer_id or ''}|{str(asked.standing_in).lower()}" for seat in people.seats for asked in (people.answerer(seat),)
    ]
    reserved = [key for key, asked in CATALOGUE.items() if isinstance(asked, Question) and asked.reserved is not None]
    return list(desk.session.execute(MISPLACED, {"right": as_it_should_be, "reserved": reserved}).scalars())


def _entry_to_cancel(desk: Desk, case: Case, step: Step, to: Asked) -> dict[str, Any] | None:
    """The entry on its former holder's calendar, where an invitation has changed hands for good and he is not invited otherwise."""
    if "calendar" not in step.about.get("enclosed", {}) or step.standing_in or to.standing_in or step.officer_id is None:
        return None
    other = select(Step.id).where(
        col(Step.case_id) == case.id,
        col(Step.question) == step.question,
        col(Step.officer_id) == step.officer_id,
        col(Step.id) != step.id,
        col(Step.state) != StepState.WITHDRAWN,
    )
    return None if desk.session.exec(other.limit(1)).first() else calendar_holders(desk, case).get(step.officer_id)


def move_step(desk: Desk, step: Step, to: Asked, why: str, because: str = "") -> bool:
    """Give an open step to these seats and this officer; the caller holds the case's row.

    Returns whether it went to somebody else: his links are revoked, the new one is written to (``because``: one more sentence on
    why), the former one is told ``why``.
    """
    case = desk.case(step.case_id)
    step.seats = list(to.seats)
    if (to.officer_id, to.standing_in) == (step.officer_id, step.standing_in):
        desk.session.add(step)
        desk.session.flush()
        return False
    former = step.officer_id
    revoke_links(desk, [step.id])
    outbox.withdraw(desk.session, [step.id], "đã chuyển người trả lời")
    gone = _entry_to_cancel(desk, case, step, to)
    if former is not None and gone is not None:
        enclosed = step.about["enclosed"]
        sequence = next_sequence(desk, case)
        uninvite(desk, case, {former: gone}, key=f"{step.key}/{step.revision}/withdrawn", sequence=sequence, why=why)
        step.about = step.about | {
            "enclosed": enclosed | {"calendar": enclosed["calendar"] | {"sequence": sequence, "stamp": desk.now.isoformat()}}
        }
    elif former is not None:
        tell_withdrawn(desk, case, [step], why)
    step.officer_id, step.standing_in, step.revision = to.officer_id, to.standing_in, step.revision + 1
    signs = step.about.get("signs", question(step.question).form is not ReleaseForm)
    if signs and (ids := papers_about(step.about)):  # they bear the name of who signs
        signed = [sign_by(desk, UUID(one), step.seats[0]) for one in ids]
        step.about = step.about | (typed_about(*signed) if "paper" in step.about else typed_together(signed))
    desk.session.add(step)
    desk.session.flush()
    write_to(desk, case, [(step, question(step.question))], because)
    desk.record("step.move", case.id, step=str(step.id), former=former, officer=to.officer_id)
    stir(desk, case.id)  # the run's name says who is waited for
    return True
