"""The sample committee's report to the UBND on figures that it asked for out of turn."""

from datetime import date
from typing import Any

from documents.data_report import DataReport
from documents.report_facts import IndicatorLine
from tests.sample_data_call import STANDING
from tests.sample_papers import HEAD
from tests.sample_report import consolidated


def data_report(**changes: Any) -> DataReport:
    """The báo cáo số liệu."""
    facts = {
        "letterhead": HEAD,
        "number": 12,
        "notation": "BC-BCĐ",
        "date": date(2019, 10, 18),
        "signature": STANDING,
        "recipients": ("Như trên", "Văn phòng UBND tỉnh"),
        "kept_by": "VT, TCT",
        "document": "Công văn số 1234/UBND-KGVX ngày 01/10/2019 của Ủy ban nhân dân tỉnh",
        "about": "về dịch vụ công trực tuyến",
        "as_of": date(2019, 9, 30),
        "asked": 37,
        "indicators": tuple(IndicatorLine.of(result) for result in consolidated().results[:3]),
        "silent": ("Sở Ngoại vụ", "Ủy ban nhân dân huyện Kiên Hải"),
        "unexplained": "Số liệu cơ quan chưa giải trình: Sở Y tế (Tỷ lệ hồ sơ giải quyết đúng hạn)",
        "remarks": ("Tỷ lệ hồ sơ trực tuyến tăng so với quý trước do mở rộng danh mục dịch vụ.",),
    }
    return DataReport.model_validate(facts | changes)
