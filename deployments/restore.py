"""Restoring a house from an archive into an empty home: the whole house, or nothing.

A mark lies in the home from the first thing written to the last. Who fails takes everything away again; who is killed leaves the
mark, with which no command uses the home, and the next restore clears what it finds and begins again.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory
from packaging.version import Version

from deployments import archive, dumps
from deployments.archive import FILES, FORMS, KEY, OURS, PREFECTS, Archive, Damaged, Manifest, Say, TooNew
from deployments.backup import fingerprint, no_room_said
from deployments.home import RESTORING, occupy, private_file
from deployments.parts import migrate_all
from deployments.postgres import Cluster
from deployments.reach import Databases, outside, whatever_the_home
from documents import dossier
from models import journal
from models.errors import Refused
from models.schema import alembic_config
from models.settings import Settings
from models.store import plain_url
from regulation import load
from tasks.bureau import Bureau
from tasks.restored import Return, come_back

_NOBODYS = {"lock", "lost+found"}  # may lie in a home in which nobody has ever lived
_WRITTEN = ("postgres", "postgres.new", "files", "forms", "logs", "socket", "database.json", "run.json", KEY)
_TABLES = (
    "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'public' AND relkind IN ('r', 'p')"
)


class NotEmpty(Refused):
    """Chỗ khôi phục không trống."""


class NoKey(Refused):
    """Thiếu khóa sinh liên kết của nhà cũ."""


@dataclass(frozen=True)
class Restored:
    """A restored house: what the archive said of itself, what coming back changed, whether the law in force is another one."""

    manifest: Manifest
    changed: Return
    other_law: bool
    seconds: float


def restore(settings: Settings, source: Path, *, new_key: bool, say: Say) -> Restored:
    """Make the house of the archive ``source`` in this home; raises a :class:`Refused` and leaves the home as it was."""
    begun = time.monotonic()
    law = load(settings.regulation).hash
    with archive.opened(source.absolute(), say) as found, ExitStack() as undo:
        _refuse_newer(found.manifest)
        _refuse_without_databases(settings)
        new_key = _refuse_without_key(settings, found.manifest, new_key)
        kept = {KEY} if KEY not in found.manifest.parts else set()
        with occupy(settings.home):
            _refuse_unless_empty(settings, kept)
            _clear(settings.home, kept)
            (settings.home / RESTORING).touch(mode=0o600)
            undo.callback(_take_away, settings, kept)
        with no_room_said(settings.home / RESTORING), whatever_the_home(settings) as reached:
            changed = _fill(settings, reached, found, new_key, say)
            os.sync()
            (settings.home / RESTORING).unlink()
            undo.pop_all()
    return Restored(found.manifest, changed, found.manifest.regulation != law, round(time.monotonic() - begun, 1))


def _fill(settings: Settings, reached: Databases, found: Archive, new_key: bool, say: Say) -> Return:
    """Files first, our records last: where they are, the rest of the house is too."""
    _write_files(settings.home, found, say)
    say("Đang khôi phục cơ sở dữ liệu của Prefect")
    _load(settings.home, found, PREFECTS, reached.prefect or "")
    say("Đang khôi phục cơ sở dữ liệu của Nhịp")
    _load(settings.home, found, OURS, reached.owner)
    migrate_all(reached)
    say("Đang kiểm tra nhật ký và tệp")
    bureau = Bureau.of(settings, reached.app)
    try:
        with bureau.reading_desk() as desk:
            if vars(journal.verify(desk.session)) != found.manifest.journal:
                raise Damaged("Nhật ký sau khi khôi phục không khớp với nhật ký lúc sao lưu. Dùng một bản sao lưu khác.")
        if faults := dossier.verify(settings.home / "files"):
            raise Damaged(f"Tệp {faults[0].path.name} ghi ra không còn nguyên vẹn. Kiểm tra ổ đĩa của {settings.home} rồi chạy lại.")
        with bureau.desk() as desk:
            return come_back(desk, datetime.fromisoformat(found.manifest.made_at), new_key=new_key)
    finally:
        bureau.store.close()


def _write_files(home: Path, found: Archive, say: Say) -> None:
    names = found.names(FILES)
    for n, name in enumerate(names, start=1):
        content = BytesIO()
        found.copy(name, content)
        dossier.put(home / "files", content.getvalue())
        say(f"Đã ghi {n} trên {len(names)} tệp")
    (home / "forms").mkdir(mode=0o700, exist_ok=True)
    for name in [*found.names(FORMS), *found.names(KEY)]:
        with _aside(home, found, name) as file:
            file.replace(home / name)


def _load(home: Path, found: Archive, name: str, url: str) -> None:
    with _aside(home, found, name) as file:
        dumps.load(url, file)


@contextmanager
def _aside(home: Path, found: Archive, name: str) -> Iterator[Path]:
    """The part as a private file beside its place."""
    path = home / f"{RESTORING}.part"
    path.unlink(missing_ok=True)
    with private_file(path) as file:
        found.copy(name, file)
    yield path
    path.unlink(missing_ok=True)


def _refuse_newer(manifest: Manifest) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config("postgresql://")).walk_revisions()}
    if manifest.revision not in known or Version(manifest.prefect) > Version(version("prefect")):
        raise TooNew(
            f"Bản sao lưu do Nhịp {manifest.nhip} (Prefect {manifest.prefect}, cấu trúc dữ liệu {manifest.revision}) tạo ra, mới hơn "
            "bản đang cài. Cài phiên bản đó rồi khôi phục."
        )


def _refuse_without_databases(settings: Settings) -> None:
    named = outside(settings)
    if named is None:
        return
    if named.prefect is None:
        raise Refused("Đã đặt NHIP_DATABASE_URL thì cũng phải đặt NHIP_PREFECT_DATABASE_URL: cơ sở dữ liệu riêng cho máy chủ Prefect.")
    for name, url in (("NHIP_DATABASE_URL", named.owner), ("NHIP_PREFECT_DATABASE_URL", named.prefect)):
        try:
            with psycopg.connect(plain_url(url), connect_timeout=10) as connection:
                row = connection.execute(_TABLES).fetchone()
        except psycopg.Error as error:
            raise Refused(f"Không kết nối được cơ sở dữ liệu {name}: {str(error).strip().splitlines()[0]}") from None
        if row is None or row[0]:
            raise NotEmpty(f"Cơ sở dữ liệu {name} đã có bảng. Tạo một cơ sở dữ liệu trống rồi khôi phục vào đó.")


def _refuse_without_key(settings: Settings, manifest: Manifest, new_key: bool) -> bool:
    """Whether the house goes on under another key; it may only when it was said so."""
    path = settings.home / KEY
    if settings.secret_key is not None:
        same = fingerprint(settings.key) == manifest.key
    elif KEY in manifest.parts:
        same = True
    else:
        same = path.exists() and fingerprint(path.read_bytes()) == manifest.key
    if not same and not new_key:
        raise NoKey(
            f"Bản sao lưu cần khóa của nhà cũ mà ở đây không có: đặt đúng khóa đó vào {path.absolute()} hoặc NHIP_SECRET_KEY. "
            "Nếu khóa đã mất, thêm «--new-key»: liên kết trong thư đã gửi hết hiệu lực, thư sau mang liên kết mới."
        )
    return not same


def _refuse_unless_empty(settings: Settings, kept: set[str]) -> None:
    home = settings.home.absolute()
    if (home / RESTORING).exists():
        return
    there = sorted({path.name for path in home.iterdir()} - _NOBODYS - kept)
    if there:
        raise NotEmpty(f"{home} không trống (có {', '.join(there[:3])}). Khôi phục vào một thư mục mới bằng cách đặt NHIP_HOME.")


def _clear(home: Path, kept: set[str]) -> None:
    """Take away whatever a restore may have written here."""
    if (home / "postgres").exists() or (home / "database.json").exists():
        Cluster(home).remove()
    for name in {*_WRITTEN, f"{RESTORING}.part"} - kept:
        path = home / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _take_away(settings: Settings, kept: set[str]) -> None:
    """Leave the home as it was found; where records were read into a server of others already, with its mark."""
    with occupy(settings.home):
        _clear(settings.home, kept)
        try:
            _refuse_without_databases(settings)
        except Refused:
            return
        (settings.home / RESTORING).unlink(missing_ok=True)
