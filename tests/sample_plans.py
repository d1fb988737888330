"""The sample committee's yearly papers of 2020, after the outlines of the sample."""

from datetime import date
from typing import Any

from documents.plans import Inspected, InspectionPlan, Mainstreamed, PlanCallLetter, PlanEntry, PlanGroup, Target, WorkPlan, YearProgramme
from tests.sample_papers import HEAD, LAW, signature

OUTLINE, YEAR = LAW.plan_outline, 2020
CHAIR = signature("chair", "Chủ tịch UBND tỉnh", "Trần Giả Định")
STANDING = signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng")
NAMES = {agency.code: agency.name for agency in LAW.committee.agencies}


def _words(paper: str, place: str) -> tuple[str, ...]:
    return tuple(OUTLINE.words[paper][place].format(year=YEAR, before=YEAR - 1).strip().splitlines())


def _shared(paper: str, number: int, notation: str) -> dict[str, Any]:
    return {
        "letterhead": HEAD,
        "number": number,
        "notation": notation,
        "date": date(2019, 12, 20),
        "signature": CHAIR,
        "recipients": tuple(line.line for line in LAW.committee.recipients(paper) if "filing" not in line.to),
        "kept_by": "VT, TCT",
        "year": YEAR,
        "purpose": _words(paper, "purpose"),
        "organisation": _words(paper, "organisation"),
    }


def plan_call(**changes: Any) -> PlanCallLetter:
    """The công văn that asks for proposals."""
    facts = {
        "letterhead": HEAD,
        "number": 41,
        "notation": "BCĐ-TCT",
        "date": date(2019, 10, 15),
        "signature": STANDING,
        "recipients": ("Như trên",),
        "kept_by": "VT, TCT",
        "addressees": ("Các thành viên Ban Chỉ đạo", "Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố"),
        "year": YEAR,
        "reply_by": date(2019, 10, 29),
        "reply_to": "Sở Thông tin và Truyền thông (cơ quan thường trực)",
        "focus": ("Ưu tiên nhiệm vụ về dịch vụ công trực tuyến mức độ 3, 4.",),
    }
    return PlanCallLetter.model_validate(facts | changes)


def year_programme(**changes: Any) -> YearProgramme:
    """The chương trình công tác năm."""
    groups = (
        PlanGroup(
            title="Họp Ban Chỉ đạo",
            entries=tuple(
                PlanEntry(text=f"Họp Ban Chỉ đạo quý {roman} năm {YEAR}", product="Thông báo kết luận", due=day)
                for roman, day in (
                    ("I", date(2020, 3, 27)),
                    ("II", date(2020, 6, 26)),
                    ("III", date(2020, 9, 28)),
                    ("IV", date(2020, 12, 29)),
                )
            ),
        ),
        PlanGroup(
            title="Nội dung khác",
            entries=(
                PlanEntry(
                    text="Hội thảo về kiến trúc Chính quyền điện tử",
                    lead=NAMES["STTTT"],
                    coordinating=(NAMES["SKHCN"],),
                    product="Báo cáo",
                    due=date(2020, 5, 29),
                ),
            ),
        ),
    )
    return YearProgramme.model_validate(_shared("work_programme", 1, "CTr-BCĐ") | {"groups": groups} | changes)


def work_plan(**changes: Any) -> WorkPlan:
    """The kế hoạch công tác năm: a section each of the outline, and targets of the sample's indicators."""
    titles = [section.title for section in OUTLINE.sections]
    duties = [
        ("Ban hành Kiến trúc Chính quyền điện tử tỉnh phiên bản cập nhật", "STTTT", ("VPUBND", "SKHCN"), "Quyết định", date(2020, 4, 29)),
        ("Nâng cấp trục liên thông văn bản của tỉnh", "STTTT", (), "Báo cáo", date(2020, 6, 30)),
        ("Nâng 30 thủ tục hành chính lên mức độ 4", "VPUBND", ("STP", "STNMT", "SXD"), "Tờ trình", date(2020, 9, 30)),
        ("Liên thông phần mềm quản lý văn bản đến 100% Ủy ban nhân dân cấp xã", "STTTT", ("TPRG",), "Báo cáo", date(2020, 10, 30)),
        ("Phê duyệt cấp độ an toàn các hệ thống thông tin dùng chung", "STTTT", ("CAT",), "Quyết định", date(2020, 7, 31)),
        ("Tuyên truyền, hướng dẫn người dân sử dụng dịch vụ công trực tuyến", "STTTT", ("SVHTT",), "Báo cáo", None),
    ]
    groups = tuple(
        PlanGroup(
            title=title,
            entries=(PlanEntry(text=text, lead=NAMES[lead], coordinating=tuple(NAMES[c] for c in help_), product=product, due=due),),
        )
        for title, (text, lead, help_, product, due) in zip(titles, duties, strict=True)
    )
    targets = tuple(Target(name=name, before=before, target=aim, lead=NAMES["VPUBND"]) for name, before, aim in TARGETS)
    facts = {
        "targets": targets,
        "groups": groups,
        "meetings": (f"Họp Ban Chỉ đạo quý I năm {YEAR}: 27/03/2020", f"Họp Tổ công tác giúp việc quý I năm {YEAR}: 20/03/2020"),
        "funding": _words("work_plan", "funding"),
        "mainstreamed": (
            Mainstreamed(
                whose="Ủy viên – Giám đốc Sở Y tế", scheme="Đề án bệnh viện thông minh", content="Hồ sơ bệnh án điện tử", when="Quý II"
            ),
        ),
    }
    return WorkPlan.model_validate(_shared("work_plan", 1, "KH-BCĐ") | facts | changes)


TARGETS = (
    ("Tỷ lệ hồ sơ thủ tục hành chính tiếp nhận trực tuyến mức độ 3, 4", "14,2%", "20%"),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn", "93,1%", "95%"),
)


def inspection_plan(**changes: Any) -> InspectionPlan:
    """The kế hoạch kiểm tra năm: the seven units of the outline."""
    team = ("Ủy viên thường trực", "Tổ phó thường trực", "Thư ký Tổ công tác")
    units = tuple(
        Inspected(
            unit=NAMES[code],
            quarter=2 if code.startswith("S") else 3,
            covers_since=date(2019, 12, 15),
            contents=OUTLINE.inspection_contents,
            team=team,
        )
        for code in ("SXD", "STNMT", "SLĐTBXH", "SGTVT", "HGT", "HKH", "HVT")
    )
    facts = {"contents": OUTLINE.inspection_contents, "units": units, "method": _words("inspection_plan", "method")}
    return InspectionPlan.model_validate(_shared("inspection_plan", 2, "KH-BCĐ") | facts | changes)
