"""The two papers of the sample meeting (2019-Q3), and how to read a Word file back."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.table import Table

from documents.invitation import AgendaItem, InvitationPaper
from documents.notice import Conclusion, NoticePaper
from documents.papers import Letterhead, Presider, Signature
from regulation import load

LAW = load()
MEETING = LAW.sample.meeting
HEAD = Letterhead(
    parent=LAW.committee.series["committee"].header[0], issuer=LAW.committee.identity.name, place=LAW.committee.identity.place
)
CHAIR = Presider(name="Trần Giả Định", title="Chủ tịch Ủy ban nhân dân tỉnh, Trưởng ban Ban Chỉ đạo")
ALL_AGENCIES = "các sở, ban, ngành cấp tỉnh và Ủy ban nhân dân các huyện, thành phố"


def signature(form: str, office: str, name: str) -> Signature:
    """A block of the signature matrix."""
    return Signature(authority=LAW.committee.signature_forms[form].lines, office=office, name=name)


def invitation(**changes: Any) -> InvitationPaper:
    """The sample's giấy mời."""
    agenda = tuple(
        AgendaItem(at=MEETING.at.replace(hour=int(entry.time[:2]), minute=int(entry.time[3:])), item=entry.item, by=entry.by)
        for entry in MEETING.agenda
    )
    facts = {
        "letterhead": HEAD,
        "number": 5,
        "notation": "GM-BCĐ",
        "date": date(2019, 9, 20),
        "signature": signature("chair", "Chủ tịch UBND tỉnh", "Trần Giả Định"),
        "recipients": ("Như thành phần dự họp", "Trưởng ban (để báo cáo)"),
        "kept_by": "VT, TCT",
        "meeting_title": MEETING.title,
        "presider": CHAIR,
        "at": MEETING.at,
        "place": MEETING.place,
        "attendees": ("Trưởng ban, các Phó Trưởng ban, các Ủy viên Ban Chỉ đạo", "Thành viên Tổ công tác giúp việc Ban Chỉ đạo"),
        "agenda": agenda,
        "requirements": ("Xác nhận tham dự trước ngày 25/9/2019", "Nghiên cứu tài liệu trước cuộc họp"),
        "contact": "Sở Thông tin và Truyền thông (cơ quan thường trực)",
    }
    return InvitationPaper.model_validate(facts | changes)


def notice(**changes: Any) -> NoticePaper:
    """The sample's thông báo kết luận."""
    names = {agency.code: agency.name for agency in LAW.committee.agencies} | {"ALL": ALL_AGENCIES}
    conclusions = tuple(
        Conclusion(
            text=told.text,
            lead=names[told.lead],
            coordinating=tuple(names[code] for code in told.coord),
            due=told.due,
            product=told.product,
        )
        for told in MEETING.conclusions
    )
    facts = {
        "letterhead": HEAD,
        "number": 12,
        "notation": "TB-BCĐ",
        "date": date(2019, 10, 3),
        "signature": signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng"),
        "recipients": ("Trưởng ban, Phó Trưởng ban", "Thành viên Ban Chỉ đạo", "Cơ quan được giao nhiệm vụ", "Thành viên Tổ công tác"),
        "kept_by": "VT, TCT",
        "meeting_title": MEETING.title,
        "meeting_date": MEETING.at.date(),
        "place": MEETING.place,
        "presider": CHAIR,
        "attendance": "Tham dự cuộc họp có 14/15 thành viên Ban Chỉ đạo và các thành viên Tổ công tác giúp việc Ban Chỉ đạo",
        "conclusions": conclusions,
    }
    return NoticePaper.model_validate(facts | changes)


def text_of(data: bytes) -> str:
    """The words of a Word file in reading order: a paragraph a line, the cells of a table one after the other, empty lines left out."""
    return "\n".join(line for line in _lines(docx.Document(BytesIO(data))) if line.strip()) + "\n"


def _lines(place: Any) -> list[str]:
    lines: list[str] = []
    for piece in place.iter_inner_content():
        if isinstance(piece, Table):
            for row in piece.rows:
                lines += [line for cell in dict.fromkeys(row.cells) for line in _lines(cell)]
        else:
            lines.append(piece.text.replace("\u00a0", "_"))
    return lines
