"""Meetings at the door: one called or proposed out of turn, and who attends changed after the invitation has left."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.clock import OFFICE_ZONE, at
from models.errors import Refused
from models.meetings import Meeting
from portal.case_acts import LONGEST, NO_DAY, NO_HOUR, NO_REASON, TOO_LONG, Mistakes
from portal.door import Form, bureau_of, visitor_of
from portal.forms import ADD_ROWS, Option
from portal.guest_sheets import as_read, as_typed, guest_part
from portal.meeting_sheets import GROUP, seat_options
from portal.pages import page, see
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.attendees import change_attendees, invited_now
from tasks.bureau import Desk
from tasks.casework import CaseEnded
from tasks.extraordinary import MAY_CONVENE, NotYours, Wanted, want
from tasks.guest_forms import GuestsForm
from tasks.office import meeting_of
from tasks.presiding import presider_of
from tasks.questions import Unacceptable
from tasks.who import COMMITTEE, roster

router = APIRouter()


def _typed(form: Posted) -> dict[str, str]:
    return {name: value.strip() for name, value in form.fields if name not in ("csrf", "in", "out")}


def _said(typed: Mapping[str, str], name: str, missing: str, wrong: dict[str, str]) -> str:
    text = typed.get(name, "")
    if not text or len(text) > LONGEST:
        wrong[name] = TOO_LONG if text else missing
    return text


@router.get("/hop-dot-xuat")
def urgent_page(request: Request) -> Response:
    """Ask when, about what and why."""
    return _urgent_form(request, {"entry": str(uuid4())}, {})


def _urgent_form(request: Request, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        people = roster(desk)
        presiders = {
            seat.id: f"{people.name(people.holders.get(seat.id))}, {people.title(seat.id)}" for seat in people.by_role(*MAY_CONVENE)
        }
        convenes = visitor_of(request).officer_id in {people.holders.get(seat) for seat in presiders}
        context: dict[str, Any] = {"presiders": presiders, "convenes": convenes, "hours": desk.law.rules["extraordinary_notice"].days}
        return page(request, "urgent_meeting", 422 if errors else 200, typed=typed, errors=errors, **context)


@router.post("/hop-dot-xuat")
def urgent(request: Request, form: Form) -> Response:
    """Call it, or propose it to who may; the form's own number makes two clicks one meeting."""
    typed = _typed(form)
    try:
        starts_at = _starts_at(typed)
        wanted = Wanted(
            starts_at=starts_at,
            about=typed["about"],
            reason=typed["reason"],
            presider=typed.get("presider", ""),
            officer_id=visitor_of(request).officer_id or "",
            entry=_entry(typed),
        )
        with bureau_of(request).desk() as desk:
            case, _ = want(desk, wanted)
    except Mistakes as mistakes:
        return _urgent_form(request, {"entry": str(uuid4())} | typed, mistakes.errors)
    except NotYours:
        raise
    except Refused as refused:
        return _urgent_form(request, {"entry": str(uuid4())} | typed, {"form": str(refused)})
    return see(f"/ho-so/{case.id}")


def _starts_at(typed: Mapping[str, str]) -> datetime:
    """The time wanted; raises :class:`Mistakes` with everything that is wrong with the form."""
    wrong: dict[str, str] = {}
    day, hour = None, None
    try:
        day = date.fromisoformat(typed.get("day", ""))
    except ValueError:
        wrong["day"] = NO_DAY
    try:
        hour = time.fromisoformat(typed.get("hour", ""))
    except ValueError:
        wrong["hour"] = NO_HOUR
    _said(typed, "about", "Xin ghi cuộc họp bàn về việc gì.", wrong)
    _said(typed, "reason", "Xin ghi lý do phải họp đột xuất.", wrong)
    if wrong or day is None or hour is None:
        raise Mistakes(wrong)
    return at(day, hour)


def _entry(typed: Mapping[str, str]) -> str:
    try:
        return str(UUID(typed.get("entry", "")))
    except ValueError:
        return str(uuid4())


@router.get("/ho-so/{case_id}/thanh-phan")
def attendees_page(request: Request, case_id: UUID) -> Response:
    """Who is invited now, and whom to add or take out."""
    return _attendees_form(request, case_id, Posted(), {})


def _open_meeting(desk: Desk, case_id: UUID) -> Meeting:
    """The meeting of an open case; a case without one has no such page."""
    case = desk.case(case_id)
    if desk.session.exec(select(Meeting.id).where(col(Meeting.case_id) == case_id)).first() is None:
        raise NotHere(NotHere.__doc__)
    if not case.is_open:
        raise CaseEnded(CaseEnded.__doc__)
    return meeting_of(desk, case)


def _attendees_form(request: Request, case_id: UUID, form: Posted, errors: Mapping[str, str]) -> Response:
    with bureau_of(request).reading_desk() as desk:
        meeting = _open_meeting(desk, case_id)
        there, members, group = _seats(desk, meeting)
        context: dict[str, Any] = {
            "case": desk.case(case_id),
            "there": there,
            "members": members,
            "group": group,
            "chosen_in": form.all("in"),
            "chosen_out": form.all("out"),
            "begins": meeting.starts_at.astimezone(OFFICE_ZONE),
        }
        context |= guest_part(desk, meeting, form, errors, visitor_of(request).officer_id)
        return page(request, "attendees", 422 if errors else 200, typed=_typed(form), errors=errors, **context)


def _seats(desk: Desk, meeting: Meeting) -> tuple[list[Option], list[Option], list[Option]]:
    """Seats invited now, and the committee's and the group's others; who presides, or comes in another seat already, is none of them."""
    people, presider = roster(desk), presider_of(desk, meeting)
    invited = invited_now(desk, desk.case(meeting.case_id))
    coming = {people.holders.get(seat) for seat in invited} | {presider.officer_id}
    members, group = (
        [one for one in seat_options(people, *roles) if one.value not in invited and people.holders.get(one.value) not in coming]
        for roles in (COMMITTEE, GROUP)
    )
    there = [one for one in seat_options(people, *COMMITTEE, *GROUP) if one.value in invited]
    return there, members, group


@router.post("/ho-so/{case_id}/thanh-phan")
def attendees(request: Request, case_id: UUID, form: Form) -> Response:
    """Invite further seats and guests and take invitations back; those it touches are written to."""
    if form.one(ADD_ROWS):
        return _attendees_form(request, case_id, form, {})
    seats_in, seats_out = form.all("in"), form.all("out")
    wrong: dict[str, str] = {}
    reason = _said(_typed(form), "reason", NO_REASON, wrong)
    try:
        with bureau_of(request).desk() as desk:
            there, *others = _seats(desk, _open_meeting(desk, case_id))
            known = {one.value for several in others for one in several}
            strangers = set(seats_in) - known | set(seats_out) - {one.value for one in there}
            if strangers:
                wrong["form"] = "Thành phần đã thay đổi từ khi mở trang này; xin xem lại danh sách rồi chọn lại."
            guests = _guests(form, wrong)
            if wrong:
                raise Mistakes(wrong)
            officer = visitor_of(request).officer_id
            change_attendees(desk, desk.case(case_id), seats_in, seats_out, guests=guests, reason=reason, officer_id=officer)
    except (Mistakes, Unacceptable) as mistakes:
        return _attendees_form(request, case_id, form, mistakes.errors)
    except (CaseEnded, NotHere):
        raise
    except Refused as refused:
        return _attendees_form(request, case_id, form, {"form": str(refused)})
    return see(f"/ho-so/{case_id}")


def _guests(form: Posted, wrong: dict[str, str]) -> GuestsForm | None:
    """What was typed about guests; what is wrong with it goes into ``wrong``, beside what is wrong with the rest."""
    try:
        return as_read(as_typed(form))
    except Unacceptable as unacceptable:
        wrong |= unacceptable.errors
        return None
