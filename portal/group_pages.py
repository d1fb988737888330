"""The working group's meeting at the door: called when one of its leaders wants it (khoản 3 Điều 8)."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.clock import at
from models.errors import Refused
from portal.case_acts import LONGEST, NO_DAY, NO_HOUR, TOO_LONG
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from tasks.group_meetings import NotYours, Wanted, want

router = APIRouter()


@router.get("/hop-to")
def call_page(request: Request) -> Response:
    """Ask when and about what."""
    return _call_form(request, {"entry": str(uuid4())}, {})


def _call_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    return page(request, "call_group", 422 if errors else 200, typed=typed, errors=errors)


@router.post("/hop-to")
def call(request: Request, form: Form) -> Response:
    """Open it: the secretary is asked for the agenda; the page's own number makes two clicks one meeting."""
    typed = {name: value.strip() for name, value in form.fields if name != "csrf"}
    wrong: dict[str, str] = {}
    day, hour = _day(typed, wrong), _hour(typed, wrong)
    about = typed.get("about", "")
    if not about or len(about) > LONGEST:
        wrong["about"] = TOO_LONG if about else "Xin ghi cuộc họp bàn về việc gì."
    if wrong or day is None or hour is None:
        return _call_form(request, {"entry": str(uuid4()), **typed}, wrong)
    try:
        with bureau_of(request).desk() as desk:
            case, _ = want(desk, Wanted(at(day, hour), about, visitor_of(request).officer_id or "", _entry(typed)))
    except NotYours:
        raise
    except Refused as refused:
        return _call_form(request, {"entry": str(uuid4()), **typed}, {"form": str(refused)})
    return see(f"/ho-so/{case.id}")


def _day(typed: Mapping[str, str], wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(typed.get("day", ""))
    except ValueError:
        wrong["day"] = NO_DAY
        return None


def _hour(typed: Mapping[str, str], wrong: dict[str, str]) -> time | None:
    try:
        return time.fromisoformat(typed.get("hour", ""))
    except ValueError:
        wrong["hour"] = NO_HOUR
        return None


def _entry(typed: Mapping[str, str]) -> str:
    try:
        return str(UUID(typed.get("entry", "")))
    except ValueError:
        return str(uuid4())
