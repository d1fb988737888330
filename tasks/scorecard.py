"""The scorecard of a quarter, agency by agency: its directives, its quarterly report, its seats' attendance (Đ11, Đ6.5, Đ8.3).

Every figure is the number of its rows. Agencies stand in the committee's own order: nothing is summed to a score, nobody is ranked.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from models.agencies import Agency
from models.scorecard import Kind, ScorecardReason
from regulation.calendar import Quarter
from tasks.agencies import heirs, names
from tasks.bureau import Desk
from tasks.duty_counts import followed, last_day
from tasks.scorecard_reasons import newest_reasons
from tasks.scorecard_rows import Measure, Row, attendance_rows, duty_rows, report_rows

QUARTERS = 5  # of the charts: this one and the four before it, as in the quarter's report
Counts = Mapping[Measure, int]


@dataclass(frozen=True)
class AgencyLine:
    """An agency's figures, and what it says about them. A measure without rows counts 0."""

    code: str
    name: str
    counts: Counts
    reasons: Mapping[Kind, ScorecardReason]


@dataclass(frozen=True)
class Scorecard:
    """A quarter's figures. ``as_of``: its last day, or today; ``rows`` are those behind all figures, in the order of the agencies.

    ``before``: the quarters of the charts, the oldest first, this one last, with what all agencies shown count in each.
    """

    quarter: Quarter
    as_of: date
    agencies: Sequence[AgencyLine]
    rows: Sequence[Row]
    before: Sequence[tuple[Quarter, Counts]]

    @property
    def total(self) -> Counts:
        """All agencies shown together."""
        return Counter(row.measure for row in self.rows)

    def behind(self, measures: Collection[Measure], agency: str | None = None) -> list[Row]:
        """The rows behind these figures, of one agency or of all that are shown."""
        return [row for row in self.rows if row.measure in measures and agency in (None, row.agency)]


def scorecard(desk: Desk, quarter: Quarter, only: Collection[str] | None = None) -> Scorecard:
    """The figures of a quarter; ``only`` these agencies, or all. A dozen queries, however many agencies there are."""
    quarters = [quarter]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].previous())
    duties = followed(desk, quarters[0])
    by_quarter = {one: [*duty_rows(desk, duties, one)] for one in quarters}
    for one, row in (*report_rows(desk, quarters), *attendance_rows(desk, quarters)):
        by_quarter[one].append(row)
    if only is not None:
        by_quarter = {one: [row for row in rows if row.agency in only] for one, rows in by_quarter.items()}
    as_of, reasons = last_day(desk, quarter), newest_reasons(desk, quarter)
    order = _shown(desk, as_of, {row.agency for row in by_quarter[quarter]}, only)
    counts: dict[str, Counter[Measure]] = {code: Counter() for code in order}
    for row in by_quarter[quarter]:
        counts[row.agency][row.measure] += 1
    place = {code: n for n, code in enumerate(order)}
    return Scorecard(
        quarter=quarter,
        as_of=as_of,
        agencies=[
            AgencyLine(code, name, counts[code], {kind: one for (agency, kind), one in reasons.items() if agency == code and one.words})
            for code, name in order.items()
        ],
        rows=sorted(by_quarter[quarter], key=lambda row: place[row.agency]),  # stable: within an agency as they were found
        before=[(one, Counter(row.measure for row in rows)) for one, rows in by_quarter.items()],
    )


def _shown(desk: Desk, day: date, counted: set[str], only: Collection[str] | None) -> dict[str, str]:
    """The agencies there on that day, and those with rows, by their names of it: the committee's own order, later ones after them."""
    called, gone = names(desk, day), heirs(desk, day)
    rank = {agency.code: n for n, agency in enumerate(desk.law.committee.agencies)}
    there = {row.id for row in desk.session.exec(select(Agency)) if row.id not in gone and (row.since is None or row.since <= day)}
    wanted = (there | counted) if only is None else (there & set(only)) | counted
    return {code: called[code] for code in sorted(called, key=lambda code: rank.get(code, len(rank))) if code in wanted}
