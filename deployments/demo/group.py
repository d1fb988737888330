"""What the working group answers in the demo of its three-monthly meeting: one is away, and two tasks are followed to their end."""

from dataclasses import dataclass
from typing import ClassVar

from deployments.demo.files import Handed, signed_pdf
from deployments.demo.story import Cue, Fill, Story
from regulation import Law
from tasks.group_forms import MANDATORY

AWAY = "group_planning"
TASKS = (  # text, who, by when, what comes of it
    ("Rà soát dự toán công nghệ thông tin năm 2020.", "group_finance", "2019-10-15", "Bảng dự toán"),
    ("Kiểm tra an toàn thông tin các hệ thống dùng chung.", "group_security", "2019-10-22", "Báo cáo"),
)


@dataclass
class GroupMeeting(Story):
    """The working group's meeting of the third quarter of 2019, and its tasks."""

    process: ClassVar[str] = "group_meeting"

    def fill(self, cue: Cue) -> Fill | None:
        """The answer."""
        if cue.question.endswith("-release"):
            return {"choice": "take", "signed": Handed("văn bản đã ký.pdf", signed_pdf()), "signed_confirmed": "yes"}
        match cue.question:
            case "group-agenda":
                return self.agenda()
            case "group-rsvp" if cue.seat == AWAY:
                return {"choice": "leave", "reason": "Dự lớp bồi dưỡng tại Hà Nội."}
            case "group-rsvp":
                return {"choice": "attend"}
            case "group-minutes":
                return self.minutes()
            case "group-notice":
                return {"choice": "submit", "attendance": "Dự họp có các thành viên Tổ công tác."} | self.tasks()
            case "task-report":
                return {"choice": "submit", "done": "Đã hoàn thành, gửi kèm sản phẩm."}
        return {"choice": "approve"}

    def agenda(self) -> Fill:
        """The three items that every meeting of the group has (khoản 3 Điều 8)."""
        told: Fill = {"choice": "submit", "day": "2019-09-19", "hour": "14:00", "place": "Phòng họp Sở Thông tin và Truyền thông"}
        told["presider"] = "group_leader"
        for n, item in enumerate(MANDATORY):
            told |= {f"items.{n}.minutes": "30", f"items.{n}.item": item, f"items.{n}.by": "Thư ký Tổ công tác"}
        return told

    def minutes(self) -> Fill:
        """Everybody came but the one who said he could not."""
        there = ["group_leader", "deputy_group_leader_1", "secretary", "group_centre", "group_finance", "group_security"]
        told: Fill = {"choice": "submit", "present": there, "ended": "16:00"}
        for n, item in enumerate(MANDATORY):
            told |= {f"matters.{n}.item": item, f"matters.{n}.by": "Thư ký Tổ công tác", f"matters.{n}.discussed": "Nghe, thảo luận."}
        return told | self.tasks()

    def tasks(self) -> Fill:
        """Two conclusions, each one member's task."""
        told: Fill = {}
        for n, (text, seat, due, product) in enumerate(TASKS):
            told |= {f"tasks.{n}.text": text, f"tasks.{n}.seat": seat, f"tasks.{n}.due": due, f"tasks.{n}.product": product}
        return told


def group_meeting(law: Law) -> GroupMeeting:  # noqa: ARG001 - every story is made from the law
    """The sample committee's working group."""
    return GroupMeeting()
