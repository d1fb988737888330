"""What agencies answer in the demo of the quarter's report: one is silent to the end, one is asked again, the draft comes back once."""

from dataclasses import dataclass, field
from typing import ClassVar

from deployments.demo import figures
from deployments.demo.files import Handed, signed_pdf
from deployments.demo.story import Cue, Fill, Story
from regulation import Law

SILENT, PATCHY, REMINDED = "head_hgt", "head_syt", ("head_stnmt", "head_hpq")


@dataclass
class QuarterReport(Story):
    """The report of the third quarter of 2019, from the data call to every member's letter."""

    process: ClassVar[str] = "quarterly_report"
    returned: set[str] = field(default_factory=set)

    def fill(self, cue: Cue) -> Fill | None:
        """The answer, or None: this one stays silent, and the report names him."""
        match cue.question:
            case "data-call":
                return figures.data_call(cue.seat)
            case "figures" if cue.seat == SILENT:
                return None
            case "figures":
                return self.figures(cue.seat)
            case "explain":
                return {"choice": "submit", "figures.0.words": "Số liệu đã đối chiếu với Bộ phận một cửa.", **_first()}
            case "quarterly-draft":
                return figures.report_draft("")
            case "quarterly-review" if "draft" not in self.returned:
                self.returned.add("draft")
                return {"choice": "return", "reason": "Đề nghị nêu rõ hơn công việc của Tổ công tác trong quý."}
        if cue.question.endswith("-release"):
            return {"choice": "take", "signed": Handed("văn bản đã ký.pdf", signed_pdf()), "signed_confirmed": "yes"}
        return {"choice": "approve"}

    def figures(self, seat: str) -> Fill:
        """Everything, but for one agency that leaves a figure open and says why: it is asked again."""
        told = figures.figures(seat)
        if seat != PATCHY:
            return told
        return told | {"figures.0.numerator": "", "figures.0.denominator": "", "figures.0.note": "Đang đối chiếu với Bộ phận một cửa."}

    def rungs_waited_for(self, cue: Cue) -> int:
        """Two answer when they are reminded."""
        return 1 if cue.question == "figures" and cue.seat in REMINDED else 0


def _first() -> Fill:
    return {"figures.0.numerator": "80", "figures.0.denominator": "100"}


def quarter_report(law: Law) -> QuarterReport:  # noqa: ARG001 - every story is made from the law
    """The sample committee's report."""
    return QuarterReport()
