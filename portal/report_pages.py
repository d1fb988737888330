"""An agency's Excel file, and the page on which it corrects what it reported."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.steps import Step
from portal.door import Form, bureau_of, visitor_of
from portal.downloads import download, file_of
from portal.forms import Sheet, Typed, data_of, typed_of
from portal.pages import page, see
from portal.paper_pages import paper_at
from portal.refusals import NotHere
from portal.report_sheets import figure_facts, typed_figures
from tasks.answering import NotTheOneAsked
from tasks.bureau import Desk
from tasks.progress_report import annex_of
from tasks.questions import Unacceptable, question
from tasks.report_checks import asked_by
from tasks.report_corrections import correct, who_corrects
from tasks.report_forms import CorrectionForm, FiguresForm
from tasks.report_records import Asked, books_are_closed, given, occasion_of, versions
from tasks.report_workbook import blank_report

router = APIRouter()

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/viec/{step_id}/bieu-mau")
def workbook(request: Request, step_id: UUID) -> Response:
    """The file an agency may fill in instead of the page."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get_one(Step, step_id)
        if question(step.question).form is not FiguresForm:
            return see(f"/viec/{step_id}")
        asked, case = asked_by(step), desk.case(step.case_id)
        data = blank_report(desk, case, asked, None, {})
    return download(f"Báo cáo {occasion_of(case)} {asked.agency}.xlsx", EXCEL, data)


@router.get("/ho-so/{case_id}/van-ban/{paper_id}/phu-luc")
def annex_file(request: Request, case_id: UUID, paper_id: UUID) -> Response:
    """The annex of a quarter's report; a paper without one has its page."""
    with bureau_of(request).reading_desk() as desk:
        row = paper_at(request, desk, case_id, paper_id)
        found = annex_of(desk, row)
    return file_of(request, found["name"], EXCEL, found["sha256"]) if found else see(f"/ho-so/{case_id}")


@router.get("/ho-so/{case_id}/so-lieu/{agency}")
def correction_page(request: Request, case_id: UUID, agency: str) -> Response:
    """What the agency reported, to be corrected."""
    with bureau_of(request).reading_desk() as desk:
        asked = _mine(request, desk, case_id, agency)
        case, before = desk.case(case_id), versions(desk, case_id, agency)
        last = before[-1] if before else None
        fields = figure_facts(desk, case, asked)["fields"]
        typed: Typed = {
            "figures": typed_figures(fields, given(desk, last)),
            "obstacles": last.obstacles if last else "",
            "proposals": last.proposals if last else "",
        }
        return _shown(request, desk, case_id, asked, typed, {})


@router.post("/ho-so/{case_id}/so-lieu/{agency}")
def correction(request: Request, case_id: UUID, agency: str, form: Form) -> Response:
    """Take the corrected figures as the agency's next version."""
    typed = typed_of(CorrectionForm, form) | {"choice": "submit"}
    try:
        told = CorrectionForm.read(data_of(typed))
        assert isinstance(told, CorrectionForm)
        with bureau_of(request).desk() as desk:
            correct(desk, case_id, agency, told, visitor_of(request).officer_id or "")
    except NotTheOneAsked:
        raise NotHere(NotHere.__doc__) from None
    except Unacceptable as refused:
        with bureau_of(request).reading_desk() as desk:
            return _shown(request, desk, case_id, _mine(request, desk, case_id, agency), typed, refused.errors)
    return see(f"/ho-so/{case_id}/so-lieu/{agency}")


def _mine(request: Request, desk: Desk, case_id: UUID, agency: str) -> Asked:
    try:
        return who_corrects(desk, case_id, agency, visitor_of(request).officer_id or "")
    except NotTheOneAsked:
        raise NotHere(NotHere.__doc__) from None


def _shown(request: Request, desk: Desk, case_id: UUID, asked: Asked, typed: Typed, errors: dict[str, str]) -> Response:
    case = desk.case(case_id)
    assert case.period is not None
    context: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "sheet": Sheet(CorrectionForm, typed, errors),
        "facts": figure_facts(desk, case, asked),
        "versions": versions(desk, case_id, asked.agency),
        "closed": books_are_closed(desk, case_id),
    }
    return page(request, "correct_figures", 422 if errors else 200, **context)
