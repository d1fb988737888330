"""Bảng tổng hợp tình hình thực hiện Quy chế: clause by clause, what was done in time, late, or not at all, and what nothing serves yet."""

from collections import Counter
from dataclasses import dataclass

from flows.served import served
from flows.yearbook.breaches import Breach
from flows.yearbook.records import Records, YearStep, silence_answers
from models.steps import StepKind, StepState
from regulation.coverage import coverage


@dataclass(frozen=True)
class ClauseRow:
    """One clause: how often its duties were done in time, late, not at all; ``breaches`` of the regulation or a law among them.

    ``unmodelled``: duties that no step serves yet, each with its reason; ``duties``: how many the clause lays down.
    """

    clause: str
    citation: str
    heading: str
    duties: int
    on_time: int
    late: int
    not_done: int
    breaches: int
    unmodelled: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """What it comes to, in a word or two."""
        if self.breaches:
            return "có vi phạm"
        if self.late or self.not_done:
            return "có việc chậm"
        if self.on_time:
            return "đúng hạn"
        return "chưa có bước thực hiện" if len(self.unmodelled) == self.duties else "không phát sinh"


def compliance(records: Records, found: tuple[Breach, ...]) -> tuple[ClauseRow, ...]:
    """One row a clause, in the order of the articles; a step that serves duties of several clauses counts in each."""
    tally: Counter[tuple[str, str]] = Counter()
    for step in records.steps:
        if (what := _fate(records, step)) is not None:
            tally.update({(clause, what) for clause in _clauses(records, step.clauses)})
    broken = Counter(clause for breach in found if breach.grave for clause in set(_clauses(records, breach.duties)))
    missing = {row.id: row.reason for row in coverage(records.law, served()) if row.reason is not None}
    rows = []
    for clause in records.law.clauses.values():
        duties = [duty for duty in records.law.duties.values() if duty.clause == clause.id]
        rows.append(
            ClauseRow(
                clause=clause.id,
                citation=clause.citation,
                heading=clause.heading,
                duties=len(duties),
                on_time=tally[clause.id, "on time"],
                late=tally[clause.id, "late"],
                not_done=tally[clause.id, "not done"],
                breaches=broken[clause.id],
                unmodelled=tuple((duty.id, missing[duty.id]) for duty in duties if duty.id in missing),
            )
        )
    return tuple(rows)


def _fate(records: Records, step: YearStep) -> str | None:
    """Done on time, late or not; None where it is still open in time, or nobody had to answer. What the house does is done in time."""
    if step.state == StepState.WITHDRAWN:
        return None
    done = step.id in records.answers
    if step.kind != StepKind.ASK:
        return "on time" if done else None
    if records.days_late(step):
        return "late" if done else "not done"
    return "on time" if done or (step.state == StepState.LAPSED and silence_answers(step)) else None


def _clauses(records: Records, cited: "list[str] | tuple[str, ...]") -> list[str]:
    """The clauses behind what is cited: a duty's clause, or the clause itself."""
    duties = records.law.duties
    return [duties[citation].clause if citation in duties else citation for citation in cited]
