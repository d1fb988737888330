"""Directives, what was reported about them, and the later days asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The first day stands in every figure: no later word, and no mistake of ours, may rewrite it.
FIRST_DAY_STAYS = """
CREATE FUNCTION directive_first_day_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due_original IS DISTINCT FROM OLD.due_original AND OLD.due_original IS NOT NULL THEN
        RAISE EXCEPTION 'the first day of a directive stays';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "directive",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("source_number", sa.String(), nullable=True),
        sa.Column("source_date", sa.Date(), nullable=False),
        sa.Column("issuer_seat", sa.String(), nullable=False),
        sa.Column("conclusion_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("lead_agency", sa.String(), nullable=False),
        sa.Column("lead_seat", sa.String(), nullable=False),
        sa.Column("coordinating", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("due_original", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("doer", sa.String(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(due IS NULL) = (due_original IS NULL)", name=op.f("ck_directive_standing")),
        sa.CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name=op.f("ck_directive_ending")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_directive_case_id")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_directive_conclusion_id")),
        sa.ForeignKeyConstraint(["issuer_seat"], ["seat.id"], name=op.f("fk_directive_issuer_seat")),
        sa.ForeignKeyConstraint(["lead_agency"], ["agency.id"], name=op.f("fk_directive_lead_agency")),
        sa.ForeignKeyConstraint(["lead_seat"], ["seat.id"], name=op.f("fk_directive_lead_seat")),
        sa.ForeignKeyConstraint(["parent_id"], ["directive.id"], name=op.f("fk_directive_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
        sa.UniqueConstraint("case_id", name=op.f("uq_directive_case_id")),
        sa.UniqueConstraint("conclusion_id", name=op.f("uq_directive_conclusion_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_directive_entry_id")),
    )
    op.create_index(op.f("ix_directive_lead_agency"), "directive", ["lead_agency"], unique=False)
    op.create_index(op.f("ix_directive_parent_id"), "directive", ["parent_id"], unique=False)
    op.create_table(
        "progress",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("directive_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("obstacles", sa.String(), nullable=False),
        sa.Column("product_number", sa.String(), nullable=False),
        sa.Column("evidence", sa.Uuid(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_progress_directive_id")),
        sa.ForeignKeyConstraint(["evidence"], ["upload.id"], name=op.f("fk_progress_evidence")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_progress_officer_id")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_progress_step_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_progress")),
    )
    op.create_index(op.f("ix_progress_directive_id"), "progress", ["directive_id"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("directive_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_asked", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("granted", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("granted IS NULL OR decided_at IS NOT NULL", name=op.f("ck_extension_decided")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_extension_decided_by")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_extension_directive_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("directive_id", "n", name=op.f("uq_extension_directive_id_n")),
    )
    op.execute(FIRST_DAY_STAYS)
    op.execute(
        "CREATE TRIGGER directive_first_day_stays BEFORE UPDATE ON directive FOR EACH ROW EXECUTE FUNCTION directive_first_day_stays()"
    )


def downgrade() -> None:
    op.drop_table("extension")
    op.drop_table("progress")
    op.drop_table("directive")
    op.execute("DROP FUNCTION directive_first_day_stays()")
