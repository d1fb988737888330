"""The Excel file an agency may fill in instead of the page: the same fields, and a wrong file is refused cell by cell (Đ11.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from documents import dossier
from documents.workbook import Column, Sheet, Value, write_book
from documents.workbook_reader import Book, Fault, Line, read_book
from models.cases import Case
from models.errors import Refused
from models.figures import Figure, written
from models.papers import Upload
from models.reports import AgencyReport, ReportedFigure
from regulation.indicators import Indicator
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.report_forms import FigureLine
from tasks.report_records import Asked, a_quarter_before, indicators, occasion_of, period_of

_GIVEN = "Đã điền sẵn, không sửa."
FIGURES = Sheet(
    "Số liệu",
    "mỗi chỉ tiêu một dòng; ghi tử số, mẫu số, không tự tính tỷ lệ. Không phát sinh thì ghi 0.",
    (
        Column("indicator", "Mã", "code", required=True, locked=True, note=_GIVEN, width=8),
        Column("name", "Chỉ tiêu", locked=True, note=_GIVEN, width=44),
        Column("unit", "Đơn vị tính", locked=True, note=_GIVEN, width=12),
        Column("counted", "Nội dung tử số", locked=True, note="Chỉ tiêu là số đếm: ghi số lượng vào cột Tử số.", width=30),
        Column("numerator", "Tử số (hoặc số lượng)", "number", width=15),
        Column("of", "Nội dung mẫu số", locked=True, note=_GIVEN, width=30),
        Column("denominator", "Mẫu số", "number", note="Chỉ tiêu là số đếm thì để trống.", width=15),
        Column("before", "Kỳ trước", locked=True, note="Để đối chiếu.", width=18),
        Column(
            "note",
            "Ghi chú, giải trình",
            note="Cần ghi khi chưa có số liệu, hoặc số liệu lệch nhiều so với kỳ trước.",
            width=44,
            longest=2000,
        ),
    ),
    fixed=True,
)
WORDS = Sheet(
    "Ý kiến",
    "khó khăn, vướng mắc và đề xuất, kiến nghị của cơ quan.",
    (
        Column("matter", "Mục", required=True, locked=True, note=_GIVEN, width=30),
        Column("words", "Nội dung", width=110, longest=10_000),
    ),
    fixed=True,
)
ABOUT = Sheet(
    "Kỳ báo cáo",
    "cơ quan và kỳ báo cáo của tệp này.",
    (
        Column("agency", "Mã cơ quan", "code", required=True, locked=True, note=_GIVEN, width=14),
        Column("name", "Cơ quan", locked=True, note=_GIVEN, width=54),
        Column("period", "Kỳ", "code", required=True, locked=True, note=_GIVEN, width=14),
    ),
    fixed=True,
)
SHEETS = (FIGURES, WORDS, ABOUT)
OBSTACLES, PROPOSALS = "Khó khăn, vướng mắc", "Đề xuất, kiến nghị"


@dataclass
class Told:
    """What a file says: its figures, its words, and what is wrong with it, each by sheet and cell."""

    lines: list[FigureLine] = field(default_factory=list)
    obstacles: str = ""
    proposals: str = ""
    faults: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)

    def fault(self, place: str, sentence: str) -> str:
        """A fault found in a form's place (``figures.3.numerator``), by its cell."""
        parts = place.split(".")
        if len(parts) < 3:
            return f"Trang «{FIGURES.title}»: {sentence}"
        return str(self.rows[int(parts[1])].fault(parts[2], sentence))


def blank_report(desk: Desk, case: Case, asked: Asked, said: AgencyReport | None, given: Mapping[str, ReportedFigure]) -> bytes:
    """The file of an agency, with last quarter's figures beside each cell and, for a correction, what it has sent."""
    quarter, called = period_of(case), names(desk)[asked.agency]
    before = a_quarter_before(desk, quarter, asked.agency)
    rows = [_row(one, given.get(one.code), before.get(one.code)) for one in indicators(desk, asked.indicators)]
    words: list[dict[str, Value]] = [
        {"matter": OBSTACLES, "words": said.obstacles if said else ""},
        {"matter": PROPOSALS, "words": said.proposals if said else ""},
    ]
    guide = (
        f"Biểu mẫu báo cáo {quarter.title}",
        f"Cơ quan báo cáo: {called}. Điền các ô không tô màu ở trang «{FIGURES.title}», «{WORDS.title}», lưu tệp, gửi ở trang trả lời.",
        "Đề mục và các ô tô màu được khóa. Tệp có chỗ sai thì không được nhận và không có số liệu nào được lấy từ tệp đó.",
    )
    return write_book(
        guide, [(FIGURES, rows), (WORDS, words), (ABOUT, [{"agency": asked.agency, "name": called, "period": occasion_of(case)}])]
    )


def _row(indicator: Indicator, now: ReportedFigure | None, before: Figure | None) -> dict[str, Value]:
    return {
        "indicator": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "counted": indicator.numerator or "số lượng",
        "numerator": now.numerator if now else None,
        "of": indicator.denominator or "không có",
        "denominator": now.denominator if now else None,
        "before": in_words(before),
        "note": now.note if now else "",
    }


def in_words(figure: Figure | None) -> str:
    """``120/400``, ``35``; a dash where there is none."""
    if figure is None or figure.numerator is None:
        return "–"
    return written(figure.numerator) + (f"/{written(figure.denominator)}" if figure.denominator is not None else "")


def read_report(desk: Desk, case: Case, asked: Asked, upload: Upload) -> Told:
    """What a file that was handed in says, with every fault of form and of belonging."""
    with dossier.open(desk.bureau.files, upload.sha256) as file:
        data = file.read()
    try:
        book = read_book(data, SHEETS)
    except Refused as refused:
        return Told(faults=[str(refused)])
    told = Told(rows=book.lines[FIGURES.title])
    _belongs(book, case, asked)
    _complete(book, told.rows, asked)
    told.faults = [str(fault) for fault in book.faults]
    if told.faults:
        return told
    told.lines = [
        FigureLine(
            indicator=row.text("indicator"), numerator=row.number("numerator"), denominator=row.number("denominator"), note=row.text("note")
        )
        for row in told.rows
    ]
    words = {row.text("matter"): row.text("words") for row in book.lines[WORDS.title]}
    told.obstacles, told.proposals = words.get(OBSTACLES, ""), words.get(PROPOSALS, "")
    return told


def _belongs(book: Book, case: Case, asked: Asked) -> None:
    """The file of this agency and this period, and of no other."""
    found = [row for row in book.lines[ABOUT.title] if row.sound]
    for row in found:
        if row.text("agency") != asked.agency:
            book.faults.append(
                row.fault("agency", f"Đây không phải tệp của cơ quan mã {asked.agency}. Hãy tải lại biểu mẫu ở trang trả lời.")
            )
        if row.text("period") != occasion_of(case):
            book.faults.append(row.fault("period", f"Đây không phải tệp của kỳ {occasion_of(case)}. Hãy tải lại biểu mẫu ở trang trả lời."))
    if not found and not book.faults:
        book.faults.extend(_missing(ABOUT, ["kỳ báo cáo"]))


def _complete(book: Book, rows: Sequence[Line], asked: Asked) -> None:
    """Each indicator in one row; rows of others are strange."""
    codes = [row.text("indicator") for row in rows]
    for row in rows:
        code = row.text("indicator")
        if row.sound and code not in asked.indicators:
            book.faults.append(
                row.fault("indicator", "Chỉ tiêu này không có trong biểu mẫu của cơ quan. Hãy dùng lại biểu mẫu đã được cấp.")
            )
        elif row.sound and codes.count(code) > 1:
            book.faults.append(row.fault("indicator", "Chỉ tiêu này có hai dòng. Hãy giữ một dòng."))
    if missing := [code for code in asked.indicators if code not in codes]:
        book.faults.extend(_missing(FIGURES, missing))


def _missing(sheet: Sheet, what: Sequence[str]) -> list[Fault]:
    return [Fault(sheet.title, 0, "", "", "", f"thiếu dòng {', '.join(what)}. Hãy dùng lại biểu mẫu đã được cấp.")]
