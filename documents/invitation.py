"""Giấy mời: what the invitation to a meeting says."""

from pydantic import AwareDatetime

from documents import blocks
from documents.papers import Facts, Line, OfficialPaper, Presider


class AgendaItem(Facts):
    """One line of the programme; ``at`` is aware, ``by`` who carries it out."""

    at: AwareDatetime
    item: Line
    by: Line

    @property
    def clock(self) -> str:
        """``08 giờ 10``."""
        return blocks.clock_in_words(self.at.astimezone(blocks.OFFICE_ZONE).time())


class InvitationPaper(OfficialPaper):
    """Giấy mời, worded as the model of NĐ 30/2020/NĐ-CP, Phụ lục III; what it must say is from QĐ 45/2018/QĐ-TTg.

    ``attendees``: the categories invited; ``requirements``: what attendees are asked to do; ``contact``: whom to ask.
    """

    meeting_title: Line
    presider: Presider
    at: AwareDatetime
    place: Line
    attendees: tuple[Line, ...]
    agenda: tuple[AgendaItem, ...]
    requirements: tuple[Line, ...] = ()
    contact: Line
    closing: Line = "Đề nghị các đại biểu sắp xếp thời gian tham dự đầy đủ, đúng giờ"

    @property
    def subject(self) -> str:
        return self.meeting_title

    @property
    def event(self) -> str:
        """``Cuộc họp Ban Chỉ đạo … quý III năm 2019.``"""
        name = blocks.event_name(self.meeting_title)
        return blocks.sentence(name[:1].upper() + name[1:])

    @property
    def presider_line(self) -> str:
        """``Đồng chí Trần Giả Định, Chủ tịch Ủy ban nhân dân tỉnh.``"""
        return blocks.sentence(f"Đ{self.presider.in_words[1:]}")

    @property
    def attendee_lines(self) -> tuple[str, ...]:
        """The categories invited, a dash before each."""
        return blocks.dashed_list(self.attendees)

    @property
    def requirement_lines(self) -> tuple[str, ...]:
        """What attendees are asked to do, a dash before each."""
        return blocks.dashed_list(self.requirements)

    @property
    def time_line(self) -> str:
        """``08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu).``"""
        return f"{blocks.moment_in_words(self.at)}."

    @property
    def place_line(self) -> str:
        """Where, closed by a full stop."""
        return blocks.sentence(self.place)

    @property
    def contact_line(self) -> str:
        """Whom to ask, closed by a full stop."""
        return blocks.sentence(self.contact)

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(self.closing)
