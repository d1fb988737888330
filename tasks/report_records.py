"""What agencies have reported, read off the records: who is asked for what, which version counts, what there was a quarter before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam
from sqlmodel import col, select

from models import figures
from models.cases import Case
from models.clock import RINGS_AT, at
from models.consolidation import Consolidated, Query, consolidate, queries_of
from models.figures import Figure, ReportingAgency
from models.reports import AgencyReport, ReportedFigure, said
from models.statements import Records, Statement
from models.steps import Step
from regulation.calendar import Quarter
from regulation.indicators import Indicator
from tasks.agencies import names, shaped
from tasks.bureau import Desk
from tasks.who import roster

PROCESS = "quarterly_report"
FIGURES_KEY, BOOKS_KEY = "figures", "books-day"  # what agencies are asked, and the day until which that counts, in the quarter's line
PROVINCE_CALL, PROVINCE = "data_call", "province"  # the process that collects for the UBND, and the key of its block
Given = Mapping[str, ReportedFigure]  # indicator → figure
# Of a figure, what the arithmetic wants: of a quarter there are hundreds, and nothing is written to them.
BARE = "indicator, numerator, denominator, note, explanation"
LAST_GIVEN = Statement(  # of the last version an agency sent for a quarter
    f"""
        SELECT {BARE} FROM reportedfigure WHERE report_id = (
            SELECT agencyreport.id FROM agencyreport JOIN "case" ON "case".id = agencyreport.case_id
            WHERE process = :process AND period = :period AND cancelled_at IS NULL AND agency_id = :agency
            ORDER BY agencyreport.version DESC LIMIT 1
        )
    """,  # noqa: S608 - ours
    tuple,
)
FIGURES_IN_CASE = Statement(  # of the last version of every agency
    f"""
        SELECT report.agency_id, {BARE} FROM (
            SELECT DISTINCT ON (agency_id) id, agency_id FROM agencyreport
            WHERE case_id = :case AND (counted_in IS NULL OR NOT CAST(:in_books AS boolean)) ORDER BY agency_id, version DESC
        ) AS report JOIN reportedfigure ON report_id = report.id
    """,  # noqa: S608 - ours
    tuple,
)
VERSIONS = Records(
    select(AgencyReport)
    .where(col(AgencyReport.case_id) == bindparam("case"), col(AgencyReport.agency_id) == bindparam("agency"))
    .order_by(col(AgencyReport.version))
)
NEWEST_VERSION = Statement(
    "SELECT coalesce(max(version), 0) FROM agencyreport WHERE case_id = :case AND agency_id = :agency", lambda row: int(row[0])
)
BOOKS_DAY: Statement[date | None] = Statement(
    "SELECT due FROM step WHERE case_id = :case AND question = ANY (CAST(:questions AS text[]))", lambda row: row[0]
)
CASE_OF = Records(
    select(Case).where(col(Case.process) == PROCESS, col(Case.period) == bindparam("period"), col(Case.cancelled_at).is_(None))
)
NEWEST = select(AgencyReport).where(col(AgencyReport.case_id) == bindparam("case")).order_by(col(AgencyReport.version))
NEWEST_IN_BOOKS = NEWEST.where(col(AgencyReport.counted_in).is_(None))
ASKED = Statement("SELECT key, about FROM step WHERE case_id = :case AND question = ANY (CAST(:questions AS text[])) ORDER BY id")
OF_REPORTS = col(ReportedFigure.report_id) == any_(bindparam("reports", type_=ARRAY(Uuid)))
FIGURES = select(ReportedFigure).where(OF_REPORTS)
DOUBTED = FIGURES.where(col(ReportedFigure.doubts) != [])


@dataclass(frozen=True)
class Asked:
    """An agency that is asked in a case: the step's key, its code, the codes of the indicators."""

    key: str
    agency: str
    indicators: tuple[str, ...]


def named(key: str, name: str) -> str:
    """A question or deed of a block, in the line that has this key."""
    return f"{key}-{name}" if key else name


def _everywhere(name: str) -> list[str]:
    return [named(key, name) for key in ("", PROVINCE)]


def asked_in(desk: Desk, case: Case) -> list[Asked]:
    """Who was asked for figures when the case went out, in the order they were asked."""
    rows = ASKED.all(desk.session, case=case.id, questions=_everywhere(FIGURES_KEY))
    return [Asked(row.key, row.about["agency"], tuple(row.about["indicators"])) for row in rows]


def period_of(case: Case) -> Quarter:
    """The quarter whose figures a case collects: its own, or the one that a call for the UBND names."""
    return Quarter.parse(case.subject.get("quarter") or str(case.period))


def occasion_of(case: Case) -> str:
    """What tells a collection from all others, as its Excel files bear it: "2019-Q3"; of a call for the UBND the number it has here."""
    if case.process == PROCESS:
        return str(case.period)
    return f"{period_of(case)}-{str(case.id)[-6:].upper()}"


def reports_in(desk: Desk, case: Case, officer_id: str) -> list[Asked]:
    """The agencies asked in a case for which this officer answers today."""
    if case.process not in (PROCESS, PROVINCE_CALL):
        return []
    people = roster(desk)
    mine = [(one, people.head_of(one.agency)) for one in asked_in(desk, case)]
    return [one for one, head in mine if head is not None and people.holders.get(head.id) == officer_id]


def indicators(desk: Desk, codes: Iterable[str]) -> list[Indicator]:
    """The indicators of these codes, in the order of the committee's list; one that is no more on it is left out."""
    wanted = set(codes)
    return [indicator for indicator in desk.law.indicators if indicator.code in wanted]


def counting(indicator: Indicator) -> figures.Indicator:
    """An indicator as the arithmetic takes it."""
    return figures.Indicator(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        target=indicator.target,
        direction=figures.Direction(indicator.direction),
        computed=indicator.computed,
        since=indicator.since,
        until=indicator.until,
    )


def versions(desk: Desk, case_id: UUID, agency: str) -> list[AgencyReport]:
    """What an agency sent in a case, the oldest first."""
    return VERSIONS.all(desk.session, case=case_id, agency=agency)


def newest_version(desk: Desk, case_id: UUID, agency: str) -> int:
    """The number of the last version an agency sent in a case; 0: none."""
    return NEWEST_VERSION.one(desk.session, case=case_id, agency=agency)


def newest(desk: Desk, case_id: UUID, *, in_books: bool) -> dict[str, AgencyReport]:
    """Agency → its last version in a case; ``in_books``: what came after the books had closed is left out."""
    wanted = NEWEST_IN_BOOKS if in_books else NEWEST
    return {row.agency_id: row for row in desk.session.execute(wanted, {"case": case_id}).scalars()}


def given(desk: Desk, report: AgencyReport | None) -> dict[str, ReportedFigure]:
    """The figures of a version, by indicator."""
    return given_in(desk, [report])[report.id] if report is not None else {}


def given_in(desk: Desk, reports: Iterable[AgencyReport]) -> dict[UUID, dict[str, ReportedFigure]]:
    """The figures of each of these versions, by indicator."""
    return _by_indicator(desk, FIGURES, reports)


def doubted_in(desk: Desk, reports: Iterable[AgencyReport]) -> dict[UUID, dict[str, ReportedFigure]]:
    """Those of them that look odd."""
    return _by_indicator(desk, DOUBTED, reports)


def _by_indicator(
    desk: Desk, figures: Select[tuple[ReportedFigure]], reports: Iterable[AgencyReport]
) -> dict[UUID, dict[str, ReportedFigure]]:
    found: dict[UUID, dict[str, ReportedFigure]] = {report.id: {} for report in reports}
    for row in desk.session.execute(figures, {"reports": list(found)}).scalars():
        found[row.report_id][row.indicator] = row
    return found


def case_of(desk: Desk, quarter: Quarter) -> Case | None:
    """The case of a quarter's report."""
    return CASE_OF.first(desk.session, period=str(quarter))


def a_quarter_before(desk: Desk, quarter: Quarter, agency: str) -> dict[str, Figure]:
    """What the agency gave for the quarter before, as last corrected, by indicator."""
    return desk.once((ReportedFigure, quarter, agency), lambda: _a_quarter_before(desk, quarter.previous(), agency))


def _a_quarter_before(desk: Desk, quarter: Quarter, agency: str) -> dict[str, Figure]:
    found = LAST_GIVEN.all(desk.session, process=PROCESS, period=str(quarter), agency=agency)
    return {
        indicator: Figure(agency, indicator, quarter, numerator, denominator, said(note, explanation))
        for indicator, numerator, denominator, note, explanation in found
    }


def figures_of(desk: Desk, quarter: Quarter) -> list[Figure]:
    """Every agency's figures of a quarter as last corrected, for the arithmetic."""
    case = case_of(desk, quarter)
    return figures_in_case(desk, case, in_books=False) if case is not None else []


def figures_in_case(desk: Desk, case: Case, *, in_books: bool) -> list[Figure]:
    """Every agency's figures of a case for the arithmetic; a missing one is no figure unless something was said about it."""
    quarter = period_of(case)
    return [
        Figure(agency, indicator, quarter, numerator, denominator, said(note, explanation))
        for agency, indicator, numerator, denominator, note, explanation in FIGURES_IN_CASE.all(
            desk.session, case=case.id, in_books=in_books
        )
    ]


def doubts(desk: Desk, quarter: Quarter, asked: Asked, given: Sequence[Figure]) -> list[Query]:
    """What is odd about one agency's figures (khoản 7 Điều 7), held against its last quarter."""
    known = [*a_quarter_before(desk, quarter, asked.agency).values(), *given]
    # What is checked when figures come in is reckoned again, the same, when they are written down.
    return desk.once((Figure, quarter, asked, *known), lambda: _doubts(desk, quarter, asked, known))


def _doubts(desk: Desk, quarter: Quarter, asked: Asked, known: Sequence[Figure]) -> list[Query]:
    wanted = [counting(indicator) for indicator in indicators(desk, asked.indicators)]
    return list(queries_of(wanted, known, _agencies(desk, [asked.agency]), quarter, desk.law.thresholds["figure_jump"].value))


def consolidated(desk: Desk, quarter: Quarter, asked: Sequence[Asked], known: Iterable[Figure], leads: Sequence[str] = ()) -> Consolidated:
    """The quarter's figures of these agencies together; nobody is asked about an indicator that is not his to report.

    ``leads``: agencies that report nothing and of which the house itself has figures.
    """
    codes = {code for one in asked for code in one.indicators}
    house = [indicator.code for indicator in desk.law.indicators if indicator.computed]
    wanted = [counting(indicator) for indicator in indicators(desk, codes | set(house))]
    agencies = _agencies(desk, [*(one.agency for one in asked), *leads])
    found = consolidate(wanted, known, agencies, quarter, desk.law.thresholds["figure_jump"].value)
    owes = {one.agency: set(one.indicators) for one in asked}
    mine = tuple(query for query in found.queries if query.indicator.code in owes.get(query.agency.code, ()))
    return replace(found, queries=mine, silent=tuple(agency for agency in found.silent if agency.code in owes))


def _agencies(desk: Desk, codes: Iterable[str]) -> list[ReportingAgency]:
    called, since = names(desk), agencies_since(desk)
    return [ReportingAgency(code, called[code], since.get(code)) for code in dict.fromkeys(codes)]


def agencies_since(desk: Desk) -> dict[str, Quarter]:
    """Agency → the quarter from which it has its present shape: founded, or taken over another; others always had it."""
    return {code: Quarter.of(day) for code, day in shaped(desk).items()}


def books_close(desk: Desk, case_id: UUID) -> datetime | None:
    """When the books of a case close: corrections until then count in it (readings of Đ11.2); None before agencies are asked."""
    day = desk.once((Step, case_id, BOOKS_KEY), lambda: _books_day(desk, case_id))
    return at(day, RINGS_AT) if day is not None else None


def _books_day(desk: Desk, case_id: UUID) -> date | None:
    return BOOKS_DAY.first(desk.session, case=case_id, questions=_everywhere(BOOKS_KEY))


def books_are_closed(desk: Desk, case_id: UUID) -> bool:
    """Whether what comes now goes to the next period."""
    closes = books_close(desk, case_id)
    return closes is not None and desk.now >= closes
