"""Walking a case: one walk is one transaction, and walking twice changes nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, select

from flows.process import PROCESSES, NoSuchVersion, Process, newest, process_of
from models.cases import Case
from models.errors import Refused
from models.statements import Statement
from tasks.bureau import Bureau, Desk
from tasks.casework import NewCase, close_case, open_case
from tasks.office import Office, Stage, Waiting
from tasks.verbs import stop

TRIES = 20  # each conflict means another walker got further; two walkers cannot conflict for ever on a finite line
DEADLOCK = "40P01"  # PostgreSQL's word for it: one of two that waited for each other was rolled back

WALKED = Statement("""
    UPDATE "case" SET walked = greatest(walked, :seen) WHERE id = :case
    RETURNING acts, closed_at IS NULL AND cancelled_at IS NULL AS is_open
""")


class Overtaken(Exception):
    """An act was done to the case, or it ended, while this walk was under way: what the walk read no longer holds."""


@dataclass(frozen=True)
class Outcome:
    """Where a walk stopped: ``waiting`` in the committee's words, or None when the case has ended (``cancelled`` says how)."""

    case_id: UUID
    title: str
    waiting: str | None = None
    cancelled: bool = False


def walk(bureau: Bureau, case_id: UUID, stage: Stage | None = None, registry: dict[tuple[str, int], Process] = PROCESSES) -> Outcome:
    """Walk a case from the top to its first unanswered step.

    Everything the walk opens or does commits together with the note that it walked. When another walker was quicker the
    unique keys refuse our rows; when an act came between, what we read is stale: all is rolled back and walked again from the
    top (rule 2).
    """
    for left in reversed(range(TRIES)):
        try:
            with bureau.desk() as desk:
                return walk_at(desk, case_id, stage, registry)
        except (IntegrityError, Overtaken):
            if not left:
                raise
        except OperationalError as error:
            if not left or getattr(error.orig, "sqlstate", None) != DEADLOCK:
                raise
    raise AssertionError("unreachable")


def walk_at(desk: Desk, case_id: UUID, stage: Stage | None = None, registry: dict[tuple[str, int], Process] = PROCESSES) -> Outcome:
    """One walk inside the caller's transaction, which must be rolled back on :class:`Overtaken`."""
    case = desk.case(case_id)
    if not case.is_open:
        _walked(desk, case, case.stirred)
        return Outcome(case.id, case.title, cancelled=case.cancelled_at is not None)
    seen = case.stirred
    office = Office.at(desk, case, stage)
    waiting, end = None, None
    try:
        end = process_of(case, registry)(office)
    except Waiting as wait:
        waiting = wait.label
    stop(office)
    now = _walked(desk, case, seen)
    if not now.is_open or now.acts != len(office.acts):
        raise Overtaken
    if waiting is None:
        close_case(desk, case, end or "Đã hoàn thành")
    return Outcome(case.id, case.title, waiting)


def _walked(desk: Desk, case: Case, seen: int) -> Any:
    """Note how far this walk had read; the case's row, as returned, is ours from here on.

    What stirred the case meanwhile keeps ``walked < stirred``, so it is walked again.
    """
    return WALKED.one(desk.session, case=case.id, seen=seen)


def open_period(desk: Desk, name: str, period: str, registry: dict[tuple[str, int], Process] = PROCESSES) -> tuple[Case, bool]:
    """Open the case of a period with the newest version of its process, or find it."""
    made = newest(name, registry)
    if made.case_title is None:
        raise Refused(f"Quy trình «{made.title}» không mở theo kỳ; hồ sơ của nó mở từ việc làm phát sinh ra nó.")
    title = made.case_title(desk, period)
    return open_case(desk, NewCase(name, title, version=made.version, period=period, opening=made.opening))


def orphans(desk: Desk, registry: dict[tuple[str, int], Process] = PROCESSES) -> list[NoSuchVersion]:
    """Open cases whose process version has no code here; the house does not start with one (rule 7)."""
    known = tuple_(col(Case.process), col(Case.version)).in_(list(registry))
    still_open = (col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
    found = []
    for case in desk.session.exec(select(Case).where(*still_open, ~known).order_by(col(Case.id))):
        try:
            process_of(case, registry)
        except NoSuchVersion as missing:
            found.append(missing)
    return found
