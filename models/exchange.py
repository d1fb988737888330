"""Papers that go by the document exchange (trục liên thông văn bản): to which agency, when, and what its receipt says."""

import re
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment

# An agency's code on the exchange: «H33.07» (as amended in 2022) or «000.00.07.H33» (QCVN 102:2016/BTTTT as first issued). The exact
# shape of every level was read second hand, so a code is held to no more than this.
EXCHANGE_CODE = re.compile(r"[A-Z]\d{2}(\.\d{1,3}){0,4}|(\d{1,3}\.){1,4}[A-Z]\d{2}")
EXCHANGE_CODE_WORDS = "mã định danh trên trục liên thông, ví dụ H33.07 hoặc 000.00.07.H33"


class DispatchState(StrEnum):
    """What the other side says of it."""

    SENT = "sent"  # nothing yet
    ARRIVED = "arrived"  # its system has it
    RECEIVED = "received"  # somebody there took it in
    REFUSED = "refused"  # sent back, with the reason
    OTHERWISE = "otherwise"  # brought to them another way; ``reason`` says which, and who took it
    VOID = "void"  # was never sent: entered by mistake, ``reason`` says how


class Dispatch(Record, table=True):
    """One paper sent to one agency, the ``n``-th time: a refused one is sent again as another, and so is one entered by mistake.

    ``exchange_code``: the agency's code as it was then; ``receipt_…``: the file that shows what ``state`` says, under its hash.
    """

    __table_args__ = (
        UniqueConstraint("paper_id", "agency_id", "n"),
        CheckConstraint("(state IN ('refused', 'otherwise', 'void')) = (reason <> '')", name="with_reason"),
        CheckConstraint("(state = 'sent') = (state_at IS NULL)", name="told_at"),
    )

    id: UUID = id_field()
    paper_id: UUID = Field(foreign_key="paper.id", index=True)
    agency_id: str = Field(foreign_key="agency.id")
    n: int = 1
    exchange_code: str
    exchange_number: str = ""  # what the exchange calls the sending, where it calls it anything
    sent_at: datetime = moment()
    sent_by: str | None = Field(default=None, foreign_key="officer.id")
    state: DispatchState = Field(default=DispatchState.SENT, sa_type=Text)
    state_at: datetime | None = moment(default=None)  # office time, as the other side has it
    reason: str = ""
    receipt_sha256: str | None = None
    receipt_name: str = ""
    receipt_type: str = ""
    entered_by: str | None = Field(default=None, foreign_key="officer.id")  # None: entered at the command line


class Strike(Record, table=True):
    """A receipt of a dispatch that was entered by mistake, as it was, and why it was struck out. Written once, never changed."""

    __table_args__ = (UniqueConstraint("dispatch_id", "n"),)

    id: UUID = id_field()
    dispatch_id: UUID = Field(foreign_key="dispatch.id")
    n: int
    state: DispatchState = Field(sa_type=Text)
    state_at: datetime = moment()
    reason: str = ""
    receipt_sha256: str | None = None
    receipt_name: str = ""
    receipt_type: str = ""
    entered_by: str | None = Field(default=None, foreign_key="officer.id")
    at: datetime = moment()
    struck_by: str | None = Field(default=None, foreign_key="officer.id")
    why: str
