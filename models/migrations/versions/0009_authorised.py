"""Who may grant a directive more time in its issuer's stead, and the document that authorises him."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("directive", sa.Column("granter_seat", sa.String(), nullable=True))
    op.add_column("directive", sa.Column("granter_document", sa.String(), nullable=False, server_default=""))
    op.alter_column("directive", "granter_document", server_default=None)
    op.create_foreign_key(op.f("fk_directive_granter_seat"), "directive", "seat", ["granter_seat"], ["id"])
    op.create_check_constraint(op.f("ck_directive_authorised"), "directive", "(granter_seat IS NULL) = (granter_document = '')")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_directive_authorised"), "directive")
    op.drop_column("directive", "granter_document")
    op.drop_column("directive", "granter_seat")
