"""Who was away from a meeting without the presider's consent is reported five working days after it, whatever else is still late."""

from sqlalchemy import exists
from sqlmodel import col, select

from models.cases import Case
from models.clock import RINGS_AT
from models.letters import Letter
from models.meetings import Attendance, Meeting, Presence
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.presiding import presider_of
from tasks.who import COMMITTEE, Role, roster

# Meetings that somebody missed without consent and that nobody was told of.
UNTOLD = (
    select(Meeting, Case)
    .join(Case, col(Case.id) == col(Meeting.case_id))
    .where(
        col(Meeting.id).in_(select(Attendance.meeting_id).where(col(Attendance.presence) == Presence.UNCONSENTED)),
        ~exists().where(col(Letter.case_id) == Case.id, col(Letter.kind) == "told", col(Letter.key).like("%/away/%")),
    )
    .order_by(col(Case.id))
)
TITLE = "Báo cáo người vắng chưa được người chủ trì đồng ý"


def tell_who_was_away(desk: Desk) -> int:
    """Report each meeting whose day it is (house rule ``meeting_closes``), once; returns how many.

    A meeting whose minutes came later than that is reported when they have come.
    """
    if desk.now.time() < RINGS_AT:
        return 0
    rule = desk.law.rules["meeting_closes"]
    due = [
        (meeting, case)
        for meeting, case in desk.session.execute(UNTOLD).tuples()
        if rule.date_from(meeting.day, desk.law.calendar) <= desk.today
    ]
    for meeting, case in due:
        _tell(desk, case, meeting)
    return len(due)


def _tell(desk: Desk, case: Case, meeting: Meeting) -> None:
    people = roster(desk)
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
