"""Backing a house up, whether it is running or not: both databases and the files, in one archive.

Prefect's database is dumped first, then ours, then the files are copied. What Prefect lacks of ours the watchman makes again;
a file is written before the transaction that names it commits, so no dump names a file that came after it was copied.
"""

import hmac
import os
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from deployments import dumps
from deployments.archive import FILES, FORMS, KEY, OURS, PREFECTS, Manifest, Say, Writer
from deployments.home import private_file
from deployments.reach import Databases, NoHouse, databases, refuse_without_home
from documents import dossier
from models import journal
from models.errors import Refused
from models.settings import Settings
from models.store import driver_url
from regulation import load

_CHECKOUT = Path(__file__).parents[1]
_COUNTS = {
    "open_cases": 'SELECT count(*) FROM "case" WHERE closed_at IS NULL AND cancelled_at IS NULL',
    "cases": 'SELECT count(*) FROM "case"',
    "letters_waiting": "SELECT count(*) FROM letter WHERE state IN ('queued', 'sending')",
    "officers": "SELECT count(*) FROM officer",
}
_NAMED = text("SELECT sha256 FROM paper UNION SELECT sha256 FROM upload")


class NoPlace(Refused):
    """Không ghi được bản sao lưu vào đó."""


@dataclass(frozen=True)
class Made:
    """A finished archive: its manifest, size in bytes, and how many seconds it took."""

    manifest: Manifest
    bytes: int
    seconds: float


def back_up(settings: Settings, target: Path, *, with_key: bool, say: Say) -> Made:
    """Write the house to ``target`` (mode 0600), which appears when it is whole and never replaces a file.

    ``with_key``: also the key that links are derived from, where the home keeps it. Raises a :class:`Refused` and leaves nothing.
    """
    begun = time.monotonic()
    target = target.absolute()
    refuse_without_home(settings)
    _refuse_place(settings, target)
    with databases(settings) as found, no_room_said(target), TemporaryDirectory(prefix=".nhip-backup-", dir=target.parent) as aside:
        unfinished = Path(aside) / "archive"
        with private_file(unfinished) as file:
            manifest = _write(settings, found, Writer(file), Path(aside), with_key, say)
            file.flush()
            os.fsync(file.fileno())
        size = unfinished.stat().st_size
        _place(unfinished, target)
    return Made(manifest, size, round(time.monotonic() - begun, 1))


def fingerprint(key: bytes) -> str:
    """What tells whether two keys are the same one, and nothing else about them."""
    return hmac.digest(key, b"backup", "sha256").hex()[:32]


def nhip_version() -> str:
    """Of this checkout."""
    return str(tomllib.loads((_CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


@contextmanager
def no_room_said(where: Path) -> Iterator[None]:
    """Turn what the disk refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise NoPlace(
            f"Không ghi được vào {where.parent} ({error.strerror}). Dọn chỗ trống hoặc chọn chỗ khác; chưa có gì được giữ lại."
        ) from error


def _refuse_place(settings: Settings, target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise NoPlace(f"{target} đã có, và một bản sao lưu không bao giờ bị ghi đè. Đặt tên khác, ví dụ có ngày trong tên.")
    if not target.parent.is_dir():
        raise NoPlace(f"Không có thư mục {target.parent}. Tạo thư mục đó hoặc chọn chỗ khác.")
    if target.parent.resolve().is_relative_to(settings.home.resolve()):
        raise NoPlace(f"{target} nằm trong chính nhà được sao lưu: mất nhà là mất cả hai. Chọn chỗ khác, tốt nhất trên máy khác.")


def _write(settings: Settings, found: Databases, writer: Writer, aside: Path, with_key: bool, say: Say) -> Manifest:
    if found.prefect is None:
        raise Refused("Chưa đặt NHIP_PREFECT_DATABASE_URL nên không sao lưu được cơ sở dữ liệu của Prefect. Đặt biến đó rồi chạy lại.")
    made_at = datetime.now(UTC)
    say("Đang sao lưu cơ sở dữ liệu của Prefect")
    _dump(writer, PREFECTS, lambda file: dumps.dump(found.prefect or "", file), aside)
    with _one_moment(found.owner) as session:
        say("Đang sao lưu cơ sở dữ liệu của Nhịp, kiểm tra nhật ký")
        snapshot = str(session.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        _dump(writer, OURS, lambda file: dumps.dump(found.owner, file, snapshot), aside)
        revision = str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
        verdict = journal.verify(session)
        counts = {name: int(session.execute(text(question)).scalar_one()) for name, question in _COUNTS.items()}
        named = {str(digest) for (digest,) in session.execute(_NAMED)}
    faults = _copy_files(writer, settings.home / "files", named, say)
    for form in sorted(path for path in (settings.home / "forms").glob("*") if path.is_file()):
        with form.open("rb") as content:
            writer.add(FORMS + form.name, content)
    if with_key and settings.secret_key is None:
        writer.add(KEY, BytesIO(settings.key))
    manifest = Manifest(
        made_at=made_at.isoformat(),
        nhip=nhip_version(),
        prefect=version("prefect"),
        revision=revision,
        regulation=load(settings.regulation).hash,
        key=fingerprint(settings.key),
        journal=vars(verdict),
        counts=counts | {"files": sum(name.startswith(FILES) for name in writer.parts)},
        faults=faults,
    )
    writer.finish(manifest)
    return manifest


def _dump(writer: Writer, name: str, dumped: Callable[[Path], None], aside: Path) -> None:
    file = aside / "dump"
    dumped(file)
    with file.open("rb") as content:
        writer.add(name, content)
    file.unlink()


@contextmanager
def _one_moment(owner_url: str) -> Iterator[Session]:
    """A session that sees the database as it is now, however long it reads."""
    engine = create_engine(driver_url(owner_url), isolation_level="REPEATABLE READ")
    try:
        with Session(engine) as session:
            try:
                session.execute(text("SELECT 1 FROM alembic_version"))
            except ProgrammingError:
                raise NoHouse("Cơ sở dữ liệu chưa có Ban Chỉ đạo nào nên chưa có gì để sao lưu. Chạy «./nhip init» trước.") from None
            yield session
    finally:
        engine.dispose()


def _copy_files(writer: Writer, folder: Path, named: set[str], say: Say) -> list[str]:
    """Copy every file that is what its name says; returns the others, and those that the records name and nobody has."""
    faults = []
    wanted = sorted(named | set(dossier.digests(folder)))
    for n, digest in enumerate(wanted, start=1):
        try:
            with dossier.open(folder, digest) as content:
                writer.add(FILES + digest, content)
        except (dossier.NotInDossier, dossier.Damaged):
            faults.append(digest)
        say(f"Đã chép {n} trên {len(wanted)} tệp")
    return faults


def _place(unfinished: Path, target: Path) -> None:
    """Give the archive its name, unless somebody has taken it meanwhile, and make that durable."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise NoPlace(f"{target} vừa được tạo bởi một chương trình khác. Đặt tên khác.") from None
    except OSError:  # a disk without hard links, as shares and sticks often are
        unfinished.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some shares know no fsync of a folder
            os.fsync(handle)
    finally:
        os.close(handle)
