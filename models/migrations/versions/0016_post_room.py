"""The post room: a letter's channels, what it waits for and with whom it goes; what people have chosen; channels that rest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WORDS = postgresql.ARRAY(sa.Text())
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.alter_column("letter", "channel", nullable=True)
    op.add_column("letter", sa.Column("further", WORDS, nullable=False, server_default="{}"))
    op.alter_column("letter", "further", server_default=None)
    op.add_column("letter", sa.Column("hold_until", MOMENT, nullable=True))
    op.add_column("letter", sa.Column("bundle", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("carried_by", sa.Uuid(), nullable=True))
    op.add_column("letter", sa.Column("delivered_at", MOMENT, nullable=True))
    op.create_foreign_key(op.f("fk_letter_carried_by"), "letter", "letter", ["carried_by"], ["id"])
    op.drop_index("ix_letter_step", "letter")
    op.create_index("ix_letter_step", "letter", ["step_id"], postgresql_where=sa.text("state IN ('queued', 'carried')"))
    op.create_index("ix_letter_bundle", "letter", ["bundle"], postgresql_where=sa.text("state = 'queued' AND bundle IS NOT NULL"))
    op.create_index("ix_letter_carried", "letter", ["carried_by"], postgresql_where=sa.text("carried_by IS NOT NULL"))
    op.add_column("attempt", sa.Column("channel", sa.String(), nullable=False, server_default="mail"))
    op.alter_column("attempt", "channel", server_default=None)
    op.add_column("attempt", sa.Column("remote_id", sa.String(), nullable=True))
    op.create_table(
        "channelstate",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channelstate")),
    )
    op.create_table(
        "letterchoice",
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("channels", WORDS, nullable=False),
        sa.Column("timing", sa.String(), nullable=False),
        sa.CheckConstraint(
            "timing = 'now' OR \"group\" IN ('information', 'receipts')", name=op.f("ck_letterchoice_official_letters_come")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letterchoice_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", "group", name=op.f("pk_letterchoice")),
    )
    op.create_table(
        "letterhours",
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("quiet_since", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letterhours_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_letterhours")),
    )


def downgrade() -> None:
    for table in ("letterhours", "letterchoice", "channelstate"):
        op.drop_table(table)
    op.drop_column("attempt", "remote_id")
    op.drop_column("attempt", "channel")
    for index in ("ix_letter_carried", "ix_letter_bundle", "ix_letter_step"):
        op.drop_index(index, "letter")
    op.create_index("ix_letter_step", "letter", ["step_id"], postgresql_where=sa.text("state = 'queued'"))
    for column in ("delivered_at", "carried_by", "bundle", "hold_until", "further"):
        op.drop_column("letter", column)
    op.execute("UPDATE letter SET channel = 'mail' WHERE channel IS NULL")
    op.alter_column("letter", "channel", nullable=False)
