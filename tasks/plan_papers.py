"""The papers of a year's plans as they are typed: the call for proposals, the submission, the programme and plans themselves."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents import blocks
from documents.papers import OfficialPaper
from documents.plans import PlanCallLetter
from documents.submission import Section, SubmissionPaper
from models.papers import Paper
from models.plans import PlanPaper
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.meetings import common
from tasks.office import Answered, Office, plan_of
from tasks.papers import Head, Issue, enclosed, head, type_out, typed_about, typed_together, working_paper
from tasks.plan_facts import FORMS, changed_papers, facts_of, subject_of
from tasks.plan_questions import TYPE_CALL, Signing
from tasks.plans import PAPER_TITLES, inspections_of, lines_of
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, roster

CALL, SUBMISSION = "plan_call", "plan_submission"


def put_call(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The công văn that asks for proposals, which the standing member signs."""
    return dict(fix(office, TYPE_CALL, lambda: _type_call(office, drafted, n), suffix=str(n)))


def same_call(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The công văn that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_CALL, str(n)))


def _type_call(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    plan, committee = plan_of(desk, case), desk.law.committee.identity

    def build(number: int | None, day: date | None, top: Head) -> PlanCallLetter:
        return PlanCallLetter(
            **common(top, number, day),
            addressees=(f"Các thành viên {committee.short_name}", "Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố"),
            year=plan.year,
            reply_by=desk.law.rules["programme_proposals"].date_from(desk.today, desk.law.calendar),
            reply_to=standing_office(desk),
            focus=blocks.paragraphs(drafted.payload["focus"]),
        )

    subject = f"Đề xuất nội dung chương trình, kế hoạch năm {plan.year}"
    return typed_about(
        type_out(desk, case, Issue(CALL, f"call/{n}", "cong_van_de_xuat", subject, _seat(desk, Role.STANDING_MEMBER), build))
    )


def put_submission(office: Office, drafted: Answered, n: int, *, of: Signing) -> dict[str, Any]:
    """The tờ trình that the standing member signs, with the drafts it submits."""
    return dict(fix(office, of.type_submission, lambda: _type_submission(office, drafted, n), suffix=str(n)))


def same_submission(office: Office, drafted: Answered, n: int, *, of: Signing) -> dict[str, Any]:  # noqa: ARG001 - as above
    """The tờ trình that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(of.type_submission, str(n)))


def _type_submission(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    plan = plan_of(desk, case)
    papers = changed_papers(desk, plan)
    drafts = [_draft(office, paper, f"draft/{n}/{paper.value}") for paper in papers]
    changed = " (điều chỉnh)" if plan.version > 1 else ""
    listed = "; ".join(f"dự thảo {subject_of(plan, paper)}" for paper in papers)

    def build(number: int | None, day: date | None, top: Head) -> SubmissionPaper:
        return SubmissionPaper(
            **common(top, number, day),
            about=f"ban hành {', '.join(_lower(PAPER_TITLES[paper]) for paper in papers)} năm {plan.year}{changed}",
            addressees=(f"Trưởng ban {desk.law.committee.identity.name}",),
            bases=(f"Căn cứ khoản 1 Điều 3, khoản 1 Điều 5 Quy chế ban hành kèm theo {_regulation(desk)}",),
            opening=f"Ủy viên thường trực kính trình Trưởng ban xem xét, ký ban hành {listed}, với các nội dung chính sau:",
            sections=tuple(_sections(desk, office, drafted)),
            closing="Ủy viên thường trực kính trình Trưởng ban xem xét, quyết định",
            enclosures=tuple(f"dự thảo {subject_of(plan, paper)}" for paper in papers),
        )

    subject = f"Ban hành chương trình, kế hoạch năm {plan.year}"
    typed = type_out(desk, case, Issue(SUBMISSION, f"submission/{n}", "to_trinh", subject, _seat(desk, Role.STANDING_MEMBER), build))
    return typed_about(typed) | {"enclosed": enclosed(typed, *drafts)}


def _sections(desk: Desk, office: Office, drafted: Answered) -> list[Section]:
    """What the submission says of how the drafts came about."""
    plan = plan_of(desk, office.case)
    duties = [line for line in lines_of(desk, plan) if line.is_duty]
    programme, work_plan = (lines_of(desk, plan, paper) for paper in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN))
    counted = (
        f"Chương trình công tác có {len(programme):02d} nội dung; kế hoạch công tác có "
        f"{len(work_plan):02d} nhiệm vụ; kế hoạch kiểm tra có {len(inspections_of(desk, plan)):02d} đơn vị. "
        f"Có {len(duties):02d} dòng ghi đủ cơ quan chủ trì, sản phẩm, thời hạn, được giao thành nhiệm vụ ngay sau khi ban hành."
    )
    made = [Section(title="Nội dung dự thảo", paragraphs=(counted,))]
    if plan.reason:
        made.insert(0, Section(title="Sự cần thiết điều chỉnh", paragraphs=(plan.reason,)))
    if drafted.payload["note"]:
        made.append(Section(title="Tiếp thu, giải trình ý kiến", paragraphs=blocks.paragraphs(drafted.payload["note"])))
    return made


def put_plans(office: Office, drafted: Answered, n: int, *, of: Signing) -> dict[str, Any]:  # noqa: ARG001 - as above
    """The programme and plans that the chair signs, all together."""
    return dict(fix(office, of.type_plans, lambda: _type_plans(office, n), suffix=str(n)))


def same_plans(office: Office, drafted: Answered, n: int, *, of: Signing) -> dict[str, Any]:  # noqa: ARG001 - as above
    """The same papers, for who releases them; who signs them may have changed since."""
    desk = office.desk
    papers = [desk.found(Paper, UUID(one)) for one in office.value(of.type_plans, str(n))["papers"]]
    return typed_together(papers) | {"signs": False}


def _type_plans(office: Office, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    plan = plan_of(desk, case)
    typed = []
    for paper in changed_papers(desk, plan):
        order = Issue(
            paper.value,
            f"{paper.value}/{n}",
            FORMS[paper],
            subject_of(plan, paper),
            _seat(desk, Role.CHAIR),
            partial(_build, desk, case, paper),
        )
        typed.append(type_out(desk, case, order))
    return typed_together(typed)


def _build(desk: Desk, case: Any, paper: PlanPaper, number: int | None, day: date | None, top: Head) -> OfficialPaper:
    return facts_of(desk, plan_of(desk, case), paper, top, number, day)


def _draft(office: Office, paper: PlanPaper, key: str) -> Paper:
    """The draft as a working paper: what those asked read before anybody signs."""
    desk, plan = office.desk, plan_of(office.desk, office.case)
    top = head(desk, paper.value, _seat(desk, Role.CHAIR))
    subject = f"Dự thảo {subject_of(plan, paper)}"
    return working_paper(desk, office.case, key, FORMS[paper], subject, facts_of(desk, plan, paper, top))


def drafts_for_opinions(office: Office, n: int) -> list[Paper]:
    """The drafts of round ``n`` as the members are asked about them; asked for again, the ones that were typed."""
    case, papers = office.case, changed_papers(office.desk, plan_of(office.desk, office.case))
    keys = [(paper, f"opinion-draft/{n}/{paper.value}") for paper in papers]
    wanted = select(Paper).where(col(Paper.case_id) == case.id, col(Paper.key).in_([key for _, key in keys]))
    there = {row.key: row for row in office.desk.session.exec(wanted)}
    return [there.get(key) or _draft(office, paper, key) for paper, key in keys]


def _seat(desk: Desk, role: Role) -> str:
    return roster(desk).by_role(role)[0].id


def standing_office(desk: Desk) -> str:
    """The standing office, as letters name it."""
    standing = desk.law.committee.identity.standing_agency
    return f"{names(desk)[roster(desk).heirs.get(standing, standing)]} (cơ quan thường trực)"


def _regulation(desk: Desk) -> str:
    issued = desk.law.committee.identity.regulation
    return f"Quyết định số {issued.number} {blocks.short_date(issued.date)} của Trưởng ban"


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
