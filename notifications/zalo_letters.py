"""From a row of the outbox to what goes by Zalo: the letter's title and its link, checked before anything leaves.

Which template a kind of letter takes, and how long each parameter may be, is data (``zalo_templates.yaml``); which id Zalo approved a
template under is the province's configuration.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from models.errors import Refused
from models.letters import Letter
from models.phones import for_zalo
from notifications.channels.zalo.messages import ZaloTemplate, ZaloText
from notifications.channels.zalo.webhook import tracking_id
from notifications.dispatch import Counter, link_of
from notifications.outgoing import Outgoing
from notifications.plain import one_line
from notifications.words import KINDS
from regulation.letters import LetterGroup

TEXT_LIMIT = 2000  # characters of a consultation message
_ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(?:vn|com|net|org|me)\b", re.IGNORECASE)


class NotForZalo(Refused):
    """Thư này không gửi qua Zalo được; hãy gửi bằng kênh khác."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Template(_Data):
    """A template as entered at Zalo: its words, the limit of each parameter (characters), its buttons."""

    paragraphs: tuple[str, ...]
    limits: dict[str, int]
    button: str
    reply: str | None = None


class Way(_Data):
    """Which template a kind of letter takes, and a title in the place of its own."""

    template: str
    title: str | None = None


class Together(_Data):
    """Several letters as one: what they are called, and the portal's page (a path without its slash) that lists them."""

    reminders: Way
    others: Way
    page: str


class Templates(_Data):
    """All of it."""

    paragraph_limit: int
    templates: dict[str, Template]
    kinds: dict[str, Way]
    together: Together
    never: frozenset[str]


@cache
def templates() -> Templates:
    """``zalo_templates.yaml``, read once."""
    return Templates.model_validate(yaml.safe_load(Path(__file__).with_name("zalo_templates.yaml").read_text(encoding="utf-8")))


def refuse_unknown(approved: Mapping[str, str]) -> None:
    """A province's ids name templates that there are; :class:`Refused` names those that there are not."""
    unknown = sorted(approved.keys() - templates().templates.keys())
    if unknown:
        known = ", ".join(templates().templates)
        raise Refused(f"NHIP_ZALO_TEMPLATES nêu mẫu không có: {', '.join(unknown)}. Các mẫu: {known}.")


def template_of(letter: Letter | Outgoing, counter: Counter, phone: str, attempt: int, approved: Mapping[str, str]) -> ZaloTemplate:
    """The letter as a template message to ``phone`` (as the officer's record has it); ``attempt`` counts this letter's tries from 1.

    Raises :class:`NotForZalo` for a kind that never goes this way, without an approved template, without a link, or too long, and
    :class:`models.phones.BadPhone`: the letter then takes the next channel.
    """
    way, link = _way(letter), _link(letter, counter)
    template_id = approved.get(way.template)
    if template_id is None:
        raise NotForZalo(f"Chưa khai mã mẫu Zalo «{way.template}» trong NHIP_ZALO_TEMPLATES.")
    data = {"title": _title(letter, way), "link": link.removeprefix(f"{counter.portal_url}/")}
    check(templates().templates[way.template], data)
    return ZaloTemplate(for_zalo(phone), template_id, data, tracking_id(letter.id, attempt))


def text_of(letter: Letter | Outgoing, counter: Counter, user_id: str) -> ZaloText:
    """The letter as a consultation message of the OA: title and link. :class:`NotForZalo` as above."""
    text = f"{_title(letter, _way(letter))}\n{_link(letter, counter)}"
    if len(text) > TEXT_LIMIT:
        raise NotForZalo(f"Tin Zalo dài {len(text)} ký tự, quá {TEXT_LIMIT}.")
    return ZaloText(user_id, text)


def check(template: Template, data: Mapping[str, str]) -> None:
    """Whether Zalo will take these parameters; :class:`NotForZalo` names the one it will not."""
    for name, limit in template.limits.items():
        if not 0 < len(data[name]) <= limit:
            raise NotForZalo(f"Tham số «{name}» của mẫu Zalo có {len(data[name])} ký tự; phải từ 1 đến {limit}.")
    for paragraph in template.paragraphs:
        filled = paragraph.replace("<title>", data["title"])
        if len(filled) > templates().paragraph_limit:
            raise NotForZalo(f"Đoạn văn của tin Zalo có {len(filled)} ký tự, quá {templates().paragraph_limit}.")
    if _ADDRESS.search(data["title"]):
        raise NotForZalo("Tiêu đề thư có địa chỉ mạng; mẫu Zalo không nhận địa chỉ trong lời văn.")


def _way(letter: Letter | Outgoing) -> Way:
    if carries := _carries(letter):
        together = templates().together
        way = together.reminders if all(KINDS[one.kind].group is LetterGroup.REMINDERS for one in carries) else together.others
        return way.model_copy(update={"title": (way.title or "").replace("<count>", f"{len(carries):02d}")})
    found = templates().kinds.get(letter.kind)
    if found is None:
        raise NotForZalo(f"Thư loại «{letter.kind}» không gửi qua Zalo.")
    return found


def _title(letter: Letter | Outgoing, way: Way) -> str:
    return one_line(way.title or letter.context["words"]["title"]).rstrip(".")


def _link(letter: Letter | Outgoing, counter: Counter) -> str:
    link = f"{counter.portal_url}/{templates().together.page}" if _carries(letter) else link_of(letter, counter)
    if link is None:
        raise NotForZalo("Thư này không có trang nào để mở, nên không gửi qua Zalo.")
    return link


def _carries(letter: Letter | Outgoing) -> tuple[Outgoing, ...]:
    return letter.carries if isinstance(letter, Outgoing) else ()
