"""How an officer's messages reach him, and how he ties his Zalo account."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from models import phones
from models.people import Officer
from portal.door import bureau_of, pace_of, visitor_of
from portal.pages import page
from tasks.zalo_enrolment import HOURS, new_code

router = APIRouter()


@router.get("/kenh-nhan-tin")
def channels(request: Request) -> Response:
    """His addresses, and whether his Zalo account is tied."""
    return _page(request)


@router.post("/kenh-nhan-tin/ma-zalo")
def zalo_code(request: Request) -> Response:
    """A code for his Zalo account, on the page this once: only its hash is kept."""
    visitor = visitor_of(request)
    assert visitor.officer_id is not None
    if bureau_of(request).zalo is None:
        return _page(request)
    pace_of(request).knock("account", f"zalo/{visitor.officer_id}")
    with bureau_of(request).desk() as desk:
        code = new_code(desk, visitor.officer_id)
    return _page(request, f"{code[:4]} {code[4:]}")


def _page(request: Request, code: str = "") -> Response:
    bureau = bureau_of(request)
    with bureau.reading_desk() as desk:
        officer = desk.session.get_one(Officer, visitor_of(request).officer_id)
    phone = phones.shown(officer.phone) if officer.phone else ""
    return page(request, "channels", officer=officer, phone=phone, zalo=bureau.zalo is not None, code=code, hours=HOURS)
