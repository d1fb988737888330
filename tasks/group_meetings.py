"""The working group's meeting (khoản 3 Điều 8, khoản 4 Điều 9): each quarter, or called by one of its leaders; who came, what follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from documents.blocks import event_name, moment_in_words, quarter_in_words, short_date
from models.cases import Case
from models.clock import OFFICE_ZONE, at
from models.errors import Refused
from models.meetings import Attendance, MeetingKind, Presence
from regulation.calendar import Quarter
from regulation.timetable import default_group_day
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.group_attendance import away_again, came
from tasks.group_checks import GROUP, LEADERS
from tasks.group_forms import GroupMinutesForm, GroupNoticeForm
from tasks.group_papers import presider_on_paper
from tasks.group_tasks import give
from tasks.invitations import calendar
from tasks.meetings import USUAL_HOUR, new_meeting
from tasks.office import QUARTER, Answered, Office, meeting_of
from tasks.papers import enclosed, release
from tasks.recipients import readers
from tasks.who import Role, roster

VERSION = 1  # of flows.group_meeting; a meeting on demand is opened where flows cannot be imported
NAME = "Tổ công tác giúp việc Ban Chỉ đạo"


class NotYours(Refused):
    """Chỉ Tổ trưởng, Tổ phó triệu tập họp Tổ công tác theo yêu cầu (khoản 3 Điều 8 Quy chế)."""

    status = 403


@dataclass(frozen=True)
class Wanted:
    """A meeting on demand as one of the leaders wants it: when, about what."""

    starts_at: datetime
    about: str
    officer_id: str
    entry: str  # the form that asked for it: sent twice it is one meeting


def case_title(desk: Desk, period: str) -> str:  # noqa: ARG001 - every case's title is found by desk and period
    """What the case of a quarter is called."""
    quarter = Quarter.parse(period)
    return f"Họp {NAME} {quarter_in_words(quarter.number, quarter.year)}"


def want(desk: Desk, wanted: Wanted) -> tuple[Case, bool]:
    """Open the case of a meeting on demand; returns it and whether it is new.

    Raises ``Refused`` for who leads no working group, a matter left blank, a day off or a time that has passed.
    """
    people = roster(desk)
    seat = next((one.id for one in people.by_role(*LEADERS) if people.holders.get(one.id) == wanted.officer_id), None)
    if seat is None:
        raise NotYours(NotYours.__doc__)
    if not wanted.about.strip():
        raise Refused("Xin ghi cuộc họp bàn về việc gì.")
    if wanted.starts_at <= desk.now or not desk.law.calendar.is_working_day(wanted.starts_at.astimezone(OFFICE_ZONE).date()):
        raise Refused(f"Thời gian họp {wanted.starts_at:%H:%M ngày %d/%m/%Y} đã qua hoặc là ngày nghỉ; hãy chọn thời gian khác.")
    about = wanted.about.strip()
    subject = {"starts_at": wanted.starts_at.isoformat(), "about": about, "presider": seat, "by": wanted.officer_id}
    desk.actor = wanted.officer_id
    period = f"{wanted.starts_at.astimezone(OFFICE_ZONE):%Y-%m-%d}/{wanted.entry}"
    title = f"Họp {NAME}: {about}"[:200]
    return open_case(desk, NewCase("group_meeting", title, VERSION, period=period, subject=subject, opening=open_meeting))


def open_meeting(desk: Desk, case: Case) -> None:
    """Its record: of a quarter on the day its report is drafted, led by the leader; on demand as it was asked for."""
    if case.period is not None and QUARTER.fullmatch(case.period):
        day = default_group_day(desk.law, Quarter.parse(case.period))
        starts_at, presider = at(day) + USUAL_HOUR, roster(desk).by_role(Role.GROUP_LEADER)[0].id
    else:
        starts_at, presider = datetime.fromisoformat(case.subject["starts_at"]), case.subject["presider"]
    new_meeting(desk, case, starts_at, MeetingKind.GROUP, presider)


def call(office: Office, released: Answered) -> dict[str, Any]:
    """The signed công văn is out: whom it calls (each person once), and what their letters enclose."""
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    paper = release(desk, UUID(released.about["paper"]), released)
    by_holder: dict[str, str] = {}
    for seat in people.by_role(*GROUP):
        holder = people.holders.get(seat.id)
        if holder is not None and holder != people.holders.get(meeting.presider_seat or ""):
            by_holder.setdefault(holder, seat.id)
    words = {
        "when": moment_in_words(meeting.starts_at),
        "place": meeting.whereabouts,
        "presider": presider_on_paper(desk, meeting).in_words,
    }
    return {
        "seats": list(by_holder.values()),
        "enclosed": enclosed(paper) | {"calendar": calendar(meeting, desk.now), "words": words},
    }


def minutes_out(office: Office, drafted: Answered, released: Answered) -> dict[str, Any]:
    """The minutes are out: who came is on record, the group has them, and who was away again is named to its leaders."""
    desk, case, people = office.desk, office.case, roster(office.desk)
    meeting, form = meeting_of(desk, case), GroupMinutesForm(choice=drafted.choice, **drafted.payload)
    paper = release(desk, UUID(released.about["paper"]), released)
    presence = came(office, form)
    desk.session.add_all(
        Attendance(meeting_id=meeting.id, seat_id=seat, officer_id=people.holders.get(seat), presence=how)
        for seat, (how, _) in presence.items()
    )
    desk.session.flush()
    telling = Telling(
        key="group-minutes",
        kind="told",
        title=f"Biên bản {event_name(meeting.title)}",
        what="Biên bản cuộc họp gửi kèm thư này.",
        clauses=("Đ8.3a",),
        why="Ông/Bà là thành viên Tổ công tác.",
        enclosed=enclosed(paper),
    )
    tell(desk, case, readers(desk, "group_minutes"), telling)
    again = away_again(desk, meeting, [seat for seat, (how, _) in presence.items() if how != Presence.PRESENT])
    _suggest(office, again)
    return {"paper": str(paper.id), "away": [seat for seat, (how, _) in presence.items() if how != Presence.PRESENT], "again": again}


def _suggest(office: Office, seats: list[str]) -> None:
    """Đ6.6: the leaders may ask the agency for somebody else; it is a suggestion, nothing follows by itself."""
    if not seats:
        return
    desk, people = office.desk, roster(office.desk)
    times = desk.law.thresholds["group_absences"].value
    who = "; ".join(f"{people.name(people.holders.get(seat))} ({people.seats[seat].office})" for seat in seats)
    telling = Telling(
        key="away-again",
        kind="told",
        title="Thành viên Tổ công tác vắng họp liên tiếp",
        what=f"Vắng {times:02d} cuộc họp liên tiếp: {who}. Lãnh đạo Tổ xem xét việc đề nghị cơ quan cử người thay thế.",
        clauses=("Đ6.6c", "Đ8.3a"),
        why="Ông/Bà lãnh đạo Tổ công tác hoặc lưu giữ hồ sơ của Tổ.",
    )
    told = [people.holders[seat.id] for seat in people.by_role(*LEADERS, Role.SECRETARY) if seat.id in people.holders]
    tell(desk, office.case, told, telling)


def notice_out(office: Office, drafted: Answered, released: Answered) -> dict[str, Any]:
    """The signed notice is out: the group has it, and each conclusion is a task of its member and a case of its own (Đ5.5, Đ7.11)."""
    desk, case, meeting = office.desk, office.case, meeting_of(office.desk, office.case)
    paper = release(desk, UUID(released.about["paper"]), released)
    lines = GroupNoticeForm(choice=drafted.choice, **drafted.payload).tasks
    telling = Telling(
        key="group-notice",
        kind="notice",
        title=f"Thông báo kết luận {event_name(meeting.title)}",
        what=f"Gửi Ông/Bà Thông báo số {paper.notation} về kết luận cuộc họp; nội dung ở tệp kèm theo.",
        clauses=("Đ8.3a", "Đ5.5b"),
        why="Ông/Bà là thành viên Tổ công tác.",
        extra={"number": paper.notation, "issued": short_date(desk.today)},
        enclosed=enclosed(paper),
    )
    tell(desk, case, readers(desk, "group_notice"), telling)
    born = [str(give(desk, case, meeting, n, line, paper.notation).id) for n, line in enumerate(lines, 1)]
    return {"paper": str(paper.id), "notation": paper.notation, "tasks": born}
