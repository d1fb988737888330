"""The sample committee's people and papers, all invented, for the demo and the rehearsals."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from regulation.calendar import Quarter
from regulation.errors import LawError
from regulation.lawfile import LawModel
from regulation.papers import AgencyCode
from regulation.rules import Name

ALL_REPORTING = "ALL"
"""In ``coord``: every agency that reports."""


class Person(LawModel):
    """An officer."""

    id: Annotated[str, Field(pattern=r"^P\d{2,}$")]
    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    agency: AgencyCode


class PeopleFile(LawModel):
    """``sample/people.yaml``."""

    people: tuple[Person, ...]


class SeatHolding(LawModel):
    """``holder`` (a person's id) sits on ``seat`` from ``valid_from`` through ``valid_to`` (open when ``None``)."""

    seat: Name
    holder: str
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("ngày thôi giữ chức danh (valid_to) không được trước ngày bắt đầu (valid_from)")
        return self


class HoldingsFile(LawModel):
    """``sample/holdings.yaml``."""

    holdings: tuple[SeatHolding, ...]


class AgendaItem(LawModel):
    """One line of the agenda: ``time`` as ``08:30``, length in minutes; ``owner``: the seat that hands in its papers, if it has any."""

    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    minutes: Annotated[int, Field(ge=1)]
    item: str
    by: str
    owner: Name | None = None


class Conclusion(LawModel):
    """A conclusion that becomes a duty: one lead agency, its helpers, a due date, a product."""

    seq: Annotated[int, Field(ge=1)]
    text: str
    lead: AgencyCode
    coord: tuple[AgencyCode, ...]
    due: date
    product: str


class SampleMeeting(LawModel):
    """``sample/meeting.yaml``."""

    kind: Literal["regular", "extraordinary", "extended"]
    quarter: str
    title: str
    at: AwareDatetime
    place: str
    presider: Name
    documents: tuple[str, ...]
    agenda: tuple[AgendaItem, ...]
    conclusions: tuple[Conclusion, ...]

    @model_validator(mode="after")
    def _in_its_quarter(self) -> Self:
        try:
            quarter = Quarter.parse(self.quarter)
        except LawError as error:
            raise ValueError(str(error).rstrip(".")) from None
        if Quarter.of(self.at.date()) != quarter:
            raise ValueError(f"ngày họp {self.at:%d/%m/%Y} không thuộc quý {self.quarter}")
        return self


class FundingItem(LawModel):
    """One line of the request; ``price`` and ``amount`` in whole đồng."""

    seq: Annotated[int, Field(ge=1)]
    text: str
    quantity: Annotated[int, Field(ge=1)]
    unit: str
    price: Annotated[int, Field(ge=0)]
    amount: Annotated[int, Field(ge=0)]
    reason: str

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.quantity * self.price != self.amount:
            raise ValueError(f"thành tiền phải là {self.quantity * self.price} đồng (số lượng nhân đơn giá)")
        return self


class FundingRequest(LawModel):
    """``sample/funding.yaml``: spending that no norm covers yet (Đ10.2)."""

    title: str
    legal: tuple[str, ...]
    source: str
    items: tuple[FundingItem, ...]
    total: int
    total_words: str

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(item.amount for item in self.items)
        if total != self.total:
            raise ValueError(f"tổng số tiền phải là {total} đồng")
        return self


class PlanOutlines(LawModel):
    """``sample/plans.yaml``: the outlines of the two yearly plans."""

    work_plan: str
    inspection_plan: str


class Sample(LawModel):
    """All of ``sample/``; a committee without the folder has none."""

    people: tuple[Person, ...]
    holdings: tuple[SeatHolding, ...]
    meeting: SampleMeeting
    funding: FundingRequest
    plans: PlanOutlines

    def person(self, person_id: str) -> Person:
        """The person of that id, or ``LawError``."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise LawError(f"Không có người “{person_id}” trong dữ liệu mẫu")

    def holder(self, seat: str, on: date) -> Person | None:
        """Who sits on ``seat`` that day."""
        for holding in self.holdings:
            if holding.seat == seat and holding.valid_from <= on and (holding.valid_to is None or on <= holding.valid_to):
                return self.person(holding.holder)
        return None
