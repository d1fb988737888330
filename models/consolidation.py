"""The quarter's figures put together (Đ7.9): provincial totals from numerators and denominators, and what the agencies are asked about.

Pure arithmetic: no table, no clock. Agencies stay in the order they came in; nobody is ranked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.figures import Figure, Indicator, ReportingAgency, half_up, worded, written
from regulation.calendar import Quarter

QUARTERS_BEFORE = 4  # a trend is this quarter against the four before it: the same quarter of last year is among them

_Of = Mapping[tuple[str, Quarter], Mapping[str, Figure]]  # indicator and quarter → agency → figure


class Doubt(StrEnum):
    """Why a figure is asked about again (khoản 7 Điều 7 Quy chế)."""

    MISSING = "missing"
    ZERO = "zero"  # a denominator of nought
    ABOVE = "above"  # a share of more than the whole
    JUMP = "jump"


@dataclass(frozen=True)
class Query:
    """One doubt about one agency's figure. ``words`` say what is odd and what to do; ``note`` is what the agency explained already."""

    agency: ReportingAgency
    indicator: Indicator
    doubt: Doubt
    words: str
    note: str


@dataclass(frozen=True)
class Row:
    """An agency's line under an indicator; ``figure`` None where it gave none, ``before``: its value of the quarter before."""

    agency: ReportingAgency
    figure: Figure | None
    value: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class Total:
    """The province's figure for a quarter: sums over the ``agencies`` whose figures are whole, and the value they make.

    ``value`` None: nobody gave a whole figure, or the indicator did not hold in that quarter.
    """

    period: Quarter
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    agencies: int


@dataclass(frozen=True)
class Result:
    """One indicator of the quarter. ``trend``: the four quarters before and this one, oldest first; ``rows`` in the agencies' order."""

    indicator: Indicator
    trend: tuple[Total, ...]
    rows: tuple[Row, ...]

    @property
    def total(self) -> Total:
        """The province's figure of this quarter."""
        return self.trend[-1]

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target or without a figure."""
        return self.indicator.is_met_by(self.total.value)

    @property
    def change(self) -> Decimal | None:
        """This quarter's value less that of the quarter before (percentage points of a share); None where one is missing."""
        now, before = self.total.value, self.trend[-2].value
        return None if now is None or before is None else now - before


@dataclass(frozen=True)
class Consolidated:
    """A quarter's figures together. ``silent``: agencies that sent nothing; they are named, not queried figure by figure."""

    period: Quarter
    agencies: tuple[ReportingAgency, ...]
    results: tuple[Result, ...]
    queries: tuple[Query, ...]
    silent: tuple[ReportingAgency, ...]


def consolidate(
    indicators: Sequence[Indicator], figures: Iterable[Figure], agencies: Sequence[ReportingAgency], period: Quarter, jump_percent: int
) -> Consolidated:
    """The quarter's totals, trends and doubts from ``figures`` of it and of earlier quarters (those of later ones are left out).

    ``agencies``: who is asked this quarter, in the order to be shown; figures of others count in earlier quarters only.
    ``jump_percent``: ``figure_jump`` of the house rules. ``ValueError``: two figures in one place, or one of an agency that is not asked.
    """
    of = _placed(figures)
    valid = tuple(indicator for indicator in indicators if indicator.holds_in(period))
    asked = {agency.code for agency in agencies}
    strangers = {code for indicator in valid for code in of.get((indicator.code, period), {})} - asked
    if strangers:
        raise ValueError(f"figures of agencies that are not asked in {period}: {', '.join(sorted(strangers))}")
    answered = _answered(valid, of, period)
    quarters = [period]
    for _ in range(QUARTERS_BEFORE):
        quarters.insert(0, quarters[0].previous())
    results = tuple(
        Result(
            indicator,
            tuple(_total(indicator, of.get((indicator.code, quarter), {}), quarter) for quarter in quarters),
            _rows(indicator, of, agencies, period, quarters[-2]),
        )
        for indicator in valid
    )
    return Consolidated(
        period=period,
        agencies=tuple(agencies),
        results=results,
        queries=_queries([(one.indicator, one.rows) for one in results], agencies, answered, quarters[-2], jump_percent),
        silent=tuple(agency for agency in agencies if agency.code not in answered),
    )


def queries_of(
    indicators: Sequence[Indicator], figures: Iterable[Figure], agencies: Sequence[ReportingAgency], period: Quarter, jump_percent: int
) -> tuple[Query, ...]:
    """What :func:`consolidate` would ask about, without its totals: an agency hears it while it fills in its form."""
    of, before = _placed(figures), period.previous()
    valid = tuple(indicator for indicator in indicators if indicator.holds_in(period))
    rows = [(indicator, _rows(indicator, of, agencies, period, before)) for indicator in valid]
    return _queries(rows, agencies, _answered(valid, of, period), before, jump_percent)


def _answered(valid: Iterable[Indicator], of: _Of, period: Quarter) -> set[str]:
    """The agencies that gave anything; what the house computes itself is given by nobody."""
    return {code for indicator in valid if not indicator.computed for code in of.get((indicator.code, period), {})}


def _placed(figures: Iterable[Figure]) -> _Of:
    placed: defaultdict[tuple[str, Quarter], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        place = placed[figure.indicator, figure.period]
        if figure.agency in place:
            raise ValueError(f"two figures of {figure.agency} for {figure.indicator} in {figure.period}")
        place[figure.agency] = figure
    return placed


def _rows(indicator: Indicator, of: _Of, agencies: Sequence[ReportingAgency], period: Quarter, before: Quarter) -> tuple[Row, ...]:
    now, then = of.get((indicator.code, period), {}), of.get((indicator.code, before), {})
    comparable = indicator.holds_in(before)
    rows = []
    for agency in agencies:
        earlier = then.get(agency.code) if comparable and agency.was_itself_in(before) else None
        rows.append(Row(agency, now.get(agency.code), _value(indicator, now.get(agency.code)), _value(indicator, earlier)))
    return tuple(rows)


def _total(indicator: Indicator, given: Mapping[str, Figure], period: Quarter) -> Total:
    whole = [figure for figure in given.values() if figure.is_whole(indicator)] if indicator.holds_in(period) else []
    if not whole:
        return Total(period, None, None, None, 0)
    numerator = sum((figure.numerator or Decimal() for figure in whole), Decimal())
    denominator = sum((figure.denominator or Decimal() for figure in whole), Decimal()) if indicator.is_ratio else None
    return Total(period, numerator, denominator, value_of(indicator, numerator, denominator), len(whole))


def value_of(indicator: Indicator, numerator: Decimal, denominator: Decimal | None) -> Decimal:
    """What is shown, compared and drawn: the count itself, or the quotient (of a share times 100), rounded. ``denominator`` > 0."""
    if denominator is None:
        return half_up(numerator)
    return half_up(numerator * 100 if indicator.is_share else numerator, denominator)


def _value(indicator: Indicator, figure: Figure | None) -> Decimal | None:
    if figure is None or figure.numerator is None or not figure.is_whole(indicator):
        return None
    return value_of(indicator, figure.numerator, figure.denominator if indicator.is_ratio else None)


def _queries(
    rows: Sequence[tuple[Indicator, Sequence[Row]]],
    agencies: Sequence[ReportingAgency],
    answered: set[str],
    before: Quarter,
    jump_percent: int,
) -> tuple[Query, ...]:
    """Agency by agency, in their order; what the house computes itself is asked of nobody."""
    asked = [(indicator, of_agencies) for indicator, of_agencies in rows if not indicator.computed]
    return tuple(
        Query(agency, indicator, doubt, words, row.figure.note if row.figure else "")
        for at, agency in enumerate(agencies)
        if agency.code in answered
        for indicator, of_agencies in asked
        for row in (of_agencies[at],)
        for doubt, words in _doubts(indicator, row, before, jump_percent)
    )


def _doubts(indicator: Indicator, row: Row, before: Quarter, jump_percent: int) -> Iterable[tuple[Doubt, str]]:
    figure = row.figure
    if figure is None or figure.numerator is None or (indicator.is_ratio and figure.denominator is None):
        yield Doubt.MISSING, f"Chưa có số liệu «{indicator.name}»; đề nghị bổ sung, không phát sinh thì ghi 0."
        return
    if indicator.is_ratio and figure.denominator == 0:
        yield Doubt.ZERO, f"«{indicator.name}»: {indicator.denominator} bằng 0 nên không tính được; đề nghị kiểm tra hoặc giải trình."
        return
    if indicator.is_share and figure.denominator is not None and figure.numerator > figure.denominator:
        told = f"{indicator.numerator} ({written(figure.numerator)}) lớn hơn {indicator.denominator} ({written(figure.denominator)})"
        yield Doubt.ABOVE, f"«{indicator.name}»: {told}; đề nghị kiểm tra lại."
    now, then = row.value, row.before
    if now is not None and then is not None and abs(now - then) * 100 > then * jump_percent:
        this, that = (worded(value, indicator.unit, ratio=indicator.is_ratio) for value in (now, then))
        told = f"{this}, {before.title} là {that}: lệch quá {jump_percent}%"
        yield Doubt.JUMP, f"«{indicator.name}»: {told}; đề nghị kiểm tra, nếu đúng thì giải trình."
