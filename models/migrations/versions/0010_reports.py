"""What agencies report each quarter: versions, figures, and forms that were begun and not sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencyreport",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("seat_id", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_in", sa.String(), nullable=True),
        sa.Column("obstacles", sa.String(), nullable=False),
        sa.Column("proposals", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("workbook", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agencyreport_case_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agencyreport_agency_id")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_agencyreport_step_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_agencyreport_seat_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_agencyreport_officer_id")),
        sa.ForeignKeyConstraint(["workbook"], ["upload.id"], name=op.f("fk_agencyreport_workbook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencyreport")),
        sa.UniqueConstraint("case_id", "agency_id", "version", name=op.f("uq_agencyreport_case_id_agency_id_version")),
    )
    op.create_index(op.f("ix_agencyreport_agency_id"), "agencyreport", ["agency_id"])
    op.create_table(
        "reportedfigure",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("numerator", sa.Numeric(19, 4), nullable=True),
        sa.Column("denominator", sa.Numeric(19, 4), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("doubts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explained_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["agencyreport.id"], name=op.f("fk_reportedfigure_report_id")),
        sa.ForeignKeyConstraint(["explained_by"], ["officer.id"], name=op.f("fk_reportedfigure_explained_by")),
        sa.PrimaryKeyConstraint("report_id", "indicator", name=op.f("pk_reportedfigure")),
    )
    op.create_table(
        "formdraft",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_formdraft_step_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_formdraft_officer_id")),
        sa.PrimaryKeyConstraint("step_id", "officer_id", name=op.f("pk_formdraft")),
    )


def downgrade() -> None:
    op.drop_table("formdraft")
    op.drop_table("reportedfigure")
    op.drop_table("agencyreport")
