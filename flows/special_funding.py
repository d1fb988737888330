"""Chi đặc thù chưa có tiêu chuẩn, định mức, chế độ chi (khoản 2 Điều 10 Quy chế)."""

from typing import Any

from flows.funding_line import close, consider
from flows.process import process
from models.funding import FundingEnding, FundingRequest
from tasks import funding
from tasks.funding_questions import DRAFT
from tasks.office import Office, funding_of
from tasks.verbs import ask
from tasks.who import Role


@process("Chi đặc thù chưa có định mức", clauses="Đ10.2", opening=funding.open_request, subject=funding_of, version=funding.VERSION)
def special_funding(office: Office, request: FundingRequest) -> str:  # noqa: ARG001 - its verbs find the request themselves
    """Đề xuất, xin ý kiến Sở Tài chính và quyết định một khoản chi chưa có định mức."""
    returned: dict[str, Any] = {}
    n = 1
    while True:
        # g1: what for, how much, why there is no norm, from which source.
        drafted = ask(office, Role.DRAFTER, for_=DRAFT, suffix=str(n), about={"round": n} | returned)
        if drafted.choice == "withdraw":
            return close(office, FundingEnding.WITHDRAWN, drafted)
        # Money never moves by silence: each step waits for its own person, and none is passed without his word.
        came = consider(office, drafted, n)
        if isinstance(came, str):
            return came
        returned = {"returned": came.payload["reason"], "previous": drafted.key, "returned_by": list(came.seats)}
        n += 1
