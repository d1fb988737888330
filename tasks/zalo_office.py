"""What the standing office is told of the committee's Zalo account."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import select

from models.clock import OFFICE_ZONE
from models.zalo import ZaloToken
from tasks.bureau import Desk
from tasks.standing_office import Matter

WARNED = timedelta(days=14)  # before the refresh token ends
_RUNBOOK = "Làm theo mục «Mất chuỗi mã Zalo» trong sách của người vận hành."
_LOST = "Mất chuỗi mã Zalo từ {at:%H:%M %d/%m/%Y}: tin Zalo tạm ngừng, thư vẫn đi bằng thư điện tử."
_ENDING = (
    "Mã Zalo hết hạn ngày {at:%d/%m/%Y} nếu đến lúc đó không có tin nào được gửi. "
    "Người quản trị OA cấp quyền lại bằng «./nhip zalo authorise» trước ngày này."
)


def zalo_in_trouble(desk: Desk) -> list[Matter]:
    """A chain of tokens that is lost, or that ends within a fortnight; nothing where Zalo was never set up."""
    matters = []
    for token, now in desk.session.execute(select(ZaloToken, func.now())).tuples():
        if token.lost_at is not None:
            matters.append(Matter("zalo/lost", f"{_LOST.format(at=token.lost_at.astimezone(OFFICE_ZONE))} {_RUNBOOK}"))
        elif now >= token.refresh_ends_at - WARNED:
            matters.append(Matter("zalo/ending", f"{_ENDING.format(at=token.refresh_ends_at.astimezone(OFFICE_ZONE))} {_RUNBOOK}"))
    return matters
