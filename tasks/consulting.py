"""The block of a written consultation inside a line (Đ2.1, Đ6.3, Đ7.4): asked, gathered, taken up or explained, reviewed, decided.

It is walked in the line that wants it, as the meetings' shared line is: a line that waited for a child case would need a verb for that, and
would not show its own operators whom it waits for::

    ballot = fix(office, SEND_PLAN, lambda: consultations.sent(office, PLAN, asked, paper))
    heard = consult(office, PLAN, ballot)       # heard.outcome is None where the ballot names nobody who decides
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.consultations import Consultation, Outcome
from tasks.consultation_papers import SUMMARY, put_summary, same_summary
from tasks.consultation_questions import CONSENT, NOT_CONSENT, Block
from tasks.correspondence import Telling, tell
from tasks.office import Answered, Office
from tasks.opinions import consultation_of, counts_line, voices
from tasks.papers import enclosed, release
from tasks.recipients import readers
from tasks.verbs import Approval, Who, agree, fix, gather, open
from tasks.who import Role, roster

SECRETARY, STANDING_MEMBER, REVIEWER = Role.SECRETARY, Role.STANDING_MEMBER, Role.DEPUTY_GROUP_LEADER


@dataclass(frozen=True)
class Consulted:
    """What a block came to: who stayed silent until the day it was due, and what was decided (None: decided elsewhere)."""

    silent: tuple[str, ...]
    outcome: str | None
    decision: str
    ending: str


def consult(office: Office, block: Block, ballot: Mapping[str, Any]) -> Consulted:
    """Ask, gather, have it taken up, reviewed and decided; ``ballot``: what :func:`tasks.consultations.sent` returned, inside a ``fix``."""
    question = block.urgent if ballot["urgent"] else block.opinion
    silence = CONSENT if ballot["silence_consents"] else NOT_CONSENT
    about = {"matter": ballot["matter"], "silence": silence, "enclosed": ballot["enclosed"]}
    asked = [open(office, _seats(one["seats"]), question, suffix=one["seats"][0], about=about) for one in ballot["asked"]]

    # Đ6.3: what has not come by its day is counted apart; it is still taken, and kept as late.
    heard = gather(office, *asked, until=block.closed, label="Chờ ý kiến bằng văn bản của người được hỏi")

    # Đ7.4, Đ5.4: each comment is taken up or explained, to the letter (Đ2.1); who has the authority decides.
    agreed = agree(office, SECRETARY, *_approvals(block, ballot), draft=block.summary)
    done = fix(office, block.settled, lambda: _settle(office, block, agreed.draft, agreed.last, ballot))
    return Consulted(heard.silent, done["outcome"], done["decision"], done["ending"])


def _seats(seats: list[str]) -> Who:
    return seats[0] if len(seats) == 1 else tuple(seats)


def _approvals(block: Block, ballot: Mapping[str, Any]) -> list[Approval]:
    """The standing member reviews and signs; where he himself decides, the deputy leader of the group reviews first (nobody his own)."""

    def typed(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
        return put_summary(office, block, drafted, n, ballot["letter"])

    def same(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
        return same_summary(office, block, n)

    def shown(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - as above
        return same_summary(office, block, n) | {"signs": False}  # he decides on it, its signature is the standing member's

    decider, release = ballot["decider"], Approval(SECRETARY, block.release, before=same)
    if decider is None:
        return [Approval(STANDING_MEMBER, block.sign, before=typed), release]
    if ballot["decider_signs"]:
        return [Approval(REVIEWER, block.review), Approval(decider, block.decide, before=typed), release]
    return [Approval(STANDING_MEMBER, block.sign, before=typed), Approval(decider, block.decide, before=shown), release]


def _settle(office: Office, block: Block, drafted: Answered, released: Answered, ballot: Mapping[str, Any]) -> dict[str, Any]:
    """The report is out: what was decided is on record, and everybody who was asked has both (Đ2.1)."""
    desk, case, people = office.desk, office.case, roster(office.desk)
    asked = consultation_of(desk, case, block.key)
    paper = release(desk, UUID(released.about["paper"]), released)
    said = office.steps.get(office.key(block.decide, str(drafted.about["round"])), (None, None))[1]
    if said is not None:
        asked.outcome, asked.decided_on = Outcome(said.choice), desk.today
        asked.decision = said.payload["reason"] or said.payload["decision"]
        desk.session.add(asked)
        desk.session.flush()
    decision = _in_words(asked, people.title(asked.decider_seat) if asked.decider_seat else "")
    heard = voices(desk, asked)
    numbers = [counts_line([voice for voice in heard if voice.n == n], asked.silence_consents) for n in range(1, len(asked.questions) + 1)]
    listed = "\n".join(f"{n}. {text}\n{line}" for n, (text, line) in enumerate(zip(asked.questions, numbers, strict=True), 1))
    told = [officer for one in ballot["asked"] for officer in (people.answerer(*one["seats"]).officer_id,) if officer is not None]
    telling = Telling(
        key=f"{block.key or 'consultation'}/settled",
        kind="opinions",
        title=f"Kết quả lấy ý kiến về {asked.matter}",
        what=listed,
        clauses=block.settled.clauses,
        why="Ông/Bà được lấy ý kiến, hoặc có tên trong nơi nhận của báo cáo.",
        extra={"number": paper.notation, "decision": decision},
        enclosed=enclosed(paper),
    )
    tell(desk, case, [*told, *readers(desk, SUMMARY), *ballot["by"]], telling)
    return {
        "paper": str(paper.id),
        "notation": paper.notation,
        "outcome": asked.outcome,
        "decision": asked.decision,
        "ending": decision,
    }


def _in_words(asked: Consultation, decider: str) -> str:
    """What was decided, in a sentence."""
    if asked.outcome is None:
        return "Ý kiến đã được tổng hợp, trình cấp có thẩm quyền"
    if asked.outcome == Outcome.DECLINED:
        return f"{decider} không đồng ý với kiến nghị. Lý do: {asked.decision}"
    return f"{decider} đồng ý với kiến nghị" + (f": {asked.decision}" if asked.decision else "")
