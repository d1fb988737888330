"""The year's story: everything that happened, day by day, told from the records afterwards and for whatever process there is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from uuid import UUID

from flows.process import PROCESSES
from flows.yearbook.records import Records, YearStep, local
from models.cases import Case
from models.clock import at
from models.directives import Ending
from models.steps import StepKind
from regulation.errors import LawError
from tasks.questions import CATALOGUE, Question


class Happening(StrEnum):
    """What kind of event it is; of what happened to one step in one moment the earlier in this list is told first."""

    HOLDER = "holder"
    ABSENCE = "absence"
    OPENED = "opened"
    BORN = "directive-born"
    ASKED = "asked"
    LATE = "late"
    RUNG = "rung"
    ANSWERED = "answered"
    RETURNED = "returned"
    DONE = "done"  # by the house
    GATHERED = "gathered"
    ACT = "act"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"  # an issued paper
    ENDED = "directive-ended"
    CLOSED = "closed"


ONE_DAY = timedelta(days=1)
_ORDER = {kind: n for n, kind in enumerate(Happening)}


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``text`` says it whole; ``occasion`` tells its case from others in every rehearsal with the same seed,
    ``step`` is the key within the case; ``late`` in working days."""

    kind: Happening
    text: str
    process: str = ""
    case: str = ""
    occasion: str = ""
    step: str = ""
    title: str = ""
    clauses: tuple[str, ...] = ()
    who: str = ""
    due: date | None = None
    late: int = 0


@dataclass(frozen=True)
class Day:
    """A day on which something happened; ``note`` names the holiday or that it is not confirmed, ``letters`` counts them by kind."""

    day: date
    working: bool
    note: str
    letters: tuple[tuple[str, int], ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class _Told:
    """An event with its place in the day: by moment, then case by case, and in a case step by step as they opened."""

    at: datetime
    event: Event
    case: int = -1
    step: int = -1

    @property
    def place(self) -> tuple[datetime, int, int, int]:
        return self.at, self.case, self.step, _ORDER[self.event.kind]


_AFTER_ITS_STEPS = 1_000_000


def story(records: Records) -> tuple[Day, ...]:
    """The days in order; a day on which nothing happened is not among them."""
    told: dict[date, list[_Told]] = defaultdict(list)
    for one in _events(records):
        told[one.at.date()].append(one)
    posted: dict[date, Counter[str]] = defaultdict(Counter)
    for letter in records.letters:
        posted[local(letter.queued_at).date()][letter.kind] += 1
    return tuple(_day(records, day, told[day], posted[day]) for day in sorted(told.keys() | posted.keys()))


def note_of(records: Records, day: date) -> str:
    """What is special about a day: a holiday, a Saturday worked for one, or that nobody has confirmed it yet; most days: nothing."""
    calendar = records.law.calendar
    try:
        unsure = [found.reason for found in calendar.provisional(day, day)]
    except LawError:
        return ""
    notes = [name] if (name := calendar.day_off_name(day)) else []
    notes += ["làm bù"] if day.weekday() >= 5 and calendar.is_working_day(day) else []
    return "; ".join(dict.fromkeys([*notes, *(f"dự kiến: {reason}" for reason in unsure)]))


@cache
def process_title(name: str) -> str:
    """The process's Vietnamese name."""
    return next((known.title for (called, _), known in PROCESSES.items() if called == name), name)


def _day(records: Records, day: date, told: list[_Told], posted: Counter[str]) -> Day:
    in_order = sorted(told, key=lambda one: one.place)
    working = records.law.calendar.is_working_day(day)
    return Day(day, working, note_of(records, day), tuple(sorted(posted.items())), tuple(one.event for one in in_order))


def _events(records: Records) -> Iterator[_Told]:
    cases = {case.id: n for n, case in enumerate(records.cases)}
    for case in records.cases:
        for one in _of_case(records, case):
            yield replace(one, case=cases[case.id], step=-1 if one.event.kind == Happening.OPENED else _AFTER_ITS_STEPS)
    rungs = _rungs(records)
    for n, step in enumerate(records.steps):
        for one in (*_of_step(records, step), *rungs.get(step.id, ())):
            yield replace(one, case=cases[step.case_id], step=n)
    for case_id, one in (*_papers(records), *_directives(records), *_acts(records)):
        born = one.event.kind == Happening.BORN
        yield replace(one, case=cases[case_id] if case_id else len(cases), step=-1 if born else _AFTER_ITS_STEPS)
    yield from _people(records)


def _about(records: Records, case: Case | None, kind: Happening, text: str, step: str = "") -> Event:
    if case is None:
        return Event(kind, text)
    return Event(kind, text, process_title(case.process), case.title, records.occasion(case), step)


def _of_case(records: Records, case: Case) -> Iterator[_Told]:
    yield _Told(local(case.opened_at), _about(records, case, Happening.OPENED, f"Mở hồ sơ «{case.title}»"))
    ended = case.closed_at or case.cancelled_at
    if ended is not None:
        how = "Kết thúc" if case.closed_at else "Hủy"
        why = f": {case.end_reason}" if case.end_reason else ""
        yield _Told(local(ended), _about(records, case, Happening.CLOSED, f"{how} hồ sơ «{case.title}»{why}"))


def _of_step(records: Records, step: YearStep) -> Iterator[_Told]:
    answer = records.answers.get(step.id)
    late = records.days_late(step)
    if step.kind == StepKind.ASK:
        until = f", hạn {step.due:%d/%m/%Y}" if step.due else ""
        yield _Told(local(step.opened_at), _event(records, step, Happening.ASKED, f"Đề nghị {_whom(records, step)}: {step.title}{until}"))
        if late and step.due is not None:
            text = f"Quá hạn: {_whom(records, step)} chưa trả lời «{step.title}»"
            yield _Told(at(step.due + ONE_DAY), _event(records, step, Happening.LATE, text, late))
        if answer is not None:
            after = f", chậm {late} ngày làm việc" if late else ""
            said = f"{_whom(records, step)} – {step.title}: {_choice(step, answer.choice)}{after}"
            kind = Happening.RETURNED if answer.choice == "return" else Happening.ANSWERED
            yield _Told(local(answer.at), _event(records, step, kind, said, late))
    elif answer is not None:
        kind = Happening.GATHERED if step.kind == StepKind.GATHER else Happening.DONE
        yield _Told(local(answer.at), _event(records, step, kind, step.title))


def _event(records: Records, step: YearStep, kind: Happening, text: str, late: int = 0) -> Event:
    who = _whom(records, step) if step.kind == StepKind.ASK else ""
    about = _about(records, records.case[step.case_id], kind, text, step.key)
    return replace(about, title=step.title, clauses=tuple(step.clauses), who=who, due=step.due, late=late)


def _whom(records: Records, step: YearStep) -> str:
    matter = f" ({step.about['matter']})" if "matter" in step.about else ""
    by = f", {records.name(step.officer_id)} thay mặt" if step.standing_in else ""
    return f"{records.asked(step)}{by}{matter}"


def _choice(step: YearStep, choice: str) -> str:
    """The label of the branch that was chosen."""
    asked = CATALOGUE.get(step.question)
    return asked.form.CHOICES.get(choice, choice) if isinstance(asked, Question) else choice


def _rungs(records: Records) -> dict[UUID, list[_Told]]:
    """Reminders and escalations by step: the letters of its ladder, each rung named in the letter's key."""
    found: dict[UUID, list[_Told]] = defaultdict(list)
    for letter in records.letters:
        step = records.step.get(letter.step_id) if letter.step_id else None
        asked = CATALOGUE.get(step.question) if step is not None else None
        if step is None or not isinstance(asked, Question):
            continue
        name = letter.key.rsplit("/", 2)[1]
        if any(rung.name == name for rung in asked.ladder):
            to = "" if letter.officer_id == step.officer_id else f", báo cáo {records.name(letter.officer_id)}"
            text = f"Nhắc {_whom(records, step)}: {step.title}{to}"
            found[step.id].append(_Told(local(letter.queued_at), _event(records, step, Happening.RUNG, text)))
    return found


Placed = Iterator[tuple[UUID | None, _Told]]


def _papers(records: Records) -> Placed:
    for paper in records.papers:
        case = records.case.get(paper.case_id) if paper.case_id else None
        if paper.issued_at is not None:
            text = f"Ban hành {paper.notation}: {paper.subject}"
            yield paper.case_id, _Told(local(paper.issued_at), _about(records, case, Happening.ISSUED, text, paper.key or ""))
        if paper.withdrawn_at is not None:
            text = f"Thu hồi {paper.notation}: {paper.withdrawn_why}"
            yield paper.case_id, _Told(local(paper.withdrawn_at), _about(records, case, Happening.WITHDRAWN, text, paper.key or ""))


ENDINGS = {Ending.CONFIRMED: "Xác nhận hoàn thành nhiệm vụ", Ending.STOPPED: "Dừng nhiệm vụ", Ending.SPLIT: "Tách nhiệm vụ"}


def _directives(records: Records) -> Placed:
    for duty in records.directives:
        case = records.case[duty.case_id]
        lead = records.agencies.get(duty.lead_agency, duty.lead_agency)
        until = f", hạn {duty.due_original:%d/%m/%Y}" if duty.due_original else ", thường xuyên"
        given = f"Giao nhiệm vụ cho {lead}{until}: {duty.text}"
        yield case.id, _Told(local(case.opened_at), _about(records, case, Happening.BORN, given))
        if duty.ending is not None and duty.ended_on is not None:
            ended = f"{ENDINGS[Ending(duty.ending)]}, {lead}: {duty.text}"
            closed = local(case.closed_at) if case.closed_at is not None else at(duty.ended_on)
            yield case.id, _Told(closed, _about(records, case, Happening.ENDED, ended))


def _acts(records: Records) -> Placed:
    for act in records.acts:
        case = records.case[act.case_id]
        text = f"Thay đổi ở hồ sơ «{case.title}»: {act.reason}"
        yield case.id, _Told(local(act.at), _about(records, case, Happening.ACT, text, f"act/{act.n}"))


def _people(records: Records) -> Iterator[_Told]:
    for absence in records.absences:
        who = records.name(absence.officer_id)
        text = f"Ghi nhận {who} vắng mặt từ {absence.since:%d/%m/%Y} đến hết {absence.until:%d/%m/%Y}: {absence.reason}"
        yield _Told(local(absence.recorded_at), Event(Happening.ABSENCE, text, who=who))
    for holding in records.holdings:
        if date(records.year, 1, 1) < holding.since <= records.today:
            seat = records.title(holding.seat_id)
            text = f"{seat}: {records.name(holding.officer_id)} nhận chức danh"
            yield _Told(at(holding.since), Event(Happening.HOLDER, text, who=seat))
