"""A home in the middle of things, for the tests of backup and restore, and archives with something wrong in them."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlmodel import col, select

from deployments.backup import Made, back_up
from deployments.parts import migrate_all
from deployments.reach import Databases, databases
from deployments.restore import Restored, restore
from documents import dossier
from flows.process import PROCESSES
from models.access import token_of
from models.clock import FixedClock, at
from models.letters import Letter, LetterState
from models.loading import load_committee
from models.people import Officer
from models.settings import Settings
from models.store import Store, plain_url
from portal.sessions import begin, mail_code
from regulation import load
from tasks.bureau import Bureau
from tasks.handing_in import hand_in
from tests.office.cast import CHAIR, HEALTH, Office

PDF = b"%PDF-1.4 nothing but a witness\n%%EOF"
CODE = UUID("01020304-0000-7000-8000-000000000000")  # a one-time code, mailed and not used


def quiet(what: str) -> None:
    """Nobody listens to how far it is."""


def settings_of(home: Path, **more: Any) -> Settings:
    return Settings(home=home, **more)


@contextmanager
def living(settings: Settings, found: Databases, clock: FixedClock) -> Iterator[Office]:
    """The people of a home whose databases are open."""
    store = Store(found.app, clock)
    typist: Callable[..., bytes] = lambda form, paper, forms: f"{form} {paper.number}".encode()  # noqa: E731
    try:
        yield Office(Bureau(store, load(), settings.home / "files", settings.key, "http://nhip.example", typist=typist), clock, PROCESSES)
    finally:
        store.close()


@dataclass
class Kept:
    """An archive, and what was true in the house when it was made."""

    archive: Path
    made: Made
    case_id: UUID
    link_id: UUID  # in a letter that has left
    token: str  # that the link opened
    session: str  # of a signed-in browser
    waiting: set[UUID]  # letters
    files: set[str]


def live(office: Office) -> tuple[UUID, UUID, str]:
    """A meeting whose invitations have left in part: case, link in a letter that has left, a signed-in browser's token."""
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    step = office.step(case_id, "rsvp/member_yt")
    with office.bureau.desk() as desk:
        digest = dossier.put(office.bureau.files, PDF)
        hand_in(desk, step, name="y-kien.pdf", media_type="application/pdf", size=len(PDF), sha256=digest)
        token = begin(desk, CHAIR)
        mail_code(desk, desk.session.get_one(Officer, CHAIR), CODE)
        sent = desk.session.exec(select(Letter).where(col(Letter.step_id) == step.id, col(Letter.officer_id) == HEALTH)).one()
        sent.state = LetterState.ACCEPTED
        under_way = desk.session.exec(select(Letter).where(col(Letter.state) == LetterState.QUEUED, col(Letter.id) != sent.id)).first()
        assert under_way is not None
        under_way.state, under_way.claimed_by, under_way.lease_until = LetterState.SENDING, "postman", desk.now
        assert sent.link_id is not None
        return case_id, sent.link_id, token


@contextmanager
def lived_in(root: Path) -> Iterator[tuple[Settings, Kept]]:
    """A home whose PostgreSQL runs, and its archive, made while it ran."""
    settings = settings_of(root / "cũ")
    with databases(settings, make=True) as found:
        migrate_all(found)
        store = Store(found.app)
        with store.transaction() as session:
            load_committee(session, load())
        store.close()
        (settings.home / "forms").mkdir()
        (settings.home / "forms" / "giay-moi.docx").write_bytes(b"the office's own form")
        with psycopg.connect(plain_url(found.prefect or "")) as prefect:
            prefect.execute("CREATE TABLE witness AS SELECT 'run' AS seen")
        with living(settings, found, FixedClock(at(date(2019, 8, 26), time(8)))) as office:
            case_id, link_id, session_token = live(office)
            letters = office.letters()
        waiting = {letter.id for letter in letters if letter.state in (LetterState.QUEUED, LetterState.SENDING)}
        archive = root / "nhip-2019-09-17.tar"
        made = back_up(settings, archive, with_key=True, say=quiet)
        token = token_of(settings.key, link_id)
        files = set(dossier.digests(settings.home / "files"))
        yield settings, Kept(archive, made, case_id, link_id, token, session_token, waiting, files)


def brought_back(archive: Path, home: Path, **how: Any) -> Restored:
    """Restore ``archive`` into ``home``."""
    settings = settings_of(home, **how.pop("settings", {}))
    return restore(settings, archive, new_key=how.pop("new_key", False), say=quiet)


def untouched(home: Path) -> bool:
    """Whether nothing was written into a home, or it was taken away again."""
    return not home.exists() or {path.name for path in home.iterdir()} <= {"lock"}


Members = dict[str, bytes]


def members(archive: Path) -> Members:
    """The archive's members by name, in order."""
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]


def written(path: Path, content: Members, *more: tuple[str, bytes]) -> Path:
    """A tar of these members, ``more`` before the last."""
    *first, last = content.items()
    with tarfile.open(path, "w") as tar:
        for name, data in (*first, *more, last):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def with_manifest(content: Members, **changes: Any) -> Members:
    """The same with another manifest that is whole in itself."""
    name = next(name for name in content if name.startswith("manifest."))
    manifest = json.dumps(json.loads(content[name]) | changes).encode()
    rest = {other: data for other, data in content.items() if other != name}
    return rest | {f"manifest.{sha256(manifest).hexdigest()}.json": manifest}
