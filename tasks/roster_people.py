"""What a workbook says of officers and their absences, held against the records."""

from collections.abc import Sequence
from typing import Any

from documents.workbook import Sheet
from documents.workbook_reader import Book, Fault, Line
from models.people import Absence, Officer
from models.phones import BadPhone, normal
from tasks.bureau import Desk
from tasks.roster_known import Change, Known, columns_of
from tasks.roster_sheets import ABSENCES, OFFICERS


def officers(now: Known, book: Book) -> list[Change]:
    """New officers and what changes of known ones; a mended address or phone is no longer marked as refused."""
    lines = sound_once(book, OFFICERS, "id")
    book.faults += _shared_addresses(now, lines)
    changes = []
    for line in lines:
        wanted = line.fields(columns_of(Officer, OFFICERS))
        try:
            wanted["phone"] = normal(wanted["phone"]) if wanted["phone"] else wanted["phone"]
        except BadPhone as bad:
            book.faults.append(line.fault("phone", str(bad)))
            continue
        changes += difference(line, "officer", now.officers.get(line.text("id")), Officer(id=line.text("id"), **wanted), wanted)
    for change in changes:
        if "email" in change.fields:
            change.fields["email_refused"] = None
        if "phone" in change.fields:
            change.fields["zalo_refused"] = None
    return changes


def absences(desk: Desk, now: Known, book: Book) -> list[Change]:
    """New absences, changed ends, and who came back early."""
    changes = []
    for line in sound_once(book, ABSENCES, "officer_id", "since"):
        if not known_officer(now, book, line):
            continue
        if line.day("until") < line.day("since"):
            book.faults.append(
                line.fault("until", f"Không được trước ngày bắt đầu vắng {line.text('since')}. Hãy sửa lại một trong hai ngày.")
            )
            continue
        changes += _absence(desk, now, book, line)
    return changes


def _absence(desk: Desk, now: Known, book: Book, line: Line) -> list[Change]:
    same = [one for one in now.absences if (one.officer_id, one.since) == (line.text("officer_id"), line.values["since"])]
    live = next((one for one in same if one.ended_at is None), None)
    who = f"{named(now, book, line.text('officer_id'))} vắng từ {line.text('since')}"
    facts = {"officer": line.text("officer_id"), "since": line.values["since"], "until": line.values["until"]}
    if line.values["back"]:
        if live is not None:
            return [Change(line.row, ABSENCES.title, "absence.end", f"{who}: đã trở lại", live, {"ended_at": desk.now}, facts)]
        if not same:
            book.faults.append(
                line.fault("back", "Chưa có đợt vắng mặt nào bắt đầu ngày này để kết thúc. Hãy để trống ô này, hoặc sửa ngày.")
            )
        return []
    wanted = line.fields(("until", "reason"))
    if live is not None:
        changed = {key: value for key, value in wanted.items() if getattr(live, key) != value}
        words = f"{who}: nay đến hết {line.text('until')}, lý do «{line.text('reason')}»"
        return [Change(line.row, ABSENCES.title, "absence", words, live, changed, facts)] if changed else []
    if same:
        book.faults.append(
            line.fault("back", "Đợt vắng mặt này đã kết thúc. Hãy ghi «có», hoặc ghi đợt mới với ngày bắt đầu khác.", found="để trống")
        )
        return []
    if fault := _cannot_begin(now, book, line):
        book.faults.append(fault)
        return []
    made = Absence(officer_id=line.text("officer_id"), since=line.day("since"), recorded_at=desk.now, **wanted)
    return [Change(line.row, ABSENCES.title, "absence", f"{who} đến hết {line.text('until')}", made, {}, facts)]


def _cannot_begin(now: Known, book: Book, line: Line) -> Fault | None:
    """Why a new absence cannot be: it is over, or meets another of the same officer that is neither over nor ended here."""
    officer, since, until = line.text("officer_id"), line.day("since"), line.day("until")
    if until < now.today:
        return line.fault("until", "Khoảng thời gian này đã qua. Chỉ ghi vắng mặt đang có hoặc sắp tới.")
    mine = [one for one in book.lines[ABSENCES.title] if one.sound and one is not line and one.text("officer_id") == officer]
    ended = {one.day("since") for one in mine if one.values["back"]}
    known = [
        (one.since, one.until) for one in now.absences if one.officer_id == officer and one.ended_at is None and one.since not in ended
    ]
    told = [(one.day("since"), one.day("until")) for one in mine if not one.values["back"] and one.row < line.row]
    met = next(((first, last) for first, last in known + told if first <= until and last >= since), None)
    return line.fault("since", f"Trùng với đợt vắng mặt từ {met[0]:%d/%m/%Y} đến hết {met[1]:%d/%m/%Y}. Hãy sửa lại ngày.") if met else None


def sound_once(book: Book, sheet: Sheet, *keys: str) -> list[Line]:
    """The sheet's rows without faults of form; a row that repeats another's key is one more fault."""
    return once(book, [line for line in book.lines[sheet.title] if line.sound], *keys)


def once(book: Book, lines: Sequence[Line], *keys: str) -> list[Line]:
    """These rows; a row that repeats another's key is a fault."""
    first: dict[tuple[Any, ...], Line] = {}
    for line in lines:
        key = tuple(line.values[key] for key in keys)
        if key in first:
            book.faults.append(line.fault(keys[0], f"Trùng với dòng {first[key].row}. Hãy giữ lại một dòng."))
        else:
            first[key] = line
    return list(first.values())


def known_officer(now: Known, book: Book, line: Line) -> bool:
    """Whether the row's officer is in the records or the workbook, and the name beside the code is his; a fault if not."""
    told = {one.text("id"): one.text("name") for one in book.lines[OFFICERS.title]}
    code, name = line.text("officer_id"), line.text("name")
    if code not in now.officers and code not in told:
        book.faults.append(line.fault("officer_id", "Không có cán bộ mang mã này. Hãy sửa mã, hoặc thêm người ấy vào trang «Cán bộ»."))
        return False
    names = {told.get(code), now.officers[code].name if code in now.officers else None} - {None}
    if name and name not in names:
        book.faults.append(
            line.fault("name", f"Mã {code} là {' hoặc '.join(sorted(filter(None, names)))}. Hãy sửa mã, hoặc để trống ô tên.")
        )
        return False
    return True


def named(now: Known, book: Book, code: str) -> str:
    """ "P20 Nguyễn Văn A", by the workbook's name before the records'."""
    told = {line.text("id"): line.text("name") for line in book.lines[OFFICERS.title]}
    return f"{code} {told.get(code) or now.officers[code].name}"


def difference(line: Line, noun: str, there: Any, made: Any, wanted: dict[str, Any]) -> list[Change]:
    """The record as new, or what of it changes, in words; nothing where it is as wanted."""
    who = f"{made.id} {made.name}"
    if there is None:
        return [Change(line.row, line.sheet.title, f"{noun}.add", f"{who}: thêm mới", made, {}, {noun: made.id})]
    changed: dict[str, Any] = {key: value for key, value in wanted.items() if getattr(there, key) != value}
    if not changed:
        return []
    columns = {column.key: column for column in line.sheet.columns}
    told = [
        f"{columns[key].heading.lower()} «{_shown(columns[key], getattr(there, key))}» → «{_shown(columns[key], changed[key])}»"
        for key in changed
    ]
    facts = {noun: made.id, "fields": sorted(changed)}
    return [Change(line.row, line.sheet.title, f"{noun}.change", f"{who}: {', '.join(told)}", there, changed, facts)]


def _shown(column: Any, value: Any) -> str:
    word = next((word for word, meant in column.choices.items() if meant == value), value)
    return "trống" if word is None else str(word)


def _shared_addresses(now: Known, lines: Sequence[Line]) -> list[Fault]:
    owners: dict[str, str] = {}
    told = {line.text("id") for line in lines}
    for officer in now.officers.values():
        if officer.email and officer.id not in told:
            owners[officer.email.lower()] = f"{officer.id} {officer.name}"
    faults = []
    for line in lines:
        address = line.text("email").lower()
        if address and address in owners:
            faults.append(line.fault("email", f"Địa chỉ này đã là của {owners[address]}. Mỗi người phải có một địa chỉ riêng."))
        elif address:
            owners[address] = f"{line.text('id')} {line.text('name')}"
    return faults
