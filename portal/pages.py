"""Making pages: one environment of templates, everything escaped, nothing a person typed ever read as a template."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response

from documents.blocks import upper_first
from models.clock import OFFICE_ZONE
from models.money import figures, in_figures
from notifications.words import short_date
from portal.door import bureau_of, remember, visitor_of

HERE = Path(__file__).parent
CSS = (HERE / "nhip.css").read_bytes()
JS = (HERE / "nhip.js").read_bytes()
SVG = (HERE / "nhip.svg").read_bytes()

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_in_words(day: date) -> str:
    """``thứ Sáu, ngày 27/9/2019``."""
    return f"{WEEKDAYS[day.weekday()]}, ngày {short_date(day)}"


def moment_in_words(at: datetime) -> str:
    """``08 giờ 30 phút, ngày 27/9/2019``, at the office."""
    local = at.astimezone(OFFICE_ZONE)
    return f"{clock_in_words(local)}, ngày {short_date(local.date())}"


def clock_in_words(at: datetime) -> str:
    """``08 giờ 30 phút``."""
    local = at.astimezone(OFFICE_ZONE)
    return f"{local:%H} giờ {local:%M} phút" if local.minute else f"{local:%H} giờ 00"


def short_moment(at: datetime) -> str:
    """``27/9/2019 08:30``, at the office."""
    local = at.astimezone(OFFICE_ZONE)
    return f"{short_date(local.date())} {local:%H:%M}"


def paragraphs(text: str) -> Markup:
    """Lines as they were typed."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals["css"] = f"/nhip.css?v={sha256(CSS).hexdigest()[:12]}"
environment.globals["js"] = f"/nhip.js?v={sha256(JS).hexdigest()[:12]}"
environment.filters |= {
    "day": day_in_words,
    "short_date": short_date,
    "moment": moment_in_words,
    "short_moment": short_moment,
    "lines": paragraphs,
    "capitalize_first": upper_first,
    "dong": in_figures,
    "figures": figures,
}


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page made of ``templates/<template>.html.j2``."""
    visitor = visitor_of(request)
    known = {
        "visitor": visitor,
        "committee": bureau_of(request).law.committee.identity.name,
        "csrf": visitor.csrf,
    }
    response = HTMLResponse(environment.get_template(f"{template}.html.j2").render(known | context), status)
    if visitor.mark_is_new:
        remember(request, response, "khach", visitor.mark)
    return response


def see(path: str) -> Response:
    """Go on to another of our pages (303: with GET)."""
    return Response(status_code=303, headers={"Location": path})
