"""What an operator does with a letter that waits for him: send it again, take it as arrived, note that a sheet was handed over."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from models.access import Link
from models.errors import Refused
from models.letters import Letter, LetterAct, LetterState
from notifications import rescue
from notifications.plain import clean
from regulation.letters import ChannelName
from tasks.bureau import Desk
from tasks.letter_words import ACTS, STATES
from tasks.who import roster

RESEND, SETTLE, HANDED_OVER = ACTS
LONGEST = 500  # characters of a reason
CODE = "code"  # the kind of letter that brings a code for signing in
LINK_IS_DEAD = (
    "Việc hỏi trong thư này đã có trả lời hoặc đã chuyển người khác, liên kết trong thư không còn dùng được nên không gửi lại. "
    "Nếu không cần theo dõi thư này nữa, ghi «Coi như đã đến»."
)
DEEDS = {
    RESEND: rescue.resend,
    SETTLE: rescue.settle,
}


class NoSuchLetter(Refused):
    """Không có thư này. Xem danh sách ở trang /thu của cổng hoặc bằng lệnh «nhip letters list»."""

    status = 404
    exit_code = 3


class NoReason(Refused):
    """Phải ghi lý do (ví dụ: đã hỏi người nhận qua điện thoại), không quá 500 ký tự; lý do được lưu cùng thư."""


class NotWaiting(Refused):
    """Thư này không còn chờ xử lý."""

    status = 409


def resend(desk: Desk, letter_id: UUID, reason: str) -> Letter:
    """Queue a letter in doubt, parked or failed once more: the same letter with the same Message-ID.

    ``NotWaiting`` for any other, and for one that asks what has been answered or has passed to somebody else.
    """
    letter = _letter(desk, letter_id)
    if letter.kind == CODE:
        raise NotWaiting("Mã đăng nhập trong thư này đã hết hiệu lực, gửi lại không dùng được; người nhận xin mã mới ở trang đăng nhập.")
    link = desk.session.get(Link, letter.link_id) if letter.link_id is not None else None
    if letter.state in rescue.STRANDED and link is not None and (link.used_at is not None or link.revoked_at is not None):
        raise NotWaiting(LINK_IS_DEAD)
    return _act(desk, letter, RESEND, _reason(reason))


def settle(desk: Desk, letter_id: UUID, reason: str) -> Letter:
    """Take a letter in doubt, parked or failed as arrived, on the word of who says so; ``NotWaiting`` for any other."""
    return _act(desk, _letter(desk, letter_id), SETTLE, _reason(reason))


def hand_over(desk: Desk, letter_id: UUID, reason: str = "") -> Letter:
    """Note that a sheet of paper was handed over now; ``reason``: to whom, where that is worth a word."""
    return _act(desk, _letter(desk, letter_id), HANDED_OVER, clean(reason).strip()[:LONGEST])


def acts_open_to(letter: Letter) -> tuple[str, ...]:
    """What may be done with it as it stands."""
    if letter.carried_by is not None:
        return ()
    if letter.state in rescue.STRANDED:
        return (SETTLE,) if letter.kind == CODE else (RESEND, SETTLE)
    sheet = letter.channel == ChannelName.PAPER and letter.state == LetterState.ACCEPTED
    return (HANDED_OVER,) if sheet and letter.delivered_at is None else ()


def _letter(desk: Desk, letter_id: UUID) -> Letter:
    letter = desk.session.get(Letter, letter_id)
    if letter is None:
        raise NoSuchLetter(NoSuchLetter.__doc__)
    return letter


def _reason(given: str) -> str:
    reason = clean(given).strip()
    if not 0 < len(reason) <= LONGEST:
        raise NoReason(NoReason.__doc__)
    return reason


def _act(desk: Desk, letter: Letter, kind: str, reason: str) -> Letter:
    """Do it, or say who was quicker: the row is locked by the one UPDATE that finds the letter waiting."""
    done = rescue.hand_over(desk.session, letter.id, desk.now) if kind == HANDED_OVER else DEEDS[kind](desk.session, letter.id)
    desk.session.refresh(letter)
    if not done:
        raise NotWaiting(_why_not(desk, letter, kind))
    before = desk.session.exec(select(func.count()).where(col(LetterAct.letter_id) == letter.id)).one()
    desk.session.add(
        LetterAct(letter_id=letter.id, n=before + 1, kind=kind, officer_id=desk.actor, reason=reason, attempts=letter.attempts, at=desk.now)
    )
    desk.record(f"letter.{kind}", letter.case_id, letter=str(letter.id), n=before + 1, reason=reason)
    return letter


def _why_not(desk: Desk, letter: Letter, kind: str) -> str:
    if letter.carried_by is not None:
        return f"Thư này đi chung trong một thư khác; hãy xử lý thư ấy (mã {letter.carried_by})."
    last = desk.session.exec(select(LetterAct).where(col(LetterAct.letter_id) == letter.id).order_by(col(LetterAct.n).desc())).first()
    if last is not None:
        who = roster(desk).name(last.officer_id) if last.officer_id else "người vận hành"
        return f"Thư này đã được xử lý: {who} ghi «{ACTS[last.kind]}» lúc {last.at:%H:%M ngày %d/%m/%Y}. Hiện nay: {STATES[letter.state]}."
    only = "phiếu giấy chưa giao" if kind == HANDED_OVER else "thư chưa rõ đã đến, để riêng hoặc không gửi được"
    return f"«{ACTS[kind]}» chỉ dùng cho {only}. Hiện nay thư này: {STATES[letter.state]}."
