"""A letter with sample data as each channel would carry it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from notifications.address import Party
from notifications.dispatch import Counter
from notifications.outgoing import Outgoing
from notifications.samples import SAMPLES, TOGETHER
from notifications.words import Words, render, render_together, sheet_of
from notifications.zalo_letters import NotForZalo, template_of, templates, text_of

_PHONE = "+84900000001"
_NOBODY = UUID(int=0)  # a link of nobody: it opens nothing


@dataclass(frozen=True)
class ByZalo:
    """A template message: what Zalo calls it, its words with the parameters filled in, the parameters, its buttons; the OA's message."""

    template: str
    paragraphs: tuple[str, ...]
    parameters: Mapping[str, str]
    button: str
    reply: str | None
    oa: str


@dataclass(frozen=True)
class Preview:
    """One kind of letter. ``zalo`` None: it never goes that way, ``why_not`` says why."""

    words: Words
    sheet: str
    zalo: ByZalo | None
    why_not: str = ""


def kinds() -> list[str]:
    """What can be previewed: every kind of letter, then those that carry others."""
    return [*SAMPLES, *TOGETHER]


def preview(kind: str, committee: str, portal_url: str) -> Preview:
    """The letter in the committee's name; ``KeyError`` for a kind that there is not."""
    parts = [(one, context | {"committee": committee}) for one, context in TOGETHER.get(kind) or [(kind, SAMPLES[kind])]]
    words = render_together(parts) if kind in TOGETHER else render(*parts[0])
    carried = [_outgoing(one, context) for one, context in parts]
    letter = _outgoing("bundle", {}, tuple(carried)) if kind in TOGETHER else carried[0]
    try:
        return Preview(words, sheet_of(words), _by_zalo(letter, portal_url))
    except NotForZalo as refused:
        return Preview(words, sheet_of(words), None, str(refused))


def _outgoing(kind: str, words: Mapping[str, Any], carries: tuple[Outgoing, ...] = ()) -> Outgoing:
    now = datetime(2019, 9, 20, tzinfo=UTC)
    return Outgoing(_NOBODY, "preview", kind, {"words": words}, None, now, "zalo", link_id=_NOBODY, carries=carries)


def _by_zalo(letter: Outgoing, portal_url: str) -> ByZalo:
    counter = Counter(Party("", "preview@localhost"), bytes(32), portal_url, lambda _: b"")
    data = templates()
    made = template_of(letter, counter, _PHONE, 1, {name: name for name in data.templates})
    template = data.templates[made.template_id]
    paragraphs = tuple(one.replace("<title>", made.data["title"]) for one in template.paragraphs)
    return ByZalo(made.template_id, paragraphs, made.data, template.button, template.reply, text_of(letter, counter, "0").text)
