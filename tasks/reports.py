"""A quarter's report (khoản 9 Điều 7): who is asked for figures, what is said when the books close, who signs."""

from models.cases import Case
from regulation.calendar import Quarter
from tasks.asking import open_steps
from tasks.bureau import Desk
from tasks.office import Office, day_of
from tasks.report_entry import question_about
from tasks.report_facts import together
from tasks.report_records import asked_in, given_in, newest
from tasks.reporting import Call, reporting
from tasks.who import Role, roster


def case_title(desk: Desk, period: str) -> str:
    """What the case of a quarter is called."""
    return f"Báo cáo {Quarter.parse(period).title} của {desk.law.committee.identity.short_name}"


def open_report(desk: Desk, case: Case) -> None:
    """Nothing is written down but the case itself; what agencies report comes with their answers."""


def quarter_of(desk: Desk, case: Case) -> Quarter:  # noqa: ARG001 - every subject is found by desk and case
    """The quarter a case reports on."""
    assert case.period is not None
    return Quarter.parse(case.period)


def data_call(desk: Desk, case: Case) -> Call:
    """What the quarter's letter asks for (Đ7.7, Đ7.9): of every agency that reports, what it is asked for in this quarter."""
    quarter, cutoff = quarter_of(desk, case), day_of(desk, case, "data_cutoff")
    return Call(
        basis="Thực hiện khoản 7, khoản 9 Điều 7, khoản 2 Điều 11 Quy chế",
        purpose=f"phục vụ báo cáo {quarter.title}",
        matter=f"{quarter.title}, số liệu chốt ngày {cutoff:%d/%m/%Y}",
        agencies=reporting(desk),
        indicators=[one for one in desk.law.indicators if one.holds_in(quarter) and not one.computed],
        cutoff=cutoff,
        reply_by=day_of(desk, case, "report_due"),
        late="Số liệu gửi sau thời hạn được đưa vào kỳ sau; báo cáo nêu tên cơ quan, địa phương chưa gửi",
    )


def ask_again(office: Office) -> None:
    """Đ7.7: figures that look odd only now, as the quarter before was corrected after they came in."""
    desk, case = office.desk, office.case
    odd: dict[str, dict[str, list[str]]] = {}
    for query in together(desk, case).queries:
        odd.setdefault(query.agency.code, {}).setdefault(query.indicator.code, []).append(query.words)
    reports = {agency: report for agency, report in newest(desk, case.id, in_books=True).items() if agency in odd}
    figures = given_in(desk, reports.values())
    wanted = []
    for one in asked_in(desk, case):
        rows = figures[reports[one.agency].id].values() if one.agency in reports else ()
        fresh = [row for row in rows if not row.doubts and row.indicator in odd[one.agency]]
        for row in fresh:
            row.doubts = odd[one.agency][row.indicator]
            desk.session.add(row)
        if fresh:
            unexplained = {row.indicator: row.doubts for row in fresh if not row.said}
            wanted += question_about(desk, one, reports[one.agency], unexplained)
    desk.session.flush()
    open_steps(desk, case, [step for step in wanted if step.key not in office.steps])


def leader_is_apart(office: Office) -> bool:
    """Đ5: the standing member leads the working group and is asked once; where another leads it, he is heard first."""
    people = roster(office.desk)
    standing, leader = (people.holders.get(people.by_role(role)[0].id) for role in (Role.STANDING_MEMBER, Role.GROUP_LEADER))
    return leader is not None and leader != standing
