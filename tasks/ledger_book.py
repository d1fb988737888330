"""The ledger for its workbook, and the days of the budget year as the law (data) has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from documents.ledger_book import write_ledger
from regulation.calendar import Quarter
from regulation.rules import SOURCE_TITLES
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.ledger import accounts, entries_of

CALENDAR = (
    "estimate_guidance",
    "estimate_submission",
    "estimate_province",
    "estimate_council",
    "estimate_assignment",
    "estimate_allocation",
)


@dataclass(frozen=True)
class BudgetDay:
    """A day of the budget year: what is due, by when, where that comes from, and whether somebody still has to confirm it."""

    title: str
    day: date
    source: str
    needs_confirming: bool


def budget_calendar(desk: Desk, year: int) -> list[BudgetDay]:
    """The days by which the estimate of ``year`` is made and assigned, most of them in the year before."""
    rules, calendar, found = desk.law.rules, desk.law.calendar, []
    days: dict[str, date] = {}
    for name in CALENDAR:
        rule = rules[name]
        days[name] = rule.date_from(days.get(rule.anchor, date(year - 1, 1, 1)), calendar)
        told = "; ".join(part for part in (rule.citation or SOURCE_TITLES[rule.source], rule.note) if part)
        found.append(BudgetDay(rule.title, days[name], told, rule.needs_confirming))
    return found


def ledger_book(desk: Desk, year: int, quarter: int | None, kinds: Mapping[str, str]) -> bytes:
    """Accounts and lines of a year in whole đồng; ``quarter``: as they stood at its end. ``kinds``: what each kind of line is called."""
    until = Quarter(year, quarter).last if quarter else None
    when = Quarter(year, quarter).title if quarter else f"năm {year}"
    committee = desk.law.committee.identity
    standing = names(desk)[committee.standing_agency]
    title = f"Sổ theo dõi kinh phí {when} của {committee.short_name} và Tổ công tác giúp việc ({standing}); đơn vị tính: đồng"
    sums = [
        (one.source, one.estimate, one.assigned, one.carried_in, one.carried_out, one.committed, one.advanced, one.spent, one.left)
        for one in accounts(desk, year, until)
    ]
    total = ("Tổng cộng", *(sum(column) for column in list(zip(*sums, strict=True))[1:]))
    lines = [
        (line.day, kinds[line.kind], line.source, line.content, line.document, line.norm, line.amount)
        for line in entries_of(desk, year)
        if until is None or line.day <= until
    ]
    return write_ledger(title, [*sums, total], lines)
