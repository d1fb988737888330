"""Báo cáo quý của Tổ công tác, từ số liệu cơ quan, địa phương gửi (khoản 7, 9 Điều 7, khoản 3 Điều 9, khoản 2 Điều 11 Quy chế)."""

from flows.process import process
from regulation.calendar import Quarter
from regulation.timetable import report_openings
from tasks import progress_report, reports
from tasks.collecting import collect
from tasks.office import Office
from tasks.report_questions import (
    DRAFT,
    FIGURES,
    ISSUE_REPORT,
    LEADER_APART,
    LEADER_REVIEW,
    RELEASE,
    REVIEW,
    SIGN,
)
from tasks.verbs import Approval, agree, fix
from tasks.who import Role


@process(
    "Báo cáo quý",
    clauses="Đ7.1 Đ7.7 Đ7.9 Đ11.2",
    opening=reports.open_report,
    subject=reports.quarter_of,
    case_title=reports.case_title,
    openings=report_openings,
)
def quarterly_report(office: Office, quarter: Quarter) -> str:  # noqa: ARG001 - its verbs find the quarter themselves
    """Báo cáo quý của Tổ công tác."""
    # Đ7.7, Đ11.2: the agencies are asked by letter; the report goes out with who is there when the books close, and names who is not.
    missing = collect(office, FIGURES, reports.data_call)

    # Đ7.9: the secretary drafts, the deputy leader reviews, the standing member signs; every member is sent it.
    apart = fix(office, LEADER_APART, lambda: reports.leader_is_apart(office))
    agreed = agree(
        office,
        Role.SECRETARY,
        Approval(Role.DEPUTY_GROUP_LEADER, REVIEW),
        Approval(Role.GROUP_LEADER, LEADER_REVIEW, when=lambda _: apart),
        Approval(Role.STANDING_MEMBER, SIGN, before=progress_report.put_report),
        Approval(Role.SECRETARY, RELEASE, before=progress_report.same_report),
        draft=DRAFT,
    )
    return str(fix(office, ISSUE_REPORT, lambda: progress_report.issue_report(office, agreed.last, missing)))
