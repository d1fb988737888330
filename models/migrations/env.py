"""Alembic's entry: runs the migrations on the address handed over by :func:`models.store.migrate`."""

from alembic import context
from sqlalchemy import create_engine, pool

from models.tables import metadata

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_type=True, compare_server_default=False)
    with context.begin_transaction():
        context.run_migrations()
