"""Tying an officer to his Zalo account: he sends the committee's OA the code that his own portal page shows.

Everything here that expires does so on the database's clock, as sign-in does.
"""

import hmac
import re
import secrets

from sqlalchemy import func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from models.base import new_id
from models.people import Officer
from models.zalo import Enrolment, WrongCode
from tasks.bureau import Desk

HOURS = 24  # a code lives
WRONG_TRIES = 5  # an hour, of one Zalo account; then nothing it sends is looked at
LENGTH = 8  # of 31 letters: 8·10¹¹ codes
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_CODE = re.compile(f"[{_LETTERS}]{{{LENGTH}}}")


def new_code(desk: Desk, officer_id: str) -> str:
    """A code for the officer, shown to him now and never again; the one he had before is of no more use."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
    session = desk.session
    session.execute(
        update(Enrolment).where(col(Enrolment.officer_id) == officer_id, col(Enrolment.used_at).is_(None)).values(expires_at=func.now())
    )
    session.execute(
        insert(Enrolment).values(
            id=new_id(),
            officer_id=officer_id,
            sha256=seal(desk.bureau.key, code),
            made_at=func.now(),
            expires_at=text(f"now() + interval '{HOURS} hours'"),
        )
    )
    desk.actor = officer_id
    desk.record("zalo.code")
    return code


def seal(key: bytes, code: str) -> str:
    """A code as stored: under the house's key, because a bare hash of eight letters can be guessed."""
    return hmac.new(key, b"enrolment" + code.encode(), "sha256").hexdigest()


def code_in(words: str) -> str | None:
    """The code in what somebody wrote to the OA: the whole message, in capitals or not, with or without a space or hyphen."""
    bare = re.sub(r"[\s-]+", "", words[:40]).upper()
    return bare if _CODE.fullmatch(bare) else None


def enrol(desk: Desk, user_id: str, code: str) -> str | None:
    """Tie the account to the code's officer and return his id; None for a code that is none, which is counted.

    The conditional UPDATE lets one message of two win. An account tied to somebody else before is his no more: who holds both the
    officer's page and the account decides.
    """
    if _tried_too_often(desk, user_id):
        return None
    officer_id = desk.session.execute(
        update(Enrolment)
        .where(
            col(Enrolment.sha256) == seal(desk.bureau.key, code),
            col(Enrolment.used_at).is_(None),
            col(Enrolment.expires_at) > func.now(),
        )
        .values(used_at=func.now())
        .returning(col(Enrolment.officer_id))
    ).scalar_one_or_none()
    if officer_id is None:
        if not _used_by(desk, user_id, code):
            _count(desk, user_id)
        return None
    release(desk, user_id)
    desk.session.execute(update(Officer).where(col(Officer.id) == officer_id).values(zalo_user_id=user_id, zalo_seen_at=func.now()))
    desk.session.execute(text("DELETE FROM wrongcode WHERE zalo_user_id = :user"), {"user": user_id})
    desk.actor = officer_id
    desk.record("zalo.bind")
    return str(officer_id)


def release(desk: Desk, user_id: str) -> None:
    """The account is nobody's any more."""
    freed = desk.session.execute(
        update(Officer).where(col(Officer.zalo_user_id) == user_id).values(zalo_user_id=None, zalo_seen_at=None).returning(col(Officer.id))
    ).scalars()
    for officer_id in freed:
        desk.record("zalo.release", officer=officer_id)


def seen(desk: Desk, user_id: str) -> None:
    """Its owner did something at the OA: messages may be sent to him for seven days more."""
    desk.session.execute(update(Officer).where(col(Officer.zalo_user_id) == user_id).values(zalo_seen_at=func.now()))


def _used_by(desk: Desk, user_id: str, code: str) -> bool:
    """Whether it is the code this very account came in with, sent or reported twice."""
    came_in_with = (
        select(Enrolment.id)
        .join(Officer, col(Officer.id) == col(Enrolment.officer_id))
        .where(col(Enrolment.sha256) == seal(desk.bureau.key, code), col(Enrolment.used_at).is_not(None))
        .where(col(Officer.zalo_user_id) == user_id)
    )
    return desk.session.execute(came_in_with).first() is not None


def _tried_too_often(desk: Desk, user_id: str) -> bool:
    tries = select(WrongCode.tries).where(col(WrongCode.zalo_user_id) == user_id, col(WrongCode.since) > text("now() - interval '1 hour'"))
    return (desk.session.execute(tries).scalar_one_or_none() or 0) >= WRONG_TRIES


def _count(desk: Desk, user_id: str) -> None:
    """One wrong code more; an hour after the first the count begins anew. Old counts are dropped: strangers must not fill the table."""
    desk.session.execute(text("DELETE FROM wrongcode WHERE since <= now() - interval '1 hour'"))
    desk.session.execute(
        insert(WrongCode)
        .values(zalo_user_id=user_id, tries=1, since=func.now())
        .on_conflict_do_update(index_elements=["zalo_user_id"], set_={"tries": WrongCode.tries + 1})
    )
