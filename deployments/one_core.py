"""One core for two that never work at the same time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_core() -> Iterator[None]:
    """This thread, and what is started in the meantime, stay on one of the cores they may use; without effect where that is not possible.

    A rehearsal and its database only ever wait for each other. On two cores each has to wake the other's up, ten thousand times over,
    which on an idle virtual machine takes longer than most of the statements.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(usual)})  # the first one has the machine's interrupts to serve
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)
