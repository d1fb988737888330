"""Whether the working group met in a quarter (khoản 3 Điều 8); a quarter without a meeting is a breach that the quarter's report names."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents.blocks import quarter_in_words, short_date
from models.cases import Case
from models.clock import at
from models.meetings import Meeting, MeetingKind
from models.steps import Answer, Step, StepState
from regulation.calendar import Quarter
from regulation.timetable import default_group_day
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.group_papers import presider_on_paper
from tasks.group_questions import GROUP_BREACH, GROUP_MEETING_DAY
from tasks.office import Office
from tasks.verbs import Gathered
from tasks.who import Role, roster


def case_title(desk: Desk, period: str) -> str:  # noqa: ARG001 - every case's title is found by desk and period
    """What the case of a quarter is called."""
    quarter = Quarter.parse(period)
    return f"Theo dõi việc họp Tổ công tác {quarter_in_words(quarter.number, quarter.year)}"


def warn(office: Office, quarter: Quarter) -> bool:
    """Fifteen working days before the end: where no meeting is being prepared for this quarter, the group's leaders are told."""
    if _meetings(office.desk, quarter):
        return False
    what = f"{quarter.title[:1].upper()}{quarter.title[1:]} sắp hết mà Tổ công tác chưa có cuộc họp định kỳ nào được chuẩn bị."
    _tell(office, "warning", f"Tổ công tác chưa có cuộc họp {quarter.title}", f"{what} Tổ công tác họp ba tháng một lần.", ())
    return True


def met(office: Office, quarter: Quarter) -> bool:
    """Whether the three-monthly meeting took place within the quarter; one on demand does not stand in for it."""
    return _met(office.desk, quarter)


def _met(desk: Desk, quarter: Quarter) -> bool:
    held = _held(desk)
    return any(meeting.case_id in held and meeting.day <= desk.today for meeting in _meetings(desk, quarter))


def _held(desk: Desk) -> set[UUID]:
    came = select(Step.case_id).where(col(Step.question) == GROUP_MEETING_DAY.key, col(Step.state) == StepState.ANSWERED)
    return set(desk.session.exec(came))


def _meetings(desk: Desk, quarter: Quarter) -> list[Meeting]:
    first, after = at(quarter.first), at(quarter.last + timedelta(days=1))
    wanted = select(Meeting).where(
        col(Meeting.kind) == MeetingKind.GROUP,
        col(Meeting.cancelled_at).is_(None),
        col(Meeting.period).regexp_match("^[0-9]{4}-Q[1-4]$"),
        col(Meeting.starts_at) >= first,
        col(Meeting.starts_at) < after,
    )
    return list(desk.session.exec(wanted))


def record_breach(office: Office, quarter: Quarter, said: Gathered) -> str:
    """On record as what it is, with the reason where one was given; the leadership knows it."""
    reason = next((answer.payload["reason"] for answer in said.answers.values()), "chưa báo cáo")
    sentence = f"Tổ công tác không họp {quarter.title}, không đúng khoản 3 Điều 8 Quy chế. Lý do: {reason}"
    _tell(office, "breach", f"Tổ công tác không họp {quarter.title}", sentence, (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER))
    return sentence


def breach_in(desk: Desk, quarter: Quarter) -> str:
    """The sentence for the quarter's report; empty where the group met, or the quarter is not over."""
    wanted = (
        select(Answer)
        .join(Step, col(Step.id) == col(Answer.step_id))
        .join(Case, col(Case.id) == col(Step.case_id))
        .where(col(Case.process) == "group_quarter", col(Case.period) == str(quarter), col(Step.question) == GROUP_BREACH.key)
    )
    found = desk.session.exec(wanted).first()
    return str(found.payload["value"]) if found is not None else ""


def for_report(desk: Desk, quarter: Quarter) -> dict[str, Any]:
    """What the quarter's report begins with: the group's meetings since the last report was drafted, or the one still to come.

    The group meets about the draft itself, so its regular meeting mostly stands in the report of the next quarter.
    """
    wanted = select(Meeting).where(
        col(Meeting.kind) == MeetingKind.GROUP,
        col(Meeting.cancelled_at).is_(None),
        col(Meeting.starts_at) >= at(default_group_day(desk.law, quarter.previous())),
        col(Meeting.starts_at) < at(desk.today + timedelta(days=1)),
    )
    held = _held(desk)
    rows = [
        {"title": meeting.title, "day": meeting.day.isoformat(), "presider": presider_on_paper(desk, meeting).in_words}
        for meeting in desk.session.exec(wanted.order_by(col(Meeting.starts_at)))
        if meeting.case_id in held
    ]
    coming = () if _met(desk, quarter) else _meetings(desk, quarter)
    planned = "".join(f"cuộc họp {quarter.title} được chuẩn bị vào {short_date(meeting.day)}" for meeting in coming[:1])
    return {"group_meetings": rows, "group_not_met": planned}


def _tell(office: Office, key: str, title: str, what: str, also: tuple[Role, ...]) -> None:
    people = roster(office.desk)
    seats = people.by_role(*also, Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY)
    telling = Telling(
        key=f"group-{key}",
        kind="told",
        title=title,
        what=what,
        clauses=("Đ8.3a",),
        why="Ông/Bà lãnh đạo Ban Chỉ đạo, Tổ công tác hoặc lưu giữ hồ sơ của Tổ.",
    )
    tell(office.desk, office.case, [people.holders[seat.id] for seat in seats if seat.id in people.holders], telling)
