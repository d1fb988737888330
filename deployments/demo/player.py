"""Plays an officer as he would do it: opens the link of a letter, types the mailed code, fills in the page's form, sends it.

Only what a browser sees is used: the pages of the portal and the letters in the mailbox, over HTTP.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import lxml.html

from deployments.demo.files import Handed
from deployments.demo.story import Fill

_CODE = re.compile(r"\b(\d{6})\b")
MOST_PAGES = 12  # of one answer: more means the pages go round in circles
CODE_WAIT = 60.0  # seconds


class Lost(Exception):
    """The officer could not answer: the page was not one he knew."""


@dataclass(frozen=True)
class Mail:
    """A letter as the mailbox shows it."""

    id: str
    to: str
    subject: str
    text: str
    links: tuple[str, ...]

    @property
    def link(self) -> str | None:
        """The link that asks something, if the letter asks."""
        return next((link for link in self.links if "/t/" in link), None)


class Inbox:
    """The local mailbox, read over its JSON page. ``code_wait``: seconds a sign-in code may take to arrive."""

    def __init__(self, address: str, code_wait: float = CODE_WAIT) -> None:
        self._code_wait = code_wait
        self._http = httpx.Client(base_url=address, timeout=30)
        self._seen: list[Mail] = []

    def fresh(self) -> Sequence[Mail]:
        """What came since the last look."""
        after = self._seen[-1].id if self._seen else ""
        found = [
            Mail(one["id"], one["to"], one["subject"], one["text"], tuple(one["links"]))
            for one in self._http.get("/api/letters", params={"after": after}).raise_for_status().json()
        ]
        self._seen += found
        return found

    def all(self) -> Sequence[Mail]:
        """Everything seen so far."""
        return self._seen

    def close(self) -> None:
        """Leave the mailbox."""
        self._http.close()

    def code(self, to: str, attempt: str) -> str:
        """The sign-in code mailed to an address for this attempt, whose number its link bears; waits for it."""
        deadline = time.monotonic() + self._code_wait
        while time.monotonic() < deadline:
            for one in self._http.get("/api/letters", params={"to": to}).raise_for_status().json():
                code = _CODE.search(one["text"])
                if code and any(attempt in link for link in one["links"]):
                    return code[1]
            time.sleep(0.05)
        raise Lost(f"no code arrived at {to}")


class Browser:
    """One officer's browser, with his session. ``transport`` carries his requests; by default the network does."""

    def __init__(self, inbox: Inbox, address: str, transport: httpx.BaseTransport | None = None) -> None:
        self._inbox, self._address = inbox, address
        self._http = httpx.Client(follow_redirects=True, timeout=60, transport=transport)

    def answer(self, link: str, fill: Fill) -> None:
        """Open a letter's link and answer; signs in with a mailed code where the page asks for one. Raises :class:`Lost`."""
        page, form = self._come_to(link, "choice")
        if fill["choice"] not in _choices(form):
            raise Lost(f"{page.url.path} does not offer {fill['choice']}")
        received = self._send(page, form, fill, "choice")
        if received.status_code != 200 or _having(list(_forms(received)), "choice") is not None:
            raise Lost(f"{received.status_code}: {' '.join(_complaints(received)) or _heading(received)}")

    def act(self, address: str, field: str, fill: Fill) -> None:
        """Open a page of the portal, signing in where he must, and send its form that has ``field``. Raises :class:`Lost`."""
        received = self._send(*self._come_to(address, field), fill, field)
        if received.status_code != 200 or _complaints(received):
            raise Lost(f"{received.status_code}: {' '.join(_complaints(received)) or _heading(received)}")

    def _come_to(self, address: str, field: str) -> tuple[httpx.Response, Any]:
        """The page behind an address and its form that has ``field``, through whatever asks first who he is."""
        response = self._http.get(address)
        for _ in range(MOST_PAGES):
            forms = list(_forms(response))
            if (form := _having(forms, field)) is not None:
                return response, form
            if (form := _having(forms, "code")) is not None:
                response = self._post(response, form, {"code": self._inbox.code(self._address, form.fields["lan"])})
                if response.status_code != 200:
                    break
            elif (form := _having(forms, "email")) is not None:
                response = self._post(response, form, {"email": self._address})
            elif (form := next((form for form in forms if form.action.endswith("/ma")), None)) is not None:
                response = self._post(response, form, {})
            else:
                break
        raise Lost(f"{response.status_code} {response.url.path}: {_heading(response)}")

    def close(self) -> None:
        """Close the window; the session stays where it is."""
        self._http.close()

    def _send(self, page: httpx.Response, form: Any, fill: Fill, field: str) -> httpx.Response:
        while (missing := _rows_missing(form, fill)) is not None:
            page = self._post(page, form, fill | {"add_rows": missing})
            form = _having(list(_forms(page)), field)
        return self._post(page, form, fill)

    def _post(self, page: httpx.Response, form: Any, fill: Fill) -> httpx.Response:
        hidden = {one.name: one.value for one in form.inputs if getattr(one, "type", "") == "hidden" and one.name}
        data = hidden | {name: value for name, value in fill.items() if not isinstance(value, Handed)}
        files = {name: (value.name, value.content, value.media_type) for name, value in fill.items() if isinstance(value, Handed)}
        address = page.url.join(form.action or str(page.url))
        if files or form.get("enctype") == "multipart/form-data":
            return self._http.post(address, data=data, files=files or {"": ("", b"")})
        return self._http.post(address, data=data)


def _forms(response: httpx.Response) -> Iterator[Any]:
    if response.headers.get("content-type", "").startswith("text/html"):
        yield from lxml.html.fromstring(response.text).forms


def _having(forms: Sequence[Any], field: str) -> Any | None:
    return next((form for form in forms if form.xpath(f".//*[@name='{field}']")), None)


def _choices(form: Any) -> set[str]:
    return {one.get("value") for one in form.xpath(".//*[@name='choice']")}


def _rows_missing(form: Any, fill: Fill) -> str | None:
    """The list of the form that has too few rows for what is to be typed, or None."""
    for name in fill:
        if "." in name and not form.xpath(f".//*[@name='{name}']"):
            return name.partition(".")[0]
    return None


def _complaints(response: httpx.Response) -> list[str]:
    return [one.text_content().strip() for one in lxml.html.fromstring(response.text).xpath("//*[contains(@class, 'error')]")][:5]


def _heading(response: httpx.Response) -> str:
    found = lxml.html.fromstring(response.text or "<p/>").xpath("//h1")
    return found[0].text_content().strip() if found else ""
