"""Imports every record, so that ``metadata`` is whole (for Alembic and for tests)."""

from sqlmodel import SQLModel

from models import (
    access,
    agencies,
    cases,
    clock,
    consultations,
    directives,
    exchange,
    funding,
    group_tasks,
    journal,
    letters,
    meetings,
    papers,
    people,
    plans,
    reports,
    scorecard,
    steps,
    zalo,
)

metadata = SQLModel.metadata

__all__ = [
    "access",
    "agencies",
    "cases",
    "clock",
    "consultations",
    "directives",
    "exchange",
    "funding",
    "group_tasks",
    "journal",
    "letters",
    "meetings",
    "metadata",
    "papers",
    "people",
    "plans",
    "reports",
    "scorecard",
    "steps",
    "zalo",
]
