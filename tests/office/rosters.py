"""Rosters for tests: the committee's workbook as exported, edited as an operator does, and taken in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from models.journal import Entry
from models.people import Absence, Holding, Officer
from tasks.roster import Imported, RosterRefused, import_roster
from tasks.roster_known import exported
from tests.office.cast import Office
from tests.workbooks import with_rows

Rows = Sequence[Mapping[str, Any]]
TODAY = date(2019, 8, 26)  # the clock of the tests
NEW = {"Mã cán bộ": "P90", "Họ và tên": "Nguyễn Tân Nhiệm", "Thư điện tử": "tan.nhiem@x.example", "Điện thoại": "0912 000 001"}


def export(office: Office) -> bytes:
    with office.bureau.reading_desk() as desk:
        return exported(desk)


def take(office: Office, data: bytes) -> Imported:
    with office.bureau.desk() as desk:
        return import_roster(desk, data)


def add(office: Office, **rows: Rows) -> Imported:
    """Take in today's roster with these rows added."""
    return take(office, with_rows(export(office), **rows))


def holding(seat: str, officer: str, since: date | None, last: date | None = None) -> dict[str, Any]:
    return {"Mã chức danh": seat, "Mã cán bộ": officer, "Giữ từ ngày": since, "Đến hết ngày": last}


def absence(officer: str, since: date, until: date, reason: str = "Đi công tác", back: str | None = None) -> dict[str, Any]:
    return {"Mã cán bộ": officer, "Vắng từ ngày": since, "Đến hết ngày": until, "Lý do": reason, "Đã trở lại sớm": back}


def faults(refused: RosterRefused) -> list[tuple[str, int, str]]:
    """Sheet, row and column of each fault, in order."""
    return [(fault.sheet, fault.row, fault.column) for fault in refused.faults]


def held(office: Office, seat: str) -> list[tuple[str, date, date | None]]:
    """Who has held a seat from when to when, the first first."""
    with office.bureau.reading_desk() as desk:
        found = desk.session.exec(select(Holding).where(col(Holding.seat_id) == seat).order_by(col(Holding.since)))
        return [(one.officer_id, one.since, one.until) for one in found]


def officer(office: Office, code: str) -> Officer:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Officer, code)


def written(office: Office) -> list[str]:
    """All that is in the roster's tables, and how long the journal is."""
    with office.bureau.reading_desk() as desk:
        people = [one.model_dump_json() for one in desk.session.exec(select(Officer).order_by(col(Officer.id)))]
        away = [one.model_dump_json() for one in desk.session.exec(select(Absence).order_by(col(Absence.id)))]
        lines = len(desk.session.exec(select(col(Entry.n))).all())
    return [*people, *away, str(lines), str(len(office.letters()))]
