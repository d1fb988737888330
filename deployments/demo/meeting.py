"""What the sample committee's officers answer in the demo: most in time, one returns, some cannot come, two are late with their duties."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from deployments.demo import duties, figures
from deployments.demo.files import Handed, signed_pdf
from deployments.demo.story import Cue, Fill, Stage, Story
from documents.blocks import short_date
from models.cases import Case
from regulation import Law
from regulation.sample import SampleMeeting
from tasks.office import meeting_of
from tasks.who import Role, roster


@dataclass
class QuarterMeeting(Story):
    """The quarter's meeting, and its conclusions until the last is closed; ``returned`` remembers what has been returned once."""

    process: ClassVar[str] = "board_meeting"
    sample: SampleMeeting
    members: tuple[str, ...]  # seat ids of the committee
    returned: set[str] = field(default_factory=set)

    def fill(self, cue: Cue) -> Fill | None:
        """The answer, or None: this one stays silent."""
        if cue.question.endswith("-release"):
            return self.release()
        if cue.question == "leave-consent":
            return self.consent(cue.concerned)
        answers: dict[str, Callable[[str], Fill | None]] = {
            "propose": self.proposal,
            "agenda": self.agenda,
            "agenda-review": self.agenda_review,
            "paper": self.paper,
            "late-item": lambda _: {"choice": "keep"},
            "prepared-conclusions": lambda _: {"choice": "submit"} | self._conclusions(),
            "rsvp": self.rsvp,
            "proxy-opinion": self.opinion,
            "conclusions": lambda _: {"choice": "submit"} | self._conclusions(),
            "minutes": self.minutes,
            "comment": self.comment,
            "notice-draft": self.notice_draft,
            "data-call": figures.data_call,
            "figures": figures.figures,
            "quarterly-draft": figures.report_draft,
        }
        if cue.question in answers:
            return answers[cue.question](cue.seat)
        return duties.answer(cue.question, cue.occasion, cue.time) or {"choice": "approve"}

    def rungs_waited_for(self, cue: Cue) -> int:
        """The chair answers when the standing member was told to call him, members when reminded."""
        waited = {("convene", "chair"): 2, ("rsvp", "member_rg"): 1, ("proxy-opinion", "member_gd"): 1, ("paper", "member_ca"): 2}
        return waited.get((cue.question, cue.seat), 0) or duties.rungs_waited_for(cue.question, cue.occasion, cue.time)

    def after(self, stage: Stage, case: Case, question: str) -> None:
        """The chair will be away, and the secretary puts it down (Điều 4)."""
        if question != "invitation-release":
            return
        with stage.bureau.reading_desk() as desk:
            people = roster(desk)
            chair, secretary = (people.by_role(role)[0].id for role in (Role.CHAIR, Role.SECRETARY))
            day = meeting_of(desk, case).day
            since, until = desk.law.calendar.add(day, -1), desk.law.calendar.add(day, 8)
            away = people.holders[chair]
        fill = {
            "officer": away,
            "since": since.isoformat(),
            "until": until.isoformat(),
            "reason": "Đi công tác nước ngoài theo chương trình của tỉnh",
        }
        stage.act(secretary, "/vang-mat", "since", fill)
        stage.tell(f"  Trưởng ban vắng từ {short_date(since)} đến {short_date(until)}: Phó Trưởng ban thay mặt theo Điều 4 Quy chế.")

    def release(self) -> Fill:
        """The signed paper is back from the signing client; the number is taken here."""
        return {"choice": "take", "signed": Handed("văn bản đã ký.pdf", signed_pdf()), "signed_confirmed": "yes"}

    def proposal(self, seat: str) -> Fill | None:
        """One member and one district have something; most have nothing, and some do not answer at all."""
        if seat in ("member_rg", "head_hgr"):
            return {"choice": "propose", "item": "Khó khăn về đường truyền số liệu chuyên dùng đến cấp xã", "minutes": "10"}
        return {"choice": "none"} if seat.startswith("member") else None

    def agenda(self, _: str) -> Fill:
        """The sample's agenda."""
        data: Fill = {
            "choice": "submit",
            "day": self.sample.at.date().isoformat(),
            "hour": self.sample.at.strftime("%H:%M"),
            "place": self.sample.place,
            "online": "Hệ thống hội nghị truyền hình trực tuyến của tỉnh, các huyện dự tại điểm cầu của mình",
            "attendees": list(self.members),
        }
        for n, line in enumerate(self.sample.agenda):
            data |= {f"items.{n}.minutes": str(line.minutes), f"items.{n}.item": line.item, f"items.{n}.by": line.by}
            data |= {f"items.{n}.owner": line.owner or ""}
        return data

    def agenda_review(self, _: str) -> Fill:
        """The standing member returns the first draft once, as he may."""
        if "agenda" in self.returned:
            return {"choice": "approve"}
        self.returned.add("agenda")
        return {"choice": "return", "reason": "Đề nghị bố trí đủ thời gian cho phần thảo luận; gửi lại trong ngày."}

    def paper(self, _: str) -> Fill:
        """The item's paper."""
        return {"choice": "send", "paper": Handed("tài liệu họp.pdf", signed_pdf()), "paper_confirmed": "yes"}

    def rsvp(self, seat: str) -> Fill | None:
        """Most attend; two report an absence, one sends a proxy and owes his written opinion, one stays silent."""
        if seat == "member_yt":
            return {"choice": "leave", "reason": "Dự hội nghị của Bộ Y tế tại Hà Nội."}
        if seat == "member_kc":
            return {"choice": "leave", "reason": "Có lịch tiếp khách của Sở."}
        if seat == "member_gd":
            return {
                "choice": "proxy",
                "reason": "Dự kỳ họp của Bộ Giáo dục và Đào tạo.",
                "proxy_name": "Hồ Dự Thay",
                "proxy_office": "Phó Giám đốc Sở Giáo dục và Đào tạo",
            }
        return None if seat == "member_pq" else {"choice": "attend"}

    def consent(self, concerned: str) -> Fill:
        """One leave is refused: what the meeting decides is his own field."""
        if concerned == "member_kc":
            return {"choice": "refuse", "reason": "Nội dung họp thuộc lĩnh vực Ông phụ trách, đề nghị bố trí dự họp."}
        return {"choice": "consent"}

    def opinion(self, _: str) -> Fill:
        """The written opinion, once he is reminded of it."""
        return {
            "choice": "send",
            "opinion": Handed("ý kiến bằng văn bản.pdf", signed_pdf()),
            "opinion_confirmed": "yes",
            "words": "Đề nghị ưu tiên kết nối cơ sở dữ liệu ngành giáo dục với nền tảng chia sẻ dữ liệu của tỉnh trong năm 2020.",
        }

    def minutes(self, _: str) -> Fill:
        """Everybody came but the one on leave, the one who sent a proxy and the silent one; the one who was refused leave came."""
        away = {"chair", "member_yt", "member_gd", "member_pq"}
        data: Fill = {
            "choice": "submit",
            "present": [seat for seat in self.members if seat not in away],
            "proxies": ["member_gd"],
            "ended": "11:00",
        }
        for n, line in enumerate(self.sample.agenda):
            data |= {f"matters.{n}.item": line.item, f"matters.{n}.by": line.by, f"matters.{n}.discussed": "Nghe, thảo luận theo tài liệu."}
        said = (
            ("Ủy viên – Giám đốc Sở Giáo dục và Đào tạo", self.opinion("")["words"]),
            ("Ủy viên – Giám đốc Sở Tài chính", "Đề nghị làm rõ nguồn kinh phí và định mức trước khi trình."),
        )
        for n, (speaker, words) in enumerate(said):
            data |= {f"remarks.{n}.speaker": speaker, f"remarks.{n}.words": words}
        return data

    def comment(self, seat: str) -> Fill | None:
        """One adds a sentence, the others leave the minutes as they are or do not answer."""
        if seat == "member_tc":
            return {"choice": "comment", "comment": "Đề nghị ghi rõ ý kiến về nguồn kinh phí sự nghiệp năm 2020."}
        return {"choice": "none"} if seat.startswith("deputy") else None

    def notice_draft(self, _: str) -> Fill:
        """A sentence on who attended, and the conclusions."""
        attendance = "Dự họp có Ủy viên thường trực, các Ủy viên Ban Chỉ đạo và Tổ công tác."
        return {"choice": "submit", "attendance": attendance} | self._conclusions()

    def _conclusions(self) -> Fill:
        """The sample's eight conclusions."""
        data: Fill = {}
        for n, line in enumerate(self.sample.conclusions):
            data |= {
                f"conclusions.{n}.text": line.text,
                f"conclusions.{n}.lead": line.lead,
                f"conclusions.{n}.coordinating": [code for code in line.coord if code != "ALL"],
                f"conclusions.{n}.due": line.due.isoformat() if line.due else "",
                f"conclusions.{n}.product": line.product,
            }
        return data


def quarter_meeting(law: Law) -> QuarterMeeting:
    """The sample committee's meeting."""
    assert law.sample is not None
    return QuarterMeeting(law.sample.meeting, tuple(seat.id for seat in law.committee.members()))
