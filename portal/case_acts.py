"""Acts from the portal: a new time or place, a case called off. Each asks for its reason."""

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
from portal.access import Role
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.bureau import Desk
from tasks.casework import CaseEnded, cancel_case
from tasks.meeting_acts import NOWHERE, Where, new_time
from tasks.meeting_checks import clashes, coming_sessions
from tasks.office import meeting_of
from tasks.standing_in import postpone

router = APIRouter()

NO_DAY = "Không có ngày này; hãy nhập ngày có thật, ví dụ 27/09/2019."
NO_HOUR = "Không có giờ này; hãy nhập giờ có thật, ví dụ 08:00."
NO_REASON = "Xin ghi lý do; lý do được báo cho những người liên quan."
TOO_LONG = "Nội dung quá dài, hãy rút gọn."
LONGEST = 2000
MOST_POINTS = 60


class Mistakes(Exception):
    """What is wrong with a form of this file: field → sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


def day_in(text: str) -> date | None:
    """The day typed, or None where there is no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def reason_in(form: Posted, wrong: dict[str, str]) -> str:
    """The reason typed; what is wrong with it goes into ``wrong``."""
    reason = form.one("reason").strip()
    if not reason:
        wrong["reason"] = NO_REASON
    elif len(reason) > LONGEST:
        wrong["reason"] = TOO_LONG
    return reason


def typed_in(form: Posted) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: value for name, value in form.fields if name != "csrf"}


@router.get("/ho-so/{case_id}/doi-lich")
def move_page(request: Request, case_id: UUID) -> Response:
    """Ask for the new time and place."""
    with bureau_of(request).reading_desk() as desk:
        meeting = meeting_of_open(desk, case_id)
        begins = meeting.starts_at.astimezone(OFFICE_ZONE)
        typed = {"day": begins.date().isoformat(), "hour": f"{begins:%H:%M}", "place": meeting.place}
        typed |= {"online": meeting.online, "points": "\n".join(meeting.points)}
    return _move_form(request, case_id, typed, {})


def meeting_of_open(desk: Desk, case_id: UUID) -> Meeting:
    """The meeting of an open case; a case without one has no such page."""
    case = desk.case(case_id)
    if desk.session.exec(select(Meeting.id).where(col(Meeting.case_id) == case_id)).first() is None:
        raise NotHere(NotHere.__doc__)
    if not case.is_open:
        raise CaseEnded(CaseEnded.__doc__)
    return meeting_of(desk, case)


def _move_form(request: Request, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        meeting, day = meeting_of_open(desk, case_id), day_in(typed.get("day", ""))
        context: dict[str, Any] = {"case": desk.case(case_id), "meeting": meeting, "typed": typed, "errors": errors}
        context |= {"day": day, "clashes": clashes(desk, day) if day else [], "sessions": coming_sessions(desk, meeting)}
        return page(request, "move_meeting", 422 if errors else 200, **context)


@router.post("/ho-so/{case_id}/doi-lich")
def move(request: Request, case_id: UUID, form: Form) -> Response:
    """Move the meeting: everybody is asked and told anew."""
    try:
        with bureau_of(request).desk() as desk:
            meeting_of_open(desk, case_id)
            day, hour = day_in(form.one("day")), _hour(form.one("hour"))
            wrong = {name: text for name, text, fault in (("day", NO_DAY, day is None), ("hour", NO_HOUR, hour is None)) if fault}
            where, reason = _where_in(form, wrong), reason_in(form, wrong)
            if wrong or day is None or hour is None:
                raise Mistakes(wrong)
            change = new_time if visitor_of(request).roles & {Role.CHAIR, Role.PRESIDER} else postpone
            change(desk, desk.case(case_id), at(day, hour), where, reason=reason, officer_id=visitor_of(request).officer_id)
    except Mistakes as mistakes:
        return _move_form(request, case_id, typed_in(form), mistakes.errors)
    except CaseEnded:
        raise
    except Refused as refused:
        return _move_form(request, case_id, typed_in(form), {"form": str(refused)})
    return see(f"/ho-so/{case_id}")


def _where_in(form: Posted, wrong: dict[str, str]) -> Where:
    """Where the meeting is to sit, a further place on each line; what is wrong with it goes into ``wrong``."""
    place, online = form.one("place").strip(), form.one("online").strip()
    points = [point.strip() for point in form.one("points").splitlines() if point.strip()]
    if not place and not online:
        wrong["place"] = NOWHERE
    wrong |= {name: TOO_LONG for name, text in (("place", place), ("online", online)) if len(text) > LONGEST}
    if len(points) > MOST_POINTS or any(len(point) > LONGEST for point in points):
        wrong["points"] = TOO_LONG
    return Where(place, online, points)


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
    reason = reason_in(form, wrong)
    if form.one("sure") != "yes":
        wrong["sure"] = "Hủy rồi thì không mở lại được; xin đánh dấu xác nhận."
    if wrong:
        return _cancel_form(request, case_id, typed_in(form), wrong)
    with bureau_of(request).desk() as desk:
        cancel_case(desk, case_id, reason, visitor_of(request).officer_id)
    return see(f"/ho-so/{case_id}")
