"""A quarter's report (khoản 9 Điều 7): who is asked for figures, what is said when the books close, who signs."""

from collections.abc import Sequence
from typing import Any

from models.cases import Case
from regulation.calendar import Quarter
from tasks.agencies import names
from tasks.asking import open_steps
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.office import Office, day_of
from tasks.report_entry import question_about
from tasks.report_facts import together
from tasks.report_records import asked_in, given, newest
from tasks.reporting import reporting
from tasks.verbs import Gathered
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


def reporters(office: Office, quarter: Quarter) -> list[dict[str, Any]]:
    """Every reporting agency of today with a head who answers (Đ11), and what it is asked for: the seat, and what its step is about.

    A member who heads an agency is asked once, as its head; who heads two agencies is asked for each.
    """
    desk = office.desk
    cutoff = day_of(desk, office.case, "data_cutoff")
    found = []
    for agency in reporting(desk):
        wanted = [one.code for one in desk.law.indicators if one.holds_in(quarter) and one.is_asked_of(agency.code, agency.kind)]
        matter = f"{agency.name}, {quarter.title}, số liệu chốt ngày {cutoff:%d/%m/%Y}"
        found.append({"seat": agency.seat, "about": {"agency": agency.code, "indicators": wanted, "matter": matter}})
    return found


def close_books(office: Office, came: Gathered) -> list[str]:
    """Đ7.7, Đ7.9: what is odd and was not asked about yet is asked; who sent nothing is listed for the standing member.

    Returns the codes of the agencies that sent nothing: the report goes out all the same and names them.
    """
    desk, case = office.desk, office.case
    asked = {one.key: one for one in asked_in(desk, case)}
    reports = newest(desk, case.id, in_books=True)
    silent = [asked[key].agency for key in came.silent if asked[key].agency not in reports]
    _ask_again(office)
    if silent:
        _tell_who_is_missing(office, silent)
    return silent


def _ask_again(office: Office) -> None:
    """Đ7.7: figures that look odd only now, as the quarter before was corrected after they came in."""
    desk, case = office.desk, office.case
    reports = newest(desk, case.id, in_books=True)
    odd: dict[tuple[str, str], list[str]] = {}
    for query in together(desk, case).queries:
        odd.setdefault((query.agency.code, query.indicator.code), []).append(query.words)
    wanted = []
    for one in asked_in(desk, case):
        rows = list(given(desk, reports.get(one.agency)).values())
        fresh = [row for row in rows if not row.doubts and odd.get((one.agency, row.indicator))]
        for row in fresh:
            row.doubts = odd[one.agency, row.indicator]
            desk.session.add(row)
        if fresh:
            wanted += question_about(desk, one, reports[one.agency], fresh)
    desk.session.flush()
    open_steps(desk, case, [step for step in wanted if step.key not in office.steps])


def _tell_who_is_missing(office: Office, silent: Sequence[str]) -> None:
    """To the standing member; where his own agency is on the list, to the chair as well: nobody chases his own."""
    desk, people, called = office.desk, roster(office.desk), names(office.desk)
    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    lines, heads = [], set()
    for code in silent:
        head = people.head_of(code)
        name = people.name(people.holders.get(head.id)) if head is not None else "—"
        heads.add(people.holders.get(head.id) if head is not None else None)
        lines.append(f"- {called[code]}: {name}, {people.title(head.id)}" if head is not None else f"- {called[code]}")
    told = [people.answerer(standing).officer_id]
    if told[0] in heads:
        told.append(people.answerer(people.by_role(Role.CHAIR)[0].id).officer_id)
    telling = Telling(
        key="missing",
        kind="told",
        title="Danh sách cơ quan, địa phương chưa gửi báo cáo quý",
        what="\n".join(
            [
                f"Đến khi kết thúc nhận báo cáo, {len(silent):02d} cơ quan, địa phương chưa gửi báo cáo:",
                *lines,
                "Báo cáo quý vẫn được lập, phát hành và nêu tên các cơ quan này; số liệu gửi sau được đưa vào kỳ sau.",
            ]
        ),
        clauses=("Đ7.9", "Đ11.2c"),
        why="Ông/Bà theo dõi, đôn đốc chế độ thông tin, báo cáo của Ban Chỉ đạo.",
    )
    tell(desk, office.case, [officer for officer in told if officer is not None], telling)


def leader_is_apart(office: Office) -> bool:
    """Đ5: the standing member leads the working group and is asked once; where another leads it, he is heard first."""
    people = roster(office.desk)
    standing, leader = (people.holders.get(people.by_role(role)[0].id) for role in (Role.STANDING_MEMBER, Role.GROUP_LEADER))
    return leader is not None and leader != standing
