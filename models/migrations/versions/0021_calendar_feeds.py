"""Personal calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "calendarfeed",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_calendarfeed_officer_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_calendarfeed")),
    )
    op.create_index("ix_calendarfeed_living", "calendarfeed", ["officer_id"], unique=True, postgresql_where=sa.text("revoked_at IS NULL"))


def downgrade() -> None:
    op.drop_table("calendarfeed")
