"""Acts from the portal: a new time or place, a case called off, an absence recorded or ended. Each asks for its reason."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.clock import OFFICE_ZONE, at
from models.errors import Refused
from models.meetings import Meeting
from models.people import Absence
from portal.access import STAFF, Role
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.absences import end_absence, record_absence
from tasks.bureau import Desk
from tasks.casework import CaseEnded, cancel_case
from tasks.meeting_acts import new_time
from tasks.office import meeting_of
from tasks.who import COMMITTEE, roster

router = APIRouter()

NO_DAY = "Không có ngày này; hãy nhập ngày có thật, ví dụ 27/09/2019."
NO_HOUR = "Không có giờ này; hãy nhập giờ có thật, ví dụ 08:00."
NO_REASON = "Xin ghi lý do; lý do được báo cho những người liên quan."
TOO_LONG = "Nội dung quá dài, hãy rút gọn."
LONGEST = 2000


class Mistakes(Exception):
    """What is wrong with a form of this file: field → sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _reason(form: Posted, wrong: dict[str, str]) -> str:
    reason = form.one("reason").strip()
    if not reason:
        wrong["reason"] = NO_REASON
    elif len(reason) > LONGEST:
        wrong["reason"] = TOO_LONG
    return reason


def _typed(form: Posted) -> dict[str, str]:
    return {name: value for name, value in form.fields if name != "csrf"}


@router.get("/ho-so/{case_id}/doi-lich")
def move_page(request: Request, case_id: UUID) -> Response:
    """Ask for the new time and place."""
    with bureau_of(request).reading_desk() as desk:
        meeting = _meeting(desk, case_id)
        begins = meeting.starts_at.astimezone(OFFICE_ZONE)
    return _move_form(request, case_id, {"day": begins.date().isoformat(), "hour": f"{begins:%H:%M}", "place": meeting.place}, {})


def _meeting(desk: Desk, case_id: UUID) -> Meeting:
    """The meeting of an open case; a case without one has no such page."""
    case = desk.case(case_id)
    if desk.session.exec(select(Meeting.id).where(col(Meeting.case_id) == case_id)).first() is None:
        raise NotHere(NotHere.__doc__)
    if not case.is_open:
        raise CaseEnded(CaseEnded.__doc__)
    return meeting_of(desk, case)


def _move_form(request: Request, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        context: dict[str, Any] = {"case": desk.case(case_id), "meeting": _meeting(desk, case_id), "typed": typed, "errors": errors}
        return page(request, "move_meeting", 422 if errors else 200, **context)


@router.post("/ho-so/{case_id}/doi-lich")
def move(request: Request, case_id: UUID, form: Form) -> Response:
    """Move the meeting: everybody is asked and told anew."""
    try:
        with bureau_of(request).desk() as desk:
            _meeting(desk, case_id)
            day, hour, place = _day(form.one("day")), _hour(form.one("hour")), form.one("place").strip()
            wrong = {name: text for name, text, fault in (("day", NO_DAY, day is None), ("hour", NO_HOUR, hour is None)) if fault}
            if not place or len(place) > LONGEST:
                wrong["place"] = "Xin ghi địa điểm họp." if not place else TOO_LONG
            reason = _reason(form, wrong)
            if wrong or day is None or hour is None:
                raise Mistakes(wrong)
            new_time(desk, desk.case(case_id), at(day, hour), place, reason=reason, officer_id=visitor_of(request).officer_id)
    except Mistakes as mistakes:
        return _move_form(request, case_id, _typed(form), mistakes.errors)
    except CaseEnded:
        raise
    except Refused as refused:
        return _move_form(request, case_id, _typed(form), {"form": str(refused)})
    return see(f"/ho-so/{case_id}")


@router.get("/ho-so/{case_id}/huy")
def cancel_page(request: Request, case_id: UUID) -> Response:
    """Ask for the reason."""
    return _cancel_form(request, case_id, {}, {})


def _cancel_form(request: Request, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        case = desk.case(case_id)
        if not case.is_open:
            raise CaseEnded(CaseEnded.__doc__)
        return page(request, "cancel_case", 422 if errors else 200, case=case, typed=typed, errors=errors)


@router.post("/ho-so/{case_id}/huy")
def cancel(request: Request, case_id: UUID, form: Form) -> Response:
    """Call the case off: those who had been asked are told."""
    wrong: dict[str, str] = {}
    reason = _reason(form, wrong)
    if form.one("sure") != "yes":
        wrong["sure"] = "Hủy rồi thì không mở lại được; xin đánh dấu xác nhận."
    if wrong:
        return _cancel_form(request, case_id, _typed(form), wrong)
    with bureau_of(request).desk() as desk:
        cancel_case(desk, case_id, reason, visitor_of(request).officer_id)
    return see(f"/ho-so/{case_id}")


@router.get("/vang-mat")
def absence_page(request: Request) -> Response:
    """Absences that run or are to come, and a form for a new one."""
    return _absence_form(request, {}, {})


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


def _absence_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        officers = _for_whom(desk, request)
        absences = desk.session.exec(
            select(Absence)
            .where(col(Absence.ended_at).is_(None), col(Absence.until) >= desk.today, col(Absence.officer_id).in_(officers))
            .order_by(col(Absence.since))
        ).all()
        context = {"officers": officers, "absences": absences, "today": desk.today, "typed": typed, "errors": errors}
        return page(request, "absence", 422 if errors else 200, **context)


@router.post("/vang-mat")
def absence(request: Request, form: Form) -> Response:
    """Record an absence: what waits for the chair moves to who stands in (Điều 4)."""
    try:
        with bureau_of(request).desk() as desk:
            officer, since, until = form.one("officer"), _day(form.one("since")), _day(form.one("until"))
            wrong = {name: NO_DAY for name, day in (("since", since), ("until", until)) if day is None}
            if officer not in _for_whom(desk, request):
                wrong["officer"] = "Xin chọn người vắng mặt trong danh sách."
            reason = _reason(form, wrong)
            if wrong or since is None or until is None:
                raise Mistakes(wrong)
            record_absence(desk, officer_id=officer, since=since, until=until, reason=reason, by=visitor_of(request).officer_id)
    except Mistakes as mistakes:
        return _absence_form(request, _typed(form), mistakes.errors)
    except Refused as refused:
        return _absence_form(request, _typed(form), {"form": str(refused)})
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
