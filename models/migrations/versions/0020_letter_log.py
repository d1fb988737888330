"""The log of the letters: what an operator did with one, when a link was first opened, and the indexes that keep the list quick."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NEWEST = [sa.text("queued_at DESC"), sa.text("id DESC")]
TITLE_WORDS = "to_tsvector('simple', translate(COALESCE(context #>> '{words,title}', ''), '/-.:@_+', '       '))"
SHEETS = "channel = 'paper' AND state = 'accepted' AND delivered_at IS NULL AND carried_by IS NULL"


def upgrade() -> None:
    op.add_column("link", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "letteract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letteract_letter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letteract_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letteract")),
        sa.UniqueConstraint("letter_id", "n", name=op.f("uq_letteract_letter_id_n")),
    )
    op.create_index("ix_letter_newest", "letter", NEWEST)
    op.create_index("ix_letter_reader", "letter", ["officer_id", *NEWEST])
    op.create_index("ix_letter_trouble", "letter", NEWEST, postgresql_where=sa.text("state IN ('doubt', 'parked', 'failed')"))
    op.create_index("ix_letter_sheets", "letter", ["id"], postgresql_where=sa.text(SHEETS))
    op.create_index("ix_letter_counts", "letter", ["channel", "state"], postgresql_where=sa.text("state <> 'accepted'"))
    op.create_index("ix_letter_ended", "letter", ["ended_at", "channel"], postgresql_where=sa.text("state = 'accepted'"))
    op.create_index("ix_attempt_ended", "attempt", ["ended_at"], postgresql_where=sa.text("ended_at IS NOT NULL"))
    op.create_index("ix_letter_title", "letter", [sa.text(TITLE_WORDS)], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_attempt_ended", "attempt")
    for index in (
        "ix_letter_title",
        "ix_letter_ended",
        "ix_letter_counts",
        "ix_letter_sheets",
        "ix_letter_trouble",
        "ix_letter_reader",
        "ix_letter_newest",
    ):
        op.drop_index(index, "letter")
    op.drop_table("letteract")
    op.drop_column("link", "opened_at")
