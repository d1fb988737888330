"""Who does what about a request for spending, by seat (Đ10.2). Four eyes are counted per person.

Who asks or drafts never reviews, signs, gives an opinion or decides, whatever seats he holds; who signed the letter that asks does not
answer it either. Which seat it is, is worked out when the question opens, past whoever has had a hand in it; where only such a person
is left he is asked and refused, for nobody else may speak for that agency.
"""

from models.cases import Case
from models.funding import FundingRequest
from models.people import SeatRow
from models.statements import Statement
from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.office import funding_of
from tasks.who import COMMITTEE, Role, Roster, roster

ANSWERED: Statement[str] = Statement(
    """
        SELECT answer.officer_id FROM answer JOIN step ON step.id = answer.step_id
        WHERE step.case_id = :case AND step.question = ANY (CAST(:questions AS text[])) AND answer.officer_id IS NOT NULL
    """,
    lambda row: row[0],
)
FUNDING_PARTS = (Role.DRAFTER, Role.NORM_CHECKER, Role.SPENDER, Role.FINANCE, Role.CLERK)
DRAFTING = ("funding-draft", "funding-supplement")
SIGNING = ("funding-letter-sign", "funding-submission-sign", "funding-disagreed")
ASKED_OUTSIDE = ("funding-opinion", "funding-province", "funding-council")  # answered for another body than the one that asks


def funding_seat(desk: Desk, case: Case, part: Role) -> str:
    """The seat that has this part in the case's request."""
    people, request = roster(desk), funding_of(desk, case)
    standing, finance = desk.law.committee.identity.standing_agency, desk.law.committee.identity.finance_agency
    drafters = drafted_by(desk, request)
    match part:
        case Role.DRAFTER:
            return request.drafter_seat
        case Role.NORM_CHECKER:
            return _free(people, _staff(people, standing, Role.DEPUTY_GROUP_LEADER, Role.GROUP_MEMBER, Role.SECRETARY), drafters)
        case Role.CLERK:
            return _free(people, _staff(people, standing, Role.SECRETARY, Role.GROUP_MEMBER, Role.DEPUTY_GROUP_LEADER), drafters)
        case Role.SPENDER:
            return _head(people, standing)
        case Role.FINANCE:
            head = _head(people, finance)
            members = [seat.id for seat in people.by_role(*COMMITTEE) if seat.agency_id == people.seats[head].agency_id]
            return _free(people, [head, *members], drafters | signed_by(desk, request))
    raise ValueError(part)


def drafted_by(desk: Desk, request: FundingRequest) -> frozenset[str]:
    """Officers who asked for it or drafted any of it."""
    return frozenset({request.drafter_id, *_answered(desk, request, DRAFTING)})


def signed_by(desk: Desk, request: FundingRequest) -> frozenset[str]:
    """Officers who put it before another body in the standing office's name."""
    return frozenset(_answered(desk, request, SIGNING))


def own_hand(desk: Desk, step: AskedStep) -> bool:
    """Whether who answers has had a hand in what he would judge: seats may have changed hands since it was asked."""
    request = funding_of(desk, desk.case(step.case_id))
    hands = drafted_by(desk, request)
    if step.question in ASKED_OUTSIDE:
        hands |= signed_by(desk, request)
    return step.officer_id in hands


def why_not_draft(desk: Desk, officer_id: str) -> str:
    """Why this officer cannot ask for money here; empty for one of the group or the standing office who does not decide on it."""
    people, identity = roster(desk), desk.law.committee.identity
    if not drafting_seats(people, identity.standing_agency, officer_id):
        return "Chỉ thành viên Tổ công tác và cán bộ cơ quan thường trực lập đề xuất chi (khoản 2 Điều 10 Quy chế)."
    deciding = [_head(people, identity.standing_agency), _head(people, identity.finance_agency)]
    deciding += [seat.id for seat in people.by_role(Role.PROVINCE_CHAIR)]
    if officer_id in {people.holders.get(seat) for seat in deciding}:
        return "Ông/Bà ký, có ý kiến hoặc quyết định khoản chi này nên không tự lập đề xuất; hãy giao người khác lập."
    return ""


def drafting_seats(people: Roster, standing: str, officer_id: str) -> list[SeatRow]:
    """Seats by which an officer drafts: the working group's, and those of the standing office."""
    group = (Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)
    return [seat for seat in people.seats_of(officer_id) if seat.role in group or seat.agency_id == standing]


def _staff(people: Roster, agency: str, *roles: Role) -> list[str]:
    """Seats of the agency's own people with these roles, in their order; where it has none, those of the whole group."""
    agency, held = people.heirs.get(agency, agency), people.by_role(*roles)
    own = [seat.id for seat in held if seat.agency_id is not None and people.heirs.get(seat.agency_id, seat.agency_id) == agency]
    return own or [seat.id for seat in held]


def _head(people: Roster, agency: str) -> str:
    head = people.head_of(agency)
    assert head is not None, f"agency {agency} has a head by the committee's own law"
    return head.id


def _free(people: Roster, order: list[str], hands: frozenset[str]) -> str:
    """The first seat whose holder has had no hand in it; the first of all where every one has."""
    return next((seat for seat in order if people.holders.get(seat) is not None and people.holders[seat] not in hands), order[0])


def _answered(desk: Desk, request: FundingRequest, questions: tuple[str, ...]) -> list[str]:
    return ANSWERED.all(desk.session, case=request.case_id, questions=list(questions))
