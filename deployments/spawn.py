"""Starting child processes that cannot outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    output: int | IO[bytes] = subprocess.DEVNULL,
    last_signal: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start ``argv`` in a session of its own; the kernel sends it ``last_signal`` when this process is gone, however it went.

    The kernel watches the *thread* that called, so call from the main thread. A session of its own keeps a terminal's Ctrl-C
    away: whoever started the child stops it, in its order. Outside Linux there is no such signal, and only an orderly end stops
    the children.
    """
    return subprocess.Popen(
        [str(part) for part in argv],
        env=dict(env) if env is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_tie_to(os.getpid(), last_signal),  # runs after a change of user, which would clear the tie
        **options,
    )


def _tie_to(parent: int, last_signal: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    prctl, number = _libc.prctl, int(last_signal)

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the tie was made: nobody would tell us
            os._exit(0)

    return tie
