"""The database: one engine, one kind of transaction, and the ear for NOTIFY."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
import psycopg
import psycopg.sql
from psycopg.pq import ExecStatus
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from models import journal
from models.clock import OFFICE_ZONE, Clock, clock_of_home
from models.statements import Statement

CASE_CHANNEL = "nhip_case"  # payload: the id of a case to walk
LETTER_CHANNEL = "nhip_letter"  # payload: empty; there is something to post
RING = Statement("""
    SELECT pg_notify(bell.channel, bell.payload)
    FROM unnest(CAST(:channels AS text[]), CAST(:payloads AS text[])) AS bell (channel, payload)
""")
CONNECTIONS = 10  # kept open once needed; a postman's eight and its two ears. One too few would be opened anew for every letter
RESTED_SECONDS = 0.1  # PostgreSQL takes longer to end and to start again
_RESTS_SINCE = "rests_since"  # in a pooled connection's info
_BELLS = "bells"  # in Session.info: channel and payload of what rings on commit, each once


def driver_url(url: str) -> str:
    """``postgresql://…`` as SQLAlchemy wants it for psycopg 3."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def plain_url(url: str) -> str:
    """The same address as libpq wants it.

    It has its own word for asyncpg's ``ssl``, and refuses a space in a password, which SQLAlchemy lets stand, by repeating it.
    """
    given = make_url(url)
    query = {"sslmode" if name == "ssl" else name: value for name, value in given.query.items()}
    return given.set(drivername="postgresql", query=query).render_as_string(hide_password=False).replace(" ", "%20")


def _in_office_time(connection: psycopg.Connection[Any], _: object) -> None:
    """Instants come back in the office's zone, so that a paper or letter that prints one prints the office's hour."""
    connection.execute(psycopg.sql.SQL("SET TIME ZONE {}").format(OFFICE_ZONE.key))
    connection.commit()


class BriefCursor(psycopg.Cursor[Any]):
    """Describes a result by names and types, which is all SQLAlchemy reads; psycopg's own asks twelve things of every column each time."""

    @property
    def description(self) -> Any:
        """Name and type of each column; None where the statement gives no rows."""
        result = self.pgresult
        if result is None or result.status != ExecStatus.TUPLES_OK:
            return None
        return [((result.fname(n) or b"").decode(), result.ftype(n)) for n in range(result.nfields)]


def _rests(_: object, record: ConnectionPoolEntry) -> None:
    record.info[_RESTS_SINCE] = time.monotonic()


def _ask_whether_it_lives(connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _: object) -> None:
    """PostgreSQL may have been killed and come back while a connection lay in the pool; not so fast as between two letters, though.

    SQLAlchemy's own ``pool_pre_ping`` asks before every transaction, which one letter feels.
    """
    if time.monotonic() - record.info.get(_RESTS_SINCE, math.inf) < RESTED_SECONDS:
        return
    try:
        connection.execute("")
        connection.commit()
    except psycopg.Error as gone:
        raise InvalidatePoolError from gone


class Store:
    """Everything we keep. ``clock`` is given in tests and rehearsals; otherwise the home says which clock it runs on."""

    def __init__(self, url: str, clock: Clock | None = None, **engine: Any) -> None:
        self.url = url
        usual = {"pool_size": CONNECTIONS, "json_deserializer": orjson.loads, "connect_args": {"cursor_factory": BriefCursor}}
        self.engine: Engine = create_engine(driver_url(url), **usual | engine)
        event.listen(self.engine, "connect", _in_office_time)
        event.listen(self.engine, "checkin", _rests)
        event.listen(self.engine, "checkout", _ask_whether_it_lives)
        self._reader = self.engine.execution_options(postgresql_readonly=True)
        self._clock = clock

    @property
    def clock(self) -> Clock:
        """Office time; what kind it is, is asked once (a home never changes it)."""
        if self._clock is None:
            with Session(self.engine) as session:
                self._clock = clock_of_home(session)
        return self._clock

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """All or nothing: bells ring, the journal is appended last, then everything commits; on any error nothing is written."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            _ring(session)
            journal.append_pending(session)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: PostgreSQL refuses a write, and what was changed in memory is dropped."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session
            session.expunge_all()
            session.commit()  # no rollback: after one, the connection would have to prepare all its statements anew

    def listen(self, *channels: str) -> psycopg.Connection[Any]:
        """A connection that hears ``channels``; the caller iterates ``.notifies(timeout=…)`` and closes it."""
        connection = psycopg.connect(plain_url(self.url), autocommit=True)
        for channel in channels:
            connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
        return connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def wake(session: Session, case_id: UUID) -> None:
    """On commit, tell the worker that a case has something to walk for."""
    session.info.setdefault(_BELLS, {})[CASE_CHANNEL, str(case_id)] = None


def heard(session: Session) -> list[UUID]:
    """The cases woken so far in this transaction, the oldest first: who walks them in it hears the bell at once, and nobody at its end."""
    bells = session.info.get(_BELLS, {})
    woken = sorted(UUID(payload) for channel, payload in bells if channel == CASE_CHANNEL)
    session.info[_BELLS] = {bell: None for bell in bells if bell[0] != CASE_CHANNEL}
    return woken


def posted(session: Session) -> bool:
    """Whether a letter was laid into the outbox so far in this transaction: who takes them in it hears the bell at once, as above."""
    return session.info.get(_BELLS, {}).pop((LETTER_CHANNEL, ""), False) is None


def ring_postman(session: Session) -> None:
    """On commit, tell the postman that a letter lies in the outbox."""
    session.info.setdefault(_BELLS, {})[LETTER_CHANNEL, ""] = None


def _ring(session: Session) -> None:
    """Every bell of a transaction in one statement: nobody hears one before the commit anyway."""
    if bells := list(session.info.pop(_BELLS, {})):
        channels, payloads = zip(*bells, strict=True)
        RING.run(session, channels=list(channels), payloads=list(payloads))
