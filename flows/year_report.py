"""What a rehearsed year comes to: one row a case, and what it says in Vietnamese."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, text
from sqlmodel import col, select

from flows.year_figures import (
    FundingFigures,
    GroupFigures,
    OpinionFigures,
    ReportFigures,
    funding_figures,
    group_figures,
    opinion_figures,
    report_figures,
)
from flows.yearbook import Yearbook
from models.cases import Case
from models.clock import OFFICE_ZONE
from models.directives import Directive, Ending, Extension
from models.journal import verify
from models.meetings import Meeting, MeetingKind
from models.papers import Paper
from models.steps import Answer, Step, StepKind, StepState
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.directives import on_time
from tasks.follow_up import FIRST, SECOND, TO_UBND
from tasks.office import meeting_of

RUNGS = ("remind", "escalate")


@dataclass(frozen=True)
class CaseRow:
    """One case of the year. ``provisional``: days of its time that nobody has confirmed yet; while there are any, its dates may move."""

    process: str
    period: str
    title: str
    opened: date
    meeting_day: date
    invitation: date | None
    notice: date | None
    notice_due: date
    letters: int
    rungs: int
    asked: int
    late: int
    returned: int
    state: str
    provisional: tuple[str, ...]

    @property
    def on_time(self) -> bool:
        """The notice went out by the day the law sets."""
        return self.notice is not None and self.notice <= self.notice_due


@dataclass(frozen=True)
class DirectiveFigures:
    """What became of the year's directives. ``on_time`` is held against the first day each was given, whatever was granted later."""

    given: int
    confirmed: int
    on_time: int
    extended: int
    follow_ups: int  # official letters
    to_chair: int
    to_ubnd: int


@dataclass(frozen=True)
class YearReport:
    """A rehearsed year: ``days`` working days were walked in ``seconds``; ``left_open`` names what no day brought to an end, ``later``
    what waits for a day after the last one alone (a session of the council that comes a year on), ``book`` tells it page by page.
    """

    year: int
    seed: int
    rows: tuple[CaseRow, ...]
    directives: DirectiveFigures
    reports: ReportFigures
    opinions: OpinionFigures
    funding: FundingFigures
    group: GroupFigures
    days: int
    journal_lines: int
    journal_clean: bool
    left_open: tuple[str, ...]
    later: tuple[str, ...]
    seconds: float = field(compare=False)
    book: Yearbook | None = None

    def as_json(self) -> dict[str, Any]:
        """The same facts for a machine."""
        facts = asdict(replace(self, book=None))
        for told, row in zip(facts["rows"], self.rows, strict=True):
            told["on_time"] = row.on_time
        facts["book"] = self.book.as_json() if self.book is not None else None
        return facts


HEADS = ("Kỳ", "Mở hồ sơ", "Ngày họp", "Giấy mời", "Thông báo", "Hạn", "Đúng hạn", "Hỏi", "Trễ", "Trả lại", "Thư", "Nhắc", "Kết quả")


def cells(row: CaseRow) -> tuple[str, ...]:
    """A row of the table, under ``HEADS``."""
    mark = " (dự kiến)" if row.provisional else ""
    return (
        row.period,
        _day(row.opened),
        _day(row.meeting_day) + mark,
        _day(row.invitation),
        _day(row.notice),
        _day(row.notice_due),
        "đúng" if row.on_time else "CHẬM",
        *(str(number) for number in (row.asked, row.late, row.returned, row.letters, row.rungs)),
        row.state,
    )


def remarks(report: YearReport) -> list[str]:
    """The sentences under the table."""
    said = [f"Đã đi qua {report.days} ngày làm việc trong {report.seconds:.1f} giây; nhật ký {report.journal_lines} dòng"]
    said[0] += ", liền mạch." if report.journal_clean else ", BỊ ĐỨT."
    duties = report.directives
    said.append(
        f"Nhiệm vụ: giao {duties.given}, xác nhận hoàn thành {duties.confirmed} ({duties.on_time} đúng hạn giao ban đầu), "
        f"gia hạn {duties.extended}, công văn đôn đốc {duties.follow_ups}, báo cáo Trưởng ban {duties.to_chair}, "
        f"trình Chủ tịch UBND tỉnh {duties.to_ubnd}."
    )
    said += [report.reports.remark, report.opinions.remark, report.funding.remark, report.group.remark]
    days = dict.fromkeys(day for row in report.rows for day in row.provisional)
    said += [f"Dự kiến: {day}." for day in days]
    said += [f"Còn mở: {title}." for title in report.left_open]
    said += [f"Chờ kỳ sau: {told}." for told in report.later]
    return said


def report_of(desk: Desk, *, year: int, seed: int, days: int, seconds: float) -> YearReport:
    """Read the year off the records."""
    held = (
        select(Case)
        .join(Meeting, col(Meeting.case_id) == col(Case.id))
        .where(col(Meeting.kind) != MeetingKind.GROUP)
        .order_by(col(Case.opened_at), col(Case.id))
    )
    cases = desk.session.exec(held).all()
    rows = tuple(_row(desk, case) for case in cases)
    verdict = verify(desk.session)
    figures = (_directives(desk), report_figures(desk), opinion_figures(desk), funding_figures(desk), group_figures(desk))
    return YearReport(year, seed, rows, *figures, days, verdict.lines, verdict.clean, *_unfinished(desk), seconds)


def _unfinished(desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cases that are open after the last day: those that should have ended, and those that wait for a later day alone."""
    waits = and_(col(Step.case_id) == col(Case.id), col(Step.state) == StepState.OPEN)
    still_open = select(Case.title, func.min(Step.due)).join(Step, waits, isouter=True)
    still_open = still_open.where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
    left, later = list[str](), list[str]()
    for title, due in desk.session.exec(still_open.group_by(col(Case.id)).order_by(col(Case.id))):
        if due is not None and due > desk.today:
            later.append(f"{title} (hạn {due:%d/%m/%Y})")
        else:
            left.append(title)
    return tuple(left), tuple(later)


def _directives(desk: Desk) -> DirectiveFigures:
    duties = desk.session.exec(select(Directive)).all()
    extended = select(func.count(func.distinct(col(Extension.directive_id)))).where(col(Extension.granted).is_not(None))
    issued = select(func.split_part(Paper.key, "/", 1), func.count()).where(col(Paper.issued_at).is_not(None)).group_by(text("1"))
    papers = dict(desk.session.execute(issued).tuples().all())
    told = text("SELECT count(*) FROM letter WHERE split_part(key, '/', 2) = 'report' AND key LIKE '%/chair/%'")
    return DirectiveFigures(
        given=len(duties),
        confirmed=sum(duty.ending == Ending.CONFIRMED for duty in duties),
        on_time=sum(on_time(desk, duty) for duty in duties),
        extended=desk.session.execute(extended).scalar_one(),
        follow_ups=papers.get(FIRST, 0) + papers.get(SECOND, 0),
        to_chair=desk.session.execute(told).scalar_one(),
        to_ubnd=papers.get(TO_UBND, 0),
    )


def _row(desk: Desk, case: Case) -> CaseRow:
    assert case.period is not None
    meeting = meeting_of(desk, case)
    papers = desk.session.exec(select(Paper).where(col(Paper.case_id) == case.id).order_by(col(Paper.issued_at))).all()
    steps = desk.session.exec(select(Step).where(col(Step.case_id) == case.id, col(Step.kind) == StepKind.ASK)).all()
    said = {answer.step_id: answer for answer in desk.session.exec(select(Answer).where(col(Answer.step_id).in_([s.id for s in steps])))}
    letters = desk.session.execute(
        text("SELECT count(*) AS n, count(*) FILTER (WHERE kind = ANY(:rungs)) AS rungs FROM letter WHERE case_id = :case"),
        {"case": case.id, "rungs": list(RUNGS)},
    ).one()
    opened = _local(case.opened_at)
    notice_due = desk.law.rules["notice_issue"].date_from(meeting.day, desk.law.calendar)
    unsure = desk.law.calendar.provisional(opened, max(notice_due, Quarter.parse(case.period).last))
    return CaseRow(
        process=case.process,
        period=case.period,
        title=case.title,
        opened=opened,
        meeting_day=meeting.day,
        invitation=_issued(papers, "invitation"),
        notice=_issued(papers, "notice"),
        notice_due=notice_due,
        letters=letters.n,
        rungs=letters.rungs,
        asked=len(steps),
        late=sum(_was_late(step, said.get(step.id), desk.today) for step in steps),
        returned=sum(answer.choice == "return" for answer in said.values()),
        state="đang mở" if case.is_open else (case.end_reason or ""),
        provisional=tuple(f"{day.date:%d/%m/%Y} ({day.reason})" for day in unsure),
    )


def _was_late(step: Step, answer: Answer | None, today: date) -> bool:
    if step.due is None or step.state == StepState.WITHDRAWN:
        return False
    return (_local(answer.at) if answer is not None else today) > step.due


def _issued(papers: Sequence[Paper], key: str) -> date | None:
    return next((_local(paper.issued_at) for paper in papers if paper.issued_at and f"{paper.key}".partition("/")[0] == key), None)


def _local(moment: Any) -> date:
    day: date = moment.astimezone(OFFICE_ZONE).date()
    return day


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "—"
