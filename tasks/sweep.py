"""What is due by the clock: rungs ring, cut-offs close. Run by the watchman every few minutes; running it twice rings nothing twice."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, union_all
from sqlmodel import col, select

from models import rows
from models.access import Link
from models.cases import Case
from models.statements import Statement
from models.steps import AskedRow, AskedStep
from models.store import wake
from notifications import outbox
from tasks.asking import new_link, next_ring
from tasks.bureau import Desk
from tasks.correspondence import letter_row
from tasks.questions import Question, Rung, question
from tasks.who import Role, roster

BATCH = 1000

DUE = Statement(
    f"""
        SELECT {", ".join(AskedRow._fields)} FROM step WHERE state = 'open' AND rings_at <= :now
        ORDER BY rings_at LIMIT :limit FOR UPDATE SKIP LOCKED
    """,  # noqa: S608 - the columns are ours
    AskedRow._make,
)
CASES = select(Case).where(col(Case.id) == any_(bindparam("cases", type_=ARRAY(Uuid))))
CLIMB = Statement("""
    UPDATE step SET rung = step.rung + 1, rings_at = following.rings_at
    FROM unnest(CAST(:steps AS uuid[]), CAST(:rings_at AS timestamptz[])) AS following (step, rings_at) WHERE step.id = following.step
""")


def ring_due(desk: Desk, limit: int = BATCH) -> int:
    """Ring the rungs that are due, at most ``limit``; one indexed query finds them, one journal line tells of the sweep.

    Returns how many rang; call again while it returns ``limit``.
    """
    due = DUE.all(desk.session, now=desk.now, limit=limit)
    if not due:
        return 0
    found = desk.session.execute(CASES, {"cases": list({step.case_id for step in due})})
    cases = {case.id: case for case in found.scalars()}
    links: list[dict[str, Any]] = []
    letters: list[dict[str, Any]] = []
    following = []
    for step in due:
        asked, case = question(step.question), cases[step.case_id]
        _ring(desk, case, step, asked, links, letters)
        following.append(next_ring(desk, case, asked, step))
    rows.write(desk.session, rows.New(Link, links), outbox.posting(desk.session, letters))
    CLIMB.run(desk.session, steps=[step.id for step in due], rings_at=following)
    desk.record("sweep.ring", rang=len(letters))
    return len(due)


def _ring(desk: Desk, case: Case, step: AskedStep, asked: Question, links: list[dict[str, Any]], letters: list[dict[str, Any]]) -> None:
    rung = asked.ladder[step.rung]
    if rung.does is not None:
        rung.does(desk, case, step)
        return
    if rung.to is None:
        if step.officer_id is not None:
            link = new_link(desk, step)
            links.append(link)
            letters.append(
                letter_row(desk, case, step, asked, rung=rung.name, kind=rung.letter, officer_id=step.officer_id, link_id=link["id"])
            )
        return
    superior = _superior(desk, rung, step.officer_id)
    if superior is not None:
        letters.append(letter_row(desk, case, step, asked, rung=rung.name, kind=rung.letter, officer_id=superior))


def _superior(desk: Desk, rung: Rung, late: str | None) -> str | None:
    """Whom the rung tells; where that is the late one himself, the chair; nobody is told of his own delay."""
    people = roster(desk)
    for role in (rung.to, Role.CHAIR):
        seats = people.by_role(role) if role else []
        officer = people.answerer(seats[0].id).officer_id if seats else None
        if officer is not None and officer != late:
            return officer
    return None


# A gather keeps its cut-off until a walk has closed it, so a walk that fails, or whose clock is a moment behind, is asked for again.
CUT_OFF = Statement("""
    UPDATE "case" SET stirred = stirred + 1 WHERE id IN (
        SELECT id FROM "case" WHERE walked >= stirred AND closed_at IS NULL AND cancelled_at IS NULL
            AND id IN (SELECT case_id FROM step WHERE state = 'open' AND cutoff_at <= :now)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
""")


def close_cutoffs(desk: Desk) -> list[UUID]:
    """Wake the cases whose gather has reached its cut-off; the walk itself closes the gather. Returns the cases woken."""
    woken = sorted(row.id for row in CUT_OFF.all(desk.session, now=desk.now))
    for case_id in woken:
        wake(desk.session, case_id)
    return woken


_BEHIND = col(Case.walked) < col(Case.stirred)
STIRRING = (
    select(Case)
    .from_statement(  # two queries of an index each, which one with OR would not use
        union_all(
            select(Case).where(_BEHIND, col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None)),
            select(Case).where(_BEHIND, col(Case.cancelled_at).is_not(None), col(Case.run_id).is_not(None)),
        )
    )
    .execution_options(populate_existing=True)
)


def stirring(desk: Desk) -> list[Case]:
    """Cases that should be moving: something happened that no walk has read yet. A cancelled one's run still has to end."""
    return list(desk.session.execute(STIRRING).scalars())
