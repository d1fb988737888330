"""Every number of days the house counts with, by name, and where each comes from."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from regulation.calendar import WorkingCalendar
from regulation.clauses import ClauseId
from regulation.errors import LawError
from regulation.lawfile import Frozen, LawModel, named

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Unit = Literal["working", "calendar", "day_of_month", "hours", "months"]
Source = Literal["S", "L", "D"]
Confidence = Literal["V", "T", "M"]

SOURCE_TITLES = {"S": "quy chế", "L": "luật", "D": "mặc định của Ban"}
_OFFSETS = {"working": "ngày làm việc", "calendar": "ngày"}
_SPANS = {"working": "ngày làm việc", "calendar": "ngày", "hours": "giờ làm việc", "months": "tháng"}


class Sourced(LawModel):
    """What has to say where it comes from.

    ``source``: S the regulation says so, L another law does, D the committee's own default. ``confidence``: V read in the
    source, T in a third party's digest, M from memory; T and M are shown as "cần xác nhận".
    """

    source: Source
    confidence: Confidence
    clause: ClauseId | None = None
    citation: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.source == "S" and self.clause is None:
            raise ValueError("nguồn S (quy chế) phải có trường clause nêu điều, khoản")
        if self.source == "L" and self.citation is None:
            raise ValueError("nguồn L (luật) phải có trường citation nêu văn bản")
        return self

    @property
    def needs_confirming(self) -> bool:
        """True while nobody has read it in its source."""
        return self.confidence != "V"


class Rule(Sourced):
    """``days`` counted from ``anchor``; negative is before it.

    ``unit``: ``working`` days; ``calendar`` days; ``hours`` of work; ``months`` between two times; ``day_of_month`` is a date
    (``days`` is the day, ``month`` the month when it is not the anchor's own). ``roll`` moves a date that is no working day.
    """

    name: Name
    title: str
    days: Annotated[int, Field(ge=-366, le=366)]
    unit: Unit
    anchor: Name
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    roll: Literal["none", "back", "forward"] = "none"

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Self:
        longest = monthrange(2019, self.month or 2)[1]
        if self.unit == "day_of_month" and not 1 <= self.days <= longest:
            raise ValueError(f"ngày trong tháng (days) phải từ 1 đến {longest}, là những ngày tháng nào cũng có")
        if self.month is not None and self.unit != "day_of_month":
            raise ValueError("trường month chỉ dùng với unit day_of_month")
        if self.roll != "none" and self.unit not in ("calendar", "day_of_month", "months"):
            raise ValueError("trường roll chỉ dùng với unit calendar, day_of_month hoặc months")
        return self

    def date_from(self, anchor: date, calendar: WorkingCalendar) -> date:
        """The day it falls on, given the day of its anchor; hours are no days and raise ``LawError``."""
        day = self.nominal(anchor, calendar)
        if self.roll == "none":
            return day
        return calendar.roll_back(day) if self.roll == "back" else calendar.roll_forward(day)

    def nominal(self, anchor: date, calendar: WorkingCalendar) -> date:
        """The day before it is rolled off a day off."""
        if self.unit == "working":
            return calendar.add(anchor, self.days)
        if self.unit == "calendar":
            return anchor + timedelta(days=self.days)
        if self.unit == "day_of_month":
            return anchor.replace(month=self.month or anchor.month, day=self.days)
        if self.unit == "months":
            return _add_months(anchor, self.days)
        raise LawError(f"Quy định “{self.title}” tính bằng giờ, không suy ra được một ngày")

    def phrase(self, anchor_title: str) -> str:
        """How it reads: ``5 ngày làm việc sau ngày họp``, ``ngày 25``."""
        if self.unit == "day_of_month":
            return f"ngày {self.days:02d}" + (f"/{self.month:02d}" if self.month else f" {anchor_title}")
        if self.unit in _OFFSETS:
            if self.days == 0:
                return f"cùng ngày với {anchor_title}"
            return f"{abs(self.days)} {_OFFSETS[self.unit]} {'trước' if self.days < 0 else 'sau'} {anchor_title}"
        return f"{self.days} {_SPANS[self.unit]}"


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


class Threshold(Sourced):
    """A number that is no number of days: a share, a count of times, minutes."""

    name: Name
    title: str
    value: int
    unit: Literal["percent", "times", "members", "minutes", "megabytes"]


class RuleFile(LawModel):
    """``house_rules.yaml``: what offsets are counted from, the rules, and which of them make a quarter's timetable.

    An anchor is an event named in ``anchors`` (its Vietnamese title) or another rule.
    """

    anchors: Frozen[Name, str]
    rules: Frozen[Name, Rule]
    thresholds: Frozen[Name, Threshold]
    timetable: tuple[Name, ...]

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, content: Any) -> Any:
        return named(content, "rules", "thresholds")
