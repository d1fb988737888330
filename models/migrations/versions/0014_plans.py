"""The yearly plans: versions, lines, inspections, targets. What was issued can no more be changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LINES = ("planline", "inspectionline", "plantarget")


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", postgresql.JSONB(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(replaces_id IS NULL) = (version = 1)", name=op.f("ck_plan_version")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_case_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["plan.id"], name=op.f("fk_plan_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_plan_case_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_plan_replaces_id")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_plan_year_version")),
    )
    op.create_table(
        "planline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("lead_agency", sa.String(), nullable=True),
        sa.Column("coordinating", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("directive_id", sa.Uuid(), nullable=True),
        sa.Column("former_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("paper IN ('work_programme', 'work_plan')", name=op.f("ck_planline_paper")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_planline_directive_id")),
        sa.ForeignKeyConstraint(["former_id"], ["planline.id"], name=op.f("fk_planline_former_id")),
        sa.ForeignKeyConstraint(["lead_agency"], ["agency.id"], name=op.f("fk_planline_lead_agency")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_planline_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planline")),
    )
    op.create_table(
        "inspectionline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("contents", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("covers_since", sa.Date(), nullable=True),
        sa.Column("team", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_inspectionline_quarter")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_inspectionline_agency_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_inspectionline_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspectionline")),
    )
    op.create_table(
        "plantarget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("lead_agency", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["lead_agency"], ["agency.id"], name=op.f("fk_plantarget_lead_agency")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plantarget_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plantarget")),
    )
    for table in LINES:
        op.create_index(op.f(f"ix_{table}_plan_id"), table, ["plan_id"])
    op.execute(KEEP_PLAN)
    op.execute(KEEP_LINES)
    op.execute("CREATE TRIGGER plan_kept BEFORE UPDATE OR DELETE ON plan FOR EACH ROW EXECUTE FUNCTION plan_is_kept()")
    for table in LINES:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION plan_lines_are_kept()"
        )


# As a broken constraint: of two walkers that issue a plan at once the slower one finds it issued, rolls back and walks again.
KEEP_PLAN = """
    CREATE FUNCTION plan_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.issued_on IS NOT NULL THEN
            RAISE EXCEPTION 'an issued plan is kept as it is' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$
"""
KEEP_LINES = """
    CREATE FUNCTION plan_lines_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE line record;
    BEGIN
        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
        IF EXISTS (SELECT 1 FROM plan WHERE id = line.plan_id AND issued_on IS NOT NULL) THEN
            RAISE EXCEPTION 'a line of an issued plan is kept as it is' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN line;
    END $$
"""


def downgrade() -> None:
    for table in reversed(LINES):
        op.drop_table(table)
    op.drop_table("plan")
    op.execute("DROP FUNCTION plan_lines_are_kept()")
    op.execute("DROP FUNCTION plan_is_kept()")
