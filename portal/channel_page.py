"""How an officer's messages reach him, what he chooses about it, and how he ties his Zalo account."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from models import phones
from models.people import Officer
from notifications.choice import Hours, Timing, Wish, default_hours
from portal.case_acts import typed_in
from portal.door import Form, bureau_of, pace_of, visitor_of
from portal.pages import WEEKDAYS, page, see
from regulation.letters import ChannelName, LetterGroup
from tasks.bureau import Desk
from tasks.letter_choices import TIMINGS, as_typed, choose, choose_nothing, in_force, offered, reader_of
from tasks.questions import Unacceptable
from tasks.zalo_enrolment import HOURS, new_code

router = APIRouter()

GROUPS = {
    LetterGroup.OFFICIAL: "Giấy mời, việc cần trả lời, văn bản",
    LetterGroup.REMINDERS: "Nhắc việc, báo việc quá hạn",
    LetterGroup.INFORMATION: "Tin để biết",
    LetterGroup.RECEIPTS: "Xác nhận đã nhận trả lời",
}
CHANNELS = {
    ChannelName.MAIL: "thư điện tử",
    ChannelName.ZALO: "Zalo",
    ChannelName.ZALO_OA: "Zalo OA",
    ChannelName.PAPER: "phiếu giấy",
}
FIRST = {
    ChannelName.MAIL: "Thư điện tử trước",
    ChannelName.ZALO: "Zalo trước (tin đến số điện thoại)",
    ChannelName.ZALO_OA: "Zalo OA trước (tin của trang Zalo chính thức)",
}
WHEN = {Timing.NOW: "Gửi ngay", Timing.DIGEST: "Gộp thành một thư mỗi tuần", Timing.NEVER: "Không nhận"}


@router.get("/kenh-nhan-tin")
def channels(request: Request) -> Response:
    """His addresses, what he chose, and whether his Zalo account is tied."""
    return _page(request)


@router.post("/kenh-nhan-tin/chon")
def chosen(request: Request, form: Form) -> Response:
    """Take what he chose."""
    typed = typed_in(form)
    try:
        with bureau_of(request).desk() as desk:
            choose(desk, _own(request), typed)
    except Unacceptable as refused:
        return _page(request, typed=typed, errors=refused.errors)
    return see("/kenh-nhan-tin#hien-nay")


@router.post("/kenh-nhan-tin/mac-dinh")
def default(request: Request) -> Response:
    """Back to the house's defaults."""
    with bureau_of(request).desk() as desk:
        choose_nothing(desk, _own(request))
    return see("/kenh-nhan-tin#hien-nay")


@router.post("/kenh-nhan-tin/ma-zalo")
def zalo_code(request: Request) -> Response:
    """A code for his Zalo account, on the page this once: only its hash is kept."""
    if bureau_of(request).zalo is None:
        return _page(request)
    pace_of(request).knock("account", f"zalo/{_own(request)}")
    with bureau_of(request).desk() as desk:
        code = new_code(desk, _own(request))
    return _page(request, f"{code[:4]} {code[4:]}")


def _own(request: Request) -> str:
    officer_id = visitor_of(request).officer_id
    assert officer_id is not None
    return officer_id


def _page(request: Request, code: str = "", typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> Response:
    bureau = bureau_of(request)
    with bureau.reading_desk() as desk:
        officer = desk.session.get_one(Officer, _own(request))
        choices = _choices(desk, officer.id, typed)
    zalo = {"zalo": bureau.zalo is not None, "code": code, "hours": HOURS}
    phone = phones.shown(officer.phone) if officer.phone else ""
    return page(request, "channels", 422 if errors else 200, officer=officer, phone=phone, errors=errors or {}, **zalo, **choices)


def _choices(desk: Desk, officer_id: str, typed: Mapping[str, str] | None) -> dict[str, Any]:
    """What is in force, in words, and the form: with what he typed, where that could not be taken."""
    reader = reader_of(desk, officer_id)
    hours = reader.hours or default_hours(desk.law.letters)
    known = as_typed(desk, reader)
    return {
        "rules": {
            title: _rule(in_force(desk, reader, group), reader.wishes.get(group, Wish()).timing, hours) for group, title in GROUPS.items()
        },
        "quiet": _quiet(hours),
        "own": bool(reader.wishes) or reader.hours is not None,
        "groups": GROUPS,
        "first": {"": "Như mặc định"} | {str(one): FIRST[one] for one in offered(desk, reader)},
        "when": {group: {str(one): WHEN[one] for one in timings} for group, timings in TIMINGS.items()},
        "weekdays": {str(n): day for n, day in enumerate(WEEKDAYS)},
        "typed": known | dict(typed or {}),
    }


def _rule(channels: tuple[str, ...], timing: Timing, hours: Hours) -> str:
    """«thư điện tử, không được thì Zalo, sau cùng là phiếu giấy; gửi ngay»."""
    if timing is Timing.NEVER:
        return "không gửi"
    called = [CHANNELS[ChannelName(one)] for one in channels]
    words = called[:1]
    if called[1:-1]:
        words.append(f"không được thì {', rồi '.join(called[1:-1])}")
    if len(called) > 1:
        words.append(f"sau cùng là {called[-1]}")
    when = f"gộp thành một thư vào {hours.at:%H} giờ {hours.at:%M} {WEEKDAYS[hours.weekday]} hằng tuần"
    return ", ".join(words) + (f"; {when}" if timing is Timing.DIGEST else "")


def _quiet(hours: Hours) -> str:
    if hours.since == hours.until:
        return "không có, thư được gửi cả ban đêm"
    return f"từ {hours.since:%H} giờ {hours.since:%M} đến {hours.until:%H} giờ {hours.until:%M}; thư đến trong giờ ấy được gửi ngay sau đó"
