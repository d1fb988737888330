"""Đ5.1: once a month, on the 25th or the working day before, the leadership learns how the directives stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from models.clock import RINGS_AT
from models.directives import Directive, Ending
from models.statements import Statement
from notifications import outbox
from notifications.words import short_date
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import context
from tasks.directive_questions import DIGEST
from tasks.who import Role, roster

READERS = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER)
DUTIES = select(Directive).where(col(Directive.ending).is_distinct_from(Ending.SPLIT))
UNDECIDED = Statement("SELECT count(*) FROM extension WHERE decided_at IS NULL", lambda row: int(row[0]))
WRITTEN = Statement("SELECT id FROM letter WHERE key = ANY (CAST(:keys AS text[]))")
MOST = 40  # overdue directives named in one letter; the portal lists them all


@dataclass(frozen=True)
class Standing:
    """How the directives stand on a day. ``late``: still owed after the first day they were given, the longest overdue first."""

    owed: int
    given: int
    confirmed: int
    undecided: int
    late: tuple[tuple[Directive, int], ...]


def standing(desk: Desk) -> Standing:
    """The figures of the month so far; split directives are counted by their parts."""
    first = desk.today.replace(day=1)
    duties = list(desk.session.execute(DUTIES).scalars())
    owed = [duty for duty in duties if duty.ending is None]
    late = [(duty, days) for duty in owed if (days := days_late(desk, duty, desk.today)) > 0]
    return Standing(
        owed=len(owed),
        given=sum(duty.assigned_on >= first for duty in duties),
        confirmed=sum(duty.ending == Ending.CONFIRMED and duty.ended_on is not None and duty.ended_on >= first for duty in duties),
        undecided=UNDECIDED.one(desk.session),
        late=tuple(sorted(late, key=lambda found: (-found[1], found[0].id))),
    )


def days_late(desk: Desk, duty: Directive, on: date) -> int:
    """Working days after the first day it was given; an extension changes nothing here."""
    if duty.due_original is None:
        return 0
    first = desk.law.rules["directive_day"].date_from(duty.due_original, desk.law.calendar)
    return max(0, desk.law.calendar.count(first, on))


def send_digest(desk: Desk) -> bool:
    """Send the month's digest if its day has come and there is anything to tell; once a month for each reader."""
    if desk.today < desk.law.rules["directive_digest"].date_from(desk.today, desk.law.calendar) or desk.now.time() < RINGS_AT:
        return False
    people = roster(desk)
    readers = dict.fromkeys(people.holders[seat.id] for seat in people.by_role(*READERS) if seat.id in people.holders)
    if not _unread(desk, readers):
        return False
    told = standing(desk)
    if not (told.owed or told.confirmed):
        return False
    outbox.post(desk.session, [_row(desk, officer, told) for officer in readers])
    return True


def _unread(desk: Desk, readers: Iterable[str]) -> bool:
    """Whether one of them has not been written to this month."""
    keys = [_key(desk, officer) for officer in readers]
    return len(WRITTEN.all(desk.session, keys=keys)) < len(keys)


def _key(desk: Desk, officer: str) -> str:
    return f"digest/{desk.today:%Y-%m}/{officer}"


def _row(desk: Desk, officer: str, told: Standing) -> dict[str, object]:
    month = f"{desk.today:%m/%Y}"
    words = context(
        desk,
        None,
        officer,
        title=f"Tình hình thực hiện kết luận, chỉ đạo tháng {month}",
        what="\n".join(_lines(desk, told)),
        clauses=DIGEST.clauses,
        why="Ông/Bà là lãnh đạo Ban Chỉ đạo, Ủy viên thường trực.",
        extra={
            "owed": str(told.owed),
            "given": str(told.given),
            "confirmed": str(told.confirmed),
            "late": str(len(told.late)),
            "undecided": str(told.undecided),
        },
    )
    return {
        "key": _key(desk, officer),
        "kind": "digest",
        "officer_id": officer,
        "address": roster(desk).officers[officer].email,
        "context": {"words": words},
        "queued_at": desk.now,
    }


def _lines(desk: Desk, told: Standing) -> list[str]:
    if not told.late:
        return ["Không có nhiệm vụ quá hạn."]
    called = names(desk)
    lines = ["Nhiệm vụ quá hạn giao ban đầu:"]
    for duty, days in told.late[:MOST]:
        assert duty.due_original is not None
        lines.append(f"- {called[duty.lead_agency]}: {duty.text} Hạn {short_date(duty.due_original)}, quá {days} ngày làm việc.")
    return lines + ([f"… và {len(told.late) - MOST} nhiệm vụ khác."] if len(told.late) > MOST else [])
