"""Bringing a database to the shape of the models, and giving the product's role what it may do."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql

from models.store import driver_url, plain_url

APP_ROLE = "nhip_app"
WRITTEN_ONCE = ("answer", "act", "letteract", "strike")  # never changed; a database of an older shape has not all of them


def alembic_config(owner_url: str) -> Config:
    """Alembic set up for our migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = driver_url(owner_url)
    return config


def migrate(owner_url: str, app_role: str | None = APP_ROLE, revision: str = "head") -> None:
    """Bring a database to ``revision``; the connecting role owns what it makes, ``app_role`` gets the use of it.

    ``app_role`` None: the product runs under the owner itself (one role in production); then only the triggers guard the journal.
    """
    command.upgrade(alembic_config(owner_url), revision)
    if app_role is not None:
        grant(owner_url, app_role)


def grant(owner_url: str, app_role: str) -> None:
    """Let ``app_role`` read and write the records, and only read the journal (it appends through ``journal_append``)."""
    role = sql.Identifier(app_role)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON journal FROM {role}",
        "REVOKE INSERT, UPDATE, DELETE ON house, alembic_version FROM {role}",
        "GRANT UPDATE (ahead) ON house TO {role}",
        "GRANT EXECUTE ON FUNCTION journal_append(text[], uuid[]) TO {role}",
    ]
    with psycopg.connect(plain_url(owner_url)) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement).format(role=role))
        known = connection.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'", [list(WRITTEN_ONCE)])
        for (name,) in known.fetchall():
            connection.execute(sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}").format(table=sql.Identifier(name), role=role))
