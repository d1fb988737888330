"""Indicators: the figures asked of agencies each quarter, as the committee's data has them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regulation.calendar import Quarter
from regulation.lawfile import LawModel

EVERYBODY = "all"
Reporter = Annotated[str, Field(pattern=r"^(all|kind:\S+|agency:\S+)$")]


class Indicator(LawModel):
    """A figure asked each quarter; a quotient has a numerator and a denominator. ``computed``: by the house itself.

    ``reporters``: which of the reporting agencies are asked. It holds from the quarter of ``valid_from`` through that of ``valid_to``;
    ``None`` is without an end. ``target`` in ``unit``; ``direction``: up, reached when not below it; down, when not above.
    """

    code: Annotated[str, Field(pattern=r"^I\d{2,}$")]
    name: str
    unit: str
    numerator: str | None = None
    denominator: str | None = None
    target: Decimal | None = None
    direction: Literal["up", "down"] = "up"
    computed: bool = False
    reporters: Annotated[tuple[Reporter, ...], Field(min_length=1)] = (EVERYBODY,)
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("phải có cả tử số (numerator) và mẫu số (denominator), hoặc không có cả hai")
        if self.unit == "%" and self.denominator is None:
            raise ValueError("chỉ tiêu tính bằng % phải có tử số (numerator) và mẫu số (denominator)")
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("ngày cuối (valid_to) không được trước ngày đầu (valid_from)")
        return self

    @property
    def since(self) -> Quarter | None:
        """The first quarter in which it holds."""
        return Quarter.of(self.valid_from) if self.valid_from else None

    @property
    def until(self) -> Quarter | None:
        """The last quarter in which it holds."""
        return Quarter.of(self.valid_to) if self.valid_to else None

    def holds_in(self, quarter: Quarter) -> bool:
        """Whether it is asked for in that quarter."""
        return (self.since is None or self.since <= quarter) and (self.until is None or quarter <= self.until)

    def is_asked_of(self, agency: str, kind: str) -> bool:
        """Whether a reporting agency of that code and kind is asked for it."""
        return not self.computed and bool({EVERYBODY, f"kind:{kind}", f"agency:{agency}"} & set(self.reporters))


class IndicatorFile(LawModel):
    """``indicators.yaml``."""

    indicators: tuple[Indicator, ...]
