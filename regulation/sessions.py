"""Known sessions of the UBND and the HĐND, on whose days the committee had better not meet."""

from datetime import date
from typing import Self

from pydantic import model_validator

from regulation.lawfile import LawModel


class Session(LawModel):
    """One session: whose, what it is called, from its first to its last day, and who announced it."""

    body: str
    title: str
    first: date
    last: date
    source: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("ngày cuối (last) không được trước ngày đầu (first)")
        return self

    @property
    def words(self) -> str:
        """ "Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019)"."""
        days = f"{self.first:%d/%m/%Y}" if self.first == self.last else f"{self.first:%d/%m} đến {self.last:%d/%m/%Y}"
        return f"{self.title} ({days})"


class SessionFile(LawModel):
    """``sessions.yaml``: no law, only what is known of the year; editing it moves no open case."""

    sessions: tuple[Session, ...] = ()
