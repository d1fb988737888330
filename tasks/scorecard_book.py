"""The scorecard's words, the same on its page and in its workbook; and the workbook."""

from collections.abc import Sequence
from datetime import date

from documents.progress_report import STATES
from documents.scorecard_book import Group, Line, Listing, write_scorecard
from models.clock import OFFICE_ZONE
from models.scorecard import Kind
from notifications.words import short_date
from tasks.bureau import Desk
from tasks.scorecard import AgencyLine, Scorecard
from tasks.scorecard_rows import MEASURES, Measure, Row
from tasks.who import roster

TITLE = "Bảng theo dõi nhiệm vụ, báo cáo, dự họp"
NO_RANK = (
    "Số liệu để theo dõi, đôn đốc; không chấm điểm, không xếp hạng cơ quan hay cá nhân. "
    "Các cơ quan xếp theo thứ tự trong danh sách của Ban Chỉ đạo."
)
KINDS = {Kind.DIRECTIVES: "Nhiệm vụ chủ trì", Kind.REPORTS: "Báo cáo quý", Kind.ATTENDANCE: "Dự họp"}
CLAUSES = {
    Kind.DIRECTIVES: "khoản 1, 2 Điều 11 Quy chế",
    Kind.REPORTS: "khoản 7 Điều 7, khoản 2 Điều 11 Quy chế",
    Kind.ATTENDANCE: "khoản 5 Điều 6, khoản 3 Điều 8, khoản 4 Điều 9 Quy chế",
}
TITLES = {
    **dict(zip(MEASURES[Kind.DIRECTIVES], STATES, strict=True)),
    Measure.REPORT_ON_TIME: "Gửi đúng hạn",
    Measure.REPORT_LATE: "Gửi sau hạn",
    Measure.REPORT_AWAITED: "Chưa gửi, chưa đến hạn",
    Measure.REPORT_SILENT: "Chưa gửi, đã quá hạn",
    Measure.PRESENT: "Có mặt",
    Measure.SUBSTITUTE: "Có người dự thay",
    Measure.EXCUSED: "Vắng được đồng ý",
    Measure.UNEXCUSED: "Vắng chưa được đồng ý",
}
HEADS = {
    Kind.DIRECTIVES: (("Cơ quan chủ trì", 28), ("Tình trạng", 18), ("Nội dung nhiệm vụ", 56), ("Nguồn", 36), ("Thời hạn", 18)),
    Kind.REPORTS: (("Cơ quan", 36), ("Tình trạng", 20), ("Nội dung", 36), ("Hồ sơ", 50), ("Thời hạn", 14)),
    Kind.ATTENDANCE: (("Cơ quan", 28), ("Tình trạng", 22), ("Chức danh, người dự", 52), ("Cuộc họp", 44)),
}
_DONE = {Kind.DIRECTIVES: "Ngày hoàn thành", Kind.REPORTS: "Ngày gửi lần đầu", Kind.ATTENDANCE: "Ngày họp"}


def as_of_words(card: Scorecard) -> str:
    """Until when a quarter's figures are."""
    return f"tính đến hết ngày {short_date(card.as_of)}"


def scorecard_book(desk: Desk, card: Scorecard) -> bytes:
    """The figures, the rows behind them and what agencies say, as they are shown to who asks."""
    groups = [Group(KINDS[kind], [TITLES[measure] for measure in measures]) for kind, measures in MEASURES.items()]
    lines = [
        Line(one.name, [one.counts.get(measure, 0) for measures in MEASURES.values() for measure in measures], _said(one))
        for one in card.agencies
    ]
    listings = [*(_listing(card, kind) for kind in Kind), _reasons(desk, card)]
    return write_scorecard(f"{TITLE} {card.quarter.title}", f"Số liệu {as_of_words(card)}. {NO_RANK}", groups, lines, listings)


def _said(one: AgencyLine) -> str:
    return "; ".join(f"{KINDS[kind]}: {one.reasons[kind].words}" for kind in Kind if kind in one.reasons)


def _listing(card: Scorecard, kind: Kind) -> Listing:
    called = {one.code: one.name for one in card.agencies}
    heads = (*HEADS[kind], (_DONE[kind], 14), ("Ghi chú", 36))
    rows = [_cells(row, called[row.agency], kind) for row in card.behind(MEASURES[kind])]
    return Listing(KINDS[kind], [head for head, _ in heads], [width for _, width in heads], rows)


def _cells(row: Row, agency: str, kind: Kind) -> Sequence[str | date | None]:
    due = () if kind == Kind.ATTENDANCE else (row.due,)
    return (agency, TITLES[row.measure], row.what, row.of, *due, row.done, row.note)


def _reasons(desk: Desk, card: Scorecard) -> Listing:
    people = roster(desk)
    rows = [
        (one.name, KINDS[kind], reason.words, people.title(reason.seat_id), reason.written_at.astimezone(OFFICE_ZONE).date())
        for one in card.agencies
        for kind, reason in one.reasons.items()
    ]
    return Listing("Lý do", ("Cơ quan", "Mục", "Lý do cơ quan nêu", "Người ghi", "Ngày ghi"), (36, 20, 70, 36, 14), rows)
