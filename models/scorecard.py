"""What an agency says about its figures on the scorecard: every version stays."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment


class Kind(StrEnum):
    """What the scorecard counts of an agency in a quarter."""

    DIRECTIVES = "directives"  # those it leads (khoản 1 Điều 11)
    REPORTS = "reports"  # of the quarter's figures (khoản 2 Điều 11)
    ATTENDANCE = "attendance"  # of its seats at the committee's and the group's meetings (khoản 5 Điều 6, khoản 3 Điều 8)


class ScorecardReason(Record, table=True):
    """One version of the reason beside an agency's figures; the last one counts, and one without words takes the reason back."""

    __table_args__ = (UniqueConstraint("agency_id", "period", "kind", "version"),)

    id: UUID = id_field()
    agency_id: str = Field(foreign_key="agency.id")
    period: str  # "2027-Q2"
    kind: Kind = Field(sa_type=Text)
    version: int
    words: str
    seat_id: str = Field(foreign_key="seat.id")  # who answers for the agency (Đ11)
    officer_id: str = Field(foreign_key="officer.id")
    written_at: datetime = moment()
