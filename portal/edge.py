"""The edge of the portal: the headers every response carries, and what a fault looks like from outside."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import Refused
from portal.refusals import Broken, OutOfOrder

log = logging.getLogger("nhip.portal")

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"
"""The policy of the pages with a long form: our own script keeps it as a draft, and talks to nobody but us."""
FRAMING = f"{POLICY}; frame-src 'self'"
"""The policy of the page that shows a letter in a frame."""
LETTER = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""The policy of a letter that is shown: it wears its own styles as mail does, runs and reaches nothing, and stands in our frames only."""
OTHERS: Mapping[str, Mapping[str, str]] = {
    SCRIPTED: {"Content-Security-Policy": SCRIPTED},
    FRAMING: {"Content-Security-Policy": FRAMING},
    LETTER: {"Content-Security-Policy": LETTER, "X-Frame-Options": "SAMEORIGIN"},
}

HEADERS = {
    # No script at all but on the pages that ask for SCRIPTED, nothing from anywhere else, no page of ours inside another's frame.
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # a link's token must not travel on
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ONE_YEAR = 31_536_000


class Edge:
    """Outermost of our own layers. ``refusal`` makes the page for what nobody below has answered."""

    def __init__(self, app: ASGIApp, refusal: Callable[[Request, Refused], Awaitable[Response]], https: bool) -> None:
        self.app = app
        self.refusal = refusal
        self.headers = HEADERS | ({"Strict-Transport-Security": f"max-age={ONE_YEAR}; includeSubDomains"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.update({**self.headers, **OTHERS.get(headers.get("Content-Security-Policy", ""), {})})
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as fault:  # whatever broke, nothing of it is shown, and the log names the route, never the address with its token
            route = getattr(scope.get("route"), "path", "?")
            out_of_order = isinstance(fault, OperationalError | PoolTimeout)
            log.error("%s %s failed", scope["method"], route, exc_info=None if out_of_order else fault)
            if begun:
                raise
            kind = OutOfOrder if out_of_order else Broken
            response = await self.refusal(Request(scope, receive), kind(kind.__doc__))
            await response(scope, receive, sending)
