"""The yearly plans: the programme, the work plan and the inspection plan of a year (Đ3.1, Đ5.1, Đ7.1), in every version."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from models.base import Record, document, id_field, words


class PlanPaper(StrEnum):
    """The papers a plan is issued as; the value is the line of the signature matrix."""

    PROGRAMME = "work_programme"  # chương trình công tác
    WORK_PLAN = "work_plan"  # kế hoạch công tác
    INSPECTION = "inspection_plan"  # kế hoạch kiểm tra


class Origin(StrEnum):
    """How a line came to stand in the draft."""

    CALENDAR = "calendar"  # computed from the regulation's calendar
    DIRECTIVE = "directive"  # a directive that is still owed
    UNFINISHED = "unfinished"  # of last year's plan
    PROPOSAL = "proposal"  # of a member or an agency
    ADDED = "added"  # by who drafts


class Plan(Record, table=True):
    """The plans of a year in one version, and the case that carries it. A change in mid-year is the next version; the old one is kept.

    ``words``: paper → place in it → text. ``issued_on`` None: a draft, whose lines may still change. ``reason``: of a change.
    """

    __table_args__ = (
        UniqueConstraint("year", "version"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(replaces_id IS NULL) = (version = 1)", name="version"),
    )

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", unique=True)
    year: int
    version: int = 1
    replaces_id: UUID | None = Field(default=None, foreign_key="plan.id")
    reason: str = ""
    words: dict[str, Any] = document(default_factory=dict)
    issued_on: date | None = None


class PlanLine(Record, table=True):
    """One line of the programme or the work plan. With a lead agency, a product and a due date it becomes a directive when it is issued.

    ``section``: of the work plan's outline, empty in the programme. ``directive_id``: the directive that follows it, carried over or born
    of it. ``former_id``: the line of the version before that it goes on from.
    """

    __table_args__ = (CheckConstraint("paper IN ('work_programme', 'work_plan')", name="paper"),)

    id: UUID = id_field()
    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    paper: PlanPaper = Field(sa_type=Text)
    section: str = ""
    position: int
    text: str
    lead_agency: str | None = Field(default=None, foreign_key="agency.id")  # None: the committee itself
    coordinating: list[str] = words(default_factory=list)
    product: str = ""
    due: date | None = None
    origin: Origin = Field(default=Origin.ADDED, sa_type=Text)
    note: str = ""  # where it comes from, in words
    directive_id: UUID | None = Field(default=None, foreign_key="directive.id")
    former_id: UUID | None = Field(default=None, foreign_key="planline.id")

    @property
    def is_duty(self) -> bool:
        """Whether somebody owes it: it has a lead agency, a product and a due date."""
        return bool(self.lead_agency and self.product and self.due)


class InspectionLine(Record, table=True):
    """One inspection: which unit, what is looked at, in which quarter of the year, from when the figures are, and who goes.

    ``team``: seats, the one who leads it first.
    """

    __table_args__ = (CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),)

    id: UUID = id_field()
    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    position: int
    agency_id: str = Field(foreign_key="agency.id")
    contents: list[str] = words(default_factory=list)
    quarter: int
    covers_since: date | None = None
    team: list[str] = words(default_factory=list)


class PlanTarget(Record, table=True):
    """One target of the work plan: the figure of the year before, as words, and the one to be reached."""

    id: UUID = id_field()
    plan_id: UUID = Field(foreign_key="plan.id", index=True)
    position: int
    name: str
    unit: str = ""
    before: str = ""
    target: str = ""
    lead_agency: str | None = Field(default=None, foreign_key="agency.id")
