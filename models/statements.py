"""Statements of the hot path: written once, handed straight to the driver, their rows taken as it gives them.

SQLAlchemy writes the SQL and keeps the connection and its transaction. What is left out is what it does at each call: finding the
compiled statement again, dressing parameters and rows. That costs twice what the way to the database and back does.
"""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Generic, TypeVar, cast, overload
from weakref import ReferenceType, ref

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Executable, inspect, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapper, SessionTransaction, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

R = TypeVar("R")
RecordT = TypeVar("RecordT", bound=SQLModel)
DIALECT = PGDialect_psycopg()
_CURSOR = "cursor"  # in Session.info: of which transaction, and the cursor


class Statement(Generic[R]):
    """A statement of fixed text.

    ``row`` makes what is returned of the tuple of a row's columns; without it a row is a named tuple, its names the columns'.
    Parameters reach psycopg as they are given: a JSON document as text that the statement casts, a list as an array
    (``= ANY (…)``, for ``IN`` has another text for every length). What the session has changed is flushed first. Errors are
    SQLAlchemy's, without the parameters.
    """

    @overload
    def __init__(self: "Statement[Any]", statement: Executable | str) -> None: ...

    @overload
    def __init__(self, statement: Executable | str, row: Callable[[tuple[Any, ...]], R]) -> None: ...

    def __init__(self, statement: Executable | str, row: Callable[[tuple[Any, ...]], R] | None = None) -> None:
        self._statement = text(statement) if isinstance(statement, str) else statement
        self._row = row

    @property
    def sql(self) -> str:
        """The text the driver is given."""
        return self._compiled[0]

    def all(self, session: Session, **given: Any) -> list[R]:
        """Every row."""
        cursor = self._run(session, given)
        return list(map(self._maker(session, cursor), cursor.fetchall()))

    def first(self, session: Session, **given: Any) -> R | None:
        """The first row; None where there is none."""
        cursor = self._run(session, given)
        found = cursor.fetchone()
        return self._maker(session, cursor)(found) if found is not None else None

    def one(self, session: Session, **given: Any) -> R:
        """The row of a statement that has exactly one; ``ValueError`` where it has not."""
        (found,) = self.all(session, **given)
        return found

    def run(self, session: Session, **given: Any) -> int:
        """For a statement without rows; returns how many it touched."""
        return self._run(session, given).rowcount

    def _run(self, session: Session, given: dict[str, Any]) -> psycopg.Cursor[Any]:
        session.flush()
        sql, usual = self._compiled
        cursor = _cursor_of(session)
        try:
            cursor.execute(sql, usual | given)
        except psycopg.Error as refused:
            raise DBAPIError.instance(sql, None, refused, psycopg.Error, hide_parameters=True, dialect=DIALECT) from refused
        return cursor

    @cached_property
    def _compiled(self) -> tuple[str, dict[str, Any]]:
        """SQL, and the parameters it brings itself. Made when first asked for: by then every record is declared."""
        compiled = self._statement.compile(dialect=DIALECT)  # type: ignore[attr-defined]
        assert "POSTCOMPILE" not in compiled.string, "IN has another text for every length; = ANY takes an array"
        return compiled.string, {name: value for name, value in compiled.params.items() if value is not None}

    def _maker(self, session: Session, cursor: psycopg.Cursor[Any]) -> Callable[[tuple[Any, ...]], R]:  # noqa: ARG002 - for Records
        if self._row is None:
            self._row = cast("Callable[[tuple[Any, ...]], R]", namedtuple_row(cursor))
        return self._row


def _cursor_of(session: Session) -> psycopg.Cursor[Any]:
    """One cursor for a transaction: asking the session for its connection, and making a cursor, take as long as some statements."""
    transaction = session.get_transaction()
    known: tuple[ReferenceType[SessionTransaction], psycopg.Cursor[Any]] | None = session.info.get(_CURSOR)
    if transaction is not None and transaction.is_active and known is not None and known[0]() is transaction:
        return known[1]  # of one that a failed flush has ended, the session says so below
    cursor = cast("psycopg.Connection[Any]", session.connection().connection.driver_connection).cursor()
    session.info[_CURSOR] = ref(session.get_transaction()), cursor
    return cursor


class Records(Statement[RecordT]):
    """A select of one kind of record, which the session keeps as if it had loaded them; ``populate_existing`` is heeded.

    For one record it takes half the time that the session itself takes; from about ten on the session is the faster.
    """

    def __init__(self, statement: SelectOfScalar[RecordT]) -> None:
        super().__init__(statement, cast("Callable[[tuple[Any, ...]], RecordT]", tuple))
        self._record: type[RecordT] = statement.column_descriptions[0]["entity"]
        self._afresh = bool(statement.get_execution_options().get("populate_existing"))

    def _maker(self, session: Session, cursor: psycopg.Cursor[Any]) -> Callable[[tuple[Any, ...]], RecordT]:  # noqa: ARG002 - as above
        return partial(self._kept, session)

    def _kept(self, session: Session, row: tuple[Any, ...]) -> RecordT:
        mapper, names, key = self._mapped
        known: RecordT | None = session.identity_map.get(mapper.identity_key_from_primary_key(tuple(row[n] for n in key)))
        if known is None:
            known = mapper.class_manager.new_instance()
            known.__dict__.update(zip(names, row, strict=True))
            make_transient_to_detached(known)
            session.add(known)
        elif self._afresh:
            for name, value in zip(names, row, strict=True):
                set_committed_value(known, name, value)
        return known

    @cached_property
    def _mapped(self) -> tuple[Mapper[RecordT], list[str], list[int]]:
        """The record's mapper, the names of its columns as they are selected, and which of them are its key."""
        mapper: Mapper[RecordT] = inspect(self._record)
        names = [mapper.get_property_by_column(column).key for column in mapper.columns]
        return mapper, names, [names.index(mapper.get_property_by_column(column).key) for column in mapper.primary_key]
