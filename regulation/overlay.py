"""What ``calendar.yaml`` corrects in the ``holidays`` package, and what in it nobody has confirmed yet."""

import datetime
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regulation.lawfile import LawModel

Status = Literal["official", "provisional"]


class DayOff(LawModel):
    """A day off that the package misses, with who said so."""

    date: date
    reason: str
    source: str
    status: Status


class MakeupWorkday(LawModel):
    """A Saturday or Sunday on which offices work in return for the day off ``for_``."""

    date: date
    for_: Annotated[datetime.date, Field(alias="for")]
    status: Status


class CancelledDay(LawModel):
    """A day the package calls off and the law does not."""

    date: date
    reason: str
    status: Status


class Unconfirmed(LawModel):
    """Days whose status a person still has to confirm; they count as the calendar has them until then."""

    first: date
    last: date
    reason: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("ngày cuối (last) không được trước ngày đầu (first)")
        return self


class ChosenYearly(LawModel):
    """Days the Prime Minister picks each year: by name in the package, or by date (``MM-DD``)."""

    names: tuple[str, ...]
    dates: tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...]
    reason: str


class Overlay(LawModel):
    """``calendar.yaml``. Years after ``confirmed_through`` keep their ``chosen_yearly`` days provisional.

    ``office_hours``: from when to when the offices work on a working day (D).
    """

    confirmed_through: int
    chosen_yearly: ChosenYearly
    days_off: tuple[DayOff, ...] = ()
    makeup_workdays: tuple[MakeupWorkday, ...] = ()
    office_hours: tuple[tuple[time, time], ...] = ((time(7), time(11)), (time(13), time(17)))
    cancel_library_days: tuple[CancelledDay, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
