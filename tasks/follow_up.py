"""Chasing an overdue directive: each rung puts a paper before who signs it; signed and released with its number, it is sent at once.

A rung opens its question in the sweep's own transaction, beside the line: the line goes on waiting for the report, and who signs late, or
not at all, keeps nobody. What is overdue no more (reported, extended, changed) is neither signed nor released any more; where the report
turns out to be none, it is put before who signs it again.
"""

from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.papers import Paper
from models.statements import Statement
from models.steps import AskedRow, AskedStep, Step, StepState
from tasks.asking import Wanted, open_steps, renewals
from tasks.bureau import Desk
from tasks.directive_seats import chaser, reporter
from tasks.office import directive_of
from tasks.papers import typed_about
from tasks.questions import question
from tasks.who import Role, roster
from tasks.withdrawal import open_steps_of, tell_withdrawn, withdraw_steps

ASKED = Statement(
    f"""
        SELECT {", ".join(AskedRow._fields)} FROM step
        WHERE case_id = :case AND question = :question AND (key = :first OR starts_with(key, CAST(:first AS text) || '/'))
    """,  # noqa: S608 - the columns are ours
    AskedRow._make,
)
FIRST, SECOND, TO_UBND = "follow-up-first", "follow-up-second", "ubnd-report"
CHASING = (FIRST, SECOND, TO_UBND, *(f"{name}-release" for name in (FIRST, SECOND, TO_UBND)))


def raise_first(desk: Desk, case: Case, step: AskedStep) -> None:  # noqa: ARG001 - every rung's deed has this shape
    """Đ7.3: the group leader's letter."""
    _raise(desk, case, FIRST, chaser(desk, directive_of(desk, case), Role.GROUP_LEADER))


def raise_second(desk: Desk, case: Case, step: AskedStep) -> None:  # noqa: ARG001 - as above
    """Đ5.1d: the standing member's letter."""
    _raise(desk, case, SECOND, chaser(desk, directive_of(desk, case), Role.STANDING_MEMBER))


def raise_ubnd(desk: Desk, case: Case, step: AskedStep) -> None:  # noqa: ARG001 - as above
    """Đ11.2: the report to the chairman of the UBND."""
    _raise(desk, case, TO_UBND, reporter(desk, directive_of(desk, case)))


RAISED = {FIRST: raise_first, SECOND: raise_second, TO_UBND: raise_ubnd}


def raise_withdrawn(desk: Desk, case: Case, step: AskedStep) -> None:
    """The submission that stopped them is returned: what was neither signed nor released by then is asked for again."""
    for name, raised in RAISED.items():
        last = _last_asked(desk, case, name)
        if last is not None and _came_to_nothing(desk, last):
            raised(desk, case, step)


def _raise(desk: Desk, case: Case, name: str, seat: str) -> None:
    """Ask for the paper once for each day and word of the issuer; again only where it was taken back before it was sent."""
    about: dict[str, Any] = {"seat": directive_of(desk, case).lead_seat}
    last = _last_asked(desk, case, name)
    if last is None:
        _ask_to_sign(desk, case, name, _first_key(desk, case, name), seat, about)
    elif _came_to_nothing(desk, last):
        n = last.about.get("round", 1) + 1
        _ask_to_sign(desk, case, name, f"{_first_key(desk, case, name)}/{n}", seat, about | {"round": n})


def _first_key(desk: Desk, case: Case, name: str) -> str:
    """Of this day; after the issuer's word, of this word too: what was asked before it concerned another agency or another duty."""
    anew = len(renewals(desk, case, question(name)))
    return f"{name}/{directive_of(desk, case).due}" + (f"@{anew}" if anew else "")


def _last_asked(desk: Desk, case: Case, name: str) -> AskedRow | None:
    first = _first_key(desk, case, name)
    steps = ASKED.all(desk.session, case=case.id, question=name, first=first)
    return max(steps, key=lambda step: step.about.get("round", 1), default=None)


def _came_to_nothing(desk: Desk, signed: AskedRow) -> bool:
    """Whether it was withdrawn before it was signed, or after that before it was released."""
    both = select(Step.state).where(col(Step.case_id) == signed.case_id, col(Step.key).in_((signed.key, f"{signed.key}/release")))
    return StepState.WITHDRAWN in desk.session.exec(both).all()


def _ask_to_sign(desk: Desk, case: Case, name: str, key: str, seat: str, about: dict[str, Any]) -> None:
    open_steps(desk, desk.case(case.id), [Wanted(question(name), roster(desk).answerer(seat, about=about), key, about)])


def put_to_release(desk: Desk, step: AskedStep, paper: Paper) -> None:
    """Signed: the secretary is asked, beside the line, for the signed paper and its number."""
    secretary = roster(desk).answerer(roster(desk).by_role(Role.SECRETARY)[0].id)
    asked = question(f"{step.question}-release")
    open_steps(desk, desk.case(step.case_id), [Wanted(asked, secretary, f"{step.key}/release", typed_about(paper))])


def sign_again(desk: Desk, paper: Paper, step: AskedStep, reason: str) -> None:  # noqa: ARG001 - what a returned paper calls has this shape
    """Returned before it was issued: whoever signs is asked anew, with the reason before his eyes, and signs a paper typed anew."""
    case, signed_key = desk.case(step.case_id), step.key.removesuffix("/release")
    signed = desk.session.exec(select(Step).where(col(Step.case_id) == case.id, col(Step.key) == signed_key)).one()
    n = signed.about.get("round", 1) + 1
    key = f"{signed_key}/{n}" if n == 2 else f"{signed_key.rpartition('/')[0]}/{n}"
    _ask_to_sign(desk, case, signed.question, key, signed.seats[0], signed.about | {"round": n, "returned": reason})


def withdraw_chasing(desk: Desk, case: Case, why: str) -> None:
    """What chases the directive is not signed any more. The caller holds the case's row."""
    steps = [step for step in open_steps_of(desk, case.id) if step.question in CHASING]
    withdraw_steps(desk, steps, why)
    tell_withdrawn(desk, case, steps, why)
