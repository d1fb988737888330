"""The pages of a directive's questions, and what the case page shows of it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.directives import Directive, Ending, Extension, Progress
from models.steps import Step
from portal.sheets import BRANCHES, PREPARE, Prepared
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.directive_checks import facts
from tasks.directive_forms import ConfirmForm, ExtensionForm, ReportForm
from tasks.directive_seats import confirmer, granter
from tasks.office import directive_of
from tasks.who import roster, roster_on

ENDINGS = {Ending.CONFIRMED: "Đã xác nhận hoàn thành", Ending.STOPPED: "Đã dừng", Ending.SPLIT: "Đã tách"}


def directive_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """A directive as it stands: what its letters say, who leads, issues and confirms, what was reported, what more time was asked."""
    duty = directive_of(desk, case)
    people = roster_on(desk, duty.ended_on) if duty.ended_on else roster(desk)
    reported = select(Progress).where(col(Progress.directive_id) == duty.id).order_by(col(Progress.reported_at).desc())
    asked = select(Extension).where(col(Extension.directive_id) == duty.id).order_by(col(Extension.n))
    family = select(Directive, Case).join(Case, col(Case.id) == col(Directive.case_id))
    return facts(desk, case) | {
        "duty": duty,
        "ending": ENDINGS[duty.ending] if duty.ending else "",
        "lead": names(desk, duty.ended_on)[duty.lead_agency],
        "head": people.title(duty.lead_seat),
        "issuer": people.called(duty.issuer_seat),
        "confirmer": people.called(confirmer(desk, duty)),
        "granter": people.called(granter(desk, duty)),
        "authorised": authorised(desk, duty),
        "reports": desk.session.exec(reported).all(),
        "extensions": desk.session.exec(asked).all(),
        "parts": [found for _, found in desk.session.exec(family.where(col(Directive.parent_id) == duty.id))],
        "whole": next((found for _, found in desk.session.exec(family.where(col(Directive.id) == duty.parent_id))), None),
    }


def authorised(desk: Desk, duty: Directive) -> str:
    """Who grants more time by the issuer's document, in words; whose turn it is where he cannot; empty where nobody was authorised."""
    if duty.granter_seat is None:
        return ""
    people = roster_on(desk, duty.ended_on) if duty.ended_on else roster(desk)
    said = f"{people.called(duty.granter_seat)}, theo ủy quyền tại {duty.granter_document}"
    decides = duty.granter_seat if duty.ending else granter(desk, duty)
    if decides == duty.granter_seat:
        return said
    his_own = people.holders.get(duty.granter_seat) == people.holders.get(duty.lead_seat)
    why = "người này đứng đầu cơ quan chủ trì" if his_own else "chức danh này hiện không còn người giữ"
    return f"{said}; {why} nên {people.called(decides)} quyết định"


def _duty(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    return Prepared(facts=directive_facts(desk, case))


def _extension(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    shown = directive_facts(desk, case)
    return Prepared(facts=shown | {"asked": shown["extensions"][-1]})


PREPARE |= dict.fromkeys(("acknowledge", "report", "standing-report", "confirm"), _duty)
PREPARE["extension"] = _extension
_FIELDS: Mapping[str, frozenset[str]] = {
    "progress": frozenset({"done", "obstacles"}),
    "submit": frozenset({"done", "obstacles", "product_number", "evidence"}),
    "extend": frozenset({"new_due", "reason"}),
}
BRANCHES |= {
    ReportForm: _FIELDS,
    ConfirmForm: {"approve": frozenset()},
    ExtensionForm: {"grant": frozenset({"day"}), "refuse": frozenset({"reason"})},
}
