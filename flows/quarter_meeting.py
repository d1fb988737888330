"""Theo dõi việc họp định kỳ của quý (khoản 1 Điều 8 Quy chế): quý không họp phải có lý do, do Trưởng ban xác nhận."""

from flows.process import process
from regulation.calendar import Quarter
from regulation.timetable import meeting_watch_openings
from tasks import quarters
from tasks.office import Office
from tasks.quarters import MET, NO_MEETING_CONFIRM, NO_MEETING_REASON, NOT_MET, QUARTER_OVER, WARN
from tasks.verbs import Approval, agree, fix, hold
from tasks.who import Role


@process(
    "Theo dõi việc họp hằng quý",
    clauses="Đ3.3 Đ8.1 Đ12.1",
    opening=quarters.open_watch,
    subject=quarters.quarter_of,
    case_title=quarters.case_title,
    openings=meeting_watch_openings,
)
def quarter_meeting(office: Office, quarter: Quarter) -> str:
    """Theo dõi việc họp định kỳ của quý."""
    # Đ8.1: once a quarter; who prepares none is warned in time.
    fix(office, WARN, lambda: quarters.warn(office, quarter))
    hold(office, QUARTER_OVER, rule="quarter_over", label="Chờ hết quý")
    if fix(office, MET, lambda: quarters.met(office, quarter)):
        return "Đã họp trong quý"

    # A quarter that ended without one: the standing member says why, the chair confirms it.
    why = agree(office, Role.STANDING_MEMBER, Approval(Role.CHAIR, NO_MEETING_CONFIRM), draft=NO_MEETING_REASON)
    return str(fix(office, NOT_MET, lambda: quarters.record_not_met(office, quarter, why.draft)))
