"""Who answers: from a role or seat to the officer of today, and who stands in under Điều 4."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.people import OfficerRow, SeatRow
from models.statements import Statement
from tasks.agencies import Called, called_on, heirs, office_called

if TYPE_CHECKING:
    from tasks.bureau import Desk


class Role(StrEnum):
    """Roles the code knows; which seat has one is data (committee.yaml)."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    STANDING_MEMBER = "standing_member"
    MEMBER = "member"
    GROUP_LEADER = "group_leader"
    DEPUTY_GROUP_LEADER = "deputy_group_leader"
    SECRETARY = "secretary"
    GROUP_MEMBER = "group_member"
    AGENCY_HEAD = "agency_head"  # Đ11: whether a member or not, he answers for what his agency was told to do
    PROVINCE_CHAIR = "province_chair"  # the UBND's; one person with the committee's chair, and never the same seat
    PROVINCE_VICE_CHAIR = "province_vice_chair"
    PRESIDER = "presider"  # whoever presides this case's meeting: the chair, or who stands in for him (Đ3.3, Đ4)
    LEAD = "lead"  # of this case's directive: the head of the lead agency
    CONFIRMER = "confirmer"  # of this case's directive: who confirms that it is done
    GRANTER = "granter"  # of this case's directive: who grants it more time
    DRAFTER = "drafter"  # of this case's request for spending: who asks for it
    NORM_CHECKER = "norm-checker"  # of this case's request: who looks for norms; never who drafted it
    SPENDER = "spender"  # the head of the standing office, whose money it is (Đ10.1)
    FINANCE = "finance"  # who answers for Sở Tài chính on this case's request (Đ10.2)
    CLERK = "clerk"  # who keeps the register for this case's request; never who drafted it


ROSTER = Statement(
    f"""
        SELECT
            (SELECT json_agg(json_build_array({", ".join(SeatRow._fields)})) FROM seat),
            (SELECT json_agg(json_build_array({", ".join(OfficerRow._fields)})) FROM officer),
            (SELECT json_agg(json_build_array(seat_id, officer_id)) FROM holding
             WHERE since <= :today AND (until IS NULL OR until > :today)),
            (SELECT json_agg(json_build_array(officer_id, acting_seat, reserved)) FROM absence
             WHERE ended_at IS NULL AND since <= :today AND until >= :today)
    """,  # noqa: S608 - the names are those of our own models; one statement, for every click and every walk asks it
    tuple,
)

COMMITTEE = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.MEMBER)  # Đ1.2, in order of precedence
OUTSIDE = (Role.AGENCY_HEAD, Role.PROVINCE_CHAIR, Role.PROVINCE_VICE_CHAIR)  # seats of an agency or of the UBND
HEADS = (Role.AGENCY_HEAD, Role.PROVINCE_CHAIR)
UNSAID = (Role.STANDING_MEMBER, Role.GROUP_LEADER)  # Đ4 is silent on who stands in for them: the chair decides
HIMSELF = "himself"  # as a ``reserved`` power: what nobody does in another's place


@dataclass(frozen=True)
class Asked:
    """Who is asked: the seats, the officer who answers today (None: nobody can), and whether he stands in for the holder.

    ``in_seat``: the seat of his own by which he stands in; it says how he signs.
    """

    seats: tuple[str, ...]
    officer_id: str | None
    standing_in: bool = False
    in_seat: str | None = None


@dataclass(frozen=True)
class Roster:
    """Seats, holders and absences as they stand on one day."""

    seats: dict[str, SeatRow]
    holders: dict[str, str]  # seat → officer
    away: frozenset[str]  # officers
    officers: dict[str, OfficerRow]
    acting: Mapping[str, str] = field(default_factory=dict)  # officer who is away → seat that acts for him, by the chair's decision
    withheld: frozenset[str] = frozenset({HIMSELF})  # reserved powers (duty or clause) that nobody standing in for the chair has today
    heirs: dict[str, str] = field(default_factory=dict)  # agency that is no more → who answers for it
    rank: Mapping[str, int] = field(default_factory=dict)  # seat → its place in the committee's own list, as papers name them

    def by_role(self, *roles: Role) -> list[SeatRow]:
        """Seats with one of these roles, in the order of the roles, deputies by acting order, the others as the committee lists them."""
        order = {role: n for n, role in enumerate(roles)}
        found = [seat for seat in self.seats.values() if seat.role in order]
        last = len(self.rank)  # a seat that came with the roster's workbook
        return sorted(found, key=lambda seat: (order[Role(seat.role)], seat.acting_order or 0, self.rank.get(seat.id, last), seat.id))

    def seats_of(self, officer_id: str) -> list[SeatRow]:
        """The seats an officer holds, those of the committee and its group before his agency's own."""
        held = [self.seats[seat] for seat, holder in self.holders.items() if holder == officer_id]
        return sorted(held, key=lambda seat: seat.role in OUTSIDE)

    def head_of(self, agency_id: str) -> SeatRow | None:
        """The seat that answers for an agency (Đ11); for one that is no more, the head of who took over."""
        agency_id = self.heirs.get(agency_id, agency_id)
        return next((seat for seat in self.seats.values() if seat.agency_id == agency_id and seat.role in HEADS), None)

    def name(self, officer_id: str | None) -> str:
        """The officer's name, or a dash."""
        return self.officers[officer_id].name if officer_id else "—"

    def title(self, seat_id: str) -> str:
        """ "Ủy viên – Giám đốc Sở Y tế": a member is named by seat and office, never by the agency alone; a head by his office."""
        seat = self.seats[seat_id]
        if seat.role in OUTSIDE and seat.office:
            return seat.office
        return f"{seat.title} – {seat.office}" if seat.role == Role.MEMBER and seat.office else seat.title

    def called(self, seat_id: str) -> str:
        """A seat's title as a list names it: with its holder's name where another seat has the same ("Phó Trưởng ban Nguyễn Văn A")."""
        title, holder = self.title(seat_id), self.holders.get(seat_id)
        if holder is None or not any(self.title(other) == title for other in self.holders if other != seat_id):
            return title
        return f"{title} {self.name(holder)}"

    def answerer(self, *seat_ids: str, about: Mapping[str, Any] | None = None, reserved: str | None = None) -> Asked:
        """Who answers for these seats (two only where one person holds both, Đ5).

        Đ4: while the chair is away the deputy first in acting order who is not away stands in; what is ``reserved``
        (:attr:`tasks.questions.Question.reserved`) only with a delegation that names it. For the standing member's seats Đ4 is
        silent: who acts is what the chair has decided, and until he has the step waits for its holder, as all other seats' steps
        do. With nobody to stand in the holder stays named, away as he is (:func:`nobody_presides`). ``about`` may name a ``seat``
        whose matter it is: nobody stands in to decide his own.
        """
        officer = self.holders.get(seat_ids[0])
        if officer is None or officer not in self.away or reserved == HIMSELF:
            return Asked(seat_ids, officer)
        matter = (about or {}).get("seat")
        concerned = self.holders.get(matter) if matter is not None and matter not in seat_ids else None
        for seat in self._next_in_line(self.seats[seat_ids[0]], officer, reserved):
            stand_in = self.holders.get(seat)
            if stand_in is not None and stand_in not in self.away and stand_in != concerned:
                return Asked(seat_ids, stand_in, standing_in=True, in_seat=seat)
        return Asked(seat_ids, officer)

    @property
    def nobody_presides(self) -> bool:
        """Whether the chair and every deputy are away; a seat that nobody holds counts as away."""
        presides = self.answerer(self.by_role(Role.CHAIR)[0].id).officer_id
        return presides is None or presides in self.away

    def by_what_right(self, seat_id: str) -> str:
        """How who stands in for this seat does so: Điều 4 lets him, or the chair has decided it."""
        return (
            "thay mặt theo Điều 4 Quy chế" if self.seats[seat_id].role == Role.CHAIR else "ký, xác nhận thay theo quyết định của Trưởng ban"
        )

    def why_it_waits(self, seat_id: str, reserved: str | None) -> str:
        """In a few words, why what is asked of this seat is not answered while its holder is away; empty where he is there."""
        role = self.seats[seat_id].role
        if self.holders.get(seat_id) not in self.away:
            return ""
        if role == Role.CHAIR and self.nobody_presides:
            return "đang vắng mặt, các Phó Trưởng ban cũng vắng mặt"
        if role == Role.CHAIR and reserved is not None and reserved != HIMSELF and reserved in self.withheld:
            return "đang vắng mặt, chưa ủy quyền việc này"
        return "đang vắng mặt, chưa có người ký thay" if role in UNSAID else "đang vắng mặt"

    def _next_in_line(self, seat: SeatRow, officer: str, reserved: str | None) -> Iterator[str]:
        """Seats that may stand in for the officer in this seat, the first before the second."""
        if seat.role in UNSAID and officer in self.acting:
            yield self.acting[officer]
            seat = self.seats[self.acting[officer]]  # where the chair keeps it for himself, and is away, Đ4 holds for that too
        if seat.role == Role.CHAIR and reserved not in self.withheld:
            yield from (deputy.id for deputy in self.by_role(Role.DEPUTY_CHAIR))


def roster(desk: "Desk") -> Roster:
    """Today's roster, read once a transaction."""
    return desk.once("roster", lambda: roster_on(desk, desk.today))


def carry_roster(desk: "Desk", before: "Desk") -> None:
    """Have the roster of the transaction before where nothing has begun or ended since (:func:`tasks.succession.turned`)."""
    if "roster" in before.cache:
        desk.cache["roster"] = before.cache["roster"]


def roster_on(desk: "Desk", day: date) -> Roster:
    """The roster as it stood, or will stand, on a day: what was written then names seats as they were called then."""
    seat_rows, officer_rows, holdings, absences = (rows or () for rows in ROSTER.one(desk.session, today=day))
    called = called_on(desk, day)
    seats = {seat.id: _called(seat, called) for seat in (SeatRow(*row) for row in seat_rows)}
    holders = dict(holdings)
    chairs = {holders.get(seat.id) for seat in seats.values() if seat.role == Role.CHAIR}
    delegated = {power for officer, _, reserved in absences if officer in chairs for power in reserved}
    return Roster(
        seats=seats,
        holders=holders,
        away=frozenset(officer for officer, *_ in absences),
        officers={row[0]: OfficerRow(*row) for row in officer_rows},
        acting={officer: acting for officer, acting, _ in absences if acting is not None},
        withheld=desk.law.committee.withheld(delegated) | {HIMSELF},
        heirs=heirs(desk, day),
        rank={seat.id: n for n, seat in enumerate(desk.law.committee.seats)},
    )


def _called(seat: SeatRow, called: Mapping[str, Called]) -> SeatRow:
    """The seat with its office under the agency's name of the day."""
    if seat.office is None or seat.agency_id is None:
        return seat
    agency = called[seat.agency_id]
    return seat._replace(office=office_called(seat.office, agency.first, agency.now)) if agency.now != agency.first else seat


def nobody_presides(desk: "Desk", on: date | None = None) -> bool:
    """Whether the chair and every deputy are away today, or on that day: nothing can be decided, a meeting only postponed (Đ4)."""
    people = roster(desk) if on is None or on == desk.today else roster_on(desk, on)
    return people.nobody_presides
