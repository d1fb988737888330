"""Meetings in full: kinds, places, papers of an item, guests, who is accountable for a conclusion."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("meeting", "kind", type_=sa.Text(), existing_type=sa.String())
    op.add_column("meeting", sa.Column("points", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("meeting", sa.Column("online", sa.String(), nullable=False, server_default=""))
    for column in ("points", "online"):
        op.alter_column("meeting", column, server_default=None)
    op.add_column("agendaitem", sa.Column("owner_seat", sa.String(), nullable=True))
    op.add_column("agendaitem", sa.Column("withdrawn", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_agendaitem_owner_seat"), "agendaitem", "seat", ["owner_seat"], ["id"])
    op.add_column("conclusion", sa.Column("accountable_seat", sa.String(), nullable=True))
    op.create_foreign_key(op.f("fk_conclusion_accountable_seat"), "conclusion", "seat", ["accountable_seat"], ["id"])
    op.create_table(
        "guest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("items", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("meeting_id", "email", name=op.f("uq_guest_meeting_id_email")),
    )
    op.alter_column("link", "officer_id", nullable=True)
    op.add_column("link", sa.Column("guest_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_link_guest_id"), "link", "guest", ["guest_id"], ["id"])
    op.create_check_constraint(op.f("ck_link_one_person"), "link", "(officer_id IS NULL) <> (guest_id IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM link WHERE guest_id IS NOT NULL")
    op.drop_constraint(op.f("ck_link_one_person"), "link")
    op.drop_column("link", "guest_id")
    op.alter_column("link", "officer_id", nullable=False)
    op.drop_table("guest")
    op.drop_column("conclusion", "accountable_seat")
    op.drop_column("agendaitem", "withdrawn")
    op.drop_column("agendaitem", "owner_seat")
    op.drop_column("meeting", "online")
    op.drop_column("meeting", "points")
    op.alter_column("meeting", "kind", type_=sa.String(), existing_type=sa.Text())
