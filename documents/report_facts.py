"""What the quarterly report counts and lists: meetings, directives, indicators, what agencies say."""

import datetime
from decimal import Decimal

from pydantic import NonNegativeInt

from documents import blocks
from documents.charts import Bar, Panel
from documents.letters import OverdueDuty
from documents.papers import Facts, Line
from models.consolidation import Result
from models.figures import SHARE, Direction, worded, written

_NOTHING = "–"
_HUNDRED = Decimal(100)


class MeetingHeld(Facts):
    """A meeting of the quarter; ``presider`` as a paper calls him, ``outcome`` the paper that came of it, empty while there is none."""

    title: Line
    day: datetime.date
    presider: Line
    outcome: Line = ""

    @property
    def entry(self) -> str:
        """``Họp Ban Chỉ đạo …, ngày 27/9/2019, đồng chí … chủ trì (Thông báo số 12/TB-BCĐ …)``."""
        paper = f" ({self.outcome})" if self.outcome else ""
        return f"{self.title}, {blocks.short_date(self.day)}, {self.presider} chủ trì{paper}"


class Work(Facts):
    """What a body did in the quarter: its meetings, why it did not meet where it had to, and the rest in its own words."""

    meetings: tuple[MeetingHeld, ...] = ()
    not_met: Line = ""
    results: tuple[Line, ...] = ()

    def lines(self, body: str, clause: str) -> tuple[str, ...]:
        """A paragraph each; ``clause``: where the regulation has the body meet."""
        told: list[str] = []
        if self.meetings:
            told.append(f"Trong quý, {body} tổ chức {blocks.padded_number(len(self.meetings))} cuộc họp:")
            told += blocks.dashed_list([meeting.entry for meeting in self.meetings])
        if self.not_met or not self.meetings:
            reason = f"; lý do: {self.not_met}" if self.not_met else ""
            told.append(blocks.sentence(f"{blocks.upper_first(body)} chưa họp định kỳ trong quý theo {clause} Quy chế{reason}"))
        return (*told, *(blocks.sentence(line) for line in self.results))


class DirectiveCount(Facts):
    """How the directives followed in a quarter ("2019-Q3") stood at its report: done on time or late, owed in time or overdue."""

    period: Line
    on_time: NonNegativeInt
    late: NonNegativeInt
    open: NonNegativeInt
    overdue: NonNegativeInt

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """The four numbers in the order in which a report tells them."""
        return self.on_time, self.late, self.open, self.overdue


class OverdueOfAgency(Facts):
    """The overdue duties that one agency leads."""

    agency: Line
    duties: tuple[OverdueDuty, ...]

    @property
    def heading(self) -> str:
        """``Sở Y tế: 02 nhiệm vụ``."""
        return f"{self.agency}: {blocks.padded_number(len(self.duties))} nhiệm vụ"


class AgencySays(Facts):
    """What one agency reports as an obstacle and what it proposes."""

    agency: Line
    obstacles: tuple[Line, ...] = ()
    proposals: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """A paragraph each."""
        told = [f"Khó khăn, vướng mắc: {line}" for line in self.obstacles]
        return blocks.dashed_list([*told, *(f"Kiến nghị: {line}" for line in self.proposals)])


class IndicatorLine(Facts):
    """A line of the indicators' table. ``trend``: the province's values, oldest first, this quarter's last; ``ratio``: a quotient."""

    name: Line
    unit: Line
    ratio: bool
    numerator: Decimal | None
    denominator: Decimal | None
    trend: tuple[Decimal | None, ...]
    target: Decimal | None
    direction: Direction
    met: bool | None

    @classmethod
    def of(cls, result: Result) -> "IndicatorLine":
        """The line of a consolidated indicator."""
        told = result.indicator
        return cls(
            name=told.name,
            unit=told.unit,
            ratio=told.is_ratio,
            numerator=result.total.numerator,
            denominator=result.total.denominator,
            trend=tuple(total.value for total in result.trend),
            target=told.target,
            direction=told.direction,
            met=result.met,
        )

    @property
    def figures(self) -> str:
        """``91/ 102`` of a quotient; the space lets a narrow column break it."""
        if self.numerator is None:
            return _NOTHING
        return written(self.numerator) + (f"/ {written(self.denominator)}" if self.denominator is not None else "")

    @property
    def result(self) -> str:
        """``89,22%``."""
        return self.shown(self.trend[-1])

    @property
    def before(self) -> str:
        """The quarter before."""
        return self.shown(self.trend[-2])

    @property
    def goal(self) -> str:
        """``≥ 95%``."""
        if self.target is None:
            return _NOTHING
        sign = "≥" if self.direction == Direction.UP else "≤"
        return f"{sign} {written(self.target)}{SHARE if self.unit == SHARE else ''}"

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        return {True: "Đạt", False: "Chưa đạt", None: _NOTHING}[self.met]

    @property
    def full_name(self) -> str:
        """With its unit, where the numbers do not show it."""
        return self.name if self.unit == SHARE else f"{self.name} ({self.unit})"

    @property
    def words(self) -> str:
        """The line for who cannot see the chart."""
        trend = ", ".join(self.shown(value) for value in self.trend)
        return f"{self.name}: {trend}; mục tiêu {self.goal}; {self.verdict.lower()}"

    def shown(self, value: Decimal | None) -> str:
        """A value of this indicator."""
        return _NOTHING if value is None else worded(value, SHARE if self.unit == SHARE else "", ratio=self.ratio)

    def bar(self, number: int) -> Bar:
        """Its bar; a share is drawn out of a hundred, everything else out of the larger of result and target."""
        value = self.trend[-1]
        sizes = [size for size in (value, self.target) if size is not None]
        full = max([*sizes, _HUNDRED] if self.unit == SHARE else sizes, default=Decimal(1))
        return Bar(f"{number}. {self.full_name}", value, self.target, full, self.met, (self.result, f"mục tiêu {self.goal}"))

    def panel(self, number: int) -> Panel:
        """Its small curve."""
        return Panel(f"{number}. {self.full_name}", self.trend, tuple(self.shown(value) for value in self.trend), self.target)
