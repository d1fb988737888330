"""What a workbook says of agencies, and of the seats of their heads, held against the records."""

from dataclasses import replace
from typing import Any

from text_unidecode import unidecode

from documents.workbook_reader import Book, Line
from models.agencies import Agency
from models.people import Seat
from tasks.roster_known import Change, Known, columns_of
from tasks.roster_people import difference, sound_once
from tasks.roster_sheets import AGENCIES
from tasks.who import Role

FIELDS = columns_of(Agency, AGENCIES)


def agencies(now: Known, book: Book) -> list[Change]:
    """New agencies, parents before their children, what changes of known ones, and the seats of heads."""
    lines = sound_once(book, AGENCIES, "id")
    told = {line.text("id"): line.text("parent_id") for line in lines}
    parents = {agency.id: agency.parent_id or "" for agency in now.agencies.values()} | told
    found = []
    _codes_apart(now, book, lines)
    for line in lines:
        if _fits(now, book, line, parents):
            wanted = line.fields(key for key in FIELDS if key in line.values)
            made = Agency(id=line.text("id"), **wanted)
            changes = difference(line, "agency", now.agencies.get(made.id), made, wanted)
            found += [(_depth(parents, made.id), change) for change in changes]
    in_order = [change for _, change in sorted(found, key=lambda pair: pair[0])]
    used = set(now.seats)
    return in_order + [change for line in lines if line.sound for change in _head(now, book, line, used)]


def with_heads(now: Known, changes: list[Change]) -> Known:
    """What the records say, and the seats and agencies that the workbook adds."""
    seats = {change.record.id: change.record for change in changes if isinstance(change.record, Seat)}
    added = {change.record.id: change.record for change in changes if isinstance(change.record, Agency)}
    called = {code: agency.name for code, agency in added.items()} | now.called
    return replace(now, seats=now.seats | seats, agencies=now.agencies | added, called=called)


def _codes_apart(now: Known, book: Book, lines: list[Line]) -> None:
    """No two agencies have one code on the document exchange."""
    told = {line.text("id") for line in lines}
    owners = {agency.exchange_code: agency.id for agency in now.agencies.values() if agency.exchange_code and agency.id not in told}
    for line in lines:
        code = line.text("exchange_code")
        if code and owners.setdefault(code, line.text("id")) != line.text("id"):
            book.faults.append(line.fault("exchange_code", f"Mã này đã là của cơ quan {owners[code]}. Mỗi cơ quan có một mã riêng."))


def _fits(now: Known, book: Book, line: Line, parents: dict[str, str]) -> bool:
    there, parent = now.agencies.get(line.text("id")), line.text("parent_id")
    if there is not None and line.text("name") != there.name:
        way = "Tên đã ghi không sửa ở đây: đổi tên từ một ngày thì ghi ở trang «Sắp xếp cơ quan»."
        book.faults.append(line.fault("name", f"Mã này là của «{there.name}». {way}"))
    if parent and parent not in parents:
        book.faults.append(line.fault("parent_id", "Không có cơ quan nào mang mã này. Hãy sửa mã, hoặc thêm cơ quan ấy một dòng."))
    elif parent and _depth(parents, line.text("id")) > len(parents):
        book.faults.append(line.fault("parent_id", "Cơ quan này thành cấp trên của chính mình. Hãy sửa mã cơ quan cấp trên."))
    return line.sound


def _depth(parents: dict[str, str], code: str) -> int:
    """How many agencies stand above; more than there are, where they stand in a circle."""
    depth = 0
    while (code := parents.get(code, "")) and depth <= len(parents):
        depth += 1
    return depth


def _head(now: Known, book: Book, line: Line, used: set[str]) -> list[Change]:
    """The seat of an agency's head: the regulation's, or a new one for an agency that it does not know."""
    office, there, told = line.text("head"), now.head(line.text("id")), line.text("head_seat")
    if told and told != (there.id if there is not None else _code(line)):
        book.faults.append(line.fault("head_seat", "Không phải mã chức danh người đứng đầu cơ quan này. Hãy để trống ô này."))
        return []
    if there is None:
        return _new_head(book, line, office, used) if office else []
    if not office:
        book.faults.append(line.fault("head", "Cơ quan này đã có chức danh người đứng đầu, không để trống được."))
    elif office != there.office:
        words = f"{there.id}: chức vụ người đứng đầu «{there.office}» → «{office}»"
        return [Change(line.row, AGENCIES.title, "seat.change", words, there, {"office": office}, {"seat": there.id})]
    return []


def _code(line: Line) -> str:
    """ "head_scds" of SCĐS, as the regulation's own."""
    return f"head_{unidecode(line.text('id')).lower()}"


def _new_head(book: Book, line: Line, office: str, used: set[str]) -> list[Change]:
    code = _code(line)
    if code in used:
        book.faults.append(line.fault("id", f"Mã chức danh {code} đã có cơ quan khác dùng. Hãy chọn mã khác cho cơ quan này."))
        return []
    used.add(code)
    title = office.removesuffix(line.text("name")).strip() or office
    made = Seat(id=code, role=Role.AGENCY_HEAD, title=title, office=office, agency_id=line.text("id"))
    facts: dict[str, Any] = {"seat": code, "agency": made.agency_id}
    return [Change(line.row, AGENCIES.title, "seat.add", f"{code}: thêm chức danh {office}", made, {}, facts)]
