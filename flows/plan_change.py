"""Điều chỉnh chương trình, kế hoạch trong năm (khoản 1 Điều 3, khoản 1 Điều 5 Quy chế): văn bản mới thay văn bản cũ, bản cũ được giữ."""

from flows.plan_line import issue_plans
from flows.process import process
from models.plans import Plan
from tasks import plans
from tasks.office import Office, plan_of
from tasks.plan_questions import CHANGE


@process(
    "Điều chỉnh chương trình, kế hoạch năm",
    clauses="Đ3.1 Đ5.1 Đ7.1",
    opening=plans.open_change,
    subject=plan_of,
    version=plans.CHANGE_VERSION,
)
def plan_change(office: Office, plan: Plan) -> str:  # noqa: ARG001 - its verbs find the plan themselves
    """Điều chỉnh chương trình, kế hoạch năm đang thực hiện."""
    return issue_plans(office, CHANGE)
