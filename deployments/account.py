"""Running a server as an ordinary account when root starts it (PostgreSQL refuses to be root, and is right)."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.errors import Refused

_FALLBACK = ("postgres", "nobody")
_HAND_OVER = Path("/proc/self/fd")


@dataclass(frozen=True)
class Account:
    """An account of this machine other than ours."""

    name: str
    uid: int
    gid: int

    @property
    def options(self) -> dict[str, Any]:
        """Keyword arguments that make ``subprocess`` start a program as this account, with no group of ours."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_execute(self, program: Path) -> bool:
        """Whether the account can reach and run ``program``: asked of the kernel, so that ACLs and mounts count too."""
        tried = subprocess.run(["/bin/sh", "-c", 'test -x "$1"', "sh", program], cwd="/", check=False, **self.options)
        return tried.returncode == 0


@dataclass(frozen=True)
class Handed:
    """A directory as another account's program must be told of it: its path there, and the options to start it with."""

    path: Path
    options: dict[str, Any] = field(default_factory=dict)


def ordinary_account(directory: Path) -> Account | None:
    """Who runs a server over ``directory``: None for ourselves; when we are root the directory's owner, or an account that owns little."""
    if os.geteuid() != 0:
        if directory.exists() and directory.stat().st_uid != os.geteuid():
            owner = _name_of(directory.stat().st_uid)
            raise Refused(f"{directory} thuộc tài khoản {owner}. Chạy lại bằng tài khoản đó hoặc bằng root.")
        return None
    if directory.exists() and directory.stat().st_uid != 0:
        found = pwd.getpwuid(directory.stat().st_uid)
    else:
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        found = next((known[name] for name in _FALLBACK if name in known), None)  # type: ignore[assignment]
    if found is None or not _HAND_OVER.is_dir():
        raise Refused("PostgreSQL không chạy bằng root, và máy này không có tài khoản thường để giao. Chạy lại bằng tài khoản thường.")
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


@contextmanager
def handed_over(directory: Path, account: Account | None) -> Iterator[Handed]:
    """Let a program of ``account`` work in ``directory``, though it may not pass the directories above it.

    A home is mode 0700, or lies under ``/root``. Instead of opening those to the account, root opens the directory and the
    program inherits the descriptor: ``/proc/self/fd/N`` leads into it without walking the path.
    """
    if account is None:
        yield Handed(directory)
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield Handed(_HAND_OVER / str(descriptor), account.options | {"pass_fds": [descriptor]})
    finally:
        os.close(descriptor)


def give(path: Path, account: Account | None) -> None:
    """Make ``path`` the account's."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def write_for(account: Account | None, path: Path, text: str, aside: Path) -> None:
    """Replace the file ``path`` whole, mode 0600, owned by ``account``.

    Written in ``aside`` and moved: root must not open a name in a directory of another account, which could be a link.
    """
    fresh = aside / f"{path.name}.new"
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    give(fresh, account)
    fresh.replace(path)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
