"""Phụ lục số liệu: the quarter's figures as a workbook, the agencies' own numbers and totals that Excel works out again.

The agencies stand in the order they came in. Text is never a formula, whatever it begins with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from documents.annex_sheet import BOLD, CENTRE, COLUMN, NUMBER, RATE, Formula, Look, Page, finished
from documents.blocks import clean, upper_first
from models.consolidation import Consolidated, Query, Result, Row
from models.figures import PLACES, Direction

TOTALS, EXPLANATIONS = "Tổng hợp", "Giải trình"
TOGETHER = 3  # indicators on a sheet: as many as an A4 page takes across in legible letters
_HEAD, _FIRST = 3, 5  # rows: of the headings' first line, of the first agency
_NAMES = ("TT", "Cơ quan")
_SUMS = ("TT", "Mã", "Chỉ tiêu", "Đơn vị", "Tử số", "Mẫu số", "Kết quả", "Mục tiêu", "Đánh giá", "Số cơ quan có số liệu")
_TELLS = ("TT", "Cơ quan", "Chỉ tiêu", "Quý này", "Quý trước", "Nội dung cần kiểm tra", "Giải trình của cơ quan")
_SENT_NOTHING = "Chưa gửi báo cáo"


def annex(told: Consolidated, attached: str = "") -> bytes:
    """The workbook: totals, the figures three indicators a sheet, explanations. The same figures are the same bytes.

    ``attached``: the paper it goes with, as each sheet names it below its title: "(Kèm theo Báo cáo số …)".
    """
    book = Workbook()
    sums = Page(book.active, TOTALS, f"TỔNG HỢP CÁC CHỈ TIÊU {told.period.title.upper()}", attached)
    pages = [sums]
    placed: dict[str, tuple[str, int]] = {}
    for at in range(0, len(told.results), TOGETHER):
        group = told.results[at : at + TOGETHER]
        name = f"Chỉ tiêu {at + 1}-{at + len(group)}"
        page = Page(book.create_sheet(name), name, f"SỐ LIỆU CỦA CÁC CƠ QUAN {told.period.title.upper()}", attached)
        placed |= {code: (name, column) for code, column in _figures(page, told, group)}
        pages.append(page)
    _sums(sums, told, placed)
    pages.append(Page(book.create_sheet(EXPLANATIONS), EXPLANATIONS, f"NỘI DUNG GIẢI TRÌNH {told.period.title.upper()}", attached))
    _explanations(pages[-1], told)
    return finished(book, pages)


def _figures(page: Page, told: Consolidated, group: Sequence[Result]) -> Iterator[tuple[str, int]]:
    """A line an agency, one column of a count and three of a quotient; yields where each indicator's first column is."""
    page.heads(_HEAD, _NAMES, (6, 42), deep=2)
    last = _FIRST + len(told.agencies) - 1
    for at, agency in enumerate(told.agencies):
        page.put(_FIRST + at, 1, Decimal(at + 1), CENTRE)
        page.put(_FIRST + at, 2, clean(agency.name))
    page.put(last + 1, 2, "Toàn tỉnh", BOLD)
    column = len(_NAMES) + 1
    for result in group:
        yield result.indicator.code, column
        labels = _labels(result)
        page.spread(_HEAD, column, len(labels), f"{result.indicator.code}. {clean(result.indicator.name)}")
        page.heads(_HEAD + 1, labels, (COLUMN,) * len(labels), first=column)
        for at, row in enumerate(result.rows):
            for n, (value, look) in enumerate(_cells(row, ratio=result.indicator.is_ratio)):
                page.put(_FIRST + at, column + n, value, look)
        for n, (formula, look) in enumerate(_total(result, column, last)):
            page.put(last + 1, column + n, formula, replace(look, bold=True))
        column += len(labels)
    page.printed(freeze="C5", titles=f"{_HEAD}:{_HEAD + 1}")


def _labels(result: Result) -> tuple[str, ...]:
    indicator = result.indicator
    if not indicator.is_ratio:
        return (f"Số lượng ({clean(indicator.unit)})",)
    parts = (clean(part or other) for part, other in ((indicator.numerator, "Tử số"), (indicator.denominator, "Mẫu số")))
    return (*(upper_first(part) for part in parts), f"Kết quả ({clean(indicator.unit)})")


def _cells(row: Row, *, ratio: bool) -> list[tuple[Decimal | None, Look]]:
    figure = row.figure
    parts: list[tuple[Decimal | None, Look]] = [(figure.numerator if figure else None, NUMBER)]
    return [*parts, (figure.denominator if figure else None, NUMBER), (row.value, RATE)] if ratio else parts


def _total(result: Result, column: int, last: int) -> list[tuple[Formula, Look]]:
    """Sums over the agencies whose figures are whole, as :class:`models.consolidation.Total` makes them."""
    top, bottom = (f"{letter(column)}{_FIRST}:{letter(column)}{last}", f"{letter(column + 1)}{_FIRST}:{letter(column + 1)}{last}")
    total = result.total
    if not result.indicator.is_ratio:
        return [(Formula(f'IF(COUNT({top})=0,"",SUM({top}))', total.numerator), NUMBER)]
    whole = f'COUNTIFS({top},">=0",{bottom},">0")'
    upper, lower = (f"{letter(n)}{last + 1}" for n in (column, column + 1))
    times = "*100" if result.indicator.is_share else ""
    return [
        (Formula(f'IF({whole}=0,"",SUMIFS({top},{bottom},">0"))', total.numerator), NUMBER),
        (Formula(f'IF({whole}=0,"",SUMIFS({bottom},{top},">=0",{bottom},">0"))', total.denominator), NUMBER),
        (Formula(f'IF({whole}=0,"",ROUND({upper}/{lower}{times},{PLACES}))', total.value), RATE),
    ]


def _sums(page: Page, told: Consolidated, placed: Mapping[str, tuple[str, int]]) -> None:
    """A line an indicator: its total and value from its own sheet, its target, and the four quarters before."""
    quarters = [total.period.title.replace(" năm ", "/") for total in told.results[0].trend[:-1]] if told.results else []
    page.heads(_HEAD, (*_SUMS, *map(upper_first, quarters)), (5, 7, 40, 11, 13, 13, 11, 10, 11, 11, *(11 for _ in quarters)))
    last = _FIRST + len(told.agencies) - 1
    for at, result in enumerate(told.results):
        line, (sheet, column) = _HEAD + 1 + at, placed[result.indicator.code]
        of = [f"'{sheet}'!{letter(column + n)}{last + 1}" for n in range(3)]
        indicator, total = result.indicator, result.total
        page.put(line, 1, Decimal(at + 1), CENTRE)
        for n, words in enumerate((indicator.code, indicator.name, indicator.unit), start=2):
            page.put(line, n, clean(words))
        page.put(line, 5, Formula(of[0], total.numerator), NUMBER)
        if indicator.is_ratio:
            page.put(line, 6, Formula(of[1], total.denominator), NUMBER)
        page.put(line, 7, Formula(of[2] if indicator.is_ratio else f"E{line}", total.value), RATE if indicator.is_ratio else NUMBER)
        page.put(line, 8, indicator.target, NUMBER)
        sign = ">=" if indicator.direction == Direction.UP else "<="
        judged = None if result.met is None else "Đạt" if result.met else "Chưa đạt"
        page.put(line, 9, Formula(f'IF(OR(G{line}="",H{line}=""),"",IF(G{line}{sign}H{line},"Đạt","Chưa đạt"))', judged), CENTRE)
        page.put(line, 10, Decimal(total.agencies), NUMBER)
        for n, before in enumerate(result.trend[:-1], start=len(_SUMS) + 1):
            page.put(line, n, before.value, RATE if indicator.is_ratio else NUMBER)
    page.printed(freeze="D4", titles=f"{_HEAD}:{_HEAD}")


def _explanations(page: Page, told: Consolidated) -> None:
    """What is odd or explained, agency by agency in their order; who sent nothing is named."""
    page.heads(_HEAD, _TELLS, (6, 32, 36, 14, 14, 50, 50))
    asked: dict[tuple[str, str], list[Query]] = {}
    for query in told.queries:
        asked.setdefault((query.agency.code, query.indicator.code), []).append(query)
    line = _HEAD
    for at, agency in enumerate(told.agencies):
        if agency in told.silent:
            line += 1
            page.row(line, (Decimal(line - _HEAD), clean(agency.name), "", None, None, _SENT_NOTHING, ""))
            continue
        for result in told.results:
            row, queries = result.rows[at], asked.get((agency.code, result.indicator.code), [])
            note = row.figure.note if row.figure else ""
            if queries or note:
                line += 1
                words = " ".join(query.words for query in queries)
                names = (clean(agency.name), clean(result.indicator.name))
                page.row(line, (Decimal(line - _HEAD), *names, row.value, row.before, clean(words), clean(note)))
    page.printed(freeze="C4", titles=f"{_HEAD}:{_HEAD}")
