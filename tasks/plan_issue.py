"""A year's plans come into force: papers out, lines of them duties, everybody told; asked for proposals before (Đ3.1, Đ5.1, Đ7.1)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents.blocks import short_date
from models.directives import Directive, Source
from models.papers import Paper
from models.plans import Plan, PlanLine, PlanPaper
from tasks.agenda import asked_for_items
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_acts import Part, change, may_decide, new_lead, stop
from tasks.directives import NewDirective, give
from tasks.office import Answered, Office, plan_of
from tasks.papers import enclosed, papers_about, release
from tasks.plan_checks import differs, ours
from tasks.plan_facts import former_paper, subject_of
from tasks.plans import follow, lines_of
from tasks.recipients import readers
from tasks.who import Role, roster


def called(office: Office, released: Answered) -> dict[str, Any]:
    """Who is asked what the year should hold, a person once, and the letter that goes with the question."""
    paper = release(office.desk, UUID(released.about["paper"]), released)
    return {"seats": asked_for_items(office), "enclosed": enclosed(paper)}


@dataclass(frozen=True)
class _InForce:
    """The papers that came out together, by their line of the signature matrix."""

    papers: dict[str, Paper]

    def source_of(self, plan: Plan, line: PlanLine) -> tuple[str, str | None]:
        """What a duty of this line comes from: the paper in words, and its number."""
        paper = self.papers.get(line.paper)
        return subject_of(plan, line.paper), paper.notation if paper is not None else None


def issue(office: Office, released: Answered) -> dict[str, Any]:
    """The signed papers are out: each line somebody owes becomes a directive, or moves the one it goes on from (Đ3.1c, Đ5.1b)."""
    desk, case = office.desk, office.case
    plan = plan_of(desk, case)
    papers = [desk.found(Paper, UUID(one)) for one in papers_about(released.about)]
    for paper in papers:
        replaced = former_paper(desk, plan, PlanPaper(paper.matrix))
        if replaced is not None:
            paper.replaces_id = replaced.id
            desk.session.add(paper)
    born = _duties(office, plan, _InForce({paper.matrix: paper for paper in papers}))
    plan.issued_on = desk.today
    desk.session.add(plan)
    desk.session.flush()
    _tell(office, plan, papers)
    listed = ", ".join(paper.notation for paper in papers)
    return {"papers": [str(paper.id) for paper in papers], "directives": born, "ended": f"Đã ban hành: {listed}"}


def _duties(office: Office, plan: Plan, issued: _InForce) -> list[str]:
    """What becomes of each line, in order; returns the cases that were born."""
    desk, born = office.desk, []
    follow(desk, plan)  # an agency may be no more since this morning
    lines = lines_of(desk, plan)
    for n, line in enumerate(lines, start=1):
        duty = desk.find(Directive, line.directive_id)
        if duty is not None:
            _moved(desk, plan, line, duty)
        elif line.is_duty:
            case = give(desk, _ordered(desk, plan, line, issued), parent_id=office.case.id, birth_key=f"plan-line/{n}")
            line.directive_id = desk.session.exec(select(Directive.id).where(col(Directive.case_id) == case.id)).one()
            desk.session.add(line)
            born.append(str(case.id))
    desk.session.flush()
    if plan.replaces_id is not None:
        _dropped(desk, plan, {line.former_id for line in lines})
    return born


def _ordered(desk: Desk, plan: Plan, line: PlanLine, issued: _InForce) -> NewDirective:
    assert line.lead_agency is not None
    text, number = issued.source_of(plan, line)
    return NewDirective(
        source=Source.PLAN,
        source_text=text,
        source_number=number,
        source_date=desk.today,
        issuer_seat=roster(desk).by_role(Role.CHAIR)[0].id,
        text=line.text,
        lead_agency=line.lead_agency,
        coordinating=tuple(line.coordinating),
        due=line.due,
        product=line.product,
    )


def _moved(desk: Desk, plan: Plan, line: PlanLine, duty: Directive) -> None:
    """The plan is the issuer's word: what it says otherwise holds from now on; who set a day for himself keeps it (Đ3.1a)."""
    chair = roster(desk).answerer(roster(desk).by_role(Role.CHAIR)[0].id).officer_id
    past = line.due is not None and line.due <= desk.today
    if duty.ending is not None or past or not differs(line, duty) or not ours(desk, duty) or not may_decide(desk, duty, chair):
        return
    case, reason = desk.case(duty.case_id), f"Theo {subject_of(plan, line.paper)[:1].lower()}{subject_of(plan, line.paper)[1:]}"
    if line.lead_agency and line.lead_agency != duty.lead_agency:
        new_lead(desk, case, line.lead_agency, reason=reason, officer_id=chair)
    if differs(line, duty):
        to = Part(line.text, duty.lead_agency, line.due, line.product, tuple(line.coordinating))
        change(desk, case, to, reason=reason, officer_id=chair)


def _dropped(desk: Desk, plan: Plan, kept: set[UUID | None]) -> None:
    """What the changed plan holds no more is owed no more, where the plan itself had given it."""
    former = desk.found(Plan, plan.replaces_id)
    chair = roster(desk).answerer(roster(desk).by_role(Role.CHAIR)[0].id).officer_id
    for line in lines_of(desk, former):
        duty = desk.find(Directive, line.directive_id) if line.directive_id is not None and line.id not in kept else None
        if duty is not None and duty.source == Source.PLAN and duty.ending is None and may_decide(desk, duty, chair):
            stop(
                desk,
                desk.case(duty.case_id),
                reason=f"Chương trình, kế hoạch năm {plan.year} điều chỉnh, bỏ nhiệm vụ này",
                officer_id=chair,
            )


def _tell(office: Office, plan: Plan, papers: list[Paper]) -> None:
    """Everybody of the papers' "Nơi nhận" has them."""
    desk = office.desk
    listed = "; ".join(f"{paper.subject} số {paper.notation}" for paper in papers)
    officers = dict.fromkeys(officer for paper in papers for officer in readers(desk, paper.matrix))
    telling = Telling(
        key="plans",
        kind="told",
        title=f"Ban hành chương trình, kế hoạch năm {plan.year}",
        what=f"Gửi Ông/Bà các văn bản ban hành {short_date(desk.today)}: {listed}; nội dung ở tệp kèm theo. "
        "Nhiệm vụ giao cho từng cơ quan được gửi bằng thư riêng.",
        clauses=("Đ3.1c", "Đ5.1b"),
        why="Ông/Bà có tên trong nơi nhận của chương trình, kế hoạch.",
        enclosed=enclosed(*papers),
    )
    tell(desk, office.case, officers, telling)
