"""What broke a rule in a year, which rule, and why.

A rule of the regulation (S) or of another law (L) that was not kept is a breach; a day-count of the committee's own (D) is a house
rule missed. What nobody had to do (silence that says "none", a withdrawn question) breaks nothing.
"""

from dataclasses import dataclass
from datetime import date

from flows.process import PROCESSES
from flows.yearbook.records import Records, YearStep, local
from models.meetings import Presence
from models.steps import StepKind, StepState
from regulation.calendar import Quarter
from regulation.rules import Rule, Source

CADENCES = {"meeting_cadence": "board_meeting", "group_meeting_cadence": "group_meeting", "report_cadence": "quarterly_report"}
"""House rules that the regulation sets by the quarter, and the process whose case keeps each."""

ABSENT = "Đ6.5b"
"""Who is away reports it and has the presider's consent."""


@dataclass(frozen=True)
class Breach:
    """One rule not kept. ``source`` S or L: the regulation, a law; D: the house's own. ``late`` working days, 0 where nothing was late.

    ``duties``: what it served; ``rule`` its title, ``basis`` the clause or the law that sets it; ``done`` None: not done at all.
    """

    source: Source
    rule: str
    basis: str
    duties: tuple[str, ...]
    who: str
    case: str
    what: str
    due: date | None
    done: date | None
    late: int
    why: str

    @property
    def grave(self) -> bool:
        """A breach of the regulation or of a law; else a house rule missed."""
        return self.source != "D"

    @property
    def words(self) -> str:
        """The whole of it in a sentence."""
        return f"{self.what} – {self.who} («{self.case}»): {self.why} Căn cứ: {self.rule} ({self.basis})."


def breaches(records: Records) -> tuple[Breach, ...]:
    """Every rule that was not kept, in the order of the days."""
    late = [_of_step(records, step) for step in records.steps if step.kind == StepKind.ASK and records.days_late(step)]
    found = [*late, *_absences(records), *_quarters(records)]
    return tuple(sorted(found, key=lambda breach: (breach.due or date.max, not breach.grave, breach.case, breach.what, breach.who)))


def basis_of(records: Records, rule: Rule) -> str:
    """The clause, as papers cite it, and the law behind it."""
    cited = [records.law.clauses[rule.clause].citation] if rule.clause is not None else []
    named = [*cited, *([rule.citation] if rule.citation else [])]
    return "; ".join(named) or "quy định của Ban"


def _of_step(records: Records, step: YearStep) -> Breach:
    assert step.due is not None
    assert step.due_rule is not None
    rule = records.law.rules[step.due_rule]
    return Breach(
        source=rule.source,
        rule=rule.title,
        basis=basis_of(records, rule),
        duties=tuple(step.clauses),
        who=records.asked(step),
        case=records.case[step.case_id].title,
        what=step.title,
        due=step.due,
        done=records.answered_on(step),
        late=records.days_late(step),
        why=_why(records, step),
    )


def _why(records: Records, step: YearStep) -> str:
    """Who kept whom waiting, as far as the records tell."""
    assert step.due is not None
    done, late = records.answered_on(step), records.days_late(step)
    asked_on = local(step.opened_at).date()
    if done is not None:
        ended = f"trả lời {done:%d/%m/%Y}, chậm {late} ngày làm việc"
    else:
        ended = "không trả lời" if step.state == StepState.LAPSED else f"đến {records.today:%d/%m/%Y} chưa trả lời"
    words = f"hỏi {asked_on:%d/%m/%Y}, hạn {step.due:%d/%m/%Y}, {ended}"
    if asked_on > step.due and (held_up := _held_up_by(records, step)) is not None:
        words += f"; đến lượt khi đã quá hạn vì {records.asked(held_up)} chậm «{held_up.title}» {records.days_late(held_up)} ngày làm việc"
    if step.revision:
        words += "; việc đã chuyển người trả lời"
    return f"{words}."


def _held_up_by(records: Records, step: YearStep) -> YearStep | None:
    """The late answer of its case that came last before this was asked."""
    before = [
        (answer.at, other)
        for other in records.steps_of[step.case_id]
        if other.id != step.id and (answer := records.answers.get(other.id)) is not None
        if other.kind == StepKind.ASK and answer.at <= step.opened_at and records.days_late(other)
    ]
    return max(before, key=lambda found: found[0])[1] if before else None


def _absences(records: Records) -> list[Breach]:
    """khoản 5 Điều 6: away without the presider's consent, as the minutes have it."""
    held = {meeting.id: meeting for meeting in records.meetings}
    clause = records.law.clauses[records.law.duties[ABSENT].clause] if ABSENT in records.law.duties else None
    found = []
    for row in records.attendance:
        if row.presence == Presence.UNCONSENTED and clause is not None:
            meeting = held[row.meeting_id]
            found.append(
                Breach(
                    source="S",
                    rule=records.law.duties[ABSENT].duty,
                    basis=clause.citation,
                    duties=(ABSENT,),
                    who=records.title(row.seat_id),
                    case=records.case[meeting.case_id].title,
                    what="Vắng chưa được người chủ trì đồng ý",
                    due=meeting.day,
                    done=None,
                    late=0,
                    why=f"vắng ngày {meeting.day:%d/%m/%Y}, biên bản ghi chưa được người chủ trì đồng ý.",
                )
            )
    return found


def _quarters(records: Records) -> list[Breach]:
    """A quarter that ended without what the regulation wants in each."""
    met = {row.meeting_id for row in records.attendance}
    found = []
    for name, process in CADENCES.items():
        if name not in records.law.rules or not any(known == process for known, _ in PROCESSES):
            continue
        meeting_of = {meeting.case_id: meeting for meeting in records.meetings}
        for quarter in (Quarter(records.year, n) for n in (1, 2, 3, 4)):
            cases = [case for case in records.cases if case.process == process and case.period == str(quarter)]
            kept = any(meeting_of[case.id].id in met if case.id in meeting_of else case.closed_at is not None for case in cases)
            if not kept and quarter.last < records.today:
                found.append(_without(records, records.law.rules[name], quarter))
    return found


def _without(records: Records, rule: Rule, quarter: Quarter) -> Breach:
    duties = tuple(duty for duty, found in records.law.duties.items() if found.clause == rule.clause)
    what, why = f"{rule.title}: {quarter.title} không có", f"hết {quarter.title} mà chưa thực hiện."
    return Breach(rule.source, rule.title, basis_of(records, rule), duties, "—", quarter.title, what, quarter.last, None, 0, why)
