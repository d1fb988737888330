"""The draft plan as an Excel annex: written out, filled in and read back, every fault at once by sheet and row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from documents.workbook import Column, Sheet, Value, write_book
from documents.workbook_reader import Book, Fault, Line, read_book
from models.plans import InspectionLine, Plan, PlanLine, PlanPaper
from regulation.calendar import Quarter
from tasks.agencies import current, names
from tasks.bureau import Desk
from tasks.plan_checks import wrong_day
from tasks.plans import PAPER_TITLES, inspections_of, lines_of, sections_of
from tasks.who import COMMITTEE, Role, roster

ROMAN = ("I", "II", "III", "IV")
NEW = "mới"
PAPERS: Mapping[str, Value] = {"Chương trình": PlanPaper.PROGRAMME.value, "Kế hoạch": PlanPaper.WORK_PLAN.value}
QUARTERS: Mapping[str, Value] = {f"Quý {roman}": str(n) for n, roman in enumerate(ROMAN, start=1)}
GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)
KEY = Column("key", "Mã dòng", note="Không sửa; dòng mới để trống.", width=12)
LINES = Sheet(
    "Nhiệm vụ",
    "các dòng của chương trình công tác và kế hoạch công tác, theo thứ tự trên trang.",
    (
        KEY,
        Column("paper", "Văn bản", required=True, width=14, choices=PAPERS),
        Column("section", "Mục", required=True, width=26, note="Tên mục ghi đúng như trong dự thảo."),
        Column("text", "Nội dung", required=True, width=60),
        Column("lead", "Cơ quan chủ trì", width=16, note="Mã hoặc tên ở trang «Cơ quan»; để trống: việc chung của Ban Chỉ đạo."),
        Column("coordinating", "Cơ quan phối hợp", width=24, note="Các mã hoặc tên, cách nhau bằng dấu chấm phẩy."),
        Column("product", "Sản phẩm", width=20),
        Column("due", "Thời hạn", kind="date", width=14),
    ),
)
UNITS = Sheet(
    "Kiểm tra",
    "các đơn vị được kiểm tra trong năm, mỗi đơn vị không quá một lần.",
    (
        KEY,
        Column("agency", "Đơn vị", required=True, width=24, note="Mã hoặc tên ở trang «Cơ quan»."),
        Column("quarter", "Thời gian", required=True, width=12, choices=QUARTERS),
        Column("contents", "Nội dung", required=True, width=60, note="Các nội dung, cách nhau bằng dấu chấm phẩy."),
        Column("covers_since", "Số liệu từ ngày", kind="date", width=14),
        Column(
            "team", "Thành phần đoàn", required=True, width=60, note="Các chức danh, cách nhau bằng dấu chấm phẩy; Trưởng đoàn ghi trước."
        ),
    ),
)
AGENCIES = Sheet("Cơ quan", "mã và tên cơ quan, chỉ để tra.", (Column("code", "Mã", width=14), Column("name", "Tên cơ quan", width=60)))
SHEETS = (LINES, UNITS, AGENCIES)


@dataclass(frozen=True)
class ReadLine:
    """A row of the annex as it will stand: ``line_id`` None where it is new."""

    line_id: UUID | None
    values: Mapping[str, Any]


@dataclass
class Annex:
    """What a filled-in annex says, and everything that is wrong with it."""

    lines: list[ReadLine] = field(default_factory=list)
    units: list[ReadLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def write_annex(desk: Desk, plan: Plan) -> bytes:
    """The plan as it stands, as a workbook."""
    people = roster(desk)
    titles = {paper: sections_of(desk, paper) for paper in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN)}
    lines: list[dict[str, Value]] = [
        {
            "key": short(line.id),
            "paper": str(line.paper),
            "section": titles[PlanPaper(line.paper)].get(line.section, ""),
            "text": line.text,
            "lead": line.lead_agency,
            "coordinating": "; ".join(line.coordinating),
            "product": line.product,
            "due": line.due,
        }
        for line in lines_of(desk, plan)
    ]
    units: list[dict[str, Value]] = [
        {
            "key": short(one.id),
            "agency": one.agency_id,
            "quarter": str(one.quarter),
            "contents": "; ".join(one.contents),
            "covers_since": one.covers_since,
            "team": "; ".join(people.called(seat) if seat in people.seats else seat for seat in one.team),
        }
        for one in inspections_of(desk, plan)
    ]
    known: list[dict[str, Value]] = [{"code": code, "name": name} for code, name in current(desk).items()]
    guide = (
        f"Phụ lục chương trình, kế hoạch năm {plan.year}",
        "Sửa, thêm, bỏ, xếp lại dòng rồi nhập lại ở trang dự thảo trên Cổng công việc; trước khi ghi, Cổng cho xem các chỗ khác nhau.",
        f"Các mục: {'; '.join(title for paper in titles for title in titles[paper].values())}.",
    )
    return write_book(guide, ((LINES, lines), (UNITS, units), (AGENCIES, known)))


def short(line_id: UUID) -> str:
    """A line's id as people carry it about."""
    return line_id.hex[-10:]


def state_of(desk: Desk, plan: Plan) -> str:
    """A digest of the draft as it stands: what was read against it holds while it is the same."""
    rows = [line.model_dump(mode="json", warnings=False) for line in (*lines_of(desk, plan), *inspections_of(desk, plan))]
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def read_annex(desk: Desk, plan: Plan, data: bytes) -> Annex:
    """What a filled-in annex says; raises ``Refused`` for what is no workbook."""
    book = read_book(data, SHEETS)
    annex = Annex(faults=list(book.faults))
    reading = _Reading(desk, plan)
    annex.lines = _rows(book, LINES, reading.line, {short(one.id): one.id for one in lines_of(desk, plan)}, annex.faults)
    annex.units = _rows(book, UNITS, reading.unit, {short(one.id): one.id for one in inspections_of(desk, plan)}, annex.faults)
    seen: dict[str, int] = {}
    for line, one in zip(book.lines.get(UNITS.title, ()), annex.units if not annex.faults else (), strict=False):
        code = one.values["agency_id"]
        if code in seen:
            annex.faults.append(line.fault("agency", f"Đơn vị đã ghi ở dòng {seen[code]}; một đơn vị không quá một lần trong năm."))
        seen[code] = line.row
    return annex


def _rows(book: Book, sheet: Sheet, read: Any, ids: Mapping[str, UUID], faults: list[Fault]) -> list[ReadLine]:
    found: list[ReadLine] = []
    used: dict[UUID, int] = {}
    for line in book.lines.get(sheet.title, ()):
        key = line.text("key")
        line_id = ids.get(key)
        if key and line_id is None:
            faults.append(line.fault("key", "Mã này không có trong dự thảo (dòng đã bỏ, hoặc tệp của bản khác). Dòng mới thì để trống mã."))
        if line_id is not None and line_id in used:
            faults.append(line.fault("key", f"Mã này đã có ở dòng {used[line_id]}. Dòng chép thêm thì để trống mã."))
        if line_id is not None:
            used[line_id] = line.row
        if line.sound:
            found.append(ReadLine(line_id, read(line, faults)))
    return found


class _Reading:
    """What cells mean: agencies by code or name, sections and seats by title."""

    def __init__(self, desk: Desk, plan: Plan) -> None:
        people = roster(desk)
        self.desk, self.plan = desk, plan
        self.agencies = {code.casefold(): code for code in current(desk)} | {name.casefold(): code for code, name in current(desk).items()}
        self.sections = {
            paper.value: {title.casefold(): code for code, title in sections_of(desk, paper).items()}
            for paper in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN)
        }
        self.seats = {people.called(seat.id).casefold(): seat.id for seat in reversed(people.by_role(*COMMITTEE, *GROUP))}
        self.before = {short(line.id): line.due for line in lines_of(desk, plan)}

    def line(self, line: Line, faults: list[Fault]) -> dict[str, Any]:
        paper, lead = line.text("paper"), line.text("lead")
        section = self.sections[paper].get(line.text("section").casefold())
        if section is None:
            listed = "; ".join(sections_of(self.desk, PlanPaper(paper)).values())
            faults.append(line.fault("section", f"{PAPER_TITLES[PlanPaper(paper)]} không có mục này. Các mục: {listed}."))
        due = line.day_if_any("due")
        if due is not None and due != self.before.get(line.text("key")) and (odd := wrong_day(self.desk, self.plan.year, due)):
            faults.append(line.fault("due", odd[:1].upper() + odd[1:]))
        return {
            "paper": PlanPaper(paper),
            "section": section or "",
            "text": line.text("text"),
            "lead_agency": self._agency(line, "lead", lead, faults) if lead else None,
            "coordinating": [
                code for name in _parts(line.text("coordinating")) if (code := self._agency(line, "coordinating", name, faults))
            ],
            "product": line.text("product"),
            "due": due,
        }

    def unit(self, line: Line, faults: list[Fault]) -> dict[str, Any]:
        team = []
        for title in _parts(line.text("team")):
            seat = self.seats.get(title.casefold())
            if seat is None:
                faults.append(line.fault("team", "Không có chức danh này trong danh sách; hãy ghi đúng như trên Cổng.", found=title))
            else:
                team.append(seat)
        return {
            "agency_id": self._agency(line, "agency", line.text("agency"), faults),
            "quarter": Quarter(self.plan.year, int(line.text("quarter"))).number,
            "contents": _parts(line.text("contents")),
            "covers_since": line.day_if_any("covers_since"),
            "team": team,
        }

    def _agency(self, line: Line, key: str, name: str, faults: list[Fault]) -> str | None:
        code = self.agencies.get(name.casefold())
        if code is None:
            faults.append(line.fault(key, "Không có cơ quan này; hãy ghi mã hoặc tên như ở trang «Cơ quan».", found=name))
        return code


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


@dataclass(frozen=True)
class Difference:
    """One row that differs: ``what`` happens to it, its words, and field → (before, after) where it is changed."""

    what: str
    text: str
    fields: Sequence[tuple[str, str, str]] = ()


def differences(desk: Desk, plan: Plan, annex: Annex) -> list[Difference]:
    """What taking the annex in would change, row by row."""
    people = roster(desk)
    called = names(desk) | {seat: people.called(seat) for seat in people.seats} | {str(meant): word for word, meant in PAPERS.items()}
    called |= {
        code: title for paper in (PlanPaper.PROGRAMME, PlanPaper.WORK_PLAN) for code, title in sections_of(desk, paper).items() if code
    }
    found = _compared(lines_of(desk, plan), annex.lines, LINES, "text", called)
    return found + _compared(inspections_of(desk, plan), annex.units, UNITS, "agency_id", called)


LABELS = {"lead_agency": "Cơ quan chủ trì", "agency_id": "Đơn vị", "covers_since": "Số liệu từ ngày"}


def _compared(
    there: Sequence[PlanLine | InspectionLine], read: Sequence[ReadLine], sheet: Sheet, title: str, called: Mapping[str, str]
) -> list[Difference]:
    rows, wanted = {one.id: one for one in there}, [one.line_id for one in read]
    headings = {column.key: column.heading for column in sheet.columns} | LABELS
    found: list[Difference] = []
    for one in read:
        row = rows.get(one.line_id) if one.line_id is not None else None
        if row is None:
            found.append(Difference("Thêm", _shown(one.values[title], called)))
            continue
        changed = [
            (headings.get(name, name), _shown(getattr(row, name), called), _shown(value, called))
            for name, value in one.values.items()
            if _shown(getattr(row, name), called) != _shown(value, called)
        ]
        if changed:
            found.append(Difference("Sửa", _shown(getattr(row, title), called), changed))
    found += [Difference("Bỏ", _shown(getattr(one, title), called)) for one in there if one.id not in wanted]
    kept = [one.id for one in there if one.id in wanted]
    if kept != [line_id for line_id in wanted if line_id in rows]:
        found.append(Difference("Xếp lại", f"Thứ tự các dòng ở trang «{sheet.title}»"))
    return found


def _shown(value: Any, called: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "; ".join(called.get(one, one) for one in value)
    return called.get(str(value), str(value)) if value is not None else ""


def take_in(desk: Desk, plan: Plan, annex: Annex) -> None:
    """Make the draft what the annex says, in its order."""
    _take(desk, plan, PlanLine, lines_of(desk, plan), annex.lines)
    _take(desk, plan, InspectionLine, inspections_of(desk, plan), annex.units)
    desk.record("plan.annex", plan.case_id, lines=len(annex.lines), units=len(annex.units))


def _take(desk: Desk, plan: Plan, kind: type[PlanLine] | type[InspectionLine], there: Sequence[Any], read: Sequence[ReadLine]) -> None:
    rows = {one.id: one for one in there}
    for position, one in enumerate(read, start=1):
        row = rows.pop(one.line_id) if one.line_id in rows else kind(plan_id=plan.id, position=position, **one.values)
        for name, value in one.values.items():
            setattr(row, name, value)
        row.position = position
        desk.session.add(row)
    for left in rows.values():
        desk.session.delete(left)
    desk.session.flush()
