"""The sample committee's quarterly report (2019-Q3): twelve indicators, thirty-seven agencies of which two are silent, five quarters."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from documents.letters import OverdueDuty
from documents.progress_report import ProgressReport
from documents.report_facts import AgencySays, DirectiveCount, IndicatorLine, MeetingHeld, OverdueOfAgency, Work
from models.consolidation import Consolidated, consolidate
from models.figures import Direction, Figure, Indicator, ReportingAgency
from regulation.calendar import Quarter
from tests.sample_papers import CHAIR, HEAD, LAW, MEETING, signature

PERIOD = Quarter(2019, 3)
SILENT = ("SNgV", "HKH")
INDICATORS = tuple(
    Indicator(
        told.code, told.name, told.unit, told.numerator, told.denominator, Decimal(told.target), Direction(told.direction), told.computed
    )
    for told in LAW.indicators
)
AGENCIES = tuple(ReportingAgency(agency.code, agency.name) for agency in LAW.committee.reporting_agencies())


def figures() -> Iterator[Figure]:
    """Made-up figures that grow a little each quarter: one agency has nothing to divide by, one jumps, one claims more than there is."""
    quarter, age = PERIOD, 0
    while age < 5:
        for at, agency in enumerate(AGENCIES):
            if age or agency.code not in SILENT:
                yield from (_figure(agency, at, indicator, number, quarter, age) for number, indicator in enumerate(INDICATORS))
        quarter, age = quarter.previous(), age + 1


def _figure(agency: ReportingAgency, at: int, indicator: Indicator, number: int, quarter: Quarter, age: int) -> Figure:
    if not indicator.is_ratio:
        return Figure(agency.code, indicator.code, quarter, Decimal((at * 7 + number + age) % 5 * (number - 9) // 4))
    whole = 200 + at * 13 + number * 7
    part = whole * (60 + (number * 11 + at) % 36 - age * 3) // 100
    if age == 0 and number == at == 2:
        return Figure(agency.code, indicator.code, quarter, Decimal(0), Decimal(0), "Không phát sinh hồ sơ trong quý.")
    if age == 0 and (at, number) == (4, 3):
        part = whole + 5
    if age == 0 and (at, number) == (6, 5):
        part = part // 2
    return Figure(agency.code, indicator.code, quarter, Decimal(part), Decimal(whole))


def consolidated() -> Consolidated:
    """The sample's figures together."""
    return consolidate(INDICATORS, figures(), AGENCIES, PERIOD, LAW.thresholds["figure_jump"].value)


def progress_report(**changes: Any) -> ProgressReport:
    """The sample's báo cáo quý."""
    told, together = MEETING.conclusions, consolidated()
    source = "Thông báo số 09/TB-BCĐ ngày 05/7/2019"
    facts = {
        "letterhead": HEAD,
        "number": 8,
        "notation": "BC-BCĐ",
        "date": date(2019, 9, 25),
        "signature": signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng"),
        "recipients": ("Trưởng ban, Phó Trưởng ban", "Các Ủy viên Ban Chỉ đạo"),
        "kept_by": "VT, TCT",
        "period": str(PERIOD),
        "as_of": date(2019, 9, 19),
        "committee": Work(
            meetings=(
                MeetingHeld(
                    title="Họp Ban Chỉ đạo quý III năm 2019",
                    day=date(2019, 7, 2),
                    presider=CHAIR.in_words,
                    outcome="Thông báo số 09/TB-BCĐ ngày 05/7/2019",
                ),
            ),
            results=("Ban hành Kế hoạch kiểm tra năm 2019 tại 05 cơ quan, đơn vị",),
        ),
        "group": Work(not_met="Tổ trưởng đi công tác", results=("Đôn đốc 12 cơ quan thực hiện kết luận; tổng hợp báo cáo của 35 cơ quan",)),
        "plans": ("Kế hoạch số 45/KH-UBND về xây dựng Chính quyền điện tử năm 2019 đạt 70% khối lượng",),
        "directives": tuple(
            DirectiveCount(period=period, on_time=a, late=b, open=c, overdue=d)
            for period, a, b, c, d in (
                ("2018-Q4", 3, 0, 5, 1),
                ("2019-Q1", 8, 2, 4, 0),
                ("2019-Q2", 10, 1, 7, 3),
                ("2019-Q3", 12, 3, 6, 3),
            )
        ),
        "overdue": (
            OverdueOfAgency(
                agency="Văn phòng Ủy ban nhân dân tỉnh",
                duties=(
                    OverdueDuty(text=told[2].text, source=source, due=date(2019, 8, 15), late_days=25),
                    OverdueDuty(text=told[5].text, source=source, due=date(2019, 7, 31), extended=date(2019, 9, 13), late_days=4),
                ),
            ),
            OverdueOfAgency(agency="Sở Y tế", duties=(OverdueDuty(text=told[3].text, source=source, due=date(2019, 9, 12), late_days=5),)),
        ),
        "indicators": tuple(IndicatorLine.of(result) for result in together.results),
        "says": (
            AgencySays(
                agency="Sở Tài nguyên và Môi trường",
                obstacles=("Đường truyền số liệu chuyên dùng đến cấp xã chưa ổn định",),
                proposals=("Bố trí kinh phí nâng cấp đường truyền trong năm 2020",),
            ),
            AgencySays(
                agency="Ủy ban nhân dân huyện An Minh",
                obstacles=("Thiếu cán bộ chuyên trách công nghệ thông tin.", "Máy tính bộ phận một cửa đã cũ"),
            ),
        ),
        "asked": len(AGENCIES),
        "silent": tuple(agency.name for agency in together.silent),
        "next_tasks": ("Chuẩn bị họp Ban Chỉ đạo quý IV năm 2019", "Xây dựng Kế hoạch công tác năm 2020 trình Trưởng ban"),
    }
    return ProgressReport.model_validate(facts | changes)
