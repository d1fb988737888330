"""Who holds which seat from when to when, by a workbook held against the records: history stays, a handing-over adds to it."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from documents.workbook_reader import Book, Line
from models.people import Holding
from tasks.roster_known import ONE_DAY, Change, Known
from tasks.roster_people import known_officer, named, sound_once
from tasks.roster_sheets import HOLDINGS


@dataclass
class Period:
    """One holding as it shall be: ``until`` is the first day it no longer is. ``line``: the row that says so; ``there``: its record."""

    officer_id: str
    since: date
    until: date | None
    line: Line | None
    there: Holding | None


def holdings(now: Known, book: Book) -> list[Change]:
    """New holdings and changed ends. A holding without an end lasts until the next one of its seat begins."""
    by_seat: dict[str, list[Line]] = {}
    for line in _filled_in(now, book):
        by_seat.setdefault(line.text("seat_id"), []).append(line)
    return [change for seat, lines in by_seat.items() for change in _changes(now, book, seat, lines)]


def _filled_in(now: Known, book: Book) -> list[Line]:
    """The rows that say something and can be held against the records."""
    lines = book.lines[HOLDINGS.title]
    book.lines[HOLDINGS.title] = [line for line in lines if not (line.sound and _is_blank(line))]
    return [line for line in sound_once(book, HOLDINGS, "seat_id", "since") if _known_seat(now, book, line) and _whole(now, book, line)]


def _is_blank(line: Line) -> bool:
    return not any(line.text(key) for key in ("officer_id", "name", "since", "last"))


def _known_seat(now: Known, book: Book, line: Line) -> bool:
    code, title = line.text("seat_id"), line.text("title")
    if code not in now.seats:
        near = get_close_matches(code, now.seats, n=1)
        way = f"Có phải «{near[0]}»? " if near else ""
        sentence = f"Không có chức danh mang mã này. {way}Người đứng đầu một cơ quan mới thì ghi chức vụ ở trang «Cơ quan»."
        book.faults.append(line.fault("seat_id", sentence))
        return False
    if title and title not in now.titles(code):
        book.faults.append(line.fault("title", f"Mã {code} là «{now.title(code)}». Hãy sửa mã, hoặc để trống ô chức danh."))
        return False
    return True


def _whole(now: Known, book: Book, line: Line) -> bool:
    for key in ("officer_id", "since"):
        if line.values[key] is None:
            book.faults.append(line.fault(key, "Ô này không được để trống khi dòng đã ghi người hoặc ngày."))
            return False
    if not known_officer(now, book, line):
        return False
    last = line.day_if_any("last")
    if last is not None and last < line.day("since"):
        book.faults.append(line.fault("last", f"Không được trước ngày bắt đầu giữ {line.text('since')}. Hãy sửa lại một trong hai ngày."))
        return False
    return True


def _changes(now: Known, book: Book, seat: str, lines: list[Line]) -> list[Change]:
    periods = {since: Period(held.officer_id, since, held.until, None, held) for (its, since), held in now.holdings.items() if its == seat}
    for line in lines:
        since, last = line.day("since"), line.day_if_any("last")
        until = last + ONE_DAY if last is not None else None
        periods[since] = Period(line.text("officer_id"), since, until, line, now.holdings.get((seat, since)))
    ordered = sorted(periods.values(), key=lambda period: period.since)
    followers: list[Period | None] = [*ordered[1:], None]
    pairs = list(zip(ordered, followers, strict=True))
    fitting = [_fits(now, book, *pair) for pair in pairs]  # all of them: every fault is told
    if not all(fitting):
        return []
    return [change for period, follower in pairs if (change := _change(now, book, seat, period, follower)) is not None]


def _fits(now: Known, book: Book, period: Period, follower: Period | None) -> bool:
    """Settles an open end by who follows; False, with a fault, where two would hold the seat at once or the past would be rewritten."""
    there, line = period.there, period.line
    if there is not None and line is not None and there.officer_id != period.officer_id and there.since <= now.today:
        who = f"{there.officer_id} {now.officers[there.officer_id].name}"
        book.faults.append(
            line.fault("officer_id", f"Từ ngày này chức danh do {who} giữ. Giữ nguyên dòng ấy, ghi người mới ở một dòng mới.")
        )
        return False
    if follower is None:
        return True
    period.until = period.until or follower.since
    if period.until <= follower.since:
        return True
    if line is not None:
        sentence = f"Từ {follower.since:%d/%m/%Y} người khác giữ chức danh này. Hãy ghi ngày sớm hơn, hoặc để trống."
        book.faults.append(line.fault("last", sentence))
    elif follower.line is not None:
        sentence = (
            f"Chức danh này có người giữ đến hết {period.until - ONE_DAY:%d/%m/%Y}. Hãy thêm dòng của người ấy với ngày kết thúc mới."
        )
        book.faults.append(follower.line.fault("since", sentence))
    return False


def _change(now: Known, book: Book, seat: str, period: Period, follower: Period | None) -> Change | None:
    there = period.there
    row = period.line.row if period.line is not None else follower.line.row if follower is not None and follower.line is not None else 0
    who = f"{now.title(seat)}: {named(now, book, period.officer_id)}"
    if there is None:
        made = Holding(seat_id=seat, officer_id=period.officer_id, since=period.since, until=period.until)
        facts = {"seat": seat, "officer": period.officer_id, "since": period.since, "until": period.until}
        return Change(row, HOLDINGS.title, "holder", f"{who} giữ từ {period.since:%d/%m/%Y}{_end(period.until, '')}", made, {}, facts)
    wanted = {"officer_id": period.officer_id, "until": period.until}
    changed = {key: value for key, value in wanted.items() if getattr(there, key) != value}
    if not changed:
        return None
    gap = "; sau đó chưa có người giữ" if period.until and (follower is None or follower.since > period.until) else ""
    words = f"{who} giữ từ {period.since:%d/%m/%Y}{_end(period.until, ', không ghi ngày kết thúc')}{gap}"
    act = "holder" if "officer_id" in changed else "holder.end"
    facts = {"seat": seat, "officer": period.officer_id, "since": period.since, "until": period.until}
    return Change(row, HOLDINGS.title, act, words, there, changed, facts)


def _end(until: date | None, otherwise: str) -> str:
    return f" đến hết {until - ONE_DAY:%d/%m/%Y}" if until else otherwise
