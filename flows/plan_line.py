"""The part of the line that a year's plans and a change of them share: from the finished draft to the issued papers."""

from functools import partial

from tasks import plan_issue, plan_papers
from tasks.office import Office
from tasks.plan_questions import Signing
from tasks.verbs import Approval, agree, fix
from tasks.who import Role

CHAIR, SECRETARY, STANDING_MEMBER = Role.CHAIR, Role.SECRETARY, Role.STANDING_MEMBER


def issue_plans(office: Office, of: Signing) -> str:
    """Đ7.1: the group drafts; Đ5.1: the standing member submits; Đ3.1: the chair issues. Who returns it has it drafted again."""
    agreed = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, of.submit, before=partial(plan_papers.put_submission, of=of)),
        Approval(SECRETARY, of.submit_release, before=partial(plan_papers.same_submission, of=of)),
        Approval(CHAIR, of.sign, before=partial(plan_papers.put_plans, of=of)),
        Approval(SECRETARY, of.release, before=partial(plan_papers.same_plans, of=of)),
        draft=of.final,
    )
    # Đ5.1, Đ11.1: in force, its lines are duties of the agencies that lead them.
    return str(fix(office, of.issue, lambda: plan_issue.issue(office, agreed.last))["ended"])
