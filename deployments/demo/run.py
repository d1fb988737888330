"""``nhip demo``: an empty home, the sample committee, everything running, one process played through."""

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import Session

from deployments.child import Part
from deployments.demo.director import Director
from deployments.demo.player import Inbox
from deployments.demo.stories import MAIN, story
from deployments.demo.story import Story
from deployments.home import make_home, occupy
from deployments.parts import answers, migrate_all, with_ports
from deployments.parts import table as parts_of
from deployments.progress import narrator
from deployments.reach import databases, own
from deployments.supervisor import Supervisor
from models.clock import OFFICE_ZONE
from models.errors import Refused
from models.loading import load_committee
from models.settings import PREFIX, Settings, read
from models.store import Store
from regulation import load
from tasks.bureau import Bureau

MARK = "demo-home"  # a home that bears it may be emptied again


class NotOurs(Refused):
    """Thư mục này không phải nhà do demo tạo nên không được xóa."""


def run(leave: bool, facts_file: Path | None, name: str = MAIN) -> int:
    """Make the home, play the story of that name, tell; returns the exit code.

    ``leave``: stop everything at the end instead of staying up. Raises ``NoSuchStory``, before anything is made.
    """
    begun = time.monotonic()
    settings = prepared(read())
    played = story(name, load(settings.regulation))
    make(settings, played.begins)
    parts = [*parts_of(settings), _mailbox(settings)]
    supervisor = Supervisor(settings.home, parts, narrator(parts), addresses(settings))
    performance = Performance(settings, played, facts_file, begun)

    def begin() -> None:
        performance.started_in = round(time.monotonic() - begun, 1)
        threading.Thread(target=perform, daemon=True).start()

    def perform() -> None:
        performance.run()
        if leave or performance.failure:
            supervisor.stop()
        else:
            typer.echo("\nCứ xem tiếp ở các địa chỉ trên; Ctrl-C để dừng.")

    supervisor.run(begin)
    if performance.failure:
        typer.echo(f"Demo dừng giữa chừng: {performance.failure!r}. Nhật ký ở {settings.home / 'logs'}.", err=True)
        return 1
    return 0 if performance.finished else 1


@dataclass
class Performance:
    """One playing of a story, in a thread beside the supervisor."""

    settings: Settings
    story: Story
    facts_file: Path | None
    begun: float  # time.monotonic()
    started_in: float = 0.0
    finished: bool = False
    failure: Exception | None = None

    def run(self) -> None:
        """Play, tell, write the facts; what goes wrong is kept for the main thread to say."""
        try:
            facts = self._play()
            facts |= {"addresses": addresses(self.settings), "started_in": self.started_in, "wall": round(time.monotonic() - self.begun, 1)}
            tell(facts)
            if self.facts_file:
                self.facts_file.write_text(json.dumps(facts, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
            self.finished = True
        except Exception as broken:  # noqa: BLE001 - the edge of the thread: whatever it was, the house is stopped and it is said
            self.failure = broken

    def _play(self) -> dict[str, Any]:
        bureau = Bureau.of(self.settings, own(self.settings).app)
        typer.echo(f"\nNhà đã mở cửa; giờ của nhà là {self.story.begins.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}.\n")
        director = Director(bureau, Inbox(addresses(self.settings)["Hộp thư"]), self.story, typer.echo)
        try:
            return director.play()
        finally:
            director.close()
            bureau.store.close()


def addresses(settings: Settings) -> dict[str, str]:
    """Where to look on."""
    return {
        "Prefect": settings.prefect_url.removesuffix("/api"),
        "Cổng": settings.portal_url,
        "Hộp thư": f"http://{settings.host}:{settings.mailbox_port}",
    }


def prepared(settings: Settings) -> Settings:
    """The demo's own settings: its home inside the home, free ports where the usual ones are taken, mail to the local mailbox."""
    if settings.database_url is not None:
        raise Refused("Demo luôn chạy trên cơ sở dữ liệu riêng của nó: bỏ NHIP_DATABASE_URL rồi chạy lại.")
    own_settings = settings.model_copy(update={"home": settings.home.absolute() / "demo", "mail_from": "nhip@stttt.kiengiang.example"})
    for port in ("prefect_port", "portal_port", "mailbox_port", "smtp_port"):
        try:
            own_settings = with_ports(own_settings, (port,))
        except Refused:
            own_settings = with_ports(own_settings.model_copy(update={port: 0}), (port,))
    mail_url = f"nhipmail://{own_settings.host}:{own_settings.smtp_port}"
    # The parts are started with our environment, whatever mail server the caller's own house posts to.
    os.environ |= {PREFIX + "MAIL_URL": mail_url, PREFIX + "MAIL_FROM": own_settings.mail_from}
    return own_settings.model_copy(update={"mail_url": SecretStr(mail_url)})


def make(settings: Settings, begins: datetime = Story.begins) -> None:
    """An empty home with the sample committee and a clock that can be moved, standing at ``begins``."""
    home = settings.home
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise NotOurs(f"Thư mục {home} không phải nhà do demo tạo nên không được xóa. Đặt NHIP_HOME sang chỗ khác rồi chạy lại.")
    make_home(home)
    with occupy(home):  # a demo that is running keeps its home
        for inside in home.iterdir():
            if inside.name.endswith(".lock") or inside.name == "lock":
                continue
            shutil.rmtree(inside) if inside.is_dir() and not inside.is_symlink() else inside.unlink()
        (home / MARK).touch()
    law = load(settings.regulation)
    with databases(settings, make=True) as found:
        migrate_all(found)
        owner = Store(found.owner)
        with Session(owner.engine) as session:
            load_committee(session, law)
            ahead = begins.timestamp() - time.time()
            session.execute(text("UPDATE house SET movable = true, ahead = make_interval(secs => :ahead)"), {"ahead": ahead})
            session.commit()
        owner.close()


def _mailbox(settings: Settings) -> Part:
    argv = ["--smtp-port", str(settings.smtp_port), "--web-port", str(settings.mailbox_port), "--folder", str(settings.home / "mailbox")]
    return Part(
        "mailbox",
        "Hộp thư tại chỗ",
        (sys.executable, "-m", "deployments.mailbox", *argv),
        ready=lambda: answers(settings.host, settings.mailbox_port, "/"),
    )


def tell(facts: dict[str, Any], say: Callable[[str], Any] = typer.echo) -> None:
    """The closing table."""
    kinds = {
        "ask": "thư hỏi", "invitation": "giấy mời", "remind": "nhắc", "escalate": "báo quá hạn", "notice": "thông báo kết luận",
        "assignment": "giao nhiệm vụ", "duty": "đề nghị báo cáo nhiệm vụ", "guest": "mời khách",
        "follow-up": "công văn đôn đốc", "digest": "báo cáo tháng", "convocation": "triệu tập họp Tổ công tác",
        "consultation": "lấy ý kiến bằng văn bản", "opinions": "tổng hợp ý kiến",
        "code": "mã đăng nhập", "withdrawn": "rút lại", "told": "báo để biết", "receipt": "ghi nhận",
    }  # fmt: skip
    say(f"\n{facts['case']['title']}: đã hoàn thành.")
    steps = facts["steps"]
    say(f"  Bước: {steps.get('ask', 0)} việc hỏi người, {steps.get('gather', 0)} lần chờ đủ, {steps.get('fix', 0)} việc nhà tự làm")
    counts = ", ".join(f"{count} {kinds.get(kind, kind)}" for kind, count in sorted(facts["letters"].items(), key=lambda one: -one[1]))
    say(f"  Thư: {sum(facts['letters'].values())} ({counts}); hộp thư nhận {facts['received']}")
    for paper in facts["papers"]:
        say(f"  Văn bản: số {paper['notation']} – {paper['subject']}")
    for told in facts["directives"]:
        say(f"  Nhiệm vụ: {told}")
    for title in facts["open"]:
        say(f"  Còn theo dõi: {title}")
    for late in facts["late"]:
        answered = f"trả lời {late['answered']:%d/%m}" if late["answered"] else "không trả lời"
        say(f"  Trễ: {late['who']} – {late['what']} (hạn {late['due']:%d/%m}, {answered})")
    say(f"  Khởi động {facts['started_in']} giây, diễn {facts['seconds']} giây, tất cả {facts['wall']} giây.\n")
    for name, address in facts["addresses"].items():
        say(f"  {name}: {address}")
