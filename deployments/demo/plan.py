"""What the sample committee's officers answer in the demo of the year's programme and plans: returned once by the chair, then in force."""

from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as hour
from typing import ClassVar

from deployments.demo import duties
from deployments.demo.facts import first_case
from deployments.demo.files import Handed, signed_pdf
from deployments.demo.story import Cue, Fill, Stage, Story
from models.clock import at
from models.plans import PlanPaper
from regulation import Law
from tasks.who import Role, roster

PAPERS = tuple(paper.value for paper in PlanPaper)
DUTIES = (  # section, text, lead, product, due: what the secretary adds to the draft
    ("security", "Phê duyệt cấp độ an toàn các hệ thống thông tin dùng chung của tỉnh.", "STTTT", "Quyết định", "2020-03-31"),
    ("online_services", "Nâng 30 thủ tục hành chính lên mức độ 4.", "VPUBND", "Tờ trình", "2020-02-28"),
)
INSPECTED = (("SXD", "2"), ("HGT", "3"))
OPINIONS = 3  # one a paper


@dataclass
class AnnualPlan(Story):
    """The plans of 2020, from the call of 15 October to the last duty of them."""

    process: ClassVar[str] = "annual_plan"
    begins: ClassVar[datetime] = at(date(2019, 10, 15), hour(7, 0))
    returned: set[str] = field(default_factory=set)
    stage: Stage | None = None

    def open(self, stage: Stage) -> None:
        """The calendar opens it; the secretary drafts on pages of her own."""
        self.stage = stage

    def fill(self, cue: Cue) -> Fill | None:
        """The answer, or None: this one stays silent."""
        match cue.question:
            case "plan-call":
                return {"choice": "submit", "focus": "Ưu tiên nhiệm vụ về dịch vụ công trực tuyến mức độ 3, 4."}
            case "plan-proposal":
                return self.proposal(cue.seat)
            case "plan-draft":
                self.draft()
                return {"choice": "submit", "note": "Kính đề nghị các thành viên cho ý kiến về chỉ tiêu và thời hạn."}
            case "plan-final":
                return {"choice": "submit", "note": "Đã tiếp thu ý kiến của Ủy viên – Giám đốc Sở Tài chính về nguồn kinh phí."}
            case "plan-sign" if "plan" not in self.returned:
                self.returned.add("plan")
                return {"choice": "return", "reason": "Đề nghị làm rõ cơ quan chủ trì nhiệm vụ về dịch vụ công; trình lại trong tuần."}
            case "plan-release":
                return self.release()
            case "programme-opinion":
                return self.opinion(cue.seat)
            case "programme-opinion-summary":
                return self.summary()
        if cue.question.endswith("-release"):
            return {"choice": "take", "signed": Handed("văn bản đã ký.pdf", signed_pdf()), "signed_confirmed": "yes"}
        return duties.answer(cue.question, cue.occasion, cue.time) or {"choice": "approve"}

    def rungs_waited_for(self, cue: Cue) -> int:
        """One member answers when he is reminded."""
        return 1 if cue == Cue("plan-proposal", "member_pq", cue.occasion, cue.time, cue.concerned) else 0

    def proposal(self, seat: str) -> Fill | None:
        """One member proposes a duty and says where he takes e-government in; the districts are silent, the others have nothing."""
        if seat == "member_yt":
            return {
                "choice": "propose",
                "lines.0.text": "Số hóa hồ sơ bệnh án tại các bệnh viện tuyến tỉnh.",
                "lines.0.product": "Báo cáo",
                "lines.0.due": "2020-02-14",
                "mainstreamed.0.scheme": "Đề án bệnh viện thông minh giai đoạn 2020 - 2025",
                "mainstreamed.0.content": "Hồ sơ bệnh án điện tử, thanh toán viện phí không dùng tiền mặt",
                "mainstreamed.0.due": "Quý II năm 2020",
            }
        return {"choice": "none"} if seat.startswith("member") else None

    def draft(self) -> None:
        """The secretary adds duties and the units to inspect on the draft's pages; what she mistypes is shown to her there."""
        assert self.stage is not None
        with self.stage.bureau.reading_desk() as desk:
            case = first_case(desk, self.process)
            assert case is not None
            secretary = roster(desk).by_role(Role.SECRETARY)[0].id
        base = f"/ho-so/{case.id}/ke-hoach"
        for section, text, lead, product, due in DUTIES:
            fill = {"paper": "work_plan", "section": section, "text": text, "lead": lead, "product": product, "due": due}
            self.stage.act(secretary, f"{base}/dong", "text", fill)
        for agency, quarter in INSPECTED:
            contents = ["An toàn thông tin", "Kết quả các chỉ tiêu"]
            unit = {"agency": agency, "quarter": quarter, "contents": contents, "leader": "standing_member", "team": ["secretary"]}
            self.stage.act(secretary, f"{base}/kiem-tra", "agency", unit)
        self.stage.tell("  Thư ký bổ sung 02 nhiệm vụ, 02 đơn vị kiểm tra trên trang soạn dự thảo.")

    def opinion(self, seat: str) -> Fill | None:
        """Most agree; one has a comment; one is silent."""
        if seat == "member_pq":
            return None
        fill: Fill = {"choice": "send"}
        for n in range(OPINIONS):
            commented = seat == "member_tc" and n == 1
            fill |= {f"opinions.{n}.n": str(n + 1), f"opinions.{n}.stance": "agree-comment" if commented else "agree"}
            fill |= {f"opinions.{n}.words": "Đề nghị ghi rõ nguồn kinh phí sự nghiệp năm 2020." if commented else ""}
        return fill

    def summary(self) -> Fill:
        """The one comment is taken up."""
        return {
            "choice": "submit",
            "handled.0.of": "member_tc/2",
            "handled.0.handling": "taken-up",
            "handled.0.note": "Đã ghi nguồn kinh phí ở mục V.",
            "proposal": "Trình Trưởng ban ký ban hành theo dự thảo đã hoàn thiện.",
        }

    def release(self) -> Fill:
        """The three signed papers are back together."""
        fill: Fill = {"choice": "take"}
        for paper in PAPERS:
            fill |= {paper: Handed(f"{paper}.pdf", signed_pdf()), f"{paper}_confirmed": "yes"}
        return fill


def annual_plan(law: Law) -> AnnualPlan:  # noqa: ARG001 - every story is made from the law
    """The sample committee's plans of 2020."""
    return AnnualPlan()
