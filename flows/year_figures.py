"""What a rehearsed year's reports, written consultations, spending and working group come to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.consultations import Consultation
from models.funding import FundingDecision, FundingRequest
from models.group_tasks import GroupTask
from models.meetings import Attendance, Meeting, MeetingKind
from models.money import in_figures
from models.papers import Paper
from models.steps import Answer, Step
from tasks.bureau import Desk
from tasks.group_questions import GROUP_BREACH
from tasks.office import day_of
from tasks.opinions import voices
from tasks.report_records import PROCESS


@dataclass(frozen=True)
class OpinionFigures:
    """The year's written consultations: how many were begun and decided, how often somebody was asked, and stayed silent to the end."""

    begun: int
    decided: int
    asked: int
    silent: int

    @property
    def remark(self) -> str:
        """A sentence under the year's table."""
        return (
            f"Lấy ý kiến bằng văn bản: {self.begun} lần, đã quyết định {self.decided}; hỏi {self.asked} lượt, chưa trả lời {self.silent}."
        )


@dataclass(frozen=True)
class GroupFigures:
    """The working group's year: meetings held, quarters without one (khoản 3 Điều 8), tasks given and confirmed."""

    held: int
    breaches: int
    given: int
    confirmed: int

    @property
    def remark(self) -> str:
        """A sentence under the year's table."""
        met = f"Tổ công tác: họp {self.held} lần, quý không họp {self.breaches}"
        return f"{met}; giao {self.given} việc, xác nhận hoàn thành {self.confirmed}."


def opinion_figures(desk: Desk) -> OpinionFigures:
    """Read off the records, without those that are part of another process; whoever was asked in one consultation counts once."""
    of_its_own = col(Case.process) == "written_consultation"
    begun = desk.session.exec(select(Consultation).join(Case, col(Case.id) == col(Consultation.case_id)).where(of_its_own)).all()
    heard = [voice for asked in begun for voice in voices(desk, asked) if voice.n == 1]
    decided = sum(asked.outcome is not None for asked in begun)
    return OpinionFigures(len(begun), decided, len(heard), sum(voice.stance is None for voice in heard))


def group_figures(desk: Desk) -> GroupFigures:
    """Held is what has its attendance on record."""
    met = select(func.count(func.distinct(col(Attendance.meeting_id)))).join(Meeting, col(Meeting.id) == col(Attendance.meeting_id))
    breaches = select(func.count()).where(col(Step.question) == GROUP_BREACH.key)
    given = select(func.count(), func.count(col(GroupTask.ended_on)))
    counted = desk.session.execute(given).one()
    return GroupFigures(
        held=desk.session.execute(met.where(col(Meeting.kind) == MeetingKind.GROUP)).scalar_one(),
        breaches=desk.session.execute(breaches).scalar_one(),
        given=counted[0],
        confirmed=counted[1],
    )


@dataclass(frozen=True)
class ReportFigures:
    """What became of the year's quarterly reports. ``missing``: agencies' reports that did not come before the books closed."""

    issued: int
    on_time: int  # by the 25th of the quarter's last month
    asked: int
    missing: int
    asked_again: int  # questions to explain
    explained: int

    @property
    def remark(self) -> str:
        """A sentence under the year's table."""
        return (
            f"Báo cáo quý: phát hành {self.issued}, đúng hạn {self.on_time}; "
            f"đề nghị {self.asked} báo cáo của cơ quan, thiếu {self.missing}; "
            f"hỏi lại số liệu {self.asked_again}, có giải trình {self.explained}."
        )


@dataclass(frozen=True)
class FundingFigures:
    """What became of the year's requests for spending without a norm; ``allowed`` in đồng."""

    asked: int
    approved: int
    allowed: int

    @property
    def remark(self) -> str:
        """A sentence under the year's table."""
        return f"Chi chưa có định mức: đề nghị {self.asked}, được phê duyệt {self.approved}, số tiền {in_figures(self.allowed)}."


def report_figures(desk: Desk) -> ReportFigures:
    """Of the year's quarterly reports."""
    ours = (col(Case.process) == PROCESS, col(Paper.matrix) == PROCESS)
    papers = select(Paper, Case).join(Case, col(Case.id) == col(Paper.case_id)).where(*ours, col(Paper.issued_at).is_not(None))
    issued = desk.session.exec(papers).all()
    steps = select(Step.question, Answer.step_id).join(Answer, col(Answer.step_id) == col(Step.id), isouter=True)
    asked = desk.session.exec(steps.where(col(Step.question).in_(("figures", "explain")))).all()
    return ReportFigures(
        issued=len(issued),
        on_time=sum(_issued_on(paper) <= day_of(desk, case, "report_issue") for paper, case in issued),
        asked=sum(question == "figures" for question, _ in asked),
        missing=sum(len(paper.facts["silent"]) for paper, _ in issued),
        asked_again=sum(question == "explain" for question, _ in asked),
        explained=sum(question == "explain" and answered is not None for question, answered in asked),
    )


def _issued_on(paper: Paper) -> date:
    assert paper.issued_at is not None
    return paper.issued_at.astimezone(OFFICE_ZONE).date()


def funding_figures(desk: Desk) -> FundingFigures:
    """Of the year's requests for spending without a norm."""
    decided = desk.session.exec(select(FundingDecision)).all()
    asked = desk.session.execute(select(func.count()).select_from(FundingRequest)).scalar_one()
    return FundingFigures(asked, len(decided), sum(one.amount for one in decided))
