"""Writing down what an agency reports: its next version, what is odd about it, and the question that asks about that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import col, select

from models import rows
from models.cases import Case
from models.figures import Figure
from models.reports import AgencyReport, ReportedFigure, said
from models.statements import Records
from models.steps import Step
from regulation.calendar import Quarter
from tasks.asking import Wanted, open_steps
from tasks.bureau import Desk
from tasks.questions import question
from tasks.report_forms import FigureLine
from tasks.report_records import PROCESS, Asked, books_are_closed, doubts, newest_version, period_of
from tasks.who import roster
from tasks.withdrawal import IS_UNSETTLED, tell_withdrawn, withdraw_steps

EXPLAIN = "explain"
NO_PERIOD = "none"
EXPLAINING = Records(
    select(Step)
    .where(
        col(Step.case_id) == bindparam("case"),
        col(Step.question) == EXPLAIN,
        col(Step.about)["agency"].astext == bindparam("agency"),
        IS_UNSETTLED,
        col(Step.id).is_distinct_from(bindparam("but", type_=Uuid)),
    )
    .execution_options(populate_existing=True)
)
REPLACED = "Cơ quan đã gửi số liệu mới thay số liệu được hỏi."


@dataclass(frozen=True)
class Entry:
    """One version as it comes in: from which step (None: a correction of its own), by whom, with what."""

    lines: Sequence[FigureLine]
    officer_id: str
    seat_id: str
    obstacles: str = ""
    proposals: str = ""
    reason: str = ""
    step_id: UUID | None = None
    workbook: UUID | None = None
    explained: Mapping[str, str] = field(default_factory=dict)  # indicator → words


def figures_of_lines(asked: Asked, quarter: Quarter, lines: Sequence[FigureLine]) -> list[Figure]:
    """A figure for every indicator the agency is asked for; what it left blank is a missing one."""
    return [Figure(asked.agency, code, quarter, one.numerator, one.denominator, one.note) for code, one in _by_indicator(asked, lines)]


def _by_indicator(asked: Asked, lines: Sequence[FigureLine]) -> list[tuple[str, FigureLine]]:
    told = {line.indicator: line for line in lines}
    blank = FigureLine(indicator="-")
    return [(code, told.get(code, blank)) for code in asked.indicators]


def enter(desk: Desk, case: Case, asked: Asked, entry: Entry) -> AgencyReport:
    """Write the next version and ask about what is odd and unexplained, in the caller's transaction. The caller holds the case's row.

    After the books have closed it is taken up by the next period, and stays on the record of both (Đ11.2).
    """
    quarter, before = period_of(case), newest_version(desk, case.id, asked.agency)
    report = AgencyReport(
        case_id=case.id,
        agency_id=asked.agency,
        version=before + 1,
        step_id=entry.step_id,
        seat_id=entry.seat_id,
        officer_id=entry.officer_id,
        reported_at=desk.now,
        counted_in=_late_in(case, quarter) if books_are_closed(desk, case.id) else None,
        obstacles=entry.obstacles,
        proposals=entry.proposals,
        reason=entry.reason,
        workbook=entry.workbook,
    )
    odd: dict[str, list[str]] = {}
    for query in doubts(desk, quarter, asked, figures_of_lines(asked, quarter, entry.lines)):
        odd.setdefault(query.indicator.code, []).append(query.words)
    given = [_figure(desk, report.id, code, one, odd.get(code, []), entry) for code, one in _by_indicator(asked, entry.lines)]
    rows.write(desk.session, rows.New(AgencyReport, [report.model_dump()]), rows.New(ReportedFigure, given))
    desk.record("report.enter", case.id, agency=asked.agency, version=report.version, counted_in=report.counted_in)
    if before:
        _forget_questions(desk, case, asked, but=entry.step_id)
    if case.is_open:
        unexplained = {row["indicator"]: row["doubts"] for row in given if row["doubts"] and not said(row["note"], row["explanation"])}
        open_steps(desk, case, question_about(desk, asked, report, unexplained))
    return report


def _figure(desk: Desk, report_id: UUID, code: str, line: FigureLine, odd: list[str], entry: Entry) -> dict[str, Any]:
    """The row of a figure, with what is odd about it and the words that explain it."""
    figure = {"report_id": report_id, "indicator": code, "numerator": line.numerator, "denominator": line.denominator}
    words = entry.explained.get(code)
    said_of_it = {"explanation": words, "explained_at": desk.now, "explained_by": entry.officer_id} if words else {"explanation": ""}
    return figure | {"note": line.note, "doubts": odd} | said_of_it


def _late_in(case: Case, quarter: Quarter) -> str:
    """Which later period takes up what comes after the books: of a call for the UBND none does, for it is made once."""
    return str(quarter.next()) if case.process == PROCESS else NO_PERIOD


def question_about(desk: Desk, asked: Asked, report: AgencyReport, odd: Mapping[str, Sequence[str]]) -> list[Wanted]:
    """The question that asks about what is ``odd`` (indicator → sentences) in a version and unexplained; none where nothing is."""
    if not odd:
        return []
    matter = "\n".join(words for sentences in odd.values() for words in sentences)
    what: dict[str, Any] = {"agency": asked.agency, "report": str(report.id), "indicators": list(odd)}
    suffix = asked.key.partition("/")[2]
    answerer = roster(desk).answerer(report.seat_id)
    return [Wanted(question(EXPLAIN), answerer, f"{EXPLAIN}/{suffix}/{report.version}", what | {"matter": matter})]


def _forget_questions(desk: Desk, case: Case, asked: Asked, but: UUID | None) -> None:
    """What asked about the version before is asked no more."""
    stale = EXPLAINING.all(desk.session, case=case.id, agency=asked.agency, but=but)
    withdraw_steps(desk, stale, REPLACED)
    tell_withdrawn(desk, case, stale, REPLACED)
