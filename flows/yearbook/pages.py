"""The yearbook as tables on a screen: what does not fit is said to be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from flows.yearbook import Yearbook
from flows.yearbook.breaches import Breach
from flows.yearbook.clashes import TITLES

BUSIEST, LISTED = 10, 12  # officers, and clashes or breaches, shown
WIDE = 60  # characters of a long text


@dataclass(frozen=True)
class Page:
    """One table under its title; ``rest`` says what it leaves out."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    rest: str = ""


def pages(book: Yearbook) -> list[Page]:
    """Load, clashes, breaches, and the table by clause."""
    grave = [breach for breach in book.breaches if breach.grave]
    missed = [breach for breach in book.breaches if not breach.grave]
    return [
        _load(book),
        _clashes(book),
        _broken("Vi phạm Quy chế, pháp luật", grave),
        _broken("Mốc của Ban bị chậm, bỏ lỡ", missed),
        _compliance(book),
    ]


def _load(book: Yearbook) -> Page:
    heads = ("Cán bộ", "Chức danh", "Việc", "Thư", "Tuần nhiều việc nhất")
    rows = [
        (
            load.officer,
            shorten(load.title, WIDE, placeholder="…"),
            str(load.tasks),
            str(load.letters),
            f"{load.busiest.week}: {load.busiest.tasks} việc, {load.busiest.letters} thư",
        )
        for load in book.loads[:BUSIEST]
    ]
    return Page(f"Khối lượng theo cán bộ ({len(book.loads)} người có việc hoặc thư)", heads, rows, _rest(len(book.loads), BUSIEST))


def _clashes(book: Yearbook) -> Page:
    rows = [
        (
            f"{clash.day:%d/%m/%Y}",
            TITLES[clash.kind],
            shorten(clash.of, WIDE, placeholder="…") or "—",
            shorten("; ".join(clash.what), 2 * WIDE, placeholder="…"),
        )
        for clash in book.clashes[:LISTED]
    ]
    return Page(f"Trùng lịch ({len(book.clashes)})", ("Ngày", "Trùng", "Ai, ngày gì", "Việc"), rows, _rest(len(book.clashes), LISTED))


def _broken(title: str, found: Sequence[Breach]) -> Page:
    rows = [
        (
            f"{breach.due:%d/%m/%Y}" if breach.due else "—",
            shorten(breach.what, WIDE, placeholder="…"),
            shorten(breach.who, WIDE, placeholder="…"),
            breach.basis,
            breach.why,
        )
        for breach in found[:LISTED]
    ]
    return Page(f"{title} ({len(found)})", ("Hạn", "Việc", "Ai", "Căn cứ", "Vì sao"), rows, _rest(len(found), LISTED))


def _compliance(book: Yearbook) -> Page:
    heads = ("Điều khoản", "Nghĩa vụ", "Đúng hạn", "Chậm", "Chưa thực hiện", "Vi phạm", "Chưa có bước", "Kết quả")
    rows = [
        (
            row.citation,
            *(str(number) for number in (row.duties, row.on_time, row.late, row.not_done, row.breaches, len(row.unmodelled))),
            row.words,
        )
        for row in book.compliance
    ]
    return Page("Bảng tổng hợp tình hình thực hiện Quy chế", heads, rows)


def _rest(there: int, shown: int) -> str:
    return f"… và {there - shown} dòng nữa; --json in ra đầy đủ." if there > shown else ""
