"""Figures that the UBND asks for out of turn, begun at the door by the working group (khoản 7 Điều 7, khoản 2 Điều 11)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from portal.case_acts import LONGEST, TOO_LONG
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from tasks.bureau import Desk
from tasks.data_calls import Wanted, begin, earliest_due, offered
from tasks.questions import Unacceptable
from tasks.reporting import reporting

router = APIRouter()

LINES = ("document", "number", "about")
DAYS = ("issued_on", "as_of", "due")


@router.get("/so-lieu/yeu-cau")
def begin_page(request: Request) -> Response:
    """Ask which document, which figures, of whom, by when."""
    with bureau_of(request).reading_desk() as desk:
        typed: dict[str, Any] = {
            "entry": str(uuid4()),
            "document": "Công văn",
            "as_of": desk.today.isoformat(),
            "due": earliest_due(desk).isoformat(),
            "indicators": [one.code for one in offered(desk, desk.today)],
            "agencies": [one.code for one in reporting(desk)],
        }
        return _shown(request, desk, typed, {})


def _shown(request: Request, desk: Desk, typed: Mapping[str, Any], errors: Mapping[str, str]) -> Response:
    context = {
        "known": {one.code: f"{one.code}. {one.name}" for one in desk.law.indicators if not one.computed},
        "there": {one.code: one.name for one in reporting(desk)},
        "days": desk.law.rules["information_answer"].days,
        "first": earliest_due(desk),
    }
    return page(request, "new_data_call", 422 if errors else 200, typed=typed, errors=errors, **context)


@router.post("/so-lieu/yeu-cau")
def begin_one(request: Request, form: Form) -> Response:
    """Open it: the secretary is asked for the letter; the page's own number makes two clicks one call."""
    typed: dict[str, Any] = {name: form.one(name).strip() for name in ("entry", *LINES, *DAYS)}
    typed |= {name: form.all(name) for name in ("indicators", "agencies")}
    wrong = {name: TOO_LONG for name in LINES if len(typed[name]) > LONGEST}
    with bureau_of(request).reading_desk() as desk:
        if wrong:
            return _shown(request, desk, typed, wrong)
    wanted = Wanted(
        document=typed["document"],
        number=typed["number"],
        issued_on=_day(typed["issued_on"]),
        about=typed["about"],
        indicators=tuple(typed["indicators"]),
        agencies=tuple(typed["agencies"]),
        as_of=_day(typed["as_of"]),
        due=_day(typed["due"]),
        officer_id=visitor_of(request).officer_id or "",
        entry=_entry(typed["entry"]),
    )
    try:
        with bureau_of(request).desk() as desk:
            case, _ = begin(desk, wanted)
    except Unacceptable as refused:
        with bureau_of(request).reading_desk() as desk:
            return _shown(request, desk, typed, refused.errors)
    return see(f"/ho-so/{case.id}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entry(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())
