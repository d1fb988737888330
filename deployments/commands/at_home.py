"""The bureau of the home a command is run in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.bureau import Bureau


@contextmanager
def bureau_here() -> Iterator["Bureau"]:
    """The records of the home, running or not, for as long as the command lasts."""
    import flows  # noqa: F401 - declares the processes
    from deployments.reach import databases
    from models.settings import read
    from tasks.bureau import Bureau

    settings = read()
    with databases(settings) as found:
        bureau = Bureau.of(settings, found.app)
        try:
            yield bureau
        finally:
            bureau.store.close()
