"""Writing a database out and reading it in again, by PostgreSQL's own ``pg_dump`` and ``pg_restore``.

The programs are the wheel's; they serve the house's own server and, in production, any that is not newer than they are.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy.engine import make_url

from deployments.wheel import programs
from models.errors import Refused
from models.settings import PREFIX
from models.store import plain_url

# Owners and grants are the target's own matter; a comment on an extension may be changed by the superuser only.
_PLAIN = ("--no-owner", "--no-privileges", "--no-comments", "--no-tablespaces", "--no-publications", "--no-subscriptions")
_PREAMBLE = 40  # lines at most before a script's first statement about a table
_TOO_NEW = b"SET transaction_timeout = 0;\n"  # PostgreSQL before 17 does not know it, and its own value is 0


class DumpFailed(Refused):
    """Không sao lưu hoặc khôi phục được cơ sở dữ liệu."""

    exit_code = 3


def dump(url: str, file: Path, snapshot: str | None = None) -> None:
    """Write the database at ``url`` to ``file``, as it is at one moment: that of ``snapshot`` where one is given."""
    line = _line("pg_dump", "--format=custom", *_PLAIN, f"--file={file}", _address(url))
    line += [f"--snapshot={snapshot}"] if snapshot else []
    with TemporaryFile() as complaints:
        done = subprocess.run(line, env=_environment(url), stdin=subprocess.DEVNULL, stderr=complaints, check=False)
        if done.returncode:
            raise DumpFailed(f"Không sao lưu được cơ sở dữ liệu {make_url(url).database}: {_last(complaints)}")


def load(url: str, file: Path) -> None:
    """Read ``file`` into the empty database at ``url``, which the connecting role then owns: all of it, or nothing.

    The transaction ends only with a COMMIT that is written when ``pg_restore`` has succeeded: whoever is killed meanwhile has
    written nothing. psql takes no command of its own from the script (``\\restrict``, which pg_restore writes first).
    """
    read = _line("pg_restore", *_PLAIN, "--file=-", str(file))
    write = _line("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--output={os.devnull}", f"--dbname={_address(url)}")
    with (
        TemporaryFile() as complaints,
        subprocess.Popen(read, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints) as script,
        subprocess.Popen(write, stdin=subprocess.PIPE, env=_environment(url), stderr=complaints) as server,
    ):
        assert script.stdout is not None
        assert server.stdin is not None
        with suppress(BrokenPipeError):  # psql has ended, and says why
            _pass_on(script.stdout, server.stdin)
            if script.wait() == 0:
                server.stdin.write(b"COMMIT;\n")
            server.stdin.close()
        script.stdout.close()  # whoever still writes is not waited for
        with suppress(BrokenPipeError):
            server.stdin.close()
        if server.wait() or script.wait():
            raise DumpFailed(f"Không khôi phục được cơ sở dữ liệu {make_url(url).database}: {_last(complaints)}")


def _pass_on(script: IO[bytes], server: IO[bytes]) -> None:
    server.write(b"BEGIN;\n")
    server.writelines(line for line in islice(script, _PREAMBLE) if line != _TOO_NEW)
    shutil.copyfileobj(script, server, 1 << 20)


def _line(program: str, *arguments: str) -> list[str]:
    return [str(programs(None) / program), *arguments]


def _address(url: str) -> str:
    """As libpq wants it, without the password: everybody on the machine may read a command line."""
    return plain_url(make_url(url)._replace(password=None).render_as_string(hide_password=False))


def _environment(url: str) -> Mapping[str, str]:
    password = make_url(url).password
    ours = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | {"LC_ALL": "C"}
    return ours | ({"PGPASSWORD": str(password)} if password is not None else {})


def _last(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").strip().splitlines()
    return " ".join(lines[:3]) or "chương trình dừng mà không nói lý do"
