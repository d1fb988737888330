"""What stands behind each figure of the scorecard: one row a directive, a report asked for, a seat at a meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, select

from models.agencies import Succession
from models.cases import Case
from models.clock import OFFICE_ZONE, at
from models.meetings import Attendance, Meeting, MeetingKind, Presence
from models.people import Officer, Seat
from models.reports import AgencyReport
from models.scorecard import Kind
from models.steps import Step, StepState
from notifications.words import short_date
from regulation.calendar import Quarter
from tasks.agencies import last_heir
from tasks.attendance import EXCUSED
from tasks.bureau import Desk
from tasks.directive_checks import term
from tasks.duty_counts import Followed, Standing, last_day, standing_in
from tasks.report_records import PROCESS
from tasks.who import roster_on


class Measure(StrEnum):
    """A figure of the scorecard: what is counted, and how it stood."""

    DUTY_ON_TIME = "nhiem-vu-dung-han"  # as it stands in addresses
    DUTY_LATE = "nhiem-vu-tre"
    DUTY_OPEN = "nhiem-vu-trong-han"
    DUTY_OVERDUE = "nhiem-vu-qua-han"
    REPORT_ON_TIME = "bao-cao-dung-han"
    REPORT_LATE = "bao-cao-tre"
    REPORT_AWAITED = "bao-cao-chua-den-han"
    REPORT_SILENT = "bao-cao-chua-gui"
    PRESENT = "du-hop-co-mat"
    SUBSTITUTE = "du-hop-thay"
    EXCUSED = "vang-duoc-dong-y"
    UNEXCUSED = "vang-chua-dong-y"


MEASURES = {
    Kind.DIRECTIVES: (Measure.DUTY_ON_TIME, Measure.DUTY_LATE, Measure.DUTY_OPEN, Measure.DUTY_OVERDUE),
    Kind.REPORTS: (Measure.REPORT_ON_TIME, Measure.REPORT_LATE, Measure.REPORT_AWAITED, Measure.REPORT_SILENT),
    Kind.ATTENDANCE: (Measure.PRESENT, Measure.SUBSTITUTE, Measure.EXCUSED, Measure.UNEXCUSED),
}
_STANDINGS = dict(zip(Standing, MEASURES[Kind.DIRECTIVES], strict=True))


@dataclass(frozen=True)
class Row:
    """One thing counted. ``agency``: who had the duty on that day; ``due``: by when, in words; ``done``: the day it was done or held.

    ``of``: what paper or meeting it comes from; ``note``: what has to be known beside the figure.
    """

    agency: str
    measure: Measure
    case_id: UUID
    what: str
    of: str
    due: str
    done: date | None
    note: str = ""


def duty_rows(desk: Desk, duties: Sequence[Followed], quarter: Quarter) -> Iterator[Row]:
    """The directives an agency led (khoản 1 Điều 11), as they stood at the quarter's end, or stand today."""
    day = last_day(desk, quarter)
    for one in duties:
        stood = standing_in(desk, one, quarter)
        if stood is None:
            continue
        duty, done = one.duty, one.duty.completed_on if stood in (Standing.ON_TIME, Standing.LATE) else None
        reported = one.reported_on if done is None and one.reported_on is not None and one.reported_on <= day else None
        yield Row(
            agency=one.lead_on(done or day),
            measure=_STANDINGS[stood],
            case_id=duty.case_id,
            what=duty.text,
            of=f"{duty.source_text}{f' ({duty.source_number})' if duty.source_number else ''}, ngày {short_date(duty.source_date)}",
            due=term(duty),
            done=done,
            note=f"Đã báo cáo hoàn thành ngày {short_date(reported)}, khi đó chưa được xác nhận" if reported else "",
        )


def report_rows(desk: Desk, quarters: Sequence[Quarter]) -> Iterator[tuple[Quarter, Row]]:
    """The agencies asked for a quarter's figures (khoản 2 Điều 11). The first thing sent counts, corrections are only told of."""
    periods = {str(one): one for one in quarters}
    ours = (col(Case.process) == PROCESS, col(Case.period).in_(periods), col(Case.cancelled_at).is_(None))
    asked = select(Step, Case).join(Case, col(Case.id) == col(Step.case_id)).where(*ours, col(Step.question) == "figures")
    sent = select(AgencyReport).join(Case, col(Case.id) == col(AgencyReport.case_id)).where(*ours).order_by(col(AgencyReport.version))
    versions: dict[tuple[UUID, str], list[AgencyReport]] = {}
    for one in desk.session.exec(sent):
        versions.setdefault((one.case_id, one.agency_id), []).append(one)
    for step, case in desk.session.exec(asked.where(col(Step.state) != StepState.WITHDRAWN).order_by(col(Step.id))):
        agency, quarter = step.about["agency"], periods[case.period or ""]
        assert step.due is not None  # a report has its day from a house rule
        found = versions.get((case.id, agency), [])
        yield quarter, _report_row(desk, case, agency, step.due, found, quarter)


def _report_row(desk: Desk, case: Case, agency: str, due: date, found: Sequence[AgencyReport], quarter: Quarter) -> Row:
    done = _day(found[0].reported_at) if found else None
    if done is None:
        measure = Measure.REPORT_AWAITED if desk.today <= due else Measure.REPORT_SILENT
    else:
        measure = Measure.REPORT_ON_TIME if done <= due else Measure.REPORT_LATE
    told = [f"Gửi sau khi kết thúc nhận báo cáo, đưa vào báo cáo kỳ {found[0].counted_in}"] if found and found[0].counted_in else []
    told += [f"điều chỉnh {len(found) - 1} lần, lần cuối ngày {short_date(_day(found[-1].reported_at))}"] if len(found) > 1 else []
    note = "; ".join(told)
    what = f"Báo cáo số liệu {quarter.title}"
    return Row(agency, measure, case.id, what, case.title, short_date(due), done, note[:1].upper() + note[1:])


def attendance_rows(desk: Desk, quarters: Sequence[Quarter]) -> Iterator[tuple[Quarter, Row]]:
    """An agency's seats at the meetings of the committee and its working group (khoản 5 Điều 6, khoản 3 Điều 8), as the minutes have them.

    A seat of an agency that was no more on the day counts for who took over.
    """
    first, after = at(quarters[0].first), at(quarters[-1].day_after)
    wanted = select(Attendance, Meeting, Seat, Officer)
    wanted = wanted.join(Meeting, col(Meeting.id) == col(Attendance.meeting_id)).join(Seat, col(Seat.id) == col(Attendance.seat_id))
    wanted = wanted.join(Officer, col(Officer.id) == col(Attendance.officer_id), isouter=True)
    wanted = wanted.where(col(Meeting.starts_at) >= first, col(Meeting.starts_at) < after, col(Seat.agency_id).is_not(None))
    people = roster_on(desk, last_day(desk, quarters[-1]))  # seats as they were called then
    rank = {seat: people.rank.get(seat, len(people.rank)) for seat in people.seats}
    successions = [one for one in desk.session.exec(select(Succession)) if one.remainder]
    rows = desk.session.exec(wanted).all()
    for came, meeting, seat, officer in sorted(rows, key=lambda row: (row[1].starts_at, rank[row[2].id])):
        taken = {one.predecessor_id: one.successor_id for one in successions if one.effective <= meeting.day}
        presence = Presence(came.presence)
        named = f"{people.title(seat.id)}{f' ({officer.name})' if officer is not None else ''}"
        yield (
            Quarter.of(meeting.day),
            Row(
                agency=last_heir(taken, seat.agency_id or ""),
                measure=_measure(presence),
                case_id=meeting.case_id,
                what=named,
                of=meeting.title,
                due="",
                done=meeting.day,
                note=_absence(meeting, presence, came.proxy_name),
            ),
        )


def _measure(presence: Presence) -> Measure:
    if presence == Presence.PRESENT:
        return Measure.PRESENT
    if presence == Presence.PROXY:
        return Measure.SUBSTITUTE
    return Measure.EXCUSED if presence in EXCUSED else Measure.UNEXCUSED


def _absence(meeting: Meeting, presence: Presence, proxy: str | None) -> str:
    told = {
        Presence.PROXY: f"Người dự thay: {proxy}" if proxy else "Cử người dự thay",
        Presence.STOOD_IN_FOR: "Phó Trưởng ban chủ trì thay (Điều 4)",
        Presence.REPORTED: "Đã báo lý do vắng",
        Presence.UNREPORTED: "Chưa báo lý do vắng",
    }
    group = "Họp Tổ công tác" if meeting.kind == MeetingKind.GROUP else ""
    return ". ".join(part for part in (group, told.get(presence, "")) if part)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()
