"""What of a year stands on a calendar: meetings, papers issued, deadlines, cases that open by the calendar."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.yearbook.records import Records, YearStep, local
from flows.yearbook.story import process_title
from models.steps import StepKind, StepState


class MarkKind(StrEnum):
    """What a mark is; where a day is full the earlier in this list stays."""

    MEETING = "meeting"
    ISSUE = "issue"
    DEADLINE = "deadline"
    OPENING = "opening"


@dataclass(frozen=True)
class Mark:
    """One mark on its day. ``short`` fits a wall, ``words`` says it whole; ``key`` is the same in every rehearsal with the same seed.

    ``binding``: a deadline that the regulation or a law sets; of deadlines they stand first.
    """

    kind: MarkKind
    day: date
    short: str
    words: str
    key: str
    binding: bool = False

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Its place on its day."""
        return list(MarkKind).index(self.kind), not self.binding, self.key


def marks(records: Records) -> tuple[Mark, ...]:
    """All of them, by day."""
    found = [*_meetings(records), *_issued(records), *_deadlines(records), *_directives(records), *_openings(records)]
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.rank)))


def _brief(records: Records, title: str) -> str:
    """Without the committee's full name and the year, which stand on the sheet already."""
    identity = records.law.committee.identity
    return title.replace(identity.name, identity.short_name).replace(f" năm {records.year}", "")


def _meetings(records: Records) -> list[Mark]:
    found = []
    for meeting in records.meetings:
        if meeting.cancelled_at is None:
            words = f"{meeting.title}, {local(meeting.starts_at):%H:%M}, {meeting.whereabouts}"
            key = f"{records.occasion(records.case[meeting.case_id])}/meeting"
            found.append(Mark(MarkKind.MEETING, meeting.day, _brief(records, meeting.title), words, key))
    return found


def _issued(records: Records) -> list[Mark]:
    found = []
    for paper in records.papers:
        if paper.issued_at is not None and paper.number is not None:
            case = records.case.get(paper.case_id) if paper.case_id else None
            key = f"{records.occasion(case) if case else 'elsewhere'}/paper/{paper.key or paper.notation}"
            words = f"Ban hành {paper.notation}: {paper.subject}"
            found.append(Mark(MarkKind.ISSUE, local(paper.issued_at).date(), f"Ban hành {paper.notation}", words, key))
    return found


def _deadlines(records: Records) -> list[Mark]:
    """What is due of people, one mark a case, question and day; a directive's own day stands by itself."""
    followed = {duty.case_id for duty in records.directives}
    due: dict[tuple[str, str, date], list[YearStep]] = defaultdict(list)
    for step in records.steps:
        counts = step.kind == StepKind.ASK and step.state != StepState.WITHDRAWN and step.due is not None
        if counts and step.case_id not in followed:
            assert step.due is not None
            due[records.occasion(records.case[step.case_id]), step.question, step.due].append(step)
    found = []
    for (occasion, _, day), asked in due.items():
        first = asked[0]
        several = f" ({len(asked)})" if len(asked) > 1 else ""
        whom = records.asked(first) if len(asked) == 1 else f"{len(asked)} chức danh"
        words = f"Hạn: {first.title} – {whom}; {records.case[first.case_id].title}"
        binding = first.due_rule is not None and records.law.rules[first.due_rule].source != "D"
        found.append(Mark(MarkKind.DEADLINE, day, f"{first.title}{several}", words, f"{occasion}/due/{first.key}", binding))
    return found


def _directives(records: Records) -> list[Mark]:
    """The days directives are to be done by: together on a wall, their texts in words."""
    due: dict[date, list[str]] = defaultdict(list)
    for duty in records.directives:
        if duty.due is not None:
            day = records.law.rules["directive_day"].date_from(duty.due, records.law.calendar)
            due[day].append(f"{records.agencies.get(duty.lead_agency, duty.lead_agency)}: {duty.text}")
    return [
        Mark(MarkKind.DEADLINE, day, f"Hạn {len(those)} nhiệm vụ", f"Hạn nhiệm vụ. {' '.join(those)}", f"directives/{day}", binding=True)
        for day, those in due.items()
    ]


def _openings(records: Records) -> list[Mark]:
    found = []
    for case in records.cases:
        if case.period is not None:
            title, key = f"Mở hồ sơ: {_brief(records, case.title)}", f"{records.occasion(case)}/opens"
            words = f"Mở hồ sơ «{case.title}» ({process_title(case.process)})"
            found.append(Mark(MarkKind.OPENING, local(case.opened_at).date(), title, words, key))
    return found
