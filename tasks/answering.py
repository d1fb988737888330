"""Taking an answer: one transaction with the answer, its journal line and what it raises; two hundred clicks count once."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as columns

from models.base import table_of
from models.cases import Case
from models.errors import Refused
from models.statements import Statement
from models.steps import TAKES_ANSWERS, AnswerRow, AskedRow, AskedStep, Step, StepState, Via
from models.store import wake
from notifications import outbox
from tasks.bureau import Desk
from tasks.questions import Question, Unacceptable, question
from tasks.who import Role, nobody_presides, roster

# The case's row is locked and thus read as it stands; the step beside it may be a moment old, which is why TAKE asks again.
ASKED = Statement(
    columns(*(table_of(Step).c[name] for name in AskedRow._fields), table_of(Case).c.closed_at, table_of(Case).c.cancelled_at)
    .where(table_of(Step).c.case_id == table_of(Case).c.id, table_of(Step).c.id == bindparam("step"), table_of(Step).c.kind == "ask")
    .with_for_update(key_share=True, of=table_of(Case)),
    lambda row: (AskedRow._make(row[:-2]), row[-2:] == (None, None)),
)
# One statement, for this is what a click waits for. The link used is spent, the step's others are revoked: none opens the form again.
TAKE = Statement(f"""
    WITH taken AS (
        UPDATE step SET state = 'answered', closed_at = :now, rings_at = NULL
        WHERE id = :step AND officer_id = :officer AND state IN ('open', 'lapsed')
        RETURNING id, case_id
    ), written AS (
        INSERT INTO answer (step_id, choice, payload, officer_id, via, at)
        SELECT id, :choice, CAST(:payload AS jsonb), :officer, :via, :now FROM taken
    ), spent AS (
        UPDATE link SET used_at = CASE WHEN id = CAST(:used AS uuid) THEN :now END,
            revoked_at = CASE WHEN id = CAST(:used AS uuid) THEN NULL ELSE :now END
        WHERE step_id = :step AND EXISTS (SELECT FROM taken) AND used_at IS NULL AND revoked_at IS NULL
    ), withdrawn AS (
        {outbox.withdrawing("step_id = :step AND EXISTS (SELECT FROM taken)")}
    ), stirred AS (
        UPDATE "case" SET stirred = stirred + 1 WHERE id = (SELECT case_id FROM taken)
    )
    SELECT id FROM taken
""")  # noqa: S608 - both halves are ours
STIR = Statement('UPDATE "case" SET stirred = stirred + 1 WHERE id = :case')


NOBODY_DECIDES = (
    "Trưởng ban và các Phó Trưởng ban đều đang được ghi nhận vắng mặt nên chưa quyết định, ký được; cuộc họp chỉ có thể hoãn. "
    "Người đã trở lại thì ghi «Đã trở lại làm việc» ở trang Vắng mặt rồi trả lời."
)


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


def answer(desk: Desk, step_id: UUID, reply: Reply) -> AnswerRow:
    """Record the answer of a step.

    Raises :class:`tasks.questions.Unacceptable` (nothing written, each field named), :class:`NotTheOneAsked`,
    :class:`AlreadyAnswered` or :class:`NoLongerAsked`. The conditional UPDATE decides between simultaneous clicks.
    """
    step = _step_of(desk, step_id, reply.officer_id)
    asked = question(step.question)
    form = asked.form.read(reply.data)
    wrong = undecidable(desk, step, asked) or (asked.check(desk, step, form) if asked.check else {})
    if wrong:
        raise Unacceptable(wrong)
    desk.actor = reply.officer_id
    payload = form.model_dump(mode="json", exclude={"choice"})
    told = {"payload": json.dumps(payload, ensure_ascii=False), "choice": form.choice, "via": reply.via}
    who = {"step": step_id, "officer": reply.officer_id, "now": desk.now, "used": reply.link_id, "why": "đã có trả lời"}
    if TAKE.first(desk.session, **who, **told) is None:
        raise refusal(desk, step_id, reply.officer_id)
    desk.record("answer", step.case_id, step=str(step_id), choice=form.choice, via=reply.via)
    if asked.after is not None:
        asked.after(desk, step, form)
    wake(desk.session, step.case_id)
    return AnswerRow(step_id, form.choice, payload, reply.officer_id, desk.now)


def undecidable(desk: Desk, step: AskedStep, asked: Question) -> dict[str, str]:
    """Why nothing can be decided in the chair's place now (Đ4): he and every deputy are on record as away. Empty where it can be.

    What needs no sign-in, an acknowledgement or a reply to an invitation, is no decision.
    """
    if not asked.sign_in or roster(desk).seats[step.seats[0]].role != Role.CHAIR:
        return {}
    return {"form": NOBODY_DECIDES} if nobody_presides(desk) else {}


def _step_of(desk: Desk, step_id: UUID, officer_id: str) -> AskedRow:
    """The step, its case's row locked, if it takes an answer of this officer."""
    found = ASKED.first(desk.session, step=step_id)
    if found is None or found[0].officer_id != officer_id:
        raise NotTheOneAsked(NotTheOneAsked.__doc__)
    step, case_is_open = found
    if step.state not in TAKES_ANSWERS or not case_is_open:
        raise refusal(desk, step_id, officer_id)
    desk.has_locked(step.case_id)
    return step


def refusal(desk: Desk, step_id: UUID, officer_id: str) -> Refused:
    """Why a step takes no answer of this officer now; a lapsed one takes late answers only while its case is open."""
    step = desk.session.get_one(Step, step_id, populate_existing=True)
    kind: type[Refused] = AlreadyAnswered if step.state == StepState.ANSWERED else NoLongerAsked
    if step.officer_id != officer_id:
        kind = NotTheOneAsked
    return kind(kind.__doc__)


def stir(desk: Desk, case_id: UUID) -> None:
    """Something happened to the case: count it and tell the worker."""
    STIR.run(desk.session, case=case_id)
    wake(desk.session, case_id)
