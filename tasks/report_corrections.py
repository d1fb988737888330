"""An agency corrects what it reported (Đ11.2): a new version while the books are open, afterwards a line of the next period's report."""

from uuid import UUID

from sqlmodel import col, select

from models.errors import Refused
from models.reports import AgencyReport
from models.steps import Step
from tasks.answering import NotTheOneAsked
from tasks.bureau import Desk
from tasks.questions import Unacceptable
from tasks.report_checks import wrong_lines
from tasks.report_entry import Entry, enter
from tasks.report_forms import CorrectionForm
from tasks.report_records import Asked, reports_in
from tasks.who import roster


class NotReportedYet(Refused):
    """Cơ quan chưa gửi báo cáo kỳ này và việc báo cáo vẫn còn mở. Xin mở «Việc của tôi» để gửi báo cáo; chưa có gì để điều chỉnh."""

    status = 409


class CalledOff(Refused):
    """Kỳ báo cáo này đã hủy, không nhận số liệu nữa."""

    status = 409


def correct(desk: Desk, case_id: UUID, agency: str, form: CorrectionForm, officer_id: str) -> AgencyReport:
    """Take down corrected figures, or those of an agency that was silent, as its next version.

    Raises :class:`tasks.questions.Unacceptable` naming each field, :class:`NotTheOneAsked` for who does not head the agency,
    :class:`NotReportedYet` while its own question still takes the answer.
    """
    case = desk.locked_case(case_id)
    asked = who_corrects(desk, case_id, agency, officer_id)
    if case.cancelled_at is not None:
        raise CalledOff(CalledOff.__doc__)
    step = desk.session.exec(select(Step).where(col(Step.case_id) == case_id, col(Step.key) == asked.key)).one()
    if case.is_open and step.takes_answers:
        raise NotReportedYet(NotReportedYet.__doc__)
    if wrong := wrong_lines(desk, case, asked, form.figures, note="note"):
        raise Unacceptable(wrong)
    desk.actor = officer_id
    head = roster(desk).head_of(agency)
    assert head is not None
    return enter(desk, case, asked, Entry(form.figures, officer_id, head.id, form.obstacles, form.proposals, form.reason))


def who_corrects(desk: Desk, case_id: UUID, agency: str, officer_id: str) -> Asked:
    """What the agency is asked for, where this officer answers for it."""
    found = [one for one in reports_in(desk, desk.case(case_id), officer_id) if one.agency == agency]
    if not found:
        raise NotTheOneAsked(NotTheOneAsked.__doc__)
    return found[0]
