"""Tiny processes that exist only in tests: questions and deeds that leave the catalogue again when the test is over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flows.process import Process, process
from tasks.acts import NEW_TIME, Doing, act, change_holder
from tasks.meeting_forms import VerdictForm
from tasks.meeting_questions import OVERDUE, REMIND, TO_CHAIR, TO_STANDING_MEMBER
from tasks.office import Office
from tasks.questions import CATALOGUE, Deed, Question
from tasks.who import HIMSELF
from tests.office.cast import Office as House

RENEWED = frozenset({NEW_TIME})


def _question(key: str, **more: Any) -> Question:
    given: dict[str, Any] = {
        "key": f"trial-{key}",
        "title": "Cho ý kiến",
        "waiting": "cho ý kiến",
        "clauses": ("Đ6.3",),
        "form": VerdictForm,
        "due": "consultation",  # five working days from the day of asking
        "silence": "Im lặng không được coi là đồng ý.",
    }
    return Question(**(given | more))


def _deed(key: str, **more: Any) -> Deed:
    return Deed(f"trial-{key}", "Ghi nhận", ("Đ6.3",), **more)


@dataclass
class Trial:
    """What trial processes ask and do. ``asked`` is asked anew by a new time, ``plain`` never; ``reserved`` exercises the power of Đ8.2."""

    asked: Question
    plain: Question
    draft: Question
    laddered: Question
    chased: Question
    reserved: Question
    himself: Question
    seen: Deed
    closed: Deed
    closed_anew: Deed
    registry: dict[tuple[str, int], Process] = field(default_factory=dict)

    def process(self, line: Callable[[Office], None], version: int = 1) -> str:
        """Declare a process of this line; returns its name."""

        def trial(office: Office, subject: None) -> None:
            line(office)

        trial.__name__ = line.__name__
        process(
            "Thử",
            clauses="Đ6.3",
            opening=lambda desk, case: None,
            subject=lambda desk, case: None,
            case_title=lambda desk, period: f"Thử {period}",
            version=version,
            registry=self.registry,
        )(trial)
        return line.__name__


@contextmanager
def trial_catalogue() -> Iterator[Trial]:
    before = dict(CATALOGUE)
    try:
        yield Trial(
            asked=_question("asked", renewed_by=RENEWED),
            plain=_question("plain"),
            draft=_question("draft"),
            laddered=_question("laddered", ladder=(REMIND, OVERDUE, TO_STANDING_MEMBER)),
            chased=_question("chased", ladder=(REMIND, OVERDUE, TO_CHAIR)),
            reserved=_question("reserved", reserved="Đ8.2"),
            himself=_question("himself", reserved=HIMSELF),
            seen=_deed("seen"),
            closed=_deed("closed"),
            closed_anew=_deed("closed-anew", renewed_by=RENEWED),
        )
    finally:
        CATALOGUE.clear()
        CATALOGUE.update(before)


def hand_over(office: House, seat: str, officer: str) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, seat, officer, desk.today)


def renew(office: House, case_id: UUID) -> None:
    with office.bureau.desk() as desk:
        act(desk, case_id, Doing(NEW_TIME, "Bão", None), why="Bão")


def opened(office: House, line: Any, trial: Trial) -> UUID:
    case_id = office.open(trial.process(line))
    office.walk(case_id)
    return case_id
