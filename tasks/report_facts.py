"""What a quarter's report tells (khoản 1, 9 Điều 7), read off the records: meetings, directives, figures, what agencies say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam
from sqlmodel import col, select

from documents.letters import OverdueDuty
from documents.report_facts import AgencySays, DirectiveCount, MeetingHeld, OverdueOfAgency
from models.cases import Case
from models.clock import at
from models.consolidation import QUARTERS_BEFORE, Consolidated
from models.directives import Directive, Ending
from models.figures import Figure
from models.meetings import Meeting, MeetingKind
from models.papers import Paper
from models.reports import AgencyReport
from notifications.words import short_date
from regulation.calendar import Quarter
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.directives import on_time
from tasks.duty_counts import Followed, Standing, followed, standing_in
from tasks.follow_up_papers import overdue
from tasks.meeting_checks import day_has_come
from tasks.meetings import on_paper as presider_on_paper
from tasks.presiding import presider_of
from tasks.report_records import PROCESS, asked_in, consolidated, doubted_in, figures_in_case, figures_of, newest, period_of

DUE = (
    select(Directive)
    .where(col(Directive.due_original) >= bindparam("first"), col(Directive.due_original) <= bindparam("last"))
    .order_by(col(Directive.id))
)


def house_figures(desk: Desk, quarter: Quarter) -> list[Figure]:
    """What the house computes itself: of the duties due in the quarter so far, how many each lead agency did on time.

    The first day a duty was given counts, whatever was granted later; what was stopped or split is owed no more.
    """
    codes = [indicator.code for indicator in desk.law.indicators if indicator.computed and indicator.holds_in(quarter)]
    if not codes:
        return []
    due: dict[str, list[bool]] = {}
    last = min(desk.today, quarter.last)
    for duty in desk.session.execute(DUE, {"first": quarter.first, "last": last}).scalars():
        if duty.ending in (None, Ending.CONFIRMED):
            due.setdefault(duty.lead_agency, []).append(duty.ending == Ending.CONFIRMED and on_time(desk, duty))
    return [Figure(agency, code, quarter, Decimal(sum(done)), Decimal(len(done))) for agency, done in due.items() for code in codes]


def meetings_held(desk: Desk, after: date, until: date) -> list[MeetingHeld]:
    """The committee's meetings of the time a report covers, each with the notice that came of it."""
    wanted = select(Meeting).where(
        col(Meeting.starts_at) >= at(after), col(Meeting.starts_at) <= desk.now, col(Meeting.cancelled_at).is_(None)
    )
    found = []
    for meeting in desk.session.exec(wanted.order_by(col(Meeting.starts_at))):
        if after < meeting.day <= until and day_has_come(desk, meeting):
            presider = presider_on_paper(desk, presider_of(desk, meeting)).in_words
            found.append(MeetingHeld(title=meeting.title, day=meeting.day, presider=presider, outcome=_notice_of(desk, meeting)))
    return found


def _notice_of(desk: Desk, meeting: Meeting) -> str:
    wanted = select(Paper).where(col(Paper.case_id) == meeting.case_id, col(Paper.key).like("notice/%"), col(Paper.issued_at).is_not(None))
    paper = desk.session.exec(wanted.order_by(col(Paper.issued_at).desc())).first()
    if paper is None or paper.issued_at is None:
        return ""
    return f"Thông báo số {paper.notation} ngày {short_date(paper.issued_at.astimezone(desk.now.tzinfo).date())}"


def planned_meeting(desk: Desk, quarter: Quarter) -> str:
    """Why the committee has not met yet, where its meeting of the quarter is still to come."""
    wanted = select(Meeting).where(
        col(Meeting.kind) != MeetingKind.GROUP, col(Meeting.period) == str(quarter), col(Meeting.cancelled_at).is_(None)
    )
    meeting = desk.session.exec(wanted).first()
    return (
        f"cuộc họp {quarter.title} được chuẩn bị vào ngày {short_date(meeting.day)}, sau ngày chốt số liệu" if meeting is not None else ""
    )


def directive_counts(desk: Desk, quarter: Quarter) -> tuple[DirectiveCount, ...]:
    """How the duties stood in this quarter and in those before it that knew any, the oldest first."""
    quarters = [quarter]
    for _ in range(QUARTERS_BEFORE):
        quarters.insert(0, quarters[0].previous())
    duties = followed(desk, quarters[0])
    counts = [_count(desk, duties, one) for one in quarters]
    return tuple(count for count in counts if sum(count.parts) or count.period == str(quarter))


def _count(desk: Desk, duties: Sequence[Followed], quarter: Quarter) -> DirectiveCount:
    stood = Counter(standing_in(desk, duty, quarter) for duty in duties)
    return DirectiveCount(
        period=str(quarter),
        on_time=stood[Standing.ON_TIME],
        late=stood[Standing.LATE],
        open=stood[Standing.OPEN],
        overdue=stood[Standing.OVERDUE],
    )


def overdue_duties(desk: Desk) -> tuple[OverdueOfAgency, ...]:
    """The duties overdue today, by lead agency, in the order of the agencies' names; in an agency the longest overdue first."""
    called, today = names(desk), Quarter.of(desk.today)
    late: dict[str, list[OverdueDuty]] = {}
    owed = [one for one in followed(desk, today) if standing_in(desk, one, today) == Standing.OVERDUE]
    for one in sorted(owed, key=lambda one: one.duty.due_original or desk.today):
        late.setdefault(one.duty.lead_agency, []).append(overdue(desk, one.duty))
    return tuple(OverdueOfAgency(agency=called[code], duties=tuple(late[code])) for code in called if code in late)


def says(desk: Desk, case: Case) -> Iterator[AgencySays]:
    """Obstacles and proposals of each agency that has some."""
    called, reports = names(desk), newest(desk, case.id, in_books=True)
    for code, report in reports.items():
        if report.obstacles or report.proposals:
            yield AgencySays(agency=called[code], obstacles=lines_of(report.obstacles), proposals=lines_of(report.proposals))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, blank ones left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def came_late(desk: Desk, quarter: Quarter) -> str:
    """Which agencies' figures of the quarter before came, or were corrected, after its books had closed; empty where none were."""
    wanted = select(col(AgencyReport.agency_id)).where(col(AgencyReport.counted_in) == str(quarter)).distinct()
    called, codes = names(desk), set(desk.session.exec(wanted))
    if not codes:
        return ""
    return f"Tổng hợp số liệu {quarter.previous().title} gửi, điều chỉnh sau khi kết thúc nhận báo cáo của: " + "; ".join(
        name for code, name in called.items() if code in codes
    )


def unexplained_figures(desk: Desk, case: Case) -> str:
    """Which figures look odd and are not explained; empty where none do."""
    called, named = names(desk), {indicator.code: indicator.name for indicator in desk.law.indicators}
    told = []
    reports = newest(desk, case.id, in_books=True)
    figures = doubted_in(desk, reports.values())
    for code, report in reports.items():
        odd = [named.get(row.indicator, row.indicator) for row in figures[report.id].values() if not row.said]
        told += [f"{called[code]} ({'; '.join(odd)})"] if odd else []
    return f"Số liệu cơ quan chưa giải trình: {', '.join(told)}" if told else ""


def together(desk: Desk, case: Case) -> Consolidated:
    """What counts in a case, put together with the four quarters before it, as they are known today, and the house's own figures.

    A call for the UBND holds what was asked for and nothing else.
    """
    quarter = period_of(case)
    quarters = [quarter]
    for _ in range(QUARTERS_BEFORE):
        quarters.append(quarters[-1].previous())
    known = figures_in_case(desk, case, in_books=True)
    known += [figure for one in quarters[1:] for figure in figures_of(desk, one)]
    asked = asked_in(desk, case)
    if case.process != PROCESS:
        found, codes = consolidated(desk, quarter, asked, known), {code for one in asked for code in one.indicators}
        return replace(found, results=tuple(result for result in found.results if result.indicator.code in codes))
    house = [figure for one in quarters for figure in house_figures(desk, one)]
    leads = [figure.agency for figure in house if figure.period == quarter]
    return consolidated(desk, quarter, asked, [*known, *house], leads)
