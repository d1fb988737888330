"""Agencies that report to the committee, and who took over from whom."""

from datetime import date

from sqlmodel import Field

from models.base import Record


class Agency(Record, table=True):
    """A department, district committee or vertical agency. ``id`` is its code, e.g. ``STTTT``."""

    id: str = Field(primary_key=True)
    name: str
    kind: str  # department | district | vertical | authority
    reports: bool = True
    parent_id: str | None = Field(default=None, foreign_key="agency.id")
    since: date | None = None
    until: date | None = None


class Succession(Record, table=True):
    """From ``effective`` on, ``successor_id`` answers for what ``predecessor_id`` owed."""

    predecessor_id: str = Field(foreign_key="agency.id", primary_key=True)
    successor_id: str = Field(foreign_key="agency.id", primary_key=True)
    effective: date
