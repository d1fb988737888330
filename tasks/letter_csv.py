"""Letters as a table for Excel."""

from datetime import datetime

from models.clock import OFFICE_ZONE
from tasks.letter_list import Line

HEADS = (
    "Mã", "Viết lúc", "Người nhận", "Địa chỉ", "Loại thư", "Về việc", "Hồ sơ", "Kênh", "Tình trạng", "Số lần gửi", "Số lần chưa rõ",
    "Lời trả lời cuối", "Kết thúc lúc", "Đã đến lúc",
)  # fmt: skip
FORMULA = "=+-@"  # what Excel and LibreOffice take for the beginning of a formula


def cells(line: Line) -> tuple[str, ...]:
    """One letter's row, in the order of :data:`HEADS`."""
    written = (
        str(line.id),
        _moment(line.queued_at),
        line.reader,
        line.address or "",
        line.kind_called,
        line.title,
        line.case_title,
        line.channel_called,
        line.state_called,
        str(line.attempts),
        str(line.doubts),
        line.detail,
        _moment(line.ended_at),
        _moment(line.delivered_at),
    )
    return tuple(plain(cell) for cell in written)


def plain(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula: with an apostrophe before what would begin one, however it is indented."""
    risky = cell.lstrip().startswith(tuple(FORMULA)) or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if risky else cell


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M:%S}" if at is not None else ""
