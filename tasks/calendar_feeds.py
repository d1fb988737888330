"""The secret address of somebody's calendar: made, shown once, revoked. Only its hash is stored, on the database's clock."""

import secrets

from sqlalchemy import func, insert, update
from sqlmodel import col, select

from models.access import CalendarFeed, digest
from models.people import Officer
from tasks.bureau import Desk
from tasks.who import roster


def make(desk: Desk, officer_id: str) -> str:
    """A new address's 256-bit token; whatever address he had is revoked."""
    desk.session.execute(select(col(Officer.id)).where(col(Officer.id) == officer_id).with_for_update())  # two at once: one lives
    revoke(desk, officer_id)
    token = secrets.token_urlsafe(32)
    desk.session.execute(insert(CalendarFeed).values(sha256=digest(token), officer_id=officer_id, made_at=func.now()))
    desk.actor = officer_id
    desk.record("feed.make")
    return token


def revoke(desk: Desk, officer_id: str) -> bool:
    """His address opens nothing any more; whether he had one."""
    living = (col(CalendarFeed.officer_id) == officer_id, col(CalendarFeed.revoked_at).is_(None))
    ended = desk.session.execute(update(CalendarFeed).where(*living).values(revoked_at=func.now()).returning(col(CalendarFeed.sha256)))
    if ended.first() is None:
        return False
    desk.actor = officer_id
    desk.record("feed.revoke")
    return True


def living_feed(desk: Desk, officer_id: str) -> CalendarFeed | None:
    """The address he has, None where he has none."""
    wanted = select(CalendarFeed).where(col(CalendarFeed.officer_id) == officer_id, col(CalendarFeed.revoked_at).is_(None))
    return desk.session.exec(wanted).first()


def owner_of(desk: Desk, token: str) -> str | None:
    """Whose calendar it opens; nobody's once it is revoked, or once its owner holds no seat any more."""
    wanted = select(CalendarFeed.officer_id).where(col(CalendarFeed.sha256) == digest(token), col(CalendarFeed.revoked_at).is_(None))
    officer_id = desk.session.exec(wanted).first()
    return officer_id if officer_id is not None and roster(desk).seats_of(officer_id) else None
