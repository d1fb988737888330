"""A written consultation at the door: begun by the leadership, or by the secretary in the standing member's name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from portal.case_acts import LONGEST, TOO_LONG
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from tasks.consultations import MAY_DECIDE, NotYours, Wanted, begin
from tasks.who import Role, roster

router = APIRouter()

NEEDED = {"matter": "Xin ghi nội dung cần lấy ý kiến.", "reason": "Xin ghi lý do lấy ý kiến bằng văn bản."}


@router.get("/lay-y-kien")
def begin_page(request: Request) -> Response:
    """Ask what about, why, how fast, and who decides."""
    return _begin_form(request, {"entry": str(uuid4())}, {})


def _begin_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        people, rules = roster(desk), desk.law.rules
        deciders = {seat.id: f"{people.title(seat.id)}: {people.name(people.holders.get(seat.id))}" for seat in people.by_role(*MAY_DECIDE)}
        held = {seat.role for seat in people.seats_of(visitor_of(request).officer_id or "")}
        own = next((seat for seat in deciders if people.holders.get(seat) == visitor_of(request).officer_id), "")
        context: dict[str, Any] = {
            "deciders": deciders,
            "in_name": not held & set(MAY_DECIDE) and Role.SECRETARY in held,
            "days": rules["consultation"].days,
            "urgent_days": rules["consultation_urgent"].days,
        }
        shown = {"decider": own, **typed}
        return page(request, "new_consultation", 422 if errors else 200, typed=shown, errors=errors, **context)


@router.post("/lay-y-kien")
def begin_one(request: Request, form: Form) -> Response:
    """Open it: the secretary is asked for the form; the page's own number makes two clicks one consultation."""
    typed = {name: value.strip() for name, value in form.fields if name != "csrf"}
    wrong = {name: sentence for name, sentence in NEEDED.items() if not typed.get(name)}
    wrong |= {name: TOO_LONG for name in NEEDED if len(typed.get(name, "")) > LONGEST}
    if wrong:
        return _begin_form(request, {"entry": str(uuid4())} | typed, wrong)
    wanted = Wanted(
        matter=typed["matter"],
        reason=typed["reason"],
        decider=typed.get("decider", ""),
        officer_id=visitor_of(request).officer_id or "",
        entry=_entry(typed),
        urgent=typed.get("urgent") == "yes",
    )
    try:
        with bureau_of(request).desk() as desk:
            case, _ = begin(desk, wanted)
    except NotYours:
        raise
    except Refused as refused:
        return _begin_form(request, {"entry": str(uuid4())} | typed, {"form": str(refused)})
    return see(f"/ho-so/{case.id}")


def _entry(typed: Mapping[str, str]) -> str:
    try:
        return str(UUID(typed.get("entry", "")))
    except ValueError:
        return str(uuid4())
