"""Telling the standing office how the house fares: once a day the journal's head, and whatever is wrong, once a day each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import col, select

from models.journal import GENESIS, Entry
from models.letters import ALERT
from notifications import outbox
from notifications.words import LetterContext, clause_texts
from tasks.bureau import Desk
from tasks.correspondence import FOR_INFORMATION, context
from tasks.letter_words import channel_called
from tasks.who import Role, roster

KEEPS_THE_FILES = ("Đ7.10",)  # the files and the register are the working group's
TRIES_THAT_WORRY = 4  # a letter tried this often and still not taken: the channel is likely dead
CLOCKS_MAY_DIFFER = timedelta(minutes=5)
TITLE = "Việc cần người vận hành hệ thống xem lại"
_HEAD = "Thư này lưu mã của dòng cuối nhật ký ra ngoài hệ thống: nếu sau này nhật ký bị cắt bớt thì đối chiếu được."


WHERE = "trang /thu?tinh-trang={0} của cổng, hoặc «./nhip letters list --state {0}»"
RESTS = "Thư chờ hoặc đi bằng kênh khác; hãy sửa cấu hình, hạn mức của kênh, kiểm tra bằng «./nhip doctor», theo dõi ở trang /thu của cổng."

TROUBLED = text("""
    SELECT (SELECT count(*) FROM letter WHERE state = 'doubt') AS doubt,
        (SELECT count(*) FROM letter WHERE state = 'parked') AS parked,
        (SELECT count(*) FROM letter WHERE state = 'queued' AND attempts >= :tries) AS stuck,
        (SELECT count(*) FROM letter
            WHERE channel = 'paper' AND state = 'accepted' AND delivered_at IS NULL AND carried_by IS NULL) AS sheets
""")
AT_REST = text("SELECT channel, reason FROM channelstate WHERE enabled AND paused_until > now() ORDER BY channel")


@dataclass(frozen=True)
class Matter:
    """Something wrong: ``key`` names it (told at most once a day), ``what`` is the sentence, with the way out."""

    key: str
    what: str


def tell_standing_office(desk: Desk, matter: Matter) -> None:
    """Write to the secretary about the matter, unless that was done today."""
    _write(desk, f"house/{matter.key}/{desk.today}", TITLE, matter.what)


def alert_operators(desk: Desk, matter: Matter, addresses: Sequence[str]) -> None:
    """Write an alert about the matter to each of these addresses (their names), unless that was done today.

    In the transaction of the letter to the standing office: both are written, or neither.
    """
    words = LetterContext(
        committee=desk.law.committee.identity.name,
        recipient_name="Người vận hành hệ thống",
        title=TITLE,
        what=matter.what,
        clause_texts=clause_texts(KEEPS_THE_FILES),
        why="Địa chỉ này có trong cấu hình NHIP_ALERT_URLS của hệ thống.",
        silence=FOR_INFORMATION,
    )
    rows = [
        {
            "key": f"alert/{matter.key}/{desk.today}/{name}",
            "kind": "told",
            "address": name,
            "channel": ALERT,
            "context": {"words": words.model_dump(mode="json")},
            "queued_at": desk.now,
        }
        for name in addresses
    ]
    outbox.post(desk.session, rows)


def report_of_the_day(desk: Desk) -> None:
    """The daily letter with the hash of the journal's head, so that a cut-off tail is found out too."""
    head = desk.session.exec(select(Entry).order_by(col(Entry.n).desc()).limit(1)).first()
    n, digest = (head.n, head.hash) if head else (0, GENESIS)
    what = f"Nhật ký đến ngày {desk.today:%d/%m/%Y}: {n} dòng, mã dòng cuối {digest.hex()}.\n{_HEAD}"
    _write(desk, f"house/journal/{desk.today}", "Báo cáo hằng ngày của hệ thống", what)


def letters_in_trouble(desk: Desk) -> list[Matter]:
    """Letters that wait for an operator, sheets that nobody has handed over, and channels that take nothing or rest."""
    row = desk.session.execute(TROUBLED, {"tries": TRIES_THAT_WORRY}).one()
    sentences = {
        "letter/doubt": (
            row.doubt,
            f"thư chưa rõ đã đến hay chưa. Hãy hỏi người nhận rồi gửi lại hoặc ghi là đã đến: {WHERE.format('doubt')}.",
        ),
        "letter/parked": (row.parked, f"thư đang tạm giữ vì bên nhận trả lời lạ. Hãy xem lý do rồi gửi lại: {WHERE.format('parked')}."),
        "letter/channel": (
            row.stuck,
            f"thư gửi nhiều lần chưa được. Hãy kiểm tra bằng «./nhip doctor» và xem lý do: {WHERE.format('queued')}.",
        ),
        "letter/sheets": (
            row.sheets,
            "phiếu giấy chờ in, giao tận tay. Hãy giao rồi ghi «Đã giao tận tay» ở trang /thu?kenh=paper của cổng.",
        ),
    }
    found = [Matter(key, f"Có {count} {what}") for key, (count, what) in sentences.items() if count]
    return found + [
        Matter(f"letter/rest/{channel}", f"Kênh {channel_called(channel).lower()} đang nghỉ: {reason or 'chưa rõ lý do'} {RESTS}")
        for channel, reason in desk.session.execute(AT_REST).tuples()
    ]


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
