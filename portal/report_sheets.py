"""The pages of a quarter's report: an agency's figures beside last quarter's, questions about them, the draft put together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.directives import Directive
from models.figures import worded, written
from models.papers import Paper
from models.reports import AgencyReport, ReportedFigure
from models.steps import Step
from portal.sheets import BRANCHES, DRAFTS, KEPT, PAGES, PREPARE, Prepared
from regulation.indicators import Indicator
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.data_calls import data_call as province_call
from tasks.directive_checks import term
from tasks.group_quarters import for_report
from tasks.progress_report import annex_of
from tasks.report_checks import asked_by
from tasks.report_entry import period_of
from tasks.report_facts import overdue_duties, together
from tasks.report_forms import DataCallForm, ExplainForm, FiguresForm, ReportDraftForm
from tasks.report_records import (
    PROCESS,
    PROVINCE_CALL,
    Asked,
    a_quarter_before,
    asked_in,
    books_close,
    doubted_in,
    given,
    indicators,
    newest,
    reports_in,
)
from tasks.report_workbook import in_words
from tasks.reports import data_call

CALLS = {PROCESS: data_call, PROVINCE_CALL: province_call}  # process → what its letter asks for


@dataclass(frozen=True)
class Field:
    """An indicator on the page: what is counted, what is aimed at, what there was a quarter before, what is odd about it."""

    indicator: Indicator
    before: str
    target: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """A directive the agency still owes."""

    case_id: UUID
    text: str
    term: str


def fields_of(desk: Desk, case: Case, asked: Asked, now: Mapping[str, ReportedFigure] | None = None) -> list[Field]:
    """The indicators in the committee's order; ``now``: the figures that are asked about."""
    before = a_quarter_before(desk, period_of(case), asked.agency)
    return [
        Field(one, in_words(before.get(one.code)), _target(one), tuple(now[one.code].doubts) if now and one.code in now else ())
        for one in indicators(desk, asked.indicators)
    ]


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    return f"{'≥' if indicator.direction == 'up' else '≤'} {written(indicator.target)}{'%' if indicator.unit == '%' else ''}"


def duties_of(desk: Desk, agency: str) -> list[Duty]:
    """What the agency owes, the nearest day first: it stands beside the figures so that the head sees both."""
    owed = select(Directive).where(col(Directive.lead_agency) == agency, col(Directive.ending).is_(None))
    rows = desk.session.exec(owed.order_by(col(Directive.due).nulls_last(), col(Directive.id)))
    return [Duty(duty.case_id, duty.text, term(duty)) for duty in rows]


def typed_figures(fields: list[Field], now: Mapping[str, ReportedFigure]) -> list[dict[str, str]]:
    """Figures as they would have been typed, a row an indicator."""
    return [_typed(one.indicator.code, now.get(one.indicator.code)) for one in fields]


def _typed(code: str, row: ReportedFigure | None) -> dict[str, str]:
    parts = {"numerator": row.numerator, "denominator": row.denominator} if row is not None else {}
    return {"indicator": code, "note": row.note if row else ""} | {name: written(part) for name, part in parts.items() if part is not None}


def figure_facts(desk: Desk, case: Case, asked: Asked) -> dict[str, Any]:
    """What stands beside an agency's figures."""
    return {
        "agency": names(desk)[asked.agency],
        "fields": fields_of(desk, case, asked),
        "duties": duties_of(desk, asked.agency),
        "earlier": period_of(case).previous().title,
    }


def _call(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    """What the letter will ask for, as the records say it today."""
    return Prepared(start={"choice": "submit"}, facts=asdict(CALLS[case.process](desk, case)))


def _figures(desk: Desk, case: Case, step: Step) -> Prepared:
    facts = figure_facts(desk, case, asked_by(step))
    return Prepared(start={"choice": "submit", "figures": typed_figures(facts["fields"], {})}, facts=facts)


def _explain(desk: Desk, case: Case, step: Step) -> Prepared:
    now = given(desk, desk.session.get_one(AgencyReport, UUID(step.about["report"])))
    fields = fields_of(desk, case, asked_by(step), now)
    facts = {"agency": names(desk)[step.about["agency"]], "fields": fields, "earlier": period_of(case).previous().title}
    rows = [{name: value for name, value in row.items() if name != "note"} for row in typed_figures(fields, now)]
    return Prepared(start={"figures": rows}, facts=facts)


def report_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """The quarter's figures put together: each indicator's result, who is missing, what is still odd."""
    found, reports, called = together(desk, case), newest(desk, case.id, in_books=True), names(desk)
    odd, figures = [], doubted_in(desk, reports.values())
    for code, report in reports.items():
        for row in figures[report.id].values():
            odd += [(called[code], words, row.said) for words in row.doubts]
    return {
        "results": [
            {
                "name": one.indicator.name,
                "sums": in_parts(one.total.numerator, one.total.denominator),
                "value": shown(one.total.value, one.indicator),
                "before": shown(one.trend[-2].value, one.indicator),
                "met": {True: "Đạt", False: "Chưa đạt", None: "–"}[one.met],
                "agencies": one.total.agencies,
            }
            for one in found.results
        ],
        "asked": len(asked_in(desk, case)),
        "silent": [agency.name for agency in found.silent],
        "odd": odd,
        "says": [(called[code], one.obstacles, one.proposals) for code, one in reports.items() if one.obstacles or one.proposals],
        "overdue": overdue_duties(desk),
    }


def in_parts(numerator: Any, denominator: Any) -> str:
    """``91/102``."""
    return "–" if numerator is None else written(numerator) + (f"/{written(denominator)}" if denominator is not None else "")


def shown(value: Any, indicator: Any) -> str:
    """``89,22%``."""
    return "–" if value is None else worded(value, indicator.unit, ratio=indicator.is_ratio)


def reporting_of(desk: Desk, case: Case, officer_id: str, *, sees_answers: bool) -> dict[str, Any] | None:
    """What the case page shows of a quarter's report: who has sent what, and whose figures the reader may correct; of other cases None."""
    if case.process not in CALLS:
        return None
    called, sent = names(desk), newest(desk, case.id, in_books=False)
    mine = [(one.agency, called[one.agency]) for one in reports_in(desk, case, officer_id) if one.agency in sent or not case.is_open]
    rows = [(called[one.agency], sent.get(one.agency)) for one in asked_in(desk, case)] if sees_answers else []
    issued = select(Paper).where(col(Paper.case_id) == case.id, col(Paper.issued_at).is_not(None)).order_by(col(Paper.issued_at))
    papers = [paper for paper in desk.session.exec(issued) if annex_of(desk, paper)]
    return {"mine": mine, "rows": rows, "sent": len(sent), "closes": books_close(desk, case.id), "annexed": papers}


def _draft(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    return Prepared(start=for_report(desk, period_of(case)), facts=report_facts(desk, case))


def _province(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(start={"choice": "submit"}, facts=report_facts(desk, case))


def _draft_facts(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"told": payload} | report_facts(desk, case)


def _sign(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts={"paper": desk.session.get(Paper, UUID(step.about["paper"]))})


PAGES[DataCallForm] = ("data-call", _call)
PAGES[FiguresForm] = ("figures", _figures)
PREPARE |= {
    "explain": _explain,
    "quarterly-draft": _draft,
    "quarterly-sign": _sign,
    "province-report": _province,
    "province-report-sign": _sign,
}
DRAFTS |= {"quarterly-draft": _draft_facts, "province-report": _draft_facts}
BRANCHES |= {FiguresForm: {"submit": frozenset({"figures", "obstacles", "proposals"}), "workbook": frozenset({"workbook"})}}
KEPT |= {FiguresForm, ExplainForm, ReportDraftForm}
