"""How the sample committee's officers answer in the demo. What they type comes from the sample data; the days are the house's own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regulation import Law
from regulation.sample import SampleMeeting

Fill = dict[str, Any]  # form field → value, as a browser would send it (lists for repeated fields)


@dataclass(frozen=True)
class Opinion:
    """A file to upload, a written opinion or a signed paper: its name and content."""

    name: str
    content: bytes


@dataclass
class Script:
    """What each officer answers, by question; ``seats`` overrides it for a seat."""

    sample: SampleMeeting
    members: tuple[str, ...]  # seat ids of the committee
    returned: set[str] = field(default_factory=set)
    finish: bool = True  # the duties of the conclusions are done, not only taken on

    def fill(self, question: str, seat: str) -> Fill | None:
        """The answer, or None: this one stays silent."""
        if question.endswith("-release"):
            return self.release()
        answers: dict[str, Callable[[str], Fill | None]] = {
            "agenda": self.agenda,
            "agenda-review": self.agenda_review,
            "rsvp": self.rsvp,
            "minutes": self.minutes,
            "conclusions": self.conclusions,
            "notice-draft": self.notice_draft,
            "leave-consent": lambda _: {"choice": "consent"},
            "acknowledge": lambda _: {"choice": "accept", "doer": "Trưởng phòng chuyên môn"},
            "report": self.report,
        }
        return answers.get(question, lambda _: {"choice": "approve"})(seat)

    def rungs_waited_for(self, question: str, seat: str) -> int:
        """After how many rungs he answers: the chair when the standing member was told to call him, one member when reminded."""
        return {("convene", "chair"): 2, ("rsvp", "member_rg"): 1}.get((question, seat), 0)

    def agenda(self, _: str) -> Fill:
        """The sample's agenda."""
        data: Fill = {
            "choice": "submit",
            "day": self.sample.at.date().isoformat(),
            "hour": self.sample.at.strftime("%H:%M"),
            "place": self.sample.place,
            "attendees": list(self.members),
        }
        for n, line in enumerate(self.sample.agenda):
            data |= {f"items.{n}.minutes": str(line.minutes), f"items.{n}.item": line.item, f"items.{n}.by": line.by}
        return data

    def agenda_review(self, _: str) -> Fill:
        """The standing member returns the first draft once, as he may."""
        if "agenda" in self.returned:
            return {"choice": "approve"}
        self.returned.add("agenda")
        return {"choice": "return", "reason": "Đề nghị bố trí đủ thời gian cho phần thảo luận; gửi lại trong ngày."}

    def rsvp(self, seat: str) -> Fill | None:
        """Most attend; one reports his absence, one sends a proxy with a written opinion, one stays silent."""
        if seat == "member_yt":
            return {"choice": "leave", "reason": "Dự hội nghị của Bộ Y tế tại Hà Nội."}
        if seat == "member_gd":
            return {
                "choice": "proxy",
                "reason": "Dự kỳ họp của Bộ Giáo dục và Đào tạo.",
                "proxy_name": "Hồ Dự Thay",
                "proxy_office": "Phó Giám đốc Sở Giáo dục và Đào tạo",
                "opinion": Opinion("ý kiến bằng văn bản.pdf", PDF),
                "opinion_confirmed": "yes",
            }
        return None if seat == "member_pq" else {"choice": "attend"}

    def minutes(self, _: str) -> Fill:
        """Everybody came but the one on leave, the one who sent a proxy and the silent one."""
        away = {"member_yt", "member_gd", "member_pq"}
        return {
            "choice": "submit",
            "present": [seat for seat in self.members if seat not in away],
            "proxies": ["member_gd"],
            "ended": "11:00",
            "reports": "Nghe Ủy viên thường trực, Văn phòng UBND tỉnh, Công an tỉnh báo cáo theo chương trình.",
            "opinions": "Sở Tài chính đề nghị làm rõ nguồn kinh phí; Sở Giáo dục và Đào tạo có ý kiến bằng văn bản kèm theo.",
            "conclusion": "Trưởng ban kết luận từng nội dung, giao cơ quan chủ trì và thời hạn.",
        }

    def conclusions(self, _: str) -> Fill:
        """The sample's eight conclusions."""
        data: Fill = {"choice": "submit"}
        for n, line in enumerate(self.sample.conclusions):
            data |= {
                f"conclusions.{n}.text": line.text,
                f"conclusions.{n}.lead": line.lead,
                f"conclusions.{n}.coordinating": [code for code in line.coord if code != "ALL"],
                f"conclusions.{n}.due": line.due.isoformat() if line.due else "",
                f"conclusions.{n}.product": line.product,
            }
        return data

    def report(self, _: str) -> Fill | None:
        """Done, with the product's number; or silent where the play ends before the duties are due."""
        done = {"choice": "submit", "done": "Đã hoàn thành nội dung được giao.", "product_number": "15/BC"}
        return done if self.finish else None

    def release(self) -> Fill:
        """The signed paper is back from the signing client; the number is taken here."""
        return {"choice": "take", "signed": Opinion("văn bản đã ký.pdf", PDF), "signed_confirmed": "yes"}

    def notice_draft(self, _: str) -> Fill:
        """A sentence on who attended."""
        return {
            "choice": "submit",
            "attendance": "Dự họp có các Phó Trưởng ban, Ủy viên thường trực, các Ủy viên Ban Chỉ đạo và Tổ công tác.",
        }


def script(law: Law) -> Script:
    """The sample committee's officers."""
    assert law.sample is not None
    return Script(law.sample.meeting, tuple(seat.id for seat in law.committee.members()))


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
