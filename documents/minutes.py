"""Biên bản: what the minutes of a meeting say."""

from pydantic import AwareDatetime, PositiveInt

from documents import blocks
from documents.notice import Conclusion
from documents.papers import Facts, Line, OfficialPaper, Person, Presider, Signature

NO_VOTE = "Cuộc họp không biểu quyết; các ý kiến được ghi đầy đủ để người chủ trì xem xét, quyết định."


class Proxy(Person):
    """Who sits in for a member: ``member`` as a paper calls him ("Ủy viên – Giám đốc Sở Y tế")."""

    member: Line

    @property
    def entry(self) -> str:
        """His line of the roll."""
        return f"{blocks.upper_first(self.in_words)}, dự thay {self.member} (đã có ý kiến bằng văn bản)"


class Absentee(Person):
    """A member who is away; ``reason`` is empty where none was given."""

    reason: Line = ""

    @property
    def entry(self) -> str:
        """His line of the roll."""
        return f"{blocks.upper_first(self.in_words)}" + (f" (lý do: {blocks.lower_first(self.reason.rstrip('. '))})" if self.reason else "")


class Roll(Facts):
    """One group of the roll: its name with how many there are, and who."""

    heading: str
    lines: tuple[str, ...]


class Matter(Facts):
    """One item of the agenda as it went: ``by`` who presented it, ``discussed`` what was presented and discussed, a paragraph each."""

    item: Line
    by: Line
    discussed: tuple[Line, ...] = ()

    @property
    def heading(self) -> str:
        """``Báo cáo … (thực hiện: Ủy viên thường trực).``"""
        return blocks.sentence(f"{self.item} (thực hiện: {self.by})")


class Remark(Facts):
    """An opinion, kept to the letter: ``speaker`` as a paper calls him, ``words`` a paragraph each; ``written`` when it came in writing
    from a member who was away (khoản 5 Điều 6 Quy chế).
    """

    speaker: Line
    words: tuple[Line, ...]
    written: bool = False

    @property
    def heading(self) -> str:
        """Whose opinion it is."""
        return f"{self.speaker}{' (ý kiến bằng văn bản)' if self.written else ''}:"

    @property
    def lines(self) -> tuple[str, ...]:
        """The words in quotation marks."""
        return blocks.quoted(self.words)


class MinutesPaper(OfficialPaper):
    """Biên bản họp, Mẫu 1.9 of NĐ 30/2020/NĐ-CP, Phụ lục III, with the five contents that QĐ 45/2018/QĐ-TTg asks: who presided and was
    present; what was presented and discussed, in order; the opinions; votes, of which this committee has none; the conclusions.

    No place and date line. ``secretary`` signs on the left, ``signature`` on the right (khoản 4 Điều 5 Quy chế); ``members``: how many
    members the body has; ``ended`` None in what is prepared beforehand. An absentee with consent is ``excused``, one without ``unexcused``;
    ``stood_in_for``: the chair, where a deputy presides in his stead (Điều 4 Quy chế).
    """

    meeting_title: Line
    began: AwareDatetime
    ended: AwareDatetime | None
    place: Line
    presider: Presider
    keeper: Person
    secretary: Signature
    members: PositiveInt
    present: tuple[Person, ...]
    proxies: tuple[Proxy, ...] = ()
    excused: tuple[Absentee, ...] = ()
    unexcused: tuple[Absentee, ...] = ()
    stood_in_for: tuple[Absentee, ...] = ()
    guests: tuple[Person, ...] = ()
    matters: tuple[Matter, ...]
    remarks: tuple[Remark, ...]
    conclusions: tuple[Conclusion, ...]

    @property
    def subject(self) -> str:
        return self.meeting_title

    @property
    def beginning_line(self) -> str:
        """``08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu).``"""
        return f"{blocks.moment_in_words(self.began)}."

    @property
    def place_line(self) -> str:
        """Where, closed by a full stop."""
        return blocks.sentence(self.place)

    @property
    def presider_line(self) -> str:
        """``Đồng chí Trần Giả Định, Chủ tịch Ủy ban nhân dân tỉnh.``"""
        return blocks.sentence(blocks.upper_first(self.presider.in_words))

    @property
    def keeper_line(self) -> str:
        """``Đồng chí Lý Thị Thư Ký, Thư ký Tổ công tác.``"""
        return blocks.sentence(blocks.upper_first(self.keeper.in_words))

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The groups of the roll that are not empty; who is away stands apart from who is there."""
        told = (
            ("Thành viên Ban Chỉ đạo có mặt", tuple(blocks.upper_first(person.in_words) for person in self.present)),
            ("Dự thay, được người chủ trì đồng ý", tuple(proxy.entry for proxy in self.proxies)),
            ("Vắng mặt, Phó Trưởng ban thay mặt theo Điều 4 Quy chế", tuple(away.entry for away in self.stood_in_for)),
            ("Vắng mặt, được người chủ trì đồng ý", tuple(away.entry for away in self.excused)),
            ("Vắng chưa được người chủ trì đồng ý", tuple(away.entry for away in self.unexcused)),
            ("Đại biểu khác", tuple(blocks.upper_first(guest.in_words) for guest in self.guests)),
        )
        total = f"/{self.members}"
        return tuple(
            Roll(heading=f"{name}: {blocks.padded_number(len(lines))}{'' if at else total} đồng chí", lines=blocks.dashed_list(lines))
            for at, (name, lines) in enumerate(told)
            if lines
        )

    @property
    def no_vote(self) -> str:
        """The committee does not vote: its chair decides (khoản 5 Điều 6 Quy chế)."""
        return NO_VOTE

    @property
    def ending_line(self) -> str:
        """``Cuộc họp kết thúc vào 11 giờ 00, ngày 27 tháng 9 năm 2019./.``"""
        event = "Cuộc họp" if self.meeting_title.lower().startswith("họp") else "Hội nghị"
        return blocks.with_end_mark(f"{event} kết thúc vào {blocks.closing_moment(self.ended)}")

    @property
    def secretary_lines(self) -> tuple[str, ...]:
        """What stands above the secretary's signature, in capitals."""
        return self.secretary.authority_lines
