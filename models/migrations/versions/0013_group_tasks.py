"""Tasks inside the working group, born of the notices of its meetings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grouptask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("helpers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("source_number", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("due_original", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name=op.f("ck_grouptask_ending")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_grouptask_case_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_grouptask_meeting_id")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_grouptask_seat")),
        sa.ForeignKeyConstraint(["given_by"], ["seat.id"], name=op.f("fk_grouptask_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouptask")),
        sa.UniqueConstraint("case_id", name=op.f("uq_grouptask_case_id")),
        sa.UniqueConstraint("meeting_id", "seq", name=op.f("uq_grouptask_meeting_id_seq")),
    )


def downgrade() -> None:
    op.drop_table("grouptask")
