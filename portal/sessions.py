"""Sign-in by a code mailed to the registered address, and the sessions of signed-in browsers.

Everything here that expires does so on the database's clock (``now()``), never on office time, which a demo moves by weeks.
"""

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, text, update
from sqlmodel import Session, col, select

from models.access import OneTimeCode, PortalSession, code_of, digest, seal
from models.people import Officer
from notifications import outbox
from tasks.bureau import Desk
from tasks.who import roster

MINUTES = 10  # a code lives
TRIES = 5
HOURS = 12  # a session lives: a working day, so that nobody loses a long form to it


@dataclass(frozen=True)
class SignedIn:
    """Whose browser it is, and the token his forms carry."""

    officer_id: str
    csrf: str


def officer_at(session: Session, address: str) -> Officer | None:
    """The officer registered at this address."""
    return session.exec(select(Officer).where(func.lower(col(Officer.email)) == address.strip().lower())).first()


def mail_code(desk: Desk, officer: Officer, code_id: UUID) -> None:
    """Make a code and queue its letter. The letter's row names the code's id; the digits are derived when it is written out."""
    code = code_of(desk.bureau.key, code_id)
    desk.session.execute(
        insert(OneTimeCode).values(
            id=code_id,
            officer_id=officer.id,
            sha256=seal(desk.bureau.key, code_id, code),
            made_at=text("now()"),
            expires_at=text(f"now() + interval '{MINUTES} minutes'"),
            tries=0,
        )
    )
    outbox.post(desk.session, [_letter(desk, officer, code_id)])


def _letter(desk: Desk, officer: Officer, code_id: UUID) -> dict[str, object]:
    people = roster(desk)
    words = {
        "committee": desk.law.committee.identity.name,
        "recipient_name": officer.name,
        "recipient_title": ", ".join(people.title(seat.id) for seat in people.seats_of(officer.id)[:1]),
        "title": "Mã đăng nhập một lần",
        "what": "Vừa có đề nghị đăng nhập Cổng công việc bằng địa chỉ thư điện tử này.",
        "why": "Địa chỉ này đã đăng ký với cơ quan thường trực và vừa được nhập tại trang đăng nhập.",
        "silence": "Nếu Ông/Bà không đề nghị đăng nhập, xin bỏ qua thư này; không có mã thì không ai vào được.",
        "extra": {"minutes": str(MINUTES)},
    }
    return {
        "key": f"code/{code_id}",
        "kind": "code",
        "officer_id": officer.id,
        "address": officer.email,
        "context": {"words": words, "code_id": str(code_id), "page": f"/dang-nhap/ma?lan={code_id}"},
        "urgent": True,
        "queued_at": desk.now,
    }


def redeem(desk: Desk, code_id: UUID, typed: str) -> str | None:
    """Count a try at a code; the officer's id when it is right, and then the code is spent. The row's lock makes tries queue up."""
    tried = desk.session.execute(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.id) == code_id,
            col(OneTimeCode.used_at).is_(None),
            col(OneTimeCode.tries) < TRIES,
            col(OneTimeCode.expires_at) > func.now(),
        )
        .values(tries=OneTimeCode.tries + 1)
        .returning(col(OneTimeCode.officer_id), col(OneTimeCode.sha256))
    ).first()
    if tried is None or not hmac.compare_digest(tried.sha256, seal(desk.bureau.key, code_id, typed)):
        return None
    desk.session.execute(update(OneTimeCode).where(col(OneTimeCode.id) == code_id).values(used_at=func.now()))
    officer_id: str = tried.officer_id
    return officer_id


def begin(desk: Desk, officer_id: str) -> str:
    """Begin a session; returns the token for its cookie, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    desk.session.execute(
        insert(PortalSession).values(
            sha256=digest(token),
            officer_id=officer_id,
            csrf=secrets.token_urlsafe(24),
            began_at=text("now()"),
            expires_at=text(f"now() + interval '{HOURS} hours'"),
        )
    )
    desk.actor = officer_id
    desk.record("sign-in")
    return token


def signed_in(session: Session, token: str | None) -> SignedIn | None:
    """Whose session this is, while it lasts."""
    if not token:
        return None
    row = session.exec(
        select(PortalSession).where(
            col(PortalSession.sha256) == digest(token),
            col(PortalSession.ended_at).is_(None),
            col(PortalSession.expires_at) > func.now(),
        )
    ).first()
    return SignedIn(row.officer_id, row.csrf) if row else None


def end(desk: Desk, officer_id: str, token: str | None = None) -> int:
    """End the session of ``token``, or every session of the officer; returns how many."""
    which = [col(PortalSession.officer_id) == officer_id, col(PortalSession.ended_at).is_(None)]
    if token is not None:
        which.append(col(PortalSession.sha256) == digest(token))
    ended = desk.session.execute(update(PortalSession).where(*which).values(ended_at=func.now())).rowcount  # type: ignore[attr-defined]
    desk.actor = officer_id
    desk.record("sign-out", sessions=ended)
    return int(ended)
