"""The pages of what is asked about spending that no norm covers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models.cases import Case
from models.money import figures, in_figures, in_words
from models.papers import Paper
from models.steps import Step
from portal.funding_facts import funding_facts
from portal.sheets import BRANCHES, DRAFTS, PAGES, PREPARE, Prepared
from tasks.bureau import Desk
from tasks.funding_checks import items_of
from tasks.funding_forms import (
    CouncilForm,
    DisagreedForm,
    FinanceForm,
    FundingForm,
    FundingSignForm,
    ItemLine,
    NormsForm,
    ProvinceForm,
    ResolutionForm,
)
from tasks.ledger import account
from tasks.office import funding_of


def _money(desk: Desk, case: Case, step: Step) -> Prepared:
    """What it is about, and the supplement where one has come."""
    return Prepared(facts=funding_facts(desk, case) | {"supplement": step.about.get("supplement", "")})


def _draft(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    request = funding_of(desk, case)
    return Prepared(facts={"request": request, "account": account(desk, request.source, request.year)})


def _norms(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    lines = items_of(desk, case)
    return Prepared(start={"norms": [{"seq": str(line.seq), "norm": ""} for line in lines]}, facts=funding_facts(desk, case))


def _signed(desk: Desk, case: Case, step: Step) -> Prepared:
    return Prepared(facts=funding_facts(desk, case) | {"paper": desk.session.get(Paper, UUID(step.about["paper"]))})


def _funding_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - every draft is shown from these three
    lines = [ItemLine.model_validate(line) for line in payload.get("items", ())]
    total = sum(line.amount for line in lines)
    return {"funding": payload, "items": lines, "total": in_figures(total), "words": in_words(total), "figures": figures}


PREPARE |= dict.fromkeys(("funding-opinion", "funding-supplement", "funding-disagreed", "funding-council", "funding-resolution"), _money)
PREPARE |= {"funding-draft": _draft, "funding-norms": _norms, "funding-province": _signed}
PAGES[FundingSignForm] = ("funding-sign", _signed)
DRAFTS["funding-draft"] = _funding_draft

_REPLY = frozenset({"number", "issued_on", "opinion", "reply"})
BRANCHES |= {
    FundingForm: {"withdraw": frozenset({"reason"}), "submit": frozenset({"items", "total", "quotation", "quotation_2", "quotation_3"})},
    NormsForm: {"approve": frozenset({"norms"}), "return": frozenset({"reason"})},
    FundingSignForm: {"approve": frozenset()},
    FinanceForm: dict.fromkeys(FinanceForm.CHOICES, _REPLY),
    DisagreedForm: dict.fromkeys(DisagreedForm.CHOICES, frozenset({"reason"})),
    ProvinceForm: {"approve": frozenset(), "return": frozenset({"reason"}), "refuse": frozenset({"reason", "number", "issued_on"})},
    CouncilForm: {
        "approve": frozenset({"number", "issued_on"}),
        "return": frozenset({"reason"}),
        "refuse": frozenset({"reason", "number", "issued_on"}),
    },
    ResolutionForm: {
        "adopted": frozenset({"number", "issued_on", "amount", "resolution"}),
        "postponed": frozenset({"reason"}),
        "rejected": frozenset({"reason"}),
    },
}
