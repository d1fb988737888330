"""The bureau of the home a command is run in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.store import Store
    from tasks.bureau import Bureau


@contextmanager
def bureau_here() -> Iterator["Bureau"]:
    """The records of the home, running or not, for as long as the command lasts; ``NoHouse`` where there are none."""
    import flows  # noqa: F401 - declares the processes
    from deployments.reach import databases
    from models.settings import read
    from tasks.bureau import Bureau

    settings = read()
    with databases(settings) as found:
        bureau = Bureau.of(settings, found.app)
        try:
            _refuse_without_tables(bureau.store)
            yield bureau
        finally:
            bureau.store.close()


def _refuse_without_tables(store: "Store") -> None:
    """A database that settings name may be anybody's: not reached, or without a table of ours, it is refused before it is read."""
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    from deployments.reach import NoHouse

    try:
        with store.engine.connect() as connection:
            there = connection.execute(text("SELECT to_regclass('house')")).scalar_one()
    except OperationalError as error:
        why = str(error.orig).strip().splitlines()[0]
        raise NoHouse(f"Không kết nối được cơ sở dữ liệu: {why}. Hãy kiểm tra NHIP_DATABASE_URL và máy chủ bằng «./nhip doctor».") from None
    if there is None:
        raise NoHouse(
            "Cơ sở dữ liệu chưa có bảng nào của Nhịp. Hãy kiểm tra NHIP_DATABASE_URL có đúng không; nếu là nhà mới thì chạy «./nhip init»."
        )
