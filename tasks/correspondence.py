"""What a letter needs to know, gathered when its reason happens, so that it says tomorrow what was true today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from models.cases import Case
from models.steps import AskedStep
from notifications import outbox
from notifications.words import clause_texts
from tasks.bureau import Desk
from tasks.questions import Question
from tasks.who import roster

FOR_INFORMATION = "Thư gửi để biết, không cần trả lời."


def context(
    desk: Desk,
    case: Case | None,
    officer_id: str,
    *,
    title: str,
    what: str,
    clauses: Sequence[str],
    why: str,
    silence: str = FOR_INFORMATION,
    seats: Sequence[str] | None = None,
    due: date | None = None,
    due_rule: str | None = None,
    extra: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The words' context (:class:`notifications.words.LetterContext`) as JSON; the link is added when the letter is written out."""
    people = roster(desk)
    held = seats if seats is not None else [seat.id for seat in people.seats_of(officer_id)][:1]
    return {
        "recipient_name": people.name(officer_id),
        "recipient_title": ", ".join(people.title(seat) for seat in held if people.holders.get(seat) == officer_id),
        "committee": desk.law.committee.identity.name,
        "case_title": case.title if case else "",
        "title": title,
        "what": what,
        "clause_texts": list(clause_texts(clauses)),
        "due": due.isoformat() if due and due_rule else None,
        "due_source": desk.law.rules[due_rule].source if due and due_rule else None,
        "why": why,
        "silence": silence,
        "extra": extra or {},
    }


def letter_row(
    desk: Desk,
    case: Case,
    step: AskedStep,
    question: Question,
    *,
    rung: str,
    kind: str,
    officer_id: str,
    link_id: UUID | None = None,
    because: str = "",
) -> dict[str, Any]:
    """The outbox row of a letter about a step; its key makes it ring once for ever.

    A step's ``about["matter"]`` says which of several like it this is. The first letter of a step encloses what
    ``step.about["enclosed"]`` names (papers, a calendar invitation); its later rungs do not.
    """
    people = roster(desk)
    asked = ", ".join(people.title(seat) for seat in step.seats)
    enclosed = step.about.get("enclosed", {}) if kind == question.letter else {}
    said = question.words(desk, case) if question.words and kind == question.letter else {}
    extra = enclosed.get("words", {}) | said
    if kind == "escalate":  # read by another, who must know which of two deputies it is
        extra |= {"who": ", ".join(people.called(seat) for seat in step.seats), "undone": question.waiting}
    words = context(
        desk,
        case,
        officer_id,
        title=question.title,
        what=f"Đề nghị Ông/Bà {question.waiting}." + (f"\nNội dung: {step.about['matter']}" if "matter" in step.about else ""),
        clauses=step.clauses,
        why=f"{_why(desk, step, question, asked, officer_id)} {because}".strip(),
        silence=silence_of(step, question),
        seats=step.seats,
        due=step.due,
        due_rule=step.due_rule,
        extra=extra,
    )
    return {
        "key": f"{case.id}/{step.key}/{step.revision}/{rung}/{officer_id}",
        "kind": kind,
        "case_id": case.id,
        "step_id": step.id,
        "officer_id": officer_id,
        "address": people.officers[officer_id].email,
        "context": {"words": words, "page": case_page(case)} | {name: enclosed[name] for name in ENCLOSABLE if name in enclosed},
        "link_id": link_id,
        "queued_at": desk.now,
    }


def silence_of(step: AskedStep, question: Question) -> str:
    """What no answer means: as the question says, or as this step says of itself (a form on which silence counts as consent)."""
    return str(step.about.get("silence", question.silence))


def _why(desk: Desk, step: AskedStep, question: Question, asked: str, officer_id: str) -> str:
    if officer_id != step.officer_id:
        return f"Việc hỏi {asked} đã quá hạn mà chưa có trả lời."
    by_right = f", {roster(desk).by_what_right(step.seats[0])}" if step.standing_in else ""
    authorised = question.right(desk, step) if question.right else ""
    return f"Ông/Bà được hỏi với tư cách {asked}{by_right}{f', {authorised}' if authorised else ''}."


ENCLOSABLE = ("attachments", "calendar")


def case_page(case: Case) -> str:
    """The portal's page of a case, as a path: where a letter's button leads when it asks nothing."""
    return f"/ho-so/{case.id}"


@dataclass(frozen=True)
class Telling:
    """A letter that asks nothing: ``key`` within its case, ``kind`` of words, what it says and why it is sent."""

    key: str
    kind: str
    title: str
    what: str
    clauses: Sequence[str]
    why: str
    extra: dict[str, str] = field(default_factory=dict)
    enclosed: dict[str, Any] = field(default_factory=dict)


def tell(desk: Desk, case: Case, officers: Iterable[str], telling: Telling) -> None:
    """Queue a letter that asks nothing to each of these officers, once per key."""
    people = roster(desk)
    rows = []
    for officer in dict.fromkeys(officers):
        words = context(
            desk,
            case,
            officer,
            title=telling.title,
            what=telling.what,
            clauses=telling.clauses,
            why=telling.why,
            extra=telling.extra,
        )
        rows.append(
            {
                "key": f"{case.id}/{telling.key}/{officer}",
                "kind": telling.kind,
                "case_id": case.id,
                "officer_id": officer,
                "address": people.officers[officer].email,
                "context": {"words": words, "page": case_page(case)} | telling.enclosed,
                "queued_at": desk.now,
            }
        )
    outbox.post(desk.session, rows)
