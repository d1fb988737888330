"""Chương trình, kế hoạch công tác, kế hoạch kiểm tra hàng năm (khoản 1 Điều 3, khoản 1 Điều 5, khoản 2 Điều 6, khoản 1 Điều 7 Quy chế)."""

from flows.plan_line import issue_plans
from flows.process import process
from models.plans import Plan
from regulation.timetable import plan_openings
from tasks import plan_issue, plan_opinions, plan_papers, plan_prefill, plans
from tasks.consulting import consult
from tasks.office import Office, plan_of
from tasks.plan_questions import (
    ASK_OPINIONS,
    CALLED,
    OPINIONS,
    PLAN_CALL,
    PLAN_CALL_RELEASE,
    PLAN_CALL_SIGN,
    PLAN_DRAFT,
    PLAN_OPINIONS_RELEASE,
    PLAN_OPINIONS_SIGN,
    PLAN_PROPOSAL,
    PREFILL,
    PROPOSALS_CLOSED,
    YEARLY,
)
from tasks.verbs import Approval, agree, fix, gather, open
from tasks.who import Role

SECRETARY, STANDING_MEMBER = Role.SECRETARY, Role.STANDING_MEMBER


@process(
    "Chương trình, kế hoạch năm",
    clauses="Đ3.1 Đ5.1 Đ6.2 Đ6.3 Đ7.1",
    opening=plans.open_plan,
    subject=plan_of,
    case_title=plans.case_title,
    openings=plan_openings,
)
def annual_plan(office: Office, plan: Plan) -> str:  # noqa: ARG001 - its verbs find the plan themselves
    """Chương trình, kế hoạch năm của Ban Chỉ đạo, từ công văn đề nghị đề xuất đến khi ban hành, giao nhiệm vụ."""
    # Đ7.1, Đ5.4: the letter that asks for proposals.
    letter = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, PLAN_CALL_SIGN, before=plan_papers.put_call),
        Approval(SECRETARY, PLAN_CALL_RELEASE, before=plan_papers.same_call),
        draft=PLAN_CALL,
    )
    called = fix(office, CALLED, lambda: plan_issue.called(office, letter.last))

    # Đ6.2, Đ7.1: members and agencies propose, and say where they take e-government into their own plans; silence proposes nothing.
    about = {"enclosed": called["enclosed"]}
    proposed = [open(office, seat, PLAN_PROPOSAL, suffix=seat, about=about) for seat in called["seats"]]
    gather(office, *proposed, until=PROPOSALS_CLOSED, label="Chờ thành viên, cơ quan đề xuất chương trình, kế hoạch năm")

    # Đ7.1: the drafts begin with what is still owed, what the calendar says and what was proposed.
    fix(office, PREFILL, lambda: plan_prefill.prefill(office))

    # Đ5.1, Đ6.3, Đ7.4: the standing member reviews them; the members are asked in writing, and each opinion is taken up or explained.
    drafted = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, PLAN_OPINIONS_SIGN, before=plan_opinions.put_letter),
        Approval(SECRETARY, PLAN_OPINIONS_RELEASE, before=plan_opinions.same_letter),
        draft=PLAN_DRAFT,
    )
    ballot = fix(office, ASK_OPINIONS, lambda: plan_opinions.send(office, drafted.last))
    consult(office, OPINIONS, ballot)

    # Đ7.1, Đ5.1, Đ3.1: finished, submitted, signed or returned, issued.
    return issue_plans(office, YEARLY)
