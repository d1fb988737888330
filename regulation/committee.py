"""Who the committee is: its seats, its agencies, who signs what, who receives it."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from regulation.clauses import ClauseId
from regulation.errors import LawError
from regulation.lawfile import Frozen, LawModel, named
from regulation.papers import COMMITTEE_ROLES, GROUP_ROLES, OUTSIDE_ROLES, AgencyCode, PaperKind, Recipient, Role, Series, SignatureForm
from regulation.rules import Name, Sourced

RANK: tuple[Role, ...] = COMMITTEE_ROLES + GROUP_ROLES + OUTSIDE_ROLES
AgencyKind = Literal["provincial_committee", "department", "vertical", "district_committee", "commune_committee", "party_body"]


class Document(LawModel):
    """A document of record: the one that issued the regulation, the one that founded the committee."""

    number: str
    date: date
    title: str


class Identity(LawModel):
    """What stands in the head of the committee's papers. ``regime`` picks the layout: NĐ 30 for the state, the Party's own."""

    code: str
    name: str
    short_name: str
    place: str
    regime: Literal["state", "party"]
    regulation: Document
    founded_by: Document
    standing_agency: AgencyCode
    finance_agency: AgencyCode
    security_agency: AgencyCode
    host_agency: AgencyCode
    funding_sources: tuple[str, ...]


class Seat(LawModel):
    """A post, whoever holds it. ``acting_order`` (deputies only) is who stands in first when the chair is away (Đ4)."""

    id: Name
    role: Role
    title: str
    office: str
    agency: AgencyCode
    field: str | None = None
    acting_order: Annotated[int, Field(ge=1)] | None = None

    @property
    def in_group(self) -> bool:
        """True for seats of the working group, False for seats of the committee and for posts outside it."""
        return self.role in GROUP_ROLES


class Succession(LawModel):
    """From ``since`` on another agency answers for this one; of several, the one with the ``remainder`` for what nobody else was given."""

    agency: AgencyCode
    since: date
    decision: str
    remainder: bool = True


class Agency(LawModel):
    """``reports``: it is asked for figures each quarter. ``parent``: where a late report is escalated."""

    code: AgencyCode
    name: str
    kind: AgencyKind
    reports: bool
    parent: AgencyCode | None = None
    successors: tuple[Succession, ...] = ()

    @model_validator(mode="after")
    def _one_has_the_remainder(self) -> Self:
        if self.successors and sum(one.remainder for one in self.successors) != 1:
            raise ValueError(f"{self.code}: đúng một cơ quan kế thừa nhận phần còn lại, các cơ quan kia ghi remainder: false")
        if len({one.since for one in self.successors}) > 1:
            raise ValueError(f"{self.code}: các cơ quan kế thừa phải cùng một ngày")
        return self


class Subgroup(LawModel):
    """A part of the working group (Đ5.5, Đ7.8); ``lead`` and ``members`` are seat ids."""

    code: str
    name: str
    lead: Name
    members: Annotated[tuple[Name, ...], Field(min_length=1)]


class ReservedPower(LawModel):
    """What a deputy standing in does only with a delegation that names it; ``enabled`` false lifts our caution."""

    clause: ClauseId
    duty: str
    title: str
    source: Literal["S", "L", "D"]
    enabled: bool


class ConsultationPolicy(Sourced):
    """``silence_is_consent``: whether a written consultation may say that no answer counts as consent; never where it is about money."""

    silence_is_consent: bool = False


class StandInSigners(Sourced):
    """How those sign who act for a seat while its holder is away, on every paper he may sign; ``signers`` are signature forms."""

    name: Name
    signers: Annotated[tuple[Name, ...], Field(min_length=1)]


class Committee(LawModel):
    """``committee.yaml``, with the questions code asks of it. Unknown names raise ``LawError``."""

    identity: Identity
    seats: tuple[Seat, ...]
    subgroups: tuple[Subgroup, ...]
    agencies: tuple[Agency, ...]
    externals: Frozen[Name, str]
    publications: Frozen[Name, str]
    reserved_powers: tuple[ReservedPower, ...]
    consultation: ConsultationPolicy = ConsultationPolicy(source="D", confidence="V")
    series: Frozen[Name, Series]
    signature_forms: Frozen[Name, SignatureForm]
    stand_in_signers: Frozen[Name, StandInSigners]
    papers: Frozen[Name, PaperKind]
    distribution: Frozen[Name, tuple[Recipient, ...]]

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, content: Any) -> Any:
        return named(content, "series", "signature_forms", "stand_in_signers", "papers")

    def seat(self, seat_id: str) -> Seat:
        """The seat of that id."""
        return self._found((seat for seat in self.seats if seat.id == seat_id), "chức danh", seat_id)

    def agency(self, code: str) -> Agency:
        """The agency of that code."""
        return self._found((agency for agency in self.agencies if agency.code == code), "cơ quan", code)

    def seats_of(self, *roles: Role) -> tuple[Seat, ...]:
        """The seats with one of ``roles``, in the order of rank, deputies in acting order, otherwise as the file has them."""
        ranked = sorted(self.seats, key=lambda seat: (RANK.index(seat.role), seat.acting_order or 0))
        return tuple(seat for seat in ranked if seat.role in roles)

    def the(self, role: Role) -> Seat:
        """The one seat with ``role``; for roles that the law gives to one person only."""
        return self._found(iter(self.seats_of(role)), "chức danh", role)

    def members(self) -> tuple[Seat, ...]:
        """The seats of the committee: chair, deputies, standing member, members."""
        return tuple(seat for seat in self.seats if seat.role in COMMITTEE_ROLES)

    def group(self) -> tuple[Seat, ...]:
        """The seats of the working group."""
        return tuple(seat for seat in self.seats if seat.in_group)

    def reporting_agencies(self) -> tuple[Agency, ...]:
        """The agencies asked for figures each quarter (Đ7.7, Đ11.2)."""
        return tuple(agency for agency in self.agencies if agency.reports)

    def paper(self, kind: str) -> PaperKind:
        """The line of the signature matrix for that kind of paper."""
        return self._found((self.papers[kind],) if kind in self.papers else (), "loại văn bản", kind)

    def series_of(self, kind: str) -> Series:
        """The number series, head and seal of that kind of paper."""
        return self.series[self.paper(kind).series]

    def signers_of(self, kind: str) -> tuple[SignatureForm, ...]:
        """How that kind of paper may be signed, the rule first."""
        return tuple(self.signature_forms[name] for name in self.paper(kind).signers)

    def signature(self, kind: str, role: str, *, in_place_of: str | None = None) -> SignatureForm:
        """How a holder of ``role`` signs that kind of paper; ``LawError`` when the matrix does not let him.

        ``in_place_of``: the role of the seat he acts for while its holder is away (``stand_in_signers``).
        """
        line = self.stand_in_signers.get(in_place_of) if in_place_of is not None else None
        instead = line.signers if line is not None else ()
        forms = (form for form in (*(self.signature_forms[name] for name in instead), *self.signers_of(kind)) if form.role == role)
        return self._found(forms, f"thẩm quyền ký {self.paper(kind).title.lower()} cho vai trò", role)

    def notation(self, kind: str, number: int) -> str:
        """The number and notation: ``05/GM-BCĐ``; an official letter has no type code: ``05/BCĐ-TCT``."""
        series, code = self.series_of(kind), self.paper(kind).code
        return f"{number:02d}/{code}-{series.suffix}" if code else f"{number:02d}/{series.letter_suffix}"

    def recipients(self, kind: str) -> tuple[Recipient, ...]:
        """The lines of "Nơi nhận" for that kind of paper."""
        return self.distribution[self.paper(kind).distribution]

    def needs_explicit_delegation(self, clause_or_duty: str) -> bool:
        """True for a power that a deputy standing in has only when the delegation names it (D)."""
        return any(power.enabled and clause_or_duty in (power.clause, power.duty) for power in self.reserved_powers)

    def withheld(self, delegated: Collection[str]) -> frozenset[str]:
        """The reserved powers a deputy standing in does not have where ``delegated`` (duties or clauses) is all he was given.

        Each is named by its duty and by its clause; a clause that holds two of them is withheld while one of the two is.
        """
        kept = [power for power in self.reserved_powers if power.enabled and not {power.duty, power.clause} & set(delegated)]
        return frozenset(name for power in kept for name in (power.duty, power.clause))

    @staticmethod
    def _found(candidates: Any, noun: str, name: str) -> Any:
        found = next(iter(candidates), None)
        if found is None:
            raise LawError(f"Không có {noun} “{name}” trong dữ liệu của Ban")
        return found
