"""What the house itself writes on a walk: a gather's opening and its result, and what a deed saw or did. Each is one row, written once."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam
from sqlalchemy import select as columns

from models import rows
from models.base import table_of
from models.statements import Statement
from models.steps import Answer, AnswerRow, Step, StepKind, StepRow, StepState, Via, new_step
from tasks.office import Office
from tasks.questions import Deed

LAPSE = Statement("""
    UPDATE step SET state = 'lapsed', closed_at = :now, rings_at = NULL WHERE id = ANY (CAST(:steps AS uuid[])) AND state = 'open'
""")
GIVEN = Statement(
    columns(*(table_of(Answer).c[name] for name in AnswerRow._fields)).where(
        table_of(Answer).c.step_id == any_(bindparam("steps", type_=ARRAY(Uuid)))
    ),
    AnswerRow._make,
)
CLOSE = Statement("UPDATE step SET state = 'answered', closed_at = :now, cutoff_at = NULL WHERE id = :step")


def open_gather(office: Office, deed: Deed, key: str, members: list[str], *, day: date, rule: str | None, cutoff_at: datetime) -> StepRow:
    """Open a gather, or a wait for a day: its members freeze here, and it closes at ``cutoff_at`` without the silent ones."""
    desk = office.desk
    row = new_step(
        case_id=office.case.id,
        key=key,
        kind=StepKind.GATHER,
        question=deed.key,
        title=deed.title,
        clauses=list(deed.clauses),
        about={"members": members},
        due=day,
        due_rule=rule,
        opened_at=desk.now,
        cutoff_at=cutoff_at,
    )
    rows.write(desk.session, rows.New(Step, [row]))
    opened = StepRow.of(row)
    desk.record("gather.open", office.case.id, step=str(opened.id), key=key, members=members, due=day)
    office.steps[key] = (opened, None)
    return opened


def close_gather(office: Office, step: StepRow) -> AnswerRow | None:
    """Write the result if all are in or the cut-off has passed; None while someone may still answer in time.

    The silent members are locked first, then read again, so that an answer that comes at the same moment is either counted or
    kept as late, never lost between the two. In time is what was answered before the cut-off, whenever this walk happens to
    come; a member withdrawn by an act is not waited for.
    """
    desk, members = office.desk, step.about["members"]
    waiting = [name for name in members if office.steps[name][1] is None and not _withdrawn(office, name)]
    assert step.cutoff_at is not None
    cutoff = step.cutoff_at
    if waiting and desk.now < cutoff:
        return None
    if waiting:
        desk.locked_case(office.case.id)
        ids = [office.steps[name][0].id for name in waiting]
        LAPSE.run(desk.session, steps=ids, now=desk.now)
        fresh = {answer.step_id: answer for answer in GIVEN.all(desk.session, steps=ids)}
        for name in waiting:
            member = office.steps[name][0]
            office.steps[name] = (member, fresh.get(member.id))
    answers = {name: office.steps[name][1] for name in members}
    answered = [name for name, answer in answers.items() if answer is not None and answer.at < cutoff]
    return write_result(office, step, answered=answered, silent=[name for name in members if name not in answered])


def _withdrawn(office: Office, name: str) -> bool:
    step = office.steps[name][0]
    return step.state == StepState.WITHDRAWN or step.id in office.desk.withdrawn


def write_result(office: Office, step: StepRow, *, answered: list[str], silent: list[str]) -> AnswerRow:
    """Write a gather's result: which members answered in time, and which were silent."""
    desk = office.desk
    answer = _by_the_house(step.id, "closed", {"answered": answered, "silent": silent}, desk.now)
    rows.write(desk.session, rows.New(Answer, [answer]))
    CLOSE.run(desk.session, step=step.id, now=desk.now)
    desk.record("gather.close", office.case.id, step=str(step.id), answered=len(answered), silent=silent)
    written = AnswerRow.of(answer)
    office.steps[step.key] = (step, written)
    return written


def write_fixed(office: Office, deed: Deed, key: str, value: Any) -> tuple[StepRow, AnswerRow]:
    """Keep what a deed returned. The walk that did it sees it as every later walk will: as JSON gives it back."""
    desk = office.desk
    payload = {"value": json.loads(json.dumps(value))}
    step = new_step(
        case_id=office.case.id,
        key=key,
        kind=StepKind.FIX,
        question=deed.key,
        title=deed.title,
        clauses=list(deed.clauses),
        opened_at=desk.now,
        closed_at=desk.now,
        state=StepState.ANSWERED,
    )
    answer = _by_the_house(step["id"], "done", payload, desk.now)
    rows.write(desk.session, rows.New(Step, [step]), rows.New(Answer, [answer]))
    desk.record("deed", office.case.id, step=str(step["id"]), key=key)
    written = StepRow.of(step), AnswerRow.of(answer)
    office.steps[key] = written
    return written


def _by_the_house(step_id: UUID, choice: str, payload: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {"step_id": step_id, "choice": choice, "payload": payload, "officer_id": None, "via": Via.HOUSE, "at": now}
