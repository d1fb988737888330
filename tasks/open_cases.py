"""What is open, for the duties of the morning: one look at the cases of meetings, plans and reports, shared by all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.statements import Statement
from tasks.bureau import Desk
from tasks.report_records import PROCESS


class OpenCase(NamedTuple):
    """An open case, with the day of its meeting or what version of which year's plans it carries, where it is of one."""

    id: UUID
    process: str
    starts_at: datetime | None
    year: int | None
    version: int | None
    is_issued: bool


OPEN = Statement(
    """
        SELECT "case".id, "case".process, meeting.starts_at, plan.year, plan.version, plan.issued_on IS NOT NULL
        FROM "case" LEFT JOIN meeting ON meeting.case_id = "case".id LEFT JOIN plan ON plan.case_id = "case".id
        WHERE "case".closed_at IS NULL AND "case".cancelled_at IS NULL
            AND (meeting.id IS NOT NULL OR plan.id IS NOT NULL OR "case".process = :process)
        ORDER BY "case".id
    """,
    OpenCase._make,
)


@dataclass(frozen=True)
class OpenCases:
    """The open cases of a meeting (with its start), of a year's plans and of a quarter's report, the oldest first."""

    meetings: tuple[tuple[UUID, datetime], ...]
    plans: tuple[OpenCase, ...]
    reports: tuple[UUID, ...]


def open_cases(desk: Desk) -> OpenCases:
    """Read once a transaction."""
    return desk.once(OpenCases, lambda: _read(desk))


def _read(desk: Desk) -> OpenCases:
    found = OPEN.all(desk.session, process=PROCESS)
    return OpenCases(
        meetings=tuple((case.id, case.starts_at) for case in found if case.starts_at is not None),
        plans=tuple(case for case in found if case.year is not None),
        reports=tuple(case.id for case in found if case.process == PROCESS),
    )
