"""``@process``: turns a straight-line function into a process that can be walked, and (in ``engine``) a Prefect flow.

Nothing here loads Prefect: a rehearsal or a rule test walks the same functions as plain calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.cases import Case
from models.errors import Refused
from regulation import Law
from regulation.timetable import Opening
from tasks.bureau import Desk
from tasks.office import Office

Line = Callable[[Office, Any], str | None]  # returns how the case ended, where that is more than that it did
Openings = Callable[[Law, int], Sequence[Opening]]


@dataclass(frozen=True)
class Process:
    """A process: its function, its Vietnamese name, what it carries out, and how its cases open.

    ``opening`` writes the record a new case is about; ``subject`` finds it again on every walk; ``case_title`` names the case of a
    period, ``openings`` says when the cases of a year open (both None: it does not recur).
    """

    name: str
    version: int
    title: str
    clauses: tuple[str, ...]
    line: Line
    opening: Callable[[Desk, Case], None]
    subject: Callable[[Desk, Case], Any]
    case_title: Callable[[Desk, str], str] | None = None
    openings: Openings | None = None

    def __call__(self, office: Office) -> str | None:
        """Walk the line from the top; at its end, how the case ended."""
        return self.line(office, self.subject(office.desk, office.case))


class NoSuchVersion(Refused):
    """Không còn mã của quy trình mà hồ sơ đang mở dùng."""

    exit_code = 4


PROCESSES: dict[tuple[str, int], Process] = {}


def process(
    title: str,
    *,
    clauses: str,
    opening: Callable[[Desk, Case], None],
    subject: Callable[[Desk, Case], Any],
    case_title: Callable[[Desk, str], str] | None = None,
    openings: Openings | None = None,
    version: int = 1,
    registry: dict[tuple[str, int], Process] = PROCESSES,
) -> Callable[[Line], Process]:
    """Declare a process. A change of its line wants a new ``version``; the old code stays until its last case closes (rule 7)."""

    def declare(line: Line) -> Process:
        name = line.__name__
        if (name, version) in registry:
            raise ValueError(f"two processes are called {name} version {version}")
        made = Process(name, version, title, tuple(clauses.split()), line, opening, subject, case_title, openings)
        registry[name, version] = made
        return made

    return declare


def process_of(case: Case, registry: dict[tuple[str, int], Process] = PROCESSES) -> Process:
    """The process a case opened with, in the version it opened with."""
    try:
        return registry[case.process, case.version]
    except KeyError:
        raise NoSuchVersion(
            f"Hồ sơ «{case.title}» mở theo quy trình {case.process} phiên bản {case.version}, bản cài đặt này không có mã đó. "
            "Hãy cài lại bản có quy trình này, hoặc hủy hồ sơ bằng «nhip case cancel»."
        ) from None


def newest(name: str, registry: dict[tuple[str, int], Process] = PROCESSES) -> Process:
    """The version new cases open with."""
    return registry[name, max(version for known, version in registry if known == name)]
