"""Writing rows past the ORM: one or a thousand travel as one JSON parameter of one statement that stays prepared."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

from models.base import Record, table_of


def write(session: Session, record: type[Record], rows: Sequence[Mapping[str, Any]], *, once_per: str | None = None) -> None:
    """Insert ``rows`` by column name; what a row leaves out takes the model's plain default (not one that is called for, as an id is).

    ``once_per`` names a unique column: a row whose value is there already is passed over.
    """
    defaults = _defaults(record)
    whole = [{**defaults, **row} for row in rows]
    session.execute(_statement(record, once_per), {"rows": json.dumps(whole, ensure_ascii=False, default=str)})


@cache
def _statement(record: type[Record], once_per: str | None) -> TextClause:
    table = table_of(record)
    columns = ", ".join(column.name for column in table.columns if column.server_default is None)
    conflict = f"ON CONFLICT ({once_per}) DO NOTHING" if once_per else ""
    return text(f"""
        INSERT INTO "{table.name}" ({columns})
        SELECT {columns} FROM jsonb_populate_recordset(CAST(NULL AS "{table.name}"), CAST(:rows AS jsonb)) {conflict}
    """)  # noqa: S608 - the names are those of our own models


@cache
def _defaults(record: type[Record]) -> dict[str, Any]:
    return {
        column.name: column.default.arg for column in table_of(record).columns if isinstance(column.default, ScalarElementColumnDefault)
    }
