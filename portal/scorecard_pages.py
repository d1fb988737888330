"""The scorecard on the portal: a quarter's figures, the rows behind each, the workbook, and an agency's reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from documents.blocks import upper_first
from models.cases import Case
from models.errors import Refused
from models.scorecard import Kind
from portal.access import cases_seen, may
from portal.door import Form, bureau_of, visitor_of
from portal.downloads import download
from portal.pages import page, see
from portal.plain_charts import Chart, stacked
from portal.refusals import NotHere
from portal.report_pages import EXCEL
from regulation import LawError
from regulation.calendar import Quarter
from tasks.answering import NotTheOneAsked
from tasks.bureau import Desk
from tasks.scorecard import Scorecard, scorecard
from tasks.scorecard_book import CLAUSES, KINDS, NO_RANK, TITLE, TITLES, as_of_words, scorecard_book
from tasks.scorecard_reasons import answered_for, give_reason, reasons_of
from tasks.scorecard_rows import MEASURES, Measure, Row
from tasks.who import roster

router = APIRouter()

EVERY_AGENCY = "scorecard: every agency"
GIVE_REASON = "/bang-theo-doi/ly-do"
ANCHORS = {Kind.DIRECTIVES: "nhiem-vu", Kind.REPORTS: "bao-cao", Kind.ATTENDANCE: "du-hop"}
KNOWN: dict[str, Any] = {
    "title": TITLE,
    "no_rank": NO_RANK,
    "kinds": KINDS,
    "clauses": CLAUSES,
    "measures": MEASURES,
    "called": TITLES,
    "anchors": ANCHORS,
}


class OddQuarter(Refused):
    """Không đọc được quý; xin ghi năm và quý như 2027-Q2, hoặc mở lại trang «Bảng theo dõi»."""


class NotYet(Refused):
    """Quý này chưa bắt đầu nên chưa có số liệu; xin chọn quý khác."""


@dataclass(frozen=True)
class Section:
    """The rows of one kind: in the order of the figures, and what the agency has said of them (the last version last)."""

    kind: Kind
    rows: list[Row]
    said: list[Any]


def _quarter(desk: Desk, text: str) -> Quarter:
    try:
        quarter = Quarter.parse(text) if text else Quarter.of(desk.today)
        Quarter(quarter.year - 2, quarter.number)  # the charts go back more than a year, and so may who reads them
    except LawError:
        raise OddQuarter(OddQuarter.__doc__) from None
    if quarter.first > desk.today:
        raise NotYet(NotYet.__doc__)
    return quarter


def _card(request: Request, desk: Desk, quarter: Quarter) -> Scorecard:
    """The figures this visitor may see: everybody's, or those of the agencies he answers for."""
    visitor = visitor_of(request)
    return scorecard(desk, quarter, None if may(visitor.roles, EVERY_AGENCY) else answered_for(desk, visitor.officer_id))


def _mine(request: Request, desk: Desk) -> Collection[str]:
    """The agencies whose reasons he may write."""
    visitor = visitor_of(request)
    return answered_for(desk, visitor.officer_id) if may(visitor.roles, GIVE_REASON) else ()


@router.get("/bang-theo-doi")
def scorecard_page(request: Request, quy: str = "") -> Response:
    """A quarter's figures, this one's where none is named."""
    with bureau_of(request).reading_desk() as desk:
        quarter = _quarter(desk, quy)
        card = _card(request, desk, quarter)
        context: dict[str, Any] = {
            "card": card,
            "as_of": as_of_words(card),
            "charts": _charts(card),
            "mine": _mine(request, desk),
            "previous": quarter.previous(),
            "next": quarter.next() if quarter.next().first <= desk.today else None,
        }
        return page(request, "scorecard", **KNOWN, **context)


def _charts(card: Scorecard) -> list[Chart]:
    """Directives and reports over the quarters, then directives and attendance agency by agency, in the agencies' own order."""
    found = []
    for kind, title in ((Kind.DIRECTIVES, "Nhiệm vụ qua các quý"), (Kind.REPORTS, "Báo cáo quý qua các quý")):
        rows = [(upper_first(quarter.title), _parts(counts, kind)) for quarter, counts in card.before]
        found.append(_chart(f"{ANCHORS[kind]}-qua-cac-quy", title, kind, rows))
    for kind, title in ((Kind.DIRECTIVES, "Nhiệm vụ trong quý theo cơ quan"), (Kind.ATTENDANCE, "Dự họp trong quý theo cơ quan")):
        rows = [(one.name, _parts(one.counts, kind)) for one in card.agencies]
        found.append(_chart(f"{ANCHORS[kind]}-theo-co-quan", title, kind, rows))
    return [chart for chart in found if chart.bars]


def _chart(code: str, title: str, kind: Kind, rows: list[tuple[str, list[int]]]) -> Chart:
    return stacked(code, title, [TITLES[measure] for measure in MEASURES[kind]], [row for row in rows if any(row[1])])


def _parts(counts: Mapping[Measure, int], kind: Kind) -> list[int]:
    return [counts.get(measure, 0) for measure in MEASURES[kind]]


@router.get("/bang-theo-doi/excel")
def scorecard_file(request: Request, quy: str = "") -> Response:
    """The same figures and rows as a workbook."""
    with bureau_of(request).reading_desk() as desk:
        card = _card(request, desk, _quarter(desk, quy))
        return download(f"Bảng theo dõi {card.quarter}.xlsx", EXCEL, scorecard_book(desk, card))


@router.get("/bang-theo-doi/so-lieu")
def rows_page(request: Request, quy: str = "", co_quan: str = "", muc: str = "") -> Response:
    """The rows behind a figure: of one agency or of all that he may see, of one measure or of all."""
    with bureau_of(request).reading_desk() as desk:
        return _rows(request, desk, _quarter(desk, quy), co_quan, muc)


def _rows(request: Request, desk: Desk, quarter: Quarter, agency: str, measure: str, typed: Mapping[str, str] | None = None) -> Response:
    """``typed``: a reason that was not taken, with its kind and what is wrong with it."""
    card, wanted = _card(request, desk, quarter), _measure(measure)
    line = next((one for one in card.agencies if one.code == agency), None)
    if agency and line is None:
        raise NotHere(NotHere.__doc__)
    said = reasons_of(desk, agency, quarter) if line else {}
    kinds = [kind for kind in Kind if wanted is None or wanted in MEASURES[kind]]
    sections = [
        Section(kind, card.behind(MEASURES[kind] if wanted is None else (wanted,), agency or None), said.get(kind, [])) for kind in kinds
    ]
    context: dict[str, Any] = {
        "card": card,
        "as_of": as_of_words(card),
        "line": line,
        "agencies": {one.code: one.name for one in card.agencies},
        "measure": wanted,
        "sections": sections,
        "open": _may_open(request, desk, [row for section in sections for row in section.rows]),
        "writes": line is not None and line.code in _mine(request, desk),
        "typed": typed or {},
        "people": roster(desk),
    }
    return page(request, "scorecard_rows", 422 if typed else 200, **KNOWN, **context)


def _measure(text: str) -> Measure | None:
    try:
        return Measure(text) if text else None
    except ValueError:
        raise NotHere(NotHere.__doc__) from None


def _may_open(request: Request, desk: Desk, rows: list[Row]) -> set[UUID]:
    """The cases behind these rows whose page he may open."""
    seen = cases_seen(desk, visitor_of(request).officer_id or "")
    ids = {row.case_id for row in rows}
    return set(desk.session.exec(select(Case.id).where(col(Case.id).in_(ids), col(Case.id).in_(seen))))


@router.post("/bang-theo-doi/ly-do")
def reason(request: Request, form: Form) -> Response:
    """Take an agency's reason as the next version; without words the last one is taken back."""
    agency, period, kind, measure = (form.one(name) for name in ("co_quan", "quy", "loai", "muc"))
    if kind not in list(Kind):
        raise NotHere(NotHere.__doc__)
    words = form.one("words")
    with bureau_of(request).reading_desk() as desk:
        quarter = _quarter(desk, period)
    try:
        with bureau_of(request).desk() as desk:
            give_reason(desk, agency, quarter, Kind(kind), words, by=visitor_of(request).officer_id)
    except NotTheOneAsked:
        raise NotHere(NotHere.__doc__) from None
    except Refused as refused:
        with bureau_of(request).reading_desk() as desk:
            return _rows(request, desk, quarter, agency, measure, {"kind": kind, "words": words, "error": str(refused)})
    return see(f"/bang-theo-doi/so-lieu?{_query(quarter, agency, measure)}#{ANCHORS[Kind(kind)]}")


def _query(quarter: Quarter, agency: str, measure: str) -> str:
    return urlencode({"quy": str(quarter), "co_quan": agency} | ({"muc": measure} if measure else {}))
