"""The working group's meeting as papers: the letter that calls it, its minutes, the notice of its conclusions (khoản 3 Điều 8 Quy chế)."""

from pydantic import AwareDatetime

from documents import blocks
from documents.invitation import AgendaItem
from documents.letters import OfficialLetter
from documents.minutes import MinutesPaper, Roll
from documents.notice import Conclusion, NoticePaper
from documents.papers import Line, Presider


class GroupConclusion(Conclusion):
    """A conclusion that is a task inside the group: ``lead`` and ``coordinating`` are members, named with their offices."""

    @property
    def agencies(self) -> str:
        """``- Người thực hiện: …; phối hợp: …, ….``"""
        helpers = f"; phối hợp: {', '.join(self.coordinating)}" if self.coordinating else ""
        return blocks.sentence(f"- Người thực hiện: {self.lead}{helpers}")


class ConvocationLetter(OfficialLetter):
    """Công văn triệu tập họp Tổ công tác, signed by one of its leaders: members come without their agency's veto (khoản 4 Điều 9)."""

    meeting_title: Line
    at: AwareDatetime
    place: Line
    presider: Presider
    agenda: tuple[AgendaItem, ...]

    @property
    def subject(self) -> str:
        return f"Triệu tập {blocks.lower_first(self.meeting_title)}"

    @property
    def opening_paragraph(self) -> str:
        """By which clauses who is called."""
        return (
            "Căn cứ khoản 3 Điều 8, khoản 4 Điều 9 Quy chế hoạt động, "
            f"lãnh đạo Tổ công tác triệu tập các thành viên dự {blocks.event_name(self.meeting_title)}."
        )

    @property
    def time_line(self) -> str:
        """``08 giờ 00, ngày 19 tháng 9 năm 2019 (thứ Năm).``"""
        return f"{blocks.moment_in_words(self.at)}."

    @property
    def place_line(self) -> str:
        """Where, closed by a full stop."""
        return blocks.sentence(self.place)

    @property
    def presider_line(self) -> str:
        """Who presides, closed by a full stop."""
        return blocks.sentence(blocks.upper_first(self.presider.in_words))

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark("Đề nghị các thành viên dự họp đầy đủ; không dự được thì báo cáo lý do trước ngày họp")


class GroupMinutesPaper(MinutesPaper):
    """Biên bản họp Tổ công tác: ``excused`` have reported their absence, ``unexcused`` have not."""

    conclusions: tuple[GroupConclusion, ...]

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The groups of the roll that are not empty."""
        told = (
            ("Thành viên Tổ công tác có mặt", tuple(blocks.upper_first(person.in_words) for person in self.present)),
            ("Vắng mặt, đã báo cáo lý do", tuple(away.entry for away in self.excused)),
            ("Vắng mặt, chưa báo cáo", tuple(away.entry for away in self.unexcused)),
        )
        return tuple(
            Roll(
                heading=f"{name}: {blocks.padded_number(len(lines))}{'' if at else f'/{self.members}'} đồng chí",
                lines=blocks.dashed_list(lines),
            )
            for at, (name, lines) in enumerate(told)
            if lines
        )


class GroupNoticePaper(NoticePaper):
    """Thông báo kết luận họp Tổ công tác, signed by who presided."""

    conclusions: tuple[GroupConclusion, ...]

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        usual = (
            f"Trên đây là kết luận của {self.presider.title} tại {self.event}; đề nghị các thành viên Tổ công tác thực hiện đúng thời hạn"
        )
        return blocks.with_end_mark(self.closing or usual)
