"""The ground: extensions the records stand on."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")  # one holder of a seat at a time


def downgrade() -> None:
    op.execute("DROP EXTENSION IF EXISTS btree_gist")
