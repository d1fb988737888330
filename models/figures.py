"""What agencies are asked for each quarter, what they gave, and how a number is rounded and written."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from regulation.calendar import Quarter

PLACES = 2  # decimals of a value that is shown
SHARE = "%"
_FINEST = -4  # exponent: figures have at most four decimals …
_MOST = Decimal(10) ** 15  # … and fifteen digits before them, so that sums of thousands are exact
_SCALE = -_FINEST  # shifted so far, a figure is a whole number
_ONE = Decimal(1)


class Direction(StrEnum):
    """Which way a target lies."""

    UP = "up"  # at least the target
    DOWN = "down"  # at most the target


@dataclass(frozen=True)
class Indicator:
    """A figure asked of agencies each quarter. ``numerator`` and ``denominator`` say what is counted; a count has no denominator.

    ``unit`` "%" makes a quotient a share of a whole. ``computed``: by the house itself, nobody is asked. ``since`` and ``until``: the
    first and the last quarter in which it holds, None without an end.
    """

    code: str
    name: str
    unit: str
    numerator: str | None = None
    denominator: str | None = None
    target: Decimal | None = None
    direction: Direction = Direction.UP
    computed: bool = False
    since: Quarter | None = None
    until: Quarter | None = None

    @property
    def is_ratio(self) -> bool:
        """True for a quotient, False for a count."""
        return self.denominator is not None

    @property
    def is_share(self) -> bool:
        """True for a quotient in hundredths of a whole."""
        return self.is_ratio and self.unit == SHARE

    def holds_in(self, period: Quarter) -> bool:
        """Whether it is asked for in that quarter."""
        return (self.since is None or self.since <= period) and (self.until is None or period <= self.until)

    def is_met_by(self, value: Decimal | None) -> bool | None:
        """Whether the value, as it is shown, reaches the target; None without one of the two."""
        if value is None or self.target is None:
            return None
        return value >= self.target if self.direction == Direction.UP else value <= self.target


@dataclass(frozen=True)
class ReportingAgency:
    """An agency that is asked. ``since``: the first quarter in its present shape (founded, merged or split); None: it always had it."""

    code: str
    name: str
    since: Quarter | None = None

    def was_itself_in(self, period: Quarter) -> bool:
        """Whether its figures of that quarter are comparable with those of today."""
        return self.since is None or self.since <= period


@dataclass(frozen=True)
class Figure:
    """What one agency gave for one indicator in one quarter; ``denominator`` of a ratio only, ``note``: its explanation.

    ``ValueError`` for a number that is negative, not finite, of more than fifteen digits or four decimals.
    """

    agency: str
    indicator: str
    period: Quarter
    numerator: Decimal | None
    denominator: Decimal | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for number in (self.numerator, self.denominator):
            if number is not None and not is_figure(number):
                raise ValueError(f"{number} is no figure ({self.agency}, {self.indicator}, {self.period})")

    def is_whole(self, indicator: Indicator) -> bool:
        """Whether it counts in a total: a count, or both parts of a quotient with something to divide by."""
        return self.numerator is not None and (not indicator.is_ratio or bool(self.denominator))


def is_figure(number: Decimal) -> bool:
    """Whether a number can be a figure at all."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST and 0 <= number < _MOST


def half_up(numerator: Decimal, denominator: Decimal = _ONE) -> Decimal:
    """The one rounding rule: the quotient to ``PLACES`` decimals, a half goes up; exact, whatever the figures' size.

    ``numerator``: a figure, or a hundred of them; ``denominator``: a figure above nought.
    """
    upper, lower = int(numerator.scaleb(_SCALE)) * 10**PLACES, int(denominator.scaleb(_SCALE))
    return Decimal((2 * upper + lower) // (2 * lower)).scaleb(-PLACES)


def written(number: Decimal, decimals: int = 0) -> str:
    """``1.234,5``: a dot between thousands, a comma before decimals, of which there are as many as it has, at least ``decimals``."""
    exponent = number.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{number:,.{max(own, decimals)}f}".translate(str.maketrans(",.", ".,"))


def worded(value: Decimal, unit: str, *, ratio: bool) -> str:
    """``79,96%``, ``1.234 lượt người``: a value with its unit, a quotient always with its decimals."""
    told = written(value, PLACES if ratio else 0)
    return f"{told}%" if unit == SHARE else f"{told} {unit}".rstrip()
