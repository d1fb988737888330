"""The yearly papers: the letter that asks for proposals, the programme of work, the work plan and the inspection plan."""

import datetime
from typing import Annotated

from markupsafe import Markup
from pydantic import Field

from documents import blocks
from documents.layout import layout
from documents.letters import OfficialLetter
from documents.papers import Facts, Line, OfficialPaper

ROMAN = ("I", "II", "III", "IV")


class PlanCallLetter(OfficialLetter):
    """Công văn đề nghị đề xuất: what the agencies are asked for, by when; ``focus``: what the year should be about, a paragraph each."""

    year: int
    reply_by: datetime.date
    reply_to: Line
    focus: tuple[Line, ...] = ()

    @property
    def subject(self) -> str:
        return f"Đề xuất nội dung chương trình, kế hoạch năm {self.year}"

    @property
    def opening_paragraph(self) -> str:
        """What is prepared, and why one is written to."""
        return (
            f"Thực hiện khoản 1 Điều 7 Quy chế, {self.letterhead.issuer} xây dựng chương trình công tác, kế hoạch công tác, kế hoạch "
            f"kiểm tra năm {self.year}. Đề nghị các thành viên Ban Chỉ đạo, các cơ quan, địa phương:"
        )

    @property
    def request_lines(self) -> tuple[str, ...]:
        """What is asked for, a line each."""
        return (
            f"1. Đề xuất nhiệm vụ đưa vào chương trình, kế hoạch năm {self.year}; mỗi nhiệm vụ ghi rõ nội dung, cơ quan chủ trì, cơ quan "
            "phối hợp, sản phẩm, thời hạn hoàn thành.",
            "2. Lập bảng kê các chiến lược, chương trình, đề án, dự án của ngành, địa phương có lồng ghép nội dung xây dựng, phát triển "
            "Chính quyền điện tử (khoản 2 Điều 6 Quy chế).",
        )

    @property
    def focus_lines(self) -> tuple[str, ...]:
        """What the year should be about, the next of what is asked for."""
        return tuple(f"{n}. {line}" for n, line in enumerate(self.focus, start=len(self.request_lines) + 1))

    @property
    def reply_paragraph(self) -> str:
        """By when, and to whom."""
        return f"Đề xuất gửi về {self.reply_to} trước hết {blocks.short_date(self.reply_by)} để tổng hợp."

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark("Đề nghị các thành viên, cơ quan, địa phương quan tâm, phối hợp thực hiện")


class PlanEntry(Facts):
    """A line of a plan; ``lead`` empty: the committee itself; ``due`` None: a duty without an end."""

    text: Line
    lead: Line = ""
    coordinating: tuple[Line, ...] = ()
    product: Line = ""
    due: datetime.date | None = None

    @property
    def sentence(self) -> str:
        """The text closed by a full stop."""
        return blocks.sentence(self.text)

    @property
    def helpers(self) -> str:
        """The helping agencies, separated by commas."""
        return ", ".join(self.coordinating)

    @property
    def who(self) -> str:
        """Who leads and who helps; nobody named is the committee itself."""
        return "; ".join(part for part in (self.lead, f"phối hợp: {self.helpers}" if self.coordinating else "") if part)

    @property
    def term(self) -> str:
        """``27/03/2027``, or that it goes on."""
        return blocks.figure_date(self.due) if self.due else "Thường xuyên"


class PlanGroup(Facts):
    """A section with its lines."""

    title: Line
    entries: tuple[PlanEntry, ...]


class Target(Facts):
    """A target of the work plan: the figure of the year before and the one to be reached, as words."""

    name: Line
    before: Line = ""
    target: Line
    lead: Line = ""


class Mainstreamed(Facts):
    """A strategy, programme or scheme that takes e-government in (khoản 2 Điều 6): whose, what of it, when, as its owner says it."""

    whose: Line
    scheme: Line
    content: Line
    when: Line = ""


class YearPaper(OfficialPaper):
    """What the three papers of a year share. ``replaces``: the paper of the former version, and ``reason`` why, where it is a change."""

    year: int
    purpose: tuple[Line, ...]
    organisation: tuple[Line, ...]
    replaces: Line = ""
    reason: Line = ""

    @property
    def issuer_in_words(self) -> str:
        """Whose it is."""
        return self.letterhead.issuer

    @property
    def change_line(self) -> str:
        """``(Thay thế Kế hoạch số …)``, or nothing."""
        return f"(Thay thế {self.replaces}; lý do điều chỉnh: {self.reason})" if self.replaces else ""

    @property
    def annex_lines(self) -> tuple[str, ...]:
        """What its appendix is called, in capitals, broken into even lines."""
        return blocks.capital_lines(self._annex, layout().text_width_mm * 0.85, "type")

    @property
    def attached_lines(self) -> tuple[str, ...]:
        """``(Kèm theo Kế hoạch số 05/KH-BCĐ ngày 20 tháng 12 năm 2026 của Ban Chỉ đạo …)`` in even lines."""
        number = blocks.number_line(self.number, self.notation).removeprefix("Số: ")
        words = f"(Kèm theo Kế hoạch số {number} {blocks.day_or_room(self.date)} của {self.letterhead.issuer})"
        return blocks.heading_lines(words, layout().text_width_mm * 0.85, "attached")

    @property
    def attached_rule(self) -> Markup:
        """The rule below these words, as ``{{p attached_rule }}``."""
        return blocks.short_rule(self.attached_lines[-1], layout().text_width_mm, "attached")

    @property
    def _annex(self) -> str:
        return ""

    @property
    def changed(self) -> str:
        """What stands behind the subject of a changed paper."""
        return " (điều chỉnh)" if self.replaces else ""

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, địa phương phản ánh về cơ quan thường trực để tổng hợp, "
            "trình Trưởng ban xem xét, quyết định"
        )


class YearProgramme(YearPaper):
    """Chương trình công tác năm (CTr): what the committee itself does in the year, by kind and day."""

    groups: tuple[PlanGroup, ...]

    @property
    def subject(self) -> str:
        return f"Công tác năm {self.year} của {self.issuer_in_words}{self.changed}"


class WorkPlan(YearPaper):
    """Kế hoạch công tác năm (KH), in the order of its outline; its list of duties, and of what is mainstreamed, is the appendix."""

    targets: tuple[Target, ...]
    groups: tuple[PlanGroup, ...]
    meetings: tuple[Line, ...]
    funding: tuple[Line, ...]
    mainstreamed: tuple[Mainstreamed, ...] = ()

    @property
    def meeting_lines(self) -> tuple[str, ...]:
        """The year's meetings and working sessions, a line each."""
        return blocks.dashed_list(self.meetings)

    @property
    def _annex(self) -> str:
        listed = ", bảng kê đề án lồng ghép" if self.mainstreamed else ""
        return f"Danh mục nhiệm vụ{listed} năm {self.year}"

    @property
    def subject(self) -> str:
        return f"Công tác năm {self.year} của {self.issuer_in_words}{self.changed}"

    @property
    def before(self) -> int:
        """The year before."""
        return self.year - 1


class Inspected(Facts):
    """A unit that is inspected: in which quarter, from when its figures are, what is looked at, who goes (who leads first)."""

    unit: Line
    quarter: Annotated[int, Field(ge=1, le=4)]
    covers_since: datetime.date | None = None
    contents: tuple[Line, ...]
    team: tuple[Line, ...]

    @property
    def when(self) -> str:
        """``Quý II``."""
        return f"Quý {ROMAN[self.quarter - 1]}"

    @property
    def covers(self) -> str:
        """From which day to the day of the inspection."""
        return f"Từ {blocks.figure_date(self.covers_since)} đến ngày kiểm tra" if self.covers_since else "Đến ngày kiểm tra"

    @property
    def content_line(self) -> str:
        """What is looked at, in one line."""
        return "; ".join(self.contents)

    @property
    def team_line(self) -> str:
        """Who leads, and who goes."""
        first, *others = self.team
        return f"Trưởng đoàn: {first}" + (f"; thành viên: {', '.join(others)}" if others else "")


class InspectionPlan(YearPaper):
    """Kế hoạch kiểm tra năm (KH), in the order of its outline; the schedule is the appendix."""

    contents: tuple[Line, ...]
    units: tuple[Inspected, ...]
    method: tuple[Line, ...]

    @property
    def _annex(self) -> str:
        return f"Đề cương báo cáo tự kiểm tra, lịch kiểm tra năm {self.year}"

    @property
    def outline_lines(self) -> tuple[str, ...]:
        """What the unit's own report is to say, a line each."""
        asked = [f"{content}: tình hình, kết quả thực hiện; hạn chế, nguyên nhân" for content in self.contents]
        return blocks.dashed_list([*asked, "Đề xuất, kiến nghị"])

    @property
    def subject(self) -> str:
        return f"Kiểm tra tình hình xây dựng, phát triển Chính quyền điện tử năm {self.year}{self.changed}"

    @property
    def unit_lines(self) -> tuple[str, ...]:
        """Who is inspected, over which time; a line each."""
        return blocks.dashed_list([f"{one.unit}: số liệu {one.covers[:1].lower()}{one.covers[1:]}" for one in self.units])

    @property
    def time_lines(self) -> tuple[str, ...]:
        """How many units in which quarter."""
        counted = [(number, sum(one.quarter == number for one in self.units)) for number in (1, 2, 3, 4)]
        return blocks.dashed_list([f"Quý {ROMAN[number - 1]}: {n:02d} đơn vị" for number, n in counted if n])

    @property
    def team_lines(self) -> tuple[str, ...]:
        """Who goes, each team once with the units it goes to."""
        teams: dict[str, list[str]] = {}
        for one in self.units:
            teams.setdefault(one.team_line, []).append(one.unit)
        if len(teams) == 1:
            return blocks.dashed_list(list(teams))
        return blocks.dashed_list([f"{', '.join(units)}: {team}" for team, units in teams.items()])
