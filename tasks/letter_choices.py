"""What an officer chooses about his letters: which channel first, what may wait for the week's letter, his quiet hours.

Official letters have no timing to choose: they always come, at once.
"""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from models.letters import LetterChoice, LetterHours
from models.people import Officer
from notifications.choice import MAY_WAIT, Hours, Reader, Timing, Wish, channels_to, default_hours
from notifications.claims import channels_in_use
from regulation.letters import ChannelName, LetterGroup
from tasks.bureau import Desk
from tasks.questions import Unacceptable
from tasks.who import roster

FIRST, WHEN = "first_", "when_"  # fields of a form: followed by the group
TIMINGS: Mapping[LetterGroup, tuple[Timing, ...]] = {
    LetterGroup.INFORMATION: (Timing.NOW, Timing.DIGEST),
    LetterGroup.RECEIPTS: (Timing.NOW, Timing.DIGEST, Timing.NEVER),
}
_OFFERED_FIRST = (ChannelName.MAIL, ChannelName.ZALO, ChannelName.ZALO_OA)  # nobody chooses paper before these
_NO_TIME = "Xin ghi giờ và phút, ví dụ 21:00."


def reader_of(desk: Desk, officer_id: str) -> Reader:
    """The officer as the post room knows him, a tied Zalo account counted even while Zalo's window is shut."""
    officer = desk.session.get_one(Officer, officer_id)
    choices = desk.session.exec(select(LetterChoice).where(col(LetterChoice.officer_id) == officer_id))
    own = desk.session.get(LetterHours, officer_id)
    return Reader(
        officer_id=officer_id,
        address=officer.email,
        address_is_bad=officer.email_refused is not None,
        phone=officer.phone if officer.zalo_refused is None else None,
        zalo_user=officer.zalo_user_id,
        roles=tuple(sorted({seat.role for seat in roster(desk).seats_of(officer_id)})),
        wishes={one.group: Wish(tuple(one.channels), Timing(one.timing)) for one in choices},
        hours=Hours(own.quiet_since, own.quiet_until, own.digest_weekday, own.digest_at) if own is not None else None,
    )


def offered(desk: Desk, reader: Reader) -> list[ChannelName]:
    """The channels he may put first: set up here, and with an address of his."""
    in_use = channels_in_use(desk.session)
    return [one for one in _OFFERED_FIRST if one in in_use and reader.reached_by(one)]


def in_force(desk: Desk, reader: Reader, group: LetterGroup) -> tuple[str, ...]:
    """The channels by which such a letter would go to him now, in their order."""
    return channels_to(reader, group, desk.law.letters, channels_in_use(desk.session))


def as_typed(desk: Desk, reader: Reader) -> dict[str, str]:
    """His choices as the fields of the form that :func:`choose` takes."""
    hours = reader.hours or default_hours(desk.law.letters)
    first_ones = offered(desk, reader)
    typed = {
        "quiet": "no" if hours.since == hours.until else "yes",
        "since": f"{hours.since:%H:%M}",
        "until": f"{hours.until:%H:%M}",
        "weekday": str(hours.weekday),
        "at": f"{hours.at:%H:%M}",
    }
    for group in LetterGroup:
        wish = reader.wishes.get(group, Wish())
        first = wish.channels[0] if wish.channels else ""
        typed[FIRST + group] = first if first in first_ones else ""
        if group in MAY_WAIT:
            typed[WHEN + group] = wish.timing
    return typed


def choose(desk: Desk, officer_id: str, typed: Mapping[str, str]) -> None:
    """Take his choices, for letters that leave from now on; what is as by default is not kept, so that it follows the defaults.

    Raises :class:`tasks.questions.Unacceptable` by field, and writes nothing then.
    """
    _lock(desk, officer_id)
    reader, wrong = reader_of(desk, officer_id), dict[str, str]()
    rows = [row for group in LetterGroup if (row := _group(desk, reader, group, typed, wrong)) is not None]
    hours = _hours(desk, typed, wrong)
    if wrong:
        raise Unacceptable(wrong)
    _forget(desk, officer_id)
    desk.session.add_all(rows)
    if hours != default_hours(desk.law.letters):
        desk.session.add(_kept(officer_id, hours))
    desk.actor = officer_id
    desk.record("letters.choose", groups={row.group: [row.channels[:1], row.timing] for row in rows})


def choose_nothing(desk: Desk, officer_id: str) -> None:
    """Back to the defaults."""
    _lock(desk, officer_id)
    _forget(desk, officer_id)
    desk.actor = officer_id
    desk.record("letters.default")


def _lock(desk: Desk, officer_id: str) -> None:
    """Two pages of his sent at once are taken one after the other."""
    desk.session.exec(select(Officer.id).where(col(Officer.id) == officer_id).with_for_update(key_share=True)).one()


def _forget(desk: Desk, officer_id: str) -> None:
    desk.session.execute(delete(LetterChoice).where(col(LetterChoice.officer_id) == officer_id))
    desk.session.execute(delete(LetterHours).where(col(LetterHours.officer_id) == officer_id))
    desk.session.flush()


def _group(desk: Desk, reader: Reader, group: LetterGroup, typed: Mapping[str, str], wrong: dict[str, str]) -> LetterChoice | None:
    first, timing = typed.get(FIRST + group, ""), typed.get(WHEN + group, Timing.NOW)
    if first and first not in offered(desk, reader):
        wrong[FIRST + group] = "Kênh này hiện không đến được Ông/Bà. Xin chọn một kênh trong danh sách."
    if timing not in TIMINGS.get(group, (Timing.NOW,)):
        wrong[WHEN + group] = "Xin chọn trong danh sách. Giấy mời, việc cần trả lời và nhắc việc luôn được gửi ngay."
    if wrong or (not first and timing == Timing.NOW):
        return None
    rest = desk.law.letters.channels_of(reader.roles, group) if first else ()
    channels = list(dict.fromkeys(str(one) for one in (first, *rest) if one))
    return LetterChoice(officer_id=reader.officer_id or "", group=group, channels=channels, timing=timing)


def _hours(desk: Desk, typed: Mapping[str, str], wrong: dict[str, str]) -> Hours:
    defaults = default_hours(desk.law.letters)
    weekday = typed.get("weekday", "")
    if weekday not in {str(day) for day in range(7)}:
        wrong["weekday"] = "Xin chọn một ngày trong tuần."
    when = _time(typed, "at", wrong)
    if typed.get("quiet") == "no":
        since = until = defaults.since
    elif typed.get("quiet") != "yes":
        wrong["quiet"] = "Xin chọn có hoặc không có giờ yên tĩnh."
        since = until = defaults.since
    else:
        since, until = _time(typed, "since", wrong), _time(typed, "until", wrong)
        if since == until and not wrong.keys() & {"since", "until"}:
            wrong["until"] = "Hai giờ giống nhau. Nếu không cần giờ yên tĩnh, xin chọn «Không có»."
    return Hours(since, until, int(weekday) if "weekday" not in wrong else 0, when)


def _time(typed: Mapping[str, str], name: str, wrong: dict[str, str]) -> time:
    try:
        return time.fromisoformat(typed.get(name, "").strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        wrong[name] = _NO_TIME
        return time()


def _kept(officer_id: str, hours: Hours) -> LetterHours:
    facts: dict[str, Any] = {"quiet_since": hours.since, "quiet_until": hours.until}
    return LetterHours(officer_id=officer_id, digest_weekday=hours.weekday, digest_at=hours.at, **facts)
