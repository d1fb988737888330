"""The door every request passes: how often, who it is, what he may open, and whether a form came from our own page."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from models.access import digest
from portal import sessions
from portal.access import ANYBODY, TABLE, Role, may, roles_of
from portal.pace import Pace
from portal.posted import Posted, read
from portal.refusals import NotHere, SignInFirst, Stale
from tasks.bureau import Bureau, Desk
from tasks.who import roster

CARRIES_OWN_TOKEN = frozenset({"/t/{token}", "/t/{token}/ma", "/viec/{step_id}", "/viec/{step_id}/nhap", "/zalo/su-kien", "/thu/tra-lai"})
"""Routes that check the form's token themselves: what was typed there must survive a stale one, links need no cookie at all, Zalo
signs what it sends, and a mail server shows a token of its own."""


@dataclass(frozen=True)
class Visitor:
    """Who knocks. ``csrf`` is the token his forms carry; ``mark`` the cookie it hangs on while he is not signed in."""

    officer_id: str | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.STRANGER})
    csrf: str = ""
    mark: str = ""
    mark_is_new: bool = False


def bureau_of(request: Request) -> Bureau:
    """The committee's house behind this door."""
    found: Bureau = request.app.state.bureau
    return found


def pace_of(request: Request) -> Pace:
    """How often one may knock here."""
    found: Pace = request.app.state.pace
    return found


def secure(request: Request) -> bool:
    """Whether officers reach the portal by https."""
    return bureau_of(request).portal_url.startswith("https:")


def cookie_name(request: Request, name: str) -> str:
    """With https the browser itself refuses such a cookie from another host or path."""
    return f"__Host-{name}" if secure(request) else name


async def posted(request: Request) -> Posted:
    """The form, read once."""
    return await read(request)


Form = Annotated[Posted, Depends(posted)]


def admit(request: Request, form: Form) -> None:
    """Let the visitor in, or raise what the door says; ``request.state.visitor`` is who he is."""
    pace_of(request).knock("address", request.client.host if request.client else "?")
    route = request.scope["route"].path
    signed, visitor = _identify(request)
    request.state.visitor = visitor
    if TABLE[route] != ANYBODY:
        if signed is None:
            raise SignInFirst(request.url.path if request.method == "GET" else "/")
        with bureau_of(request).reading_desk() as desk:
            roles = roles_of(desk, signed.officer_id, case_id=_id(request, "case_id"), step_id=_id(request, "step_id"))
        if not may(roles, route):
            raise NotHere(NotHere.__doc__)
        request.state.visitor = Visitor(visitor.officer_id, visitor.name, roles, visitor.csrf)
    if request.method == "POST" and route not in CARRIES_OWN_TOKEN and not same(form.one("csrf"), visitor.csrf):
        raise Stale(Stale.__doc__)


def _identify(request: Request) -> tuple[sessions.SignedIn | None, Visitor]:
    token = request.cookies.get(cookie_name(request, "nhip"))
    if token:
        with bureau_of(request).reading_desk() as desk:
            signed = sessions.signed_in(desk.session, token)
            if signed is not None:
                return signed, Visitor(signed.officer_id, name_of(desk, signed.officer_id), frozenset({Role.OFFICER}), signed.csrf)
    kept = request.cookies.get(cookie_name(request, "khach"), "")
    mark = kept or secrets.token_urlsafe(16)
    return None, Visitor(csrf=stamp(request, "visitor", mark), mark=mark, mark_is_new=not kept)


def name_of(desk: Desk, officer_id: str) -> str:
    """What the head of a page calls him."""
    return roster(desk).name(officer_id)


def _id(request: Request, name: str) -> UUID | None:
    value = request.path_params.get(name)
    try:
        return UUID(value) if value is not None else None
    except ValueError:
        raise NotHere(NotHere.__doc__) from None


def visitor_of(request: Request) -> Visitor:
    """Who was let in; nobody, where the door itself refused."""
    found: Visitor = getattr(request.state, "visitor", None) or Visitor()
    return found


def stamp(request: Request, purpose: str, about: str) -> str:
    """A token only our own pages can carry."""
    made = hmac.digest(bureau_of(request).key, f"{purpose}/{about}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def same(given: str, expected: str) -> bool:
    """Whether a form carries the token its page was given."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def remember(request: Request, response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set one of our cookies."""
    response.set_cookie(cookie_name(request, name), value, max_age=seconds, path="/", secure=secure(request), httponly=True, samesite="lax")


def forget(request: Request, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(cookie_name(request, name), path="/", secure=secure(request), httponly=True, samesite="lax")


def session_token(request: Request) -> str | None:
    """The session's own token, as the browser sent it."""
    return request.cookies.get(cookie_name(request, "nhip"))


def knock_link(request: Request, token: str) -> None:
    """Count a visit to a link, real or invented alike."""
    pace_of(request).knock("link", digest(token))
