"""A year's attendance, as a plain table."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from portal.door import bureau_of
from portal.pages import page
from portal.refusals import NotHere
from tasks.attendance import year_of
from tasks.who import roster

router = APIRouter()

FIRST_YEAR, LAST_YEAR = 2000, 2999


@router.get("/du-hop")
def attendance_page(request: Request, nam: str = "") -> Response:
    """The figures of a year, this year's where none is named."""
    with bureau_of(request).reading_desk() as desk:
        year = int(nam) if nam.isascii() and nam.isdigit() and len(nam) == 4 else desk.today.year if not nam else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotHere(NotHere.__doc__)
        return page(request, "attendance", year=year, this_year=desk.today.year, figures=year_of(desk, year), people=roster(desk))
