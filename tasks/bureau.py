"""The bureau and its desk: what every verb needs at hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select

from documents.annex import annex
from documents.papers import Paper
from documents.render import render
from models import journal
from models.base import Record, table_of
from models.cases import Case
from models.consolidation import Consolidated
from models.settings import BadSettings, Settings
from models.statements import Records
from models.store import Store
from models.zalo_account import ZaloAccount
from notifications.return_address import ReturnAddress
from regulation import Law, load

LOCKED_CASE = Records(
    select(Case).where(col(Case.id) == bindparam("case")).with_for_update(key_share=True).execution_options(populate_existing=True)
)

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)
Typist = Callable[[str, Paper, Path | None], bytes]
Annexer = Callable[[Consolidated, str], bytes]


@cache
def _by_id(record: type[RecordT]) -> Records[RecordT]:
    return Records(select(record).where(table_of(record).c.id == bindparam("id")))


@cache
def _afresh(record: type[RecordT]) -> Records[RecordT]:
    return Records(select(record).where(table_of(record).c.id == bindparam("id")).execution_options(populate_existing=True))


@dataclass(frozen=True)
class Bureau:
    """One committee's house as the code sees it: records, law, files, and the key links are derived from."""

    store: Store
    law: Law
    files: Path  # documents and uploads, each under its content hash
    key: bytes
    portal_url: str
    forms: Path | None = None  # the office's own Word forms, over the packaged ones
    roots: Path | None = None  # certificates in one of which a signer's chain has to end to be trusted
    mail_from: str = "nhip@localhost"
    return_address: ReturnAddress | None = None  # None: what comes back is not read
    return_token: str = field(default="", repr=False)  # empty: nobody may post it to the portal
    typist: Typist = render  # a rehearsal records its papers and annexes without typing them
    annexer: Annexer = annex
    zalo: ZaloAccount | None = None  # None: the committee has no account there

    @classmethod
    def of(cls, settings: Settings, database_url: str) -> "Bureau":
        """The bureau of a home."""
        return cls(
            store=Store(database_url),
            law=load(settings.regulation),
            files=settings.home / "files",
            key=settings.key,
            portal_url=settings.portal_url,
            forms=settings.home / "forms",
            roots=roots if (roots := settings.home / "roots").is_dir() else None,
            mail_from=settings.mail_from,
            zalo=settings.zalo,
            return_address=returns_of(settings),
            return_token=settings.bounce_token.get_secret_value() if settings.bounce_token else "",
        )

    @contextmanager
    def desk(self) -> Iterator["Desk"]:
        """A desk for one transaction: everything done at it happens, or nothing does."""
        with self.store.transaction() as session:
            yield Desk(self, session, self.store.clock.now(session))

    @contextmanager
    def reading_desk(self) -> Iterator["Desk"]:
        """A desk to look things up at; it never commits."""
        with self.store.reading() as session:
            yield Desk(self, session, self.store.clock.now(session))


def returns_of(settings: Settings) -> ReturnAddress | None:
    """Where letters come back to; :class:`BadSettings` for a way to read them without an address that carries a letter's sign."""
    if settings.bounce_address is not None:
        return ReturnAddress(settings.bounce_address, settings.key)
    if settings.bounce_imap_url is not None or settings.bounce_token is not None:
        raise BadSettings("Có NHIP_BOUNCE_IMAP_URL hoặc NHIP_BOUNCE_TOKEN thì phải có NHIP_BOUNCE_ADDRESS (xem docs/operators.vi.md).")
    return None


@dataclass
class Desk:
    """One transaction's place of work. ``now`` is office time, read once."""

    bureau: Bureau
    session: Session
    now: datetime
    actor: str | None = None  # officer who acts, for the journal; None: the house itself
    withdrawn: set[UUID] = field(default_factory=set)  # steps taken back in this transaction: a walk in it has read them as they were
    locked: set[UUID] = field(default_factory=set)  # cases whose rows this transaction holds
    cache: dict[Any, Any] = field(default_factory=dict)  # what was read once a transaction; :meth:`forget` where the roster changes

    @property
    def today(self) -> date:
        """The office's date."""
        return self.now.date()

    @property
    def law(self) -> Law:
        """The regulation in force."""
        return self.bureau.law

    def once(self, key: Any, look_up: Callable[[], T]) -> T:
        """What ``look_up`` finds, looked up once a transaction; for what only :meth:`forget` or the next transaction may change."""
        if key not in self.cache:
            self.cache[key] = look_up()
        found: T = self.cache[key]
        return found

    def forget(self) -> None:
        """The roster has changed: what was read once is read anew."""
        self.cache.clear()

    def forget_rows(self) -> None:
        """The session has been emptied: records (their keys begin with their class) are read anew, the roster stands."""
        self.cache = {key: found for key, found in self.cache.items() if not (isinstance(key, tuple) and isinstance(key[0], type))}

    def record(self, act: str, case_id: UUID | None = None, **what: Any) -> None:
        """Note it for the journal (ids only)."""
        journal.record(self.session, act, at=self.now, actor=self.actor, case_id=case_id, **what)

    def case(self, case_id: UUID) -> Case:
        """The case of that id, as this transaction knows it or else as it stands; it exists, or the caller is wrong."""
        return self.once((Case, case_id), lambda: self.found(Case, case_id))  # the session forgets what nobody holds

    def find(self, record: type[RecordT], its_id: UUID | None) -> RecordT | None:
        """The record of that id, as this transaction knows it or else as it stands; None where there is none, or no id."""
        if its_id is None:
            return None
        known: RecordT | None = self.session.identity_map.get(identity_key(record, its_id))
        return known or _by_id(record).first(self.session, id=its_id)

    def found(self, record: type[RecordT], its_id: UUID | None) -> RecordT:
        """The same of one that exists."""
        known = self.find(record, its_id)
        assert known is not None
        return known

    def locked_case(self, case_id: UUID) -> Case:
        """The case as it stands now, its row locked to the end of the transaction.

        Whatever changes what is open takes this lock before it touches a step: answers, acts and sweeps then never wait for
        each other in a circle, and none works on what another has just withdrawn.
        """
        self.locked.add(case_id)
        return LOCKED_CASE.one(self.session, case=case_id)

    def afresh(self, record: type[RecordT], its_id: UUID) -> RecordT:
        """The record of that id as it stands now; who has it already has the same object."""
        return _afresh(record).one(self.session, id=its_id)

    def has_locked(self, case_id: UUID) -> None:
        """A statement of its own has locked the case's row, as :meth:`locked_case` does; what was read of it before may be older."""
        if case_id not in self.locked:
            self.locked.add(case_id)
            if self.session.identity_map.get(identity_key(Case, case_id)) is not None:
                self.afresh(Case, case_id)
