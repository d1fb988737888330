"""What is answered in the demo of spending without a norm: the finance agency asks for more, then sends it to the UBND's chairman."""

from dataclasses import dataclass, field
from typing import ClassVar

from deployments.demo.files import Handed, signed_pdf
from deployments.demo.story import Cue, Fill, Stage, Story
from models.clock import OFFICE_ZONE
from regulation import Law
from regulation.sample import FundingRequest as SampleRequest
from tasks.who import Role, roster

TITLE = "Một số nội dung chi đặc thù chưa có định mức năm 2019"


@dataclass
class SpecialFunding(Story):
    """The sample's request, from the secretary's page to the decision of the UBND's chairman."""

    process: ClassVar[str] = "special_funding"
    sample: SampleRequest
    source: str
    supplemented: set[str] = field(default_factory=set)
    stage: Stage | None = None
    last_number: int = 300  # of the registers that are kept elsewhere

    def open(self, stage: Stage) -> None:
        """The secretary asks on a page of her own: no calendar opens a request."""
        self.stage = stage
        with stage.bureau.reading_desk() as desk:
            secretary = roster(desk).by_role(Role.SECRETARY)[0].id
        asked = {"title": TITLE, "purpose": "Bảo đảm hoạt động của Ban Chỉ đạo và Tổ công tác.", "source": self.source}
        stage.act(secretary, "/kinh-phi/de-nghi", "title", asked | {"year": "2019"})
        stage.tell("  Thư ký mở đề nghị chi chưa có định mức trên Cổng.")

    def fill(self, cue: Cue) -> Fill | None:
        """The answer; nobody's silence would give a đồng."""
        if cue.question.endswith("-release"):
            signed = {"signed": Handed("văn bản đã ký.pdf", signed_pdf()), "signed_confirmed": "yes"}
            self.last_number += 1
            return {"choice": "given", "number": str(self.last_number), "issued_on": self.today()} | signed
        match cue.question:
            case "funding-draft":
                return self.draft()
            case "funding-opinion":
                return self.opinion()
            case "funding-supplement":
                return {"choice": "send", "words": "Gửi kèm ba báo giá của ba nhà cung cấp."}
        return {"choice": "approve"}

    def draft(self) -> Fill:
        """The sample's items."""
        told: Fill = {"choice": "submit", "total": str(self.sample.total)}
        for n, item in enumerate(self.sample.items):
            told |= {f"items.{n}.content": item.text, f"items.{n}.quantity": str(item.quantity), f"items.{n}.unit": item.unit}
            told |= {f"items.{n}.price": str(item.price), f"items.{n}.reason": item.reason}
        return told

    def opinion(self) -> Fill:
        """More papers first, which stops the clock; then it is for the UBND's chairman to decide."""
        letter = {"issued_on": self.today()}
        if "opinion" in self.supplemented:
            return {"choice": "beyond", "number": "131/STC-HCSN"} | letter
        self.supplemented.add("opinion")
        return {"choice": "supplement", "number": "120/STC-HCSN", "opinion": "Đề nghị gửi kèm báo giá."} | letter

    def today(self) -> str:
        """The house's date, as a page is typed."""
        assert self.stage is not None
        with self.stage.bureau.reading_desk() as desk:
            return desk.now.astimezone(OFFICE_ZONE).date().isoformat()


def special_funding(law: Law) -> SpecialFunding:
    """The sample committee's request."""
    assert law.sample is not None
    return SpecialFunding(sample=law.sample.funding, source=law.committee.identity.funding_sources[0])
