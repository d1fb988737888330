"""An address that takes no letters: marked with the reason, and told to the standing office once, with the way to mend it."""

import hashlib
from collections.abc import Callable

from sqlalchemy import update
from sqlmodel import Session, col

from models.people import Officer
from notifications.outgoing import Outgoing
from tasks.bureau import Bureau, Desk
from tasks.standing_office import Matter, tell_standing_office
from tasks.who import roster

AddressRefused = Callable[[Session, Outgoing, str], None]  # with the mail server's words
MEND = (
    "Thư gửi người này nay đi bằng kênh khác hoặc in ra giấy. Hãy hỏi lại địa chỉ rồi sửa trong danh sách cán bộ "
    "(«./nhip roster export», sửa trang «Cán bộ», «./nhip roster import»); có địa chỉ mới là thư lại đi bằng thư điện tử."
)
MEND_GUEST = "Hãy hỏi lại địa chỉ rồi mời khách bằng địa chỉ đúng ở trang đổi thành phần của cuộc họp."
NOT_THE_ADDRESS = (
    "Địa chỉ không bị đánh dấu hỏng; thư này đi tiếp bằng kênh khác. Nếu lặp lại, hãy hỏi người nhận và đơn vị quản trị thư của họ."
)


def refuse(desk: Desk, officer_id: str | None, address: str, reason: str) -> bool:
    """Mark the address while it is still this officer's and not marked yet, and tell of it; whether that was news.

    ``officer_id`` None: a guest, who has no mark; it is told at most once a day.
    """
    if officer_id is None:
        _tell(desk, f"guest/{_short(address)}", f"khách mời ({address})", reason, MEND_GUEST)
        return True
    marked = (
        update(Officer)
        .where(col(Officer.id) == officer_id, col(Officer.email) == address, col(Officer.email_refused).is_(None))
        .values(email_refused=reason[:500])
        .returning(col(Officer.id))
    )
    if desk.session.execute(marked).first() is None:
        return False
    desk.forget()
    desk.record("address.refused", officer=officer_id)
    _tell(desk, f"{officer_id}/{_short(address)}", _named(desk, officer_id, address), reason, MEND)
    return True


def not_delivered(desk: Desk, officer_id: str | None, address: str, reason: str) -> None:
    """A letter came back for a reason that is not the address's: told at most once a day."""
    who = _named(desk, officer_id, address) if officer_id is not None else f"khách mời ({address})"
    _tell(desk, f"returned/{_short(address)}", who, reason, NOT_THE_ADDRESS)


def _named(desk: Desk, officer_id: str, address: str) -> str:
    people = roster(desk)
    title = "; ".join(people.title(seat.id) for seat in people.seats_of(officer_id)[:1])
    return f"{people.name(officer_id)}{f', {title}' if title else ''} ({address})"


def _tell(desk: Desk, key: str, who: str, reason: str, mend: str) -> None:
    what = f"Thư điện tử gửi {who} không đến được. Máy chủ thư trả lời: «{reason[:300]}».\n{mend}"
    tell_standing_office(desk, Matter(f"address/{key}", what))


def _short(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def nobody_told(session: Session, letter: Outgoing, reply: str) -> None:
    """Leave a refused address as it is."""


def telling(bureau: Bureau) -> AddressRefused:
    """Mark a refused address as bad and tell the standing office."""

    def refused(session: Session, letter: Outgoing, reply: str) -> None:
        refuse(Desk(bureau, session, bureau.store.clock.now(session)), letter.officer_id, letter.address or "", reply)

    return refused
