"""Pages for everybody: help, and what pages are dressed in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from portal.door import bureau_of
from portal.pages import CSS, JS, SVG, page
from tasks.who import Role, roster

router = APIRouter()

KEEP = {"Cache-Control": "public, max-age=86400"}  # their address changes with their content


@router.get("/giup-do")
def help_page(request: Request) -> Response:
    """How to answer, to sign in, to ask."""
    with bureau_of(request).reading_desk() as desk:
        secretary = roster(desk).by_role(Role.SECRETARY)[0]
        identity = desk.law.committee.identity
        return page(request, "help", secretary=secretary, standing=desk.law.committee.agency(identity.standing_agency).name)


@router.get("/nhip.css")
def style() -> Response:
    """The one style sheet."""
    return Response(CSS, media_type="text/css", headers=KEEP)


@router.get("/nhip.js")
def script() -> Response:
    """The one script: it keeps long forms as drafts."""
    return Response(JS, media_type="text/javascript", headers=KEEP)


@router.get("/nhip.svg")
def mark() -> Response:
    """The mark in a browser's tab."""
    return Response(SVG, media_type="image/svg+xml", headers=KEEP)
