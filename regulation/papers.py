"""The signature matrix: who signs which paper, in what form, under whose seal, and who receives it."""

from typing import Annotated, Literal

from pydantic import Field

from regulation.clauses import ClauseId
from regulation.lawfile import LawModel
from regulation.rules import Name, Sourced

Role = Literal[
    "chair",
    "deputy_chair",
    "standing_member",
    "member",
    "group_leader",
    "deputy_group_leader",
    "secretary",
    "group_member",
    "agency_head",
    "province_chair",
    "province_vice_chair",
]
COMMITTEE_ROLES: tuple[Role, ...] = ("chair", "deputy_chair", "standing_member", "member")
GROUP_ROLES: tuple[Role, ...] = ("group_leader", "deputy_group_leader", "secretary", "group_member")
OUTSIDE_ROLES: tuple[Role, ...] = ("agency_head", "province_chair", "province_vice_chair")  # posts of an agency (Đ11) or of the UBND
UNIQUE_ROLES: tuple[Role, ...] = ("chair", "standing_member", "group_leader", "secretary")

AgencyCode = Annotated[str, Field(pattern=r"^\w+$")]


class SignatureForm(LawModel):
    """How a holder of ``role`` signs: ``lines`` are the title lines above the signature, ``KT.``/``TL.`` included.

    ``office_below``: the signer's office in his own agency follows (NĐ 30, box 7c). The last three roles are posts of an agency,
    not of the committee.
    """

    name: Name
    role: Role
    form: Literal["none", "TM.", "Q.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L"]
    lines: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
    office_below: bool
    clause: ClauseId | None = None


class Series(LawModel):
    """A run of numbers and the head that goes with it; it follows ``seal_owner``, whose seal the papers bear.

    ``shared_register``: numbers may be given elsewhere, so a gap in ours is no fault.
    """

    name: Name
    title: str
    header: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    suffix: str
    letter_suffix: str
    seal_owner: AgencyCode
    shared_register: bool


class PaperKind(Sourced):
    """One line of the signature matrix.

    ``code`` is the type code of NĐ 30 (none for an official letter). ``signers``: forms in order of preference, the first is
    the rule. ``left``: who signs on the left (minutes). ``reviewer`` looks before, ``approver`` decides the content before.
    """

    name: Name
    title: str
    code: Annotated[str, Field(pattern=r"^[A-ZĐ][A-Za-zĐđ]{1,2}$")] | None = None
    series: Name
    signers: Annotated[tuple[Name, ...], Field(min_length=1)]
    left: Name | None = None
    reviewer: Role | None = None
    approver: Literal[Role, "presider"] | None = None
    filing: str
    distribution: Name


class Recipient(LawModel):
    """One line of "Nơi nhận" and the targets it stands for.

    A target is ``role:chair``, ``agency:STC``, ``kind:department``, ``external:vpcp``, ``publication:portal`` or one of the
    words in ``MOVING_TARGETS``, which each case fills in.
    """

    line: str
    to: tuple[str, ...]


MOVING_TARGETS = (
    "attendees",
    "presider",
    "lead_agencies",
    "coordinating_agencies",
    "reporting_agencies",
    "addressee",
    "inspected_agency",
    "filing",
)
