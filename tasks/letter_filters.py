"""What of the letters somebody wants to see: filters as a page's address or a command line names them, and as SQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from models.clock import at
from models.errors import Refused
from models.letters import AT_REST, ON_ITS_WAY, TITLE_WORDS, LetterState
from notifications.plain import clean
from notifications.words import KINDS
from regulation.letters import LetterGroup
from tasks.letter_words import CHANNELS, GROUPS, STATES

WORD = re.compile(r"[^\W_]+")
CURSOR = re.compile(r"([01])-([0-9a-fA-F-]{36})")


class BadFilter(Refused):
    """Bộ lọc không đọc được."""


@dataclass(frozen=True)
class Filters:
    """Which letters; None or empty: whatever. ``until`` is the last day; ``words``: of the title, each the beginning of a word."""

    state: LetterState | None = None
    channel: str | None = None
    officer: str | None = None
    group: LetterGroup | None = None
    case: UUID | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""

    @property
    def any(self) -> bool:
        """Whether something is filtered."""
        return self != Filters()

    def sql(self) -> tuple[str, dict[str, Any]]:
        """The condition over ``letter`` but for its title, and its parameters."""
        parts, values = ["true"], dict[str, Any]()
        for name, column in (("state", "state"), ("channel", "channel"), ("officer", "officer_id"), ("case", "case_id")):
            if (wanted := getattr(self, name)) is not None:
                parts.append(f"letter.{column} = :{name}")
                values[name] = wanted
        if self.group is not None:
            parts.append("letter.kind = ANY(:kinds)")
            values["kinds"] = [kind for kind, spec in KINDS.items() if spec.group == self.group]
        if self.since is not None:
            parts.append("letter.queued_at >= :since")
            values["since"] = at(self.since, time())
        if self.until is not None:
            parts.append("letter.queued_at < :until")
            values["until"] = at(self.until + timedelta(days=1), time())
        return " AND ".join(parts), values

    def words_sql(self) -> tuple[str, str] | None:
        """The condition on the title, and its parameter ``words``; None where no word is looked for. See :func:`named`."""
        words = WORD.findall(self.words)
        return (f"{TITLE_WORDS} @@ to_tsquery('simple', :words)", " & ".join(f"{word}:*" for word in words)) if words else None


def named(condition: str) -> str:
    """The letters of which the condition on the title holds, as a table: those at rest by the index of titles, the others one by one."""
    return f"""(
        SELECT * FROM letter WHERE {condition} AND {AT_REST} UNION ALL SELECT * FROM letter WHERE {condition} AND {ON_ITS_WAY}
    )"""  # noqa: S608 - ours


def filters_of(given: Mapping[str, str]) -> Filters:
    """The filters named in ``given`` (fields of :class:`Filters`; empty is as good as missing); ``BadFilter`` names each that is wrong."""
    wrong: list[str] = []
    readers = {
        "state": lambda text: LetterState(_one_of(text, STATES, "Tình trạng", wrong)),
        "channel": lambda text: _one_of(text, CHANNELS, "Kênh", wrong),
        "group": lambda text: LetterGroup(_one_of(text, GROUPS, "Nhóm thư", wrong)),
        "officer": lambda text: text,
        "case": lambda text: _case(text, wrong),
        "since": lambda text: _day(text, "Từ ngày", wrong),
        "until": lambda text: _day(text, "Đến ngày", wrong),
        "words": lambda text: text[:200],
    }
    found = {}
    for one in fields(Filters):
        text = clean(given.get(one.name, "")).strip()
        if text:
            found[one.name] = readers[one.name](text)
    if wrong:
        raise BadFilter(" ".join(wrong))
    return Filters(**found)


def _one_of(text: str, known: Mapping[str, str], label: str, wrong: list[str]) -> str:
    if text in known:
        return text
    wrong.append(f"{label} «{text[:40]}» không có; chọn một trong: {', '.join(known)}.")
    return next(iter(known))


def _case(text: str, wrong: list[str]) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        wrong.append(f"Mã hồ sơ «{text[:40]}» không đọc được; lấy mã ở trang hồ sơ hoặc «nhip case list».")
        return None


def _day(text: str, label: str, wrong: list[str]) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if 2000 <= found.year <= 2999:
        return found
    wrong.append(f"{label} «{text[:40]}» không đọc được; hãy ghi năm-tháng-ngày, ví dụ 2026-11-27.")
    return None
