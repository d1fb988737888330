"""The document exchange: papers that went another way, and what was entered by mistake."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_dispatch_refused_with_reason"), "dispatch", type_="check")
    op.create_check_constraint(op.f("ck_dispatch_with_reason"), "dispatch", "(state IN ('refused', 'otherwise', 'void')) = (reason <> '')")
    op.create_table(
        "strike",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("receipt_sha256", sa.String(), nullable=True),
        sa.Column("receipt_name", sa.String(), nullable=False),
        sa.Column("receipt_type", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_strike_dispatch_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["officer.id"], name=op.f("fk_strike_entered_by")),
        sa.ForeignKeyConstraint(["struck_by"], ["officer.id"], name=op.f("fk_strike_struck_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strike")),
        sa.UniqueConstraint("dispatch_id", "n", name=op.f("uq_strike_dispatch_id_n")),
    )


def downgrade() -> None:
    op.drop_table("strike")
    op.execute("DELETE FROM dispatch WHERE state = 'void'")
    op.execute("UPDATE dispatch SET state = 'received', reason = '' WHERE state = 'otherwise'")
    op.drop_constraint(op.f("ck_dispatch_with_reason"), "dispatch", type_="check")
    op.create_check_constraint(op.f("ck_dispatch_refused_with_reason"), "dispatch", "(state = 'refused') = (reason <> '')")
