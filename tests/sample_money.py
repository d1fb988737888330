"""The papers about the sample's spending without a norm."""

from collections.abc import Callable
from datetime import date
from typing import Any

from documents.funding import FundedItem, FundingLetter, FundingSubmission, SpendingDecision
from documents.papers import Letterhead, Paper
from documents.submission import Section
from tests.sample_papers import LAW, signature

ASKED = LAW.sample.funding
OFFICE = Letterhead(parent="UBND tỉnh Kiên Giang", issuer="Sở Thông tin và Truyền thông", place="Kiên Giang")
PROVINCE = Letterhead(parent=None, issuer="Ủy ban nhân dân tỉnh Kiên Giang", place="Kiên Giang")
BASES = (
    "Căn cứ khoản 2 Điều 10 Quy chế hoạt động của Ban Chỉ đạo ban hành kèm theo Quyết định số 85/QĐ-BCĐ ngày 03/5/2019",
    "Căn cứ Luật Ngân sách nhà nước",
)
NATURE = "mức chi đối với các nội dung chi đặc thù chưa có tiêu chuẩn, định mức, chế độ chi"
PURPOSE = "Bảo đảm hoạt động của Ban Chỉ đạo và Tổ công tác giúp việc năm 2019 theo chương trình công tác đã ban hành."


def _facts(**more: Any) -> dict[str, Any]:
    items = tuple(FundedItem.model_validate({"content": item.text} | item.model_dump(include=_KEPT)) for item in ASKED.items)
    return {
        "letterhead": OFFICE,
        "signature": signature("agency_head", "", "Nguyễn Mô Phỏng").model_copy(update={"office": None}),
        "kept_by": "VT, CNTT",
        "about": f"{NATURE}: Hoạt động của Ban Chỉ đạo và Tổ công tác năm 2019",
        "items": items,
        "source": ASKED.source,
        "year": 2019,
    } | more


_KEPT = {"quantity", "unit", "price", "reason"}


def funding_letter(**changes: Any) -> FundingLetter:
    """The letter to Sở Tài chính."""
    facts = _facts(
        number=512,
        notation="STTTT-CNTT",
        date=date(2019, 10, 4),
        recipients=("Sở Tài chính",),
        addressees=("Sở Tài chính",),
        opening=f"{BASES[0]}, Sở Thông tin và Truyền thông đề nghị Sở Tài chính có ý kiến về {NATURE} phục vụ hoạt động của Ban Chỉ đạo "
        "và Tổ công tác giúp việc, như sau:",
        purpose=PURPOSE,
        reply_days=7,
    )
    return FundingLetter.model_validate(facts | changes)


def funding_submission(**changes: Any) -> FundingSubmission:
    """The submission to the chairman of the UBND, with which Sở Tài chính does not agree."""
    facts = _facts(
        number=77,
        notation="TTr-STTTT",
        date=date(2019, 10, 18),
        recipients=("Như trên", "Văn phòng UBND tỉnh", "Sở Tài chính"),
        addressees=("Chủ tịch Ủy ban nhân dân tỉnh",),
        bases=BASES,
        opening=f"Sở Thông tin và Truyền thông trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định {NATURE}, như sau:",
        purpose=PURPOSE,
        sections=(
            Section(
                title="Ý kiến của Sở Tài chính",
                paragraphs=("Văn bản số 1205/STC-HCSN ngày 14/10/2019: không thống nhất.", "Mức chi giải thưởng chưa có căn cứ."),
            ),
            Section(title="Ý kiến của Sở Thông tin và Truyền thông", paragraphs=("Mức chi tương đương các tỉnh trong khu vực.",)),
        ),
        closing="Sở Thông tin và Truyền thông kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định",
        enclosures=("Dự thảo Quyết định",),
    )
    return FundingSubmission.model_validate(facts | changes)


def spending_decision(**changes: Any) -> SpendingDecision:
    """The UBND's decision."""
    facts = _facts(
        letterhead=PROVINCE,
        signature=signature("province_chair", "", "Trần Giả Định").model_copy(update={"office": None}),
        kept_by="VT",
        number=2301,
        notation="QĐ-UBND",
        date=date(2019, 10, 30),
        recipients=("Sở Thông tin và Truyền thông", "Sở Tài chính"),
        authority="Chủ tịch Ủy ban nhân dân tỉnh",
        bases=(*BASES, "Căn cứ ý kiến của Sở Tài chính tại Văn bản số 1205/STC-HCSN ngày 14/10/2019"),
        proposed_by="Giám đốc Sở Thông tin và Truyền thông tại Tờ trình số 77/TTr-STTTT ngày 18/10/2019",
        carried_out_by="Giám đốc Sở Thông tin và Truyền thông, Giám đốc Sở Tài chính và Thủ trưởng các cơ quan, đơn vị liên quan",
    )
    return SpendingDecision.model_validate(facts | changes)


MONEY: dict[str, Callable[..., Paper]] = {
    "cong_van_kinh_phi": funding_letter,
    "to_trinh_kinh_phi": funding_submission,
    "quyet_dinh_chi": spending_decision,
}
