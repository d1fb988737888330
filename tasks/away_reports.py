"""Who was away from a meeting without the presider's consent is reported five working days after it, whatever else is still late."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import col, select

from models.clock import RINGS_AT
from models.letters import Letter
from models.meetings import Attendance, Meeting, Presence
from models.statements import Statement
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.office import meeting_of
from tasks.presiding import presider_of
from tasks.who import COMMITTEE, Role, roster

# Meetings that somebody missed without consent and that nobody was told of: case and start. It is asked every morning.
UNTOLD: Statement[tuple[UUID, datetime]] = Statement(
    select(col(Meeting.case_id), col(Meeting.starts_at))
    .where(
        col(Meeting.id).in_(select(Attendance.meeting_id).where(col(Attendance.presence) == Presence.UNCONSENTED)),
        ~exists().where(col(Letter.case_id) == Meeting.case_id, col(Letter.kind) == "told", col(Letter.key).like("%/away/%")),
    )
    .order_by(col(Meeting.case_id)),
    tuple,
)
TITLE = "Báo cáo người vắng chưa được người chủ trì đồng ý"


def tell_who_was_away(desk: Desk) -> int:
    """Report each meeting whose day it is (house rule ``meeting_closes``), once; returns how many.

    A meeting whose minutes came later than that is reported when they have come.
    """
    if desk.now.time() < RINGS_AT:
        return 0
    rule = desk.law.rules["meeting_closes"]
    due = [case for case, begun in UNTOLD.all(desk.session) if rule.date_from(begun.date(), desk.law.calendar) <= desk.today]
    for case in due:
        _tell(desk, case)
    return len(due)


def _tell(desk: Desk, case_id: UUID) -> None:
    people, case = roster(desk), desk.case(case_id)
    meeting = meeting_of(desk, case)
    absent = select(Attendance.seat_id).where(col(Attendance.meeting_id) == meeting.id, col(Attendance.presence) == Presence.UNCONSENTED)
    away = set(desk.session.exec(absent))
    named = [f"- {people.called(seat.id)}" for seat in people.by_role(*COMMITTEE) if seat.id in away]
    told = [presider_of(desk, meeting).officer_id]
    told += [people.answerer(people.by_role(role)[0].id).officer_id for role in (Role.STANDING_MEMBER, Role.SECRETARY)]
    telling = Telling(
        key="away",
        kind="told",
        title=TITLE,
        what="\n".join([f"{meeting.title}, ngày {meeting.day:%d/%m/%Y}; vắng chưa được người chủ trì đồng ý:", *named]),
        clauses=("Đ6.5b", "Đ7.10"),
        why="Ông/Bà chủ trì cuộc họp hoặc lưu giữ hồ sơ cuộc họp.",
    )
    tell(desk, case, [officer for officer in told if officer is not None], telling)
