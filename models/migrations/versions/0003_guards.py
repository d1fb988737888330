"""The guards: the journal is append-only and chained, the house has one row."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The advisory lock is the chain's lock: taken here, held to the end of the transaction, so numbers follow commits and leave
# no gaps. SECURITY DEFINER: the product's role cannot write the table by itself.
JOURNAL_APPEND = """
CREATE FUNCTION journal_append(bodies text[], cases uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last_n bigint := 0;
    last_hash bytea := decode(repeat('00', 32), 'hex');
BEGIN
    PERFORM pg_advisory_xact_lock(8585);
    SELECT n, hash INTO last_n, last_hash FROM journal ORDER BY n DESC LIMIT 1;
    IF NOT FOUND THEN
        last_n := 0;
        last_hash := decode(repeat('00', 32), 'hex');
    END IF;
    FOR i IN 1 .. cardinality(bodies) LOOP
        last_n := last_n + 1;
        last_hash := sha256(last_hash || convert_to(last_n::text || bodies[i], 'UTF8'));
        INSERT INTO journal (n, case_id, body, hash) VALUES (last_n, cases[i], bodies[i], last_hash);
    END LOOP;
    RETURN last_n;
END $$
"""

# A second fence, for homes where one role owns and runs everything.
JOURNAL_IS_FINAL = """
CREATE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$
"""


def upgrade() -> None:
    op.execute(JOURNAL_APPEND)
    op.execute("REVOKE ALL ON FUNCTION journal_append(text[], uuid[]) FROM PUBLIC")
    op.execute(JOURNAL_IS_FINAL)
    op.execute("CREATE TRIGGER journal_is_final BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_final()")
    op.execute("CREATE TRIGGER journal_stays BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final()")
    op.execute("INSERT INTO house (id, movable, ahead) VALUES (1, false, interval '0')")


def downgrade() -> None:
    op.execute("DELETE FROM house")
    op.execute("DROP TRIGGER journal_stays ON journal")
    op.execute("DROP TRIGGER journal_is_final ON journal")
    op.execute("DROP FUNCTION journal_is_final()")
    op.execute("DROP FUNCTION journal_append(text[], uuid[])")
