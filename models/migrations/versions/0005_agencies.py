"""What agencies have been called, and which successor has the remainder of one that was split."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "naming",
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_naming_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "since", name=op.f("pk_naming")),
    )
    op.add_column("succession", sa.Column("decision", sa.String(), nullable=False, server_default=""))
    op.add_column("succession", sa.Column("remainder", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.alter_column("succession", "decision", server_default=None)
    op.alter_column("succession", "remainder", server_default=None)
    op.drop_column("agency", "until")  # it ends when its successors begin, and nowhere else


def downgrade() -> None:
    op.add_column("agency", sa.Column("until", sa.Date(), nullable=True))
    op.drop_column("succession", "remainder")
    op.drop_column("succession", "decision")
    op.drop_table("naming")
