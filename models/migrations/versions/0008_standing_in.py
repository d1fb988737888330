"""Absences that are followed: the case of each, who acts meanwhile, and the paper that delegates reserved powers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("absence", sa.Column("delegation", sa.String(), nullable=False, server_default=""))
    op.alter_column("absence", "delegation", server_default=None)
    op.add_column("absence", sa.Column("acting_seat", sa.String(), nullable=True))
    op.add_column("absence", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_absence_acting_seat"), "absence", "seat", ["acting_seat"], ["id"])
    op.create_foreign_key(op.f("fk_absence_case_id"), "absence", "case", ["case_id"], ["id"])
    op.create_unique_constraint(op.f("uq_absence_case_id"), "absence", ["case_id"])


def downgrade() -> None:
    op.drop_column("absence", "case_id")
    op.drop_column("absence", "acting_seat")
    op.drop_column("absence", "delegation")
