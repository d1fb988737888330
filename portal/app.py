"""The portal as an application: ``make_app(bureau)``."""

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

import tasks.consultation_questions
import tasks.data_call_questions
import tasks.directive_questions
import tasks.funding_questions
import tasks.group_questions
import tasks.plan_questions
import tasks.proceedings_questions
import tasks.quarters
import tasks.report_questions  # noqa: F401 - enter the questions that can be answered here, those before a meeting with those after it
from models.errors import Refused
from portal.absence_pages import router as absence_pages
from portal.attendance_page import router as attendance_page
from portal.authorisation_page import router as authorisation_page
from portal.case_acts import router as case_acts
from portal.cases import router as cases
from portal.channel_page import router as channel_page
from portal.consultation_pages import router as consultation_pages
from portal.data_call_pages import router as data_call_pages
from portal.directive_pages import router as directive_pages
from portal.door import admit
from portal.draft_pages import router as draft_pages
from portal.edge import Edge
from portal.exchange_pages import router as exchange_pages
from portal.feed_page import router as feed_page
from portal.funding_pages import router as funding_pages
from portal.group_pages import router as group_pages
from portal.letter_pages import router as letter_pages
from portal.links import router as links
from portal.meeting_files import router as meeting_files
from portal.meeting_pages import router as meeting_pages
from portal.meter import Meter
from portal.metrics import registry_of
from portal.metrics import router as metrics
from portal.pace import Pace
from portal.pages import page, see
from portal.paper_pages import router as paper_pages
from portal.plan_excel_pages import router as plan_excel_pages
from portal.plan_inspection_pages import router as plan_inspection_pages
from portal.plan_line_pages import router as plan_line_pages
from portal.plan_pages import router as plan_pages
from portal.preview_pages import router as preview_pages
from portal.public import router as public
from portal.refusals import NotHere, SignInFirst, said
from portal.report_pages import router as report_pages
from portal.returns_hook import router as returns_hook
from portal.scorecard_pages import router as scorecard_pages
from portal.sign_in import after
from portal.sign_in import router as sign_in
from portal.verifier import Verifier
from portal.work import router as work
from portal.zalo_hook import router as zalo_hook
from tasks.bureau import Bureau
from tasks.figures_of_the_house import Memory

ROOMS = (
    public,
    links,
    sign_in,
    work,
    cases,
    case_acts,
    absence_pages,
    paper_pages,
    exchange_pages,
    directive_pages,
    funding_pages,
    draft_pages,
    report_pages,
    authorisation_page,
    consultation_pages,
    data_call_pages,
    group_pages,
    meeting_pages,
    meeting_files,
    attendance_page,
    scorecard_pages,
    returns_hook,  # before the pages of a letter, whose address takes any word in its place
    letter_pages,
    metrics,
    plan_pages,
    plan_line_pages,
    plan_inspection_pages,
    plan_excel_pages,
    channel_page,
    preview_pages,
    zalo_hook,
    feed_page,
)


def make_app(bureau: Bureau, pace: Pace | None = None, metrics_token: str | None = None) -> FastAPI:
    """The portal of a house. Every route passes the door (:func:`portal.door.admit`) and stands in its table.

    ``metrics_token``: opens ``/metrics`` to another machine; None: to none.
    """
    memory = Memory()
    registry = registry_of(bureau, memory)
    edge = Middleware(Edge, refusal=refuse, https=bureau.portal_url.startswith("https:"))
    app = FastAPI(
        title="Nhịp",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(admit)],
        middleware=[Middleware(Meter, registry=registry), edge],
        exception_handlers={Refused: _refused, HTTPException: _no_such_page, RequestValidationError: _no_such_page},
    )
    app.state.bureau = bureau
    app.state.pace = pace or Pace()
    app.state.verifier = Verifier(bureau)
    app.state.memory = memory
    app.state.registry = registry
    app.state.metrics_token = metrics_token
    for room in ROOMS:
        app.include_router(room)
    return app


async def refuse(request: Request, refused: Refused) -> Response:
    """The page of a refusal: its sentence and a way out."""
    response = page(request, "refusal", refused.status, sentence=said(refused))
    if refused.status == 429:
        response.headers["Retry-After"] = "60"
    return response


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    if isinstance(refused, SignInFirst):
        return see(after("/dang-nhap", str(refused)))
    return await refuse(request, refused)


async def _no_such_page(request: Request, _: Exception) -> Response:
    return await refuse(request, NotHere(NotHere.__doc__))
