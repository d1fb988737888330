"""Money (Điều 10): what is asked for beyond the norms, what was decided about it, and the ledger of what was spent."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment


class FundingEnding(StrEnum):
    """How a request ended; none while it is open."""

    ORDINARY = "ordinary"  # every item has a norm: spent the ordinary way
    WITHDRAWN = "withdrawn"  # by who asked, or by the head of the standing office
    REFUSED = "refused"  # by the UBND, or by the people's council
    APPROVED = "approved"


class Route(StrEnum):
    """Who decides on spending that has no norm (Đ10.2)."""

    OFFICE = "A"  # the director of the standing office, with Sở Tài chính's consent
    PROVINCE = "B"  # the UBND's chairman
    COUNCIL = "C"  # the people's council: a new spending regime


class FundingRequest(Record, table=True):
    """Spending that no norm covers, and the case that carries it. ``source`` is one of the committee's funding sources.

    ``drafter_id`` is the person who asked for it: four eyes are counted per person, whatever seat he holds later. ``round`` is the
    draft whose items count.
    """

    __tablename__ = "funding_request"
    __table_args__ = (CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ending"),)

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    entry_id: UUID = Field(unique=True)  # the form that entered it: sent twice it is entered once
    title: str
    purpose: str
    source: str
    year: int
    drafter_seat: str = Field(foreign_key="seat.id")
    drafter_id: str = Field(foreign_key="officer.id")
    asked_on: date
    round: int = 0  # no draft yet
    ending: FundingEnding | None = Field(default=None, sa_type=Text)
    ended_on: date | None = None


class FundingItem(Record, table=True):
    """One line of a draft, in whole đồng; a new draft has new lines, and none is rewritten.

    ``norm``: the norm found for it, with which it leaves by the ordinary way; empty where there is none.
    """

    __tablename__ = "funding_item"
    __table_args__ = (
        UniqueConstraint("request_id", "round", "seq"),
        CheckConstraint("quantity > 0 AND price > 0", name="positive"),
    )

    id: UUID = id_field()
    request_id: UUID = Field(foreign_key="funding_request.id")
    round: int
    seq: int
    content: str
    quantity: int = Field(sa_type=BigInteger)
    unit: str
    price: int = Field(sa_type=BigInteger)
    reason: str  # why there is no norm
    norm: str = ""

    @property
    def amount(self) -> int:
        """In đồng: computed, never typed."""
        return self.quantity * self.price


class ClockStop(Record, table=True):
    """Sở Tài chính asked for more: its clock on this draft stood from ``stopped_on`` until ``resumed_on``.

    ``used``: the working days it had used by then, all runs together; what the calendar says later does not change them.
    """

    __tablename__ = "clock_stop"
    __table_args__ = (CheckConstraint("used >= 0", name="used"), UniqueConstraint("request_id", "round", "n"))

    step_id: UUID = Field(foreign_key="step.id", primary_key=True)  # the answer that stopped it
    request_id: UUID = Field(foreign_key="funding_request.id")
    round: int
    n: int
    stopped_on: date
    used: int
    resumed_on: date | None = None


class FundingDecision(Record, table=True):
    """The paper that decides a request, and the sum it allows. Without one the database takes no commitment for the request's items."""

    __tablename__ = "funding_decision"
    __table_args__ = (
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint("(paper_id IS NULL) <> (upload_id IS NULL)", name="paper"),
    )

    request_id: UUID = Field(foreign_key="funding_request.id", primary_key=True)
    round: int  # the draft that was decided
    route: Route = Field(sa_type=Text)
    notation: str  # number and notation of the paper
    day: date
    amount: int = Field(sa_type=BigInteger)
    paper_id: UUID | None = Field(default=None, foreign_key="paper.id")
    upload_id: UUID | None = Field(default=None, foreign_key="upload.id")  # a paper that was made elsewhere
    recorded_at: datetime = moment()
    recorded_by: str | None = Field(default=None, foreign_key="officer.id")


class EntryKind(StrEnum):
    """What a line of the ledger says."""

    ESTIMATE = "estimate"  # dự toán lập
    ASSIGNED = "assigned"  # dự toán được giao
    CARRIED_IN = "carried-in"  # chuyển nguồn năm trước sang
    CARRIED_OUT = "carried-out"  # chuyển nguồn sang năm sau
    COMMITTED = "committed"  # cam kết chi
    RELEASED = "released"  # giảm cam kết chi
    ADVANCED = "advanced"  # tạm ứng
    SETTLED = "settled"  # quyết toán


class LedgerEntry(Record, table=True):
    """One line of the ledger of a source and a year; lines are added, never changed, and taken back by one of the opposite sign.

    Committed money names the item it is for, or the norm it is spent by (Đ10.2). What is released, advanced and settled names its
    commitment. The database holds every sum within its ceiling.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("(reverses_id IS NULL) = (amount > 0) AND amount <> 0", name="sign"),
        CheckConstraint("kind <> 'committed' OR item_id IS NOT NULL OR norm <> ''", name="norm"),
        CheckConstraint("(kind IN ('released', 'advanced', 'settled')) = (commitment_id IS NOT NULL)", name="commitment"),
        Index("ix_ledger_entry_account", "source", "year"),
    )

    id: UUID = id_field()
    entry_id: UUID = Field(unique=True)  # the form that entered it
    source: str
    year: int
    kind: EntryKind = Field(sa_type=Text)
    amount: int = Field(sa_type=BigInteger)
    content: str
    document: str  # number and date of the paper behind it
    day: date
    norm: str = ""
    item_id: UUID | None = Field(default=None, foreign_key="funding_item.id", index=True)
    commitment_id: UUID | None = Field(default=None, foreign_key="ledger_entry.id", index=True)
    reverses_id: UUID | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    recorded_at: datetime = moment()
