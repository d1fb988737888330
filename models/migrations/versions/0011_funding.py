"""Requests for spending without a norm, what was decided, and the ledger; the database lets no money go before its decision."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_COMMITMENT = "(kind IN ('released', 'advanced', 'settled')) = (commitment_id IS NOT NULL)"

# What was asked for, decided or booked is never rewritten: a sum changes by a new draft, a new decision, an opposite entry.
STAYS = """
CREATE FUNCTION money_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is in % is not rewritten', TG_TABLE_NAME;
END $$
"""
ITEM_STAYS = """
CREATE FUNCTION funding_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.request_id, NEW.round, NEW.seq, NEW.content, NEW.quantity, NEW.unit, NEW.price, NEW.reason)
        IS DISTINCT FROM (OLD.request_id, OLD.round, OLD.seq, OLD.content, OLD.quantity, OLD.unit, OLD.price, OLD.reason) THEN
        RAISE EXCEPTION 'an item of a request is not rewritten';
    END IF;
    IF NEW.norm <> OLD.norm AND (OLD.norm <> '' OR EXISTS (
        SELECT 1 FROM funding_request r WHERE r.id = OLD.request_id AND r.ending IS NOT NULL)) THEN
        RAISE EXCEPTION 'the norm of an item is found once, while its request is open';
    END IF;
    RETURN NEW;
END $$
"""

# Two entries of one account wait for each other, so that each sees the other's sum. The lock's name is the account's.
BEFORE_ENTRY = """
CREATE FUNCTION ledger_before_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(NEW.source), NEW.year);
    IF NEW.commitment_id IS NOT NULL THEN
        SELECT * INTO whole FROM ledger_entry WHERE id = NEW.commitment_id;
        IF (whole.kind, whole.source, whole.year) IS DISTINCT FROM ('committed', NEW.source, NEW.year) THEN
            RAISE EXCEPTION 'no such commitment in this account';
        END IF;
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO whole FROM ledger_entry WHERE id = NEW.reverses_id;
        IF (whole.kind, whole.source, whole.year, whole.item_id, whole.commitment_id, whole.amount)
            IS DISTINCT FROM (NEW.kind, NEW.source, NEW.year, NEW.item_id, NEW.commitment_id, -NEW.amount) THEN
            RAISE EXCEPTION 'an entry is taken back by its opposite';
        END IF;
    END IF;
    IF NEW.item_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM funding_item i JOIN funding_request r ON r.id = i.request_id
        WHERE i.id = NEW.item_id AND (r.source, r.year) = (NEW.source, NEW.year)) THEN
        RAISE EXCEPTION 'money is not taken from another account than it was asked from';
    END IF;
    IF NEW.kind = 'committed' AND NEW.amount > 0 AND NEW.item_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM funding_item i JOIN funding_request r ON r.id = i.request_id AND r.round = i.round
        LEFT JOIN funding_decision d ON d.request_id = r.id AND d.round = i.round
        LEFT JOIN paper p ON p.id = d.paper_id
        WHERE i.id = NEW.item_id AND (i.norm <> '' OR (d.request_id IS NOT NULL AND p.withdrawn_at IS NULL))) THEN
        RAISE EXCEPTION 'no commitment before the decision';
    END IF;
    RETURN NEW;
END $$
"""
# Committed is less what was released of it; an item's and a request's are the sums of theirs.
AFTER_ENTRY = """
CREATE FUNCTION ledger_after_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole uuid := coalesce(NEW.commitment_id, NEW.reverses_id, NEW.id);
    item uuid := coalesce(NEW.item_id, (SELECT item_id FROM ledger_entry WHERE id = NEW.commitment_id));
    ceiling numeric;
    committed numeric;
    advanced numeric;
    settled numeric;
BEGIN
    SELECT coalesce(sum(CASE kind WHEN 'assigned' THEN amount WHEN 'carried-in' THEN amount WHEN 'carried-out' THEN -amount END), 0),
           coalesce(sum(CASE kind WHEN 'committed' THEN amount WHEN 'released' THEN -amount END), 0)
        INTO ceiling, committed FROM ledger_entry WHERE source = NEW.source AND year = NEW.year;
    IF committed > ceiling THEN
        RAISE EXCEPTION 'over the ceiling: % committed of %', committed, ceiling;
    END IF;
    SELECT coalesce(sum(CASE kind WHEN 'committed' THEN amount WHEN 'released' THEN -amount END), 0),
           coalesce(sum(amount) FILTER (WHERE kind = 'advanced'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'settled'), 0)
        INTO committed, advanced, settled FROM ledger_entry WHERE whole IN (id, commitment_id, reverses_id);
    IF NEW.kind IN ('committed', 'released', 'advanced', 'settled') AND greatest(advanced, settled, 0) > committed THEN
        RAISE EXCEPTION 'over the commitment: % advanced, % settled of %', advanced, settled, committed;
    END IF;
    IF item IS NOT NULL THEN
        SELECT coalesce(sum(CASE e.kind WHEN 'committed' THEN e.amount WHEN 'released' THEN -e.amount END), 0), min(i.quantity * i.price)
            INTO committed, ceiling
            FROM funding_item i JOIN ledger_entry c ON c.item_id = i.id AND c.kind = 'committed' AND c.reverses_id IS NULL
            JOIN ledger_entry e ON c.id IN (e.id, e.commitment_id, e.reverses_id) WHERE i.id = item;
        IF committed > ceiling THEN
            RAISE EXCEPTION 'over the item: % committed of %', committed, ceiling;
        END IF;
        SELECT coalesce(sum(CASE e.kind WHEN 'committed' THEN e.amount WHEN 'released' THEN -e.amount END), 0), min(d.amount)
            INTO committed, ceiling
            FROM funding_item mine JOIN funding_decision d ON d.request_id = mine.request_id
            JOIN funding_item i ON i.request_id = mine.request_id AND i.norm = ''
            JOIN ledger_entry c ON c.item_id = i.id AND c.kind = 'committed' AND c.reverses_id IS NULL
            JOIN ledger_entry e ON c.id IN (e.id, e.commitment_id, e.reverses_id) WHERE mine.id = item AND mine.norm = '';
        IF committed > ceiling THEN
            RAISE EXCEPTION 'over the decision: % committed of %', committed, ceiling;
        END IF;
    END IF;
    RETURN NULL;
END $$
"""
DECISION_IS_ISSUED = """
CREATE FUNCTION decision_is_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.paper_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM paper WHERE id = NEW.paper_id AND issued_at IS NOT NULL AND signed_sha256 IS NOT NULL AND withdrawn_at IS NULL) THEN
        RAISE EXCEPTION 'a decision is an issued paper';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "funding_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("drafter_seat", sa.String(), nullable=False),
        sa.Column("drafter_id", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name=op.f("ck_funding_request_ending")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_funding_request_case_id")),
        sa.ForeignKeyConstraint(["drafter_seat"], ["seat.id"], name=op.f("fk_funding_request_drafter_seat")),
        sa.ForeignKeyConstraint(["drafter_id"], ["officer.id"], name=op.f("fk_funding_request_drafter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_request")),
        sa.UniqueConstraint("case_id", name=op.f("uq_funding_request_case_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_funding_request_entry_id")),
    )
    op.create_table(
        "funding_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("norm", sa.String(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND price > 0", name=op.f("ck_funding_item_positive")),
        sa.ForeignKeyConstraint(["request_id"], ["funding_request.id"], name=op.f("fk_funding_item_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_item")),
        sa.UniqueConstraint("request_id", "round", "seq", name=op.f("uq_funding_item_request_id_round_seq")),
    )
    op.create_table(
        "clock_stop",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("used >= 0", name=op.f("ck_clock_stop_used")),
        sa.ForeignKeyConstraint(["request_id"], ["funding_request.id"], name=op.f("fk_clock_stop_request_id")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_clock_stop_step_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_clock_stop")),
        sa.UniqueConstraint("request_id", "round", "n", name=op.f("uq_clock_stop_request_id_round_n")),
    )
    op.create_table(
        "funding_decision",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("notation", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_funding_decision_positive")),
        sa.CheckConstraint("(paper_id IS NULL) <> (upload_id IS NULL)", name=op.f("ck_funding_decision_paper")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_funding_decision_paper_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["officer.id"], name=op.f("fk_funding_decision_recorded_by")),
        sa.ForeignKeyConstraint(["request_id"], ["funding_request.id"], name=op.f("fk_funding_decision_request_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_funding_decision_upload_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_funding_decision")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("norm", sa.String(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(reverses_id IS NULL) = (amount > 0) AND amount <> 0", name=op.f("ck_ledger_entry_sign")),
        sa.CheckConstraint("kind <> 'committed' OR item_id IS NOT NULL OR norm <> ''", name=op.f("ck_ledger_entry_norm")),
        sa.CheckConstraint(OF_COMMITMENT, name=op.f("ck_ledger_entry_commitment")),
        sa.ForeignKeyConstraint(["commitment_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_commitment_id")),
        sa.ForeignKeyConstraint(["item_id"], ["funding_item.id"], name=op.f("fk_ledger_entry_item_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_ledger_entry_officer_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_ledger_entry_entry_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["source", "year"], unique=False)
    op.create_index(op.f("ix_ledger_entry_item_id"), "ledger_entry", ["item_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_commitment_id"), "ledger_entry", ["commitment_id"], unique=False)
    for function in (STAYS, ITEM_STAYS, DECISION_IS_ISSUED, BEFORE_ENTRY, AFTER_ENTRY):
        op.execute(function)
    for table in ("funding_decision", "ledger_entry"):
        op.execute(f"CREATE TRIGGER money_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION money_stays()")
    op.execute("CREATE TRIGGER funding_item_stays BEFORE UPDATE ON funding_item FOR EACH ROW EXECUTE FUNCTION funding_item_stays()")
    op.execute("CREATE TRIGGER funding_item_kept BEFORE DELETE ON funding_item FOR EACH ROW EXECUTE FUNCTION money_stays()")
    op.execute("CREATE TRIGGER decision_is_issued BEFORE INSERT ON funding_decision FOR EACH ROW EXECUTE FUNCTION decision_is_issued()")
    op.execute("CREATE TRIGGER ledger_before_entry BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_before_entry()")
    op.execute("CREATE TRIGGER ledger_after_entry AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_after_entry()")


def downgrade() -> None:
    for table in ("ledger_entry", "funding_decision", "clock_stop", "funding_item", "funding_request"):
        op.drop_table(table)
    for function in ("ledger_after_entry", "ledger_before_entry", "decision_is_issued", "funding_item_stays", "money_stays"):
        op.execute(f"DROP FUNCTION {function}()")
