"""Signing in: an address, a code mailed to it, a session; and ending sessions."""

import re
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request
from starlette.responses import Response

from models.base import new_id
from portal import sessions
from portal.door import Form, bureau_of, forget, pace_of, remember, session_token, visitor_of
from portal.pages import page, see
from tasks.bureau import Bureau

router = APIRouter()

_OURS = re.compile(r"/((?!dang-|t/)[a-z0-9][a-z0-9-]*(/[A-Za-z0-9-]+)*)?")  # a path and nothing else: no other host, no query
WRONG = "Mã không đúng hoặc đã hết hiệu lực. Xin xem lại mã trong thư mới nhất, hoặc đề nghị mã mới."


def after(page_address: str, go_on: str) -> str:
    """An address of ours that remembers where to go on to; anything that is no path of ours is forgotten."""
    return f"{page_address}?{urlencode({'tiep': go_on})}" if _OURS.fullmatch(go_on) and go_on != "/" else page_address


def going_on(go_on: str) -> str:
    """Where to go after signing in: only ever a path of ours."""
    return go_on if _OURS.fullmatch(go_on) else "/"


def ordinary(address: str) -> str:
    """An address as it is counted and looked up."""
    return address.strip().lower()[:320]


@router.get("/dang-nhap")
def sign_in_page(request: Request, tiep: str = "/") -> Response:
    """Ask for the address."""
    if visitor_of(request).officer_id is not None:
        return see(going_on(tiep))
    return page(request, "sign_in", go_on=going_on(tiep), email="", error="")


@router.post("/dang-nhap")
def ask_code(request: Request, form: Form, background: BackgroundTasks) -> Response:
    """Go on to the code, whether or not the address is known. The letter is queued after the reply, so that not even its time tells."""
    address = ordinary(form.one("email"))
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        wrong = "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@coquan.gov.vn."
        return page(request, "sign_in", 422, go_on=going_on(form.one("tiep")), email=form.one("email"), error=wrong)
    pace_of(request).knock("account", address)
    pace_of(request).knock("account_day", address)
    code_id = new_id()
    background.add_task(send_code, bureau_of(request), address, code_id)
    return code_page(code_id, going_on(form.one("tiep")), background)


def send_code(bureau: Bureau, address: str, code_id: UUID) -> None:
    """Queue the code's letter if the address is an officer's."""
    with bureau.desk() as desk:
        officer = sessions.officer_at(desk.session, address)
        if officer is not None:
            sessions.mail_code(desk, officer, code_id)


def code_page(code_id: UUID, go_on: str, background: BackgroundTasks) -> Response:
    """On to where the code is typed. Its id stands in the address: tries at it cost nobody else's code."""
    response = see(f"/dang-nhap/ma?{urlencode({'lan': str(code_id)} | ({'tiep': go_on} if go_on != '/' else {}))}")
    response.background = background
    return response


@router.get("/dang-nhap/ma")
def type_code(request: Request, lan: str = "", tiep: str = "/") -> Response:
    """Ask for the code."""
    return page(request, "code", attempt=lan, go_on=going_on(tiep), error="", minutes=sessions.MINUTES)


@router.post("/dang-nhap/ma")
def sign_in(request: Request, form: Form) -> Response:
    """Begin a session when the code is right; a wrong, old, spent or invented one gets the same sentence."""
    attempt, go_on = form.one("lan"), going_on(form.one("tiep"))
    typed = re.sub(r"\s", "", form.one("code"))
    pace_of(request).knock("link", f"code/{attempt}")
    token = None
    with bureau_of(request).desk() as desk:  # the try counts even when it is wrong, so this commits either way
        code_id = _uuid(attempt)
        officer = sessions.redeem(desk, code_id, typed) if code_id else None
        if officer is not None:
            token = sessions.begin(desk, officer)
    if token is None:
        return page(request, "code", 422, attempt=attempt, go_on=go_on, error=WRONG, minutes=sessions.MINUTES)
    response = see(go_on)
    remember(request, response, "nhip", token, seconds=sessions.HOURS * 3600)
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@router.post("/dang-xuat")
def sign_out(request: Request) -> Response:
    """End this session."""
    return _ended(request, session_token(request))


@router.post("/dang-xuat/tat-ca")
def sign_out_everywhere(request: Request) -> Response:
    """End every session of this officer, on whatever device."""
    return _ended(request, None)


def _ended(request: Request, token: str | None) -> Response:
    officer = visitor_of(request).officer_id
    assert officer is not None
    with bureau_of(request).desk() as desk:
        sessions.end(desk, officer, token)
    response = see("/dang-nhap")
    forget(request, response, "nhip")
    return response
