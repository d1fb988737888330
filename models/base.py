"""What every record shares: constraint names, ids, and the column types of the office."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import ARRAY, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7


class Record(SQLModel):
    """Base of every table."""

    def __init__(self, **given: Any) -> None:
        """As SQLModel's for a table, which checks nothing either: what is given, and each other field's default, looked up once a class."""
        for name, (default, make) in _defaults(type(self)).items():
            if name in given:
                object.__setattr__(self, name, given[name])
            elif make is not None:
                object.__setattr__(self, name, make())
            elif default is not PydanticUndefined:
                object.__setattr__(self, name, default)
        object.__setattr__(self, "__pydantic_fields_set__", given.keys() & type(self).model_fields.keys())

    def __setattr__(self, name: str, value: Any) -> None:
        """By SQLAlchemy's descriptors alone: SQLModel hands a table's value to pydantic as well, which checks nothing there."""
        object.__setattr__(self, name, value)


@cache
def _defaults(record: type[Record]) -> dict[str, tuple[Any, Callable[[], Any] | None]]:
    return {name: (field.default, cast("Callable[[], Any] | None", field.default_factory)) for name, field in record.model_fields.items()}


# Alembic can only drop what has a name, so every constraint gets one.
Record.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A time-ordered id (UUID v7), made before the insert, so that rows naming each other travel in one round trip."""
    return uuid7()


def id_field() -> Any:
    """Primary key of a record with an identity of its own."""
    return Field(default_factory=new_id, primary_key=True)


def moment(**kwargs: Any) -> Any:
    """An aware instant."""
    return Field(sa_type=DateTime(timezone=True), **kwargs)


def words(**kwargs: Any) -> Any:
    """A list of short texts (ids, clauses)."""
    return Field(sa_type=ARRAY(Text), **_ours(kwargs))


def document(**kwargs: Any) -> Any:
    """A JSON object."""
    return Field(sa_type=JSONB, **_ours(kwargs))


def _ours(kwargs: dict[str, Any]) -> dict[str, Any]:
    """pydantic asks for a factory's signature on every new object, which for a builtin costs ten times the object."""
    factories = {dict: _nothing_yet, list: _none_yet}
    return {name: factories.get(value, value) if name == "default_factory" else value for name, value in kwargs.items()}


def _nothing_yet() -> dict[str, Any]:
    return {}


def _none_yet() -> list[Any]:
    return []


def table_of(record: type[Record]) -> Table:
    """The table behind a record, for the statements of the hot path: what passes by the ORM costs a quarter of what goes through it."""
    table: Table = record.__table__  # type: ignore[attr-defined]
    return table


def instant(value: datetime | None) -> str | None:
    """ISO text of an instant, for journals and letters."""
    return value.isoformat() if value is not None else None
