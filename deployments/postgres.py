"""Our own running of PostgreSQL.

The server listens on a socket in a directory only its owner may enter, asks the kernel who is calling (``peer``), speaks no TCP,
and runs as an ordinary account when root starts it. There is no ICU in the wheel: text sorts by code point (``C.UTF-8``), and
Vietnamese order is made in Python.
"""

import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Self

import psutil
import psycopg
from psycopg import sql

from deployments.account import give, handed_over, ordinary_account, write_for
from deployments.database import Driver, Role, address, record_socket_directory, socket_directory
from deployments.home import make_home, occupy
from deployments.spawn import spawn
from deployments.wheel import programs
from models.errors import Refused

MAJOR = "18"
FAST_STOP = signal.SIGINT  # PostgreSQL's "fast shutdown": clients are cut, the data is checkpointed
_SOCKET = ".s.PGSQL.5432"
_SOCKET_PATH_LIMIT = 103  # bytes in a socket's address, on the narrowest system we know
_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin"}  # nothing of ours, no secret
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "io_method": "sync",  # no extra reader processes for a database this small
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}


class DatabaseTrouble(Refused):
    """Cơ sở dữ liệu không khởi động được."""

    exit_code = 3


class Cluster:
    """One PostgreSQL cluster in ``home/postgres``.

    Databases: ``nhip`` (owner ``nhip_owner``; the house runs as ``nhip_app``, which owns no table) and ``prefect``.
    ``durable=False`` gives up surviving a power cut, for tests and rehearsals. As a context it is started, and stopped at the end;
    a supervisor uses ``prepare``, ``launch``, ``ready`` and ``furnish`` itself.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = make_home(home)
        self.data = self.home / "postgres"
        self._durable = durable
        self._running = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._account = ordinary_account(self.data)

    def url(self, role: Role, database: str = "nhip", driver: Driver = "psycopg") -> str:
        """SQLAlchemy address of a database of this cluster; it holds no secret."""
        return address(self.home, role, database, driver)

    def prepare(self) -> None:
        """Make the cluster when there is none, clear what a kill -9 left, and name the socket directory in the home."""
        record_socket_directory(self.home, self._socket_directory())
        self._clear_orphans()
        if not self.data.exists():
            self._initialize()
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise DatabaseTrouble(f"{self.data} thuộc PostgreSQL {version}, bản này chạy PostgreSQL {MAJOR}. Chuyển dữ liệu bằng pg_dump.")
        caller = pwd.getpwuid(os.geteuid()).pw_name
        write_for(self._account, self.data / "pg_hba.conf", "local all all peer map=nhip\n", self.home)
        write_for(self._account, self.data / "pg_ident.conf", f'nhip "{caller}" all\n', self.home)

    def launch(self, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the server, from the main thread; it stops by itself when this process is gone."""
        settings = _SETTINGS | ({} if self._durable else _THROWAWAY) | {"unix_socket_directories": str(socket_directory(self.home))}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with handed_over(self.data, self._account) as handed:
            return spawn(
                [programs(self._account) / "postgres", "-D", handed.path, *options],
                env=_ENVIRONMENT,
                output=output,
                last_signal=FAST_STOP,
                cwd="/",
                **handed.options,
            )

    def ready(self) -> bool:
        """Whether the server takes connections now.

        Its own word is read first: a connection that comes too early leaves a FATAL line in the log.
        """
        try:
            said_ready = (self.data / "postmaster.pid").read_text().rstrip().endswith("ready")
            where = f"host={socket_directory(self.home)} user=postgres dbname=postgres"
        except FileNotFoundError:  # not running, or never started
            return False
        return said_ready and psycopg.pq.PGconn.ping(where.encode()) == psycopg.pq.Ping.OK

    def furnish(self) -> None:
        """Make the roles and databases that are missing; doing it again changes nothing."""
        with self._superuser() as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ("nhip_owner", "nhip_app", "prefect"):
                if role not in roles:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        self.create_database("nhip", "nhip_owner")
        self.create_database("prefect", "prefect")
        with self._superuser("prefect") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    def remove(self) -> None:
        """Take the cluster away, with whatever a killed house left running in it. Whoever calls holds the home's lock."""
        with suppress(FileNotFoundError):  # nobody ever started one
            self._clear_orphans()
            self.remove_socket_directory()
        for left in (self.data, self.home / "postgres.new"):
            if left.exists():
                shutil.rmtree(left)

    def create_database(self, name: str, owner: Role, template: str = "template0") -> None:
        """Make a database (a copy of ``template``) unless it is there."""
        with self._superuser() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                parts = [sql.Identifier(part) for part in (name, owner, template)]
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(*parts))

    def drop_database(self, name: str) -> None:
        """Drop a database with whoever is still connected to it."""
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self, within: float = 60) -> None:
        """Hold the home, start the server and furnish it; :class:`DatabaseTrouble` when it is not ready ``within`` seconds."""
        with ExitStack() as undo:
            undo.enter_context(occupy(self.home))
            undo.callback(self._end)
            self.prepare()
            log_path = self.home / "logs" / "postgres.log"
            log_path.parent.mkdir(exist_ok=True)
            with log_path.open("ab") as log:
                self._process = self.launch(log)
            deadline = time.monotonic() + within
            while not self.ready():
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise DatabaseTrouble(f"PostgreSQL không khởi động được. Nguyên nhân ghi ở cuối tệp {log_path}.")
                time.sleep(0.02)
            self.furnish()
            self._running = undo.pop_all()

    def stop(self) -> None:
        """Stop what ``start`` started, and leave the home free."""
        self._running.close()

    def remove_socket_directory(self) -> None:
        """After the server ended: take away what lies outside the home."""
        with suppress(FileNotFoundError):
            shutil.rmtree(socket_directory(self.home))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _end(self) -> None:
        if self._process is not None:
            self._process.send_signal(FAST_STOP)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)  # PostgreSQL recovers from its log at the next start
                self._process.wait(20)
            self._process = None
        self.remove_socket_directory()

    def _superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(socket_directory(self.home)), user="postgres", dbname=database, autocommit=True)

    def _clear_orphans(self) -> None:
        """Wait out the processes of a killed house (they notice, and end), then the pid file they left.

        Whoever calls holds the home's lock, so no living house owns them.
        """
        orphans = [process for process in psutil.process_iter(["name", "cwd"]) if _lives_in(process, self.data)]
        for harder in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            _, orphans = psutil.wait_procs(orphans, timeout=10)
            for process in orphans:
                process.send_signal(harder)
        psutil.wait_procs(orphans, timeout=10)
        for lock in (self.data / "postmaster.pid", socket_directory(self.home) / f"{_SOCKET}.lock"):
            number = lock.read_text().split("\n", 1)[0] if lock.exists() else "0"
            # Another program has that number now, or it lies unburied, or the crash left the file empty: PostgreSQL would not start.
            if not number.isdigit() or psutil.pid_exists(int(number)):
                lock.unlink(missing_ok=True)

    def _socket_directory(self) -> Path:
        """A directory only the server's account may enter, with a short path; the recorded one while it is still good."""
        owner = self._account.uid if self._account else os.geteuid()
        with suppress(FileNotFoundError):
            recorded = socket_directory(self.home)
            if stat.S_ISDIR(recorded.lstat().st_mode) and recorded.stat().st_uid == owner:
                return recorded
        inside = self.home / "socket"
        fits = len(os.fsencode(inside / _SOCKET)) <= _SOCKET_PATH_LIMIT and re.fullmatch(r"[\w./-]+", str(inside), re.ASCII)
        if self._account is None and fits:
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        outside = Path(tempfile.mkdtemp(prefix="nhip-", dir="/tmp"))  # short by standard; mode 0700, a name nobody could take before
        give(outside, self._account)
        return outside

    def _initialize(self) -> None:
        """Make the cluster beside its place, then move it there whole, so that an interrupted one is never taken for good."""
        fresh = self.home / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        give(fresh, self._account)
        words = "--username=postgres --auth=reject --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
        with handed_over(fresh, self._account) as handed:
            argv: list[str | Path] = [programs(self._account) / "initdb", "-D", handed.path, *words.split(), "--no-instructions"]
            argv += [] if self._durable else ["--no-sync"]
            made = subprocess.run(argv, env=_ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False, **handed.options)
        if made.returncode:
            raise DatabaseTrouble(f"Không tạo được cơ sở dữ liệu trong {self.home}: {made.stderr.strip()[-500:]}")
        fresh.rename(self.data)


def _lives_in(process: psutil.Process, data: Path) -> bool:
    return process.info["name"] == "postgres" and process.info["cwd"] == str(data.resolve())
