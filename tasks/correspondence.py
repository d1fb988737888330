"""What a letter needs to know, gathered when its reason happens, so that it says tomorrow what was true today."""

from datetime import date
from typing import Any
from uuid import UUID

from models.cases import Case
from models.steps import Step
from notifications import outbox
from tasks.bureau import Desk
from tasks.questions import Question
from tasks.who import roster

SOURCES = {"S": "Quy chế", "L": "quy định của pháp luật", "D": "lịch làm việc của cơ quan thường trực"}


def due_source(desk: Desk, rule_name: str | None) -> str:
    """Where a deadline comes from, in words; what nobody has confirmed says so."""
    if rule_name is None:
        return ""
    rule = desk.law.rules[rule_name]
    return SOURCES[rule.source] + ("" if rule.confidence == "V" else " (cần xác nhận)")


def context(
    desk: Desk,
    case: Case | None,
    officer_id: str,
    *,
    title: str,
    what: str,
    clauses: list[str],
    why: str,
    seats: list[str] | None = None,
    due: date | None = None,
    due_rule: str | None = None,
    silence: str = "",
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The words' context (see notifications.words) as JSON; the link is added when the letter is written out."""
    people = roster(desk)
    held = seats or [seat.id for seat in people.seats_of(officer_id)][:1]
    return {
        "recipient_name": people.name(officer_id),
        "recipient_title": ", ".join(people.title(seat) for seat in held if people.holders.get(seat) == officer_id),
        "committee": desk.law.committee.identity.name,
        "case_title": case.title if case else "",
        "title": title,
        "what": what,
        "clauses": clauses,
        "due": due.isoformat() if due else None,
        "due_source": due_source(desk, due_rule),
        "why": why,
        "silence": silence,
        "extra": extra or {},
    }


def letter_row(
    desk: Desk,
    case: Case,
    step: Step,
    question: Question,
    *,
    rung: str,
    kind: str,
    officer_id: str,
    link_id: UUID | None = None,
    what: str | None = None,
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The outbox row of a letter about a step; its key makes it ring once for ever."""
    people = roster(desk)
    asked = ", ".join(people.title(seat) for seat in step.seats)
    why = f"Đồng chí nhận thư này với tư cách {asked}" + (", thay mặt theo Điều 4 Quy chế." if step.standing_in else ".")
    if officer_id != step.officer_id:
        why = f"Đồng chí nhận thư này vì việc được hỏi {asked} chưa có trả lời."
    words = context(
        desk,
        case,
        officer_id,
        title=question.title,
        what=what or f"Đề nghị đồng chí {question.waiting}.",
        clauses=step.clauses,
        why=why,
        seats=step.seats,
        due=step.due,
        due_rule=step.due_rule,
        silence=question.silence,
        extra={"asked": asked} | (extra or {}),
    )
    return {
        "key": f"{case.id}/{step.key}/{step.revision}/{rung}/{officer_id}",
        "kind": kind,
        "case_id": case.id,
        "step_id": step.id,
        "officer_id": officer_id,
        "address": people.officers[officer_id].email,
        "context": words,
        "link_id": link_id,
        "queued_at": desk.now,
    }


def tell(
    desk: Desk,
    case: Case,
    officers: list[str],
    *,
    key: str,
    kind: str,
    title: str,
    what: str,
    clauses: list[str],
    why: str,
    extra: dict[str, Any] | None = None,
) -> None:
    """Queue a letter that asks nothing (a notice, an invitation, an information) to each of these officers, once per key."""
    people = roster(desk)
    rows = [
        {
            "key": f"{case.id}/{key}/{officer}",
            "kind": kind,
            "case_id": case.id,
            "officer_id": officer,
            "address": people.officers[officer].email,
            "context": context(desk, case, officer, title=title, what=what, clauses=clauses, why=why, extra=extra),
            "queued_at": desk.now,
        }
        for officer in dict.fromkeys(officers)
    ]
    outbox.post(desk.session, rows)
