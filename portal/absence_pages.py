"""Absences from the portal: recorded, ended, and the chair who does not appear at his meeting (Điều 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.errors import Refused
from models.people import Absence
from portal.access import STAFF, Role
from portal.case_acts import NO_DAY, Mistakes, day_in, meeting_of_open, reason_in, typed_in
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.refusals import NotHere
from tasks.absences import end_absence, record_absence
from tasks.bureau import Desk
from tasks.casework import CaseEnded
from tasks.standing_in import deputy_presides, why_not_taken_over
from tasks.who import COMMITTEE, UNSAID, Roster, roster
from tasks.who import Role as SeatRole

router = APIRouter()


@dataclass(frozen=True)
class Away:
    """An absence on the page: whose, when, who acts meanwhile, and what was delegated."""

    row: Absence
    who: str
    acts: str
    delegated: Sequence[str]


@router.get("/vang-mat")
def absence_page(request: Request) -> Response:
    """Absences that run or are to come, who acts meanwhile, and a form for a new one."""
    return _absence_form(request, {}, (), {})


def _for_whom(desk: Desk, request: Request) -> dict[str, str]:
    """Whose absence he may record: the standing member and the secretary anybody's of the committee, the chair and deputies their own."""
    visitor, people = visitor_of(request), roster(desk)
    everybody = visitor.roles & (STAFF | {Role.STANDING_MEMBER})
    found: dict[str, str] = {}
    for seat in people.by_role(*COMMITTEE):
        holder = people.holders.get(seat.id)
        if holder is not None and (everybody or holder == visitor.officer_id):
            found[holder] = f"{people.name(holder)}, {people.title(seat.id)}"
    return found


def _absence_form(request: Request, typed: Mapping[str, str], chosen: Sequence[str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        officers, people = _for_whom(desk, request), roster(desk)
        rows = desk.session.exec(
            select(Absence)
            .where(col(Absence.ended_at).is_(None), col(Absence.until) >= desk.today, col(Absence.officer_id).in_(officers))
            .order_by(col(Absence.since))
        ).all()
        chair = people.holders.get(people.by_role(SeatRole.CHAIR)[0].id)
        context: dict[str, Any] = {
            "officers": officers,
            "absences": [_away(desk, row, officers[row.officer_id]) for row in rows],
            "powers": _powers(desk) if chair in officers else {},
            "chosen": chosen,
            "nobody": people.nobody_presides,
            "today": desk.today,
            "typed": typed,
            "errors": errors,
        }
        return page(request, "absence", 422 if errors else 200, **context)


def _powers(desk: Desk) -> dict[str, str]:
    """The powers the chair keeps unless he delegates them: duty → title."""
    return {power.duty: power.title for power in desk.law.committee.reserved_powers if power.enabled}


def _away(desk: Desk, row: Absence, who: str) -> Away:
    return Away(
        row, who, _acts(roster(desk), row) if row.covers(desk.today) else "", [_powers(desk).get(duty, duty) for duty in row.reserved]
    )


def _acts(people: Roster, row: Absence) -> str:
    """Who acts for the one who is away, in a sentence; nothing where nobody is to."""
    followed = [seat for seat in people.by_role(SeatRole.CHAIR, *UNSAID) if people.holders.get(seat.id) == row.officer_id]
    if not followed:
        return ""
    seat = followed[0]
    asked = people.answerer(seat.id)
    if asked.standing_in and asked.in_seat is not None:
        return f"{people.title(asked.in_seat)} {people.name(asked.officer_id)} {people.by_what_right(seat.id)}."
    if seat.role == SeatRole.CHAIR:
        return "Các Phó Trưởng ban cũng vắng mặt: không có người thay mặt."
    return "Chưa có người ký, xác nhận thay: việc của chức danh này chờ Trưởng ban quyết định."


@router.post("/vang-mat")
def absence(request: Request, form: Form) -> Response:
    """Record an absence: what waits for the chair moves to who stands in (Điều 4)."""
    reserved = form.all("reserved")
    try:
        with bureau_of(request).desk() as desk:
            officer, since, until = form.one("officer"), day_in(form.one("since")), day_in(form.one("until"))
            wrong = {name: NO_DAY for name, day in (("since", since), ("until", until)) if day is None}
            if officer not in _for_whom(desk, request):
                wrong["officer"] = "Xin chọn người vắng mặt trong danh sách."
            reason = reason_in(form, wrong)
            if wrong or since is None or until is None:
                raise Mistakes(wrong)
            by, paper = visitor_of(request).officer_id, form.one("delegation")
            record_absence(desk, officer_id=officer, since=since, until=until, reason=reason, by=by, reserved=reserved, delegation=paper)
    except Mistakes as mistakes:
        return _absence_form(request, typed_in(form), reserved, mistakes.errors)
    except Refused as refused:
        return _absence_form(request, typed_in(form), reserved, {"form": str(refused)})
    return see("/vang-mat")


@router.post("/vang-mat/{absence_id}/ket-thuc")
def back(request: Request, absence_id: UUID) -> Response:
    """He is back before the day he had named."""
    with bureau_of(request).desk() as desk:
        row = desk.session.get(Absence, absence_id, with_for_update=True)
        if row is None or row.officer_id not in _for_whom(desk, request):
            raise NotHere(NotHere.__doc__)
        if row.ended_at is None:
            end_absence(desk, row, by=visitor_of(request).officer_id)
    return see("/vang-mat")


@router.get("/ho-so/{case_id}/chu-tri-thay")
def presides_page(request: Request, case_id: UUID) -> Response:
    """Ask how the chair's sudden absence became known, or say why no deputy can take over now."""
    return _presides_form(request, case_id, {}, {})


def _presides_form(request: Request, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        why_not = why_not_taken_over(desk, meeting_of_open(desk, case_id))
        context: dict[str, Any] = {"case": desk.case(case_id), "why_not": why_not, "typed": typed, "errors": errors}
        return page(request, "deputy_presides", 422 if errors else 200, **context)


@router.post("/ho-so/{case_id}/chu-tri-thay")
def presides(request: Request, case_id: UUID, form: Form) -> Response:
    """Record that a deputy presides (Điều 4): the chair is asked to confirm it afterwards."""
    wrong: dict[str, str] = {}
    reason = reason_in(form, wrong)
    if wrong:
        return _presides_form(request, case_id, typed_in(form), wrong)
    try:
        with bureau_of(request).desk() as desk:
            meeting_of_open(desk, case_id)
            deputy_presides(desk, desk.case(case_id), reason=reason, officer_id=visitor_of(request).officer_id)
    except CaseEnded:
        raise
    except Refused as refused:
        return _presides_form(request, case_id, typed_in(form), {"form": str(refused)})
    return see(f"/ho-so/{case_id}")
