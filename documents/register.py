"""Sổ đăng ký văn bản đi: the register of outgoing papers, as it is printed and bound."""

import datetime

from pydantic import NonNegativeInt, PositiveInt

from documents import blocks
from documents.papers import Facts, Line, Paper


class RegisterEntry(Facts):
    """One number of a series: ``about`` its paper's type and subject, ``copies`` and ``sent`` None until known.

    A reserved or void number keeps its line; ``note`` says so and why.
    """

    number: PositiveInt
    notation: Line
    day: datetime.date | None
    about: Line
    signer: Line = ""
    recipients: Line = ""
    kept_by: Line = ""
    copies: NonNegativeInt | None = None
    sent: datetime.date | None = None
    note: Line = ""

    @property
    def full_number(self) -> str:
        """``05/GM-BCĐ``."""
        return blocks.number_line(self.number, self.notation).removeprefix("Số: ")

    @property
    def dated(self) -> str:
        """``20/9/2019``, or nothing."""
        return blocks.figure_date(self.day) if self.day else ""

    @property
    def copies_shown(self) -> str:
        """``02``, or nothing."""
        return "" if self.copies is None else blocks.padded_number(self.copies)

    @property
    def sent_on(self) -> str:
        """``20/9/2019``, or nothing."""
        return blocks.figure_date(self.sent) if self.sent else ""


class OutgoingRegister(Paper):
    """Sổ đăng ký văn bản đi, Phụ lục IV, mục I of NĐ 30/2020/NĐ-CP: what a system registers is printed with all its fields and bound
    (Điều 15). ``entries`` in the order of their numbers.
    """

    year: int
    volume: PositiveInt = 1
    entries: tuple[RegisterEntry, ...]

    @property
    def subject(self) -> str:
        return f"Sổ đăng ký văn bản đi năm {self.year}"

    @property
    def cover_lines(self) -> tuple[str, ...]:
        """What the cover says below its title."""
        days = [entry.day for entry in self.entries if entry.day]
        return (
            f"Năm: {self.year}",
            f"Từ {blocks.day_or_room(min(days, default=None))} đến {blocks.day_or_room(max(days, default=None))}",
            f"Từ số {self._at(0)} đến số {self._at(-1)}",
            f"Quyển số: {blocks.padded_number(self.volume)}",
        )

    def _at(self, place: int) -> str:
        return self.entries[place].full_number if self.entries else blocks.number_line(None, "").removeprefix("Số: ").rstrip("/")
