"""What was said in a written consultation, read off the answers: nothing of it is kept a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select

from models.cases import Case
from models.consultations import Consultation, Stance
from models.papers import Upload
from models.statements import Records, Statement
from models.steps import Answer, Step, StepState
from tasks.bureau import Desk
from tasks.consultation_forms import STANCES
from tasks.who import roster

OPINION, URGENT, CLOSED, SUMMARY, REVIEW, SIGN, DECIDE = PARTS = (  # the last part of a block's names
    "opinion",
    "opinion-urgent",
    "opinions-closed",
    "opinion-summary",
    "summary-review",
    "summary-sign",
    "consultation-decision",
)
UNSAID = "Chưa trả lời"
LATE = " (gửi sau hạn)"

CONSULTATION = Records(
    select(Consultation).where(col(Consultation.case_id) == bindparam("case"), col(Consultation.key) == bindparam("key"))
)
IN_TIME = Statement("""
    SELECT answer.payload -> 'answered' AS answered FROM answer JOIN step ON step.id = answer.step_id
    WHERE step.case_id = :case AND step.kind = 'gather' AND step.question = :question
""")


def named(key: str, part: str) -> str:
    """A question or deed of the block of that key."""
    return f"{key}-{part}" if key else part


def key_of(question: str) -> str:
    """The key of the block that a question is of: "programme" of "programme-opinion"."""
    return next((question.removesuffix(f"-{part}") for part in PARTS if question.endswith(f"-{part}")), "")


@dataclass(frozen=True)
class Voice:
    """One member on one question. ``ref`` names it; ``stance`` None: not answered; ``late``: after the day it was due."""

    ref: str
    seats: tuple[str, ...]
    who: str
    n: int
    stance: Stance | None
    words: str
    late: bool
    file: Upload | None

    @property
    def is_comment(self) -> bool:
        """Whether it says something that has to be taken up or explained."""
        return bool(self.words) or (self.file is not None and self.n == 1)

    @property
    def said(self) -> str:
        """The stance in words."""
        return (STANCES[self.stance] if self.stance else UNSAID) + (LATE if self.late else "")


def consultation_of(desk: Desk, case: Case, key: str = "") -> Consultation:
    """The written consultation of a case; ``key`` where it stands inside another line."""
    return CONSULTATION.one(desk.session, case=case.id, key=key)


def voices(desk: Desk, asked: Consultation) -> list[Voice]:
    """Everybody asked, question by question, those in time first and in the order they were asked; late ones as they came."""
    people, found = roster(desk), []
    in_time = _in_time(desk, asked)
    for step, answer, file in _answers(desk, asked):
        said = {line["n"]: line for line in answer.payload["opinions"]} if answer is not None else {}
        late = answer is not None and in_time is not None and step.key not in in_time
        title = ", ".join(people.title(seat) for seat in step.seats)
        for n in range(1, len(asked.questions) + 1):
            line: dict[str, Any] = said.get(n, {})
            stance = Stance(line["stance"]) if line else None
            ref = f"{step.key.partition('/')[2]}/{n}"
            found.append(Voice(ref, tuple(step.seats), title, n, stance, line.get("words", ""), late, file if line else None))
    return found


def _answers(desk: Desk, asked: Consultation) -> list[tuple[Step, Answer | None, Upload | None]]:
    names = [named(asked.key, part) for part in (OPINION, URGENT)]
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id), isouter=True)
        .where(col(Step.case_id) == asked.case_id, col(Step.question).in_(names), col(Step.state) != StepState.WITHDRAWN)
        .order_by(col(Step.id))
        .execution_options(populate_existing=True)
    ).all()
    in_time = _in_time(desk, asked)
    late = [one for one in rows if one[1] is not None and in_time is not None and one[0].key not in in_time]
    ordered = [one for one in rows if one not in late] + sorted(late, key=lambda one: one[1].at)
    return [(step, answer, _file(desk, answer)) for step, answer in ordered]


def _file(desk: Desk, answer: Answer | None) -> Upload | None:
    sent = answer.payload.get("opinion") if answer is not None else None
    return desk.find(Upload, UUID(sent)) if sent else None


def _in_time(desk: Desk, asked: Consultation) -> set[str] | None:
    """The keys of what was answered in time; None while it is not over yet."""
    closed = IN_TIME.first(desk.session, case=asked.case_id, question=named(asked.key, CLOSED))
    return set(closed.answered) if closed is not None else None


def counts(said: Sequence[Voice]) -> dict[str, int]:
    """How many said what: by stance, and who has not answered apart."""
    found = {title: sum(voice.stance == stance for voice in said) for stance, title in STANCES.items()}
    return found | {UNSAID: sum(voice.stance is None for voice in said)}


def counts_line(said: Sequence[Voice], silence_consents: bool) -> str:
    """ "Đồng ý: 10; đồng ý, có ý kiến: 2; không đồng ý: 1; chưa trả lời: 2." """
    numbers = counts(said)
    parts = [f"{title}: {n:02d}" for title, n in numbers.items()]
    line = "; ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])
    late = sum(voice.late for voice in said)
    line += f" (trong đó gửi sau hạn: {late:02d})" if late else ""
    consents = silence_consents and numbers[UNSAID]
    return line + (f". Theo phiếu, {numbers[UNSAID]:02d} người chưa trả lời được coi là đồng ý." if consents else ".")
