"""A house that comes back from a backup: what it may not go on with as if nothing had happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select

from models.access import Link, digest, token_of
from models.clock import OFFICE_ZONE
from notifications import outbox
from tasks.bureau import Desk
from tasks.standing_office import Matter, tell_standing_office

WHY = "Đã khôi phục từ bản sao lưu"
_END_SESSIONS = text("UPDATE portalsession SET ended_at = now() WHERE ended_at IS NULL")
_END_CODES = text("UPDATE onetimecode SET used_at = now() WHERE used_at IS NULL")


@dataclass(frozen=True)
class Return:
    """What coming back changed: how many letters are in doubt now, and links that have a new token."""

    doubtful: int
    new_links: int


def come_back(desk: Desk, made_at: datetime, *, new_key: bool = False) -> Return:
    """Settle a house whose records are those of ``made_at``, before anybody works in it.

    Letters that had not left are in doubt; who was signed in signs in again. ``new_key``: the old one is lost, so the links that
    still open something get tokens of the new one; those in letters that have left are dead, reminders carry the new.
    """
    moment = f"{made_at.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}"
    doubtful = outbox.doubt_unsent(desk.session, f"{WHY} lập lúc {moment}, chưa rõ thư đã gửi hay chưa")
    desk.session.execute(_END_SESSIONS)
    desk.session.execute(_END_CODES)
    new_links = _renew_links(desk) if new_key else 0
    told = (
        f"Hệ thống đã được khôi phục từ bản sao lưu lập lúc {moment}. Những gì làm sau thời điểm đó không còn trong hệ thống, cần làm lại; "
        "văn bản phát hành sau thời điểm đó đã mang số mà hệ thống sẽ cấp lần nữa, hãy đối chiếu sổ công văn trước khi phát hành tiếp."
    )
    if doubtful:
        told += (
            f"\n{doubtful} thư khi đó đang chờ gửi nay ở tình trạng chưa rõ đã gửi hay chưa và không tự gửi lại. Hãy hỏi người nhận "
            "rồi gửi lại hoặc ghi là đã đến ở trang /thu?tinh-trang=doubt của cổng; "
            "người chưa nhận được thư vẫn vào cổng bằng mã gửi đến hộp thư và thấy việc của mình."
        )
    if new_links:
        told += "\nKhóa của hệ thống đã thay: đường liên kết trong các thư đã gửi không còn dùng được, thư nhắc sau này mang liên kết mới."
    tell_standing_office(desk, Matter(f"restore/{made_at.isoformat()}", told))
    desk.record("house.restore", made_at=made_at.isoformat(), doubtful=doubtful, new_links=new_links)
    return Return(doubtful, new_links)


def _renew_links(desk: Desk) -> int:
    alive = desk.session.exec(select(Link).where(col(Link.used_at).is_(None), col(Link.revoked_at).is_(None))).all()
    for link in alive:
        link.sha256 = digest(token_of(desk.bureau.key, link.id))
    return len(alive)
