"""The lines of a draft plan: added, changed, moved, taken out by who is asked for the draft."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from models.plans import PlanLine, PlanPaper
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.plan_forms import BASE, NO_DAY, Typed, bounded, plan_in, typed_of
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.agencies import current, not_there
from tasks.bureau import Desk
from tasks.plan_editing import LineDraft, drop_line, edited, move_line, save_line
from tasks.plan_facts import subject_of
from tasks.plans import sections_of

router = APIRouter()


@router.get(BASE + "/dong")
def new_line_page(request: Request, case_id: UUID) -> Response:
    """Ask for a new line of one of the two papers that have lines."""
    paper = request.query_params.get("van-ban", "")
    paper = paper if paper in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN) else PlanPaper.WORK_PLAN.value
    return _line_form(request, case_id, None, {"paper": paper}, (), {})


@router.get(BASE + "/dong/{line_id}")
def line_page(request: Request, case_id: UUID, line_id: UUID) -> Response:
    """A line as it stands, to be changed."""
    with bureau_of(request).reading_desk() as desk:
        plan, line = plan_in(desk, case_id), desk.session.get(PlanLine, line_id)
        if line is None or line.plan_id != plan.id:
            raise NotHere(NotHere.__doc__)
        typed = {
            "paper": str(line.paper),
            "section": line.section or "-",
            "text": line.text,
            "lead": line.lead_agency or "",
            "product": line.product,
            "due": line.due.isoformat() if line.due else "",
        }
        return _line_form(request, case_id, line_id, typed, tuple(line.coordinating), {})


def _line_form(
    request: Request, case_id: UUID, line_id: UUID | None, typed: Typed, helpers: tuple[str, ...], errors: Mapping[str, str]
) -> Response:
    with bureau_of(request).reading_desk() as desk:
        plan, paper = plan_in(desk, case_id), PlanPaper(typed["paper"])
        sections = {code or "-": title for code, title in sections_of(desk, paper).items()}
        context = {"case": desk.case(case_id), "title": subject_of(plan, paper), "sections": sections, "agencies": current(desk)}
        action = f"/ho-so/{case_id}/ke-hoach/dong" + (f"/{line_id}" if line_id else "")
        shown = {"typed": typed, "helpers": helpers, "errors": errors, "action": action, "year": plan.year, "there": line_id is not None}
        return page(request, "plan_line", 422 if errors else 200, **context, **shown)


@router.post(BASE + "/dong")
def new_line(request: Request, case_id: UUID, form: Form) -> Response:
    """Add it at the end of its section."""
    return _save_line(request, case_id, None, form)


@router.post(BASE + "/dong/{line_id}")
def change_line(request: Request, case_id: UUID, line_id: UUID, form: Form) -> Response:
    """Write it as it was typed."""
    return _save_line(request, case_id, line_id, form)


def _save_line(request: Request, case_id: UUID, line_id: UUID | None, form: Posted) -> Response:
    typed, helpers = typed_of(form), tuple(dict.fromkeys(form.all("coordinating")))
    if typed.get("paper") not in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN):
        raise NotHere(NotHere.__doc__)
    wrong, due = bounded(typed), None
    if not typed.get("text"):
        wrong["text"] = "Xin ghi nội dung."
    try:
        due = date.fromisoformat(typed["due"]) if typed.get("due") else None
    except ValueError:
        wrong["due"] = NO_DAY
    if not wrong:
        try:
            with bureau_of(request).desk() as desk:
                plan = edited(desk, case_id, visitor_of(request).officer_id)
                wrong = _strange(desk, typed, helpers)
                if not wrong:
                    section = "" if typed.get("section") == "-" else typed.get("section", "")
                    paper = PlanPaper(typed["paper"])
                    draft = LineDraft(paper, section, typed["text"], typed.get("lead", ""), helpers, typed.get("product", ""), due)
                    save_line(desk, plan, draft, line_id)
        except Refused as refused:
            wrong = {"form": str(refused)}
    if wrong:
        return _line_form(request, case_id, line_id, typed, helpers, wrong)
    return see(f"/ho-so/{case_id}/ke-hoach#{typed['paper']}")


def _strange(desk: Desk, typed: Typed, helpers: tuple[str, ...]) -> dict[str, str]:
    """What cannot even be written down; all else is shown beside the line and bars only putting the draft forward."""
    sections = sections_of(desk, PlanPaper(typed["paper"]))
    wrong = (
        {}
        if typed.get("section", "").replace("-", "") in sections or not typed.get("section")
        else {"section": "Xin chọn mục trong danh sách."}
    )
    codes = [code for code in (typed.get("lead", ""), *helpers) if code]
    if odd := not_there(desk, codes):
        wrong["lead"] = odd
    return wrong


@router.post(BASE + "/dong/{line_id}/xep")
def arrange(request: Request, case_id: UUID, line_id: UUID, form: Form) -> Response:
    """Move a line up or down in its section, or take it out."""
    with bureau_of(request).desk() as desk:
        plan = edited(desk, case_id, visitor_of(request).officer_id)
        if form.one("do") == "drop":
            drop_line(desk, plan, line_id)
        else:
            move_line(desk, plan, line_id, up=form.one("do") == "up")
    return see(f"/ho-so/{case_id}/ke-hoach#{'' if form.one('do') == 'drop' else line_id}")
