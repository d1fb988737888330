"""Written consultations: what was asked of whom, who decides, and what was decided."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, words


class Stance(StrEnum):
    """What a member says to one question (khoản 3 Điều 6)."""

    AGREE = "agree"
    COMMENT = "agree-comment"
    DISAGREE = "disagree"


class Handling(StrEnum):
    """What becomes of a comment in the synthesis."""

    TAKEN_UP = "taken-up"
    EXPLAINED = "explained"  # not taken up, and why


class Outcome(StrEnum):
    """What who has the authority decided on the proposal."""

    APPROVED = "approve"
    DECLINED = "decline"


class Consultation(Record, table=True):
    """One written consultation, as it was sent. The opinions are the answers of its steps and are kept nowhere else, to the letter.

    ``key``: which of its case it is; empty for a case of its own. ``silence_consents``: the form says that who does not answer is taken
    to agree; the database refuses it where the matter is money. ``closes_on``: the day by which opinions are due, once it is sent.
    """

    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        CheckConstraint("NOT (money AND silence_consents)", name="money"),
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
    )

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id")
    key: str = ""
    matter: str
    reason: str = ""
    background: str = ""
    urgent: bool = False
    money: bool = False
    silence_consents: bool = False
    decider_seat: str | None = Field(default=None, foreign_key="seat.id")  # None: decided elsewhere in the parent's line
    questions: list[str] = words(default_factory=list)
    seats: list[str] = words(default_factory=list)  # who was asked
    files: list[str] = words(default_factory=list)  # ids of the uploads that everybody asked may read (Đ2.1)
    sent_on: date | None = None
    closes_on: date | None = None
    outcome: Outcome | None = Field(default=None, sa_type=Text)
    decision: str = ""  # in the decider's words
    decided_on: date | None = None
