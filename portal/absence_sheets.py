"""The pages of an absence's questions."""

from models.cases import Case
from models.steps import Step
from portal.forms import Option
from portal.sheets import BRANCHES, PREPARE, Prepared
from tasks.absence_checks import may_act_for
from tasks.absence_questions import ActingForm, StandingInForm
from tasks.bureau import Desk
from tasks.office import absence_of
from tasks.who import roster


def _decision(desk: Desk, case: Case, step: Step) -> Prepared:
    people, away = roster(desk), absence_of(desk, case)
    options = [
        Option(seat.id, f"{people.title(seat.id)} {people.name(people.holders.get(seat.id))}", seat.office or "")
        for seat in may_act_for(desk, step.about["seat"])
    ]
    who = f"{people.name(away.officer_id)}, {people.title(step.about['seat'])}"
    return Prepared(options={"seat": options}, facts={"who": who, "away": away})


def _confirmation(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    people, seat = roster(desk), step.about["seat"]
    return Prepared(facts={"presided": f"{people.name(people.holders.get(seat))}, {people.title(seat)}", "reason": step.about["reason"]})


PREPARE |= {"standing-in-decision": _decision, "acting-confirmation": _confirmation}
BRANCHES[StandingInForm] = {"wait": frozenset()}
BRANCHES[ActingForm] = {"confirm": frozenset()}
