"""Office time: the only place that knows what day it is.

Duties, deadlines and links run on it. In a home that the demo made it can be moved; leases, backoff and rate limits never
use it (they run on the database's clock).
"""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Interval, update
from sqlmodel import Field, Session, col, select

from models.base import Record
from models.errors import Refused

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RINGS_AT = time(7, 30)  # reminders ring when the office opens (house rule of the design)
HOUSE_ID = 1


class ClockFixed(Refused):
    """Đồng hồ của ngôi nhà này là giờ thật, không chỉnh được; chỉ nhà do «nhip demo» tạo mới có đồng hồ tua được."""


class House(Record, table=True):
    """The one row about this home. ``movable`` is set when the home is made and never afterwards."""

    id: int = Field(default=HOUSE_ID, primary_key=True)
    movable: bool = False
    ahead: timedelta = Field(default=timedelta(0), sa_type=Interval)  # office time minus real time


class Clock(Protocol):
    """Tells office time inside a transaction."""

    def now(self, session: Session) -> datetime:
        """An aware instant in the office's zone."""


class SystemClock:
    """Real time."""

    def now(self, session: Session) -> datetime:  # noqa: ARG002 - the protocol's argument; real time asks nobody
        """Now."""
        return datetime.now(OFFICE_ZONE)


class HouseClock:
    """Real time plus what the demo moved it ahead by; read in the caller's transaction, so that all processes agree."""

    def now(self, session: Session) -> datetime:
        """Office time of this home."""
        ahead = session.exec(select(col(House.ahead)).where(col(House.id) == HOUSE_ID)).one()
        return datetime.now(OFFICE_ZONE) + ahead


class FixedClock:
    """Stands still until moved: rehearsals and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(OFFICE_ZONE)

    def now(self, session: Session) -> datetime:  # noqa: ARG002 - the protocol's argument
        """The moment it was set to."""
        return self.at

    def move(self, to: datetime) -> None:
        """Jump."""
        self.at = to.astimezone(OFFICE_ZONE)


def clock_of_home(session: Session) -> Clock:
    """The clock this home runs on."""
    movable = session.exec(select(col(House.movable)).where(col(House.id) == HOUSE_ID)).first()
    return HouseClock() if movable else SystemClock()


def move_to(session: Session, to: datetime) -> None:
    """Make it ``to`` in a demo's home; raises :class:`ClockFixed` in any other."""
    ahead = to - datetime.now(OFFICE_ZONE)
    moved = session.execute(update(House).where(col(House.id) == HOUSE_ID, col(House.movable)).values(ahead=ahead))
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise ClockFixed(ClockFixed.__doc__)


def at(day: date, when: time = time(0)) -> datetime:
    """The instant ``when`` on ``day`` at the office."""
    return datetime.combine(day, when, OFFICE_ZONE)
