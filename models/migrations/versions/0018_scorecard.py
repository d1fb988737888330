"""The scorecard: what agencies say about their figures. What was once said can no more be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

KEEP = """
    CREATE FUNCTION scorecard_reason_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a reason on the scorecard is kept as it is' USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def upgrade() -> None:
    op.create_table(
        "scorecardreason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("seat_id", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_scorecardreason_agency_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_scorecardreason_seat_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_scorecardreason_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecardreason")),
        sa.UniqueConstraint("agency_id", "period", "kind", "version", name=op.f("uq_scorecardreason_agency_id_period_kind_version")),
    )
    op.execute(KEEP)
    op.execute(
        "CREATE TRIGGER scorecard_reason_kept BEFORE UPDATE OR DELETE ON scorecardreason "
        "FOR EACH ROW EXECUTE FUNCTION scorecard_reason_is_kept()"
    )


def downgrade() -> None:
    op.drop_table("scorecardreason")
    op.execute("DROP FUNCTION scorecard_reason_is_kept()")
