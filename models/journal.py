"""The journal: append-only, chained by hash, numbered without gaps.

Rows are written by the database function ``journal_append`` alone (see the first migration): it takes the chain's lock, so
it is called last before the commit; the role the product runs under can neither update nor delete nor insert by itself.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, Session, col, select

from models.base import Record
from models.statements import Statement

GENESIS = bytes(32)
# The lines travel as JSON: an array's quoting is done by regular expression, line by line.
APPEND = Statement("SELECT journal_append(ARRAY(SELECT json_array_elements_text(CAST(:bodies AS json))), CAST(:cases AS uuid[]))")


class Entry(Record, table=True):
    """One line. ``body`` is the exact JSON text that was hashed: ``hash = sha256(previous hash || n || body)``."""

    __tablename__ = "journal"

    n: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    case_id: UUID | None = Field(default=None, index=True)
    body: str
    hash: bytes = Field(sa_type=LargeBinary)


def record(session: Session, act: str, *, at: datetime, actor: str | None, case_id: UUID | None = None, **what: Any) -> None:
    """Note ``act`` for the journal; it is appended when the transaction commits. Ids only, never a person's data."""
    body = {"at": at.isoformat(), "act": act, "actor": actor, "case": str(case_id) if case_id else None, "what": what}
    line = orjson.dumps(body, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()
    session.info.setdefault("journal", []).append((line, case_id))


def append_pending(session: Session) -> None:
    """Write what was noted, in one call. The chain's lock is taken here: nothing but the commit may follow."""
    pending = session.info.pop("journal", [])
    if pending:
        bodies, cases = zip(*pending, strict=True)
        APPEND.run(session, bodies=orjson.dumps(bodies).decode(), cases=list(cases))


def link_hash(previous: bytes, n: int, body: str) -> bytes:
    """Hash of line ``n``."""
    return hashlib.sha256(previous + f"{n}".encode() + body.encode()).digest()


@dataclass(frozen=True)
class Verdict:
    """What :func:`verify` found: how many lines, the head's hash (hex), and the first number that does not hold."""

    lines: int
    head: str
    broken_at: int | None = None

    @property
    def clean(self) -> bool:
        """The whole chain holds."""
        return self.broken_at is None


def verify(session: Session) -> Verdict:
    """Recompute the chain from its first line, a thousand at a time."""
    previous, count = GENESIS, 0
    lines = select(col(Entry.n), col(Entry.body), col(Entry.hash)).order_by(col(Entry.n)).execution_options(yield_per=1000)
    with closing(session.exec(lines)) as entries:
        for n, body, hashed in entries:
            if n != count + 1 or hashed != link_hash(previous, n, body):
                return Verdict(count, previous.hex(), broken_at=count + 1)
            previous, count = hashed, n
    return Verdict(count, previous.hex())
