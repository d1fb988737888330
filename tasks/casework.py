"""Opening a case, giving birth to one, ending one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from models import rows
from models.cases import Case
from models.errors import Refused
from models.meetings import Meeting
from models.statements import Statement
from models.steps import StepState
from models.store import wake
from tasks import guests
from tasks.acts import CaseEnded
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.withdrawal import calendar_holders, cancelled, open_steps_of, tell_withdrawn, withdraw_steps

CLOSE = Statement(
    'UPDATE "case" SET closed_at = :now, end_reason = :reason WHERE id = :case AND closed_at IS NULL AND cancelled_at IS NULL'
)
Opening = Callable[[Desk, Case], None]  # writes the record a case is about (its meeting, its report), in the same transaction


class NoSuchCase(Refused):
    """Không có hồ sơ này. Xem danh sách bằng lệnh «nhip case list»."""

    status = 404
    exit_code = 3


@dataclass(frozen=True)
class NewCase:
    """A case to open; ``period`` makes it unique per process, ``parent`` and ``birth_key`` per parent."""

    process: str
    title: str
    version: int = 1
    period: str | None = None
    subject: dict[str, Any] | None = None
    parent_id: UUID | None = None
    birth_key: str | None = None
    opening: Opening | None = None


def open_case(desk: Desk, new: NewCase) -> tuple[Case, bool]:
    """Open a case and say whether it is new; the same process and period (or parent and birth key) gives the one that is there."""
    case = Case(
        process=new.process,
        version=new.version,
        period=new.period,
        title=new.title,
        regulation=desk.law.hash,
        subject=new.subject or {},
        parent_id=new.parent_id,
        birth_key=new.birth_key,
        opened_at=desk.now,
    )
    if not rows.keep_if_new(desk.session, case):
        return desk.session.exec(_same(new)).one(), False
    if new.opening is not None:
        new.opening(desk, case)
    desk.record("case.open", case.id, process=new.process, version=new.version, period=new.period, parent=new.parent_id)
    wake(desk.session, case.id)
    return case, True


def _same(new: NewCase) -> Any:
    if new.parent_id is not None:
        return select(Case).where(col(Case.parent_id) == new.parent_id, col(Case.birth_key) == new.birth_key)
    return select(Case).where(col(Case.process) == new.process, col(Case.period) == new.period)


def close_case(desk: Desk, case: Case, reason: str) -> None:
    """The line has been walked to its end; what is still open on its side (a written opinion nobody waits for) is withdrawn."""
    leftover = [step for step in open_steps_of(desk, case.id) if step.state == StepState.OPEN]
    withdraw_steps(desk, leftover, why="Hồ sơ đã hoàn thành")
    if CLOSE.run(desk.session, case=case.id, now=desk.now, reason=reason) == 1:
        desk.record("case.close", case.id)


def cancel_case(desk: Desk, case_id: UUID, reason: str, officer_id: str | None = None) -> Case:
    """End a case before its time, with a reason: its open steps are withdrawn, their links revoked, those asked are told."""
    if desk.session.get(Case, case_id) is None:
        raise NoSuchCase(NoSuchCase.__doc__)
    case = desk.locked_case(case_id)
    if not case.is_open:
        raise CaseEnded(CaseEnded.__doc__)
    if not reason.strip():
        raise Refused("Hủy một hồ sơ phải ghi lý do, ví dụ: --reason «Quý này không họp theo ý kiến của Trưởng ban».")
    desk.actor = officer_id
    _call_off(desk, case, why=f"Hồ sơ đã hủy: {reason.strip()}")
    case.cancelled_at, case.end_reason = desk.now, reason.strip()
    case.stirred += 1
    desk.session.add(case)
    desk.record("case.cancel", case.id, reason=reason.strip())
    wake(desk.session, case.id)
    return case


def _call_off(desk: Desk, case: Case, why: str) -> None:
    """Withdraw all that is open; who was asked is told, whose calendar holds the meeting gets its cancellation (same UID)."""
    unsettled = open_steps_of(desk, case.id)
    withdraw_steps(desk, unsettled, why)
    holders = calendar_holders(desk, case)
    tell_withdrawn(desk, case, [step for step in unsettled if step.officer_id not in holders], why)
    desk.session.execute(update(Meeting).where(col(Meeting.case_id) == case.id).values(cancelled_at=desk.now))
    guests.call_off(desk, case, why)
    for officer, entry in holders.items():
        telling = Telling(
            key="cancelled",
            kind="withdrawn",
            title=case.title,
            what="Cuộc họp theo giấy mời đã gửi không tổ chức nữa; các đề nghị kèm theo được thu hồi.",
            clauses=("Đ8.1a",),
            why="Trước đó Ông/Bà đã nhận giấy mời họp.",
            extra={"reason": why},
            enclosed={"calendar": cancelled(desk, entry, entry["sequence"] + 1)},
        )
        tell(desk, case, [officer], telling)
