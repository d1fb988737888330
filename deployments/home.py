"""The home: the directory that holds everything one committee's house keeps."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import Refused


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
