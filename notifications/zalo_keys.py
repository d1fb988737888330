"""The tokens of the committee's Zalo account: one row, renewed under its lock, the new pair committed before its first use.

A refresh token is good once and the access token before dies with it. So whoever finds the token stale waits for the row; the first
one asks Zalo, the others find that the token is no longer the one they hold and go on with the new one. The call to Zalo is made with the
row locked: that is the one place where the network lies inside a transaction, and nothing else ever waits for this row.
"""

import threading
from datetime import datetime
from typing import Any

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from models.letters import ChannelState
from models.sealed import Unreadable, lock_away, take_out
from models.store import Store
from models.zalo import ZaloToken
from models.zalo_account import ZaloAccount
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import oauth, wire
from notifications.channels.zalo.keys import NoKey
from notifications.channels.zalo.oauth import NoPair, Pair
from regulation.letters import ChannelName

PATIENCE = 4.0  # seconds waited for others of this process, and as long again for other processes
LONGEST_ATTEMPT = 90.0  # seconds; an outbox's lease is longer
NOT_YET = "Chưa cấp quyền Zalo: chạy «./nhip zalo authorise»."
LOST = "Mất chuỗi mã Zalo, cấp quyền lại bằng «./nhip zalo authorise»: "
BUSY = "Mã Zalo đang được đổi, thử lại sau."


def longest_attempt(account: ZaloAccount, patience: float = PATIENCE) -> float:
    """Seconds an attempt may take: the message, the refresh, the message again, and what is waited for in between."""
    return 3 * wire.longest_call(account) + 2 * patience


class ZaloKeys:
    """Access tokens out of the database (:class:`notifications.channels.zalo.keys.Keys`). Thread-safe.

    ``key`` is the house's, under which the tokens are locked away.
    """

    def __init__(self, store: Store, account: ZaloAccount, key: bytes, patience: float = PATIENCE) -> None:
        self._store, self._account, self._key, self._patience = store, account, key, patience
        self._one = threading.Lock()  # waiting here costs no connection to the database

    def current(self) -> str:
        """The token in use; ``NoKey`` where there is none, or the chain is lost."""
        with self._store.reading() as session:
            row = session.get(ZaloToken, self._account.app_id)
        return self._usable(row)

    def fresh(self, stale: str) -> str:
        """The token after ``stale``, of Zalo where nobody has asked for it yet."""
        if not self._one.acquire(timeout=self._patience):
            raise NoKey(Receipt(Outcome.TRANSIENT, reply=BUSY))
        try:
            return self._rotated(stale)
        except OperationalError:  # the row is held by another process, or the database is away
            raise NoKey(Receipt(Outcome.TRANSIENT, reply=BUSY)) from None
        finally:
            self._one.release()

    def _rotated(self, stale: str) -> str:
        ended: NoPair | None = None
        with self._store.transaction() as session:
            session.execute(text("SELECT set_config('lock_timeout', :ms, true)"), {"ms": f"{self._patience * 1000:.0f}"})
            row = session.exec(select(ZaloToken).where(col(ZaloToken.app_id) == self._account.app_id).with_for_update()).first()
            held = self._usable(row)
            if held != stale or row is None:
                return held
            try:
                pair = oauth.refresh(self._account, take_out(self._key, _purpose(self._account, "refresh"), row.refresh_token))
            except NoPair as none:
                ended = none
                if none.lost:
                    row.lost_at, row.lost_why = _now(session), none.receipt.reply
                    session.add(row)
            else:
                keep(session, self._account, self._key, pair)
        if ended is not None:
            raise NoKey(ended.receipt)
        return pair.access  # committed: from here on it may be used

    def _usable(self, row: ZaloToken | None) -> str:
        if row is None:
            raise NoKey(Receipt(Outcome.CONFIG, reply=NOT_YET))
        if row.lost_at is not None:
            raise NoKey(Receipt(Outcome.CONFIG, reply=LOST + (row.lost_why or "")))
        try:
            return take_out(self._key, _purpose(self._account, "access"), row.access_token)
        except Unreadable as unreadable:
            raise NoKey(Receipt(Outcome.CONFIG, reply=f"{unreadable} Cấp quyền lại bằng «./nhip zalo authorise».")) from None


def keep(session: Session, account: ZaloAccount, key: bytes, pair: Pair) -> None:
    """Put the pair in the place of the one before; a lost chain is whole again."""
    now = _now(session)
    values: dict[str, Any] = {
        "access_token": lock_away(key, _purpose(account, "access"), pair.access),
        "refresh_token": lock_away(key, _purpose(account, "refresh"), pair.refresh),
        "rotated_at": now,
        "access_ends_at": now + pair.access_lives,
        "refresh_ends_at": now + oauth.REFRESH_LIVES,
        "lost_at": None,
        "lost_why": None,
    }
    statement = insert(ZaloToken).values(app_id=account.app_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["app_id"], set_=values))


def open_channels(session: Session) -> None:
    """Both ways are in use from now on, and rest no more."""
    for channel in (ChannelName.ZALO, ChannelName.ZALO_OA):
        new = insert(ChannelState).values(channel=channel, enabled=True)
        session.execute(new.on_conflict_do_update(index_elements=["channel"], set_={"paused_until": None, "reason": None}))


def _now(session: Session) -> datetime:
    return session.execute(select(func.clock_timestamp())).scalar_one()


def _purpose(account: ZaloAccount, which: str) -> str:
    return f"zalo/{account.app_id}/{which}"
