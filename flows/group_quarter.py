"""Theo dõi việc họp ba tháng một lần của Tổ công tác (khoản 3 Điều 8 Quy chế): quý không họp là không đúng quy định."""

from flows.process import process
from regulation.calendar import Quarter
from regulation.timetable import meeting_watch_openings
from tasks import group_quarters
from tasks.group_questions import GROUP_BREACH, GROUP_MET, GROUP_NO_MEETING, GROUP_QUARTER_OVER, GROUP_REASON_CLOSED, GROUP_WARN
from tasks.office import Office
from tasks.quarters import open_watch, quarter_of
from tasks.verbs import fix, gather, hold, open
from tasks.who import Role


@process(
    "Theo dõi việc họp ba tháng một lần của Tổ công tác",
    clauses="Đ8.3 Đ12.1",
    opening=open_watch,
    subject=quarter_of,
    case_title=group_quarters.case_title,
    openings=meeting_watch_openings,
)
def group_quarter(office: Office, quarter: Quarter) -> str:
    """Theo dõi việc họp của Tổ công tác trong quý."""
    # Đ8.3: once in three months; its leaders are warned where none is being prepared.
    fix(office, GROUP_WARN, lambda: group_quarters.warn(office, quarter))
    hold(office, GROUP_QUARTER_OVER, rule="quarter_over", label="Chờ hết quý")
    if fix(office, GROUP_MET, lambda: group_quarters.met(office, quarter)):
        return "Tổ công tác đã họp trong quý"

    # A quarter that ended without one is a breach, whatever the reason: it is on record for the quarter's report.
    asked = open(office, Role.GROUP_LEADER, GROUP_NO_MEETING)
    said = gather(office, asked, until=GROUP_REASON_CLOSED, label="Chờ Tổ trưởng báo cáo lý do quý không họp")
    return str(fix(office, GROUP_BREACH, lambda: group_quarters.record_breach(office, quarter, said)))
