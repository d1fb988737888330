"""On the day an agency is merged or split: what it still owed and what its head was still asked go to who took over.

Nothing is marked as done: what is still open with an agency that is no more is found and moved, so that going round twice moves
nothing twice. A day, a rung and what was reported stay as they are; only who answers for them changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from models.agencies import Succession
from models.cases import Case
from models.directives import Directive
from models.steps import Step, StepKind, StepState
from notifications.words import short_date
from tasks.acts import MOVED, Doing, act, move_step, move_steps
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_seats import chaser, confirmer, granter, reporter
from tasks.follow_up import FIRST, SECOND, TO_UBND
from tasks.plan_succession import draft_plans, follow_and_tell, gone_in
from tasks.who import Role, roster
from tasks.withdrawal import revoke_links

SUCCEEDED = "directive-succeeded"
SUCCEEDED_TITLE = "Chuyển cơ quan chủ trì, phối hợp theo quyết định sắp xếp cơ quan"
CLAUSES = ("Đ11.1a", "Đ11.2a")
DECIDERS: Mapping[str, Callable[[Desk, Directive], str]] = {  # who decides may be the new head himself: nobody decides his own
    "confirm": confirmer,
    "extension": granter,
    FIRST: partial(chaser, first=Role.GROUP_LEADER),
    SECOND: partial(chaser, first=Role.STANDING_MEMBER),
    TO_UBND: reporter,
}

# Whether a holding, an absence or an agency has begun or ended after ``since`` up to today: else the roster is what it was then.
TURNING = """
    EXISTS (SELECT FROM holding WHERE since > :since AND since <= :today OR until > :since AND until <= :today)
        OR EXISTS (SELECT FROM absence WHERE since > :since AND since <= :today OR until >= :since AND until < :today)
        OR EXISTS (SELECT FROM succession WHERE effective > :since AND effective <= :today)
        OR EXISTS (SELECT FROM naming WHERE since > :since AND since <= :today)
"""


@dataclass(frozen=True)
class _Gone:
    """Agencies that are no more: who has taken over each, their heads' seats, and the words that say so."""

    heirs: Mapping[str, str]
    seats_of_heirs: Mapping[str, str]  # agency that is no more → the seat that answers now
    seats: Mapping[str, str]  # former head's seat → the seat that answers now
    why: Mapping[str, str]
    split: frozenset[str]


def follow_roster(desk: Desk) -> int:
    """Give everything that is open to whom the roster of today names; returns how many steps went to somebody else.

    Run on each new day and after each change of the roster: holdings, absences and agencies begin and end by date.
    """
    desk.forget()
    return _give_back(desk) + _hand_over(desk) + move_steps(desk)


def _give_back(desk: Desk) -> int:
    """A request for more time is with who may decide it today: an authorised seat may fall vacant, or go to the head who owes it."""
    requests = (
        select(Step, Directive)
        .join(Directive, col(Directive.case_id) == col(Step.case_id))
        .where(col(Step.question) == "extension", col(Step.state) == StepState.OPEN)
        .execution_options(populate_existing=True)
    )
    for case_id in sorted(step.case_id for step, duty in desk.session.exec(requests) if step.seats != [granter(desk, duty)]):
        desk.locked_case(case_id)
    moved = 0
    for step, duty in desk.session.exec(requests).all():
        if step.seats != [seat := granter(desk, duty)]:
            moved += move_step(desk, step, roster(desk).answerer(seat, about=step.about), MOVED)
    return moved


def _hand_over(desk: Desk) -> int:
    gone = _gone(desk)
    if not gone.seats:
        return 0
    duties = {duty.case_id: duty for duty in _owed(desk, gone)}
    plans = {plan.case_id: plan for plan in draft_plans(desk) if gone_in(desk, plan)}
    cases = sorted({*duties, *plans, *(step.case_id for step in _asked(desk, gone))})
    for case_id in cases:
        desk.locked_case(case_id)  # in one order, and before their steps
    moved = sum(_move_case(desk, gone, desk.case(case_id), duties.get(case_id)) for case_id in cases)
    for case_id, plan in plans.items():
        follow_and_tell(desk, desk.case(case_id), plan, gone.why)
    return moved


def _gone(desk: Desk) -> _Gone:
    people, called = roster(desk), names(desk)
    after = {code: head.id for code in people.heirs if (head := people.head_of(code)) is not None}
    former = {seat.id: seat.agency_id for seat in people.seats.values() if seat.role == Role.AGENCY_HEAD and seat.agency_id in after}
    effects: dict[str, list[Succession]] = {}
    for one in desk.session.exec(select(Succession).where(col(Succession.predecessor_id).in_(after))):
        effects.setdefault(one.predecessor_id, []).append(one)
    why = {}
    for code, parts in effects.items():
        day, decision = parts[0].effective, parts[0].decision
        into = " và ".join(sorted(called[one.successor_id] for one in parts))
        fate = f"được tách thành {into}" if len(parts) > 1 else f"nhập vào {into}"
        why[code] = f"Từ {short_date(day)} {called[code]} {fate} ({decision}); {called[people.heirs[code]]} kế thừa việc này."
    return _Gone(
        heirs={code: people.heirs[code] for code in after},
        seats_of_heirs=after,
        seats={seat: after[code] for seat, code in former.items() if code is not None},
        why=why,
        split=frozenset(code for code, parts in effects.items() if len(parts) > 1),
    )


def _owed(desk: Desk, gone: _Gone) -> list[Directive]:
    theirs = or_(col(Directive.lead_agency).in_(gone.heirs), col(Directive.coordinating).op("&&")(list(gone.heirs)))
    followed = select(Directive).join(Case, col(Case.id) == col(Directive.case_id)).where(theirs, col(Directive.ending).is_(None))
    return list(desk.session.exec(followed.where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))))


def _asked(desk: Desk, gone: _Gone, case_id: UUID | None = None) -> list[Step]:
    """Open steps asked of their heads; of one case: all its open ones."""
    wanted = select(Step).where(col(Step.state) == StepState.OPEN, col(Step.kind) == StepKind.ASK).order_by(col(Step.id))
    theirs = _asked_of(gone) if case_id is None else col(Step.case_id) == case_id
    return list(desk.session.exec(wanted.where(theirs).execution_options(populate_existing=True)))


def _asked_of(gone: _Gone) -> ColumnElement[bool]:
    return col(Step.seats).op("&&")(list(gone.seats))


def _move_case(desk: Desk, gone: _Gone, case: Case, duty: Directive | None) -> int:
    if not case.is_open:
        return 0
    before, helped = "", []
    if duty is not None:
        desk.session.refresh(duty)
        before, helped = duty.lead_agency, [code for code in duty.coordinating if code in gone.heirs]
        _take_over(desk, gone, case, duty)
    _move_lapsed(desk, gone, case)
    moved, told = 0, set()
    for step in _asked(desk, gone, case.id):
        seats = tuple(dict.fromkeys(gone.seats.get(seat, seat) for seat in step.seats))
        if duty is not None and step.question in DECIDERS:
            seats = (DECIDERS[step.question](desk, duty),)
        about = _renamed(step.about, gone)
        why = next((gone.why[code] for code in _agencies_of(desk, step.seats) if code in gone.why), gone.why.get(before, ""))
        if (list(seats), about) != (step.seats, step.about):
            step.about = about
            if move_step(desk, step, roster(desk).answerer(*seats, about=about), why, because=why):
                told.add(step.officer_id)
                moved += 1
    if duty is not None:
        _tell_lead(desk, gone, case, duty, before, told)
        _tell_helpers(desk, gone, case, duty, helped)
    return moved


def _move_lapsed(desk: Desk, gone: _Gone, case: Case) -> None:
    """What was not answered in time may still be answered late, by who answers now; nobody is written to about it again."""
    wanted = select(Step).where(col(Step.case_id) == case.id, col(Step.state) == StepState.LAPSED, _asked_of(gone))
    lapsed = list(desk.session.exec(wanted.execution_options(populate_existing=True)))
    revoke_links(desk, [step.id for step in lapsed])
    for step in lapsed:
        step.seats = [gone.seats.get(seat, seat) for seat in step.seats]
        step.officer_id, step.revision = roster(desk).answerer(*step.seats).officer_id, step.revision + 1
        desk.session.add(step)
    desk.session.flush()


def _take_over(desk: Desk, gone: _Gone, case: Case, duty: Directive) -> None:
    """The directive's agencies of today, as an act on its case."""
    touched = [code for code in dict.fromkeys((duty.lead_agency, *duty.coordinating)) if code in gone.heirs]
    lead = gone.heirs.get(duty.lead_agency, duty.lead_agency)
    helpers = dict.fromkeys(gone.heirs.get(code, code) for code in duty.coordinating)
    payload = {"from": touched, "to": [gone.heirs[code] for code in touched], "lead": duty.lead_agency}  # who led it until now
    if lead != duty.lead_agency:
        head = roster(desk).head_of(lead)
        assert head is not None
        duty.lead_agency, duty.lead_seat, duty.doer = lead, head.id, ""
    duty.coordinating = [code for code in helpers if code != lead]
    desk.session.add(duty)
    desk.session.flush()
    reason = " ".join(gone.why[code] for code in touched)
    act(desk, case.id, Doing(SUCCEEDED, reason, None, payload), reason)


def _tell_lead(desk: Desk, gone: _Gone, case: Case, duty: Directive, before: str, asked: set[str | None]) -> None:
    """The head who owes it from now on; of a split agency's duty also who issued it, for he may choose another."""
    people = roster(desk)
    key = f"succeeded/{duty.lead_agency}/{before}"
    if before in gone.heirs:
        head = people.holders.get(duty.lead_seat)
        why = "Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ."
        tell(desk, case, [head] if head and head not in asked else [], _telling(key, gone.why[before], duty, why))
    if before in gone.split:
        issuer = people.answerer(duty.issuer_seat).officer_id
        way = " Nếu cần giao cơ quan kế thừa khác chủ trì, Ông/Bà chọn «Giao cơ quan khác chủ trì» ở trang hồ sơ."
        why = "Ông/Bà giao nhiệm vụ này."
        tell(desk, case, [issuer] if issuer else [], _telling(f"{key}/issuer", gone.why[before] + way, duty, why))


def _tell_helpers(desk: Desk, gone: _Gone, case: Case, duty: Directive, helped: list[str]) -> None:
    """The heads who help with it from now on."""
    people = roster(desk)
    for code in helped:
        head = people.holders.get(gone.seats_of_heirs[code])
        if gone.heirs[code] != duty.lead_agency and head is not None:
            why = "Ông/Bà đứng đầu cơ quan được giao phối hợp."
            tell(desk, case, [head], _telling(f"succeeded/{code}/helper", gone.why[code], duty, why))


def _telling(key: str, what: str, duty: Directive, why: str) -> Telling:
    return Telling(key=key, kind="told", title=SUCCEEDED_TITLE, what=f"{what} Nội dung nhiệm vụ: {duty.text}", clauses=CLAUSES, why=why)


def _renamed(about: Mapping[str, Any], gone: _Gone) -> dict[str, Any]:
    """Whose matter a step is ("seat"): nobody decides his own after the change either."""
    return dict(about) | ({"seat": gone.seats[about["seat"]]} if about.get("seat") in gone.seats else {})


def _agencies_of(desk: Desk, seats: list[str]) -> list[str]:
    found = roster(desk).seats
    return [code for seat in seats if (code := found[seat].agency_id) is not None]
