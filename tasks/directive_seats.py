"""Who does what about a directive, by seat: who owes it, who confirms it, who grants it more time.

Nobody accepts, extends or chases his own work: where the head of the lead agency holds the seat that would, the next in order does,
first who issued the directive, then the chair, then the deputies by acting order. What the issuer may do nobody else may; only granting
more time can he give to another, in writing.
"""

from collections.abc import Iterator

from models.cases import Case
from models.directives import Directive, Source
from tasks.bureau import Desk
from tasks.office import directive_of
from tasks.who import HEADS, Role, roster


def seat_for(desk: Desk, case: Case, role: Role) -> str:
    """The seat that has this part in the case's directive: ``LEAD``, ``CONFIRMER`` or ``GRANTER``."""
    duty = directive_of(desk, case)
    match role:
        case Role.LEAD:
            return duty.lead_seat
        case Role.CONFIRMER:
            return confirmer(desk, duty)
        case Role.GRANTER:
            return granter(desk, duty)
    raise ValueError(role)


def confirmer(desk: Desk, duty: Directive) -> str:
    """Đ5.1d: the standing member checks and confirms; what the UBND's leadership ordered, who ordered it confirms."""
    if duty.source == Source.PROVINCE:
        return decider(desk, duty)
    return not_the_lead(desk, duty, roster(desk).by_role(Role.STANDING_MEMBER)[0].id)


def decider(desk: Desk, duty: Directive) -> str:
    """Who issued it changes, hands over, stops or splits it."""
    return not_the_lead(desk, duty, duty.issuer_seat)


def may_decide(desk: Desk, duty: Directive, officer_id: str | None) -> bool:
    """Whether this officer's word changes the directive: who issued it, or the next in order where it is his own agency's."""
    return officer_id is not None and roster(desk).answerer(decider(desk, duty)).officer_id == officer_id


def granter(desk: Desk, duty: Directive) -> str:
    """Who set the day grants more time, or whom he authorised in writing; past an authorised seat nobody answers for, or the lead does."""
    authorised, people = duty.granter_seat, roster(desk)
    if authorised is None or not answers_today(desk, authorised) or people.holders[authorised] == people.holders.get(duty.lead_seat):
        return decider(desk, duty)
    return authorised


def answers_today(desk: Desk, seat: str) -> bool:
    """Whether there is such a seat, somebody holds it, and it does not head an agency that is no more."""
    people = roster(desk)
    there = people.seats.get(seat)
    return there is not None and seat in people.holders and not (there.role in HEADS and there.agency_id in people.heirs)


def not_the_lead(desk: Desk, duty: Directive, first: str) -> str:
    """``first``, or the next in order whose holder is not the head who owes the directive; the last where all are his."""
    return _not_held_by_the_lead(desk, duty, [first, *_next_in_order(desk, duty)])


def chaser(desk: Desk, duty: Directive, first: Role) -> str:
    """Who signs what chases a directive: the one with that role, or the chair, or a deputy; nobody chases his own."""
    return _not_held_by_the_lead(desk, duty, [seat.id for seat in roster(desk).by_role(first, Role.CHAIR, Role.DEPUTY_CHAIR)])


def reporter(desk: Desk, duty: Directive) -> str:
    """Đ11.2: who signs the report to the UBND's chairman: the standing member, or a deputy, for the chair is its reader."""
    order = roster(desk).by_role(Role.STANDING_MEMBER, Role.DEPUTY_CHAIR, Role.CHAIR)
    return _not_held_by_the_lead(desk, duty, [seat.id for seat in order])


def _not_held_by_the_lead(desk: Desk, duty: Directive, order: list[str]) -> str:
    people = roster(desk)
    owes = people.holders.get(duty.lead_seat)
    return next((seat for seat in order if owes is None or people.holders.get(seat) != owes), order[-1])


def _next_in_order(desk: Desk, duty: Directive) -> Iterator[str]:
    yield duty.issuer_seat
    if duty.source == Source.PROVINCE:  # Đ4 stands in for the committee's chair, never for the UBND's
        yield from (seat.id for seat in roster(desk).by_role(Role.PROVINCE_CHAIR, Role.PROVINCE_VICE_CHAIR))
    yield from (seat.id for seat in roster(desk).by_role(Role.CHAIR, Role.DEPUTY_CHAIR))
