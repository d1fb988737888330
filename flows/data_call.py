"""Cung cấp số liệu theo yêu cầu của UBND tỉnh (khoản 6, 7 Điều 7, khoản 2 Điều 11 Quy chế)."""

from flows.process import process
from tasks import data_call_papers, data_calls
from tasks.collecting import collect
from tasks.data_call_questions import DRAFT, FIGURES, ISSUE_REPORT, RELEASE, SIGN
from tasks.data_calls import DataCall
from tasks.office import Office
from tasks.verbs import Approval, agree, fix
from tasks.who import Role

SECRETARY, STANDING_MEMBER = Role.SECRETARY, Role.STANDING_MEMBER


@process(
    "Cung cấp số liệu theo yêu cầu của UBND tỉnh",
    clauses="Đ5.4 Đ7.6 Đ7.7 Đ11.2",
    opening=data_calls.open_call,
    subject=data_calls.call_of,
    version=data_calls.VERSION,
)
def data_call(office: Office, call: DataCall) -> str:  # noqa: ARG001 - its verbs find the call themselves
    """Số liệu UBND tỉnh yêu cầu ngoài kỳ báo cáo quý, từ công văn đề nghị đến báo cáo gửi UBND tỉnh."""
    # Đ7.7, Đ11.2: the same letter, form, checks and reminders as the quarter's.
    missing = collect(office, FIGURES, data_calls.data_call)

    # Đ7.6, Đ5.4: the secretary drafts the report to the UBND, the standing member reviews and signs it.
    agreed = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, SIGN, before=data_call_papers.put_report),
        Approval(SECRETARY, RELEASE, before=data_call_papers.same_report),
        draft=DRAFT,
    )
    return str(fix(office, ISSUE_REPORT, lambda: data_call_papers.issue_report(office, agreed.last, missing)))
