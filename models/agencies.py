"""Agencies that report to the committee, what they have been called, and who took over from whom."""

from datetime import date

from sqlmodel import Field

from models.base import Record


class Agency(Record, table=True):
    """A department, district committee or vertical agency. ``id`` is its code, e.g. ``STTTT``.

    ``name`` is the one it came in with and stays; later ones are :class:`Naming`. ``since``: not to be given duties before that day.
    """

    id: str = Field(primary_key=True)
    name: str
    kind: str  # department | district | vertical | authority
    reports: bool = True
    parent_id: str | None = Field(default=None, foreign_key="agency.id")
    since: date | None = None
    exchange_code: str | None = Field(default=None, unique=True)  # its code on the document exchange; None: papers do not go there


class Naming(Record, table=True):
    """From ``since`` on the agency is called ``name``; it is the same agency, and what was written before keeps the name before."""

    agency_id: str = Field(foreign_key="agency.id", primary_key=True)
    since: date = Field(primary_key=True)
    name: str
    decision: str


class Succession(Record, table=True):
    """From ``effective`` on, ``successor_id`` answers for what ``predecessor_id`` owed, and that agency is no more.

    Merged: several predecessors have one successor. Split: one has several, of which one has the ``remainder``: all that nobody
    has given to another.
    """

    predecessor_id: str = Field(foreign_key="agency.id", primary_key=True)
    successor_id: str = Field(foreign_key="agency.id", primary_key=True)
    effective: date
    decision: str
    remainder: bool
