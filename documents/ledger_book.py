"""The ledger of the committee's money as a workbook: a sheet of sums, a sheet of lines, whole đồng."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MONEY = "#,##0"
ACCOUNTS = ("Nguồn kinh phí", "Dự toán lập", "Được giao", "Chuyển nguồn đến", "Chuyển nguồn đi", "Đã cam kết", "Tạm ứng chưa quyết toán")
HEADS = (*ACCOUNTS, "Đã chi (quyết toán)", "Còn lại chưa cam kết")
LINES = ("Ngày", "Loại", "Nguồn kinh phí", "Nội dung", "Chứng từ", "Định mức", "Số tiền")
WIDTHS = ((44, *(20,) * 8), (12, 26, 44, 50, 26, 36, 18))


def write_ledger(title: str, sums: Sequence[Sequence[Any]], lines: Sequence[Sequence[Any]]) -> bytes:
    """The workbook's bytes: ``sums`` in the order of ``HEADS``, ``lines`` in that of ``LINES``."""
    book = Workbook()
    _sheet(book.active, "Tổng hợp", title, HEADS, sums, WIDTHS[0])
    _sheet(book.create_sheet(), "Chi tiết", title, LINES, lines, WIDTHS[1])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, name: str, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
    sheet.title = name
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append(list(heads))
    for cell in sheet[2]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, horizontal="center", vertical="center")
    for n, row in enumerate(rows, start=3):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(n, at)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # what people type is text, never a formula
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            else:
                cell.number_format = MONEY
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A3"
