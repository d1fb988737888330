"""A case counts the acts done to it, so that a walk need not ask for them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("acts", sa.Integer(), nullable=False, server_default="0"))
    op.execute('UPDATE "case" SET acts = (SELECT coalesce(max(n), 0) FROM act WHERE case_id = "case".id)')
    op.alter_column("case", "acts", server_default=None)


def downgrade() -> None:
    op.drop_column("case", "acts")
