"""The quarterly report from figures to file: consolidated, drafted with its charts, and its annex written. Limits: 3 s and 10 s.

``python -m benchmarks.consolidation [rounds]``. See README.md for what is measured.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from benchmarks.ground import LAW, table
from documents.annex import annex
from documents.letters import OverdueDuty
from documents.papers import Letterhead, Signature
from documents.progress_report import ProgressReport
from documents.render import render
from documents.report_facts import AgencySays, DirectiveCount, IndicatorLine, OverdueOfAgency, Work
from models.consolidation import QUARTERS_BEFORE, Consolidated, consolidate
from models.figures import Figure, Indicator, ReportingAgency
from regulation.calendar import Quarter

SIZES = ((37, 12, 3), (500, 40, 10))  # agencies, indicators, seconds
PERIOD = Quarter(2019, 3)
SILENT_EVERY, OVERDUE_EVERY = 20, 5  # one agency in so many sends nothing, one owes overdue duties
JUMP = LAW.thresholds["figure_jump"].value


@dataclass(frozen=True)
class Turn:
    """Seconds of one turn's parts; ``processor``: those of them that the processor worked for us."""

    consolidated: float
    drafted: float
    annexed: float
    processor: float

    @property
    def whole(self) -> float:
        """All of it."""
        return self.consolidated + self.drafted + self.annexed


def indicators_of(count: int) -> tuple[Indicator, ...]:
    """Shares with a target, every sixth a count; names as long as real ones."""
    return tuple(
        Indicator(f"I{at:02}", f"Số lượt cán bộ, công chức được tập huấn về nội dung thứ {at}", "lượt", target=Decimal(50))
        if at % 6 == 5
        else Indicator(f"I{at:02}", f"Tỷ lệ hồ sơ tiếp nhận trực tuyến của lĩnh vực {at}", "%", "số hoàn thành", "tổng số", Decimal(80))
        for at in range(count)
    )


def figures_of(agencies: tuple[ReportingAgency, ...], indicators: tuple[Indicator, ...]) -> Iterator[Figure]:
    """Five quarters of figures: one in fifty has nothing to divide by, one in six jumps, one in nine is explained."""
    quarter = PERIOD
    for age in range(QUARTERS_BEFORE + 1):
        for at, agency in enumerate(agencies):
            if age or at % SILENT_EVERY:
                for n, indicator in enumerate(indicators):
                    whole = 0 if (at + n) % 50 == 0 else 200 + at * 7 % 97 + n * 11
                    part = whole * (50 + (at * 5 + n * 13 + age * 33) % 40) // 100
                    note = "Số liệu theo báo cáo của các đơn vị trực thuộc." if (at + n) % 9 == 0 else ""
                    lower = Decimal(whole) if indicator.is_ratio else None
                    yield Figure(agency.code, indicator.code, quarter, Decimal(part), lower, note)
        quarter = quarter.previous()


def report_of(told: Consolidated) -> ProgressReport:
    """A report as long as the committee is large: what every agency says stands in it, and what one in five owes."""
    committee = LAW.committee
    assert LAW.sample is not None
    duty = OverdueDuty(text=LAW.sample.meeting.conclusions[2].text, source="Thông báo số 09/TB-BCĐ", due=date(2019, 8, 1), late_days=30)
    return ProgressReport(
        letterhead=Letterhead(parent="UBND tỉnh", issuer=committee.identity.name, place=committee.identity.place),
        number=None,
        notation="BC-BCĐ",
        date=None,
        signature=Signature(authority=committee.signature_forms["standing_by_order"].lines, office=None, name="Nguyễn Mô Phỏng"),
        recipients=("Trưởng ban, Phó Trưởng ban", "Các Ủy viên Ban Chỉ đạo"),
        period=str(told.period),
        as_of=date(2019, 9, 19),
        committee=Work(results=("Ban hành Kế hoạch kiểm tra năm 2019",)),
        group=Work(results=("Đôn đốc các cơ quan thực hiện kết luận",)),
        plans=("Kế hoạch số 45/KH-UBND đạt 70% khối lượng",),
        directives=tuple(DirectiveCount(period=str(told.period), on_time=12, late=3, open=6, overdue=9) for _ in range(4)),
        overdue=tuple(OverdueOfAgency(agency=agency.name, duties=(duty, duty)) for agency in told.agencies[::OVERDUE_EVERY]),
        indicators=tuple(IndicatorLine.of(result) for result in told.results),
        says=tuple(AgencySays(agency=agency.name, obstacles=("Thiếu nhân lực",), proposals=("Bố trí vốn",)) for agency in told.agencies),
        asked=len(told.agencies),
        silent=tuple(agency.name for agency in told.silent),
        next_tasks=("Chuẩn bị họp Ban Chỉ đạo quý sau",),
    )


def turn(agencies: tuple[ReportingAgency, ...], indicators: tuple[Indicator, ...], figures: tuple[Figure, ...]) -> Turn:
    """From figures to both files, once."""
    worked, began = time.process_time(), time.perf_counter()
    told = consolidate(indicators, figures, agencies, PERIOD, JUMP)
    consolidated = time.perf_counter()
    render("bao_cao_quy", report_of(told))
    drafted = time.perf_counter()
    annex(told)
    annexed = time.perf_counter()
    return Turn(consolidated - began, drafted - consolidated, annexed - drafted, time.process_time() - worked)


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows: list[tuple[object, ...]] = []
    for many, deep, limit in SIZES:
        agencies = tuple(ReportingAgency(f"A{at:03}", f"Ủy ban nhân dân xã thứ {at}") for at in range(many))
        indicators = indicators_of(deep)
        figures = tuple(figures_of(agencies, indicators))
        turns = [turn(agencies, indicators, figures) for _ in range(rounds + 1)]
        for name, shown in (("the first, which loads what draws" if not rows else "the first", turns[:1]), ("later", turns[1:])):
            parts = (f"{median(getattr(one, part) for one in shown):.2f}" for part in ("consolidated", "drafted", "annexed", "processor"))
            whole = median(one.whole for one in shown)
            rows.append((f"{many} × {deep}, {name}", len(shown), *parts, f"{whole:.2f}", limit, f"{whole / limit:.2f}"))
    heads = (
        "agencies × indicators",
        "n",
        "consolidated s",
        "drafted s",
        "annex s",
        "of it processor s",
        "together s",
        "limit s",
        "× limit",
    )
    table(heads, rows)


if __name__ == "__main__":
    main()
