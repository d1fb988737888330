"""By which channels a letter goes, whether it waits, and with what it goes together: what its reader chose, else the house's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from models.clock import OFFICE_ZONE, at
from notifications.words import KINDS
from regulation.letters import ChannelName, LetterDefaults, LetterGroup

BY_WIRE = (ChannelName.MAIL, ChannelName.ZALO, ChannelName.ZALO_OA)
TOGETHER = "remind"  # the kind of letter of which one person gets one a day
DIGEST = "digest"
MAY_WAIT = (LetterGroup.INFORMATION, LetterGroup.RECEIPTS)  # an official letter is never put off for convenience


class Timing(StrEnum):
    """When somebody wants a group of letters."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


@dataclass(frozen=True)
class Wish:
    """What somebody chose for a group of letters; no channels: as by default."""

    channels: tuple[str, ...] = ()
    timing: Timing = Timing.NOW


@dataclass(frozen=True)
class Hours:
    """Somebody's quiet hours (``until`` earlier than ``since``: past midnight) and the hour of his digest (0 is Monday)."""

    since: time
    until: time
    weekday: int
    at: time


@dataclass(frozen=True)
class Reader:
    """Whom a letter is for, as the post room knows him. ``officer_id`` is None for a guest, who is known by his address alone."""

    officer_id: str | None = None
    address: str | None = None
    address_is_bad: bool = False
    phone: str | None = None
    zalo_user: str | None = None
    roles: tuple[str, ...] = ()
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    hours: Hours | None = None

    def reached_by(self, channel: str) -> bool:
        """Whether there is an address for the channel; a sheet of paper can be brought to anybody."""
        has = {
            ChannelName.MAIL: bool(self.address) and not self.address_is_bad,
            ChannelName.ZALO: bool(self.phone),
            ChannelName.ZALO_OA: bool(self.zalo_user),
        }
        return has.get(ChannelName(channel), True)


@dataclass(frozen=True)
class Way:
    """How a letter goes. ``channels``: in the order they are tried, at least one; ``unwanted``: not at all."""

    channels: tuple[str, ...]
    hold_until: datetime | None = None
    bundle: str | None = None
    unwanted: bool = False


def way_of(kind: str, reader: Reader, defaults: LetterDefaults, in_use: frozenset[str], now: datetime, *, urgent: bool = False) -> Way:
    """The way of a letter that is about to leave. ``in_use``: the channels the house has set up; ``now``: office time."""
    spec = KINDS[kind]
    wish = reader.wishes.get(spec.group, Wish())
    channels = tuple(one for one in channels_to(reader, spec.group, defaults, in_use) if not spec.only or one in spec.only)
    if not channels:  # nothing in use reaches him: it is tried, fails and is told of
        return Way(tuple(map(str, spec.only or (ChannelName.MAIL,))))
    if urgent or spec.urgent or reader.officer_id is None:
        return Way(channels)
    if spec.group in MAY_WAIT and wish.timing is Timing.NEVER:
        return Way(channels, unwanted=True)
    hours = reader.hours or default_hours(defaults)
    if spec.group in MAY_WAIT and wish.timing is Timing.DIGEST:
        when = _next_digest(hours, now)
        return Way(channels, when, f"{DIGEST}/{reader.officer_id}/{when:%Y-%m-%d}")
    hold = _quiet_ends(hours, now)
    day = (hold or now).astimezone(OFFICE_ZONE).date()
    return Way(channels, hold, f"{TOGETHER}/{reader.officer_id}/{day}" if kind == TOGETHER else None)


def channels_to(reader: Reader, group: LetterGroup, defaults: LetterDefaults, in_use: frozenset[str]) -> tuple[str, ...]:
    """The channels of a group of letters in the order they are tried; a chosen order never leaves somebody without the others."""
    wanted = reader.wishes.get(group, Wish()).channels or defaults.channels_of(reader.roles, group)
    return tuple(str(one) for one in dict.fromkeys((*wanted, *ChannelName)) if one in in_use and reader.reached_by(one))


def default_hours(defaults: LetterDefaults) -> Hours:
    """The hours of who has chosen none."""
    return Hours(defaults.quiet.since, defaults.quiet.until, defaults.digest.weekday, defaults.digest.at)


def _quiet_ends(hours: Hours, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None outside them."""
    local = now.astimezone(OFFICE_ZONE)
    clock, today = local.time(), local.date()
    if hours.since == hours.until:
        return None
    if hours.since < hours.until:
        return at(today, hours.until) if hours.since <= clock < hours.until else None
    if clock >= hours.since:
        return at(today + timedelta(days=1), hours.until)
    return at(today, hours.until) if clock < hours.until else None


def _next_digest(hours: Hours, now: datetime) -> datetime:
    local = now.astimezone(OFFICE_ZONE)
    day: date = local.date() + timedelta(days=(hours.weekday - local.weekday()) % 7)
    when = at(day, hours.at)
    return when if when > local else when + timedelta(days=7)
