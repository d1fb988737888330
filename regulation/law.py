"""The law, read whole: one immutable object, or one sentence that says what is wrong with its files."""

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from regulation.calendar import WorkingCalendar
from regulation.clauses import Clause, ClauseFile, ClauseId
from regulation.committee import Committee
from regulation.coverage import ReasonFile
from regulation.crosschecks import check, check_indicators, check_sample
from regulation.duties import Duty, DutyFile, DutyId
from regulation.indicators import Indicator, IndicatorFile
from regulation.lawfile import Frozen, LawFile, LawModel
from regulation.letters import LetterDefaults
from regulation.overlay import Overlay
from regulation.plans import KnownInspection, KnownInspectionFile, PlanOutline
from regulation.rules import Name, Rule, RuleFile, Threshold
from regulation.sample import FundingRequest, HoldingsFile, PeopleFile, PlanOutlines, Sample, SampleMeeting
from regulation.sessions import Session, SessionFile

PACKAGED = Path(__file__).parent / "qd85_2019"

LAW_FILES = ("calendar.yaml", "clauses.yaml", "committee.yaml", "duties.yaml", "house_rules.yaml")
"""What the hash covers. Sample, sessions, inspections, indicators, the plans' outline, the ways of letters and reasons for what is
not served yet are no law: editing them moves no open case."""

SAMPLE_FILES = ("funding.yaml", "holdings.yaml", "meeting.yaml", "people.yaml", "plans.yaml")


class Law(LawModel):
    """One committee's law. ``hash`` is the sha256 of its files; two laws with one hash are equal.

    ``reasons``: why a duty is not served yet, by duty id. ``sessions``: those of the UBND and the HĐND that are known.
    ``timetable``: the rules that make a quarter's dates. ``indicators``: what agencies report on each quarter; none where there is no file.
    ``plan_outline``: how the yearly plans are divided; ``inspections``: those of others that are known.
    ``letters``: how letters reach who has chosen nothing.
    ``sample`` is ``None`` for a committee that brings none.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    hash: str
    decision: str
    regulation: str
    clauses: Frozen[ClauseId, Clause]
    duties: Frozen[DutyId, Duty]
    anchors: Frozen[Name, str]
    rules: Frozen[Name, Rule]
    thresholds: Frozen[Name, Threshold]
    timetable: tuple[Name, ...]
    indicators: tuple[Indicator, ...]
    committee: Committee
    calendar: WorkingCalendar
    reasons: Frozen[DutyId, str]
    sessions: tuple[Session, ...]
    plan_outline: PlanOutline
    letters: LetterDefaults
    inspections: tuple[KnownInspection, ...]
    sample: Sample | None

    def sessions_on(self, day: date) -> list[Session]:
        """The known sessions of the UBND and the HĐND on that day: a warning, never a block."""
        return [session for session in self.sessions if session.first <= day <= session.last]

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Law) and self.hash == other.hash


def load(folder: Path | None = None) -> Law:
    """Reads the law in ``folder`` (default: the packaged QĐ 85/2019); raises ``LawError`` for whatever is wrong in it.

    Reading the same bytes again gives the same object, so calling it often costs little.
    """
    folder = folder or PACKAGED
    return _read(folder, _digest(folder, sorted(folder.rglob("*.yaml"))))


@lru_cache(maxsize=32)
def _read(folder: Path, _content: str) -> Law:
    files = {name: LawFile(folder / name) for name in (*LAW_FILES, "coverage.yaml")}
    clauses = files["clauses.yaml"].read(ClauseFile)
    duties = files["duties.yaml"].read(DutyFile)
    rules = files["house_rules.yaml"].read(RuleFile)
    committee = files["committee.yaml"].read(Committee)
    reasons = files["coverage.yaml"].read(ReasonFile)
    overlay = files["calendar.yaml"].read(Overlay)
    check(files, clauses, duties, rules, committee, reasons)
    return Law(
        hash=_digest(folder, [folder / name for name in LAW_FILES]),
        decision=clauses.decision,
        regulation=clauses.regulation,
        clauses={clause.id: clause for clause in clauses.clauses},
        duties={duty.id: duty for duty in duties.duties},
        anchors=rules.anchors,
        rules=rules.rules,
        thresholds=rules.thresholds,
        timetable=rules.timetable,
        indicators=_indicators(folder / "indicators.yaml", committee),
        committee=committee,
        calendar=WorkingCalendar(overlay),
        reasons=reasons.reasons,
        sessions=_sessions(folder / "sessions.yaml"),
        plan_outline=_plan_outline(folder / "plan_outline.yaml"),
        letters=_letters(folder / "letters.yaml"),
        inspections=_inspections(folder / "inspections.yaml"),
        sample=_sample(folder / "sample", committee),
    )


def _sessions(path: Path) -> tuple[Session, ...]:
    return LawFile(path).read(SessionFile).sessions if path.is_file() else ()


def _indicators(path: Path, committee: Committee) -> tuple[Indicator, ...]:
    if not path.is_file():
        return ()
    source = LawFile(path)
    found = source.read(IndicatorFile).indicators
    check_indicators(source, found, committee)
    return found


def _plan_outline(path: Path) -> PlanOutline:
    return LawFile(path).read(PlanOutline) if path.is_file() else PlanOutline()


def _letters(path: Path) -> LetterDefaults:
    return LawFile(path).read(LetterDefaults) if path.is_file() else LetterDefaults()


def _inspections(path: Path) -> tuple[KnownInspection, ...]:
    return LawFile(path).read(KnownInspectionFile).inspections if path.is_file() else ()


def _sample(folder: Path, committee: Committee) -> Sample | None:
    if not folder.is_dir():
        return None
    files = {name: LawFile(folder / name) for name in SAMPLE_FILES}
    sample: dict[str, Any] = {
        "people": files["people.yaml"].read(PeopleFile).people,
        "holdings": files["holdings.yaml"].read(HoldingsFile).holdings,
        "meeting": files["meeting.yaml"].read(SampleMeeting),
        "funding": files["funding.yaml"].read(FundingRequest),
        "plans": files["plans.yaml"].read(PlanOutlines),
    }
    found = Sample(**sample)
    check_sample(files, found, committee)
    return found


def _digest(folder: Path, paths: list[Path]) -> str:
    content = hashlib.sha256()
    for path in paths:
        data = path.read_bytes() if path.is_file() else b""
        content.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return content.hexdigest()
