"""Writing rows past the ORM: one or a thousand travel as one JSON parameter of one statement that stays prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

from models.base import Record, table_of
from models.statements import Statement


@dataclass(frozen=True)
class New:
    """Rows of one record to be inserted, by column name.

    What a row leaves out takes the model's plain default (not one that is called for, as an id is). ``once_per`` names a unique
    column: a row whose value is there already is passed over.
    """

    record: type[Record]
    rows: Sequence[Mapping[str, Any]]
    once_per: str | None = None


def write(session: Session, *new: New) -> None:
    """Insert all of it in one statement; rows may name rows of each other, for foreign keys are looked at when it ends."""
    wanted = [one for one in new if one.rows]
    if wanted:
        statement = _statement(tuple((one.record, one.once_per) for one in wanted))
        statement.run(session, **{f"rows_{n}": _as_json(one) for n, one in enumerate(wanted)})


def keep(session: Session, record: Record) -> None:
    """Insert a new record at once, and let the session keep it as one that it has written.

    Not for one with bytes, or with a column that the database fills: the session would not learn what it holds.
    """
    write(session, New(type(record), [_values(record)]))
    make_transient_to_detached(record)
    session.add(record)


def keep_if_new(session: Session, record: Record) -> bool:
    """The same, where no other has the values that only one may have; whether none had."""
    new = _as_json(New(type(record), [_values(record)]))
    if _insert_if_new(type(record)).run(session, rows_0=new) == 0:
        return False
    make_transient_to_detached(record)
    session.add(record)
    return True


def _values(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _names(type(record))}


@cache
def _names(record: type[Record]) -> tuple[str, ...]:
    return tuple(column.name for column in table_of(record).columns)


@cache
def _insert_if_new(record: type[Record]) -> Statement[Any]:
    return Statement(f"{_insert(0, record, None)} ON CONFLICT DO NOTHING")


def _as_json(new: New) -> str:
    defaults = _defaults(new.record)
    return orjson.dumps([{**defaults, **row} for row in new.rows], default=str).decode()


@cache
def _statement(records: tuple[tuple[type[Record], str | None], ...]) -> Statement[Any]:
    *before, last = [_insert(n, record, once_per) for n, (record, once_per) in enumerate(records)]
    parts = ", ".join(f"part_{n} AS ({insert})" for n, insert in enumerate(before))
    return Statement(f"WITH {parts} {last}" if parts else last)


def _insert(n: int, record: type[Record], once_per: str | None) -> str:
    table = table_of(record)
    columns = ", ".join(column.name for column in table.columns if column.server_default is None)
    conflict = f"ON CONFLICT ({once_per}) DO NOTHING" if once_per else ""
    return f"""
        INSERT INTO "{table.name}" ({columns})
        SELECT {columns} FROM jsonb_populate_recordset(CAST(NULL AS "{table.name}"), CAST(:rows_{n} AS jsonb)) {conflict}
    """  # noqa: S608 - the names are those of our own models


@cache
def _defaults(record: type[Record]) -> dict[str, Any]:
    return {
        column.name: column.default.arg for column in table_of(record).columns if isinstance(column.default, ScalarElementColumnDefault)
    }
