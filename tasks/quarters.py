"""Whether the committee met in a quarter (khoản 1 Điều 8), and why not."""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field
from sqlmodel import col, select

from documents.blocks import quarter_in_words
from models.cases import Case
from models.clock import at
from models.meetings import Meeting, MeetingKind
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.meeting_checks import day_has_come
from tasks.meeting_forms import VerdictForm
from tasks.meeting_questions import OVERDUE, PRESIDER_LADDER, REMIND, TO_CHAIR, WAITS
from tasks.office import Answered, Office
from tasks.questions import Deed, Form, Question
from tasks.who import Role, roster


class NoMeetingForm(Form):
    """Why the quarter passed without a regular meeting."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Báo cáo lý do"}
    reason: str = Field(min_length=1)


NO_MEETING_REASON = Question(
    key="no-meeting-reason",
    title="Báo cáo lý do quý không họp",
    waiting="báo cáo lý do quý không họp",
    clauses=("Đ8.1a", "Đ5.4a"),
    form=NoMeetingForm,
    due="no_meeting_report",
    silence=WAITS,
    ladder=(REMIND, OVERDUE, TO_CHAIR),
)
NO_MEETING_CONFIRM = Question(
    key="no-meeting-confirm",
    title="Xác nhận lý do quý không họp",
    waiting="xác nhận lý do quý không họp",
    clauses=("Đ8.1a", "Đ3.3"),
    form=VerdictForm,
    due="no_meeting_reason",
    silence=WAITS,
    ladder=PRESIDER_LADDER,
)
WARN = Deed("warn-no-meeting", "Cảnh báo quý chưa có cuộc họp", ("Đ8.1a",))
QUARTER_OVER = Deed("quarter-over", "Hết quý", ("Đ8.1a",))
MET = Deed("met", "Ghi nhận việc họp trong quý", ("Đ8.1a",))
NOT_MET = Deed("not-met", "Ghi nhận quý không họp", ("Đ8.1a", "Đ12.1"))


def case_title(desk: Desk, period: str) -> str:
    """What the case of a quarter is called."""
    quarter = Quarter.parse(period)
    return f"Theo dõi việc họp {desk.law.committee.identity.short_name} {quarter_in_words(quarter.number, quarter.year)}"


def open_watch(desk: Desk, case: Case) -> None:
    """Nothing is written down but the case itself."""


def quarter_of(desk: Desk, case: Case) -> Quarter:  # noqa: ARG001 - every subject is found by desk and case
    """The quarter a case watches."""
    assert case.period is not None
    return Quarter.parse(case.period)


def warn(office: Office, quarter: Quarter) -> bool:
    """Fifteen working days before the end: where no meeting is being prepared for this quarter, its leaders are told."""
    if any(_within(meeting, quarter) for meeting in _regular(office.desk, quarter)):
        return False
    _tell_leaders(
        office,
        "warning",
        f"Chưa có cuộc họp {quarter.title}",
        f"{quarter.title[:1].upper()}{quarter.title[1:]} còn không quá 15 ngày làm việc mà chưa có cuộc họp định kỳ nào được chuẩn bị. "
        "Ban Chỉ đạo họp định kỳ 01 quý/lần.",
    )
    return True


def met(office: Office, quarter: Quarter) -> bool:
    """Whether a regular meeting took place within the quarter; asking in writing does not stand in for one."""
    return any(day_has_come(office.desk, meeting) for meeting in _regular(office.desk, quarter) if _within(meeting, quarter))


def _regular(desk: Desk, quarter: Quarter) -> list[Meeting]:
    first, after = at(quarter.first), at(quarter.last + timedelta(days=1))
    wanted = select(Meeting).where(col(Meeting.kind) == MeetingKind.REGULAR, col(Meeting.cancelled_at).is_(None))
    return list(desk.session.exec(wanted.where(col(Meeting.starts_at) >= first, col(Meeting.starts_at) < after)))


def _within(meeting: Meeting, quarter: Quarter) -> bool:
    return quarter.first <= meeting.day <= quarter.last


def record_not_met(office: Office, quarter: Quarter, reason: Answered) -> str:
    """The reason, confirmed by the chair, is on record, and the committee's leaders know it."""
    why = reason.payload["reason"]
    _tell_leaders(office, "not-met", f"Không họp {quarter.title}", f"Trưởng ban đã xác nhận lý do không họp {quarter.title}: {why}")
    return f"Không họp, lý do: {why}"


def _tell_leaders(office: Office, key: str, title: str, what: str) -> None:
    people = roster(office.desk)
    seats = people.by_role(Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY)
    telling = Telling(
        key=key,
        kind="told",
        title=title,
        what=what,
        clauses=("Đ8.1a",),
        why="Ông/Bà lãnh đạo Ban Chỉ đạo hoặc chuẩn bị các cuộc họp của Ban Chỉ đạo.",
    )
    tell(office.desk, office.case, [people.holders[seat.id] for seat in seats if seat.id in people.holders], telling)
