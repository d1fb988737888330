"""What pages show of papers: on the case's page, and on the page where a signed paper is released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from documents.signatures import Signed, Verdict
from models.cases import Case
from models.papers import Paper, PaperState
from models.steps import Step
from portal.sheets import BRANCHES, PAGES, Prepared
from portal.verifier import Verifier
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.outgoing import Line, lines_on
from tasks.paper_forms import PaperActForm, ReleaseForm
from tasks.releasing import no_number_here, paper_of
from tasks.who import roster

STATES = {
    PaperState.WORKING: ("Tài liệu làm việc", ""),
    PaperState.TYPED: ("Chờ ký, phát hành", "open"),
    PaperState.RESERVED: ("Đã lấy số, chờ ký, phát hành", "open"),
    PaperState.ISSUED: ("Đã phát hành", "done"),
    PaperState.WITHDRAWN: ("Đã thu hồi", "gone"),
    PaperState.RETURNED: ("Không phát hành", "gone"),
    PaperState.VOID: ("Không phát hành, số bỏ", "gone"),
}
REPLACED = ("Đã được thay thế", "gone")
SOUND = {Verdict.TRUSTED: "done", Verdict.INTACT: "open"}


@dataclass(frozen=True)
class Shown:
    """A paper on a page. ``signatures`` None while the signed PDF is being read; ``in_force``: it can be withdrawn, replaced, corrected."""

    paper: Paper
    state: str
    tone: str
    signer: str
    note: str
    signatures: Sequence[Signed] | None
    in_force: bool


def papers_of(desk: Desk, case: Case, verifier: Verifier, *, drafts: bool) -> list[Shown]:
    """The papers of a case, oldest first; without ``drafts`` only those that were issued."""
    rows = desk.session.exec(select(Paper).where(col(Paper.case_id) == case.id).order_by(col(Paper.id))).all()
    people, found = roster(desk), []
    for line in lines_on(desk, [row for row in rows if row.issued_at is not None or drafts]):
        row = line.paper
        signatures = verifier.look(row.signed_sha256) if row.signed_sha256 else ()
        in_force = row.state == PaperState.ISSUED and not line.replaced
        signer = people.name(row.signer_id) if row.signer_id else ""
        found.append(Shown(row, *state_of(line), signer, line.note, signatures, in_force))
    return found


def state_of(line: Line) -> tuple[str, str]:
    """Where a paper stands, in words, and the tone that goes with it."""
    return REPLACED if line.replaced and line.paper.state == PaperState.ISSUED else STATES[line.paper.state]


def tone_of(signed: Signed) -> str:
    """How a verdict is marked; the words say the same."""
    return SOUND.get(signed.verdict, "late")


def _release(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    paper = paper_of(desk, step)
    desk.session.refresh(paper)
    state, tone = STATES[paper.state]
    return Prepared(
        facts={
            "paper": paper,
            "state": state,
            "tone": tone,
            "signer": roster(desk).name(paper.signer_id),
            "ours": not no_number_here(desk, paper.series),
            "reserve": f"/viec/{step.id}/lay-so",
            "seal": names(desk)[desk.law.committee.series_of(paper.matrix).seal_owner],
        }
    )


PAGES[ReleaseForm] = ("release", _release)
_NEW: frozenset[str] = frozenset({"reason", "subject", "signed", "numbering", "number", "issued_on"})
_ACTS: Mapping[str, frozenset[str]] = {"withdraw": frozenset({"reason"}), "replace": _NEW, "correct": _NEW | {"matrix"}}
_RELEASES: Mapping[str, frozenset[str]] = {
    "take": frozenset({"signed"}),
    "given": frozenset({"signed", "number", "issued_on"}),
    "return": frozenset({"reason"}),
}
BRANCHES |= {ReleaseForm: _RELEASES, PaperActForm: _ACTS}


def released(desk: Desk, step: Step) -> dict[str, Any] | None:
    """What a receipt says of the paper that its answer was about."""
    if "paper" not in step.about:
        return None
    paper = paper_of(desk, step)
    return {"paper": paper, "state": STATES[paper.state][0]}
