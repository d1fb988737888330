"""What pages show of a request for spending: its lines and sums, what was said about it, when the clock stood, what was decided."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.funding import FundingDecision, FundingItem, FundingRequest, LedgerEntry, Route
from models.money import in_figures, in_words
from models.papers import Upload
from models.steps import Answer, Step
from portal.labels import VIA
from tasks.bureau import Desk
from tasks.funding import ENDED
from tasks.funding_checks import items_of
from tasks.funding_clock import stops_of
from tasks.funding_forms import FinanceForm
from tasks.funding_questions import DRAFT, OPINION, RESOLUTION, SUPPLEMENT
from tasks.ledger import commitments, entries_of
from tasks.ledger_entries import committed_by_item
from tasks.office import funding_of
from tasks.who import roster

ROUTES = {
    Route.OFFICE: "Giám đốc cơ quan thường trực quyết định",
    Route.PROVINCE: "Chủ tịch UBND tỉnh quyết định",
    Route.COUNCIL: "HĐND tỉnh ban hành chế độ chi",
}


@dataclass(frozen=True)
class Said:
    """Sở Tài chính's word: what, by which paper, and its words."""

    choice: str
    answer: Answer
    via: str


def is_funding(desk: Desk, case: Case) -> bool:
    """Whether the case carries a request for spending."""
    return desk.session.exec(select(FundingRequest.id).where(col(FundingRequest.case_id) == case.id)).first() is not None


def funding_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """The request as it stands."""
    request, lines = funding_of(desk, case), items_of(desk, case)
    special = [line for line in lines if not line.norm]
    decision = desk.session.get(FundingDecision, request.id)
    total = sum(line.amount for line in special)
    committed = committed_by_item(desk, request)
    return {
        "request": request,
        "lines": lines,
        "total": total,
        "words": in_words(total) if total else "",
        "drafter": roster(desk).title(request.drafter_seat),
        "stops": stops_of(desk, request),
        "said": _said(desk, case),
        "ending": ENDED[request.ending] if request.ending else "",
        "decision": decision,
        "route": ROUTES[decision.route] if decision else "",
        "committed": committed,
        "all_committed": sum(committed.values()),
        "files": files_of(desk, case),
    }


def _said(desk: Desk, case: Case) -> list[Said]:
    wanted = select(Answer).join(Step, col(Step.id) == col(Answer.step_id))
    mine = (col(Step.case_id) == case.id, col(Step.question) == OPINION.key)
    rows = desk.session.exec(wanted.where(*mine).order_by(col(Answer.at)))
    return [Said(FinanceForm.CHOICES[row.choice], row, VIA.get(row.via, "")) for row in rows]


def files_of(desk: Desk, case: Case) -> list[Upload]:
    """Quotations, supplements, replies and resolutions that were handed in with their answers."""
    questions = (DRAFT.key, SUPPLEMENT.key, OPINION.key, RESOLUTION.key)
    wanted = select(Upload).join(Step, col(Step.id) == col(Upload.step_id)).join(Answer, col(Answer.step_id) == col(Step.id))
    mine = (col(Upload.case_id) == case.id, col(Step.question).in_(questions))
    return list(desk.session.exec(wanted.where(*mine).order_by(col(Upload.id))))


def unlocked(desk: Desk, year: int) -> list[tuple[FundingItem, FundingRequest, int]]:
    """Items that money may be committed for in a year's ledger, each with its request and what is left of it, in đồng."""
    found = []
    for request in desk.session.exec(select(FundingRequest).where(col(FundingRequest.year) == year).order_by(col(FundingRequest.id))):
        decided, spent = desk.session.get(FundingDecision, request.id), committed_by_item(desk, request)
        for item in items_of(desk, desk.case(request.case_id)):
            left = item.amount - spent.get(item.id, 0)
            if left > 0 and (item.norm or decided is not None):
                found.append((item, request, left))
    return found


def open_commitments(desk: Desk, year: int) -> dict[str, str]:
    """Commitments of a year, by the id of their line: for what, from where, how much of it is not settled."""
    found = {}
    for one in commitments(entries_of(desk, year)):
        entry: LedgerEntry = one.entry
        found[str(entry.id)] = (
            f"{entry.content} ({entry.source}): cam kết {in_figures(one.committed)}, đã quyết toán {in_figures(one.settled)}"
        )
    return found
