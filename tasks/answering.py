"""Taking an answer: one transaction with the answer, its journal line and what it raises; two hundred clicks count once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col

from models.access import Link
from models.cases import Case
from models.errors import Refused
from models.steps import Answer, Step, StepState, Via
from models.store import wake
from notifications import outbox
from tasks.bureau import Desk
from tasks.questions import Unacceptable, question


class AlreadyAnswered(Refused):
    """Việc này đã có trả lời, lần gửi này không được ghi thêm. Nếu cần thay đổi, Ông/Bà liên hệ Thư ký Tổ công tác."""

    status = 409


class NoLongerAsked(Refused):
    """Việc này không còn được hỏi nữa: cuộc họp hoặc yêu cầu đã thay đổi. Ông/Bà xem thư mới nhất về việc này."""

    status = 410


class NotTheOneAsked(Refused):
    """Việc này đang được hỏi người khác. Nếu Ông/Bà mới nhận nhiệm vụ, đề nghị cơ quan thường trực cập nhật danh sách."""

    status = 404  # a stranger learns nothing, not even that it exists


@dataclass(frozen=True)
class Reply:
    """An answer as it arrives: the form's data, from whom and how."""

    data: dict[str, Any]
    officer_id: str
    via: Via
    link_id: UUID | None = None


def answer(desk: Desk, step_id: UUID, reply: Reply) -> Answer:
    """Record the answer of a step.

    Raises :class:`tasks.questions.Unacceptable` (nothing written, each field named), :class:`NotTheOneAsked`,
    :class:`AlreadyAnswered` or :class:`NoLongerAsked`. The conditional UPDATE decides between simultaneous clicks.
    """
    step = _step_of(desk, step_id, reply.officer_id)
    asked = question(step.question)
    form = asked.form.read(reply.data)
    wrong = asked.check(desk, step, form) if asked.check else {}
    if wrong:
        raise Unacceptable(wrong)
    desk.actor = reply.officer_id
    taken = desk.session.execute(
        update(Step)
        .where(
            col(Step.id) == step_id,
            col(Step.state).in_((StepState.OPEN, StepState.LAPSED)),
            col(Step.officer_id) == reply.officer_id,  # it may have moved to another officer a moment ago
        )
        .values(state=StepState.ANSWERED, closed_at=desk.now, rings_at=None)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        desk.session.refresh(step)
        raise refusal(step, reply.officer_id)
    row = Answer(
        step_id=step_id,
        choice=form.choice,
        payload=form.model_dump(mode="json", exclude={"choice"}),
        officer_id=reply.officer_id,
        via=reply.via,
        at=desk.now,
    )
    desk.session.execute(insert(Answer), [row.model_dump()])
    _spend_links(desk, step_id, reply)
    outbox.withdraw(desk.session, [step_id], "đã có trả lời")
    desk.record("answer", step.case_id, step=str(step_id), choice=form.choice, via=reply.via)
    if asked.after is not None:
        asked.after(desk, step, form)
    stir(desk, step.case_id)
    return row


def _step_of(desk: Desk, step_id: UUID, officer_id: str) -> Step:
    """The step, its case's row locked, if it takes an answer of this officer."""
    step = desk.session.get(Step, step_id)
    if step is None or step.officer_id != officer_id:
        raise NotTheOneAsked(NotTheOneAsked.__doc__)
    case = desk.locked_case(step.case_id)
    desk.session.refresh(step)  # what happened to it while we waited for the lock
    if step.officer_id != officer_id or not step.takes_answers or not case.is_open:
        raise refusal(step, officer_id)
    return step


def refusal(step: Step, officer_id: str) -> Refused:
    """Why a step takes no answer of this officer now; a lapsed one takes late answers only while its case is open."""
    kind: type[Refused] = AlreadyAnswered if step.state == StepState.ANSWERED else NoLongerAsked
    if step.officer_id != officer_id:
        kind = NotTheOneAsked
    return kind(kind.__doc__)


def stir(desk: Desk, case_id: UUID) -> None:
    """Something happened to the case: count it and tell the worker."""
    desk.session.execute(
        update(Case).where(col(Case.id) == case_id).values(stirred=Case.stirred + 1).execution_options(synchronize_session=False)
    )
    wake(desk.session, case_id)


def _spend_links(desk: Desk, step_id: UUID, reply: Reply) -> None:
    """The link used is spent, the step's others are revoked: none opens the form again."""
    unspent = (col(Link.step_id) == step_id, col(Link.used_at).is_(None), col(Link.revoked_at).is_(None))
    if reply.link_id is not None:
        desk.session.execute(update(Link).where(col(Link.id) == reply.link_id, *unspent).values(used_at=desk.now))
    desk.session.execute(update(Link).where(*unspent).values(revoked_at=desk.now))
