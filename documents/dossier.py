"""The store of files, each under the SHA-256 of its content: made papers and what officers hand in.

A file is whole and durable under its name before any transaction names it; what a crash leaves behind has no such name, so nobody sees it.
"""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

from models.errors import Refused

_NAME = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".unfinished-"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Refused):
    """Chưa lưu được tệp vì kho hồ sơ hết dung lượng; đề nghị báo quản trị viên rồi gửi lại sau."""

    status = 507


class NotInDossier(Refused):
    """Không tìm thấy tệp trong kho hồ sơ; đề nghị báo quản trị viên khôi phục từ bản sao lưu."""

    status = 404


class Damaged(Refused):
    """Tệp trong kho hồ sơ không còn nguyên vẹn; đề nghị báo quản trị viên khôi phục từ bản sao lưu."""

    status = 500


@dataclass(frozen=True)
class Fault:
    """A file of the store that is not what its name says."""

    path: Path
    why: str


def put(folder: Path, data: bytes) -> str:
    """Keeps ``data`` and returns its SHA-256 in hex; when it returns, the file survives a power cut. ``NoRoom`` when the disk is full.

    The same content twice is one file. Two writers of one content replace each other's identical file, which no reader can notice.
    """
    digest = sha256(data).hexdigest()
    home = path(folder, digest).parent
    try:
        _make_folder(home)
        _write(home, digest, data)
    except OSError as full:
        if full.errno in _NO_ROOM:
            raise NoRoom(NoRoom.__doc__) from full
        raise
    return digest


def path(folder: Path, digest: str) -> Path:
    """Where the content with this SHA-256 lies, or would lie. ``ValueError`` for what is not a SHA-256 in hex."""
    if not _NAME.fullmatch(digest):
        raise ValueError(f"not a SHA-256 in hex: {digest[:80]!r}")
    return folder / digest[:2] / digest


def open(folder: Path, digest: str) -> BinaryIO:
    """The file, for reading, after its content was found to be what its name says; ``NotInDossier`` or ``Damaged``."""
    try:
        file = path(folder, digest).open("rb")
    except FileNotFoundError as missing:
        raise NotInDossier(NotInDossier.__doc__) from missing
    if file_digest(file, "sha256").hexdigest() != digest:
        file.close()
        raise Damaged(Damaged.__doc__)
    file.seek(0)
    return file


def digests(folder: Path) -> list[str]:
    """The SHA-256 of every file kept, in order; what else lies in the folder is not counted."""
    return [file.name for file in _files(folder) if _NAME.fullmatch(file.name)]


def verify(folder: Path) -> list[Fault]:
    """Reads every file of the store; each that is not what its name says. Unfinished ones are no fault: nothing names them."""
    return [Fault(file, why) for file in _files(folder) if (why := _fault(file))]


def sweep(folder: Path) -> int:
    """Removes what interrupted writers left and returns how many. Only while nobody writes: when the house starts."""
    left = [file for file in folder.glob(f"*/{_UNFINISHED}*") if file.is_file()]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _write(home: Path, digest: str, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: a reader finds the whole file or none."""
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=home)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(home / digest)
    except BaseException:  # whatever stopped it, a half-written file is not left behind while we are alive to remove it
        with suppress(FileNotFoundError):
            Path(unfinished).unlink()
        raise
    _settle(home)


def _make_folder(home: Path) -> None:
    if not home.is_dir():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _settle(home.parent)
        _settle(home.parent.parent)


def _settle(folder: Path) -> None:
    """Makes the names in ``folder`` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.glob("*/*")) if not file.name.startswith(_UNFINISHED))


def _fault(file: Path) -> str | None:
    if not (file.is_file() and _NAME.fullmatch(file.name) and file.parent.name == file.name[:2]):
        return "không phải tệp của kho hồ sơ"
    with file.open("rb") as content:
        return None if file_digest(content, "sha256").hexdigest() == file.name else "nội dung không khớp với mã băm"
