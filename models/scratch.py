"""Where what nobody needs afterwards is kept while it is needed."""

import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30  # bytes; a container often has 64 MB there, which one database fills


def scratch() -> Path | None:
    """A folder in memory, if there is one with room in it; None: where temporary files are kept anyway.

    A throwaway database is hundreds of files made and removed, and a rehearsal keeps each of its papers as safely as a house does: a
    disk takes longer over that than over all the rest.
    """
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None
