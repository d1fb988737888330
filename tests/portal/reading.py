"""Pages as a browser without scripts reads them."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    """The forms of a page, as a browser without scripts would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area = False
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name")
        if tag == "form":
            self.forms.append({"action": told.get("action"), "fields": []})
        if tag == "select":
            self._select = name
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        ticked = told.get("type") not in ("radio", "checkbox") or "checked" in told
        if tag == "input" and name and told.get("type") != "file" and ticked:
            fields.append((name, told.get("value", "")))
        if tag == "textarea" and name:
            self._area = True
            fields.append((name, ""))
        if tag == "option" and self._select and "selected" in told:
            fields.append((self._select, told.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.forms[-1]["fields"][-1]
            self.forms[-1]["fields"][-1] = (name, value + (data if value else data.removeprefix("\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = False
        if tag == "select":
            self._select = None


def forms_of(page: str) -> list[dict[str, Any]]:
    """The forms of a page: action, and the fields as they would be sent."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def text_of(page: str) -> str:
    """A page's words."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
