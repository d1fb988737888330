"""Who may grant a directive more time in its issuer's stead: set down from the issuer's document, or taken back."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from portal.case_acts import LONGEST, NO_REASON, TOO_LONG, typed_in
from portal.directive_sheets import authorised
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from tasks.authorisation import authorise, take_back
from tasks.bureau import Desk
from tasks.casework import CaseEnded
from tasks.directive_acts import NotTheIssuer
from tasks.directive_seats import answers_today
from tasks.office import directive_of
from tasks.who import COMMITTEE, Role, roster

router = APIRouter()

WHERE = "/ho-so/{case_id}/uy-quyen-gia-han"
AUTHORISE, TAKE_BACK = "authorise", "take-back"
CHOICES = {AUTHORISE: "Ủy quyền quyết định gia hạn", TAKE_BACK: "Thôi ủy quyền"}
AFTER_THE_COMMITTEE = tuple(role for role in Role if role not in COMMITTEE)


def seats_to_choose(desk: Desk) -> dict[str, str]:
    """Seats that somebody holds today, each with his name: the committee's first."""
    people = roster(desk)
    seats = [seat.id for seat in people.by_role(*COMMITTEE, *AFTER_THE_COMMITTEE) if answers_today(desk, seat.id)]
    return {seat: f"{people.title(seat)}: {people.name(people.holders[seat])}" for seat in seats}


@router.get(WHERE)
def authorise_page(request: Request, case_id: UUID) -> Response:
    """Ask who is authorised, and by which document."""
    return _form(request, case_id, {}, {})


def _form(request: Request, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        case = desk.case(case_id)
        if not case.is_open:
            raise CaseEnded(CaseEnded.__doc__)
        given = {"case": case, "choices": CHOICES, "seats": seats_to_choose(desk), "now": authorised(desk, directive_of(desk, case))}
        return page(request, "authorise_extension", 422 if errors else 200, typed=typed, errors=errors, **given)


@router.post(WHERE)
def set_down(request: Request, case_id: UUID, form: Form) -> Response:
    """Do it: a request that waits moves, those it touches are told."""
    typed = {name: value.strip() for name, value in typed_in(form).items()}
    wrong = _wrong(typed)
    if wrong:
        return _form(request, case_id, typed, wrong)
    by = visitor_of(request).officer_id
    try:
        with bureau_of(request).desk() as desk:
            if typed["choice"] == AUTHORISE:
                authorise(desk, desk.case(case_id), typed["granter"], typed["granter_document"], officer_id=by)
            else:
                take_back(desk, desk.case(case_id), reason=typed["reason"], officer_id=by)
    except (CaseEnded, NotTheIssuer):
        raise
    except Refused as refused:
        return _form(request, case_id, typed, {"form": str(refused)})
    return see(f"/ho-so/{case_id}")


def _wrong(typed: Mapping[str, str]) -> dict[str, str]:
    wrong = {name: TOO_LONG for name, value in typed.items() if len(value) > LONGEST}
    choice = typed.get("choice", "")
    if choice not in CHOICES:
        wrong["choice"] = "Xin chọn một trong các ý kiến."
    if choice == AUTHORISE and not typed.get("granter"):
        wrong["granter"] = "Xin chọn người được ủy quyền."
    if choice == AUTHORISE and not typed.get("granter_document"):
        wrong["granter_document"] = "Xin ghi văn bản ủy quyền, ví dụ: Công văn số 12/UBND-VX ngày 03/10/2019."
    if choice == TAKE_BACK and not typed.get("reason"):
        wrong["reason"] = NO_REASON
    return wrong
