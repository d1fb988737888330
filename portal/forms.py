"""From a posted form to an answer's data and back: what was typed stays as it was typed, beside what is wrong with it.

The shape comes from the question's pydantic form; lists of rows travel as ``items.0.minutes``, ``items.1.minutes``, …; rows left
blank are no rows. There is no script on any page, so a page has some blank rows and a button that asks for more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from portal.labels import label
from portal.posted import Posted
from tasks.questions import Form

SPARE_ROWS = 3
ADD_ROWS = "add_rows"  # a submit button of this name, its value the list, asks for more rows and answers nothing
MOST_ROWS = 200

Typed = dict[str, Any]  # field → text, list of texts, or list of rows (field → text or list of texts)

_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class Kind(StrEnum):
    """How a field is put on a page."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "date"
    HOUR = "time"
    FILE = "file"
    MANY = "many"
    ROWS = "rows"


@dataclass(frozen=True)
class Shape:
    """A field: its name, kind, whether it may be left blank, and the fields of its rows."""

    name: str
    kind: Kind
    needed: bool
    columns: tuple["Shape", ...] = ()


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str
    note: str = ""


@dataclass
class Sheet:
    """A form on a page. ``errors``: place (``items.0.minutes``) → sentence; ``more``: the list more rows were asked for."""

    form: type[Form]
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    more: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)  # field → a file already received

    @property
    def choices(self) -> dict[str, str]:
        """value → label of the answers there are."""
        return self.form.CHOICES

    @property
    def shapes(self) -> list[Shape]:
        """The fields but the choice."""
        return shapes(self.form)

    @property
    def has_file(self) -> bool:
        """Whether the form must travel in parts."""
        return any(shape.kind is Kind.FILE for shape in self.shapes)

    def label(self, place: str) -> str:
        """What a field is called."""
        return label(self.form.__name__, re.sub(r"\.\d+\.", ".", place))

    def where(self, place: str) -> str:
        """What a place is called where its sentence stands apart from it: ``Nội dung chương trình 1, Số phút: ``."""
        name, _, rest = place.partition(".")
        if name in ("form", "choice") or name not in self.form.model_fields:
            return ""
        row, _, column = rest.partition(".")
        return self.label(name) + (f" {int(row) + 1}, {self.label(place)}: " if column and row.isdigit() else ": ")

    def value(self, place: str) -> str:
        """The text typed at a place."""
        found = self._at(place)
        return found if isinstance(found, str) else ""

    def chosen(self, place: str) -> list[str]:
        """What is ticked at a place."""
        found = self._at(place)
        return found if isinstance(found, list) else []

    def error(self, place: str) -> str:
        """What is wrong at a place, or an empty text."""
        return self.errors.get(place, "")

    def rows(self, name: str, least: int = SPARE_ROWS) -> range:
        """Row numbers to show: those typed, and some blank ones."""
        typed = len(self.typed.get(name, ()))
        spare = SPARE_ROWS * 2 if self.more == name else SPARE_ROWS
        return range(min(max(least, typed + (spare if self.more == name or not typed else 1)), MOST_ROWS))

    def _at(self, place: str) -> Any:
        found: Any = self.typed
        for part in place.split("."):
            if isinstance(found, list):
                found = found[int(part)] if part.isdigit() and int(part) < len(found) else None
            else:
                found = found.get(part) if isinstance(found, dict) else None
        return found


def shapes(form: type[BaseModel]) -> list[Shape]:
    """The fields of a form in their order, without the choice."""
    found = []
    for name, info in form.model_fields.items():
        if name != "choice":
            kind, columns = _kind(info.annotation)
            found.append(Shape(name, kind, info.is_required(), columns))
    return found


def _kind(annotation: Any) -> tuple[Kind, tuple[Shape, ...]]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin in (Union, UnionType):
        return _kind(next(one for one in inner if one is not NoneType))
    if origin in (list, tuple):
        item = get_args(inner[0])[0] if get_origin(inner[0]) is Annotated else inner[0]
        if isinstance(item, type) and issubclass(item, BaseModel):
            return Kind.ROWS, tuple(shapes(item))
        return Kind.MANY, ()
    return {date: Kind.DAY, time: Kind.HOUR, int: Kind.NUMBER, UUID: Kind.FILE}.get(annotation, Kind.TEXT), ()


def typed_of(form: type[Form], posted: Posted) -> Typed:
    """What was typed, by the form's own shape; anything else that was posted is not read. Blank rows are left out."""
    typed: Typed = {"choice": posted.one("choice")}
    for shape in shapes(form):
        if shape.kind is Kind.ROWS:
            typed[shape.name] = [row for row in _rows(shape, posted) if any(row.values())]
        elif shape.kind is not Kind.FILE:
            typed[shape.name] = _one(shape, posted, shape.name)
    return typed


def _rows(shape: Shape, posted: Posted) -> Iterator[dict[str, Any]]:
    pattern = re.compile(rf"{re.escape(shape.name)}\.(\d{{1,4}})\.")
    numbers = {int(found[1]) for name, _ in posted.fields if (found := pattern.match(name))}
    for n in sorted(numbers)[:MOST_ROWS]:
        yield {column.name: _one(column, posted, f"{shape.name}.{n}.{column.name}") for column in shape.columns}


def _one(shape: Shape, posted: Posted, name: str) -> str | list[str]:
    if shape.kind is Kind.MANY:
        return [value for value in posted.all(name) if value]
    text = posted.one(name).strip()
    if shape.kind is Kind.DAY and (found := _VIETNAMESE_DAY.fullmatch(text)):  # a browser without a date field: 27/9/2019
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    return text


def data_of(typed: Typed) -> dict[str, Any]:
    """What is handed to the question's form: blanks are left out, so that an optional field takes its default."""
    return {
        name: [data_of(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
        for name, value in typed.items()
        if value not in ("", [])
    }


def typed_again(form: type[Form], payload: Mapping[str, Any]) -> Typed:
    """An earlier answer as it would have been typed, to be mended instead of typed anew."""
    return {
        shape.name: _again(shape, payload[shape.name])
        for shape in shapes(form)
        if shape.kind is not Kind.FILE and payload.get(shape.name) is not None
    }


def _again(shape: Shape, value: Any) -> Any:
    if shape.kind is Kind.ROWS:
        return [
            {column.name: _again(column, row[column.name]) for column in shape.columns if row.get(column.name) is not None} for row in value
        ]
    if shape.kind is Kind.MANY:
        return [str(one) for one in value]
    return str(value)[:5] if shape.kind is Kind.HOUR else str(value)
