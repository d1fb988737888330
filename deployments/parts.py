"""What a house runs, as a table, and when each part of it is ready."""

import http.client
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any

import psycopg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from deployments.blocks import in_block
from deployments.child import Part
from deployments.postgres import FAST_STOP, Cluster
from deployments.postman import mail_url_of
from deployments.reach import Databases, NoHouse, outside, own
from deployments.returns import mailbox_of_returns
from deployments.surroundings import part_environment, server_environment
from models.errors import Refused
from models.people import Officer
from models.schema import migrate
from models.settings import Settings
from tasks.bureau import Bureau, returns_of


def table(settings: Settings) -> list[Part]:
    """The parts of the house, in the order of starting; a database that the settings name is moved into at once.

    What would make a part fall again and again is refused here with its sentence.
    """
    mail_url_of(settings)
    returns_of(settings)
    if not in_block(settings.bounce_imap_url):
        mailbox_of_returns(settings)
    named = outside(settings)
    if named is not None:
        if named.prefect is None:
            raise Refused("Đã đặt NHIP_DATABASE_URL thì cũng phải đặt NHIP_PREFECT_DATABASE_URL: cơ sở dữ liệu riêng cho máy chủ Prefect.")
        move_in(settings, named)
    first = [_postgres(settings)] if named is None else []
    base = tuple(part.name for part in first)

    def databases() -> Databases:  # our own cluster's addresses are known once it has been prepared
        return named or own(settings)

    def for_part(name: str) -> Mapping[str, str]:
        # Whoever looks into the database sees whose connection it is.
        return part_environment(settings, databases().app) | {"PGAPPNAME": f"nhip {name}"}

    def for_prefect() -> Mapping[str, str]:
        return server_environment(settings, databases().prefect or "")

    def prefect_answers() -> bool:
        return answers(settings.host, settings.prefect_port, "/api/health")

    def portal_answers() -> bool:
        return answers(settings.host, settings.portal_port, "/")

    def ours(name: str, title: str, module: str, after: tuple[str, ...], **more: Any) -> Part:
        return Part(name, title, _python(module), partial(for_part, name), after, **more)

    return [
        *first,
        Part("prefect", "Máy chủ Prefect", _python("prefect", "server", "start"), for_prefect, base, ready=prefect_answers),
        ours("portal", "Cổng công việc", "deployments.portal_server", base, ready=portal_answers),
        ours("postman", "Văn thư", "deployments.postman", base, says="postman ready"),
        ours("worker", "Bộ phận thực hiện quy trình", "deployments.worker", ("prefect",), says="worker ready"),
        ours("watchman", "Bộ phận theo dõi thời hạn", "deployments.watchman", ("prefect",), says="watchman ready"),
    ]


def move_in(settings: Settings, databases: Databases) -> None:
    """Bring the records to today's shape.

    Raises :class:`NoHouse` when no committee lives there yet, and :class:`NoSuchVersion` for an open case whose process has no
    code here any more (rule 7 of the walk).
    """
    import flows  # noqa: F401 - declares the processes
    from flows.process.walk import orphans

    migrate_all(databases)
    bureau = Bureau.of(settings, databases.app)
    try:
        with bureau.reading_desk() as desk:
            if desk.session.exec(select(Officer.id).limit(1)).first() is None:
                raise NoHouse("Cơ sở dữ liệu chưa có Ban Chỉ đạo nào. Chạy «./nhip init» trước.")
            for missing in orphans(desk):
                raise missing
    finally:
        bureau.store.close()


def migrate_all(databases: Databases) -> None:
    """Bring the records to today's shape, and let the product's role use them when it is not their owner."""
    app_role = make_url(databases.app).username
    migrate(databases.owner, app_role if app_role != make_url(databases.owner).username else None)


def with_ports(settings: Settings, names: Sequence[str] = ("prefect_port", "portal_port")) -> Settings:
    """The settings with every port 0 of ``names`` replaced by a free one; a port that is taken is refused with a sentence."""
    chosen = {}
    for name in names:
        with closing(socket.socket()) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((settings.host, getattr(settings, name)))
            except OSError as error:
                where = f"{getattr(settings, name)} trên {settings.host}"
                raise Refused(f"Không mở được cổng {where} ({error.strerror}). Đặt NHIP_{name.upper()} sang cổng khác.") from None
            chosen[name] = trial.getsockname()[1]
    return settings.model_copy(update=chosen)


def answers(host: str, port: int, path: str) -> bool:
    """Whether an HTTP server there answers, and not with a fault of its own."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)
    with closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _postgres(settings: Settings) -> Part:
    cluster = Cluster(settings.home)
    moved_in = False

    def ready() -> bool:
        nonlocal moved_in
        if not cluster.ready():
            return False
        try:
            cluster.furnish()
            if not moved_in:
                move_in(settings, own(settings))
                moved_in = True
        except (psycopg.OperationalError, OperationalError):  # it was killed between the two: it is started again, and asked again
            return False
        return True

    return Part(
        "postgres",
        "PostgreSQL",
        prepare=cluster.prepare,
        launch=cluster.launch,
        ready=ready,
        stop_signal=FAST_STOP,
        grace=30,
        tidy=cluster.remove_socket_directory,
    )
