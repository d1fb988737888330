"""Zalo: tokens, delivery reports, and the codes that tie officers to their accounts there."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("officer", sa.Column("zalo_refused", sa.String(), nullable=True))
    op.add_column("officer", sa.Column("zalo_user_id", sa.String(), nullable=True))
    op.add_column("officer", sa.Column("zalo_seen_at", MOMENT, nullable=True))
    op.create_unique_constraint(op.f("uq_officer_zalo_user_id"), "officer", ["zalo_user_id"])
    op.create_table(
        "zalotoken",
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=False),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=False),
        sa.Column("rotated_at", MOMENT, nullable=False),
        sa.Column("access_ends_at", MOMENT, nullable=False),
        sa.Column("refresh_ends_at", MOMENT, nullable=False),
        sa.Column("lost_at", MOMENT, nullable=True),
        sa.Column("lost_why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("app_id", name=op.f("pk_zalotoken")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("tracking_id", sa.String(), nullable=False),
        sa.Column("msg_id", sa.String(), nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_delivery_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("msg_id", name=op.f("uq_delivery_msg_id")),
        sa.UniqueConstraint("tracking_id", name=op.f("uq_delivery_tracking_id")),
    )
    op.create_index(op.f("ix_delivery_letter_id"), "delivery", ["letter_id"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_enrolment_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("sha256", name=op.f("uq_enrolment_sha256")),
    )
    op.create_index(op.f("ix_enrolment_officer_id"), "enrolment", ["officer_id"])
    op.create_table(
        "wrongcode",
        sa.Column("zalo_user_id", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("zalo_user_id", name=op.f("pk_wrongcode")),
    )


def downgrade() -> None:
    op.drop_table("wrongcode")
    op.drop_table("enrolment")
    op.drop_table("delivery")
    op.drop_table("zalotoken")
    op.drop_constraint(op.f("uq_officer_zalo_user_id"), "officer")
    op.drop_column("officer", "zalo_seen_at")
    op.drop_column("officer", "zalo_user_id")
    op.drop_column("officer", "zalo_refused")
