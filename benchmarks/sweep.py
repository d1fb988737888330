"""1,000 reminders due among 1,000,000 open steps, put into the outbox: the product against bare SQL. Limit: 3 times.

``python -m benchmarks.sweep [rounds] [open steps]``. See README.md for what each side does.
"""

import sys
import time
from datetime import timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlmodel import col, select

from benchmarks.cycle_case import REPORT
from benchmarks.ground import LAW, MORNING, bureau_of, durable_cluster, milliseconds, ratio, table
from deployments.postgres import Cluster
from models.clock import FixedClock
from models.letters import Letter
from models.steps import Step
from models.store import plain_url
from notifications.words import clause_texts
from tasks.asking import ring_at
from tasks.bureau import Bureau
from tasks.correspondence import letter_row
from tasks.sweep import ring_due

LIMIT = 3
DUE = 1000
PER_CASE = 100
DAY = timedelta(days=1)
DEADLINE = (MORNING + 120 * DAY).date()

CASES = """
    INSERT INTO "case" (id, process, version, title, regulation, subject, opened_at, stirred, walked)
    SELECT uuidv7(), 'benchmark', 1, 'Báo cáo quý lần ' || n, %(law)s, '{}', %(now)s, 1, 1 FROM generate_series(1, %(cases)s) AS n
"""
# A thousand steps ring on each of the first days, the rest in ten years; those of one day lie scattered over the whole table.
STEPS = """
    INSERT INTO step (id, case_id, key, kind, question, title, clauses, seats, officer_id, standing_in, about,
                      due, due_rule, opened_at, state, revision, rung, rings_at)
    SELECT uuidv7(), c.id, %(question)s || '/' || n, 'ask', %(question)s, %(title)s, %(clauses)s, ARRAY[h.seat_id],
           h.officer_id, false, '{}', %(due)s, %(rule)s, %(now)s, 'open', 0, 0,
           %(now)s + interval '1 day' * CASE WHEN (c.place + n * 7) %% %(every)s < %(days)s
                                             THEN (c.place + n * 7) %% %(every)s ELSE 3650 END
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "case") AS c, generate_series(1, %(per)s) AS n,
         (SELECT seat_id, officer_id, row_number() OVER (ORDER BY seat_id) AS place FROM holding) AS h
    WHERE h.place = 1 + n %% (SELECT count(*) FROM holding)
"""
RING = """
    WITH due AS MATERIALIZED (
        SELECT step.*, uuidv7() AS letter_id, uuidv7() AS link_id FROM step
        WHERE state = 'open' AND rings_at <= %(now)s ORDER BY rings_at LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), linked AS (
        INSERT INTO link (id, sha256, officer_id, purpose, step_id, revision, expires_at)
        SELECT link_id, encode(sha256(convert_to(link_id::text, 'UTF8')), 'hex'), officer_id, 'answer', id, revision,
               due + interval '30 days' FROM due
    ), posted AS (
        INSERT INTO letter (id, key, kind, case_id, step_id, officer_id, address, context, link_id,
                            channel, urgent, queued_at, state, attempts, doubts)
        SELECT letter_id, concat_ws('/', due.case_id, due.key, due.revision, 'remind', due.officer_id), 'remind',
               due.case_id, due.id, due.officer_id, officer.email,
               jsonb_build_object('page', '/ho-so/' || due.case_id, 'words', %(words)s || jsonb_build_object(
                   'recipient_name', officer.name, 'recipient_title', called.title, 'case_title', "case".title,
                   'due', due.due, 'why', 'Ông/Bà được hỏi với tư cách ' || called.title || '.')),
               due.link_id, 'mail', false, %(now)s, 'queued', 0, 0
        FROM due JOIN officer ON officer.id = due.officer_id JOIN "case" ON "case".id = due.case_id
             JOIN seat ON seat.id = due.seats[1],
             LATERAL (SELECT concat_ws(' – ', seat.title, CASE seat.role WHEN 'member' THEN seat.office END) AS title) AS called
        ON CONFLICT (key) DO NOTHING
    )
    UPDATE step SET rung = 1, rings_at = %(next)s FROM due WHERE step.id = due.id
"""


def fill(cluster: Cluster, steps: int, days: int) -> None:
    """Cases and open steps by the hundred thousand; loading leaves the foreign keys unchecked, as a restore does."""
    facts = {
        "law": LAW.hash,
        "now": MORNING,
        "cases": steps // PER_CASE,
        "per": PER_CASE,
        "every": steps // DUE,
        "days": days,
        "question": REPORT.key,
        "title": REPORT.title,
        "clauses": list(REPORT.clauses),
        "due": DEADLINE,
        "rule": REPORT.due,
    }
    with psycopg.connect(plain_url(cluster.url("postgres", "nhip")), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(CASES, facts)
        connection.execute(STEPS, facts)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def words() -> dict[str, Any]:
    """What all these letters say alike."""
    return {
        "committee": LAW.committee.identity.name,
        "title": REPORT.title,
        "what": f"Đề nghị Ông/Bà {REPORT.waiting}.",
        "clause_texts": list(clause_texts(REPORT.clauses)),
        "due_source": LAW.rules[REPORT.due].source,
        "silence": REPORT.silence,
        "extra": {},
    }


def product(bureau: Bureau) -> float:
    """Seconds of one sweep as the watchman makes it."""
    began = time.perf_counter()
    with bureau.desk() as desk:
        rang = ring_due(desk)
    seconds = time.perf_counter() - began
    assert rang == DUE, rang
    return seconds


def bare_sql(connection: psycopg.Connection[Any], now: Any, following: Any) -> float:
    """Seconds of one statement that does it all inside the database, and the journal's line."""
    began = time.perf_counter()
    rang = connection.execute(RING, {"now": now, "next": following, "words": Jsonb(words())}).rowcount
    line = f'{{"act":"sweep.ring","actor":null,"at":"{now.isoformat()}","case":null,"what":{{"rang":{rang}}}}}'
    connection.execute("SELECT journal_append(%s, %s)", ([line], [None]))
    connection.commit()
    seconds = time.perf_counter() - began
    assert rang == DUE, rang
    return seconds


def same_words(bureau: Bureau) -> None:
    """A letter the peer wrote says what the product would have said."""
    with bureau.reading_desk() as desk:
        letter = desk.session.exec(select(Letter).order_by(col(Letter.id).desc()).limit(1)).one()
        step = desk.session.exec(select(Step).where(col(Step.id) == letter.step_id)).one()
        assert letter.officer_id is not None
        row = letter_row(desk, desk.case(step.case_id), step, REPORT, rung="remind", kind="remind", officer_id=letter.officer_id)
        assert (row["key"], row["context"]) == (letter.key, letter.context), (row, letter)


def main() -> None:
    """Print the table."""
    rounds, steps = (int(argument) for argument in (sys.argv[1:] + ["9", "1000000"][len(sys.argv) - 1 :])[:2])
    ours: list[float] = []
    theirs: list[float] = []
    with durable_cluster() as cluster:
        fill(cluster, steps, days=2 * (rounds + 1))
        clock = FixedClock(MORNING)
        bureau = bureau_of(cluster, clock=clock)
        with bureau.desk() as desk:
            following = ring_at(desk, REPORT, DEADLINE, 1)
        with psycopg.connect(plain_url(cluster.url("nhip_app", "nhip"))) as connection:
            for _ in range(rounds + 1):
                ours.append(product(bureau))
                clock.move(clock.at + DAY)
                theirs.append(bare_sql(connection, clock.at, following))
                same_words(bureau)
                clock.move(clock.at + DAY)
        bureau.store.close()
    ours, theirs = ours[1:], theirs[1:]  # the first warms up
    rows = [
        ("bare SQL, one statement", milliseconds(theirs), "1"),
        ("Nhịp, ring_due", milliseconds(ours), f"{ratio(ours, theirs):.2f}"),
    ]
    table((f"{DUE:,} due of {steps:,} open steps", "ms: median (best)", "× bare SQL"), rows)
    print(f"limit {LIMIT} ({rounds} rounds)")


if __name__ == "__main__":
    main()
