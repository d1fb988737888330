"""The papers of a sample meeting of the working group: the letter that calls it, its minutes, its notice."""

from datetime import date, timedelta
from typing import Any

from documents.group import ConvocationLetter, GroupConclusion, GroupMinutesPaper, GroupNoticePaper
from documents.invitation import AgendaItem
from documents.minutes import Absentee, Matter, Remark
from documents.papers import Letterhead, Person, Presider
from models.clock import at
from tests.sample_papers import LAW, signature

TITLE = "Họp Tổ công tác giúp việc Ban Chỉ đạo quý III năm 2019"
BEGINS = at(date(2019, 9, 20)) + timedelta(hours=14)
HEADER = LAW.committee.series["group"].header
LEADER = Presider(name="Nguyễn Mô Phỏng", title="Giám đốc Sở Thông tin và Truyền thông, Tổ trưởng Tổ công tác")
SIGNED = {
    "letterhead": Letterhead(parent=HEADER[0], issuer="Tổ công tác giúp việc", place="Kiên Giang"),
    "signature": signature("group_leader", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng"),
    "recipients": ("Thành viên Tổ công tác",),
    "kept_by": "TCT",
}
ITEMS = ("Nhiệm vụ quá hạn, biện pháp đôn đốc", "Dự thảo báo cáo quý của Tổ công tác", "Chuẩn bị cuộc họp Ban Chỉ đạo")
FINANCE = "đồng chí Quách Thị Định Mức (Trưởng phòng Tài chính hành chính sự nghiệp Sở Tài chính)"
TASKS = (
    GroupConclusion(
        text="Rà soát dự toán năm 2020 của Tổ công tác, Ban Chỉ đạo.",
        lead=FINANCE,
        coordinating=("đồng chí Châu Mẫu Đề Án (Trưởng phòng Tổng hợp Sở Kế hoạch và Đầu tư)",),
        due=date(2019, 10, 15),
        product="Bảng dự toán",
    ),
    GroupConclusion(
        text="Lập danh sách nhiệm vụ quá hạn, dự thảo công văn đôn đốc.",
        lead="đồng chí Lý Thị Thư Ký (Phó Trưởng phòng Công nghệ thông tin Sở Thông tin và Truyền thông)",
        coordinating=(),
        due=date(2019, 9, 27),
        product="Danh sách, dự thảo công văn",
    ),
)


def convocation(**changes: Any) -> ConvocationLetter:
    """The công văn triệu tập."""
    facts = SIGNED | {
        "number": 4,
        "notation": "TCT",
        "date": date(2019, 9, 17),
        "addressees": ("Các thành viên Tổ công tác giúp việc Ban Chỉ đạo",),
        "meeting_title": TITLE,
        "at": BEGINS,
        "place": "Phòng họp Sở Thông tin và Truyền thông",
        "presider": LEADER,
        "agenda": tuple(
            AgendaItem(at=BEGINS + timedelta(minutes=30 * n), item=item, by="Thư ký Tổ công tác") for n, item in enumerate(ITEMS)
        ),
    }
    return ConvocationLetter.model_validate(facts | changes)


def group_minutes(**changes: Any) -> GroupMinutesPaper:
    """The biên bản họp Tổ công tác."""
    members = (
        Person(name="Nguyễn Mô Phỏng", title=LEADER.title),
        Person(name="Tạ Mẫu Bảy", title="Phó Giám đốc Sở Thông tin và Truyền thông, Tổ phó thường trực Tổ công tác"),
        Person(name="Quách Thị Định Mức", title="Trưởng phòng Tài chính hành chính sự nghiệp Sở Tài chính, Thành viên Tổ công tác"),
    )
    facts = SIGNED | {
        "number": 3,
        "notation": "BB-TCT",
        "date": date(2019, 9, 20),
        "secretary": signature("minutes_secretary", "", "Lý Thị Thư Ký"),
        "meeting_title": TITLE,
        "began": BEGINS,
        "ended": BEGINS + timedelta(hours=2),
        "place": "Phòng họp Sở Thông tin và Truyền thông",
        "presider": LEADER,
        "keeper": Person(name="Lý Thị Thư Ký", title="Phó Trưởng phòng Công nghệ thông tin, Thư ký Tổ công tác"),
        "members": 11,
        "present": members,
        "excused": (
            Absentee(
                name="Châu Mẫu Đề Án", title="Trưởng phòng Tổng hợp Sở Kế hoạch và Đầu tư, Thành viên Tổ công tác", reason="Đi công tác"
            ),
        ),
        "unexcused": (Absentee(name="Thạch Mẫu Mốt", title="Trưởng phòng Cải cách hành chính Sở Nội vụ, Thành viên Tổ công tác"),),
        "matters": tuple(Matter(item=item, by="Thư ký Tổ công tác", discussed=("Các thành viên thống nhất số liệu.",)) for item in ITEMS),
        "remarks": (Remark(speaker="Tổ phó thường trực", words=("Đề nghị đôn đốc bằng văn bản trước ngày 25/9.",)),),
        "conclusions": TASKS,
    }
    return GroupMinutesPaper.model_validate(facts | changes)


def group_notice(**changes: Any) -> GroupNoticePaper:
    """The thông báo kết luận họp Tổ công tác."""
    facts = SIGNED | {
        "number": 2,
        "notation": "TB-TCT",
        "date": date(2019, 9, 24),
        "meeting_title": TITLE,
        "meeting_date": BEGINS.date(),
        "place": "Phòng họp Sở Thông tin và Truyền thông",
        "presider": LEADER,
        "attendance": "Dự họp có 09/11 thành viên Tổ công tác",
        "conclusions": TASKS,
    }
    return GroupNoticePaper.model_validate(facts | changes)
