"""The life of a paper: typed, reserved, signed, issued; withdrawn, replaced, corrected; and the numbers that stay on the register."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("matrix", "form", "dropped_why", "withdrawn_why", "note")
MOMENTS = ("reserved_at", "dropped_at", "withdrawn_at")
CHECKS = {
    "numbered": "(number IS NULL) = (year IS NULL) AND (number IS NULL) = (notation = '')",
    "issued": "issued_at IS NULL OR (number IS NOT NULL AND dropped_at IS NULL)",
    "dropped": "(dropped_at IS NULL) = (dropped_why = '')",
    "withdrawn": "withdrawn_at IS NULL OR issued_at IS NOT NULL",
    "withdrawn_why": "(withdrawn_at IS NULL) = (withdrawn_why = '')",
    "case": "(case_id IS NULL) = (key IS NULL)",
}
NULLABLE: dict[str, sa.types.TypeEngine[Any]] = {
    "case_id": sa.Uuid(),
    "key": sa.String(),
    "year": sa.Integer(),
    "number": sa.Integer(),
    "sha256": sa.String(),
}

# What was given or issued stays: no later word, and no mistake of ours, may rewrite the register or the signed paper.
PAPER_STAYS = """
CREATE FUNCTION paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a paper stays on record';
    END IF;
    IF OLD.number IS NOT NULL
        AND (NEW.series, NEW.kind, NEW.year, NEW.number) IS DISTINCT FROM (OLD.series, OLD.kind, OLD.year, OLD.number) THEN
        RAISE EXCEPTION 'a number once given stays';
    END IF;
    IF OLD.typed_sha256 IS DISTINCT FROM NEW.typed_sha256 THEN
        RAISE EXCEPTION 'the file as it was typed stays';
    END IF;
    IF OLD.issued_at IS NOT NULL
        AND (NEW.issued_at, NEW.sha256, NEW.signed_sha256) IS DISTINCT FROM (OLD.issued_at, OLD.sha256, OLD.signed_sha256) THEN
        RAISE EXCEPTION 'an issued paper stays as it was issued';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("paper", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("paper", name, server_default=None)
    for name in MOMENTS:
        op.add_column("paper", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("paper", sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("paper", "elsewhere", server_default=None)
    op.add_column("paper", sa.Column("facts", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("paper", "facts", server_default=None)
    for name in ("typed_sha256", "signed_sha256", "recorded_by"):
        op.add_column("paper", sa.Column(name, sa.String(), nullable=True))
    for name in ("replaces_id", "corrects_id"):
        op.add_column("paper", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_paper_{name}"), "paper", "paper", [name], ["id"])
    op.create_unique_constraint(op.f("uq_paper_replaces_id"), "paper", ["replaces_id"])
    op.create_foreign_key(op.f("fk_paper_recorded_by"), "paper", "officer", ["recorded_by"], ["id"])
    op.add_column("paper", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE paper SET recorded_at = issued_at, typed_sha256 = sha256")
    op.alter_column("paper", "recorded_at", nullable=False)
    op.alter_column("paper", "issued_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    for name, kind in NULLABLE.items():
        op.alter_column("paper", name, existing_type=kind, nullable=True)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_paper_{name}"), "paper", rule)
    op.execute(PAPER_STAYS)
    op.execute("CREATE TRIGGER paper_stays BEFORE UPDATE OR DELETE ON paper FOR EACH ROW EXECUTE FUNCTION paper_stays()")


def downgrade() -> None:
    op.execute("DROP TRIGGER paper_stays ON paper")
    op.execute("DROP FUNCTION paper_stays()")
    op.execute("DELETE FROM paper WHERE issued_at IS NULL OR case_id IS NULL OR sha256 IS NULL")  # what the older shape has no room for
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_paper_{name}"), "paper")
    for name, kind in NULLABLE.items():
        op.alter_column("paper", name, existing_type=kind, nullable=False)
    op.alter_column("paper", "issued_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_constraint(op.f("uq_paper_replaces_id"), "paper")
    for name in ("replaces_id", "corrects_id", "recorded_by"):
        op.drop_constraint(op.f(f"fk_paper_{name}"), "paper")
    others = ("elsewhere", "facts", "typed_sha256", "signed_sha256", "recorded_by", "recorded_at", "replaces_id", "corrects_id")
    for name in (*TEXTS, *MOMENTS, *others):
        op.drop_column("paper", name)
