"""The sample committee's letter that asks for the figures of the third quarter of 2019."""

from datetime import date
from typing import Any

from documents.data_call import AskedIndicator, DataCallLetter
from tests.sample_papers import HEAD, LAW, signature

STANDING = signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng")


def data_call(**changes: Any) -> DataCallLetter:
    """The công văn that asks for figures."""
    facts = {
        "letterhead": HEAD,
        "number": 31,
        "notation": "BCĐ-TCT",
        "date": date(2019, 8, 30),
        "signature": STANDING,
        "recipients": ("Như trên",),
        "kept_by": "VT, TCT",
        "addressees": ("Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố"),
        "basis": "Thực hiện khoản 7, khoản 9 Điều 7, khoản 2 Điều 11 Quy chế",
        "purpose": "phục vụ báo cáo quý III năm 2019",
        "indicators": tuple(
            AskedIndicator(name=one.name, unit=one.unit, numerator=one.numerator or "", denominator=one.denominator or "")
            for one in LAW.indicators
            if not one.computed
        ),
        "cutoff": date(2019, 9, 14),
        "reply_by": date(2019, 9, 18),
        "reply_to": "Sở Thông tin và Truyền thông (cơ quan thường trực)",
        "late": "Số liệu gửi sau thời hạn được đưa vào kỳ sau; báo cáo nêu tên cơ quan, địa phương chưa gửi",
        "focus": ("Rà soát số liệu dịch vụ công trực tuyến mức độ 3, 4 trước khi gửi.",),
    }
    return DataCallLetter.model_validate(facts | changes)
