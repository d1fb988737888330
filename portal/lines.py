"""A recorded answer in words: one line a field, seats and agencies by their titles, rows as a small table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.agencies import Naming
from models.papers import Upload
from notifications.words import short_date
from portal.forms import Kind, Shape, shapes
from portal.labels import VALUES, label
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.questions import Form
from tasks.who import roster_on


@dataclass(frozen=True)
class Line:
    """``values`` has one text, several (a list), or, with ``heads``, rows of cells."""

    label: str
    values: Sequence[Any]
    heads: Sequence[str] = ()


def lines_of(desk: Desk, form: type[Form], payload: Mapping[str, Any], on: date | None = None) -> list[Line]:
    """What an answer carries besides its choice; what was left blank is left out. Seats and agencies are called as on that day."""
    words = called(desk, on or desk.today)
    found = []
    for shape in shapes(form):
        value = payload.get(shape.name)
        if value in (None, "", [], ()):
            continue
        title = label(form.__name__, shape.name)
        if shape.kind is Kind.ROWS:
            heads = [label(form.__name__, f"{shape.name}.{column.name}") for column in shape.columns]
            rows = [[", ".join(_texts(desk, words, column, row.get(column.name))) for column in shape.columns] for row in value]
            found.append(Line(title, rows, heads))
        else:
            found.append(Line(title, _texts(desk, words, shape, value)))
    return found


def _texts(desk: Desk, words: Mapping[str, str], shape: Shape, value: Any) -> list[str]:
    if value in (None, ""):
        return []
    if shape.kind is Kind.FILE:
        upload = desk.session.get(Upload, UUID(str(value)))
        return [upload.name] if upload else []
    if shape.kind is Kind.DAY:
        return [short_date(date.fromisoformat(value))]
    if shape.kind is Kind.HOUR:
        return [str(value)[:5]]
    if isinstance(value, list):
        return [words.get(one, one) for one in value]
    if shape.name == "of":
        seat, _, n = str(value).partition("/")
        return [f"{words.get(seat, seat)}, nội dung {n}"]
    if shape.name in VALUES:
        return [VALUES[shape.name].get(value, str(value))]
    return [words.get(value, value) if shape.name in ("lead", "owner", "accountable", "seat", "presider") else str(value)]


def called(desk: Desk, on: date) -> dict[str, str]:
    """Titles of seats and names of agencies as they were on that day, by their codes. Read once for all days without a renaming between."""
    if "renamings" not in desk.cache:
        desk.cache["renamings"] = desk.session.exec(select(col(Naming.since)).distinct()).all()
    since = max((day for day in desk.cache["renamings"] if day <= on), default=date.min)
    if ("called", since) not in desk.cache:
        people = roster_on(desk, since)
        desk.cache["called", since] = names(desk, since) | {seat: people.title(seat) for seat in people.seats}
    found: dict[str, str] = desk.cache["called", since]
    return found
