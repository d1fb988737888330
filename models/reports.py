"""What agencies reported for a quarter (khoản 2 Điều 11): every version with its figures, and what was explained about them."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Numeric, UniqueConstraint
from sqlmodel import Field

from models.base import Record, document, id_field, moment, words


class AgencyReport(Record, table=True):
    """One version of what an agency reported in a case; a correction is the next version, and every one stays.

    ``counted_in``: the later period whose report takes it up, for what came after the books had closed; None: its own.
    """

    __table_args__ = (UniqueConstraint("case_id", "agency_id", "version"),)

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id")
    agency_id: str = Field(foreign_key="agency.id", index=True)
    version: int
    step_id: UUID | None = Field(default=None, foreign_key="step.id")  # the question it answers; None: a correction of its own
    seat_id: str = Field(foreign_key="seat.id")  # who answers for the agency (Đ11)
    officer_id: str = Field(foreign_key="officer.id")
    reported_at: datetime = moment()
    counted_in: str | None = None
    obstacles: str = ""
    proposals: str = ""
    reason: str = ""  # of a correction
    workbook: UUID | None = Field(default=None, foreign_key="upload.id")  # the Excel file it was read from


def said(note: str, explanation: str) -> str:
    """The note beside a figure and what explains it, as one text."""
    return " ".join(part for part in (note, explanation) if part)


class ReportedFigure(Record, table=True):
    """One figure of a version. A count has no denominator; a missing figure has neither part and keeps what was said about it.

    ``note`` is what the agency wrote beside it, ``doubts`` what was odd about it, ``explanation`` the answer to the question that asked.
    """

    report_id: UUID = Field(foreign_key="agencyreport.id", primary_key=True)
    indicator: str = Field(primary_key=True)
    numerator: Decimal | None = Field(default=None, sa_type=Numeric(19, 4))
    denominator: Decimal | None = Field(default=None, sa_type=Numeric(19, 4))
    note: str = ""
    doubts: list[str] = words(default_factory=list)
    explanation: str = ""
    explained_at: datetime | None = moment(default=None)
    explained_by: str | None = Field(default=None, foreign_key="officer.id")

    @property
    def said(self) -> str:
        """Everything the agency has said about it."""
        return said(self.note, self.explanation)


class FormDraft(Record, table=True):
    """What was typed into a step's form and not sent yet; it is no answer, and goes when the answer is taken."""

    step_id: UUID = Field(foreign_key="step.id", primary_key=True)
    officer_id: str = Field(foreign_key="officer.id", primary_key=True)
    typed: dict[str, Any] = document(default_factory=dict)
    saved_at: datetime = moment()
