"""Directives from the portal: the standing office enters what was ordered, who ordered it changes, hands over, stops or splits it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.cases import Case
from models.errors import Refused
from portal.authorisation_page import seats_to_choose
from portal.case_acts import LONGEST, NO_DAY, NO_REASON, TOO_LONG
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.posted import Posted
from tasks.agencies import current
from tasks.bureau import Desk
from tasks.casework import CaseEnded
from tasks.directive_acts import NotTheIssuer, Part, change, new_lead, split, stop
from tasks.directives import ISSUERS, SOURCES, NewDirective, enter
from tasks.office import directive_of
from tasks.who import roster

router = APIRouter()

PARTS = 4  # how many directives one is split into on the page; what is to be split further is split again
CHOICES = {
    "change": "Điều chỉnh nội dung, thời hạn, sản phẩm, cơ quan phối hợp",
    "lead": "Giao cơ quan khác chủ trì",
    "split": "Tách thành nhiều nhiệm vụ",
    "stop": "Dừng thực hiện",
}


class Wrong(Exception):
    """What is wrong with the form: field → sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


def _typed(form: Posted) -> dict[str, str]:
    return {name: value.strip() for name, value in form.fields if name != "csrf"}


def _day(typed: Mapping[str, str], name: str, wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(typed.get(name, ""))
    except ValueError:
        wrong[name] = NO_DAY
        return None


def _bounded(typed: Mapping[str, str], wrong: dict[str, str]) -> None:
    wrong |= {name: TOO_LONG for name, value in typed.items() if len(value) > LONGEST}


@router.get("/nhiem-vu/moi")
def entry_page(request: Request) -> Response:
    """Ask for source, date and text."""
    return _entry_form(request, {"entry": str(uuid4())}, (), {})


def _entry_form(request: Request, typed: Mapping[str, str], helpers: tuple[str, ...], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        people = roster(desk)
        issuers = {
            seat.id: f"{people.title(seat.id)}: {people.name(people.holders.get(seat.id))}"
            for roles in ISSUERS.values()
            for seat in people.by_role(*roles)
        }
        context = {"issuers": issuers, "agencies": current(desk), "sources": {source.value: SOURCES[source] for source in ISSUERS}}
        context["seats"] = seats_to_choose(desk)
        return page(request, "new_directive", 422 if errors else 200, typed=typed, helpers=helpers, errors=errors, **context)


@router.post("/nhiem-vu/moi")
def entry(request: Request, form: Form) -> Response:
    """Take it down; its case opens, and the head of the lead agency is written to."""
    typed, helpers = _typed(form), tuple(dict.fromkeys(form.all("coordinating")))
    try:
        new = _ordered(typed, helpers)
        with bureau_of(request).desk() as desk:
            case, _ = enter(desk, new, by=visitor_of(request).officer_id)
    except Wrong as wrong:
        return _entry_form(request, {"entry": str(uuid4())} | typed, helpers, wrong.errors)
    except Refused as refused:
        return _entry_form(request, typed, helpers, {"form": str(refused)})
    return see(f"/ho-so/{case.id}")


def _ordered(typed: Mapping[str, str], helpers: tuple[str, ...]) -> NewDirective:
    wrong: dict[str, str] = {}
    _bounded(typed, wrong)
    sources = {source.value: source for source in ISSUERS}
    needed = {
        "source": "nguồn",
        "issuer": "người giao nhiệm vụ",
        "source_text": "văn bản, dịp chỉ đạo",
        "text": "nội dung",
        "lead": "cơ quan chủ trì",
    }
    wrong |= {name: f"Xin ghi {what}." for name, what in needed.items() if not typed.get(name)}
    given_on = _day(typed, "source_date", wrong)
    standing = typed.get("standing") == "yes"
    due = None if standing and not typed.get("due") else _day(typed, "due", wrong)
    if standing and due is not None:
        wrong["due"] = "Nhiệm vụ thường xuyên thì không ghi thời hạn; hãy bỏ một trong hai."
    try:
        entry_id = UUID(typed.get("entry", ""))
    except ValueError:
        entry_id = uuid4()
    if wrong or given_on is None or typed["source"] not in sources:
        raise Wrong(wrong or {"source": "Xin chọn nguồn trong danh sách."})
    return NewDirective(
        source=sources[typed["source"]],
        source_text=typed["source_text"],
        source_number=typed.get("source_number") or None,
        source_date=given_on,
        issuer_seat=typed["issuer"],
        text=typed["text"],
        lead_agency=typed["lead"],
        coordinating=tuple(code for code in helpers if code != typed["lead"]),
        due=due,
        product=typed.get("product", ""),
        entry_id=entry_id,
        granter_seat=typed.get("granter") or None,
        granter_document=typed.get("granter_document", ""),
    )


@router.get("/ho-so/{case_id}/dieu-chinh")
def adjust_page(request: Request, case_id: UUID) -> Response:
    """Ask what is to change, from the directive as it stands."""
    with bureau_of(request).reading_desk() as desk:
        duty = directive_of(desk, desk.case(case_id))
        typed = {"text": duty.text, "due": str(duty.due or ""), "product": duty.product}
        helpers = tuple(duty.coordinating)
    return _adjust_form(request, case_id, typed, helpers, {})


def _adjust_form(
    request: Request, case_id: UUID, typed: Mapping[str, str], helpers: tuple[str, ...], errors: Mapping[str, str]
) -> Response:
    with bureau_of(request).reading_desk() as desk:
        case = desk.case(case_id)
        if not case.is_open:
            raise CaseEnded(CaseEnded.__doc__)
        context: dict[str, Any] = {"case": case, "agencies": current(desk), "choices": CHOICES, "parts": PARTS}
        return page(request, "adjust_directive", 422 if errors else 200, typed=typed, helpers=helpers, errors=errors, **context)


@router.post("/ho-so/{case_id}/dieu-chinh")
def adjust(request: Request, case_id: UUID, form: Form) -> Response:
    """Do it: what was asked is withdrawn, those it touches are told."""
    typed, helpers = _typed(form), tuple(dict.fromkeys(form.all("coordinating")))
    try:
        with bureau_of(request).desk() as desk:
            _adjusted(desk, desk.case(case_id), typed, helpers, visitor_of(request).officer_id)
    except Wrong as wrong:
        return _adjust_form(request, case_id, typed, helpers, wrong.errors)
    except (CaseEnded, NotTheIssuer):
        raise
    except Refused as refused:
        return _adjust_form(request, case_id, typed, helpers, {"form": str(refused)})
    return see(f"/ho-so/{case_id}")


def _adjusted(desk: Desk, case: Case, typed: Mapping[str, str], helpers: tuple[str, ...], by: str | None) -> None:
    wrong: dict[str, str] = {}
    _bounded(typed, wrong)
    reason, choice = typed.get("reason", ""), typed.get("choice", "")
    if not reason:
        wrong["reason"] = NO_REASON
    if choice not in CHOICES:
        wrong["choice"] = "Xin chọn một trong các ý kiến."
    parts = _parts(typed, wrong) if choice == "split" else []
    due = _day(typed, "due", wrong) if choice == "change" and typed.get("due") else None
    if choice == "lead" and not typed.get("lead"):
        wrong["lead"] = "Xin chọn cơ quan chủ trì mới."
    if wrong:
        raise Wrong(wrong)
    match choice:
        case "change":
            to = Part(typed.get("text", ""), "", due, typed.get("product", ""), helpers)
            change(desk, case, to, reason=reason, officer_id=by)
        case "lead":
            new_lead(desk, case, typed["lead"], reason=reason, officer_id=by)
        case "split":
            split(desk, case, parts, reason=reason, officer_id=by)
        case "stop":
            stop(desk, case, reason=reason, officer_id=by)


def _parts(typed: Mapping[str, str], wrong: dict[str, str]) -> list[Part]:
    """The rows that were filled in."""
    found = []
    for n in range(PARTS):
        row = {name: typed.get(f"part.{n}.{name}", "") for name in ("text", "lead", "due", "product")}
        if any(row.values()):
            due = _day(typed, f"part.{n}.due", wrong) if row["due"] else None
            if not row["lead"]:
                wrong[f"part.{n}.lead"] = "Xin chọn cơ quan chủ trì."
            found.append(Part(row["text"], row["lead"], due, row["product"]))
    return found
