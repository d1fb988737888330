"""Who may open which page: one table, read at the door before any page is made.

A stranger learns nothing, not even that a thing exists: what is missing and what is forbidden are one and the same page.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, or_
from sqlmodel import col, select

from models.cases import Case
from models.directives import Directive
from models.letters import Letter
from models.meetings import Meeting
from models.steps import Answer, Step, StepKind
from tasks.authorisation import may_take_down
from tasks.bureau import Desk
from tasks.directive_seats import may_decide
from tasks.office import PLAN
from tasks.plan_editing import drafts
from tasks.presiding import presider_of
from tasks.report_records import reports_in
from tasks.who import HEADS, nobody_presides, roster
from tasks.who import Role as SeatRole


class Role(StrEnum):
    """What somebody is to a page. Seats give the first ones everywhere, a case or a step the last two there only."""

    STRANGER = "stranger"  # nobody, or nobody we know
    OFFICER = "officer"  # signed in, whatever he holds
    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    STANDING_MEMBER = "standing_member"
    MEMBER = "member"
    SECRETARY = "secretary"
    GROUP = "group"  # the rest of the working group
    GROUP_LEADER = "group_leader"  # leads the working group, or is a deputy there
    HEAD = "head"  # of an agency (Đ11), whether a member or not
    PROVINCE = "province"  # the UBND's chairman and vice chairmen
    PRESIDER = "presider"  # presides the meeting of this case (Đ3.3, Đ4)
    POSTPONER = "postponer"  # prepares the meeting of this case, and nobody is there to preside it (Đ4)
    HELPER = "helper"  # heads an agency that helps with this case's directive
    REPORTER = "reporter"  # heads an agency whose figures this case asks for
    ISSUER = "issuer"  # issued this case's directive, or decides in his stead
    PLANNER = "planner"  # of the standing office, in a case that carries a year's plans
    DRAFTER = "drafter"  # is asked now for the draft of the plans that this case carries
    AUTHORISER = "authoriser"  # sets down who grants this case's directive more time in the issuer's stead
    TOLD = "told"  # a letter about this case went to him, and its button leads here
    ASKED = "asked"  # this step is his; of a case: one of its steps is or was


ANYBODY = frozenset(Role)
SIGNED_IN = frozenset({Role.OFFICER})
ASKED = frozenset({Role.ASKED})
LEADERS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.PRESIDER, Role.ISSUER})
STAFF = frozenset({Role.SECRETARY, Role.GROUP})  # Đ7.10: the files are the working group's
DRAFTING = frozenset({Role.DRAFTER})
CASE = LEADERS | STAFF | ASKED | {Role.HELPER, Role.REPORTER}
COUNTING = STAFF | {Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.MEMBER}

TABLE: Mapping[str, frozenset[Role]] = {
    "/t/{token}": ANYBODY,  # the link itself is the right, and shows nothing where it is none
    "/t/{token}/ma": ANYBODY,
    "/t/{token}/tai-lieu/{upload_id}": ANYBODY,  # likewise: a guest's link, and only the papers of his own items (Đ8.2)
    "/lien-ket-moi": ANYBODY,
    "/dang-nhap": ANYBODY,
    "/dang-nhap/ma": ANYBODY,
    "/giup-do": ANYBODY,
    "/zalo/su-kien": ANYBODY,  # Zalo; what it does not sign changes nothing
    "/nhip.css": ANYBODY,
    "/nhip.svg": ANYBODY,
    "/nhip.js": ANYBODY,
    "/lich/{token}.ics": ANYBODY,  # a calendar program has nothing but the address
    "/thu/tra-lai": ANYBODY,  # the mail server, by its token
    "/": SIGNED_IN,
    "/kenh-nhan-tin": SIGNED_IN,  # each his own
    "/kenh-nhan-tin/chon": SIGNED_IN,
    "/kenh-nhan-tin/mac-dinh": SIGNED_IN,
    "/kenh-nhan-tin/ma-zalo": SIGNED_IN,
    "/lich": SIGNED_IN,  # each his own
    "/lich/thu-hoi": SIGNED_IN,
    # Đ5.4, Đ7.10: who answers for the letters and who keeps them reads their words beforehand.
    "/mau-thu": STAFF | {Role.STANDING_MEMBER},
    "/mau-thu/{kind}": STAFF | {Role.STANDING_MEMBER},
    "/mau-thu/{kind}/thu": STAFF | {Role.STANDING_MEMBER},
    "/mau-thu/{kind}/phieu": STAFF | {Role.STANDING_MEMBER},
    "/dang-xuat": SIGNED_IN,
    "/dang-xuat/tat-ca": SIGNED_IN,
    "/viec/{step_id}": ASKED,
    "/viec/{step_id}/nhap": ASKED,
    "/viec/{step_id}/bieu-mau": ASKED,
    "/ho-so": SIGNED_IN,  # lists only the cases below that he may open
    "/ho-so/{case_id}": CASE | {Role.TOLD},
    "/ho-so/{case_id}/van-ban/{paper_id}": CASE,
    "/ho-so/{case_id}/van-ban/{paper_id}/ban-ky": CASE,
    "/ho-so/{case_id}/van-ban/{paper_id}/phu-luc": CASE,
    # Đ5.4, Đ7.10: the standing member answers for the committee's papers, the secretary keeps their register.
    "/ho-so/{case_id}/van-ban/{paper_id}/xu-ly": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    # Đ5.4, Đ7.10: likewise who sends them by the document exchange.
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}/bo": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/lien-thong": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/viec/{step_id}/lay-so": ASKED,
    "/van-ban-di": STAFF | {Role.STANDING_MEMBER},
    "/van-ban-di/{year}": STAFF | {Role.STANDING_MEMBER},
    # Đ7.10: who keeps the files sees that what was sent has come; Đ5.4: the standing member answers for it.
    "/thu": STAFF | {Role.STANDING_MEMBER},
    "/thu/xuat.csv": STAFF | {Role.STANDING_MEMBER},
    "/thu/{letter_id}": STAFF | {Role.STANDING_MEMBER},
    "/thu/{letter_id}/phieu": STAFF | {Role.STANDING_MEMBER},
    "/metrics": ANYBODY,  # its own door: this machine, or who has the token
    "/ho-so/{case_id}/tep/{upload_id}": LEADERS | STAFF,
    "/ho-so/{case_id}/tai-lieu/{upload_id}": CASE,  # Đ2.1: every member reads the papers of meeting and consultation; Đ10.2: quotations
    # Đ3.3, Đ8.1: who convenes and presides; Đ4: with nobody to preside the standing member may move it, not call it off.
    "/ho-so/{case_id}/doi-lich": frozenset({Role.CHAIR, Role.PRESIDER, Role.POSTPONER}),
    "/ho-so/{case_id}/huy": frozenset({Role.CHAIR, Role.PRESIDER}),
    # Đ4: the chair does not appear; who keeps the file, or prepares the meeting, takes down which deputy presides.
    "/ho-so/{case_id}/chu-tri-thay": frozenset({Role.SECRETARY, Role.STANDING_MEMBER}),
    # Đ8.1: the presider decides who attends; Đ5.4: the standing member directs the preparation.
    "/ho-so/{case_id}/thanh-phan": frozenset({Role.CHAIR, Role.PRESIDER, Role.STANDING_MEMBER}),
    # Đ8.1: the chair and the deputies convene out of turn, the standing member proposes it.
    "/hop-dot-xuat": frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER}),
    # Đ6.3: the leadership asks in writing; the secretary prepares it in the standing member's name, who signs.
    "/hop-to": frozenset({Role.GROUP_LEADER}),  # Đ8.3: the group meets when its leaders want it
    "/lay-y-kien": frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY}),
    # Đ7.7, Đ11.2: the working group asks the agencies for information, also what the UBND wants.
    "/so-lieu/yeu-cau": frozenset({Role.STANDING_MEMBER, Role.SECRETARY, Role.GROUP_LEADER}),
    "/du-hop": frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY}),  # Đ6.5
    # Đ4, Đ7.10: an absence of the chair moves his powers, so only the leadership and the keeper of the roster record one.
    "/vang-mat": frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY}),
    "/vang-mat/{absence_id}/ket-thuc": frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY}),
    # Đ3.2, Đ7.6: the standing office takes down what was ordered; only who ordered it changes, hands over, stops or splits it.
    "/nhiem-vu/moi": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/ho-so/{case_id}/dieu-chinh": frozenset({Role.ISSUER}),
    # Đ7.10: whom the issuer authorised to grant more time is set down by him, or by the standing office from his document.
    "/ho-so/{case_id}/uy-quyen-gia-han": frozenset({Role.AUTHORISER}),
    # Đ10.1, Đ7.10: the standing office keeps the ledger, the leadership and the group read it; Đ10.2: the group's people ask for money.
    "/kinh-phi": STAFF | {Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER},
    "/kinh-phi/{year}/bang-tinh": STAFF | {Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER},
    "/kinh-phi/ghi-so": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/kinh-phi/dong/{entry_id}": frozenset({Role.STANDING_MEMBER, Role.SECRETARY}),
    "/kinh-phi/de-nghi": STAFF,
    # Đ11.2: an agency corrects its own figures, and nobody else does.
    "/ho-so/{case_id}/so-lieu/{agency}": frozenset({Role.REPORTER}),
    # Đ2.1: everybody who reads the case reads its plans; Đ7.1: who is asked for the draft edits it.
    "/ho-so/{case_id}/ke-hoach": CASE | {Role.TOLD},
    "/ho-so/{case_id}/ke-hoach/dong": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/dong/{line_id}": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/dong/{line_id}/xep": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/kiem-tra": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/kiem-tra/{line_id}": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/loi-van": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/excel": CASE,
    "/ho-so/{case_id}/ke-hoach/nhap": DRAFTING,
    "/ho-so/{case_id}/ke-hoach/nhan": DRAFTING,
    # Đ3.1, Đ5.1: the standing office has the plan in force changed; the chair decides when he signs.
    "/ho-so/{case_id}/dieu-chinh-ke-hoach": frozenset({Role.PLANNER}),
    # Đ1.2, Đ7.3: the committee and its group follow every agency's figures; Đ11: an agency sees its own, and says why they are so.
    "/bang-theo-doi": COUNTING | {Role.HEAD},
    "/bang-theo-doi/so-lieu": COUNTING | {Role.HEAD},
    "/bang-theo-doi/excel": COUNTING | {Role.HEAD},
    "/bang-theo-doi/ly-do": frozenset({Role.HEAD}),
    "scorecard: every agency": COUNTING,  # on those pages; who may not sees his own
    # Parts of the case page that not everybody who reads it sees.
    "case: answers": LEADERS | STAFF,
    "case: drafts": LEADERS | STAFF,  # papers that were not issued, and working papers
    "case: letters": STAFF | {Role.STANDING_MEMBER},
}
"""Route (or part of a page) → who may. A process that is added later adds rows and changes none."""


def may(roles: frozenset[Role], what: str) -> bool:
    """Whether somebody with these roles may open the page, or see the part."""
    return bool(TABLE[what] & roles)


_SEATS = {
    SeatRole.CHAIR: Role.CHAIR,
    SeatRole.DEPUTY_CHAIR: Role.DEPUTY_CHAIR,
    SeatRole.STANDING_MEMBER: Role.STANDING_MEMBER,
    SeatRole.MEMBER: Role.MEMBER,
    SeatRole.SECRETARY: Role.SECRETARY,
    SeatRole.GROUP_LEADER: Role.GROUP,
    SeatRole.DEPUTY_GROUP_LEADER: Role.GROUP,
    SeatRole.GROUP_MEMBER: Role.GROUP,
    SeatRole.AGENCY_HEAD: Role.HEAD,
    SeatRole.PROVINCE_CHAIR: Role.PROVINCE,
    SeatRole.PROVINCE_VICE_CHAIR: Role.PROVINCE,
}

LEADERS_OF_THE_GROUP = (SeatRole.GROUP_LEADER, SeatRole.DEPUTY_GROUP_LEADER)


def roles_of(desk: Desk, officer_id: str | None, *, case_id: UUID | None = None, step_id: UUID | None = None) -> frozenset[Role]:
    """What an officer is today, to the house, to that case and to that step; nothing where the case or step does not exist."""
    if officer_id is None:
        return frozenset({Role.STRANGER})
    if case_id is not None and desk.session.get(Case, case_id) is None:
        return frozenset()
    seats = roster(desk).seats_of(officer_id)
    roles = {Role.OFFICER} | {_SEATS[SeatRole(seat.role)] for seat in seats}
    if any(seat.role in LEADERS_OF_THE_GROUP for seat in seats):
        roles.add(Role.GROUP_LEADER)
    if _acts_for_the_standing_member(desk, officer_id):
        roles.add(Role.STANDING_MEMBER)
    if case_id is not None:
        roles |= _in_case(desk, officer_id, case_id, roles)
    if step_id is not None and _is_asked(desk, step_id, officer_id):
        roles.add(Role.ASKED)
    return frozenset(roles)


def _in_case(desk: Desk, officer_id: str, case_id: UUID, roles: set[Role]) -> set[Role]:
    """What he is to that case."""
    found: set[Role] = set()
    seats = roster(desk).seats_of(officer_id)
    asked = _had_to_do_with(officer_id, [seat.id for seat in seats]).where(col(Step.case_id) == case_id)
    if desk.session.exec(asked.limit(1)).first() is not None:
        found.add(Role.ASKED)
    if desk.session.exec(select(Letter.id).where(col(Letter.case_id) == case_id, col(Letter.officer_id) == officer_id).limit(1)).first():
        found.add(Role.TOLD)
    if _presides(desk, case_id, officer_id):
        found.add(Role.PRESIDER)
    if Role.STANDING_MEMBER in roles and nobody_presides(desk) and meeting_in(desk, case_id) is not None:
        found.add(Role.POSTPONER)
    if reports_in(desk, desk.case(case_id), officer_id):
        found.add(Role.REPORTER)
    if drafts(desk, case_id, officer_id):
        found.add(Role.DRAFTER)
    if roles & {Role.STANDING_MEMBER, Role.SECRETARY} and PLAN.first(desk.session, case=case_id) is not None:
        found.add(Role.PLANNER)
    return found | _in_duty(desk, officer_id, case_id)


def _in_duty(desk: Desk, officer_id: str, case_id: UUID) -> set[Role]:
    """What he is to the directive of that case, where it follows one."""
    duty = desk.session.exec(select(Directive).where(col(Directive.case_id) == case_id)).first()
    if duty is None:
        return set()
    found: set[Role] = set()
    if may_decide(desk, duty, officer_id):
        found.add(Role.ISSUER)
    if may_take_down(desk, duty, officer_id):
        found.add(Role.AUTHORISER)
    if any(seat.role in HEADS and seat.agency_id in duty.coordinating for seat in roster(desk).seats_of(officer_id)):
        found.add(Role.HELPER)
    return found


def cases_seen(desk: Desk, officer_id: str) -> Any:
    """A query for the ids of the cases an officer may open: every one, or those he had to do with."""
    roles, seats = roles_of(desk, officer_id), roster(desk).seats_of(officer_id)
    if may(roles, "/ho-so/{case_id}"):
        return select(Case.id)
    headed = [seat.agency_id for seat in seats if seat.role in HEADS]
    helps = select(Directive.case_id).where(col(Directive.coordinating).op("&&")(cast(headed, ARRAY(Text))))
    return _had_to_do_with(officer_id, [seat.id for seat in seats]).union(helps)


def _had_to_do_with(officer_id: str, seats: list[str]) -> Any:
    """Ids of cases with a step that is his, was answered by him, or belongs to a seat he holds."""
    his = or_(col(Step.officer_id) == officer_id, col(Answer.officer_id) == officer_id, col(Step.seats).op("&&")(cast(seats, ARRAY(Text))))
    return select(Step.case_id).join(Answer, col(Answer.step_id) == col(Step.id), isouter=True).where(his)


def _acts_for_the_standing_member(desk: Desk, officer_id: str) -> bool:
    """Whether the chair has decided that he does, while the standing member is away."""
    people = roster(desk)
    asked = people.answerer(people.by_role(SeatRole.STANDING_MEMBER)[0].id)
    return asked.standing_in and asked.officer_id == officer_id


def meeting_in(desk: Desk, case_id: UUID) -> Meeting | None:
    """The meeting a case carries, where it carries one."""
    return desk.session.exec(select(Meeting).where(col(Meeting.case_id) == case_id)).first()


def _presides(desk: Desk, case_id: UUID, officer_id: str) -> bool:
    meeting = meeting_in(desk, case_id)
    return meeting is not None and presider_of(desk, meeting).officer_id == officer_id


def _is_asked(desk: Desk, step_id: UUID, officer_id: str) -> bool:
    step = desk.session.get(Step, step_id)
    if step is None or step.kind != StepKind.ASK:
        return False
    answer = desk.session.get(Answer, step_id)
    return (answer.officer_id if answer else step.officer_id) == officer_id
