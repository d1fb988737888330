"""A draft plan on the day an agency is merged or split: what its lines say of that agency goes to who took over, as directives do.

Only drafts follow. What was issued is kept as it was issued: its directives have their own successor by then, and a change of the
plan begins with the agencies of its day.
"""

from collections.abc import Mapping

from sqlmodel import col, select

from models.cases import Case
from models.papers import Paper
from models.plans import Plan, PlanPaper
from models.steps import Step, StepKind, StepState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.papers import UNISSUED
from tasks.plans import follow, gone_in
from tasks.who import Role, roster

TITLE = "Dự thảo chương trình, kế hoạch năm ghi theo cơ quan kế thừa"
CHANGED = "Trong dự thảo, các dòng sau nay ghi cơ quan kế thừa:"
BEFORE_THE_DRAFT = ("plan-proposal", "programme-opinion")  # asked of many, who have nothing to do with how its lines read


def draft_plans(desk: Desk) -> list[Plan]:
    """The plans that are not in force yet."""
    wanted = select(Plan).join(Case, col(Case.id) == col(Plan.case_id)).where(col(Plan.issued_on).is_(None))
    return list(desk.session.exec(wanted.where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))))


def follow_and_tell(desk: Desk, case: Case, plan: Plan, why: Mapping[str, str]) -> None:
    """The same on the agency's day, with a letter to who drafts the plan, who reviews it and who has it before him.

    ``why``: agency that is no more → the sentence that says what became of it.
    """
    desk.session.refresh(plan)
    gone = gone_in(desk, plan)
    if not gone:
        return
    changed = follow(desk, plan)
    people = roster(desk)
    asked = select(col(Step.officer_id)).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN)
    now = desk.session.exec(asked.where(col(Step.kind) == StepKind.ASK, col(Step.question).not_in(BEFORE_THE_DRAFT)))
    parts = (people.answerer(people.by_role(role)[0].id).officer_id for role in (Role.SECRETARY, Role.STANDING_MEMBER))
    telling = Telling(
        key=f"plan-succeeded/{'+'.join(gone)}",
        kind="told",
        title=TITLE,
        what="\n".join([*(why[code] for code in gone), CHANGED, *(f"- {one}" for one in changed), _papers(desk, case)]),
        clauses=("Đ7.1a", "Đ5.1a"),
        why="Ông/Bà soạn, rà soát hoặc ký chương trình, kế hoạch năm.",
    )
    tell(desk, case, [officer for officer in (*now, *parts) if officer is not None], telling)


def _papers(desk: Desk, case: Case) -> str:
    """What becomes of papers that were typed before, and name the agency that is no more."""
    wanted = select(Paper).where(col(Paper.case_id) == case.id, col(Paper.matrix).in_([paper.value for paper in PlanPaper]))
    if any(paper.state in UNISSUED for paper in desk.session.exec(wanted)):
        return (
            "Văn bản đã trình ký vẫn ghi tên cơ quan trước khi sắp xếp; khi ban hành, nhiệm vụ được giao cho cơ quan kế thừa. "
            "Nếu cần ghi lại tên cơ quan trong văn bản, Ông/Bà trả lại để Tổ công tác soạn lại."
        )
    return "Văn bản trình ký sau ngày này ghi tên cơ quan kế thừa."
