"""Tasks inside the working group (việc nội bộ): what its leaders gave a member to do, and what became of it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, words


class TaskEnding(StrEnum):
    """How a task ended; none while it is owed."""

    CONFIRMED = "confirmed"


class GroupTask(Record, table=True):
    """One task of one member of the group (khoản 5 Điều 5, khoản 11 Điều 7), born of a meeting's notice, and the case that follows it.

    It is no directive of the committee: it stands in no figure about agencies and climbs to nobody outside the group. ``due`` moves when
    who gave it grants more time; ``due_original`` stays. ``completed_on``: the day the report that was confirmed came in.
    """

    __tablename__ = "grouptask"
    __table_args__ = (
        UniqueConstraint("meeting_id", "seq"),
        CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ending"),
    )

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    meeting_id: UUID = Field(foreign_key="meeting.id")
    seq: int
    text: str
    seat: str = Field(foreign_key="seat.id")  # who owes it
    helpers: list[str] = words(default_factory=list)  # seats
    given_by: str = Field(foreign_key="seat.id")  # who presided
    source_number: str  # of the notice
    given_on: date
    due_original: date
    due: date
    product: str = ""
    completed_on: date | None = None
    ending: TaskEnding | None = Field(default=None, sa_type=Text)
    ended_on: date | None = None
