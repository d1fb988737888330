"""What ``doctor`` looks at."""

import json
import platform
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import psycopg

from deployments.blocks import in_block
from deployments.home import RESTORING
from deployments.parts import answers
from deployments.reach import Databases, outside, own
from deployments.returns import mailbox_of_returns
from deployments.supervisor import STATE
from documents.render import PAPERS, FormRefused, check_form
from models.errors import Refused
from models.schema import alembic_config
from models.settings import Settings
from models.store import plain_url
from notifications.return_box import LOST, visited
from notifications.zalo_letters import refuse_unknown, templates
from regulation import LawError, load
from tasks.bureau import returns_of

State = Literal["well", "resting", "missing"]
MARKS: dict[str, str] = {"well": "✓", "resting": "·", "missing": "✗"}
_MAIL_PORT = 25


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``resting``: not running, and nothing wrong with that."""

    name: str
    title: str
    state: State
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; starts nothing and changes nothing."""
    running = _running(settings)
    return [
        Finding("python", "Python", "well", platform.python_version()),
        _law(settings),
        *_forms(settings),
        *_house(running),
        *_database(settings, running),
        _server("prefect", "Máy chủ Prefect", settings, running, settings.prefect_port, "/api/health"),
        _server("portal", "Cổng công việc", settings, running, settings.portal_port, "/"),
        _mail(settings),
        _zalo(settings),
        _returns(settings),
    ]


def _running(settings: Settings) -> dict[str, Any] | None:
    """What the running house wrote down about itself; None when it is not running."""
    try:
        state = json.loads((settings.home / STATE).read_text())
    except FileNotFoundError:
        return None
    return state if isinstance(state, dict) else None


def _law(settings: Settings) -> Finding:
    try:
        law = load(settings.regulation)
    except LawError as error:
        return Finding("regulation", "Quy chế", "missing", str(error))
    return Finding("regulation", "Quy chế", "well", f"{law.decision}, {len(law.clauses)} khoản, mã {law.hash[:12]}")


def _forms(settings: Settings) -> Iterator[Finding]:
    """The office's own Word forms, looked at before a paper has to be made with one; nothing where there is none."""
    for file in sorted((settings.home / "forms").glob("*.docx")):
        name = f"form {file.stem}"
        if file.stem not in PAPERS:
            known = ", ".join(sorted(PAPERS))
            yield Finding(name, "Mẫu văn bản", "missing", f"không có loại văn bản tên {file.stem}; các tên dùng được: {known}")
            continue
        try:
            check_form(file.stem, file.read_bytes())
        except FormRefused as refused:
            yield Finding(name, "Mẫu văn bản", "missing", str(refused))
        else:
            yield Finding(name, "Mẫu văn bản", "well", f"{file.name} của cơ quan, dùng thay mẫu có sẵn")


def _house(running: dict[str, Any] | None) -> Iterator[Finding]:
    if running is None:
        yield Finding("house", "Nhà", "resting", "đang đóng cửa («./nhip up» để mở)")
        return
    yield Finding("house", "Nhà", "well", f"đang mở cửa, tiến trình {running['pid']}")
    for name, child in running["children"].items():
        words = f"tiến trình {child['pid']}, khởi động lại {child['restarts']} lần"
        yield Finding(name, f"  {name}", "well" if child["ready"] else "missing", words if child["ready"] else f"{words}, chưa sẵn sàng")


def _database(settings: Settings, running: dict[str, Any] | None) -> Iterator[Finding]:
    named = outside(settings)
    if (settings.home / RESTORING).exists():
        yield Finding("database", "Cơ sở dữ liệu", "missing", "việc khôi phục đã dừng giữa chừng: chạy lại «./nhip restore TỆP»")
    elif named is None and not (settings.home / "postgres").is_dir():
        yield Finding("database", "Cơ sở dữ liệu", "missing", "chưa lập nhà («./nhip init»)")
    elif named is None and running is None:
        yield Finding("database", "Cơ sở dữ liệu", "resting", f"trong {settings.home.absolute() / 'postgres'}, chạy cùng nhà")
    else:
        yield _reached(named or own(settings))


def _reached(databases: Databases) -> Finding:
    from alembic.script import ScriptDirectory

    title = "Cơ sở dữ liệu"
    try:
        with psycopg.connect(plain_url(databases.app), connect_timeout=5) as connection:
            shape = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            row = connection.execute(
                'SELECT (SELECT count(*) FROM officer), (SELECT count(*) FROM "case" WHERE closed_at IS NULL AND cancelled_at IS NULL)'
            ).fetchone()
    except psycopg.errors.UndefinedTable:
        return Finding("database", title, "missing", "chưa có bảng nào («./nhip init»)")
    except psycopg.Error as error:
        return Finding("database", title, "missing", f"không kết nối được: {str(error).strip().splitlines()[0]}")
    head = ScriptDirectory.from_config(alembic_config(databases.owner)).get_current_head()
    officers, cases = row or (0, 0)
    words = f"{officers} cán bộ, {cases} hồ sơ đang mở"
    if shape is None or shape[0] != head:
        return Finding("database", title, "missing", f"{words}; cấu trúc {shape and shape[0]} khác bản cài đặt {head} («./nhip init»)")
    return Finding("database", title, "well" if officers else "missing", words if officers else "chưa có cán bộ nào («./nhip init»)")


def _server(name: str, title: str, settings: Settings, running: dict[str, Any] | None, port: int, path: str) -> Finding:
    if running is not None:
        port = urlsplit(running[name]).port or port
    well = answers(settings.host, port, path)
    where = f"http://{settings.host}:{port}"
    if running is None:
        words = f"cổng {port} đang có chương trình khác dùng" if well else f"sẽ mở ở {where}"
        return Finding(name, title, "missing" if well else "resting", words)
    return Finding(name, title, "well" if well else "missing", f"trả lời ở {where}" if well else f"không trả lời ở {where}")


def _mail(settings: Settings) -> Finding:
    if settings.mail_url is None:
        return Finding("mail", "Máy chủ thư", "missing", "chưa đặt NHIP_MAIL_URL, ví dụ nhipmails://tài-khoản:mật-khẩu@máy-chủ:587")
    parts = urlsplit(settings.mail_url.get_secret_value())
    where = f"{parts.hostname}:{parts.port or _MAIL_PORT}"
    try:
        socket.create_connection((parts.hostname or "", parts.port or _MAIL_PORT), timeout=5).close()
    except OSError as error:
        return Finding("mail", "Máy chủ thư", "missing", f"không kết nối được {where} ({error})")
    return Finding("mail", "Máy chủ thư", "well", f"kết nối được {where}")


def _zalo(settings: Settings) -> Finding:
    try:
        account = settings.zalo
        refuse_unknown(settings.zalo_templates)
    except Refused as refused:
        return Finding("zalo", "Zalo", "missing", str(refused))
    if account is None:
        return Finding("zalo", "Zalo", "resting", "chưa dùng (NHIP_ZALO_APP_ID)")
    without = ", ".join(name for name in templates().templates if name not in settings.zalo_templates)
    words = f"ứng dụng {account.app_id}; quyền gửi tin: «./nhip zalo status»"
    return Finding("zalo", "Zalo", "well", f"{words}; chưa có mã mẫu: {without}" if without else words)


def _returns(settings: Settings) -> Finding:
    title = "Thư trả lại"
    if in_block(settings.bounce_imap_url):
        return Finding("returns", title, "resting", "bí mật nằm trong khối của Prefect, không thử ở đây")
    try:
        address, box = returns_of(settings), mailbox_of_returns(settings)
    except Refused as refused:
        return Finding("returns", title, "missing", str(refused))
    if address is None:
        return Finding("returns", title, "resting", "chưa đọc (NHIP_BOUNCE_ADDRESS)")
    if box is None:
        posted = "máy chủ thư gửi vào cổng" if settings.bounce_token is not None else "chưa có NHIP_BOUNCE_IMAP_URL hay NHIP_BOUNCE_TOKEN"
        return Finding("returns", title, "well" if settings.bounce_token is not None else "missing", f"{address.mailbox}; {posted}")
    try:
        with visited(box) as visit:
            waiting = len(visit.waiting())
    except LOST as lost:
        return Finding("returns", title, "missing", f"không đọc được hộp thư ở {box.host}:{box.port} ({type(lost).__name__})")
    return Finding("returns", title, "well", f"đọc được hộp thư {address.mailbox} ở {box.host}; {waiting} thư chờ xem")
