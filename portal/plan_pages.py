"""A year's plans on the portal: read by whoever reads the case, its words edited by who drafts, changed once in force."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.errors import Refused
from models.plans import Plan, PlanPaper
from portal.access import may
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.plan_facts import WORDS, plan_facts
from portal.plan_forms import BASE, Typed, bounded, plan_in, typed_of
from portal.refusals import NotHere
from tasks.plan_editing import drafts, edited, save_words
from tasks.plan_facts import subject_of
from tasks.plans import want_change

router = APIRouter()


@router.get(BASE)
def plan_page(request: Request, case_id: UUID) -> Response:
    """The whole plan: its lines under their sections, the units to inspect, what is wrong and what clashes."""
    visitor = visitor_of(request)
    with bureau_of(request).reading_desk() as desk:
        plan = plan_in(desk, case_id)
        case = desk.case(case_id)
        edits = case.is_open and plan.issued_on is None and drafts(desk, case_id, visitor.officer_id)
        newest = desk.session.exec(select(Plan.id).where(col(Plan.replaces_id) == plan.id)).first() is None
        changes = plan.issued_on is not None and newest and may(visitor.roles, "/ho-so/{case_id}/dieu-chinh-ke-hoach")
        return page(request, "plan", case=case, edits=edits, changes=changes, **plan_facts(desk, case))


@router.get(BASE + "/loi-van")
def words_page(request: Request, case_id: UUID) -> Response:
    """The papers' own words, to be changed."""
    with bureau_of(request).reading_desk() as desk:
        plan = plan_in(desk, case_id)
        papers = [(subject_of(plan, paper), paper.value, plan.words.get(paper.value, {})) for paper in PlanPaper]
        return page(request, "plan_words", case=desk.case(case_id), papers=papers, labels=WORDS)


@router.post(BASE + "/loi-van")
def words(request: Request, case_id: UUID, form: Form) -> Response:
    """Write them."""
    typed: dict[str, dict[str, str]] = {}
    for name, value in form.fields:
        paper, _, place = name.partition(".")
        if place:
            typed.setdefault(paper, {})[place] = value.strip()[:20_000]
    with bureau_of(request).desk() as desk:
        save_words(desk, edited(desk, case_id, visitor_of(request).officer_id), typed)
    return see(f"/ho-so/{case_id}/ke-hoach")


@router.get("/ho-so/{case_id}/dieu-chinh-ke-hoach")
def want_change_page(request: Request, case_id: UUID) -> Response:
    """Ask why the plan in force is to be changed."""
    return _change_form(request, case_id, {}, {})


def _change_form(request: Request, case_id: UUID, typed: Typed, errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        plan = plan_in(desk, case_id)
        return page(request, "plan_change", 422 if errors else 200, case=desk.case(case_id), plan=plan, typed=typed, errors=errors)


@router.post("/ho-so/{case_id}/dieu-chinh-ke-hoach")
def begin_change(request: Request, case_id: UUID, form: Form) -> Response:
    """Open the case of a change; its draft is asked for at once."""
    typed = typed_of(form)
    wrong = bounded(typed)
    if not wrong:
        try:
            with bureau_of(request).desk() as desk:
                changed = want_change(desk, plan_in(desk, case_id).id, typed.get("reason", ""), by=visitor_of(request).officer_id)
            return see(f"/ho-so/{changed.id}")
        except NotHere:
            raise
        except Refused as refused:
            wrong = {"reason": str(refused)}
    return _change_form(request, case_id, typed, wrong)
