"""The home: the directory that holds everything one committee's house keeps."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.errors import Refused

RESTORING = "restoring"  # lies in a home from the first thing that a restore writes to the last


class HomeInUse(Refused):
    """Nhà này đang chạy ở một tiến trình khác."""


def make_home(home: Path) -> Path:
    """The home's absolute path, made with mode 0700 when missing (it keeps the house's secrets)."""
    home = home.absolute()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"Không dùng được thư mục {home} làm nơi lưu dữ liệu ({error.strerror}). Đặt NHIP_HOME sang thư mục khác.") from None
    return home


def private_file(path: Path) -> BinaryIO:
    """A new file of mode 0600, for writing; ``FileExistsError`` when the name is taken."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


class HalfRestored(Refused):
    """Việc khôi phục vào thư mục này chưa xong."""


def refuse_half_restored(home: Path) -> None:
    """Raise :class:`HalfRestored` where a restore was begun and not ended: what lies there must not be used."""
    if (home / RESTORING).exists():
        raise HalfRestored(
            f"Việc khôi phục vào {home.absolute()} đã dừng giữa chừng. Chạy lại «./nhip restore TỆP»; việc đó làm lại từ đầu."
        )


@contextmanager
def occupy(home: Path) -> Iterator[None]:
    """Hold the home alone; raise :class:`HomeInUse` at once when another process does.

    The lock is the kernel's and ends with the process, so a killed house leaves no lock behind.
    """
    path = make_home(home) / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = path.read_text().strip() or "?"
            raise HomeInUse(
                f"{home} đang được tiến trình {holder} sử dụng. Dừng tiến trình đó trước, hoặc đặt NHIP_HOME sang thư mục khác."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
