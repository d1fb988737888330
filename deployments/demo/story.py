"""What a demo plays: one process, what its officers answer, and what somebody does of himself."""

from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as hour
from typing import Any, ClassVar, Protocol

from models.cases import Case
from models.clock import at
from tasks.bureau import Bureau

Fill = dict[str, Any]  # form field → value, as a browser would send it (lists of values, rows by number, files)


@dataclass(frozen=True)
class Cue:
    """What an officer is asked: the question, as which seat, the how-manieth time (``time``).

    ``occasion``: the period, or which child of a meeting ("conclusion/3"); ``concerned``: whose matter it is.
    """

    question: str
    seat: str
    occasion: str = ""
    time: int = 1
    concerned: str = ""


class Stage(Protocol):
    """Where a story is played: the house, and its portal as an officer sees it."""

    bureau: Bureau

    def act(self, seat: str, path: str, field: str, fill: Fill) -> None:
        """The holder of ``seat`` opens a page of the portal, signing in where he must, and sends its form that has ``field``."""

    def tell(self, line: str) -> None:
        """Say what is happening."""


class Story:
    """One process, played from its opening until its first case and what was born of it have ended."""

    process: ClassVar[str]
    begins: ClassVar[datetime] = at(date(2019, 8, 26), hour(7, 30))  # the day the regulation was issued

    def fill(self, cue: Cue) -> Fill | None:
        """The answer, or None: this one stays silent."""
        raise NotImplementedError

    def rungs_waited_for(self, cue: Cue) -> int:  # noqa: ARG002 - most answer at once
        """After how many rungs of the ladder he answers."""
        return 0

    def open(self, stage: Stage) -> None:
        """What starts the process, where the calendar does not."""

    def after(self, stage: Stage, case: Case, question: str) -> None:
        """What somebody does of himself once a question has been answered."""
