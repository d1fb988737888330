"""Báo cáo quý: how the committee and its working group did in a quarter (khoản 9 Điều 7 Quy chế)."""

import datetime
from collections.abc import Sequence

from pydantic import NonNegativeInt

from documents import blocks, charts
from documents.charts import Picture, Stack
from documents.papers import Line, OfficialPaper
from documents.report_facts import AgencySays, DirectiveCount, IndicatorLine, OverdueOfAgency, Work
from regulation.calendar import Quarter

STANDING = "Tình trạng thực hiện kết luận, chỉ đạo qua các quý (số nhiệm vụ)"
RESULTS = "Kết quả so với mục tiêu (tỷ lệ theo thang 100%, số đếm theo thang riêng của từng chỉ tiêu)"
TREND = "Diễn biến so với bốn quý trước (nét đứt là mục tiêu; mỗi chỉ tiêu theo thang riêng)"
STATES = ("Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Đang thực hiện trong hạn", "Quá hạn chưa hoàn thành")
ON_A_PICTURE = 12  # indicators: more are hard to read on one page
_NONE = "Trong quý không phát sinh."


class ProgressReport(OfficialPaper):
    """Báo cáo quý, Mẫu 1.4 of NĐ 30/2020/NĐ-CP, Phụ lục III, to the chair, the deputies and every member.

    ``period``: the quarter ("2019-Q3"); ``as_of``: the day the figures are of; ``asked``: how many agencies were asked, ``silent`` those
    that sent nothing. ``plans``: how the programmes and plans of the UBND went (khoản 1 Điều 7), ``next_tasks``: what the next quarter
    brings, a paragraph each. ``directives``: a count a quarter, oldest first, this one last. ``annex``: whether an annex goes with it.
    """

    period: Line
    as_of: datetime.date
    committee: Work
    group: Work
    plans: tuple[Line, ...]
    directives: tuple[DirectiveCount, ...]
    overdue: tuple[OverdueOfAgency, ...] = ()
    indicators: tuple[IndicatorLine, ...]
    says: tuple[AgencySays, ...] = ()
    asked: NonNegativeInt
    silent: tuple[Line, ...] = ()
    next_tasks: tuple[Line, ...]
    annex: bool = True

    @property
    def subject(self) -> str:
        return f"Tình hình, kết quả hoạt động của Ban Chỉ đạo và Tổ công tác giúp việc {self._quarter.title}"

    @property
    def opening(self) -> str:
        """What the report rests on."""
        return (
            f"Thực hiện khoản 9 Điều 7 Quy chế hoạt động, {self.letterhead.issuer} báo cáo "
            f"{blocks.lower_first(self.subject)} (số liệu tính đến hết {blocks.short_date(self.as_of)}) như sau:"
        )

    @property
    def committee_lines(self) -> tuple[str, ...]:
        """Part I."""
        return self.committee.lines("Ban Chỉ đạo", "khoản 1 Điều 8")

    @property
    def group_lines(self) -> tuple[str, ...]:
        """Part II."""
        return self.group.lines("Tổ công tác", "khoản 3 Điều 8")

    @property
    def plan_lines(self) -> tuple[str, ...]:
        """Part III."""
        return tuple(blocks.sentence(line) for line in self.plans) or (_NONE,)

    @property
    def directive_line(self) -> str:
        """The numbers of part IV."""
        if not self.directives:
            return "Trong quý không có nhiệm vụ được theo dõi."
        parts = self.directives[-1].parts
        told = [f"{blocks.padded_number(part)} {blocks.lower_first(state)}" for part, state in zip(parts, STATES, strict=True)]
        return f"Có {blocks.padded_number(sum(parts))} nhiệm vụ được theo dõi trong quý, trong đó {', '.join(told)}."

    @property
    def overdue_line(self) -> str:
        """What stands before the list of overdue duties, or that there is none."""
        return (
            "Các nhiệm vụ quá hạn chưa hoàn thành, theo cơ quan chủ trì:" if self.overdue else "Không có nhiệm vụ quá hạn chưa hoàn thành."
        )

    @property
    def indicator_line(self) -> str:
        """What the table of part V is made of, and how many targets are met."""
        reached = sum(line.met is True for line in self.indicators)
        aimed = sum(line.met is not None for line in self.indicators)
        annex = " (số liệu của từng cơ quan tại Phụ lục kèm theo)" if self.annex else ""
        return (
            f"Kết quả toàn tỉnh được tính từ tổng tử số và tổng mẫu số của {self._sent}/{self.asked} cơ quan đã gửi báo cáo{annex}. "
            f"Trong {blocks.padded_number(aimed)} chỉ tiêu có mục tiêu và số liệu, {blocks.padded_number(reached)} chỉ tiêu đạt mục tiêu:"
        )

    @property
    def silent_lines(self) -> tuple[str, ...]:
        """Part VII."""
        if not self.silent:
            return (f"Không có; {self.asked}/{self.asked} cơ quan đã gửi báo cáo.",)
        count = blocks.padded_number(len(self.silent))
        told = f"Đến hết {blocks.short_date(self.as_of)}, {count}/{self.asked} cơ quan chưa gửi báo cáo"
        return (f"{told}; số liệu gửi sau được tổng hợp vào kỳ sau:", *blocks.dashed_list(self.silent))

    @property
    def next_heading(self) -> str:
        """``VIII. NHIỆM VỤ QUÝ IV NĂM 2019``."""
        return f"VIII. NHIỆM VỤ {self._quarter.next().title.upper()}"

    @property
    def next_lines(self) -> tuple[str, ...]:
        """Part VIII."""
        return tuple(blocks.sentence(line) for line in self.next_tasks) or ("Tiếp tục thực hiện các nhiệm vụ theo chương trình, kế hoạch.",)

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        told = f"Trên đây là báo cáo {blocks.lower_first(self.subject)}"
        return blocks.with_end_mark(f"{told}, kính báo cáo Trưởng ban, các Phó Trưởng ban và các Ủy viên Ban Chỉ đạo")

    @property
    def directive_charts(self) -> tuple[Picture, ...]:
        """How the directives stood, quarter by quarter; none where none were followed."""
        if not any(sum(count.parts) for count in self.directives):
            return ()
        columns = [Stack(f"Quý {_short(count.period, '')}", count.parts) for count in self.directives]
        told = [f"{column.name}: {', '.join(map(str, column.parts))}." for column in columns]
        return (charts.stacks(STANDING, columns, STATES, " ".join((f"{STANDING}: {'; '.join(STATES).lower()}.", *told))),)

    @property
    def result_charts(self) -> tuple[Picture, ...]:
        """Results against targets."""
        return tuple(charts.bars(RESULTS, [line.bar(number) for number, line in page], _words(RESULTS, page)) for page in self._pages)

    @property
    def trend_charts(self) -> tuple[Picture, ...]:
        """The quarter against the four before it."""
        quarters = [self._quarter]
        for _ in range(max((len(line.trend) for line in self.indicators), default=1) - 1):
            quarters.insert(0, quarters[0].previous())
        names = [_short(str(quarter), "20") for quarter in quarters]
        told, pages = f"{TREND}: {', '.join(names)}", self._pages
        return tuple(charts.panels(TREND, [line.panel(number) for number, line in page], names, _words(told, page)) for page in pages)

    @property
    def _pages(self) -> Sequence[Sequence[tuple[int, IndicatorLine]]]:
        """The numbered indicators, as many together as a picture holds."""
        numbered = list(enumerate(self.indicators, 1))
        return [numbered[at : at + ON_A_PICTURE] for at in range(0, len(numbered), ON_A_PICTURE)]

    @property
    def _quarter(self) -> Quarter:
        return Quarter.parse(self.period)

    @property
    def _sent(self) -> int:
        return self.asked - len(self.silent)


def _words(title: str, page: Sequence[tuple[int, IndicatorLine]]) -> str:
    return f"{title}. " + " ".join(f"{number}. {line.words}." for number, line in page)


def _short(period: str, century: str) -> str:
    """``III/2019``, without the ``century`` where room is scarce."""
    quarter = Quarter.parse(period)
    return f"{quarter.title.split()[1]}/{str(quarter.year).removeprefix(century)}"
