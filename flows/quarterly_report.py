"""Báo cáo quý của Tổ công tác, từ số liệu cơ quan, địa phương gửi (khoản 7, 9 Điều 7, khoản 3 Điều 9, khoản 2 Điều 11 Quy chế)."""

from flows.process import process
from regulation.calendar import Quarter
from regulation.timetable import report_openings
from tasks import progress_report, reports
from tasks.office import Office
from tasks.report_questions import (
    BOOKS_CLOSED,
    BOOKS_DAY,
    CALL_DAY,
    DRAFT,
    FIGURES,
    ISSUE_REPORT,
    LEADER_APART,
    LEADER_REVIEW,
    MISSING,
    RELEASE,
    REPORTERS,
    REVIEW,
    SIGN,
)
from tasks.verbs import Approval, agree, fix, gather, hold, open
from tasks.who import Role


@process(
    "Báo cáo quý",
    clauses="Đ7.1 Đ7.7 Đ7.9 Đ11.2",
    opening=reports.open_report,
    subject=reports.quarter_of,
    case_title=reports.case_title,
    openings=report_openings,
)
def quarterly_report(office: Office, quarter: Quarter) -> str:
    """Báo cáo quý của Tổ công tác."""
    # Đ7.7, Đ11.2: each reporting agency is asked through its head, with its own link.
    hold(office, CALL_DAY, rule="data_call", label="Chờ đến ngày đề nghị báo cáo số liệu")
    asked = fix(office, REPORTERS, lambda: reports.reporters(office, quarter))
    opened = [open(office, one["seat"], FIGURES, suffix=one["seat"], about=one["about"]) for one in asked]

    # Corrections count until the books close; the report goes out with who is there, and names who is not.
    hold(office, BOOKS_DAY, rule="report_books_close", label="Chờ cơ quan, địa phương gửi báo cáo")
    came = gather(office, *opened, until=BOOKS_CLOSED, rule="report_books_close", label="Chờ cơ quan, địa phương gửi báo cáo")
    missing = fix(office, MISSING, lambda: reports.close_books(office, came))

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
