"""The officers of a rehearsal: each answer, and the day it comes, follow from the seed and the step's key alone.

Among them are the prompt, the slow, the late, those who return a draft once, report an absence, send a proxy, or keep silent.
Deadlines that come from a law are kept; the office's own are missed now and then.
"""

import random
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from flows.rehearsed_files import handed_in
from flows.rehearsed_group import GROUP_REPLIES, GROUP_SPEAKS
from flows.rehearsed_money import MONEY, UNHEARD
from flows.rehearsed_opinions import OPINIONS, OPINIONS_GIVEN
from flows.rehearsed_planners import PLANNING
from models.clock import at
from models.steps import Answer, AskedStep, Step
from regulation import Law
from regulation.calendar import Quarter
from regulation.indicators import Indicator
from regulation.sample import ALL_REPORTING, Sample
from tasks.bureau import Desk
from tasks.group_quarters import for_report
from tasks.notice_time import too_near_to_invite
from tasks.office import meeting_of
from tasks.paper_forms import ReleaseForm
from tasks.proceedings_checks import written_opinions
from tasks.questions import question
from tasks.releasing import PDF, no_number_here, paper_of
from tasks.report_records import indicators
from tasks.who import roster

Data = dict[str, Any]

SAME_DAY, NEXT_DAY = 0.5, 0.85  # shares of answers: up to here at once, up to here on the next working day, the rest late
RETURNS = 0.2  # share of first drafts that are returned
RSVP = (("attend", 0.7), ("leave", 0.82), ("proxy", 0.92), ("silent", 1.0))
SPEAKS = {"rsvp": RSVP[-2][1], "proxy-opinion": 0.8, "propose": 0.5, "paper": 0.9, "late-item": 0.8, "comment": 0.6}
SPEAKS |= OPINIONS_GIVEN | GROUP_SPEAKS  # shares that answer; the rest is silent
SPEAKS |= {"figures": 0.97, "explain": 0.8, "programme-opinion": 0.9}
LACKS = 0.1  # share of agencies' reports that lack a figure
REPORTS = ((0.5, -9), (0.85, -1), (1.0, 3))  # shares of duties, and on which working day from the deadline they are reported done
EXTENDS = 0.15  # share of duties for which more time is asked first
CONSENTS = 0.9


class Manner(StrEnum):
    """How the officers of a year are."""

    MIXED = "mixed"
    PROMPT = "prompt"  # everybody answers in time and nobody returns anything
    SILENT = "silent"  # prompt, but the heads of agencies say nothing about their duties, nor about money


class Officers:
    """Everybody who is asked something in a rehearsed year."""

    def __init__(self, law: Law, sample: Sample, seed: int, manner: Manner = Manner.MIXED) -> None:
        self._law, self._sample, self._seed, self._manner = law, sample, seed, manner

    def answers_on(self, step: AskedStep, period: str) -> date | None:
        """The day this step is answered; None: never."""
        if self._share(step, period, "who") >= self._silent_from(step.question):
            return None
        asked, due = step.opened_at.date(), step.due or step.opened_at.date()
        assert step.due_rule is not None
        if self._manner == Manner.SILENT and step.question in _OF_HEADS:
            return None
        if step.question == "funding-resolution":  # session by session
            return max(asked, due)
        if step.question == "report":
            return max(asked, self._law.calendar.add(due, self._reported_after(period)))
        if self._manner != Manner.MIXED:
            return asked
        share = self._share(step, period, "when")
        if asked >= due or share < SAME_DAY:
            return asked
        if share < NEXT_DAY or self._law.rules[step.due_rule].source == "L":
            return min(self._law.calendar.add(asked, 1), due)
        return self._law.calendar.add(due, 1)

    def _reported_after(self, period: str) -> int:
        share = 0.0 if self._manner == Manner.PROMPT else random.Random(f"{self._seed}/{period}/report").random()
        return next(days for below, days in REPORTS if share < below)

    def reply(self, desk: Desk, step: AskedStep, period: str) -> Data:
        """What is answered."""
        if question(step.question).form is ReleaseForm:
            return self._released(desk, step, period)
        if step.question in MONEY:
            return MONEY[step.question](self._sample, step, self._share(step, period, "what"))
        if step.question in PLANNING:
            return PLANNING[step.question](self._law, desk, step)
        return _REPLIES.get(step.question, Officers._verdict)(self, desk, step, period)

    def without_approving(self, wrong: Mapping[str, str]) -> Data:
        """What is answered where an approval is refused (too late to invite): it goes back with that reason."""
        return {"choice": "return", "reason": " ".join(wrong.values())}

    def chance(self, step: AskedStep, period: str) -> float:
        """Where, between 0 and 1, what is answered falls; 0 where everybody says the plainest."""
        return self._share(step, period, "what") if self._manner == Manner.MIXED else 0.0

    def _share(self, step: AskedStep, period: str, what: str) -> float:
        if self._manner != Manner.MIXED:
            return 0.5 if what == "what" else 0.0  # returns nothing, attends everything
        return random.Random(f"{self._seed}/{period}/{step.key}/{what}").random()

    def _silent_from(self, asked: str) -> float:
        return SPEAKS.get(asked, 1.0)

    def _verdict(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        first = step.about.get("round") == 1
        if first and self._share(step, period, "what") < RETURNS:
            return {"choice": "return", "reason": "Đề nghị bổ sung nội dung."}
        return {"choice": "approve"}

    def _agenda(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        held = meeting_of(desk, desk.case(step.case_id))
        day = held.day
        while too_near_to_invite(desk, held, at(self._law.calendar.add(day, -2))):  # with two days for the verdicts
            day = self._law.calendar.add(day, 1)
        meeting = self._sample.meeting
        return {
            "choice": "submit",
            "day": day.isoformat(),
            "hour": f"{meeting.at:%H:%M}",
            "place": meeting.place,
            "items": [{"minutes": line.minutes, "item": line.item, "by": line.by, "owner": line.owner or ""} for line in meeting.agenda],
            "attendees": [seat.id for seat in self._law.committee.members()],
        }

    def _rsvp(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        share = self._share(step, period, "who")
        choice = next(choice for choice, below in RSVP if share < below)
        if choice == "attend":
            return {"choice": choice}
        name = {"proxy_name": "Người dự thay", "proxy_office": "Phó Giám đốc"} if choice == "proxy" else {}
        return {"choice": choice, "reason": "Đi công tác theo lịch của tỉnh"} | name

    def _consent(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        if self._share(step, period, "what") < CONSENTS:
            return {"choice": "consent"}
        return {"choice": "refuse", "reason": "Nội dung họp thuộc lĩnh vực Ông/Bà phụ trách"}

    def _opinion(self, desk: Desk, step: AskedStep, period: str) -> Data:
        return {"choice": "send", "opinion": handed_in(desk, step, f"Ý kiến bằng văn bản về {step.title} {period}", "text/plain")}

    def _released(self, desk: Desk, step: AskedStep, period: str) -> Data:
        signed = handed_in(desk, step, f"Bản đã ký: {step.title} {period}", PDF)
        if not no_number_here(desk, paper_of(desk, step).series):
            return {"choice": "take", "signed": signed}
        number = random.Random(f"{self._seed}/{period}/{step.key}/number").randrange(100, 90_000)
        return {"choice": "given", "signed": signed, "number": str(number), "issued_on": desk.today.isoformat()}

    def _minutes(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        said = _rsvps(desk, step)
        away = {seat for seat, choice in said.items() if choice != "attend"}
        members = [seat.id for seat in self._law.committee.members()]
        return {
            "choice": "submit",
            "present": [seat for seat in members if seat not in away],
            "proxies": [seat for seat, choice in said.items() if choice == "proxy"],
            "ended": "11:00",
            "matters": [{"item": line.item, "by": line.by, "discussed": "Theo tài liệu kèm theo."} for line in self._sample.meeting.agenda],
            "remarks": [
                {"speaker": roster(desk).called(seat), "words": words or "Theo tệp ý kiến kèm theo."}
                for seat, words in written_opinions(desk, step).items()
            ],
        }

    def _conclusions(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        meeting = meeting_of(desk, desk.case(step.case_id))
        planned = self._sample.meeting.at.date()
        agencies = [agency.code for agency in self._law.committee.reporting_agencies()]
        lines = [
            {
                "text": line.text,
                "lead": line.lead,
                "coordinating": [code for code in (agencies if ALL_REPORTING in line.coord else line.coord) if code != line.lead],
                "due": (meeting.day + (line.due - planned)).isoformat(),  # as long after the meeting as in the sample
                "product": line.product,
            }
            for line in self._sample.meeting.conclusions
        ]
        return {"choice": "submit", "conclusions": lines}

    def _proposal(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        if self._share(step, period, "what") < RETURNS:
            return {"choice": "propose", "item": "Khó khăn, vướng mắc của cơ quan", "minutes": 10}
        return {"choice": "none"}

    def _paper(self, desk: Desk, step: AskedStep, period: str) -> Data:
        return {"choice": "send", "paper": handed_in(desk, step, f"Tài liệu {step.about['matter']} {period}", PDF)}

    def _late_item(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "keep"}

    def _nothing(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "none"}

    def _acknowledge(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "accept", "doer": "Trưởng phòng chuyên môn"}

    def _report(self, desk: Desk, step: AskedStep, period: str) -> Data:
        first = step.key.endswith("/1")
        assert step.due is not None
        in_time = desk.today <= self._law.rules["extension_request"].date_from(step.due, self._law.calendar)
        if first and in_time and self._share(step, period, "what") < EXTENDS:
            new_due = self._law.calendar.add(step.due, 10)
            return {"choice": "extend", "new_due": new_due.isoformat(), "reason": "Chờ ý kiến của Bộ chuyên ngành."}
        return {"choice": "submit", "done": "Đã hoàn thành nội dung được giao.", "product_number": "15/BC"}

    def _confirm(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        if step.key.endswith("/1") and self._share(step, period, "what") < RETURNS:
            return {"choice": "return", "reason": "Đề nghị bổ sung số liệu kèm theo."}
        return {"choice": "approve"}

    def _extension(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "grant"}

    def _notice(self, desk: Desk, step: AskedStep, period: str) -> Data:
        lines = self._conclusions(desk, step, period)["conclusions"]
        return {"choice": "submit", "attendance": "Dự họp có các thành viên Ban Chỉ đạo.", "conclusions": lines}

    def _data_call(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "submit"}

    def _figures(self, desk: Desk, step: AskedStep, period: str) -> Data:
        """Figures that grow a little from quarter to quarter; now and then one is missing."""
        asked = indicators(desk, step.about["indicators"])
        lacks = asked[0].code if self._share(step, period, "what") < LACKS else ""
        lines = [self._figure(step.about["agency"], one, period) for one in asked if one.code != lacks]
        return {"choice": "submit", "figures": lines, "obstacles": "Thiếu cán bộ chuyên trách."}

    def _figure(self, agency: str, indicator: Indicator, period: str) -> Data:
        steady = random.Random(f"{self._seed}/{agency}/{indicator.code}")
        whole, share = steady.randint(100, 400), steady.uniform(0.6, 0.9) + int(period[-1]) * 0.02
        if indicator.denominator is None:
            return {"indicator": indicator.code, "numerator": str(whole if indicator.direction == "up" else 0)}
        return {"indicator": indicator.code, "numerator": str(int(whole * share)), "denominator": str(whole)}

    def _explanation(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        return {"choice": "submit", "figures": [{"indicator": code, "words": "Đang hoàn thiện."} for code in step.about["indicators"]]}

    def _report_draft(self, desk: Desk, step: AskedStep, period: str) -> Data:  # noqa: ARG002 - every reply has this shape
        met = for_report(desk, Quarter.parse(period))
        told = met if any(met.values()) else {"group_not_met": "Chưa đến ngày họp"}
        return {"choice": "submit", "group_work": "Đôn đốc, tổng hợp báo cáo của các cơ quan."} | told


_REPLIES: Mapping[str, Callable[[Officers, Desk, AskedStep, str], Data]] = {
    "propose": Officers._proposal,
    "agenda": Officers._agenda,
    "paper": Officers._paper,
    "late-item": Officers._late_item,
    "prepared-conclusions": Officers._nothing,
    "comment": Officers._nothing,
    "rsvp": Officers._rsvp,
    "leave-consent": Officers._consent,
    "proxy-opinion": Officers._opinion,
    "minutes": Officers._minutes,
    "conclusions": Officers._conclusions,
    "notice-draft": Officers._notice,
    **OPINIONS,
    **GROUP_REPLIES,
    "acknowledge": Officers._acknowledge,
    "report": Officers._report,
    "confirm": Officers._confirm,
    "extension": Officers._extension,
    "data-call": Officers._data_call,
    "figures": Officers._figures,
    "explain": Officers._explanation,
    "quarterly-draft": Officers._report_draft,
}
_OF_HEADS = frozenset({"acknowledge", "report", "standing-report"}) | UNHEARD


def _rsvps(desk: Desk, step: AskedStep) -> dict[str, str]:
    """Seat → what it replied to the invitation."""
    wanted = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id))
    rows = desk.session.exec(wanted.where(col(Step.case_id) == step.case_id, col(Step.question) == "rsvp"))
    return {asked.seats[0]: answer.choice for asked, answer in rows}
