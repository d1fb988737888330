"""The index of letters' titles holds those at rest: a letter on its way is updated with every try, and each update wrote it anew."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TITLE_WORDS = "to_tsvector('simple', translate(COALESCE(context #>> '{words,title}', ''), '/-.:@_+', '       '))"
AT_REST = "state IN ('accepted', 'failed', 'withdrawn', 'carried')"


def upgrade() -> None:
    op.drop_index("ix_letter_title", "letter")
    op.create_index("ix_letter_title", "letter", [sa.text(TITLE_WORDS)], postgresql_using="gin", postgresql_where=sa.text(AT_REST))


def downgrade() -> None:
    op.drop_index("ix_letter_title", "letter")
    op.create_index("ix_letter_title", "letter", [sa.text(TITLE_WORDS)], postgresql_using="gin")
