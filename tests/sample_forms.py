"""The other papers around the sample meeting, and every form with the paper it is made for."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from documents.briefing import BriefingSlip
from documents.letters import FollowUpLetter, OverdueDuty
from documents.meeting_room import RunningScript, ScriptEntry, Seated, SignInSheet
from documents.minutes import Absentee, Matter, MinutesPaper, Proxy, Remark
from documents.papers import Letterhead, Paper, Person
from documents.programme import ProgrammePaper
from documents.register import OutgoingRegister, RegisterEntry
from documents.submission import Section, SubmissionPaper
from tests.sample_data_call import data_call
from tests.sample_data_report import data_report
from tests.sample_group import convocation, group_minutes, group_notice
from tests.sample_money import MONEY
from tests.sample_opinions import consultation, opinion_form, opinions
from tests.sample_papers import CHAIR, HEAD, LAW, MEETING, invitation, notice, signature
from tests.sample_plans import inspection_plan, plan_call, work_plan, year_programme
from tests.sample_report import progress_report

NAMES = {person.id: person.name for person in LAW.sample.people}
SEATS = {seat.id: seat for seat in LAW.committee.seats}
OFFICE = Letterhead(parent="UBND tỉnh Kiên Giang", issuer="Sở Thông tin và Truyền thông", place="Kiên Giang")
GROUP = Letterhead(parent="Ban Chỉ đạo Chính quyền điện tử tỉnh", issuer="Tổ công tác giúp việc", place="Kiên Giang")
SECRETARY = Person(name="Lý Thị Thư Ký", title="Thư ký Tổ công tác")
STANDING = Person(name="Nguyễn Mô Phỏng", title="Ủy viên thường trực")


def member(seat: str) -> Person:
    """A member of the sample committee as a roll names him."""
    held = next(holding for holding in LAW.sample.holdings if holding.seat == seat)
    return Person(name=NAMES[held.holder], title=f"{SEATS[seat].office}, {SEATS[seat].title}")


PRESENT = (
    "chair",
    "deputy_chair_1",
    "deputy_chair_2",
    "standing_member",
    "member_vp",
    "member_nv",
    "member_tc",
    "member_kh",
    "member_kc",
    "member_ca",
    "member_mt",
    "member_rg",
)


def programme(**changes: Any) -> ProgrammePaper:
    """The sample's chương trình họp."""
    sent = invitation()
    facts = {name: getattr(sent, name) for name in ProgrammePaper.model_fields}
    return ProgrammePaper.model_validate(facts | changes)


def minutes(**changes: Any) -> MinutesPaper:
    """The sample's biên bản."""
    facts = {
        "letterhead": HEAD,
        "number": 3,
        "notation": "BB-BCĐ",
        "date": date(2019, 9, 27),
        "signature": signature("standing_member", "", "Nguyễn Mô Phỏng"),
        "secretary": signature("minutes_secretary", "", "Lý Thị Thư Ký"),
        "recipients": ("Người chủ trì cuộc họp", "Thành viên Ban Chỉ đạo"),
        "kept_by": "VT, TCT",
        "meeting_title": MEETING.title,
        "began": MEETING.at,
        "ended": MEETING.at + timedelta(hours=2, minutes=50),
        "place": MEETING.place,
        "presider": CHAIR,
        "keeper": SECRETARY,
        "members": 15,
        "present": tuple(member(seat) for seat in PRESENT),
        "proxies": (
            Proxy(
                name="Trịnh Mẫu Thay",
                title="Phó Giám đốc Sở Giáo dục và Đào tạo",
                member="Ủy viên – Giám đốc Sở Giáo dục và Đào tạo",
            ),
        ),
        "excused": (Absentee(name="Trương Thị Mẫu Hai", title="Giám đốc Sở Y tế, Ủy viên", reason="Họp tại Bộ Y tế"),),
        "unexcused": (Absentee(name="Ngô Mẫu Sáu", title="Chủ tịch UBND huyện Phú Quốc, Ủy viên"),),
        "guests": (Person(name="Tạ Mẫu Bảy", title="Phó Giám đốc Sở Thông tin và Truyền thông, Tổ phó thường trực"),),
        "matters": tuple(
            Matter(item=entry.item, by=entry.by, discussed=("Các đại biểu trao đổi, thống nhất số liệu báo cáo.",) if at == 1 else ())
            for at, entry in enumerate(MEETING.agenda)
        ),
        "remarks": (
            Remark(
                speaker="Ủy viên – Giám đốc Sở Tài chính",
                words=("Đề nghị rà soát định mức trước khi trình.", "Sở Tài chính sẽ có ý kiến trong tháng 10!"),
            ),
            Remark(speaker="Ủy viên – Giám đốc Sở Y tế", words=("Nhất trí với dự thảo báo cáo, không có ý kiến khác",), written=True),
        ),
        "conclusions": notice().conclusions[:3],
    }
    return MinutesPaper.model_validate(facts | changes)


def follow_up(**changes: Any) -> FollowUpLetter:
    """A công văn đôn đốc about two duties of the sample."""
    told = MEETING.conclusions
    facts = {
        "letterhead": HEAD,
        "number": 5,
        "notation": "BCĐ-TCT",
        "date": date(2019, 11, 25),
        "signature": signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng"),
        "recipients": ("Như trên", "Trưởng ban (để báo cáo)"),
        "kept_by": "VT, TCT",
        "addressees": ("Văn phòng Ủy ban nhân dân tỉnh",),
        "duties": (
            OverdueDuty(text=told[2].text, source="Thông báo số 12/TB-BCĐ ngày 03/10/2019", due=date(2019, 11, 15), late_days=5),
            OverdueDuty(
                text=told[5].text,
                source="Thông báo số 12/TB-BCĐ ngày 03/10/2019",
                due=date(2019, 10, 31),
                extended=date(2019, 11, 20),
                late_days=2,
            ),
        ),
        "as_of": date(2019, 11, 22),
        "reply_to": "Sở Thông tin và Truyền thông (cơ quan thường trực)",
        "reply_by": date(2019, 12, 2),
    }
    return FollowUpLetter.model_validate(facts | changes)


def submission(**changes: Any) -> SubmissionPaper:
    """A tờ trình of the standing office to the chair."""
    facts = {
        "letterhead": OFFICE,
        "number": None,
        "notation": "TTr-STTTT",
        "date": None,
        "signature": signature("agency_head", "", "Nguyễn Mô Phỏng"),
        "recipients": ("Như trên", "Văn phòng Ủy ban nhân dân tỉnh"),
        "kept_by": "VT, CNTT",
        "about": "ban hành Kế hoạch công tác năm 2020 của Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang",
        "addressees": ("Trưởng ban Ban Chỉ đạo Chính quyền điện tử tỉnh", "Các Phó Trưởng ban Ban Chỉ đạo"),
        "bases": (
            "Căn cứ Quyết định số 2932/QĐ-UBND ngày 26 tháng 12 năm 2018 của Ủy ban nhân dân tỉnh về việc thành lập Ban Chỉ đạo",
            "Căn cứ Quyết định số 85/QĐ-BCĐ ngày 03 tháng 5 năm 2019 của Trưởng ban ban hành Quy chế hoạt động của Ban Chỉ đạo,",
        ),
        "opening": "Sở Thông tin và Truyền thông kính trình dự thảo Kế hoạch công tác năm 2020 của Ban Chỉ đạo với các nội dung chính sau:",
        "sections": (
            Section(title="Sự cần thiết", paragraphs=("Kế hoạch công tác hằng năm do Trưởng ban ban hành theo khoản 1 Điều 3 Quy chế.",)),
            Section(
                title="Quá trình xây dựng",
                paragraphs=(
                    "Sở Thông tin và Truyền thông đã gửi lấy ý kiến các Ủy viên Ban Chỉ đạo trong 05 ngày làm việc.",
                    "Các ý kiến đã được tổng hợp, tiếp thu, giải trình tại bảng tổng hợp kèm theo.",
                ),
            ),
        ),
        "closing": "Sở Thông tin và Truyền thông kính trình Trưởng ban Ban Chỉ đạo xem xét, quyết định",
        "enclosures": ("Dự thảo Kế hoạch công tác năm 2020", "Bảng tổng hợp ý kiến"),
    }
    return SubmissionPaper.model_validate(facts | changes)


def briefing(**changes: Any) -> BriefingSlip:
    """The sample's phiếu trình."""
    facts = {
        "letterhead": GROUP,
        "date": date(2019, 9, 13),
        "about": "phê duyệt thời gian, chương trình, thành phần họp Ban Chỉ đạo quý III năm 2019",
        "addressee": "Đồng chí Trần Giả Định, Trưởng ban Ban Chỉ đạo",
        "asked": "Phê duyệt thời gian, chương trình, thành phần dự họp Ban Chỉ đạo quý III năm 2019 (khoản 1 Điều 8 Quy chế).",
        "meeting_line": "08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu); Phòng họp số 1, Văn phòng Ủy ban nhân dân tỉnh.",
        "agenda": tuple(f"{at}. {entry.item} ({entry.by})." for at, entry in enumerate(MEETING.agenda, 1)),
        "attendees": ("Các thành viên Ban Chỉ đạo", "các thành viên Tổ công tác giúp việc Ban Chỉ đạo"),
        "documents": tuple(MEETING.documents),
        "reviewed": "Nhất trí với dự thảo của Tổ công tác, kính trình Trưởng ban xem xét.",
        "maker": SECRETARY,
        "reviewer": STANDING,
    }
    return BriefingSlip.model_validate(facts | changes)


def script(**changes: Any) -> RunningScript:
    """The sample's kịch bản điều hành."""
    entries = [ScriptEntry.model_validate(entry.model_dump()) for entry in invitation().agenda]
    entries[5] = entries[5].model_copy(update={"prompt": "Mời các Ủy viên thảo luận. Đề nghị Thư ký đọc ý kiến bằng văn bản."})
    entries[7] = entries[7].model_copy(update={"prompt": "Kết luận từng nội dung theo dự thảo tại mục III."})
    facts = {
        "letterhead": HEAD,
        "date": None,
        "meeting_title": MEETING.title,
        "at": MEETING.at,
        "place": MEETING.place,
        "points": (
            "Đăng ký dự: 13/15 thành viên, trong đó 01 người dự thay",
            "Ủy viên – Giám đốc Sở Y tế vắng mặt, đã gửi ý kiến bằng văn bản",
        ),
        "entries": tuple(entries),
        "conclusions": notice().conclusions[:2],
    }
    return RunningScript.model_validate(facts | changes)


def sign_in(**changes: Any) -> SignInSheet:
    """The sample's danh sách ký tên: long enough for a second page."""
    expected: dict[str, Person] = {}
    for seat in (*LAW.committee.members(), *LAW.committee.group()):
        expected.setdefault(member(seat.id).name, member(seat.id))  # the standing member leads the group too
    facts = {
        "letterhead": HEAD,
        "date": None,
        "meeting_title": MEETING.title,
        "at": MEETING.at,
        "place": MEETING.place,
        "people": (
            *(Seated(name=person.name, title=person.title) for person in expected.values()),
            Seated(name="Trịnh Mẫu Thay", title="Phó Giám đốc Sở Giáo dục và Đào tạo", note="Dự thay Giám đốc Sở"),
        ),
    }
    return SignInSheet.model_validate(facts | changes)


def register(**changes: Any) -> OutgoingRegister:
    """The committee's register of the sample year: long enough for a second page, with a void and a reserved number."""
    sent = invitation()
    about = f"Giấy mời {sent.meeting_title[:1].lower()}{sent.meeting_title[1:]}"
    issued = {"notation": "GM-BCĐ", "about": about, "signer": "Trần Giả Định", "recipients": "Như thành phần dự họp", "kept_by": "VT, TCT"}
    entries = [
        RegisterEntry(number=number, day=date(2019, 9, number), copies=26, sent=date(2019, 9, number), **issued) for number in range(1, 13)
    ]
    entries += [
        RegisterEntry(number=13, notation="GM-BCĐ", day=None, about="", note="Hủy số: ghi trùng văn bản"),
        RegisterEntry(number=14, notation="GM-BCĐ", day=None, about="", note="Số dự trữ"),
    ]
    facts = {"letterhead": HEAD, "date": None, "year": 2019, "entries": tuple(entries)}
    return OutgoingRegister.model_validate(facts | changes)


MADE: Mapping[str, Callable[..., Paper]] = {
    "giay_moi": invitation,
    "chuong_trinh_hop": programme,
    "bien_ban": minutes,
    "thong_bao_ket_luan": notice,
    "cong_van_don_doc": follow_up,
    "to_trinh": submission,
    "cong_van_de_xuat": plan_call,
    "cong_van_de_nghi_so_lieu": data_call,
    "chuong_trinh_cong_tac": year_programme,
    "ke_hoach_cong_tac": work_plan,
    "ke_hoach_kiem_tra": inspection_plan,
    "cong_van_lay_y_kien": consultation,
    "phieu_lay_y_kien": opinion_form,
    "bang_tong_hop_y_kien": opinions,
    "cong_van_trieu_tap": convocation,
    "bien_ban_hop_to": group_minutes,
    "thong_bao_hop_to": group_notice,
    "phieu_trinh": briefing,
    "kich_ban_dieu_hanh": script,
    "danh_sach_ky_ten": sign_in,
    "so_dang_ky_van_ban_di": register,
    "bao_cao_quy": progress_report,
    "bao_cao_so_lieu": data_report,
} | MONEY
