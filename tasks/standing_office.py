"""Telling the standing office how the house fares: once a day the journal's head, and whatever is wrong, once a day each."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, text
from sqlmodel import col, select

from models.journal import GENESIS, Entry
from models.letters import Letter, LetterState
from notifications import outbox
from tasks.bureau import Desk
from tasks.correspondence import context
from tasks.who import Role, roster

KEEPS_THE_FILES = ("Đ7.10",)  # the files and the register are the working group's
TRIES_THAT_WORRY = 4  # a letter tried this often and still not taken: the channel is likely dead
CLOCKS_MAY_DIFFER = timedelta(minutes=5)
_HEAD = "Thư này lưu mã của dòng cuối nhật ký ra ngoài hệ thống: nếu sau này nhật ký bị cắt bớt thì đối chiếu được."


@dataclass(frozen=True)
class Matter:
    """Something wrong: ``key`` names it (told at most once a day), ``what`` is the sentence, with the way out."""

    key: str
    what: str


def tell_standing_office(desk: Desk, matter: Matter) -> None:
    """Write to the secretary about the matter, unless that was done today."""
    _write(desk, f"house/{matter.key}/{desk.today}", "Việc cần người vận hành hệ thống xem lại", matter.what)


def report_of_the_day(desk: Desk) -> None:
    """The daily letter with the hash of the journal's head, so that a cut-off tail is found out too."""
    head = desk.session.exec(select(Entry).order_by(col(Entry.n).desc()).limit(1)).first()
    n, digest = (head.n, head.hash) if head else (0, GENESIS)
    what = f"Nhật ký đến ngày {desk.today:%d/%m/%Y}: {n} dòng, mã dòng cuối {digest.hex()}.\n{_HEAD}"
    _write(desk, f"house/journal/{desk.today}", "Báo cáo hằng ngày của hệ thống", what)


def letters_in_trouble(desk: Desk) -> list[Matter]:
    """Letters that wait for an operator, and a channel that takes none."""
    counted = dict(desk.session.execute(select(col(Letter.state), func.count()).group_by(col(Letter.state))).tuples().all())
    stuck = desk.session.execute(
        select(func.count()).where(col(Letter.state) == LetterState.QUEUED, col(Letter.attempts) >= TRIES_THAT_WORRY)
    ).scalar_one()
    sentences = {
        "letter/doubt": (counted.get(LetterState.DOUBT, 0), "thư chưa rõ đã đến hay chưa. Hãy hỏi người nhận rồi gửi lại nếu cần."),
        "letter/parked": (counted.get(LetterState.PARKED, 0), "thư đang tạm giữ vì máy chủ thư trả lời lạ. Hãy xem lý do rồi gửi lại."),
        "letter/channel": (stuck, "thư gửi nhiều lần chưa được. Hãy kiểm tra máy chủ thư bằng «./nhip doctor»."),
    }
    return [Matter(key, f"Có {count} {what}") for key, (count, what) in sentences.items() if count]


def clock_in_trouble(desk: Desk, *, movable: bool) -> list[Matter]:
    """Office time that has parted from the database's clock; a demo's may."""
    differs = abs(desk.session.execute(text("SELECT now()")).scalar_one() - desk.now)
    if movable or differs < CLOCKS_MAY_DIFFER:
        return []
    return [Matter("clock", f"Đồng hồ máy chủ và cơ sở dữ liệu lệch nhau {differs}. Hãy chỉnh lại giờ trước khi tính thời hạn.")]


def _write(desk: Desk, key: str, title: str, what: str) -> None:
    people = roster(desk)
    holders = {people.holders.get(seat.id) for seat in people.by_role(Role.SECRETARY)}
    rows = [
        {
            "key": f"{key}/{officer}",
            "kind": "told",
            "officer_id": officer,
            "address": people.officers[officer].email,
            "context": {
                "words": context(
                    desk,
                    None,
                    officer,
                    title=title,
                    what=what,
                    clauses=KEEPS_THE_FILES,
                    why="Ông/Bà lưu giữ hồ sơ, theo dõi hoạt động của Ban Chỉ đạo và Tổ công tác.",
                )
            },
            "queued_at": desk.now,
        }
        for officer in holders
        if officer is not None
    ]
    outbox.post(desk.session, rows)
