"""The units of a draft inspection plan: added, changed, taken out by who is asked for the draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from models.plans import InspectionLine, PlanPaper
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.plan_facts import ROMAN
from portal.plan_forms import BASE, NO_DAY, Typed, bounded, plan_in, typed_of
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.agencies import current, not_there
from tasks.plan_editing import InspectionDraft, drop_inspection, edited, save_inspection
from tasks.plan_facts import subject_of
from tasks.who import COMMITTEE, Role, roster

GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)

router = APIRouter()


@router.get(BASE + "/kiem-tra")
def new_inspection_page(request: Request, case_id: UUID) -> Response:
    """Ask which unit is inspected, on what, when and by whom."""
    with bureau_of(request).reading_desk() as desk:
        plan, people = plan_in(desk, case_id), roster(desk)
        team = [seat.id for seat in people.by_role(Role.DEPUTY_GROUP_LEADER, Role.SECRETARY)]
        typed = {"quarter": "2", "leader": people.by_role(Role.STANDING_MEMBER)[0].id, "covers_since": f"{plan.year - 1}-12-15"}
        return _inspection_form(request, case_id, None, typed, desk.law.plan_outline.inspection_contents, tuple(team), {})


@router.get(BASE + "/kiem-tra/{line_id}")
def inspection_page(request: Request, case_id: UUID, line_id: UUID) -> Response:
    """An inspection as it stands."""
    with bureau_of(request).reading_desk() as desk:
        plan, one = plan_in(desk, case_id), desk.session.get(InspectionLine, line_id)
        if one is None or one.plan_id != plan.id:
            raise NotHere(NotHere.__doc__)
        usual = desk.law.plan_outline.inspection_contents
        typed = {
            "agency": one.agency_id,
            "quarter": str(one.quarter),
            "covers_since": one.covers_since.isoformat() if one.covers_since else "",
            "other": "\n".join(content for content in one.contents if content not in usual),
            "leader": one.team[0] if one.team else "",
        }
        return _inspection_form(request, case_id, line_id, typed, tuple(one.contents), tuple(one.team[1:]), {})


def _inspection_form(
    request: Request,
    case_id: UUID,
    line_id: UUID | None,
    typed: Typed,
    contents: tuple[str, ...],
    team: tuple[str, ...],
    errors: Mapping[str, str],
) -> Response:
    with bureau_of(request).reading_desk() as desk:
        plan, people = plan_in(desk, case_id), roster(desk)
        seats = {
            seat.id: f"{people.title(seat.id)}: {people.name(people.holders.get(seat.id))}" for seat in people.by_role(*COMMITTEE, *GROUP)
        }
        context: dict[str, Any] = {
            "case": desk.case(case_id),
            "title": subject_of(plan, PlanPaper.INSPECTION),
            "agencies": current(desk),
            "quarters": {str(n): f"Quý {ROMAN[n - 1]} năm {plan.year}" for n in (1, 2, 3, 4)},
            "usual": {content: content for content in desk.law.plan_outline.inspection_contents},
            "seats": seats,
            "action": f"/ho-so/{case_id}/ke-hoach/kiem-tra" + (f"/{line_id}" if line_id else ""),
            "there": line_id is not None,
        }
        shown = {"typed": typed, "contents": contents, "team": team, "errors": errors}
        return page(request, "plan_inspection", 422 if errors else 200, **context, **shown)


@router.post(BASE + "/kiem-tra")
def new_inspection(request: Request, case_id: UUID, form: Form) -> Response:
    """Add a unit."""
    return _save_inspection(request, case_id, None, form)


@router.post(BASE + "/kiem-tra/{line_id}")
def change_inspection(request: Request, case_id: UUID, line_id: UUID, form: Form) -> Response:
    """Write it as it was typed, or take it out."""
    if form.one("do") == "drop":
        with bureau_of(request).desk() as desk:
            drop_inspection(desk, edited(desk, case_id, visitor_of(request).officer_id), line_id)
        return see(f"/ho-so/{case_id}/ke-hoach#inspection_plan")
    return _save_inspection(request, case_id, line_id, form)


def _save_inspection(request: Request, case_id: UUID, line_id: UUID | None, form: Posted) -> Response:
    typed = typed_of(form)
    others = [line.strip() for line in typed.get("other", "").splitlines() if line.strip()]
    contents = tuple(dict.fromkeys([*form.all("contents"), *others]))
    team = tuple(seat for seat in dict.fromkeys(form.all("team")) if seat != typed.get("leader"))
    wrong, since = bounded(typed), None
    if not typed.get("agency"):
        wrong["agency"] = "Xin chọn đơn vị được kiểm tra."
    if typed.get("quarter") not in ("1", "2", "3", "4"):
        wrong["quarter"] = "Xin chọn quý kiểm tra."
    if not typed.get("leader"):
        wrong["leader"] = "Xin chọn Trưởng đoàn."
    try:
        since = date.fromisoformat(typed["covers_since"]) if typed.get("covers_since") else None
    except ValueError:
        wrong["covers_since"] = NO_DAY
    if not wrong:
        try:
            with bureau_of(request).desk() as desk:
                plan = edited(desk, case_id, visitor_of(request).officer_id)
                if odd := not_there(desk, [typed["agency"]]):
                    wrong["agency"] = odd
                elif strange := [seat for seat in (typed["leader"], *team) if seat not in roster(desk).seats]:
                    wrong["leader"] = f"Không có chức danh: {', '.join(strange)}. Hãy chọn trong danh sách."
                else:
                    draft = InspectionDraft(typed["agency"], int(typed["quarter"]), contents, (typed["leader"], *team), since)
                    save_inspection(desk, plan, draft, line_id)
        except Refused as refused:
            wrong = {"form": str(refused)}
    if wrong:
        return _inspection_form(request, case_id, line_id, typed, contents, team, wrong)
    return see(f"/ho-so/{case_id}/ke-hoach#inspection_plan")
