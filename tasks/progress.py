"""How far a case is, for whoever watches: its steps as a table that names seats and never a person."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.clock import OFFICE_ZONE
from models.steps import Step, StepKind, StepState
from notifications.words import clause_texts
from tasks.bureau import Desk
from tasks.who import Roster, roster

_STATES = {StepState.OPEN: "Đang chờ", StepState.LAPSED: "Chưa có trả lời khi hết hạn", StepState.WITHDRAWN: "Đã thu hồi"}


def steps_of(desk: Desk, case_id: UUID) -> list[Step]:
    """The steps of a case in the order they were opened."""
    return list(desk.session.exec(select(Step).where(col(Step.case_id) == case_id).order_by(col(Step.id))))


def progress(desk: Desk, steps: list[Step]) -> list[dict[str, Any]]:
    """One row a step: Điều khoản, Việc, Người thực hiện (chức danh), Hạn, Tình trạng."""
    people = roster(desk)
    return [
        {
            "Điều khoản": "; ".join(clause_texts(step.clauses)),
            "Việc": step.title,
            "Người thực hiện": _who(people, step),
            "Hạn": f"{step.due:%d/%m/%Y}" if step.due else "",
            "Tình trạng": _state(step, desk.today),
        }
        for step in steps
    ]


def _who(people: Roster, step: Step) -> str:
    if step.kind != StepKind.ASK:
        return "Hệ thống"
    asked = ", ".join(people.title(seat) for seat in step.seats)
    if not step.standing_in or step.officer_id is None:
        return asked
    deputy = next((seat.title for seat in people.seats_of(step.officer_id)), "người thay")
    return f"{deputy} (thay {asked})"


def _state(step: Step, today: date) -> str:
    if step.state == StepState.ANSWERED and step.closed_at is not None:
        return f"Đã xong {step.closed_at.astimezone(OFFICE_ZONE):%d/%m/%Y}"
    return "Quá hạn" if step.is_late(today) and step.state == StepState.OPEN else _STATES[StepState(step.state)]
