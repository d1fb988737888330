"""Statements that go past SQLAlchemy to the driver: what they must do all the same."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import bindparam, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, PendingRollbackError, ProgrammingError
from sqlmodel import Session, col, select

from models import rows
from models.base import new_id
from models.cases import Case
from models.clock import at
from models.statements import Records, Statement
from models.store import Store

BY_ID = select(Case).where(col(Case.id) == bindparam("case"))
TITLE = Statement('SELECT title, walked FROM "case" WHERE id = :case')
INSERT = Statement("""
        INSERT INTO "case" (id, process, version, title, regulation, subject, opened_at, stirred, walked, acts)
        VALUES (:id, 'trial', 1, :title, 'r', '{}', now(), 1, 0, 0)
    """)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.transaction() as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def case_id(session: Session) -> UUID:
    made = new_id()
    assert INSERT.run(session, id=made, title="Hồ sơ thử") == 1
    return made


def new_case() -> Case:
    return Case(process="trial", title="Hồ sơ khác", regulation="r", opened_at=at(date(2019, 8, 26)))


def test_a_row_is_named_by_its_columns_or_made_as_told(session: Session, case_id: UUID) -> None:
    assert TITLE.one(session, case=case_id).title == "Hồ sơ thử"
    assert TITLE.first(session, case=new_id()) is None
    pairs = Statement('SELECT title, walked FROM "case" WHERE id = :case', tuple)
    assert pairs.all(session, case=case_id) == [("Hồ sơ thử", 0)]
    with pytest.raises(ValueError, match="not enough values"):
        TITLE.one(session, case=new_id())


def test_what_was_changed_before_is_seen(session: Session) -> None:
    case = new_case()
    session.add(case)
    assert TITLE.one(session, case=case.id).title == "Hồ sơ khác"
    case.title = "Đã sửa"
    assert TITLE.one(session, case=case.id).title == "Đã sửa"


def test_an_error_is_sqlalchemys_and_names_no_parameter(store: Store) -> None:
    made = new_id()

    def twice() -> None:
        with store.transaction() as session:
            INSERT.run(session, id=made, title="bí mật")
            INSERT.run(session, id=made, title="bí mật")

    with pytest.raises(IntegrityError) as refused:
        twice()
    assert "bí mật" not in str(refused.value)
    with store.reading() as session:
        assert TITLE.first(session, case=made) is None


def test_a_parameter_that_was_forgotten_is_no_null(session: Session) -> None:
    with pytest.raises(ProgrammingError):
        TITLE.first(session)


def test_a_list_that_would_change_the_text_is_refused(session: Session) -> None:
    with pytest.raises(AssertionError, match="ANY"):
        Statement(select(Case).where(col(Case.title).in_(["a", "b"]))).all(session)


def test_a_lost_connection_is_told_and_the_next_transaction_has_another(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    backend = Statement("SELECT pg_backend_pid() AS pid")
    killed = []

    def loses_it() -> None:
        with store.transaction() as session:
            killed.append(backend.one(session).pid)
            with store.transaction() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": killed[0]})
            backend.one(session)

    with pytest.raises(OperationalError):
        loses_it()
    with store.transaction() as session:
        assert backend.one(session).pid not in killed
    assert not caplog.records  # the pool was not given a dead connection back


def test_after_a_commit_the_session_is_in_another_transaction(store: Store) -> None:
    kept, dropped = new_id(), new_id()
    with Session(store.engine) as session:
        INSERT.run(session, id=kept, title="Hồ sơ thử")
        session.commit()
        INSERT.run(session, id=dropped, title="Hồ sơ thử")
        session.rollback()
        assert TITLE.first(session, case=kept) is not None
        assert TITLE.first(session, case=dropped) is None


def test_after_a_write_that_failed_nothing_more_is_asked_in_its_transaction(store: Store) -> None:
    orphan = Case(process="trial", title="Không có hồ sơ gốc", regulation="r", opened_at=at(date(2019, 8, 26)), parent_id=new_id())
    with Session(store.engine) as session:
        assert TITLE.first(session, case=orphan.id) is None
        session.add(orphan)
        with pytest.raises(IntegrityError):
            TITLE.first(session, case=orphan.id)
        with pytest.raises(PendingRollbackError):
            TITLE.first(session, case=orphan.id)


def test_a_record_is_the_sessions_own(session: Session, case_id: UUID) -> None:
    found = Records(BY_ID).one(session, case=case_id)
    assert inspect(found).persistent
    assert session.get(Case, case_id) is found
    assert Records(BY_ID).one(session, case=case_id) is found
    found.title = "Đã sửa"
    session.flush()
    assert TITLE.one(session, case=case_id).title == "Đã sửa"


def test_a_known_record_stays_as_it_was_read_unless_it_is_asked_for_afresh(session: Session, case_id: UUID) -> None:
    known = Records(BY_ID).one(session, case=case_id)
    session.execute(text('UPDATE "case" SET walked = 5 WHERE id = :case'), {"case": case_id})
    assert Records(BY_ID).one(session, case=case_id).walked == 0
    assert Records(BY_ID.execution_options(populate_existing=True)).one(session, case=case_id) is known
    assert known.walked == 5
    assert not session.dirty


def test_a_new_record_is_written_at_once_and_kept(session: Session) -> None:
    case = new_case()
    rows.keep(session, case)
    assert TITLE.one(session, case=case.id).title == "Hồ sơ khác"
    assert inspect(case).persistent
    case.title = "Đã sửa"
    assert TITLE.one(session, case=case.id).title == "Đã sửa"
