"""The pages of the local mailbox, and the same facts as JSON."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from deployments.mailbox import Mailbox, Received

SHOWN = 200
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src 'self'",
}
# A letter's own page runs no script and reaches nothing; its links open in a new tab, outside the sandbox.
LETTER_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def application(mailbox: Mailbox) -> Starlette:
    """The web application over one mailbox.

    ``GET /api/letters?to=&after=`` gives a list in order of arrival; ``after`` is the last id already seen.
    """

    def found(request: Request) -> Received:
        letter = mailbox.letter(request.path_params["id"])
        if letter is None:
            raise HTTPException(404)
        return letter

    def index(request: Request) -> Response:
        to = request.query_params.get("to") or None
        letters = mailbox.letters(to)
        return _page("list.html.j2", letters=letters[: -SHOWN - 1 : -1], count=len(letters), shown=SHOWN, to=to or "")

    def view(request: Request) -> Response:
        return _page("letter.html.j2", letter=found(request))

    def page(request: Request) -> Response:
        content = re.sub(r"(<head[^>]*>)", r'\1<base target="_blank">', found(request).html, count=1)
        return HTMLResponse(content, headers=HEADERS | {"Content-Security-Policy": LETTER_POLICY})

    def source(request: Request) -> Response:
        return Response(found(request).source, media_type="text/plain; charset=utf-8", headers=HEADERS)

    def file(request: Request) -> Response:
        files, number = found(request).files, request.path_params["number"]
        if number >= len(files):
            raise HTTPException(404)
        name = f"attachment; filename*=utf-8''{quote(files[number].name)}"
        return Response(files[number].content, media_type=files[number].media_type, headers=HEADERS | {"Content-Disposition": name})

    def api(request: Request) -> Response:
        to, after = request.query_params.get("to") or None, request.query_params.get("after", "")
        return JSONResponse([letter.facts() for letter in mailbox.letters(to, after)], headers=HEADERS)

    routes = [
        Route("/", index),
        Route("/api/letters", api),
        Route("/letters/{id}", view),
        Route("/letters/{id}/html", page),
        Route("/letters/{id}/source", source),
        Route("/letters/{id}/files/{number:int}", file),
    ]
    return Starlette(routes=routes, exception_handlers={404: _missing})


def _missing(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    return _page("missing.html.j2", status=404)


@cache
def _environment() -> Environment:
    folder = Path(__file__).with_suffix("")
    return Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _page(template: str, status: int = 200, **names: Any) -> Response:
    return HTMLResponse(_environment().get_template(template).render(names), status, HEADERS)
