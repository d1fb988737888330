"""The archive of a backup: one plain tar. Its first member says what the file is, its last what all the others are.

Nothing is compressed twice (the dumps are already, and so are Word files and PDFs), so any ``tar`` lists it. The manifest bears
its own SHA-256 in its name: a file that was cut off, or in which one bit has changed, is found out before anything is written.
"""

import json
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from models.errors import Refused

FORMAT = 1
KEY = "secret.key"
OURS, PREFECTS = "databases/nhip.dump", "databases/prefect.dump"
FILES, FORMS = "files/", "forms/"
_FIRST = "nhip-backup"
_MANIFEST = re.compile(r"manifest\.([0-9a-f]{64})\.json")
_NAME = re.compile(rf"{KEY}|{OURS}|{PREFECTS}|{FILES}[0-9a-f]{{64}}|{FORMS}[^/\0]+")
_PIECE = 1 << 20  # bytes read at a time

Say = Callable[[str], None]


class NoArchive(Refused):
    """Không đọc được tệp sao lưu."""

    exit_code = 3


class NotAnArchive(Refused):
    """Tệp này không phải bản sao lưu của Nhịp."""


class Damaged(Refused):
    """Bản sao lưu bị hỏng."""


class TooNew(Refused):
    """Bản sao lưu do một phiên bản mới hơn tạo ra."""


@dataclass(frozen=True)
class Part:
    """One member: its bytes, counted and hashed (SHA-256, hex)."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, and of which house.

    ``revision`` is our schema's, ``prefect`` the version of Prefect, ``regulation`` the hash of the law in force, ``key`` a
    fingerprint of the house's key; ``journal`` what its verification found (lines, head, broken_at); ``counts`` rows by name;
    ``faults`` the files that were missing or damaged already and are therefore not here.
    """

    made_at: str
    nhip: str
    prefect: str
    revision: str
    regulation: str
    key: str
    journal: dict[str, Any]
    counts: dict[str, int]
    faults: list[str]
    parts: dict[str, Part] = field(default_factory=dict)


class Writer:
    """Puts an archive together, member by member; :meth:`finish` makes it whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self.parts: dict[str, Part] = {}
        self._put(_FIRST, BytesIO(f"{FORMAT}\n".encode()))

    def add(self, name: str, source: BinaryIO) -> None:
        """The whole of ``source``, which can be rewound, under ``name``."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"no such part of a backup: {name}")
        self.parts[name] = self._put(name, source)

    def finish(self, manifest: Manifest) -> None:
        """Write what the archive holds, and its end."""
        content = json.dumps(asdict(manifest) | {"parts": {name: asdict(part) for name, part in self.parts.items()}}, ensure_ascii=False)
        self._put(f"manifest.{sha256(content.encode()).hexdigest()}.json", BytesIO(content.encode()))
        self._tar.close()

    def _put(self, name: str, source: BinaryIO) -> Part:
        size = source.seek(0, 2)
        source.seek(0)
        part = Part(size, _digest_of(source))
        source.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode = part.size, 0o600
        self._tar.addfile(member, source)
        return part


class Archive:
    """An archive that was read from end to end and found to be whole."""

    def __init__(self, tar: tarfile.TarFile, path: Path, say: Say) -> None:
        self._tar, self._path, self._say = tar, path, say
        self._members: dict[str, tarfile.TarInfo] = {}
        self.manifest = self._read_all()

    def names(self, under: str) -> list[str]:
        """The parts whose names begin so."""
        return [name for name in self.manifest.parts if name.startswith(under)]

    def copy(self, name: str, target: BinaryIO) -> None:
        """Write a part to ``target``; :class:`Damaged` when it is no longer what it was a moment ago."""
        digest = sha256()
        source = self._tar.extractfile(self._members[name])
        while source is not None and (piece := source.read(_PIECE)):
            digest.update(piece)
            target.write(piece)
        if digest.hexdigest() != self.manifest.parts[name].sha256:
            raise self._damaged(f"phần {name} vừa thay đổi")

    def _read_all(self) -> Manifest:
        first = self._tar.next()
        if first is None or first.name != _FIRST or not first.isreg() or first.size > 20:
            raise _not_ours(self._path)
        said = self._content(first).strip()
        if not said.isdigit() or int(said) > FORMAT:
            raise TooNew(f"{self._path} do một phiên bản Nhịp mới hơn tạo ra. Cài phiên bản đó rồi khôi phục.")
        found: dict[str, Part] = {}
        for member in iter(self._tar.next, None):
            if named := _MANIFEST.fullmatch(member.name):
                return self._judged(self._content(member), named[1], found)
            if not member.isreg() or not _NAME.fullmatch(member.name) or member.name in found:
                raise self._damaged(f"có phần lạ {member.name!r}")
            source = self._tar.extractfile(member)
            found[member.name] = Part(member.size, _digest_of(source) if source else "")
            self._members[member.name] = member
            self._say(f"Đã kiểm tra {len(found)} phần của bản sao lưu")
        raise self._damaged("thiếu phần cuối, có lẽ việc sao chép đã dừng giữa chừng")

    def _judged(self, content: bytes, named: str, found: dict[str, Part]) -> Manifest:
        if sha256(content).hexdigest() != named:
            raise self._damaged("mục lục không khớp với mã băm của nó")
        try:
            said = json.loads(content)
            manifest = Manifest(**said | {"parts": {name: Part(**part) for name, part in said["parts"].items()}})
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise self._damaged("mục lục không đọc được") from wrong
        for name in sorted(found.keys() | manifest.parts.keys() | {OURS, PREFECTS}):
            if name not in found or found[name] != manifest.parts.get(name):
                raise self._damaged(f"phần {name} {'không khớp với mã băm' if name in found else 'bị thiếu'}")
        return manifest

    def _content(self, member: tarfile.TarInfo) -> bytes:
        source = self._tar.extractfile(member)
        return source.read() if source else b""

    def _damaged(self, why: str) -> Damaged:
        return Damaged(f"Bản sao lưu {self._path} bị hỏng: {why}. Dùng một bản sao lưu khác; chưa có gì được ghi ra.")


@contextmanager
def opened(path: Path, say: Say) -> Iterator[Archive]:
    """The archive, after every byte of it was checked; refused with a sentence when it is none, damaged, or of a newer format."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise NoArchive(f"Không đọc được tệp {path} ({error.strerror}). Kiểm tra đường dẫn và quyền đọc tệp.") from None
    with file:
        try:
            tar = tarfile.TarFile(fileobj=file, mode="r")
        except (tarfile.TarError, ValueError, OSError):
            raise _not_ours(path) from None
        with tar:
            try:
                archive = Archive(tar, path, say)
            except (tarfile.TarError, EOFError, ValueError, OSError) as error:
                why = "một phần không đọc được, có lẽ tệp bị cắt cụt"
                raise Damaged(f"Bản sao lưu {path} bị hỏng: {why}. Dùng một bản sao lưu khác; chưa có gì được ghi ra.") from error
            yield archive


def _not_ours(path: Path) -> NotAnArchive:
    return NotAnArchive(f"{path} không phải bản sao lưu do «./nhip backup» tạo ra. Kiểm tra lại tên tệp.")


def _digest_of(source: Any) -> str:
    return file_digest(source, "sha256").hexdigest()
