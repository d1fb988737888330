"""Money on the portal: the ledger of a year, entering a line of it, and where a request for spending begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from models.funding import EntryKind, FundingEnding, FundingRequest
from models.money import read
from portal.access import may
from portal.directive_pages import Wrong, _bounded, _day, _typed
from portal.door import Form, bureau_of, visitor_of
from portal.downloads import download
from portal.funding_facts import open_commitments, unlocked
from portal.pages import page, see
from portal.refusals import NotHere
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.funding import ENDED, NewRequest, request_funding, stories
from tasks.ledger import accounts, entries_of
from tasks.ledger_book import budget_calendar, ledger_book
from tasks.ledger_entries import NewEntry, carry_over, enter, take_back

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR, LAST_YEAR = 2018, 2098
KINDS = {
    EntryKind.ESTIMATE: "Dự toán lập",
    EntryKind.ASSIGNED: "Dự toán được giao",
    EntryKind.COMMITTED: "Cam kết chi",
    EntryKind.RELEASED: "Giảm cam kết chi",
    EntryKind.ADVANCED: "Tạm ứng",
    EntryKind.SETTLED: "Quyết toán",
    EntryKind.CARRIED_OUT: "Chuyển nguồn sang năm sau",
}
SHOWN = KINDS | {EntryKind.CARRIED_IN: "Chuyển nguồn năm trước sang"}


@dataclass(frozen=True)
class Line:
    """A line of the ledger on its page. ``back``: it has been taken back, or takes one back."""

    entry: Any
    kind: str
    back: bool


def _year(text: str, today: date) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year if not text else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotHere(NotHere.__doc__)
    return year


@router.get("/kinh-phi")
def ledger_page(request: Request, nam: str = "", quy: str = "") -> Response:
    """The ledger of a year, or as it stood at the end of a quarter: accounts, requests, lines, and the days of the budget year."""
    with bureau_of(request).reading_desk() as desk:
        return _ledger(request, desk, _year(nam, desk.today), {}, _quarter(quy))


def _quarter(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4") else None


def _ledger(request: Request, desk: Desk, year: int, errors: Mapping[str, str], quarter: int | None = None) -> Response:
    until = Quarter(year, quarter).last if quarter else None
    lines = [line for line in entries_of(desk, year) if until is None or line.day <= until]
    reversed_ones = {line.reverses_id for line in lines if line.reverses_id is not None}
    roles = visitor_of(request).roles
    context = {
        "accounts": accounts(desk, year, until),
        "quarter": quarter,
        "when": Quarter(year, quarter).title if quarter else f"năm {year}",
        "requests": [(one, *_standing_of(desk, one)) for one in stories(desk, year)],
        "entries": [Line(line, SHOWN[line.kind], line.id in reversed_ones or line.reverses_id is not None) for line in reversed(lines)],
        "calendar": budget_calendar(desk, year),
        "may_enter": may(roles, "/kinh-phi/ghi-so"),
        "may_ask": may(roles, "/kinh-phi/de-nghi"),
        "errors": errors,
    }
    return page(request, "ledger", 422 if errors else 200, year=year, this_year=desk.today.year, **context)


def _standing_of(desk: Desk, request: FundingRequest) -> tuple[str, str]:
    """Where a request stands, in words, and the tone that goes with it."""
    if request.ending is not None:
        return ENDED[request.ending], "done" if request.ending == FundingEnding.APPROVED else "gone"
    if not desk.case(request.case_id).is_open:
        return "Đã hủy", "gone"
    return "Đang xem xét, chưa được cam kết chi", "open"


@router.get("/kinh-phi/{year}/bang-tinh")
def ledger_file(request: Request, year: int, quy: str = "") -> Response:
    """The ledger as a workbook: of the year so far, or as it stood at the end of a quarter."""
    with bureau_of(request).reading_desk() as desk:
        checked = _year(str(year), desk.today)
        quarter = _quarter(quy)
        data = ledger_book(desk, checked, quarter, {kind.value: title for kind, title in SHOWN.items()})
    return download(f"so-kinh-phi-{checked}{f'-quy-{quarter}' if quarter else ''}.xlsx", XLSX, data)


@router.get("/kinh-phi/ghi-so")
def entry_page(request: Request, nam: str = "") -> Response:
    """Ask for a line."""
    with bureau_of(request).reading_desk() as desk:
        year = _year(nam, desk.today)
    return _entry_form(request, {"entry": str(uuid4()), "year": str(year)}, {})


def _entry_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        year = _year(typed.get("year", ""), desk.today)
        items = {
            str(item.id): f"{request.title}: {item.content} (còn {left:,} đồng)".replace(",", ".")
            for item, request, left in unlocked(desk, year)
        }
        context = {
            "kinds": {kind.value: title for kind, title in KINDS.items()},
            "sources": {source: source for source in desk.law.committee.identity.funding_sources},
            "items": items,
            "commitments": open_commitments(desk, year),
            "year": year,
        }
        return page(request, "ledger_entry", 422 if errors else 200, typed=typed, errors=errors, **context)


@router.post("/kinh-phi/ghi-so")
def add_entry(request: Request, form: Form) -> Response:
    """Enter it; over a ceiling, or before its decision, it is refused with the figures."""
    typed = _typed(form)
    try:
        new = _entered(typed)
        with bureau_of(request).desk() as desk:
            put = carry_over if new.kind == EntryKind.CARRIED_OUT else enter
            put(desk, new, by=visitor_of(request).officer_id)
    except Wrong as wrong:
        return _entry_form(request, {"entry": str(uuid4())} | typed, wrong.errors)
    except NotHere:
        raise
    except Refused as refused:
        return _entry_form(request, typed, {"form": str(refused)})
    return see(f"/kinh-phi?nam={new.year}")


def _entered(typed: Mapping[str, str]) -> NewEntry:
    wrong: dict[str, str] = {}
    _bounded(typed, wrong)
    kinds = {kind.value: kind for kind in KINDS}
    if typed.get("kind") not in kinds:
        wrong["kind"] = "Xin chọn loại."
    if not typed.get("source"):
        wrong["source"] = "Xin chọn nguồn kinh phí."
    day, amount = _day(typed, "day", wrong), 0
    try:
        amount = read(typed.get("amount", ""))
    except ValueError as odd:
        wrong["amount"] = str(odd)
    if wrong or day is None:
        raise Wrong(wrong)
    return NewEntry(
        kind=kinds[typed["kind"]],
        source=typed["source"],
        year=_year(typed.get("year", ""), day),
        amount=amount,
        content=typed.get("content", ""),
        document=typed.get("document", ""),
        day=day,
        norm=typed.get("norm", ""),
        item_id=_id(typed.get("item", "")),
        commitment_id=_id(typed.get("commitment", "")),
        entry_id=_id(typed.get("entry", "")) or uuid4(),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@router.post("/kinh-phi/dong/{entry_id}")
def take_entry_back(request: Request, entry_id: UUID, form: Form) -> Response:
    """A line entered by mistake is taken back by its opposite."""
    typed = _typed(form)
    try:
        with bureau_of(request).desk() as desk:
            row = take_back(desk, entry_id, reason=typed.get("reason", ""), by=visitor_of(request).officer_id)
    except Refused as refused:
        with bureau_of(request).reading_desk() as desk:
            return _ledger(request, desk, _year(typed.get("year", ""), desk.today), {str(entry_id): str(refused)})
    return see(f"/kinh-phi?nam={row.year}")


@router.get("/kinh-phi/de-nghi")
def request_page(request: Request) -> Response:
    """Ask what the money is for; its lines are asked on the next page."""
    return _request_form(request, {"entry": str(uuid4())}, {})


def _request_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        sources = {source: source for source in desk.law.committee.identity.funding_sources}
        years = {str(year): f"Năm {year}" for year in (desk.today.year, desk.today.year + 1)}
        return page(request, "new_funding", 422 if errors else 200, typed=typed, errors=errors, sources=sources, years=years)


@router.post("/kinh-phi/de-nghi")
def ask_for_money(request: Request, form: Form) -> Response:
    """Open the case; who opened it is asked for the lines."""
    typed = _typed(form)
    wrong: dict[str, str] = {}
    _bounded(typed, wrong)
    needed = {"title": "Xin ghi tên khoản chi.", "purpose": "Xin ghi sự cần thiết.", "source": "Xin chọn nguồn.", "year": "Xin chọn năm."}
    wrong |= {name: sentence for name, sentence in needed.items() if not typed.get(name)}
    try:
        if wrong:
            raise Wrong(wrong)
        by = visitor_of(request).officer_id
        assert by is not None
        year = int(typed["year"]) if typed["year"].isascii() and typed["year"].isdigit() else 0
        new = NewRequest(typed["title"], typed["purpose"], typed["source"], year, _id(typed.get("entry", "")) or uuid4())
        with bureau_of(request).desk() as desk:
            case, _ = request_funding(desk, new, by=by)
    except Wrong as odd:
        return _request_form(request, {"entry": str(uuid4())} | typed, odd.errors)
    except Refused as refused:
        return _request_form(request, typed, {"form": str(refused)})
    return see(f"/ho-so/{case.id}")
