"""The document exchange: agencies' codes there, papers sent to them and their receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("agency", sa.Column("exchange_code", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_agency_exchange_code"), "agency", ["exchange_code"])
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("exchange_code", sa.String(), nullable=False),
        sa.Column("exchange_number", sa.String(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("receipt_sha256", sa.String(), nullable=True),
        sa.Column("receipt_name", sa.String(), nullable=False),
        sa.Column("receipt_type", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'refused') = (reason <> '')", name=op.f("ck_dispatch_refused_with_reason")),
        sa.CheckConstraint("(state = 'sent') = (state_at IS NULL)", name=op.f("ck_dispatch_told_at")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_dispatch_paper_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_dispatch_agency_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["officer.id"], name=op.f("fk_dispatch_sent_by")),
        sa.ForeignKeyConstraint(["entered_by"], ["officer.id"], name=op.f("fk_dispatch_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("paper_id", "agency_id", "n", name=op.f("uq_dispatch_paper_id_agency_id_n")),
    )
    op.create_index(op.f("ix_dispatch_paper_id"), "dispatch", ["paper_id"])


def downgrade() -> None:
    op.drop_table("dispatch")
    op.drop_constraint(op.f("uq_agency_exchange_code"), "agency")
    op.drop_column("agency", "exchange_code")
