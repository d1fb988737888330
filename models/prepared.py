"""Statements of the hot path: written once, handed straight to the driver, their rows taken as it gives them.

SQLAlchemy writes the SQL and keeps the connection and its transaction. What is left out is what it does at each call: finding the
compiled statement again, dressing parameters and rows. That costs twice what the way to the database and back does.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, overload

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

R = TypeVar("R")
DIALECT = PGDialect_psycopg()


class Prepared(Generic[R]):
    """A statement of fixed text.

    ``row`` makes what is returned of the tuple of a row's columns; without it a row is a named tuple, its names the columns'.
    Parameters reach psycopg as they are given: a JSON document as text that the statement casts, a list as an array
    (``= ANY (…)``, for ``IN`` has another text for every length). What the session has changed is flushed first. Errors are
    SQLAlchemy's, without the parameters.
    """

    @overload
    def __init__(self: "Prepared[Any]", statement: Executable) -> None: ...

    @overload
    def __init__(self, statement: Executable, row: Callable[[tuple[Any, ...]], R]) -> None: ...

    def __init__(self, statement: Executable, row: Callable[[tuple[Any, ...]], R] | None = None) -> None:
        self._statement = statement
        self._row = row

    def all(self, session: Session, **given: Any) -> list[R]:
        """Every row."""
        cursor = self._run(session, given)
        return list(map(self._row or self._named(cursor), cursor.fetchall()))

    def first(self, session: Session, **given: Any) -> R | None:
        """The first row; None where there is none."""
        cursor = self._run(session, given)
        found = cursor.fetchone()
        return (self._row or self._named(cursor))(found) if found is not None else None

    def one(self, session: Session, **given: Any) -> R:
        """The row of a statement that has exactly one."""
        (found,) = self.all(session, **given)
        return found

    def run(self, session: Session, **given: Any) -> int:
        """For a statement without rows; returns how many it touched."""
        return self._run(session, given).rowcount

    def _run(self, session: Session, given: dict[str, Any]) -> psycopg.Cursor[Any]:
        session.flush()
        sql, usual = self._compiled
        connection = session.connection()
        driver: Any = connection.connection.driver_connection
        try:
            cursor: psycopg.Cursor[Any] = driver.execute(sql, usual | given)
        except psycopg.Error as refused:
            lost = bool(driver.closed)
            if lost:
                connection.invalidate(refused)
            raise DBAPIError.instance(
                sql, None, refused, psycopg.Error, hide_parameters=True, connection_invalidated=lost, dialect=DIALECT
            ) from refused
        return cursor

    @cached_property
    def _compiled(self) -> tuple[str, dict[str, Any]]:
        """SQL, and the parameters it brings itself. Made when first asked for: by then every record is declared."""
        compiled = self._statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
        return compiled.string, {name: value for name, value in compiled.params.items() if value is not None}

    def _named(self, cursor: psycopg.Cursor[Any]) -> Callable[[tuple[Any, ...]], Any]:
        self._row = cast("Callable[[tuple[Any, ...]], Any]", namedtuple_row(cursor))
        return self._row
