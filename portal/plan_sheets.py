"""The pages of what is asked about a year's programme and plans."""

from collections.abc import Mapping
from typing import Any

from models.cases import Case
from models.plans import PlanPaper
from models.steps import Step
from portal.forms import Option
from portal.paper_sheets import STATES
from portal.plan_facts import plan_facts, proposers
from portal.sheets import BRANCHES, DRAFT_PAGES, PAGES, PREPARE, Prepared
from tasks.agencies import current
from tasks.bureau import Desk
from tasks.office import plan_of
from tasks.papers import papers_about
from tasks.plan_checks import faults, warnings
from tasks.plan_forms import PlanDraftForm, PlanProposalForm, PlanReleaseForm, PlanVerdictForm
from tasks.plan_release import signed_papers
from tasks.releasing import no_number_here
from tasks.who import roster

_FILES = frozenset(paper.value for paper in PlanPaper)
_NUMBERS = frozenset(f"number_{paper.value}" for paper in PlanPaper)


def _proposal(desk: Desk, case: Case, step: Step) -> Prepared:
    agencies = [Option(code, name) for code, name in current(desk).items()]
    own = roster(desk).seats[step.seats[0]].agency_id
    facts = {"year": plan_of(desk, case).year, "own": next((option.label for option in agencies if option.value == own), "")}
    return Prepared(options={"lead": agencies, "coordinating": agencies}, facts=facts)


def _draft(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    """The draft stands on pages of its own; here it is put forward, with what bars it and what clashes."""
    plan = plan_of(desk, case)
    asked, answered = proposers(desk, case)
    return Prepared(
        facts={"plan": plan, "wrong": faults(desk, plan), "clashes": warnings(desk, plan), "asked": asked, "answered": answered}
    )


def _release(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    papers = signed_papers(desk, step)
    ours = not any(no_number_here(desk, paper.series) for paper in papers)
    shown = [(paper, STATES[paper.state], PlanPaper(paper.matrix).value, roster(desk).name(paper.signer_id)) for paper in papers]
    to_take = ours and any(paper.number is None for paper in papers)
    return Prepared(facts={"papers": shown, "ours": ours, "reserve": f"/viec/{step.id}/lay-so" if to_take else ""})


def _sign(desk: Desk, case: Case, step: Step) -> Prepared:
    """The papers to be signed, and the plan itself to be read on the page."""
    plan = plan_of(desk, case)
    papers = signed_papers(desk, step) if papers_about(step.about) else []
    return Prepared(facts={"papers": papers, "clashes": warnings(desk, plan)})


def _shown(desk: Desk, case: Case, draft: Step, payload: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - drafts' shape
    return plan_facts(desk, case) | {"note": payload.get("note", "")}


PREPARE |= {"plan-proposal": _proposal}
PAGES[PlanDraftForm] = ("plan-draft", _draft)
PAGES[PlanVerdictForm] = ("plan-verdict", _sign)
PAGES[PlanReleaseForm] = ("plan-release", _release)
DRAFT_PAGES |= {PlanDraftForm: ("plan-draft", _shown)}
BRANCHES |= {
    PlanProposalForm: {"none": frozenset()},
    PlanVerdictForm: {"approve": frozenset()},
    PlanReleaseForm: {"take": _FILES, "given": _FILES | _NUMBERS | {"issued_on"}, "return": frozenset({"reason"})},
}
