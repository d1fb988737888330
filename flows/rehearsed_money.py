"""A rehearsed year's money: the estimate is assigned, the sample's spending without a norm is asked for once, and officers judge it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from flows.rehearsed_opinions import Begins
from models.funding import EntryKind
from models.steps import AskedStep
from regulation import Law
from regulation.sample import Sample
from tasks.bureau import Desk
from tasks.funding import NewRequest, request_funding
from tasks.ledger_entries import NewEntry, enter
from tasks.who import Role, roster

Data = dict[str, Any]
ASKED_IN = 3  # March, with its first working day
HOME = UUID("85000000-0000-8000-8000-000000000085")  # names of a rehearsal's forms: the same year gives the same
OPINIONS = (("agree", 0.55), ("supplement", 0.7), ("beyond", 0.85), ("disagree", 0.95), ("regime", 1.0))
UNHEARD = frozenset({"funding-opinion"})  # what a silent head of Sở Tài chính leaves unanswered: then nothing is approved


def money_in(law: Law, sample: Sample, year: int) -> list[tuple[date, Begins]]:
    """The day the year's money is asked for, and how."""
    return [(law.calendar.roll_forward(date(year, ASKED_IN, 1)), partial(_ask, sample, year))]


def _ask(sample: Sample, year: int, desk: Desk) -> None:
    """Twice what the sample asks for is assigned; the secretary asks for the sample's items."""
    people, source = roster(desk), desk.law.committee.identity.funding_sources[0]
    secretary = people.holders[people.by_role(Role.SECRETARY)[0].id]
    assigned = NewEntry(
        kind=EntryKind.ASSIGNED,
        source=source,
        year=year,
        amount=sample.funding.total * 2,
        content="Dự toán được giao",
        document="Quyết định giao dự toán",
        day=desk.today,
        entry_id=uuid5(HOME, f"{year}/assigned"),
    )
    enter(desk, assigned, by=secretary)
    new = NewRequest(sample.funding.title, "Bảo đảm hoạt động của Ban Chỉ đạo", source, year, uuid5(HOME, f"{year}/request"))
    request_funding(desk, new, by=secretary)
    desk.actor = None


def _draft(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - every reply has this shape
    items = [
        {"content": item.text, "quantity": item.quantity, "unit": item.unit, "price": item.price, "reason": item.reason}
        for item in sample.funding.items
    ]
    return {"choice": "submit", "items": items, "total": sample.funding.total}


def _opinion(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - as above
    choice = next(choice for choice, below in OPINIONS if share < below)
    if choice == "supplement" and not step.key.endswith(".1"):
        choice = "agree"
    words = {"opinion": "Đề nghị gửi kèm báo giá."} if choice in ("supplement", "disagree") else {}
    return {"choice": choice, "number": "120/STC-HCSN", "issued_on": step.about["since"]} | words


def _supplement(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - as above
    return {"choice": "send", "words": "Gửi kèm ba báo giá."}


def _disagreed(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - as above
    return {"choice": "submit", "reason": "Mức chi theo báo giá thị trường."}


def _council(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - as above
    return {"choice": "approve", "number": "210/TTr-UBND", "issued_on": step.about["since"]}


def _resolution(sample: Sample, step: AskedStep, share: float) -> Data:  # noqa: ARG001 - as above
    return (
        {"choice": "postponed", "reason": "Chuyển kỳ họp sau"}
        if step.key.endswith(".1")
        else {"choice": "rejected", "reason": "Chưa có nguồn"}
    )


MONEY: Mapping[str, Callable[[Sample, AskedStep, float], Data]] = {
    "funding-draft": _draft,
    "funding-opinion": _opinion,
    "funding-supplement": _supplement,
    "funding-disagreed": _disagreed,
    "funding-council": _council,
    "funding-resolution": _resolution,
}
