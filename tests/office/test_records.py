"""The records: the journal nobody can rewrite, migrations both ways, one holder a seat, a clock that moves only where it may."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import psycopg
import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, InternalError
from sqlmodel import Session, col, select

from deployments.postgres import Cluster
from models import journal
from models.clock import ClockFixed, HouseClock, SystemClock, at, clock_of_home, move_to
from models.journal import Entry, Verdict, verify
from models.people import Holding, Officer
from models.schema import alembic_config, migrate
from models.store import Store, plain_url
from tests.office.cast import Office, together


@pytest.fixture
def owner(cluster: Cluster, database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The database as its owner sees it."""
    with psycopg.connect(plain_url(cluster.url("nhip_owner", database)), autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(cluster: Cluster, database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The database as the product sees it."""
    with psycopg.connect(plain_url(cluster.url("nhip_app", database)), autocommit=True) as connection:
        yield connection


def note(store: Store, *acts: str) -> None:
    with store.transaction() as session:
        for act in acts:
            journal.record(session, act, at=store.clock.now(session), actor=None, n=len(act))


def verdict(store: Store) -> Verdict:
    with store.reading() as session:
        return verify(session)


def test_the_journal_is_chained_and_verifies(store: Store) -> None:
    assert verdict(store) == Verdict(0, "00" * 32)
    note(store, "một", "hai")
    note(store, "ba")
    found = verdict(store)
    assert (found.lines, found.clean) == (3, True)
    with store.reading() as session:
        assert session.get_one(Entry, 3).hash.hex() == found.head


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal (n, body, hash) VALUES (2, 'x', 'x')",
        "UPDATE journal SET body = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "UPDATE answer SET choice = 'approve'",
        "DELETE FROM answer",
        "UPDATE act SET n = 7",
        "DELETE FROM act",
        "UPDATE letteract SET n = 7",
        "DELETE FROM letteract",
        "UPDATE strike SET n = 7",
        "DELETE FROM strike",
        "UPDATE house SET movable = true",
        "DELETE FROM house",
        "INSERT INTO house VALUES (2, true, interval '0')",
        "UPDATE alembic_version SET version_num = 'x'",
        "DROP TABLE journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_the_products_own_role_cannot_rewrite_what_was(store: Store, app: psycopg.Connection[object], statement: str) -> None:
    note(store, "một")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)
    assert verdict(store).clean


@pytest.mark.parametrize("statement", ["UPDATE journal SET body = 'x'", "DELETE FROM journal", "TRUNCATE journal"])
def test_even_the_owner_is_stopped_by_the_fence(store: Store, owner: psycopg.Connection[object], statement: str) -> None:
    note(store, "một")
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        owner.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE journal SET body = replace(body, 'hai', 'HAI') WHERE n = 2", 2),
        ("UPDATE journal SET hash = sha256('x') WHERE n = 2", 2),
        ("DELETE FROM journal WHERE n = 2", 2),
        ("DELETE FROM journal WHERE n = 1", 1),
        ("UPDATE journal SET n = 9 WHERE n = 3", 3),
        ("INSERT INTO journal (n, body, hash) VALUES (4, 'x', sha256('x'))", 4),
    ],
)
def test_whoever_takes_the_fence_down_and_tampers_is_found(
    store: Store, owner: psycopg.Connection[object], tampering: str, broken_at: int
) -> None:
    note(store, "một", "hai", "ba")
    owner.execute("ALTER TABLE journal DISABLE TRIGGER USER")
    owner.execute(tampering)
    assert verdict(store).broken_at == broken_at


def test_numbers_have_no_gaps_whoever_commits_at_once_and_whoever_gives_up(store: Store) -> None:
    turn = threading.Barrier(4)

    def work() -> None:
        for n in range(12):
            turn.wait()
            try:
                with store.transaction() as session:
                    journal.record(session, "việc", at=store.clock.now(session), actor=None)
                    if n % 3 == 0:
                        journal.append_pending(session)  # the number was given, and goes back with the transaction
                        raise RuntimeError
            except RuntimeError:
                pass

    together(*[work] * 4)
    found = verdict(store)
    assert (found.lines, found.clean) == (4 * 8, True)


def test_what_was_rolled_back_is_not_in_the_journal(store: Store) -> None:
    with suppress(RuntimeError), store.transaction() as session:
        journal.record(session, "việc", at=store.clock.now(session), actor=None)
        raise RuntimeError
    note(store, "sau")
    assert verdict(store).lines == 1


def test_migrations_bring_an_empty_database_to_the_models(cluster: Cluster) -> None:
    cluster.create_database("nhip_migrated", "nhip_owner")
    try:
        url = cluster.url("nhip_owner", "nhip_migrated")
        migrate(url)
        command.check(alembic_config(url))
    finally:
        cluster.drop_database("nhip_migrated")


def test_migrations_go_down_and_up_again(cluster: Cluster) -> None:
    cluster.create_database("nhip_returned", "nhip_owner")
    try:
        url = cluster.url("nhip_owner", "nhip_returned")
        migrate(url)
        command.downgrade(alembic_config(url), "base")
        with psycopg.connect(plain_url(url)) as connection:
            left = connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
            assert left.fetchall() == [("alembic_version",)]
            functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'journal%'"
            assert connection.execute(functions).fetchone() == (0,)
        migrate(url)
        command.check(alembic_config(url))
    finally:
        cluster.drop_database("nhip_returned")


def test_migrating_and_granting_again_changes_nothing(cluster: Cluster, database: str) -> None:
    migrate(cluster.url("nhip_owner", database))


def hold(session: Session, seat: str, officer: str, since: date, until: date | None) -> None:
    session.add(Holding(seat_id=seat, officer_id=officer, since=since, until=until))
    session.flush()


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2019, 9, 1), None), (date(2019, 9, 1), date(2019, 9, 2)), (date(2018, 1, 1), date(2018, 12, 27)), (date(2018, 1, 1), None)],
)
def test_a_seat_has_one_holder_at_a_time(office: Office, since: date, until: date | None) -> None:
    """The chair's seat is held from 26/12/2018 on."""
    with pytest.raises(IntegrityError, match="ex_holding_one_holder"), office.bureau.desk() as desk:
        hold(desk.session, "chair", "P02", since, until)


def test_one_holder_may_follow_another_on_the_day_he_leaves(office: Office) -> None:
    with office.bureau.desk() as desk:
        current = desk.session.exec(select(Holding).where(col(Holding.seat_id) == "chair")).one()
        current.until = date(2019, 10, 1)
        desk.session.add(current)
        desk.session.flush()
        hold(desk.session, "chair", "P02", date(2019, 10, 1), None)
        assert (current.covers(date(2019, 9, 30)), current.covers(date(2019, 10, 1))) == (True, False)


def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    with pytest.raises(IntegrityError, match="ck_holding_period"), office.bureau.desk() as desk:
        hold(desk.session, "secretary", "P19", date(2018, 2, 1), date(2018, 1, 1))


@pytest.fixture
def homes_clock(cluster: Cluster, database: str) -> Iterator[Store]:
    """The records on whatever clock the home says."""
    opened = Store(cluster.url("nhip_app", database))
    yield opened
    opened.close()


def test_the_clock_of_an_ordinary_home_is_real_and_does_not_move(homes_clock: Store) -> None:
    with homes_clock.transaction() as session:
        assert isinstance(clock_of_home(session), SystemClock)
        with pytest.raises(ClockFixed, match="giờ thật"):
            move_to(session, at(date(2030, 1, 1)))
    with homes_clock.reading() as session:
        assert homes_clock.clock.now(session).utcoffset() == timedelta(hours=7)


def test_the_clock_of_a_demos_home_moves_for_everybody(homes_clock: Store, owner: psycopg.Connection[object], cluster: Cluster) -> None:
    owner.execute("UPDATE house SET movable = true")
    assert isinstance(homes_clock.clock, HouseClock)
    target = at(date(2030, 1, 1))
    with homes_clock.transaction() as session:
        move_to(session, target)
    other = Store(homes_clock.url)
    with other.reading() as session:
        assert timedelta(0) <= other.clock.now(session) - target < timedelta(minutes=5)
    other.close()


def test_a_house_is_one_row(owner: psycopg.Connection[object]) -> None:
    assert owner.execute("SELECT id, movable, ahead FROM house").fetchall() == [(1, False, timedelta(0))]  # type: ignore[attr-defined]


def test_instants_come_back_in_office_time(office: Office) -> None:
    case_id = office.open()
    assert office.case(case_id).opened_at.isoformat() == "2019-08-26T08:00:00+07:00"


def test_reading_writes_nothing(store: Store) -> None:
    with store.reading() as session:
        session.add(Officer(id="P99", name="Ai đó"))
        with pytest.raises(InternalError, match="read-only"):
            session.flush()
        session.rollback()


def test_connections_cut_while_they_rested_are_replaced_unnoticed(
    store: Store, app: psycopg.Connection[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.store.RESTED_SECONDS", 0.0)
    mine = text("SELECT pg_backend_pid()")
    with store.reading() as session:
        first = session.execute(mine).scalar_one()
    app.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    with store.reading() as session:
        assert session.execute(mine).scalar_one() != first
