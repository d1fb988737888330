"""«Lịch của tôi»: an address that a calendar program reads, shown once, and what stands behind it."""

from hashlib import sha256

from fastapi import APIRouter, Request
from starlette.responses import Response

from portal.door import bureau_of, knock_link, pace_of, visitor_of
from portal.pages import page, see
from portal.refusals import NotHere
from tasks.calendar_content import calendar_of
from tasks.calendar_feeds import living_feed, make, owner_of, revoke

router = APIRouter()

KEEP = "private, max-age=900"


@router.get("/lich")
def my_calendar(request: Request) -> Response:
    """Whether he has an address, and how it is used."""
    return _page(request)


@router.post("/lich")
def new_address(request: Request) -> Response:
    """A new address, on the page this once: only its hash is kept. The one before opens nothing any more."""
    officer_id = _me(request)
    pace_of(request).knock("account", f"lich/{officer_id}")
    with bureau_of(request).desk() as desk:
        token = make(desk, officer_id)
    return _page(request, f"{bureau_of(request).portal_url}/lich/{token}.ics")


@router.post("/lich/thu-hoi")
def take_back(request: Request) -> Response:
    """No calendar program reads his calendar any more."""
    with bureau_of(request).desk() as desk:
        revoke(desk, _me(request))
    return see("/lich")


@router.get("/lich/{token}.ics")
def read_calendar(request: Request, token: str) -> Response:
    """The calendar of who made this address; revoked, invented and outlived addresses are no page of ours."""
    knock_link(request, token)
    with bureau_of(request).reading_desk() as desk:
        officer_id = owner_of(desk, token)
        if officer_id is None:
            raise NotHere(NotHere.__doc__)
        content = calendar_of(desk, officer_id)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": KEEP}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="lich.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _me(request: Request) -> str:
    officer_id = visitor_of(request).officer_id
    assert officer_id is not None
    return officer_id


def _page(request: Request, address: str = "") -> Response:
    with bureau_of(request).reading_desk() as desk:
        living = living_feed(desk, _me(request))
    return page(request, "calendar_feed", living=living, address=address)
